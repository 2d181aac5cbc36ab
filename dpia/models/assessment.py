"""Data protection impact assessments: seven steps, three impacts, coverage, risks and measures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.documents.models import WithFiles
from anpr_governance.organisations.models import Membership
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.models import Versioned
from assessments.models import Consultation, Proposal
from dpia.models.births import Births
from dpia.models.content import Content
from dpia.models.reading import Reading
from dpia.models.steps import Steps
from dpia.querysets import UNFINISHED, DpiaQuerySet
from dpia.states import DpiaState


class Dpia(Versioned, WithFiles, Reading, Content, Births, Steps):
    """One version of a DPIA (DPA 2018 s.64; G 4). Step 7 is the list of seals upon its content."""

    letter = "D"
    locked_with = ("organisation", "template")

    state = FSMField(max_length=20, choices=DpiaState.choices, default=DpiaState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=200)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="dpias", editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="dpias")
    retrospective_reason = models.TextField(_("why it is made after the fact"), blank=True)
    force_wide = models.BooleanField(_("covers the whole force"), default=False, editable=False)
    system_type = models.CharField(_("system type (NASPLE 8.5)"), max_length=60, blank=True)
    template = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    systems_before = models.PositiveIntegerField(_("ANPR systems before"), null=True, blank=True)
    systems_after = models.PositiveIntegerField(_("ANPR systems after"), null=True, blank=True)
    large_increase = models.BooleanField(_("a large increase in ANPR systems"), null=True, blank=True)
    ico_needed = models.BooleanField(_("the DPO decides to consult the ICO"), null=True, blank=True, editable=False)
    ico_reason = models.TextField(_("why the ICO is or is not consulted"), blank=True, editable=False)
    advice_accepted = models.BooleanField(_("DPO advice accepted"), null=True, blank=True, editable=False)
    advice_reasons = models.TextField(_("why it is overruled"), blank=True, editable=False)
    views_followed = models.BooleanField(_("consultees' views followed"), null=True, blank=True, editable=False)
    views_reasons = models.TextField(_("why they are departed from"), blank=True, editable=False)
    kept_under_review_by = models.CharField(_("kept under review by"), max_length=120, blank=True, editable=False)
    outcomes_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    outcomes_on = models.DateField(_("items 5 to 7 answered on"), null=True, blank=True, editable=False)
    decision = models.OneToOneField(
        "dpia.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = DpiaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *Versioned.version_constraints("dpia_dpia", list(UNFINISHED), "signed_off"),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) | ~Q(retrospective_reason=""), name="dpia_dpia_has_occasion"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed_off", "superseded"]) | Q(decision__isnull=False),
                name="dpia_dpia_sealed",
            ),
            models.CheckConstraint(condition=~Q(state="draft") | Q(decision__isnull=True), name="dpia_dpia_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, v{self.version}"

    def get_absolute_url(self) -> str:
        """The page of this very version."""
        return f"/dpias/{self.reference}/v{self.version}/"
