"""Pressing social need: eight factors, the weighing and the conclusion (G 3.1, 3.2)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation import facts
from anpr_governance.workflow.models import Versioned
from anpr_governance.workflow.steps import KEPT, step, tell
from anpr_governance.workflow.unit import unit
from assessments.guards import need as guards
from assessments.models.assessment import StrategicAssessment
from assessments.models.chained import Chained
from assessments.models.versions import begin_version, supersede_earlier
from assessments.querysets import NeedQuerySet, NeedSiteQuerySet
from assessments.sheets import NeedSheet
from assessments.states import Ground, NeedState
from cameras.models import Site

S = NeedState
AUTHORS = (Role.ANALYST, Role.ANPR_MANAGER)
COPIED = (
    "title",
    "purpose",
    "answers",
    "people_from",
    "people_to",
    "people_source",
    "weighing",
    "conclusion",
    "marking",
)


class Need(Versioned, Chained):
    """Why ANPR answers a threat at a place; the same record for new and for continued use (T042)."""

    letter = "N"

    state = FSMField(max_length=16, choices=NeedState.choices, default=NeedState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("aim against which success is judged"), blank=True)
    answers = models.JSONField(_("answers by factor"), default=dict, blank=True)
    people_from = models.PositiveIntegerField(_("people affected, from"), null=True, blank=True)
    people_to = models.PositiveIntegerField(_("people affected, to"), null=True, blank=True)
    people_source = models.CharField(_("source of the number"), max_length=200, blank=True)
    weighing = models.TextField(_("weighing of the factors"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    decision = models.OneToOneField(
        "assessments.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints("assessments_need", ["draft", "submitted"], "established"),
            models.CheckConstraint(
                condition=Q(people_from__isnull=True) | Q(people_to__isnull=True) | Q(people_from__lte=F("people_to")),
                name="assessments_need_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["established", "not_established", "superseded"]) | Q(decision__isnull=False),
                name="assessments_need_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(decision__isnull=True), name="assessments_need_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/needs/{self.reference}/v{self.version}/"

    born_by = AUTHORS
    edited_in = (S.DRAFT,)
    edited_by = AUTHORS

    # What it says

    @cached_property
    def ground_rows(self) -> list["NeedGround"]:
        """The grounds on which it stands, with their assessments."""
        return list(self.grounds.select_related("assessment__organisation").order_by("pk"))

    @cached_property
    def site_rows(self) -> list["NeedSite"]:
        """The sites for which it stands, in the order of their numbers."""
        return list(self.sites.open().select_related("site__organisation").order_by("site__number"))

    def factor(self, name: str) -> dict[str, Any]:
        """What is said to one factor: `analysis` and what its kind asks for."""
        return self.answers.get(name, {})

    def alternatives(self) -> list[dict[str, str]]:
        """Other tactics: `tactic`, `intrusion` (less, more, same), `why_not`."""
        return list(self.factor("alternatives").get("rows", []))

    def crime_aim(self) -> str:
        """How it detects, deters and disrupts crime, where reassurance alone would not carry it (T031)."""
        return str(self.factor("how_anpr_helps").get("crime_aim", "")).strip()

    def answered(self, name: str) -> bool:
        """Whether a factor has its analysis and what its kind asks for (G 3.1)."""
        said = {key: str(value).strip() for key, value in self.factor(name).items()}
        kind = facts("need_factors")["need_factors"][name]["kind"]
        if kind == "alternatives":
            least = facts("need_factors")["need_factors"][name]["least"]
            return len([row for row in self.alternatives() if row.get("tactic") and row.get("why_not")]) >= least
        asked = {"harm": ("suffered", "nature", "severity")}.get(kind, ())
        numbered = name != "people_affected" or (self.people_from is not None and bool(self.people_source.strip()))
        return bool(said.get("analysis")) and numbered and self._harm_said(said, asked)

    def _harm_said(self, said: dict[str, str], asked: tuple[str, ...]) -> bool:
        if asked and said.get("suffered") == "no":
            return True
        return all(said.get(name) for name in asked)

    def ways(self) -> list[dict[str, str]]:
        """The ways in and out of the settlement: `way`, `watched_by` (empty = unwatched)."""
        return list(self.factor("scale").get("ways", []))

    def cordon_closes(self) -> bool:
        """Whether all ways, or all but one, would be watched (T040); the numbers are data."""
        rule, ways = facts("need_factors")["cordon"], self.ways()
        unwatched = [way for way in ways if not str(way.get("watched_by", "")).strip()]
        return len(ways) >= rule["least_ways"] and len(unwatched) <= rule["warn_when_unwatched_at_most"]

    def holds(self, on: date) -> bool:
        """Established and not lapsed."""
        return type(self).objects.holding(on).filter(pk=self.pk).exists()

    # Its parts

    def stand_on(self, *, by: Any, on: date, ground: str, assessment: StrategicAssessment) -> Any:
        """Claim a ground on an assessment."""
        return self.amend(by=by, on=on, part=NeedGround(need=self, ground=ground, assessment=assessment))

    def stand_for(self, *, by: Any, on: date, site: Site) -> Any:
        """Say that it is about a site."""
        return self.amend(by=by, on=on, part=NeedSite(need=self, site=site, since=on))

    def new_version(self, *, by: Any, on: date) -> Self:
        """A draft with this version's content, grounds and sites. Raises Refused."""
        with unit() as running:
            running.admit(by)
            made = begin_version(self, by, on, COPIED)
            for row in self.ground_rows:
                made.stand_on(by=by, on=on, ground=row.ground, assessment=row.assessment_now(on) or row.assessment)
            for link in self.site_rows:
                made.stand_for(by=by, on=on, site=link.site)
        return made

    # Steps

    @step(
        source=S.DRAFT, target=S.SUBMITTED, label=_("Submit"), by=AUTHORS, clause="G 3.2",
        unless=[
            guards.factor_unanswered, guards.no_alternative, guards.no_weighing, guards.no_conclusion,
            guards.no_ground, guards.ground_without_evidence, guards.reassurance_only,
        ],
        then=[tell(Role.STRATEGIC_LEAD)],
        help=_("The strategic lead reads it and says whether there is a pressing social need."),
    )  # fmt: skip
    def submit(self, *, by: Any, on: date) -> None:
        """The content is closed until somebody returns it."""

    @step(
        source=S.SUBMITTED, target=S.DRAFT, label=_("Return to the author"), by=Role.STRATEGIC_LEAD, reason=True,
        grave=True, clause="G 3.2", then=[tell(Role.ANALYST, Role.ANPR_MANAGER)],
        help=_("The content opens again; your reason stays on the record."),
    )  # fmt: skip
    def send_back(self, *, by: Any, on: date) -> None:
        """Something is missing or wrong."""

    @step(
        source=S.SUBMITTED, target=S.ESTABLISHED, label=_("Establish the need"), by=Role.STRATEGIC_LEAD,
        seals=NeedSheet, hat="approver", closes=True, clause="G 3.2", then=[tell(Role.ANALYST, Role.ANPR_MANAGER)],
        help=_("There is a pressing social need. It closes the gap of the sites named, and proposals may stand on it."),
    )  # fmt: skip
    def establish(self, *, by: Any, on: date) -> None:
        """From this day it stands for its sites; an earlier version is superseded."""
        supersede_earlier(self, S.ESTABLISHED, System("establish"), on)
        for link in self.sites.open().select_related("site__organisation").order_by("site"):
            link.begin(on)
            link.site.close_gaps(["need"], on, self.reference)

    @step(
        source=S.SUBMITTED, target=S.NOT_ESTABLISHED, label=_("Refuse: not established"), by=Role.STRATEGIC_LEAD,
        seals=NeedSheet, reason=True, hat="approver", closes=True, grave=True, clause="G 3.2",
        then=[tell(Role.ANALYST, Role.ANPR_MANAGER)],
        help=_("There is no pressing social need. Nothing may be proposed on it; a new version can be written."),
    )  # fmt: skip
    def refuse(self, *, by: Any, on: date) -> None:
        """The factors do not carry it."""

    @step(
        source=S.ESTABLISHED, target=KEPT, label=_("Confirm for continued use"), by=Role.STRATEGIC_LEAD,
        unless=[guards.assessment_not_in_force, guards.ground_no_longer_evidenced], seals=NeedSheet, hat="approver",
        clause="G 7.2", then=[tell(Role.ANPR_MANAGER)],
        help=_("It stands on the assessment that is in force now. Reviews may rely on it again."),
    )  # fmt: skip
    def confirm(self, *, by: Any, on: date) -> None:
        """Bind every ground to the version of its assessment that is in force (T042)."""
        self.confirmed_on = on
        for row in self.ground_rows:
            row.assessment = row.assessment_now(on)
            row.save(update_fields=["assessment"])

    @step(
        source=S.ESTABLISHED, target=S.SUPERSEDED, label=_("Supersede"), by="system:establish", clause="G 3.2",
        help=_("A later version takes its place."),
    )  # fmt: skip
    def supersede(self, *, by: Any, on: date) -> None:
        """The later version answers for its sites from this day."""
        self.ended_on = on
        for link in self.sites.open().filter(since__lt=on):
            link.until = on
            link.save(update_fields=["until"])

    @step(
        source=(S.DRAFT, S.SUBMITTED), target=S.WITHDRAWN, label=_("Withdraw"), by=AUTHORS, reason=True, grave=True,
        clause="G 3.2", help=_("It is given up and stays on the record."),
    )  # fmt: skip
    def withdraw(self, *, by: Any, on: date) -> None:
        """Given up before it was decided."""
        self.ended_on = on


class NeedGround(models.Model):
    """A ground on which a need stands, bound to the assessment that evidences it."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="grounds")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, related_name="need_grounds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "ground"], name="assessments_need_ground_unique"),
        ]

    def is_evidenced(self, on: date) -> bool:
        """Whether its assessment is endorsed, in date, and evidences the ground (G 2.1.2)."""
        return self.assessment.in_date(on) and self.ground in self.assessment.evidenced_grounds()

    def assessment_now(self, on: date) -> StrategicAssessment | None:
        """The version of its assessment that is endorsed and in date on `on`."""
        same = StrategicAssessment.objects.filter(
            organisation=self.assessment.organisation_id, number=self.assessment.number
        )
        return same.in_date(on).select_related("organisation").first()


class NeedSite(Dated):
    """A need stands for a site, from a day to a day."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="sites")
    site = models.ForeignKey(Site, models.PROTECT, related_name="needs")

    objects = NeedSiteQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["site", "until"])]

    def begin(self, on: date) -> None:
        """It stands from the day on which the need was established."""
        self.since = on
        self.save(update_fields=["since"])
