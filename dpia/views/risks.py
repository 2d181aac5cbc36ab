"""Steps 5 and 6: the table of risks, one page a risk and a measure, and measures reported as done."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages.views import EditPage
from anpr_governance.regulation import facts
from dpia.forms import content as forms
from dpia.models import Dpia, Measure, Risk
from dpia.models.content import AUTHORS, OPEN
from dpia.states import DpiaState, Likelihood, Severity
from dpia.views.chapters import Level
from dpia.views.records import DpiaPage, subpages
from dpia.views.writing import WritingPage


class RisksPage(DpiaPage):
    """All risks with their measures, and the table that suggests an overall rating."""

    template_name = "dpia/risks.html"
    title = gettext_lazy("Steps 5 and 6: risks and measures")

    def offers(self) -> list[Any]:
        """Nothing is decided on this page."""
        return []

    def subpages(self) -> list[Any]:
        """Under the overview."""
        return subpages(self.object, "")

    def extra(self) -> dict[str, Any]:
        """Risks, and whether the person may write here now."""
        author = self.object.entitled(self.person, AUTHORS) is not None
        return {"risks": self.object.risk_rows, "writing": author and self.object.state in OPEN}


class RiskPage(WritingPage):
    """Add a risk, or change one."""

    form_class: ClassVar[Any] = forms.RiskForm
    template_name = "dpia/risk_form.html"
    button = gettext_lazy("Save the risk")

    @cached_property
    def risk(self) -> Risk | None:
        """The risk of this version that the address names; None for a new one."""
        return part(self.object.risks, self.kwargs.get("pk"))

    @property
    def title(self) -> str:  # type: ignore[override]
        """Which risk."""
        return _("Risk %(n)s") % {"n": self.risk.position} if self.risk else _("Add a risk")

    def content(self, obj: Any) -> dict[str, Any]:
        """The risk as it stands."""
        row = part(obj.risks, self.kwargs.get("pk"))
        return {name: getattr(row, name, "") for name in self.form_class.base_fields}

    def initial(self) -> dict[str, Any]:
        """The risk as it stands."""
        return self.content(self.object)

    def context(self, **more: Any) -> dict[str, Any]:
        """With the table of suggestions."""
        return super().context(suggestions=suggestions(), **more)

    def change(self, obj: Any, form: Any) -> str:
        """One door; back to the table."""
        obj.name_risk(by=self.person, on=self.today, risk=self.risk, **form.cleaned_data)
        return f"{obj.get_absolute_url()}risks/"

    def back(self) -> str:
        """The table."""
        return f"{self.object.get_absolute_url()}risks/"


class RemoveRisk(RiskPage):
    """Take a risk out with its measures."""

    form_class = forms.NothingAsked
    template_name = "pages/form.html"
    drafts = False
    button = gettext_lazy("Take the risk out")
    lead = gettext_lazy("The risk and its measures leave the draft. The history keeps them.")

    def change(self, obj: Any, form: Any) -> str:
        """One door; back to the table."""
        if self.risk is not None:
            obj.drop_risk(by=self.person, on=self.today, risk=self.risk)
        return f"{obj.get_absolute_url()}risks/"


class MeasurePage(RiskPage):
    """Add a measure against a risk, or change one."""

    form_class: ClassVar[Any] = forms.MeasureForm
    template_name = "pages/form.html"
    button = gettext_lazy("Save the measure")

    @cached_property
    def measure(self) -> Measure | None:
        """The measure of this risk that the address names; None for a new one."""
        return part(self._risk.measures, self.kwargs.get("measure"))

    @property
    def _risk(self) -> Risk:
        if self.risk is None:
            raise Http404
        return self.risk

    @property
    def title(self) -> str:  # type: ignore[override]
        """Against which risk."""
        return _("A measure against risk %(n)s") % {"n": self._risk.position}

    @property
    def lead(self) -> str:  # type: ignore[override]
        """The risk itself."""
        return self._risk.source

    def form_kwargs(self) -> dict[str, Any]:
        """Who may own it."""
        return {"organisation": self.object.organisation, "today": self.today}

    def content(self, obj: Any) -> dict[str, Any]:
        """The measure as it stands."""
        row = Measure.objects.filter(risk__dpia=obj, pk=self.measure.pk).first() if self.measure else None
        return {name: _plain(getattr(row, name, "")) for name in forms.MeasureForm.base_fields}

    def initial(self) -> dict[str, Any]:
        """The measure as it stands."""
        return {name: getattr(self.measure, name, None) for name in forms.MeasureForm.base_fields}

    def change(self, obj: Any, form: Any) -> str:
        """One door; back to the table."""
        obj.plan_measure(by=self.person, on=self.today, risk=self._risk, measure=self.measure, **form.cleaned_data)
        return f"{obj.get_absolute_url()}risks/"


class RemoveMeasure(MeasurePage):
    """Take a measure out."""

    form_class = forms.NothingAsked
    drafts = False
    button = gettext_lazy("Take the measure out")

    def form_kwargs(self) -> dict[str, Any]:
        """Nothing is asked."""
        return {}

    def initial(self) -> dict[str, Any]:
        """Nothing is asked."""
        return {}

    def change(self, obj: Any, form: Any) -> str:
        """One door; back to the table."""
        if self.measure is not None:
            obj.amend(by=self.person, on=self.today, part=self.measure, drop=True)
        return f"{obj.get_absolute_url()}risks/"


class MeasureDone(EditPage):
    """Report that a measure is done: its owner or an author, once the version is signed."""

    model, related, section = Dpia, ("organisation",), "dpias"
    form_class = forms.DoneForm
    template_name = "pages/form.html"
    title = gettext_lazy("A measure is done")
    button = gettext_lazy("Record that it is done")
    why = gettext_lazy("A measure on paper protects nobody. The DPO sees what is done and what is late.")

    @cached_property
    def measure(self) -> Measure:
        """The measure of this version that the address names."""
        rows = Measure.objects.filter(risk__dpia=self.object).select_related("owner")
        return part(rows, self.kwargs["measure"])

    @property
    def lead(self) -> str:  # type: ignore[override]
        """The measure itself."""
        return self.measure.option

    def allowed(self, obj: Any) -> bool:
        """Its owner, or an author."""
        self.object = obj
        owns = self.measure.owner is not None and self.measure.owner.person_id == self.person.pk
        return owns or obj.entitled(self.person, AUTHORS) is not None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only of a signed version, once."""
        if self.object.state != DpiaState.SIGNED_OFF or self.measure.done_on:
            raise PermissionDenied
        return super(EditPage, self).get(request, *args, **kwargs)

    def content(self, obj: Any) -> dict[str, Any]:
        """Whether it is done."""
        return {"answer": self.measure.answer}

    def initial(self) -> dict[str, Any]:
        """Nothing is typed yet."""
        return {}

    def change(self, obj: Any, form: Any) -> Any:
        """One door."""
        return obj.finish_measure(by=self.person, on=self.today, measure=self.measure, **form.cleaned_data)


def part(rows: Any, pk: int | None) -> Any:
    """The row of `rows` with that key (404 for another's); None where no key is given."""
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def suggestions() -> list[tuple[str, list[str]]]:
    """The house's table in words: a row a severity, a column a likelihood."""
    table = facts("scales")["suggestion"]
    return [
        (str(severity.label), [str(Level(table[severity][likelihood]).label) for likelihood in Likelihood])
        for severity in Severity
    ]


def _plain(value: Any) -> Any:
    return "" if value is None else getattr(value, "pk", value)
