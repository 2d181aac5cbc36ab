"""Pages that change one part of a record, or do one thing to it, through ONE domain call."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import Role
from anpr_governance.pages import diff
from anpr_governance.pages.views import DetailPage, EditPage, StepPage
from assessments.forms.assessing import NothingAsked
from assessments.guards import quality
from assessments.views import reading


class ActPage(EditPage):
    """Do one thing to the record: `act(obj, form)`. Nothing of the content is shown, so nothing is compared."""

    form_class: ClassVar[Any] = NothingAsked
    anytime: ClassVar[bool] = False
    roles: ClassVar[tuple[Role, ...]] = ()

    def allowed(self, obj: Any) -> bool:
        """By the page's own roles, else by whoever may change the content."""
        return obj.entitled(self.person, self.roles or obj.edited_by) is not None

    def initial(self) -> dict[str, Any]:
        """Nothing is known."""
        return {}

    def content(self, obj: Any) -> dict[str, Any]:
        """Nothing is compared."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask; a page for every state does not look at it."""
        return self.ask(self.form()) if self.anytime else super().get(request, *args, **kwargs)

    def change(self, obj: Any, form: Any) -> Any:
        """Do it, and go on."""
        answer = self.act(obj, form)
        return answer if hasattr(answer, "get_absolute_url") else self.after(obj)

    def act(self, obj: Any, form: Any) -> Any:
        """The one domain call."""
        raise NotImplementedError

    def after(self, obj: Any) -> str:
        """Where to go next."""
        return obj.get_absolute_url()

    def said(self, answer: Any) -> str:
        """It is on the record."""
        return _("Recorded.")


class PartPage(EditPage):
    """Add or change one part of a record: a child found by the record AND its own key, else 404."""

    parts: ClassVar[str]
    part_key: ClassVar[str] = "pk"

    @cached_property
    def part(self) -> Any:
        """The part of the address, or a new one of this record."""
        rows = getattr(self.object, self.parts)
        if "part" not in self.kwargs:
            return rows.model(**{rows.field.name: self.object})
        found = rows.filter(**{self.part_key: self.kwargs["part"]}).first()
        if found is None:
            raise Http404
        return found

    def initial(self) -> dict[str, Any]:
        """The part as it stands."""
        known = {name: getattr(self.part, name, None) for name in self.form_class.base_fields}
        return {name: value for name, value in known.items() if value is not None}

    def content(self, obj: Any) -> dict[str, Any]:
        """The part as the database has it now."""
        if self.part.pk is None:
            return {}
        now = type(self.part)._default_manager.filter(pk=self.part.pk).first()
        return {name: str(getattr(now, name, "") or "") for name in self.form_class.base_fields}

    def change(self, obj: Any, form: Any) -> Any:
        """Write it through the record."""
        obj.amend(by=self.person, on=self.today, part=self.part, **form.cleaned_data)
        return obj


class CheckPage(DetailPage):
    """Check your answers: what a signature would seal, field by field, and the steps that are open."""

    template_name = "assessments/check.html"
    sheet: ClassVar[Any]

    def extra(self) -> dict[str, Any]:
        """The rows of the sheet by their labels, and what a reader will ask."""
        obj = self.object
        writes = obj.state in obj.edited_in and obj.entitled(self.person, obj.edited_by) is not None
        notes = quality.notes(obj, self.today, reading.closed_to(obj, self.person))
        return {"answers": [line for line in self.answers() if line[2]], "notes": notes, "writes": writes}

    def answers(self) -> list[tuple[str, str, str]]:
        """Label, path and text of each field."""
        content, parts = self.sheet.of(self.object, self.today).content(), self.sheet.parts()
        if self.object.letter in reading.SHEET_OF:
            said = reading.spoken(self.object, self.person, content)
            return [(label, "", text) for label, text in said.items()]
        rows = [(str(parts[name].metadata["label"]), diff.flat(value)) for name, value in content.items()]
        return [(label, path, text) for label, said in rows for path, text in said.items()]


class NotedStep(StepPage):
    """A step of an assessment or a need; where it is sealed, with what a reader will ask."""

    template_name = "assessments/noted_step.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """The notes, for who decides: the author saw the same."""
        notes = quality.notes(self.object, self.today) if self.step.seals else []
        return super().context(**{**more, "notes": notes})


def decisions_of(record: Any) -> list[Any]:
    """Its decisions, the newest first, with what a page reads of them."""
    return list(record.decisions.select_related("seal", "acting_for__person").order_by("-pk"))
