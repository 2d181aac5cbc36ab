"""Deciding: the page of a step with everything that the signer must see; errata upon what was sealed."""

import json
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import diff
from anpr_governance.pages.views import StepPage
from anpr_governance.regulation import facts
from anpr_governance.workflow import correcting
from assessments.forms.assessing import NothingAsked
from assessments.forms.deciding import ErratumForm
from assessments.guards import quality
from assessments.models import Meeting, Need, Proposal, StrategicAssessment, likeness
from assessments.models.proposal_reading import APPROVING
from assessments.views import reading
from assessments.views.acting import ActPage
from assessments.views.proposing import SECTION, the_case
from assessments.views.words import without_places

ENDS = {"approve": "approved", "approve_finally": "approved", "refuse": "refused"}
LEVEL_TAGS = {"low": "grey", "medium": "amber", "high": "red"}
ON_PAGE = (
    ("decided", gettext_lazy("What you are deciding")), ("changed", gettext_lazy("What changed")),
    ("risks", gettext_lazy("Open risks")), ("conditions", gettext_lazy("Conditions")),
    ("quality", gettext_lazy("What a reader will ask")), ("alike", gettext_lazy("Like cases")),
    ("matrix", gettext_lazy("Matrix")),
    ("need", gettext_lazy("Pressing social need")), ("around", gettext_lazy("Cameras nearby and sharing")),
    ("public", gettext_lazy("Public information and signs")), ("tasks", gettext_lazy("Tasks and statements")),
    ("papers", gettext_lazy("Passport and files")),
)  # fmt: skip


class ProposalStep(StepPage):
    """Every step of a proposal; those of the route show the whole case."""

    model, section = Proposal, SECTION
    related = ("organisation", "assessment__organisation", "need__organisation", "consultation")

    def context(self, **more: Any) -> dict[str, Any]:
        """The case in the order of thinking: what, what changed, risks, conditions, like cases, need, meeting."""
        if not self.step.seals:
            return super().context(**more)
        obj, last = self.object, self.last_approval
        purposes = facts("law_enforcement_purposes")["law_enforcement_purposes"]
        case = the_case(obj, self.person)
        known = case | {
            "last_approval": last,
            "since": self.since(last),
            "item": obj.present_item(self.today),
            "entry": obj.present_entry(),
            "codes": facts("matrix")["codes"],
            "purpose": purposes.get(obj.purpose, {}).get("label", ""),
            "differs": likeness.inconsistencies(obj, case["cases"], ENDS.get(self.step.name, "")),
            "open_conditions": [task for task in obj.conditions() if not task.is_done],
            "factors": self.factors(),
            "asked": self.asked(),
            "on_page": ON_PAGE,
            "notes": quality.notes(obj, self.today),
            **self.privacy(),
        }
        return super().context(**{**more, **known})

    @cached_property
    def last_approval(self) -> Any:
        """The decision by which a body last approved a version, or None."""
        rows = [row for row in self.object.decision_rows if row.step in APPROVING]
        return rows[-1] if rows else None

    def since(self, last: Any) -> list[diff.Change]:
        """What differs from what was last approved; none where nothing was."""
        return diff.changes(self.said_by(bytes(last.seal.bytes)), self.said_by(self.content)) if last else []

    def privacy(self) -> dict[str, Any]:
        """The DPIA, the advice that binds, and the risks that stay above low."""
        dpia = self.object.newest_dpia()
        risks = [risk for risk in dpia.risk_rows if risk.residual != "low"] if dpia is not None else []
        levels = {name: _(row["label"]) for name, row in facts("scales")["residual"].items()}
        known = {"dpia": dpia, "risks": risks, "levels": levels, "level_tags": LEVEL_TAGS}
        return known | {"dpo_advice": dpia.binding_advice() if dpia is not None else None}

    def asked(self) -> dict[str, int] | None:
        """How many were asked, how many answered, and how many of those were answered."""
        record = self.object.consultation
        if record is None:
            return None
        days = list(record.responses.values_list("answered_on", flat=True))
        known = {"stakeholders": record.stakeholders.count(), "responses": len(days)}
        return known | {"answered": len([day for day in days if day])}

    def factors(self) -> list[tuple[str, str]]:
        """The eight factors of the need with their analysis, so that all stand against the decision (G 1.10)."""
        need, table = self.object.need, facts("need_factors")["need_factors"]
        if need is None:
            return []
        return [(_(row["label"]), str(need.factor(name).get("analysis", ""))) for name, row in table.items()]


MODELS = {"assessments": StrategicAssessment, "needs": Need, "proposals": Proposal, "meetings": Meeting}


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
        errata = [pair for pair in correcting.errata(self.object) if pair[0].corrects_id == self.decision.pk]
        known = {
            "decision": self.decision,
            "rows": self.rows(),
            "places": self.person.may("view_locations", self.object.organisation_id),
            "errata": [(row, _said(row), done) for row, done in errata],
        }
        known["corrects"] = correcting.corrector(self.object, self.decision, self.person) is not None
        known["confirms"] = [row.pk for row, _done in errata if correcting.confirmer(self.object, row, self.person)]
        return super().context(**{**more, **known})

    def rows(self) -> list[tuple[str, str]]:
        """What was signed, of which a reader sees what their roles open."""
        sealed = json.loads(bytes(self.decision.seal.bytes))
        letter = getattr(self.object, "letter", "")
        known = letter in reading.SHEET_OF and sealed["sheet"] == reading.SHEET_OF[letter].name
        content = sealed.get("content", {})
        if not self.person.may("view_locations", self.object.organisation_id):
            content = without_places(content)
        said = reading.spoken(self.object, self.person, content) if known else diff.flat(content)
        return [(name, text) for name, text in said.items() if text]


class SealFile(OnDecision):
    """The sealed bytes as they are stored, for disclosure: whoever has them can compute the seal anew (G 1.12)."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def allowed(self, obj: Any) -> bool:
        """The bytes hold exact places, and leaving those out would leave no seal."""
        return super().allowed(obj) and self.person.may("view_locations", obj.organisation_id)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download."""
        answer = HttpResponse(bytes(self.decision.seal.bytes), content_type="application/json")
        name = f"{self.object.reference}-{self.decision.step}-{self.decision.seal.sha256[:12]}.json"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


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
