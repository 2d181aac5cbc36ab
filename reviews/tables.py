"""The list of reviews."""

from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.pages.tables import Due, Link, State, Table, Text
from reviews.states import Recommendation, ReviewState

WORDS = dict(Recommendation.choices)


class ReviewTable(Table):
    """Reviews with their site, state, day and recommendation."""

    caption = _("Annual reviews")
    columns = (
        Link(_("Site"), "site.title", to="review", sub="reference"),
        State(_("State"), choices=ReviewState.choices),
        Due(_("Due"), "due_on", today=clock.today, sort="due_on"),
        Text(_("Cycle"), "cycle"),
        Text(_("Recommendation"), lambda row: WORDS.get(row.recommendation, "")),
    )
