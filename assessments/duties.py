"""What assessments owe: the next assessment (C5), ground that moved, decisions and advice that wait, conditions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.duties.registry import Line, after, duty
from anpr_governance.organisations.roles import Role
from assessments.models import CaseTask, Need, NeedSite, Objective, Proposal, StrategicAssessment
from assessments.models.assessment import ADVICE
from assessments.models.proposal_content import WORKED_ON
from assessments.models.waiting import use_review_due


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def since_last_change(model: Any) -> Any:
    """The day on which a row came into its present shape, read from its history."""
    newest = model.history.filter(id=OuterRef("pk")).order_by("-history_date")
    return Subquery(newest.annotate(day=TruncDate("history_date")).values("day")[:1], output_field=DateField())


def _review_line(row: Any) -> Line:
    why = _("An assessment ages. After %(day)s nothing new may stand on it.") % {"day": _day(row.due_on)}
    title = _("Strategic assessment: %(area)s") % {"area": row.area}
    return Line(title, why, row.get_absolute_url(), _("Make a new version"), row.reference)


@duty(
    "assessments.review",
    title=gettext_lazy("Review of a strategic assessment"), plural=gettext_lazy("Reviews of strategic assessments"),
    clause="G 1.8", role=Role.ANALYST, line=_review_line, path="/assessments/?shows=overdue",
)  # fmt: skip
def assessment_reviews(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C5: each endorsed assessment, by the day of its next review."""
    rows = StrategicAssessment.objects.filter(organisation__in=organisation_ids).in_state("endorsed")
    return rows.select_related("organisation").annotate(due_on=F("next_review_on"))


def _need_line(row: Any) -> Line:
    why = _("Its assessment ran out or was superseded on %(day)s. Confirm it on the one in force, or end it.")
    title = _("Ground moved: %(need)s") % {"need": row.title}
    return Line(title, why % {"day": _day(row.due_on)}, row.get_absolute_url(), _("Open the need"), row.reference)


@duty(
    "assessments.need_lapsed",
    title=gettext_lazy("Need whose ground moved"), plural=gettext_lazy("Needs whose ground moved"),
    clause="G 1.8", role=Role.STRATEGIC_LEAD, line=_need_line, path="/needs/?shows=lapsed",
)  # fmt: skip
def lapsed_needs(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Each lapsed need, by the day on which its ground moved."""
    rows = Need.objects.filter(organisation__in=organisation_ids).lapsed(today).select_related("organisation")
    ended = Coalesce("grounds__assessment__ended_on", "grounds__assessment__next_review_on")
    return rows.annotate(due_on=Min(ended))


def _sites_line(row: Any) -> Line:
    why = _("The assessment of their need fell on %(day)s, so %(n)s sites stand without one until it is confirmed.")
    title = _("Sites whose ground moved: %(need)s") % {"need": row.title}
    said = why % {"day": _day(row.due_on), "n": row.site_count}
    return Line(title, said, f"{row.get_absolute_url()}#sites", _("See the sites"), row.reference)


@duty(
    "assessments.sites_moved",
    title=gettext_lazy("Sites whose ground moved"), plural=gettext_lazy("Groups of sites whose ground moved"),
    clause="G 1.8", role=Role.ANPR_MANAGER, line=_sites_line, path="/needs/?shows=lapsed",
)  # fmt: skip
def moved_sites(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Each lapsed need with sites for which no other need stands: one row a need, by the day on which it lapsed."""
    links = NeedSite.objects.lapsed(today).filter(need=OuterRef("pk")).order_by().values("need")
    sites = links.annotate(n=Count("site")).values("n")
    return lapsed_needs(today, organisation_ids).annotate(site_count=Subquery(sites)).filter(site_count__gt=0)


def _proposal_line(row: Any) -> Line:
    why = _("The assessment it stands on ran out or was superseded on %(day)s.") % {"day": _day(row.due_on)}
    title = _("Ground moved: %(proposal)s") % {"proposal": row.title}
    return Line(title, why, row.get_absolute_url(), _("Open the proposal"), row.reference)


@duty(
    "assessments.proposal_moved",
    title=gettext_lazy("Proposal whose ground moved"), plural=gettext_lazy("Proposals whose ground moved"),
    clause="G 1.8", role=Role.ANPR_MANAGER, line=_proposal_line, path="/proposals/?shows=moved",
)  # fmt: skip
def moved_proposals(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Each unfinished proposal whose assessment no longer stands, by the day on which it fell."""
    rows = Proposal.objects.filter(organisation__in=organisation_ids).ground_moved(today).select_related("organisation")
    return rows.annotate(due_on=Coalesce("assessment__ended_on", "assessment__next_review_on"))


def _endorse_line(row: Any) -> Line:
    title = _("Endorse: %(area)s") % {"area": row.area}
    why = _("It was submitted on %(day)s and waits for your endorsement.") % {"day": _day(row.due_on)}
    return Line(title, why, row.get_absolute_url(), _("Read it"), row.reference)


@duty(
    "assessments.endorse",
    title=gettext_lazy("Assessment to endorse"), plural=gettext_lazy("Assessments to endorse"),
    clause="G 1.8", role=Role.STRATEGIC_LEAD, line=_endorse_line, path="/assessments/?state=in_review",
)  # fmt: skip
def to_endorse(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Assessments in review, by the day on which they were submitted."""
    rows = StrategicAssessment.objects.filter(organisation__in=organisation_ids).in_state("in_review")
    return rows.select_related("organisation").annotate(due_on=since_last_change(StrategicAssessment))


def _establish_line(row: Any) -> Line:
    title = _("Decide on the need: %(need)s") % {"need": row.title}
    why = _("It was submitted on %(day)s and waits for your decision.") % {"day": _day(row.due_on)}
    return Line(title, why, row.get_absolute_url(), _("Read it"), row.reference)


@duty(
    "assessments.establish",
    title=gettext_lazy("Need to decide on"), plural=gettext_lazy("Needs to decide on"),
    clause="G 3.2", role=Role.STRATEGIC_LEAD, line=_establish_line, path="/needs/?state=submitted",
)  # fmt: skip
def to_establish(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Submitted needs, by the day on which they were submitted."""
    rows = Need.objects.filter(organisation__in=organisation_ids).in_state("submitted")
    return rows.select_related("organisation").annotate(due_on=since_last_change(Need))


def _decide_line(row: Any) -> Line:
    title = _("Decide: %(proposal)s") % {"proposal": row.title}
    why = _("It waits for your body since %(day)s.") % {"day": _day(row.due_on)}
    return Line(title, why, row.get_absolute_url(), _("Read the proposal"), row.reference)


def _deciding(organisation_ids: Sequence[int]) -> QuerySet[Any]:
    rows = Proposal.objects.filter(organisation__in=organisation_ids).in_state("deciding")
    approved = Proposal._meta.get_field("decisions").related_model._default_manager.filter(  # type: ignore[union-attr]
        proposal=OuterRef("pk"), version=OuterRef("version"), step="approve"
    )
    marked = rows.annotate(passed_on=Exists(approved), due_on=since_last_change(Proposal))
    return marked.select_related("organisation")


@duty(
    "assessments.decide_first",
    title=gettext_lazy("Proposal for the strategy group"), plural=gettext_lazy("Proposals for the strategy group"),
    clause="P L16", role=Role.STRATEGIC_LEAD, line=_decide_line, path="/proposals/?state=deciding",
)  # fmt: skip
def with_first_body(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Proposals that no body has approved in this version."""
    return _deciding(organisation_ids).filter(passed_on=False)


@duty(
    "assessments.decide_next",
    title=gettext_lazy("Proposal for the board"), plural=gettext_lazy("Proposals for the board"),
    clause="P L16", role=Role.BOARD_MEMBER, line=_decide_line, path="/proposals/?state=deciding",
)  # fmt: skip
def with_next_body(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Proposals that an earlier body has approved in this version."""
    return _deciding(organisation_ids).filter(passed_on=True)


def _advice_line(row: Any) -> Line:
    title = _("Advise on the assessment: %(area)s") % {"area": row.assessment.area}
    path = f"{row.assessment.get_absolute_url()}advice/"
    return Line(title, row.title, path, _("Record your advice"), row.assessment.reference)


@duty(
    "assessments.advice",
    title=gettext_lazy("Advice asked of you"), plural=gettext_lazy("Advice asked of you"),
    clause="G 2.3.1", role=Role.MAJOR_CRIME_LEAD, line=_advice_line, path="/assessments/", owner="asked_of__person",
    organisation="assessment__organisation_id",
)  # fmt: skip
def advice(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Advice asked of the major crime staff and not given, by the day on which they are reminded."""
    rows = CaseTask.objects.open().filter(kind=ADVICE, assessment__organisation__in=organisation_ids)
    waiting = rows.filter(assessment__state="draft", asked_on__isnull=False).select_related("assessment__organisation")
    limit = after("asked_on", "major_crime_reminder", today, "assessment__organisation_id")
    return waiting.annotate(due_on=limit, organisation_id=F("assessment__organisation_id"))


def _response_line(row: Any) -> Line:
    why = _("Unread: %(unread)d; read and not answered: %(open)d. Nothing is decided before each has its answer.")
    title = _("Responses to read and answer: %(proposal)s") % {"proposal": row.title}
    said = why % {"unread": row.unread_count, "open": row.open_count}
    return Line(title, said, f"{row.get_absolute_url()}#consultation", _("Read and answer them"), row.reference)


@duty(
    "assessments.responses",
    title=gettext_lazy("Responses to a consultation"), plural=gettext_lazy("Responses to consultations"),
    clause="G 5.3b", role=Role.ANPR_MANAGER, line=_response_line, path="/proposals/?state=consulting",
)  # fmt: skip
def responses(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Proposals with responses unread or unanswered, by the day on which the oldest of them wants its answer."""
    rows = Proposal.objects.filter(organisation__in=organisation_ids, state__in=WORKED_ON).with_open_responses()
    return rows.select_related("organisation").annotate(due_on=after("oldest_on", "consultation_answer", today))


def _condition_line(row: Any) -> Line:
    why = _("A condition of the decision on %(proposal)s.") % {"proposal": row.proposal.title}
    path = f"{row.proposal.get_absolute_url()}conditions/{row.pk}/met/"
    return Line(row.title, why, path, _("Say that it is met"), row.proposal.reference)


@duty(
    "assessments.condition",
    title=gettext_lazy("Condition of a decision"), plural=gettext_lazy("Conditions of decisions"),
    clause="P L13", role=Role.ANPR_MANAGER, line=_condition_line, path="/proposals/", owner="owner__person",
    organisation="proposal__organisation_id",
)  # fmt: skip
def conditions(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Conditions that their owners have not met, by their day."""
    rows = CaseTask.objects.open().filter(kind="condition", proposal__organisation__in=organisation_ids)
    open_rows = rows.filter(due__isnull=False).select_related("proposal__organisation")
    return open_rows.annotate(due_on=F("due"), organisation_id=F("proposal__organisation_id"))


def _use_line(site: Any) -> Line:
    """A force whose group is to look at the use of its cameras; `site` is the one that is live longest."""
    last = _("Last on %(day)s.") % {"day": _day(site.last_on)} if site.last_on else _("No meeting has had it yet.")
    why = _("The strategy group reviews how ANPR is used, what was bought and what it cost. %(last)s") % {"last": last}
    return Line(_("Review of use by the strategy group"), why, "/meetings/", _("Put it on an agenda"))


@duty(
    "assessments.use_review",
    title=gettext_lazy("Review of use by the strategy group"),
    plural=gettext_lazy("Reviews of use by the strategy group"),
    clause="P L46", role=Role.STRATEGIC_LEAD, line=_use_line, path="/assets/oversight/",
)  # fmt: skip
def use_reviews(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C16: one row a force that collects, from its group's last item on use, else from its first live day (T138)."""
    return use_review_due(today, organisation_ids)


def _objective_line(row: Any) -> Line:
    said = {"meeting": row.meeting.title, "day": _day(row.due_on)}
    why = _("An objective of the meeting %(meeting)s, to be met by %(day)s.") % said
    return Line(row.text, why, row.get_absolute_url(), _("Say what was done"), row.meeting.reference)


@duty(
    "assessments.objective",
    title=gettext_lazy("Objective of a body"), plural=gettext_lazy("Objectives of the bodies"),
    clause="P L13", role=Role.ANPR_MANAGER, line=_objective_line, path="/meetings/", owner="owner__person",
    organisation="meeting__organisation_id",
)  # fmt: skip
def objectives(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Objectives that are neither met nor given up, by their day."""
    rows = Objective.objects.open().filter(meeting__organisation__in=organisation_ids)
    return rows.select_related("meeting__organisation").annotate(
        due_on=F("due"), organisation_id=F("meeting__organisation_id")
    )
