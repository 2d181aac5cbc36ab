"""A camera site: the place (or fleet) where plates are read, and what it was when."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.functions import add_days, add_months
from anpr_governance.duties.registry import interval
from anpr_governance.organisations.models import LocalPolicingArea, Membership
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation import facts
from anpr_governance.workflow.models import Numbered
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.models.lifecycle import SiteSteps
from cameras.querysets import SiteQuerySet
from cameras.states import FOUND_STATES, Deployment, Origin, PlaceType, Relationship, SiteState, SuspendReason

WITH_MACHINE = Q(relationship__in=["own", "feeds_us"], deployment__in=["fixed", "temporary"])
STANDING = (SiteState.INSTALLED.value, SiteState.LIVE.value, SiteState.SUSPENDED.value)
"""States in which equipment stands and may collect: found sites have gaps, devices their installation check."""


def has_machine(relationship: str, deployment: str) -> bool:
    """Whether a site of that kind has the machine; any other is in service or not."""
    return relationship in ("own", "feeds_us") and deployment in ("fixed", "temporary")


class Site(Numbered, SiteSteps):
    """Where plates are read. *own* and *feeds_us* sites of fixed or temporary deployment have the machine."""

    letter = "S"

    site_reference = models.CharField(_("register reference"), max_length=60)
    name = models.CharField(_("name"), max_length=200, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    relationship = models.CharField(max_length=10, choices=Relationship.choices, default=Relationship.OWN)
    deployment = models.CharField(max_length=20, choices=Deployment.choices, default=Deployment.FIXED)
    place_type = models.CharField(_("place type"), max_length=10, choices=PlaceType.choices, default=PlaceType.UNKNOWN)
    road = models.CharField(_("road"), max_length=60, blank=True)
    direction = models.CharField(_("direction"), max_length=60, blank=True)
    lanes = models.PositiveSmallIntegerField(_("lanes"), null=True, blank=True)
    easting = models.FloatField(_("easting"), null=True, blank=True)
    northing = models.FloatField(_("northing"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    controller = models.CharField(_("controller, unless it is the organisation"), max_length=120, blank=True)
    area = models.ForeignKey(LocalPolicingArea, models.PROTECT, null=True, blank=True, related_name="sites")
    intended_months = models.PositiveSmallIntegerField(_("intended months in place"), null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DECIDED, editable=False)
    state = FSMField(max_length=20, choices=SiteState.choices, default=SiteState.PROPOSED, protected=True, blank=True)
    in_service = models.BooleanField(_("in service"), null=True, blank=True)
    suspended_for = models.CharField(max_length=20, choices=SuspendReason.choices, blank=True, editable=False)
    installed_on = models.DateField(_("installed on"), null=True, blank=True, editable=False)
    live_since = models.DateField(_("live since"), null=True, blank=True, editable=False)
    became_long_term_on = models.DateField(_("became long-term on"), null=True, blank=True, editable=False)
    ceased_on = models.DateField(_("collection ceased on"), null=True, blank=True, editable=False)
    decommissioned_on = models.DateField(_("decommissioned on"), null=True, blank=True, editable=False)
    review_before = models.DateField(_("last review before this product"), null=True, blank=True)
    dpia_outside = models.CharField(_("DPIA held outside the product"), max_length=120, blank=True)
    authoriser = models.CharField(_("authoriser, with rank"), max_length=120, blank=True)
    authority_reference = models.CharField(_("authority or incident log reference"), max_length=120, blank=True)
    authority_expires = models.DateField(_("authority expires"), null=True, blank=True)
    standard = models.CharField(_("NASPLE version that the fleet meets"), max_length=40, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", editable=False
    )

    history = HistoricalRecords()
    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="cameras_site_number_unique"),
            models.UniqueConstraint(fields=["organisation", "site_reference"], name="cameras_site_reference_unique"),
            models.CheckConstraint(
                condition=(WITH_MACHINE & ~Q(state="") & Q(in_service__isnull=True))
                | (~WITH_MACHINE & Q(state="", in_service__isnull=False)),
                name="cameras_site_machine_or_service",
            ),
            models.CheckConstraint(
                condition=Q(deployment__in=["vehicle_mounted", "operational"])
                | Q(easting__isnull=False, northing__isnull=False, latitude__isnull=False, longitude__isnull=False),
                name="cameras_site_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(origin="decided", state="live") | Q(live_since__isnull=False),
                name="cameras_site_live_since",
            ),
            models.CheckConstraint(
                condition=~Q(origin="decided", deployment__in=["operational", "ripa"]) | ~Q(authority_reference=""),
                name="cameras_site_authority",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "id"]),
            models.Index(fields=["organisation", "live_since"]),
            models.Index(fields=["organisation", "easting"]),
        ]

    born_by = (Role.ANPR_MANAGER,)
    edited_in = ("", *SiteState.values)
    edited_by = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, "system:import")

    happened: date | None = None
    """The day of the step that runs, for the period that it begins."""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name; else description; else road and reference."""
        return self.name or self.description or f"{self.road} {self.site_reference}".strip()

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/sites/{self.reference}/"

    # Births

    @classmethod
    def enter_found(
        cls, *, by: Any, on: date, organisation: Any, state: str = "", reason: str = "", **fields: Any
    ) -> Self:
        """A site as a register or a person found it: born in its state with its gaps (`workflows.md` 4).

        `state` is one of FOUND_STATES, or empty for a kind without the machine (`in_service` says the rest).
        Raises Refused for another state, a missing reason or a broken short rule; NotYours for another role.
        """
        with unit():
            refused = [] if reason.strip() else [Reason(_now("Say where the row comes from."), "house", "reason")]
            cls._refuse_birth(state, fields, refused)
            row = cls._enter(
                by, on, organisation, (Role.ANPR_MANAGER, "system:import"), "enter_found",
                {**fields, "state": state, "origin": Origin.FOUND},
            )  # fmt: skip
            for kind in row.found_gaps():
                row.open_gap(kind, on)
        return row

    @classmethod
    def enter_without_machine(cls, *, by: Any, on: date, organisation: Any, **fields: Any) -> Self:
        """A partner's, vehicle-mounted, operational or RIPA row: in service or not, under its short rule."""
        fields.setdefault("in_service", True)
        cls._refuse_birth("", fields, short_rule(fields))
        roles = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)
        return cls._enter(by, on, organisation, roles, "enter", {**fields, "state": ""})

    @classmethod
    def _refuse_birth(cls, state: str, fields: dict[str, Any], refused: list[Reason]) -> None:
        machine = has_machine(fields.get("relationship", "own"), fields.get("deployment", "fixed"))
        if machine and state not in FOUND_STATES:
            refused.append(Reason(_now("A register presents a site as one of the states it knows."), "house", "state"))
        if not machine and state:
            refused.append(Reason(_now("Such a row is in service or not, and has no state."), "house", "state"))
        if refused:
            raise Refused(refused)

    def found_since(self, on: date) -> date:
        """From which day a found site was what the register says: live since its live date, else since `on`."""
        found_live = self.origin == Origin.FOUND and self.state == SiteState.LIVE
        return self.live_since if found_live and self.live_since else on

    def found_gaps(self) -> list[str]:
        """The papers that a found site lacks at its birth: need and DPIA at most."""
        if self.state not in STANDING:
            return []
        return ["need", "dpia_outside" if self.dpia_outside else "dpia"]

    @classmethod
    def _enter(cls, by: Any, on: date, organisation: Any, roles: Iterable[str], kind: str, fields: Any) -> Self:
        if cls.objects.filter(organisation=organisation, site_reference=fields.get("site_reference")).exists():
            raise Refused([_taken(fields["site_reference"])])
        if kind == "begin_draft" and not has_machine(
            fields.get("relationship", "own"), fields.get("deployment", "fixed")
        ):
            sentence = _now("Only our own and feeding sites, fixed or temporary, are proposed. Enter it as in service.")
            raise Refused([Reason(sentence, "G 1.4", "kind")])
        return super()._enter(by, on, organisation, roles, kind, fields)

    # What it was when

    def keep(self, by: Any, why: str = "") -> None:
        """Write the row, its history, and the period that begins where what it is has changed."""
        super().keep(by, why)
        last = self.period()
        if last is not None and last.says(self):
            return
        since = moment(self.happened or (clock.today() if last else self.found_since(clock.today())))
        if last is not None:
            since = max(since, last.since)
            self.periods.filter(pk=last.pk, until__isnull=True).update(until=since)
        self.periods.create(since=since, entered_by=by.actor, **self.being())

    def being(self) -> dict[str, Any]:
        """The columns that a period keeps."""
        same = ("state", "in_service", "relationship", "deployment", "easting", "northing")
        return {name: getattr(self, name) for name in same} | {"reason_code": self.suspended_for}

    def in_state_since(self) -> date:
        """The day on which the present state began."""
        last = self.period()
        return timezone.localdate(last.since) if last else clock.today()

    def period(self) -> Any:
        """The period that describes it now."""
        return self.periods.order_by("-since", "-pk").first()

    def last_event_on(self) -> date | None:
        """The day on which what it is last changed; a step is not dated before it."""
        return self.in_state_since() if self.pk else None

    # Gaps, tasks, devices: its own children

    def open_gap(self, kind: str, on: date, owner: Membership | None = None, due: date | None = None) -> Any:
        """Say that a paper is missing from `on`; one open gap a kind. Owner and day follow regulation data."""
        rule = facts("gap_kinds")["gap_kinds"][str(kind)]
        known = self.gaps.filter(kind=kind, closed_on__isnull=True).first()
        return known or self.gaps.create(
            kind=kind,
            clause=rule["clause"],
            opened_on=on,
            owner=owner or self.holder(rule["owner_role"], on),
            due=due or add_days(on, interval("gap", self.organisation.code, on)["days"]),
        )

    def close_gaps(self, kinds: Iterable[str], on: date, by_reference: str) -> int:
        """Close the open gaps of `kinds` (all, when empty) by the paper of that reference; answers how many."""
        gaps = self.gaps.filter(closed_on__isnull=True)
        kinds = [str(kind) for kind in kinds]
        closed = list(gaps.filter(kind__in=kinds) if kinds else gaps)
        if closed:
            names = sorted(gap.kind for gap in closed)
            self.gaps.filter(pk__in=[gap.pk for gap in closed]).update(closed_on=on, closed_by=by_reference[:40])
            self.note("close_gaps", System("papers"), on, {"kinds": names, "by": by_reference})
        return len(closed)

    def note(self, kind: str, by: Any, on: date, payload: dict[str, Any]) -> None:
        """Chain something that happened to the site beside its steps."""
        with unit() as running:
            entry = Entry(
                at=clock.now(), on=on, actor=by.actor, kind=f"cameras.site.{kind}", subject=self.reference,
                payload=payload,
            )  # fmt: skip
            running.record(self.organisation.code, entry)

    def holder(self, role: str, on: date) -> Membership | None:
        """Who answers for `role` on that day."""
        held = Membership.objects.effective().on(on).filter(organisation_id=self.organisation_id, role=role)
        return held.order_by("-first", "acting_for_id", "pk").first()

    def open_cease_tasks(self, on: date, opened_by: str) -> None:
        """What ceasing asks for, each with owner and day (regulation/reason_codes.toml)."""
        due = add_days(on, interval("cease_tasks", self.organisation.code, on)["days"])
        for kind, rule in facts("reason_codes")["cease_tasks"].items():
            owner = self.holder(rule["role"], on)
            self.tasks.create(
                kind=kind, title=rule["title"], clause=rule["clause"], owner=owner, due=due, opened_by=opened_by
            )

    def finish_task(self, *, task: Any, by: Any, on: date, answer: str) -> Any:
        """Say that a task of the site is done, and tell the records that wait for it."""
        with unit() as running:
            running.admit(by)
            if not self._admits(by, (*self.edited_by, Role.FINANCE_OFFICER, Role.STRATEGIC_LEAD)):
                raise NotYours(_now("finish a task of a site"))
            task.finish(by, on, answer)
            self.note("finish_task", by, on, {"task": task.kind, "key": task.pk})
            running.follow("cameras.task_done", f"cameras.site:{self.pk}:{clock.now().isoformat()}")
        return task

    def devices_on(self, on: date) -> list[Any]:
        """The devices that stand here on that day."""
        return [row.device for row in self.placements.on(on).select_related("device").order_by("device__reference")]

    def open_installation_checks(self, on: date) -> None:
        """An installation check for each device that stands here and has none under way."""
        for device in self.devices_on(on):
            device.open_installation_check(self, on)

    def cancel_checks(self, on: date) -> None:
        """Checks that wait for their counts fall away with the collection."""
        for check in self.checks.filter(state="open"):
            check.cancel(by=System("site"), on=max(on, check.last_event_on() or on))

    # Content

    def _write(self, by: Any, fields: dict[str, Any]) -> dict[str, Any]:
        before = (self.easting, self.northing)
        then = {**self.__dict__, **fields}
        refused = short_rule(then)
        if has_machine(then["relationship"], then["deployment"]) != has_machine(self.relationship, self.deployment):
            sentence = _now(
                "A site with steps does not become one without, nor the other way. Enter it as another site."
            )
            refused.append(Reason(sentence, "house", "kind"))
        reference = then["site_reference"]
        others = type(self).objects.filter(organisation=self.organisation_id, site_reference=reference)
        if reference != self.site_reference and others.exclude(pk=self.pk).exists():
            refused.append(_taken(reference))
        if refused:
            raise Refused(refused)
        changed = super()._write(by, fields)
        if self.state in STANDING and self._moved_from(*before) and self._has_dpia():
            self.open_gap("moved", clock.today())
        return changed

    def _moved_from(self, easting: float | None, northing: float | None) -> bool:
        if None in (easting, northing, self.easting, self.northing):
            return False
        gone = ((self.easting - easting) ** 2 + (self.northing - northing) ** 2) ** 0.5  # type: ignore[operator]
        return bool(gone > facts("register")["register"]["moved_metres"])

    def _has_dpia(self) -> bool:
        return bool(self.dpia_outside) or self.dpias.in_force(clock.today()).exists()

    # Temporary sites (G 1.4)

    @property
    def is_temporary(self) -> bool:
        """Temporary, and the full route has not ended for it."""
        return self.deployment == Deployment.TEMPORARY and self.became_long_term_on is None

    def month_twelve(self) -> date | None:
        """The day from which the full process holds for a temporary site that stands."""
        start = self.installed_on or self.live_since
        if not self.is_temporary or start is None or self.state not in STANDING:
            return None
        return add_months(start, interval("temporary_deployment", self.organisation.code, start)["months"])


def _taken(reference: str) -> Reason:
    sentence = _now("The reference %(reference)s is another site's. Give one that is free, or open that site.")
    return Reason(sentence % {"reference": reference}, "P L55", "site_reference")


def moment(on: date) -> datetime:
    """When a day's event is dated: now for today, else the start of that day."""
    if on == clock.today():
        return clock.now()
    return timezone.make_aware(datetime.combine(on, time.min))


def short_rule(fields: Any) -> list[Reason]:
    """What a deployment without the machine needs in place of the full process (regulation/deployments.toml)."""
    rule = facts("deployments")["short_rules"].get(fields.get("deployment", ""))
    if rule is None or fields.get("origin") == Origin.FOUND or fields.get("relationship") == Relationship.PARTNER:
        return []
    named = str(fields.get("authoriser", "")).lower()
    ranked = any(rank in named for rank in rule["authoriser_ranks"]) if "authoriser_ranks" in rule else True
    if ranked and all(fields.get(name) for name in rule["needs"]):
        return []
    return [Reason(_now(rule["sentence"]), rule["clause"], "short_rule")]
