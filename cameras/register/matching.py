"""A batch of rows beside what the register says: what is new, what the source changed, what was edited here since."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from anpr_governance.organisations.models import Organisation
from anpr_governance.regulation import facts
from cameras.models import Device, ImportMapping, Site, SourceRow
from cameras.register.columns import DEVICE, PLACES, register_columns
from cameras.register.present import Present, present_rows
from cameras.register.report import Conflict, Move, Report, Status
from cameras.register.rows import Row
from cameras.states import Origin, SuspendReason

KEPT = ("relationship", "deployment")
"""What decides which rules hold for a site: no file changes it."""
FOUND_ONLY = ("live_since", "installed_on")
"""Days that a decision dated for sites decided here."""


@dataclass
class Plan:
    """What one batch writes."""

    births: dict[str, Row] = field(default_factory=dict)
    devices: list[Row] = field(default_factory=list)
    site_changes: dict[int, dict[str, str]] = field(default_factory=dict)
    places: dict[int, Row] = field(default_factory=dict)
    services: dict[int, bool] = field(default_factory=dict)
    device_changes: dict[int, dict[str, str]] = field(default_factory=dict)
    steps: list[tuple[int, str, Status]] = field(default_factory=list)
    moves: dict[int, Move] = field(default_factory=dict)
    said: list[Row] = field(default_factory=list)
    sites: dict[str, int] = field(default_factory=dict)
    known_devices: dict[str, int] = field(default_factory=dict)
    sources: dict[str, SourceRow] = field(default_factory=dict)


@dataclass
class Known:
    """What the register knows of the sites and devices of one batch."""

    sites: dict[str, Present]
    devices: dict[tuple[str, str], Present]
    placed: dict[str, tuple[int, str | None]]
    sources: dict[str, SourceRow]
    said: dict[str, dict[str, str]] = field(default_factory=dict)


class Matcher:
    """Goes through the batches of one file; remembers across batches which sites it has settled."""

    def __init__(
        self,
        organisation: Organisation,
        mapping: ImportMapping | None,
        columns: tuple[str, ...],
        on: date,
        report: Report,
    ) -> None:
        self.organisation, self.mapping, self.on, self.report = organisation, mapping, on, report
        self.columns = [name for name in columns if name not in ("site_reference", "device_reference")]
        self.site_columns = [name for name in self.columns if register_columns()[name].of != DEVICE]
        self.device_columns = [name for name in self.columns if register_columns()[name].of == DEVICE]
        self.settled: set[str] = set()
        self.born: set[str] = set()
        self.listed: set[str] = set()
        self.heard = False
        self.sourced = mapping is not None and SourceRow.objects.filter(mapping=mapping).exists()

    def plan(self, rows: list[Row]) -> Plan:
        """What the batch changes; counts and lines go to the report."""
        known, plan = self._known(rows), Plan()
        plan.sources = known.sources
        for row in rows:
            self.listed.add(row.key)
            self._row(row, known, plan)
        plan.sites |= {reference: present.site for reference, present in known.sites.items()}
        return plan

    def _known(self, rows: list[Row]) -> Known:
        sources = self._sources(rows)
        asked = [row for row in rows if not _repeats(row, sources.get(row.key))]
        references = {row.site for row in asked}
        if not references:
            return Known({}, {}, {}, sources)
        sites = Site.objects.filter(organisation=self.organisation, site_reference__in=references)
        found = list(present_rows(sites, self.on))
        return Known(
            sites={present.values["site_reference"]: present for present in found},
            devices={
                (present.values["site_reference"], present.values.get("device_reference", "")): present
                for present in found
            },
            placed=self._placed({row.device for row in asked if row.device}),
            sources=sources,
            said=self._said(references),
        )

    def _sources(self, rows: list[Row]) -> dict[str, SourceRow]:
        if not self.sourced:
            return {}
        found = SourceRow.objects.filter(mapping=self.mapping, key__in=[row.key for row in rows])
        return {source.key: source for source in found}

    def _said(self, references: set[str]) -> dict[str, dict[str, str]]:
        """What this source last said of each site, in any of its rows."""
        if not self.sourced:
            return {}
        rows = SourceRow.objects.filter(mapping=self.mapping, site__site_reference__in=references)
        return dict(rows.order_by("pk").values_list("site__site_reference", "values"))

    def _placed(self, references: set[str]) -> dict[str, tuple[int, str | None]]:
        """The key of each known device and where it stands, nothing for one that stands nowhere."""
        if not references:
            return {}
        standing = FilteredRelation("placements", condition=Q(placements__until__isnull=True))
        rows = Device.objects.filter(organisation=self.organisation, reference__in=references).annotate(now=standing)
        found = rows.values_list("reference", "pk", "now__site__site_reference")
        return {reference: (key, site) for reference, key, site in found}

    # One row

    def _row(self, row: Row, known: Known, plan: Plan) -> None:
        source = known.sources.get(row.key)
        if source is not None and _repeats(row, source):
            self._count("unchanged" if source.listed else "changed")
            if not source.listed:
                plan.said.append(row)
            return
        plan.said.append(row)
        self.heard = self.heard or source is not None
        present = known.sites.get(row.site)
        if row.site in self.born or present is None:
            self._new(row, known, plan, born_before=row.site in self.born)
            return
        kinds = self._known_site(row, source.values if source else known.said.get(row.site), present, plan)
        kinds |= self._of_device(row, source.values if source else None, known, plan)
        for kind in kinds:
            self._count(kind)
        if not kinds:
            self._count("unchanged")

    def _count(self, kind: str) -> None:
        self.report.counts[kind] += 1

    def _new(self, row: Row, known: Known, plan: Plan, *, born_before: bool) -> None:
        self._count("added")
        if not born_before:
            self.born.add(row.site)
            self.settled.add(row.site)
            plan.births[row.site] = row
        if row.device and not self._new_device(row, known, plan):
            self._count("conflicts")

    def _new_device(self, row: Row, known: Known, plan: Plan) -> bool:
        """Plan a device that the register does not have at this site; a device that stands elsewhere stays there."""
        key, elsewhere = known.placed.get(row.device, (None, None))
        if elsewhere:
            why = _("A device stands at one place. Move it on its own page if it was moved.")
            self._conflict(row, "device_reference", elsewhere, row.site, why)
            return False
        if key is not None:
            plan.known_devices[row.device] = key
        plan.devices.append(row)
        return True

    def _conflict(self, row: Row, column: str, here: str, file: str, why: str = "") -> None:
        self.report.conflicts.append(Conflict(row.number, row.site, column, here, file, why))

    # Sites that the register knows

    def _known_site(self, row: Row, said: Mapping[str, str] | None, present: Present, plan: Plan) -> set[str]:
        if row.site in self.settled:
            return set()
        self.settled.add(row.site)
        kinds: set[str] = set()
        for name, here, free in self._differences(row, said, present, self.site_columns):
            if name == "status":
                kinds |= self._status(row, present, plan)
            elif name in PLACES:
                continue
            elif name in KEPT or not free or (name in FOUND_ONLY and present.origin != Origin.FOUND):
                self._conflict(row, name, here, row.values.get(name, ""))
                kinds.add("conflicts")
            else:
                plan.site_changes.setdefault(present.site, {})[name] = row.values.get(name, "")
                kinds.add("changed")
        return kinds | self._place(row, said, present, plan)

    def _differences(
        self, row: Row, said: Mapping[str, str] | None, present: Present, columns: list[str]
    ) -> Iterator[tuple[str, str, bool]]:
        """`(column, value here, whether the file may replace it)` where the source says something new."""
        for name in columns:
            new, here = row.values.get(name, ""), present.values.get(name, "")
            before = said.get(name, "") if said is not None else None
            if new not in (before, here) and (new or said is not None):
                yield name, here, here in ("", before)

    def _place(self, row: Row, said: Mapping[str, str] | None, present: Present, plan: Plan) -> set[str]:
        names = [name for name in self.site_columns if name in PLACES]
        differing = list(self._differences(row, said, present, names))
        if not differing or row.place is None:
            return set()
        if not all(free for _name, _here, free in differing):
            here = ", ".join(present.values.get(name, "") for name in names)
            self._conflict(row, names[0], here, ", ".join(row.values.get(name, "") for name in names))
            return {"conflicts"}
        plan.places[present.site] = row
        metres = _apart(present, row.place)
        if metres is None or metres <= facts("register")["register"]["moved_metres"]:
            return {"changed"}
        plan.moves[present.site] = Move(row.number, row.site, round(metres), gap=False)
        return {"moved"}

    def _status(self, row: Row, present: Present, plan: Plan) -> set[str]:
        """Suspend and resume are taken over for found sites; anything else is for people to decide."""
        here, file = present.values["status"], row.values["status"]
        if not present.state:
            in_service = file == "live"
            if in_service != (here == "live"):
                plan.services[present.site] = in_service
                self.report.statuses.append(Status(row.number, row.site, here, file, taken=True))
                return {"state"}
            return set()
        step = _step(present, here, file)
        status = Status(row.number, row.site, here, file, taken=bool(step), why="" if step else _why(present))
        if step:
            plan.steps.append((present.site, step, status))
        else:
            self.report.statuses.append(status)
        return {"state"}

    # Devices

    def _of_device(self, row: Row, said: Mapping[str, str] | None, known: Known, plan: Plan) -> set[str]:
        if not row.device:
            return set()
        present = known.devices.get((row.site, row.device))
        if present is None or present.device is None:
            return {"added"} if self._new_device(row, known, plan) else {"conflicts"}
        plan.known_devices[row.device] = present.device
        kinds: set[str] = set()
        for name, here, free in self._differences(row, said, present, self.device_columns):
            new = row.values.get(name, "")
            decided = name in FOUND_ONLY and (not new or present.origin != Origin.FOUND)
            if not free or decided:
                self._conflict(row, name, here, new)
                kinds.add("conflicts")
            else:
                plan.device_changes.setdefault(present.device, {})[name] = new
                kinds.add("changed")
        return kinds


def _repeats(row: Row, source: SourceRow | None) -> bool:
    return source is not None and source.values == row.values


def _apart(present: Present, place: tuple[float, float, float, float]) -> float | None:
    easting, northing = present.has_place_of
    return None if easting is None or northing is None else math.dist((easting, northing), place[:2])


def _step(present: Present, here: str, file: str) -> str:
    """The step of the machine that a file may take for a found site."""
    if present.origin != Origin.FOUND:
        return ""
    if (here, file) == ("live", "suspended"):
        return "suspend"
    by_file = present.suspended_for == SuspendReason.REGISTER_FILE
    return "resume" if (here, file) == ("suspended", "live") and by_file else ""


def _why(present: Present) -> str:
    if present.origin != Origin.FOUND:
        return _("Its state was decided here; a step on its page changes it.")
    return _("A file only suspends a live site, and resumes what a file suspended. A step on its page does the rest.")
