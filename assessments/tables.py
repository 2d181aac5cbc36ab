"""The lists of assessments, needs, proposals and meetings."""

from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.pages.tables import Day, Due, Link, Number, State, Table, Text
from assessments.states import AssessmentState, Body, NeedState, ProposalState
from cameras.states import Deployment

BODIES, DEPLOYMENTS = dict(Body.choices), dict(Deployment.choices)


class AssessmentTable(Table):
    """Strategic assessments, the newest version of each."""

    caption = _("Strategic assessments")
    columns = (
        Link(_("Area"), "area", to="assessment", sub="reference", sort="area"),
        State(_("State"), choices=AssessmentState.choices),
        Number(_("Version"), "version"),
        Due(_("Next review"), "next_review_on", today=clock.today, sort="next_review_on"),
    )


class NeedTable(Table):
    """Pressing social needs, the newest version of each."""

    caption = _("Pressing social needs")
    columns = (
        Link(_("Need"), "title", to="need", sub="reference", sort="title"),
        State(_("State"), choices=NeedState.choices),
        Number(_("Version"), "version"),
        Text(_("Ground"), lambda row: _("Ground moved") if row.state == "established" and not row.holds_today else ""),
        Day(_("Last confirmed"), "confirmed_on"),
    )


class ProposalTable(Table):
    """Proposals."""

    caption = _("Proposals")
    columns = (
        Link(_("Proposal"), "title", to="proposal", sub="reference", sort="title"),
        State(_("State"), choices=ProposalState.choices),
        Text(_("Deployment"), lambda row: DEPLOYMENTS.get(row.deployment, "")),
        Number(_("Version"), "version"),
    )


class MeetingTable(Table):
    """Meetings of the deciding bodies."""

    caption = _("Meetings")
    columns = (
        Link(_("Meeting"), "title", to="meeting", sub="reference"),
        Day(_("Held on"), "on", sort="on"),
        Text(_("Body"), lambda row: BODIES.get(row.body, "")),
        Number(_("Items"), "item_count"),
    )
