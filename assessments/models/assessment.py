"""Strategic threat assessments and their evidence (G 2)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation import facts
from anpr_governance.workflow.models import Versioned
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.steps import leave, step, tell
from anpr_governance.workflow.unit import unit
from assessments.guards import assessment as guards
from assessments.models.chained import Chained
from assessments.models.versions import begin_version, supersede_earlier
from assessments.querysets import AssessmentQuerySet, EvidenceQuerySet, ProvisionGapQuerySet
from assessments.sheets import AssessmentSheet
from assessments.states import AssessmentState, Ground

S = AssessmentState
ADVICE = "major_crime_advice"
"""The kind of the task by which the major crime staff are asked (G 2.3.1)."""


class StrategicAssessment(Versioned, Chained):
    """What threatens an area, in four categories, with evidence; in date until its next review."""

    letter = "A"

    state = FSMField(max_length=12, choices=AssessmentState.choices, default=AssessmentState.DRAFT, protected=True)
    area = models.CharField(_("area assessed"), max_length=200)
    answers = models.JSONField(_("answers by question"), default=dict, blank=True)
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    decision = models.OneToOneField(
        "assessments.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints("assessments_assessment", ["draft", "in_review"], "endorsed"),
            models.CheckConstraint(
                condition=~Q(state__in=["endorsed", "superseded"]) | Q(decision__isnull=False),
                name="assessments_assessment_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(decision__isnull=True), name="assessments_assessment_unsealed"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "next_review_on"])]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"

    @property
    def title(self) -> str:
        """The area that it assesses."""
        return self.area

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/assessments/{self.reference}/v{self.version}/"

    def in_date(self, on: date) -> bool:
        """Endorsed, and not past its next review (G 1.8, T013)."""
        return self.state == AssessmentState.ENDORSED and self.next_review_on is not None and on < self.next_review_on

    born_by = (Role.ANALYST,)
    edited_in = (S.DRAFT,)
    edited_by = (Role.ANALYST,)

    # What it says

    def category(self, name: str) -> dict[str, Any]:
        """The answers of one category: `relevant` (yes, no), `reason`, and its questions by id."""
        return self.answers.get(name, {})

    def relevant(self) -> list[str]:
        """The categories that are marked relevant."""
        rows = facts("threat_categories")["threat_categories"]
        return [name for name in rows if self.category(name).get("relevant") == "yes"]

    def closed_to(self, by: Any) -> frozenset[str]:
        """The categories that only named roles read, where `by` holds none of these today (T027)."""
        named = {name: row.get("readers") for name, row in facts("threat_categories")["threat_categories"].items()}
        return frozenset(name for name, roles in named.items() if roles and self.entitled(by, roles) is None)

    def category_considered(self, name: str) -> bool:
        """Relevant, or not relevant with a reason."""
        answer = self.category(name)
        return answer.get("relevant") == "yes" or (
            answer.get("relevant") == "no" and bool(str(answer.get("reason", "")).strip())
        )

    def is_community_initiative(self) -> bool:
        """Whether residents or businesses asked for it (T030)."""
        return "community" in self.relevant() and self.category("community").get("community_initiative") == "yes"

    def unanswered(self) -> list[str]:
        """Questions of relevant categories without an answer; those that hang on another only where it applies."""
        questions = facts("threat_categories")["questions"]
        return [name for name, row in questions.items() if self._asked(row) and not self._answered(name, row)]

    def _asked(self, row: Any) -> bool:
        hangs_on = row.get("only_if", "")
        answer = self.category(row["category"])
        return answer.get("relevant") == "yes" and (not hangs_on or answer.get(hangs_on) == "yes")

    def _answered(self, name: str, row: Any) -> bool:
        return bool(str(self.category(row["category"]).get(name, "")).strip())

    @cached_property
    def evidence_rows(self) -> list["EvidenceItem"]:
        """Its evidence in the order in which it was added."""
        return list(self.evidence.select_related("file"))

    @cached_property
    def gap_rows(self) -> list["ProvisionGap"]:
        """The gaps in provision that it finds, with the proposals that would fill them."""
        return list(self.provision_gaps.select_related("filled_by__organisation", "filled_by__shares"))

    def evidenced_grounds(self) -> set[str]:
        """Grounds with an item that has source, effective date and analysis (G 2.1.2)."""
        whole = [row for row in self.evidence_rows if row.source.strip() and row.analysis.strip()]
        return {row.ground for row in whole}

    def advice(self) -> Any:
        """The task by which the major crime staff were asked, or None."""
        return self.tasks.filter(kind=ADVICE).select_related("asked_of__person").order_by("pk").first()

    @cached_property
    def advice_row(self) -> Any:
        """As `advice`, asked once of a row that a page shows."""
        return self.advice()

    # What beside the steps happens to a draft

    def ask_advice(self, *, by: Any, on: date, asked_of: Membership, question: str) -> Any:
        """Ask the major crime staff for their advice (T028). Raises Refused when they were asked."""
        if self.advice() is not None:
            raise Refused([Reason(_now("They were asked already."), "G 2.3.1", "advice")])
        task = self.tasks.model(assessment=self, kind=ADVICE, clause="G 2.3.1", listed=True)
        with unit() as running:
            made = self.amend(by=by, on=on, part=task, title=question, owner=asked_of, asked_of=asked_of, asked_on=on)
            running.follow("assessments.advice_asked", f"assessments.strategicassessment:{self.pk}:{on.isoformat()}")
        return made

    def remind_advice(self, *, by: Any, on: date) -> Any:
        """Remind them, after the wait that the interval sets."""
        advice = self._open_advice()
        if not guards.waited(advice.asked_on, guards.reminder_days(self, on), on):
            raise Refused([Reason(_now("Give them the time that the rule sets before you remind them."), "G 2.3.1")])
        return self.amend(by=by, on=on, part=advice, reminded_on=on)

    def record_advice(self, *, by: Any, on: date, answer: str, absent: bool = False) -> Any:
        """Write down what they advised; or, after a reminder and a further wait, that no advice came."""
        advice = self._open_advice()
        if absent and not guards.waited(advice.reminded_on, guards.reminder_days(self, on), on):
            raise Refused([Reason(_now("Remind them and wait before you record that no advice came."), "G 2.3.1")])
        if not answer.strip():
            raise Refused([Reason(_now("Write down the advice, or that none came and how you asked."), "G 2.3.1")])
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.locked(self.pk)
            if not fresh._admits(by, (Role.ANALYST, Role.MAJOR_CRIME_LEAD)):
                raise NotYours(_now("record the advice"))
            said = {"answer": answer, "absent": absent, "done_on": on}
            changed = fresh._write_part(by, advice, False, said)
            fresh._chain(by, on, "record_advice", changed, hat="adviser")
        return advice

    def _open_advice(self) -> Any:
        advice = self.advice()
        if advice is None or advice.is_done:
            raise Refused([Reason(_now("No request for advice is open. Ask them first."), "G 2.3.1", "advice")])
        return advice

    def new_version(self, *, by: Any, on: date) -> Self:
        """A draft with this version's content and evidence; the advice is asked for anew. Raises Refused."""
        with unit() as running:
            running.admit(by)
            made = begin_version(self, by, on, ("area", "answers", "marking"))
            for row in self.evidence.all():
                row.pk, row.assessment = None, made
                made.amend(by=by, on=on, part=row)
            for gap in self.provision_gaps.all():
                gap.pk, gap.assessment = None, made
                made.amend(by=by, on=on, part=gap)
        return made

    # Steps

    @step(
        source=S.DRAFT, target=S.IN_REVIEW, label=_("Submit for endorsement"), by=Role.ANALYST, clause="G 2.1.1",
        unless=[
            guards.category_unanswered, guards.question_unanswered, guards.evidence_missing,
            guards.national_security_unconsidered, guards.advice_not_asked, guards.advice_outstanding,
            guards.vehicle_movements_missing, guards.community_incomplete, guards.local_crime_unassessed,
            guards.privacy_unweighed,
        ],
        then=[tell(Role.STRATEGIC_LEAD)], help=_("The strategic lead reads it and endorses it or returns it to you."),
    )  # fmt: skip
    def submit(self, *, by: Any, on: date) -> None:
        """The content is closed until somebody returns it."""

    @step(
        source=S.IN_REVIEW, target=S.DRAFT, label=_("Return to the analyst"), by=Role.STRATEGIC_LEAD, reason=True,
        grave=True, clause="G 1.8", then=[tell(Role.ANALYST)], help=_("The content opens again; your reason stays."),
    )  # fmt: skip
    def send_back(self, *, by: Any, on: date) -> None:
        """Something is missing or wrong."""

    @step(
        source=S.IN_REVIEW, target=S.ENDORSED, label=_("Endorse"), by=Role.STRATEGIC_LEAD, seals=AssessmentSheet,
        unless=[guards.next_review_undated], hat="approver", closes=True, clause="G 1.8",
        then=[tell(Role.ANALYST, Role.ANPR_MANAGER)],
        help=_("It stands until its next review. An earlier version is superseded, and what stands on that is told."),
    )  # fmt: skip
    def endorse(self, *, by: Any, on: date) -> None:
        """From now on needs and proposals may stand on it (T013)."""
        supersede_earlier(self, S.ENDORSED, System("endorse"), on)

    @step(
        source=S.ENDORSED, target=S.SUPERSEDED, label=_("Supersede"), by="system:endorse", clause="G 1.8",
        then=[leave("assessments.ground_moved")], help=_("A later version takes its place."),
    )  # fmt: skip
    def supersede(self, *, by: Any, on: date) -> None:
        """What stands on it shows *ground moved*."""
        self.ended_on = on

    @step(
        source=(S.DRAFT, S.IN_REVIEW), target=S.WITHDRAWN, label=_("Withdraw"), reason=True, grave=True,
        by=(Role.ANALYST, Role.STRATEGIC_LEAD), clause="G 1.8", help=_("It is given up and stays on the record."),
    )  # fmt: skip
    def withdraw(self, *, by: Any, on: date) -> None:
        """Given up before it was endorsed."""
        self.ended_on = on

    @step(
        source=S.ENDORSED, target=S.WITHDRAWN, label=_("Withdraw the endorsement"), by=Role.STRATEGIC_LEAD,
        reason=True, grave=True, clause="G 1.8",
        then=[leave("assessments.ground_moved"), tell(Role.ANALYST, Role.ANPR_MANAGER)],
        help=_("Needs, proposals, DPIAs and reviews that stand on it show that their ground moved; owners are told."),
    )  # fmt: skip
    def withdraw_endorsed(self, *, by: Any, on: date) -> None:
        """It no longer holds, and nothing takes its place yet."""
        self.ended_on = on


class EvidenceItem(models.Model):
    """One piece of evidence for one ground; it ages by its effective date."""

    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, related_name="evidence")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    source = models.CharField(_("source"), max_length=200)
    effective_on = models.DateField(_("effective on"))
    analysis = models.TextField(_("analysis"))
    marking = models.CharField(_("marking"), max_length=40, default="OFFICIAL-SENSITIVE")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]


class ProvisionGap(models.Model):
    """Where number plate reading is missing, as the assessment finds; a proposal says that it would fill it (T004)."""

    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, related_name="provision_gaps")
    description = models.TextField(_("what is missing, and where"))
    filled_by = models.ForeignKey(
        "assessments.Proposal", models.PROTECT, null=True, blank=True, related_name="fills", editable=False
    )

    history = HistoricalRecords()
    objects = ProvisionGapQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.description[:80]

    @property
    def is_answered(self) -> bool:
        """Whether a proposal takes it up that was not given up, or that ended because a camera is shared instead."""
        by = self.filled_by
        return by is not None and (by.shares_id is not None or by.state not in ("refused", "withdrawn"))
