"""Writes one planned batch: births through the machine's own door, changes in bulk, steps one by one."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.bulk import copy_to_history, insert
from anpr_governance.organisations.models import LocalPolicingArea, Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Device, EquipmentModel, Placement, Site, SitePeriod, enter_found_many
from cameras.models.site import STANDING, has_machine
from cameras.register.columns import PLACES
from cameras.register.matching import Plan
from cameras.register.papers import covered_sites, known_dpias
from cameras.register.provenance import Provenance
from cameras.register.report import Move, Report, Status
from cameras.register.rows import Row
from cameras.register.values import parse_day
from cameras.states import DeviceKind

DEVICE_COLUMNS = ("organisation_id", "reference", "kind", "model_id", "serial", "gives_images", "check_before")
_TEXTS = ("name", "description", "road", "direction", "owner", "place_type")
_FIELDS = {"last_location_review": "review_before", "dpia_reference": "dpia_outside", "local_policing_area": "area_id"}


class Writer:
    """Writes the batches of one import inside its transaction; keeps the names that it looked up."""

    def __init__(self, organisation: Organisation, by: System, on: date, report: Report, kept: Provenance) -> None:
        self.organisation, self.by, self.on, self.report, self.kept = organisation, by, on, report, kept
        self.areas: dict[str, int] = {}
        self.models: dict[str, int] = {}
        self.reason = _("register file %(name)s") % {"name": report.file}

    def write(self, plan: Plan) -> None:
        """Everything that the batch changes."""
        if not (plan.said or plan.steps):
            return
        self._look_up(plan)
        self._births(plan)
        self._devices(plan)
        self._site_changes(plan)
        self._device_changes(plan)
        self._steps(plan)
        self.kept.said(plan)

    # Names that rows point to

    def _look_up(self, plan: Plan) -> None:
        changed = [*plan.site_changes.values(), *(row.values for row in plan.births.values())]
        areas = {values["local_policing_area"] for values in changed if values.get("local_policing_area")}
        self._name(LocalPolicingArea, self.areas, areas)
        changed = [*plan.device_changes.values(), *(row.values for row in plan.devices)]
        self._name(EquipmentModel, self.models, {v["device_model"] for v in changed if v.get("device_model")})

    def _name(self, model: Any, known: dict[str, int], names: set[str]) -> None:
        """Keys of the rows of `model` with these names, made where there are none."""
        lacking = {name.casefold(): name for name in sorted(names) if name.casefold() not in known}
        if not lacking:
            return
        if not known:
            rows = model.objects.filter(organisation=self.organisation).values_list("name", "pk")
            known.update((name.casefold(), pk) for name, pk in rows)
        made = [model(organisation=self.organisation, name=name) for key, name in lacking.items() if key not in known]
        _insert(model, made, self.reason)
        known.update((row.name.casefold(), row.pk) for row in made)

    # Births

    def _births(self, plan: Plan) -> None:
        if not plan.births:
            return
        references = {row.values["dpia_reference"] for row in plan.births.values() if "dpia_reference" in row.values}
        here = known_dpias(self.organisation, references)
        rows = [self._site_fields(row, here) for row in plan.births.values()]
        sites = enter_found_many(by=self.by, on=self.on, organisation=self.organisation, rows=rows, reason=self.reason)
        plan.sites |= {site.site_reference: site.pk for site in sites}
        self.kept.touched.extend(site.site_reference for site in sites)

    def _site_fields(self, row: Row, dpias_here: set[str]) -> dict[str, Any]:
        values = row.values
        relationship, deployment, status = values.get("relationship", "own"), values["deployment"], values["status"]
        machine = has_machine(relationship, deployment)
        fields: dict[str, Any] = {name: values[name] for name in _TEXTS if name in values}
        fields |= {"site_reference": row.site, "relationship": relationship, "deployment": deployment}
        fields |= {"state": status if machine else "", "in_service": None if machine else status == "live"}
        fields |= {name: int(values[name]) for name in ("lanes", "intended_months") if name in values}
        fields |= {name: parse_day(values[name]) for name in ("live_since", "installed_on") if name in values}
        fields |= dict(zip(PLACES, row.place, strict=True)) if row.place else {}
        if "last_location_review" in values:
            fields["review_before"] = parse_day(values["last_location_review"])
        if values.get("dpia_reference") not in (None, *dpias_here):
            fields["dpia_outside"] = values["dpia_reference"]
        if "local_policing_area" in values:
            fields["area_id"] = self.areas[values["local_policing_area"].casefold()]
        if fields["state"] == "suspended":
            fields["suspended_for"] = "register_file"
        return fields

    # Devices

    def _devices(self, plan: Plan) -> None:
        if not plan.devices:
            return
        made = [row for row in plan.devices if row.device not in plan.known_devices]
        keys = insert(Device, DEVICE_COLUMNS, (self._device(row) for row in made))
        copy_to_history(Device, keys, kind="+", at=clock.now(), reason=self.reason)
        plan.known_devices |= {row.device: key for row, key in zip(made, keys, strict=True)}
        placed = (
            (plan.known_devices[row.device], plan.sites[row.site], self._since(row), None) for row in plan.devices
        )
        insert(Placement, ("device_id", "site_id", "since", "until"), placed)

    def _device(self, row: Row) -> tuple[Any, ...]:
        values = row.values
        model, checked = values.get("device_model"), values.get("last_performance_check")
        return (
            self.organisation.pk,
            row.device,
            DeviceKind.NRD.value,
            self.models[model.casefold()] if model else None,
            values.get("device_serial", ""),
            values.get("gives_images", "yes") == "yes",
            parse_day(checked) if checked else None,
        )

    def _since(self, row: Row) -> date:
        """From which day the device is known to stand there."""
        said = row.values.get("installed_on") or row.values.get("live_since")
        return parse_day(said) if said else self.on

    def _device_changes(self, plan: Plan) -> None:
        if not plan.device_changes:
            return
        devices = list(Device.objects.filter(pk__in=plan.device_changes).order_by("pk"))
        names: set[str] = set()
        for device in devices:
            names |= self._change_device(device, plan.device_changes[device.pk])
        if names:
            Device.objects.bulk_update(devices, sorted(names))
        copy_to_history(Device, [device.pk for device in devices], kind="~", at=clock.now(), reason=self.reason)
        self.kept.touched.extend(device.reference for device in devices)

    def _change_device(self, device: Device, values: dict[str, str]) -> set[str]:
        names: set[str] = set()
        if "device_serial" in values:
            device.serial, names = values["device_serial"], names | {"serial"}
        if "device_model" in values:
            name = values["device_model"].casefold()
            device.model_id, names = self.models[name] if name else None, names | {"model"}
        if "gives_images" in values:
            device.gives_images, names = values["gives_images"] == "yes", names | {"gives_images"}
        if "last_performance_check" in values:
            day = values["last_performance_check"]
            device.check_before, names = parse_day(day) if day else None, names | {"check_before"}
        if "installed_on" in values:
            Placement.objects.open().filter(device=device).update(since=parse_day(values["installed_on"]))
        return names

    # Sites

    def _site_changes(self, plan: Plan) -> None:
        keys = {*plan.site_changes, *plan.places, *plan.services}
        if not keys:
            return
        sites = list(Site.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        names: set[str] = set()
        references = {values["dpia_reference"] for values in plan.site_changes.values() if "dpia_reference" in values}
        here = known_dpias(self.organisation, references)
        covered = covered_sites(plan.moves, self.on)
        for site in sites:
            names |= self._change_site(site, plan, here)
            self._gaps(site, plan, covered)
        models.QuerySet(Site).bulk_update(sites, sorted(names))  # type: ignore[arg-type]
        copy_to_history(Site, [site.pk for site in sites], kind="~", at=clock.now(), reason=self.reason)
        self._periods(sites)
        self.kept.touched.extend(site.site_reference for site in sites)

    def _change_site(self, site: Site, plan: Plan, dpias_here: set[str]) -> set[str]:
        fields: dict[str, Any] = {}
        for name, value in plan.site_changes.get(site.pk, {}).items():
            if name != "dpia_reference" or value not in dpias_here:
                fields[_FIELDS.get(name, name)] = self._field(name, value)
        if row := plan.places.get(site.pk):
            fields |= dict(zip(PLACES, row.place or (None,) * 4, strict=True))
        if site.pk in plan.services:
            fields["in_service"] = plan.services[site.pk]
        for name, value in fields.items():
            setattr(site, name, value)
        return {name.removesuffix("_id") for name in fields} or {"name"}

    def _field(self, name: str, value: str) -> Any:
        if name in ("live_since", "last_location_review", "installed_on"):
            return parse_day(value) if value else None
        if name in ("lanes", "intended_months"):
            return int(value) if value else None
        if name == "local_policing_area":
            return self.areas[value.casefold()] if value else None
        return value

    def _gaps(self, site: Site, plan: Plan, covered: set[int]) -> None:
        """A DPIA outside the product, and one that covers another place, are gaps of their own kind."""
        if site.state not in STANDING:
            return
        if "dpia_reference" in plan.site_changes.get(site.pk, {}):
            kinds = ("dpia", "dpia_outside") if site.dpia_outside else ("dpia_outside", "dpia")
            if site.close_gaps(kinds[:1], self.on, site.dpia_outside or self.reason):
                site.open_gap(kinds[1], self.on)
        if site.pk in plan.moves and (site.dpia_outside or site.pk in covered):
            site.open_gap("moved", self.on)
            move = plan.moves[site.pk]
            plan.moves[site.pk] = Move(move.row, move.reference, move.metres, gap=True)

    def _periods(self, sites: list[Site]) -> None:
        """A new period for each site that is no longer what its last period says."""
        last = {period.site_id: period for period in SitePeriod.objects.filter(site__in=sites, until__isnull=True)}
        other = [site for site in sites if site.pk not in last or not last[site.pk].says(site)]
        now = clock.now()
        SitePeriod.objects.filter(pk__in=[last[site.pk].pk for site in other if site.pk in last]).update(until=now)
        rows = [SitePeriod(site=site, since=now, entered_by=self.by.actor, **site.being()) for site in other]
        SitePeriod.objects.bulk_create(rows)

    def _steps(self, plan: Plan) -> None:
        """Suspend and resume, each through its own step; one that is refused is listed with the reason."""
        for key, name, status in plan.steps:
            try:
                step = getattr(Site.objects.get(pk=key), name)
                step(by=self.by, on=self.on, reason=self.reason)
            except (Refused, NotYours) as refusal:
                status = Status(status.row, status.reference, status.here, status.file, False, str(refusal))
            self.report.statuses.append(status)
            self.kept.touched.append(status.reference)


def _insert(model: Any, rows: list[Any], reason: str) -> None:
    if rows:
        model._base_manager.bulk_create(rows)
        copy_to_history(model, [row.pk for row in rows], kind="+", at=clock.now(), reason=reason)
