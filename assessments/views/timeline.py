"""The timeline of a case: what happened to each of its records, on which day, written down when, by whom (G 5.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.audit.models import Event
from anpr_governance.organisations.models import Person
from anpr_governance.pages.views import DetailPage, SubPage
from anpr_governance.workflow.steps import steps_of
from assessments.models import Meeting, Proposal
from cameras.models import Site

Case = dict[tuple[str, int | None], tuple[str, Any]]
MOST = 600
REASONED = ("proposal", "need")
"""Records whose reasons stand here; those of others stand on their own pages, to whom these are shown."""
KINDS: tuple[tuple[str, Any], ...] = (
    ("assessment", gettext_lazy("Assessment")), ("need", gettext_lazy("Need")), ("proposal", gettext_lazy("Proposal")),
    ("dpia", gettext_lazy("DPIA")), ("meeting", gettext_lazy("Meeting")), ("site", gettext_lazy("Site")),
)  # fmt: skip
PARTS = {
    "assessments.casetask": gettext_lazy("a task or condition"),
    "assessments.proposalsite": gettext_lazy("a site and its matrix codes"),
    "assessments.cameraconsidered": gettext_lazy("a camera nearby"),
    "assessments.consultation": gettext_lazy("the consultation"),
    "assessments.stakeholder": gettext_lazy("a stakeholder"),
    "assessments.consultationresponse": gettext_lazy("a response"),
    "assessments.evidenceitem": gettext_lazy("an item of evidence"),
    "assessments.provisiongap": gettext_lazy("a gap in provision"),
    "dpia.risk": gettext_lazy("a risk"),
    "dpia.measure": gettext_lazy("a measure"),
    "dpia.answer": gettext_lazy("an answer"),
}
WORDS = {
    "begin_draft": gettext_lazy("Begun"), "new_version": gettext_lazy("New version begun"),
    "impose": gettext_lazy("A condition was set"), "meet": gettext_lazy("A condition was met"),
    "add_file": gettext_lazy("A file was added"), "called": gettext_lazy("Meeting called"),
}  # fmt: skip


@dataclass
class Line:
    """What happened to which record, on which day, recorded when, by whom, why, what was sealed, how often."""

    kind: str
    record: Any
    what: Any
    on: date
    at: datetime
    who: str
    why: str = ""
    href: str = ""
    times: int = 1


def subpages(obj: Any, here: str) -> list[SubPage]:
    """The parts of a proposal."""
    base = obj.get_absolute_url()
    parts = [("", _("Overview")), ("timeline/", _("Timeline")), ("files/", _("Files")), ("check/", _("All answers"))]
    parts.append(("paper.pdf", _("As a paper (PDF)")))
    return [SubPage(label, f"{base}{path}", here=path == here) for path, label in parts]


class TimelinePage(DetailPage):
    """Every event of the case in order; `?kind=` narrows it to one kind of record."""

    model, section, kind = Proposal, "proposals", "timeline"
    related = ("organisation", "assessment__organisation", "need__organisation")
    kicker = gettext_lazy("Timeline of")

    def subpages(self) -> list[SubPage]:
        """The parts of the record."""
        return subpages(self.object, "timeline/")

    def offers(self) -> list[Any]:
        """Steps stand on the overview."""
        return []

    def extra(self) -> dict[str, Any]:
        """The lines, and by which kinds they can be narrowed."""
        asked, obj = self.request.GET.get("kind", ""), self.object
        lines = self.lines()
        crumbs = [(_("Proposals"), "/proposals/"), (obj.reference, obj.get_absolute_url()), (_("Timeline"), "")]
        counts = {name: len([line for line in lines if line.kind == name]) for name, _label in KINDS}
        kinds = [(name, label, counts[name]) for name, label in KINDS if counts[name]]
        shown = [line for line in lines if line.kind == asked] if asked in counts else lines
        known = {"crumbs": crumbs, "is_today": False, "most": MOST, "labels": dict(KINDS)}
        return known | {"lines": shown, "kinds": kinds, "asked": asked}

    def case(self) -> Case:
        """Subject and version (None: every one) → kind and record, of everything that makes the case."""
        obj = self.object
        found: Case = {(obj.reference, None): ("proposal", obj)}
        for kind, record in (("assessment", obj.assessment), ("need", obj.need)):
            if record is not None:
                found[record.reference, record.version] = found[record.reference, 0] = (kind, record)
        for dpia in obj.dpias.select_related("organisation"):
            found[dpia.reference, dpia.version] = ("dpia", dpia)
        for item in obj.item_rows:
            found[item.meeting.reference, None] = ("meeting", item.meeting)
        seen = Site.objects.visible_to(self.person).filter(proposals__proposal=obj).select_related("organisation")
        for site in seen.distinct():
            found[site.reference, None] = ("site", site)
        return found

    def lines(self) -> list[Line]:
        """What the audit chain says of the case, oldest first; repeated changes of a day by one person are one line."""
        case = self.case()
        asked = Q(pk__in=[])
        for subject, version in case:
            asked |= Q(subject=subject) if version is None else Q(subject=subject, version=version)
        rows = Event.objects.filter(asked, organisation_code=self.object.organisation.code).order_by("-n")[:MOST]
        events = sorted(rows, key=lambda row: (row.on, row.n))
        names, here = _names(events), self.object.get_absolute_url()
        seals = {row.seal.sha256: f"{here}decisions/{row.pk}/" for row in self.object.decision_rows}
        return _joined(_line(row, case, names, seals) for row in events)


def _names(events: Iterable[Event]) -> dict[str, str]:
    actors = {actor for row in events for actor in (row.actor, row.acting_for) if actor.startswith("person:")}
    keys = [int(actor.partition(":")[2]) for actor in actors]
    return {person.actor: person.name for person in Person.objects.filter(pk__in=keys)}


def _line(row: Event, case: Case, names: dict[str, str], seals: dict[str, str]) -> Line:
    kind, record = case.get((row.subject, None)) or case[row.subject, row.version]
    told, name = row.details or {}, row.kind.rpartition(".")[2]
    step = _steps(type(record)).get(name)
    what, who = step.label if step else _changed(name, told), names.get(row.actor, row.actor)
    if row.acting_for:
        who = _("%(name)s, acting for %(other)s") % {"name": who, "other": names.get(row.acting_for, row.acting_for)}
    reason = str(told.get("reason", "")) if kind in REASONED else ""
    return Line(kind, record, what, row.on, row.at, who, reason, seals.get(str(told.get("seal")), ""))


def _steps(model: Any) -> dict[str, Any]:
    """The steps of a machine by name; a meeting is none."""
    return {} if model is Meeting else {step.name: step for step in steps_of(model)}


def _changed(name: str, told: dict[str, Any]) -> Any:
    """An edit in words: which part of the content, or that the content changed."""
    if name == "amend":
        part = PARTS.get(told.get("part", ""))
        if part is None:
            return _("Content changed")
        return (_("Taken out: %(what)s") if told.get("dropped") else _("Recorded: %(what)s")) % {"what": part}
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def _joined(lines: Iterable[Line]) -> list[Line]:
    """One line for what one person did to one record on one day again and again; a sealed step stands alone."""
    found: dict[tuple[Any, ...], Line] = {}
    for line in lines:
        key = (line.record.reference, str(line.what), line.on, line.who, line.why, line.href)
        if key in found and not line.href:
            found[key].times, found[key].at = found[key].times + 1, line.at
        else:
            found[key] = line
    return list(found.values())
