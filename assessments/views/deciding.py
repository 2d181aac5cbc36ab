"""Deciding: the page of a step with everything that the signer must see; errata upon what was sealed."""

import json
from typing import Any, ClassVar

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import diff
from anpr_governance.pages.views import StepPage
from anpr_governance.regulation import facts
from anpr_governance.workflow import correcting
from assessments.forms.assessing import NothingAsked
from assessments.forms.deciding import ErratumForm
from assessments.models import Need, Proposal, StrategicAssessment
from assessments.models.proposal_reading import APPROVING
from assessments.views.acting import ActPage
from assessments.views.proposing import SECTION


class ProposalStep(StepPage):
    """Every step of a proposal; those of the route show the whole case."""

    model, section = Proposal, SECTION
    related = ("organisation", "assessment__organisation", "need__organisation", "consultation")

    def context(self, **more: Any) -> dict[str, Any]:
        """The case in the order of thinking: what, what changed, risks, conditions, meeting."""
        if not self.step.seals:
            return super().context(**more)
        obj, dpia = self.object, self.object.newest_dpia()
        known = {
            "dpia": dpia,
            "risks": [risk for risk in dpia.risk_rows if risk.residual != "low"] if dpia is not None else [],
            "since": self.since_last_approval(),
            "item": obj.present_item(self.today),
            "entry": obj.present_entry(),
            "codes": facts("matrix")["codes"],
            "purpose": facts("law_enforcement_purposes")["law_enforcement_purposes"]
            .get(obj.purpose, {})
            .get("label", ""),
        }
        return super().context(**{**more, **known})

    def since_last_approval(self) -> list[diff.Change]:
        """What differs from what was last approved; none where nothing was."""
        rows = [row for row in self.object.decision_rows if row.step in APPROVING]
        return diff.changes(self.said_by(bytes(rows[-1].seal.bytes)), self.said_by(self.content)) if rows else []


MODELS = {"assessments": StrategicAssessment, "needs": Need, "proposals": Proposal}


class OnDecision(ActPage):
    """A page upon one decision of a record, found by both, else 404."""

    anytime = True
    section = SECTION

    @property
    def model(self) -> Any:  # type: ignore[override]
        """The kind of record that the address names."""
        return MODELS[self.kwargs["records"]]

    @cached_property
    def decision(self) -> Any:
        """The decision of the address."""
        rows = self.object.decisions.select_related("seal", "by__person", "corrects")
        found = rows.filter(pk=self.kwargs["decision"]).first()
        if found is None:
            raise Http404
        return found

    def allowed(self, obj: Any) -> bool:
        """Whoever may see the record may read what was signed."""
        return self.decision is not None


class SealPage(OnDecision):
    """What was signed: the stored bytes, and whether they still have their hash."""

    form_class = NothingAsked
    template_name = "assessments/seal.html"
    title = gettext_lazy("What was signed")
    drafts = False
    http_method_names: ClassVar = ["get", "head", "options"]

    def context(self, **more: Any) -> dict[str, Any]:
        """The sealed content by its fields, and the errata upon it."""
        content = json.loads(bytes(self.decision.seal.bytes)).get("content", {})
        errata = [pair for pair in correcting.errata(self.object) if pair[0].corrects_id == self.decision.pk]
        rows = [(name, text) for name, text in diff.flat(content).items() if text]
        known = {"decision": self.decision, "rows": rows, "errata": [(row, _said(row), done) for row, done in errata]}
        known["corrects"] = correcting.corrector(self.object, self.decision, self.person) is not None
        known["confirms"] = [row.pk for row, _done in errata if correcting.confirmer(self.object, row, self.person)]
        return super().context(**{**more, **known})


def _said(erratum: Any) -> str:
    return str(json.loads(bytes(erratum.seal.bytes))["content"]["text"])


class CorrectPage(OnDecision):
    """Write an erratum."""

    form_class = ErratumForm
    title, button = gettext_lazy("Correct what was sealed"), gettext_lazy("Sign the correction")
    why = gettext_lazy("What was signed stays as it is. A correction stands beside it, for everybody who reads it.")
    next = gettext_lazy("A second person of the same role, the DPO or the strategic lead confirms it.")

    def allowed(self, obj: Any) -> bool:
        """Whoever may take the sealed step."""
        return correcting.corrector(obj, self.decision, self.person) is not None

    def act(self, obj: Any, form: Any) -> Any:
        """Sign it."""
        correcting.correct(obj, self.decision, by=self.person, on=self.today, **form.cleaned_data)

    def said(self, answer: Any) -> str:
        """It waits."""
        return _("The correction waits for a second person.")


class ConfirmCorrection(OnDecision):
    """Confirm an erratum."""

    title, button = gettext_lazy("Confirm the correction"), gettext_lazy("Sign the confirmation")

    def allowed(self, obj: Any) -> bool:
        """A second person of the sealed step's roles, the DPO or the strategic lead; only a correction is confirmed."""
        if self.decision.step != correcting.CORRECT:
            raise Http404
        return correcting.confirmer(obj, self.decision, self.person) is not None

    def context(self, **more: Any) -> dict[str, Any]:
        """What it says."""
        return super().context(**{**more, "lead": _said(self.decision)})

    def act(self, obj: Any, form: Any) -> Any:
        """Confirm it."""
        correcting.confirm(obj, self.decision, by=self.person, on=self.today)
