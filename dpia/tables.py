"""The list of DPIAs."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.tables import Column, Day, Link, Number, State, Table, Text
from dpia.states import DpiaState


def occasion(row: Any) -> str:
    """Why there is one: its proposal, or that it came after the fact."""
    if row.proposal_id:
        return str(row.proposal.reference)
    return _now("The whole force") if row.force_wide else _now("After the fact")


def signed_on(row: Any) -> Any:
    """The day of its sign-off, or none."""
    return row.decision.on if row.decision else None


class DpiaTable(Table):
    """Newest versions."""

    caption = _("DPIAs")
    columns: ClassVar[tuple[Column, ...]] = (
        Link(_("DPIA"), "title", to="dpia", sub="reference", sort="title"),
        State(_("State"), choices=DpiaState.choices, sort="state"),
        Number(_("Version"), "version", sort="version"),
        Number(_("Sites"), "sites"),
        Text(_("Occasion"), occasion),
        Day(_("Signed off"), signed_on, sort="decision__on", empty=_("not yet")),
    )
