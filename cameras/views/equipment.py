"""Equipment models: the supplier's evidence, their acceptance and yearly evaluation (P L45)."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.pages import filters
from anpr_governance.pages.views import ListPage
from cameras.forms import EquipmentForm, EvidenceForm, VerdictForm
from cameras.models import EquipmentModel
from cameras.tables import DECISIONS, EquipmentTable
from cameras.views.assets import Keeping, KeepingOne, matching

STATES: tuple[tuple[str, Any, Any], ...] = (
    ("accepted", gettext_lazy("Accepted"), lambda rows, today: rows.accepted()),
    ("not_accepted", gettext_lazy("Not accepted"), lambda rows, today: rows.not_accepted()),
    ("overdue", gettext_lazy("Evaluation overdue"),
     lambda rows, today: rows.with_evaluation_due(today).filter(due_on__lt=today)),
)  # fmt: skip


class EquipmentList(ListPage):
    """Equipment models with their acceptance and evaluations (P L45)."""

    model, table, title, section = EquipmentModel, EquipmentTable, gettext_lazy("Equipment models"), "assets"
    lead = gettext_lazy("A model is accepted on its supplier's evidence and evaluated every year.")
    noun = gettext_lazy("models")
    search = ("supplier", "name")
    filters = (filters.Flags("shows", gettext_lazy("Shows"), STATES),)
    empty = gettext_lazy("No model is entered yet. A site goes live with accepted models alone.")
    actions = ((gettext_lazy("Enter a model"), "equipment-new", "change_performance"),)

    def shown(self, queryset: Any) -> Any:
        """With the newest decision."""
        return queryset.select_related("nasple", "evidence").defer("evidence__bytes").with_last(self.today)

    def matching(self, q: str) -> Any:
        """Models have no reference of the product."""
        return matching(self.search, q)


class NewEquipment(Keeping):
    """A supplier's product."""

    form_class, title, permission = EquipmentForm, gettext_lazy("Enter an equipment model"), "change_performance"
    button = gettext_lazy("Enter the model")
    drafts = False
    why = gettext_lazy("What is bought has to meet the national standards, and the supplier shows that it does.")
    next = gettext_lazy("The ANPR manager accepts it on that evidence. Until then no site goes live with it.")

    def take(self, form: Any) -> Any:
        """One entry, its evidence kept as a file."""
        force = next(m.organisation for m in self.person.memberships_today if m.organisation_id in self.forces)
        fields = dict(form.cleaned_data)
        file = fields.pop("evidence")
        if file:
            fields["evidence"] = evidence.kept(force, file.name, file.read(), "P L45", "evidence")
        return EquipmentModel.enter(by=self.person, on=self.today, organisation=force, **fields)

    def back(self) -> str:
        """The models."""
        return "/assets/models/"


class EquipmentPage(KeepingOne):
    """One model: what was decided about it, and the next decision."""

    model, form_class, title, keeps = EquipmentModel, VerdictForm, gettext_lazy("Equipment"), "change_performance"
    template_name = "cameras/equipment.html"
    button = gettext_lazy("Sign and record")
    why = gettext_lazy("New and existing equipment is evaluated every year against the standards.")
    next = gettext_lazy("An acceptance lets sites go live with it; a rejection ends the acceptance.")

    def rows(self) -> Any:
        """With the standard."""
        return super().rows().select_related("nasple", "organisation")

    def context(self, **more: Any) -> dict[str, Any]:
        """The evidence and the decisions so far."""
        decisions = list(self.row.decisions.select_related("seal").order_by("-on", "-pk"))
        known = {"decisions": decisions, "files": given(self.row), "row": self.row, "nouns": DECISIONS}
        return super().context(**known | more)

    def take(self, form: Any) -> Any:
        """One sealed decision."""
        verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
        if verdict == "accept":
            self.row.accept(by=self.person, on=self.today, reason=reason)
        else:
            self.row.evaluate(by=self.person, on=self.today, reason=reason, passed=verdict == "evaluate")
        return self.row

    def back(self) -> str:
        """The models."""
        return "/assets/models/"


class NewEvidence(KeepingOne):
    """The supplier's newer evidence; what was there before stays."""

    model, form_class, title = EquipmentModel, EvidenceForm, gettext_lazy("Give newer evidence")
    permission = keeps = "change_performance"
    drafts = False
    button = gettext_lazy("Keep the evidence")
    why = gettext_lazy("The standards change, and the supplier shows anew that the model meets them.")
    next = gettext_lazy("It stands on the model's page. The next evaluation says whether it is enough.")

    def rows(self) -> Any:
        """With the file that is there."""
        return super().rows().select_related("evidence", "organisation").defer("evidence__bytes")

    def take(self, form: Any) -> Any:
        """One file."""
        said = dict(form.cleaned_data)
        upload, force = said.pop("file"), self.row.organisation
        file = evidence.kept(force, upload.name, upload.read(), "P L45", replaces=self.row.evidence)
        return self.row.give_evidence(by=self.person, on=self.today, file=file, **said)

    def back(self) -> str:
        """The model."""
        return str(self.row.get_absolute_url())


class EvidenceDownload(KeepingOne):
    """One file of a model's evidence, for whoever sees the model."""

    model = EquipmentModel
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looked for among the evidence that this model ever had."""
        keys = {row.evidence_id for row in given(self.row)}
        if kwargs["pk"] not in keys:
            raise Http404
        return evidence.download(EvidenceFile.objects.get(pk=kwargs["pk"]))


def given(model: EquipmentModel) -> list[Any]:
    """The rows of a model's history at which evidence came, newest first: file, version, date, who and when."""
    found: dict[int, Any] = {}
    rows = model.history.filter(evidence__isnull=False).select_related("evidence", "history_user")
    for row in rows.defer("evidence__bytes").order_by("history_id"):
        found.setdefault(row.evidence_id, row)
    return list(found.values())[::-1]
