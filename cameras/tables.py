"""The lists of cameras: sites, checks, assets, equipment models, public information."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.pages import markup
from anpr_governance.pages.tables import Column, Day, Due, Link, Number, State, Table, Text
from cameras.states import CheckKind, CheckState, Outcome, PlaceType, SiteState

PLACES = dict(PlaceType.choices)
KINDS = dict(CheckKind.choices)


def site_reference(row: Any) -> str:
    """The product's reference of a light row."""
    return f"{row.organisation__code}-S-{row.number:04d}"


def site_title(row: Any) -> str:
    """As `Site.title` says it."""
    return row.name or row.description or f"{row.road} {row.site_reference}".strip()


def place_line(row: Any) -> str:
    """Reference and kind of place."""
    return f"{row.site_reference} · {site_reference(row)} · {PLACES.get(row.place_type, '')}"


def dpia_said(row: Any) -> str:
    """The version in force, by its reference."""
    paper = row.paper_dpia
    return f"{row.organisation__code}-D-{paper['number']:04d} v{paper['version']}" if paper else ""


class StateOrService(State):
    """The state; of a site without the machine, whether it is in service."""

    def cell(self, row: Any) -> Any:
        """The tag."""
        if row.state:
            return super().cell(row)
        words = _now("In service") if row.in_service else _now("Out of service")
        return markup.state_tag("in-service" if row.in_service else "out-of-service", words)

    def plain(self, row: Any) -> str:
        """The word."""
        return super().plain(row) or (_now("In service") if row.in_service else _now("Out of service"))


class Pounds(Number):
    """A sum of money, with its pence."""

    def cell(self, row: Any) -> str:
        """``9,400.00``."""
        return markup.pounds(self.read(row))


class Gaps(Column):
    """How many papers are missing; solid red, because a duty is broken today."""

    def cell(self, row: Any) -> Any:
        """The count in words."""
        if row.origin == "breach" and row.gaps_open:
            return markup.tag(_now("Breach"), "solid")
        if not row.gaps_open:
            return _now("None")
        words = _now("1 gap") if row.gaps_open == 1 else _now("%(n)s gaps") % {"n": row.gaps_open}
        return markup.tag(words, "solid")


class SiteTable(Table):
    """The register, as the mock-up shows it."""

    caption = _("Camera sites")
    values = (
        "number", "organisation__code", "site_reference", "name", "description", "road", "place_type", "state",
        "in_service", "origin", "next_review_on", "next_check_on", "gaps_open", "paper_dpia",
    )  # fmt: skip
    columns = (
        Link(_("Site"), site_title, to="site", ref=site_reference, sub=place_line, sort="number"),
        StateOrService(_("State"), choices=SiteState.choices),
        Due(_("Next review"), "next_review_on", today=clock.today),
        Due(_("Next check"), "next_check_on", today=clock.today),
        Text(_("DPIA"), dpia_said, empty=_("None")),
        Gaps(_("Gaps"), "gaps_open"),
    )


class CheckTable(Table):
    """Performance checks."""

    caption = _("Performance checks")
    columns = (
        Link(_("Device"), "device.reference", to="check", ref="reference", sub="site.title"),
        Text(_("Why"), lambda row: KINDS.get(row.kind, row.kind)),
        State(_("State"), choices=CheckState.choices),
        Due(_("Due"), lambda row: row.due_on if row.state == "open" else None, today=clock.today, sort="due_on"),
        Day(_("Made on"), "on"),
        State(_("Outcome"), "outcome", choices=Outcome.choices),
    )


class AssetTable(Table):
    """The asset register."""

    caption = _("Asset register")
    columns = (
        Link(_("Finance number"), "finance_number", to="asset", ref="pk", sub="site.title"),
        Text(_("Site"), "site.reference"),
        Text(_("Kind"), lambda row: row.get_kind_display()),
        Text(_("What was bought"), "what"),
        Pounds(_("Cost (£)"), "known_cost"),
        Pounds(_("Book value (£)"), "known_value"),
        Day(_("Since"), "since", sort="since"),
        Day(_("Disposed of"), "known_end"),
        Pounds(_("Charge (£)"), "known_charge"),
    )


DECISIONS = {"accept": _("Accepted"), "evaluate": _("Evaluated"), "reject": _("Rejected")}


def evidence_said(row: Any) -> str:
    """The file with its version."""
    return " ".join(filter(None, (str(row.evidence or ""), row.evidence_version)))


class EquipmentTable(Table):
    """Equipment models."""

    caption = _("Equipment models")
    columns = (
        Link(_("Model"), str, to="equipment", ref="pk"),
        Text(_("NASPLE"), "nasple"),
        Text(_("Evidence"), evidence_said),
        Text(_("Last decision"), lambda row: DECISIONS.get(row.last_step), empty=_("Not accepted")),
        Day(_("On"), "last_on"),
        Due(_("Next evaluation"), "due_on", today=clock.today),
    )


class InformationTable(Table):
    """What the public is told."""

    caption = _("Signs and public information")
    columns = (
        Link(_("Kind"), lambda row: row.get_kind_display(), to="information", ref="pk", sub="area.name"),
        Text(_("What it says"), lambda row: row.text[:160]),
        Day(_("Last read"), "reviewed_on", sort="reviewed_on"),
    )


class CordonTable(Table):
    """Settlements whose ways in and out are recorded."""

    caption = _("Cordons of settlements")
    columns = (
        Link(_("Settlement"), "settlement", to="cordon", ref="pk", sort="settlement"),
        Number(_("Ways in and out"), lambda row: len(row.ways)),
        Number(_("Watched from within (m)"), "reach"),
    )
