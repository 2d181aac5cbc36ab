"""Strategic assessments: list, record, one category a page, evidence, advice."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.organisations.roles import Role
from anpr_governance.pages import filters
from anpr_governance.pages.views import CreatePage, DetailPage, EditPage, GapNote, ListPage
from anpr_governance.pages.views.base import RecordPage
from anpr_governance.regulation import facts
from assessments.forms import assessing as forms
from assessments.guards import quality
from assessments.models import StrategicAssessment
from assessments.sheets import AssessmentSheet
from assessments.states import AssessmentState
from assessments.tables import AssessmentTable
from assessments.views import reading
from assessments.views.acting import ActPage, CheckPage, NotedStep, PartPage, decisions_of

SECTION = "assessments"


def _in_date(rows: Any, today: Any) -> Any:
    return rows.in_date(today)


def _overdue(rows: Any, today: Any) -> Any:
    return rows.filter(state="endorsed", next_review_on__lte=today)


class AssessmentList(ListPage):
    """Every strategic assessment, by its newest version."""

    model, table, section = StrategicAssessment, AssessmentTable, SECTION
    title = gettext_lazy("Strategic assessments")
    lead = gettext_lazy(
        "What threatens the area, with evidence. Needs and proposals stand on it until its next review."
    )
    search, sort, exports = ("area",), "-number", ("csv", "xlsx")
    noun = gettext_lazy("assessments")
    empty = gettext_lazy("No assessment is recorded yet. An analyst begins one.")
    actions = ((gettext_lazy("Begin an assessment"), "assessment-new", "change_assessments"),)
    filters = (
        filters.Flags(
            "shows", gettext_lazy("Shows"),
            (("in-date", gettext_lazy("In date"), _in_date), ("overdue", gettext_lazy("Review overdue"), _overdue)),
        ),
        filters.Facet("state", gettext_lazy("State"), "state", AssessmentState.choices),
    )  # fmt: skip

    def opens(self, codename: str) -> bool:
        """Analysts alone begin one."""
        held = {membership.role for membership in self.person.memberships_today}
        return super().opens(codename) and bool(held & set(StrategicAssessment.born_by))

    def records(self) -> Any:
        """The newest version of each."""
        return super().records().newest_versions()

    def shown(self, queryset: Any) -> Any:
        """With their force."""
        return queryset.select_related("organisation")


class AssessmentPage(DetailPage):
    """One version: categories, evidence, advice, decisions, what stands on it."""

    model, section = StrategicAssessment, SECTION
    related = ("organisation", "decision__seal")
    kicker = gettext_lazy("Strategic assessment")

    def records(self) -> Any:
        """With how much stands on it."""
        return super().records().with_what_stands_on_it()

    def gaps(self) -> list[GapNote]:
        """That it ran out."""
        obj = self.object
        if obj.state != AssessmentState.ENDORSED or obj.in_date(self.today):
            return []
        sentence = _("Its next review was due on %(day)s. Nothing new may stand on it until a new version is endorsed.")
        known, stands = {"day": f"{obj.next_review_on:%-d %B %Y}"}, f"{obj.get_absolute_url()}stands/"
        return [GapNote(_("out of date"), sentence % known, "G 1.8", stands, _("See what stands on it"))]

    def facts(self) -> list[tuple[Any, Any]]:
        """Until when it stands, and what stands on it."""
        obj = self.object
        return [
            (_("Next review on"), f"{obj.next_review_on:%-d %B %Y}" if obj.next_review_on else ""),
            (_("Needs that stand on it"), obj.needs_on_it),
            (_("Proposals that stand on it"), obj.proposals_on_it),
        ]

    def extra(self) -> dict[str, Any]:
        """Categories as a task list, evidence, advice, decisions and versions."""
        obj = self.object
        closed = obj.closed_to(self.person)
        writes = obj.state == AssessmentState.DRAFT and obj.entitled(self.person, obj.edited_by) is not None
        may_advise = obj.state == AssessmentState.DRAFT and obj.entitled(self.person, AdvicePage.roles) is not None
        versions = type(obj).objects.filter(organisation=obj.organisation_id, number=obj.number)
        return {
            "writes": writes,
            "may_advise": may_advise,
            "revises": obj.entitled(self.person, obj.born_by) is not None and obj.state not in ("draft", "in_review"),
            "marking": reading.marking_shown(obj, closed),
            "tasks": [_category_line(obj, name, row, writes, closed) for name, row in _categories().items()],
            "categories": reading.categories(obj, closed),
            "evidence": reading.open_evidence(obj, closed),
            "evidence_closed": len(obj.evidence_rows) - len(reading.open_evidence(obj, closed)),
            "notes": quality.notes(obj, self.today, closed),
            "major_crime": obj.advice_row,
            "decisions": decisions_of(obj),
            "versions": list(versions.select_related("organisation").order_by("-version")),
        }


def _categories() -> Any:
    return facts("threat_categories")["threat_categories"]


def _category_line(obj: Any, name: str, row: Any, writes: bool, closed: Any) -> tuple[Any, str, str, Any, str]:
    """A category as a line of the task list; what is still open is said in words."""
    answer = obj.category(name)
    questions = facts("threat_categories")["questions"]
    missing = [q for q in obj.unanswered() if questions[q]["category"] == name and q != "major_crime_advice"]
    aside = answer.get("relevant") == "no" and name not in closed
    hint = _("Not relevant: %(why)s") % {"why": answer.get("reason", "")} if aside else reading.marking_of(name)
    state = "done" if obj.category_considered(name) and not missing else "here" if answer else "open"
    words = _("%(n)s questions open") % {"n": len(missing)} if missing else ""
    return (_(row["label"]), f"{obj.get_absolute_url()}category/{name}/" if writes else "", state, words, hint)


class NewAssessment(CreatePage):
    """Begin one."""

    model, form_class, section = StrategicAssessment, forms.AssessmentForm, SECTION
    title = gettext_lazy("Begin a strategic assessment")
    next = gettext_lazy("You answer four categories, add evidence and ask the major crime staff; then you submit it.")

    def back(self) -> str:
        """The list."""
        return "/assessments/"


class EditAssessment(EditPage):
    """Its area and its next review."""

    model, form_class, section = StrategicAssessment, forms.AssessmentForm, SECTION
    title = gettext_lazy("Change area and next review")


class CategoryPage(EditPage):
    """One category with its guidance and questions."""

    model, form_class, section = StrategicAssessment, forms.CategoryForm, SECTION
    button = gettext_lazy("Save and go back to the list")

    @cached_property
    def row(self) -> Any:
        """The category of the address; else 404."""
        if self.kwargs["category"] not in _categories():
            raise Http404
        return _categories()[self.kwargs["category"]]

    def form_kwargs(self) -> dict[str, Any]:
        """The category whose questions are asked."""
        return {"category": self.kwargs["category"]} if self.row else {}

    def initial(self) -> dict[str, Any]:
        """The answers so far."""
        return self.object.category(self.kwargs["category"])

    def content(self, obj: Any) -> dict[str, Any]:
        """Only this category: another person may write another one meanwhile."""
        return {name: value for name, value in obj.category(self.kwargs["category"]).items() if value}

    def context(self, **more: Any) -> dict[str, Any]:
        """The guidance of the category."""
        known = {"title": _(self.row["label"]), "lead": _(self.row["intro"]), "why": _(self.row["why"])}
        return super().context(**{**more, **known})

    def change(self, obj: Any, form: Any) -> Any:
        """Put the answers into their place."""
        answers = {**obj.answers, self.kwargs["category"]: form.cleaned_data}
        return obj.amend(by=self.person, on=self.today, answers=answers)


class EvidencePage(PartPage):
    """Add or change an item of evidence."""

    model, form_class, section, parts = StrategicAssessment, forms.EvidenceForm, SECTION, "evidence"
    title = gettext_lazy("Evidence")
    why = gettext_lazy("A category that is ticked without evidence does not count.")

    def initial(self) -> dict[str, Any]:
        """The item as it stands; a file is chosen anew."""
        return {name: value for name, value in super().initial().items() if name != "file"}

    def content(self, obj: Any) -> dict[str, Any]:
        """Without the file, which is another record."""
        return {name: value for name, value in super().content(obj).items() if name != "file"}

    def change(self, obj: Any, form: Any) -> Any:
        """Keep the file, then the item."""
        said = dict(form.cleaned_data)
        upload = said.pop("file", None)
        if upload is not None:
            said["file"] = evidence.kept(obj.organisation, upload.name, upload.read(), "G 2.1.2")
        obj.amend(by=self.person, on=self.today, part=self.part, **said)
        return obj


class EvidenceDownload(RecordPage):
    """The file of an item, for whoever may read the category under which the item stands; else 404."""

    model, section = StrategicAssessment, SECTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looked for among the items of this version that are open to the reader."""
        obj = self.record()
        rows = reading.open_evidence(obj, obj.closed_to(self.person))
        found = next((row.file for row in rows if row.pk == self.kwargs["part"]), None)
        if found is None:
            raise Http404
        return evidence.download(found)


class DropEvidence(ActPage):
    """Take an item of evidence out of a draft."""

    model, section, parts = StrategicAssessment, SECTION, "evidence"
    title, button = gettext_lazy("Take this evidence out"), gettext_lazy("Take it out")

    @cached_property
    def part(self) -> Any:
        """Found by record and key, else 404."""
        found = getattr(self.object, self.parts).filter(pk=self.kwargs["part"]).first()
        if found is None:
            raise Http404
        return found

    def allowed(self, obj: Any) -> bool:
        """Whoever may change the content, of an item that is there."""
        return super().allowed(obj) and self.part is not None

    def act(self, obj: Any, form: Any) -> Any:
        """Out of the draft."""
        return obj.amend(by=self.person, on=self.today, part=self.part, drop=True) and None


class GapPage(PartPage):
    """Add or change a gap in provision: an output that proposals take up."""

    model, form_class, section, parts = StrategicAssessment, forms.GapForm, SECTION, "provision_gaps"
    title = gettext_lazy("Gap in provision")
    why = gettext_lazy("A proposal answers a need that an assessment found, not the other way round.")
    next = gettext_lazy("A proposal that stands on this assessment can say that it would fill the gap.")


class DropGap(DropEvidence):
    """Take a gap out of a draft."""

    title, button, parts = gettext_lazy("Take this gap out"), gettext_lazy("Take it out"), "provision_gaps"


class AskAdvice(ActPage):
    """Ask the major crime staff."""

    model, form_class, section = StrategicAssessment, forms.AskAdviceForm, SECTION
    title, button = gettext_lazy("Ask the major crime staff"), gettext_lazy("Record that they are asked")
    why = gettext_lazy("They have to be asked. Without a request the assessment cannot be submitted.")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose people may be asked."""
        return {"record": self.object}

    def act(self, obj: Any, form: Any) -> Any:
        """Ask."""
        obj.ask_advice(by=self.person, on=self.today, **form.cleaned_data)


class RemindAdvice(ActPage):
    """Remind them."""

    model, section = StrategicAssessment, SECTION
    title, button = gettext_lazy("Remind the major crime staff"), gettext_lazy("Record the reminder")

    def act(self, obj: Any, form: Any) -> Any:
        """Remind."""
        obj.remind_advice(by=self.person, on=self.today)


class AdvicePage(ActPage):
    """Write down what they advise; they may do so themselves."""

    model, form_class, section = StrategicAssessment, forms.AdviceForm, SECTION
    roles = (Role.ANALYST, Role.MAJOR_CRIME_LEAD)
    title, button = gettext_lazy("Advice of the major crime staff"), gettext_lazy("Record the advice")
    why = gettext_lazy(
        "Who investigates these crimes knows which roads are used. The assessment stands on what you say."
    )
    next = gettext_lazy("The analyst reads it and submits the assessment. What you wrote is signed with it.")

    def form(self, data: Any = None, files: Any = None) -> Any:
        """That nothing came is for the analyst to say, not for those who were asked."""
        form = super().form(data, files)
        if self.object.entitled(self.person, (Role.ANALYST,)) is None:
            del form.fields["absent"]
        return form

    def context(self, **more: Any) -> dict[str, Any]:
        """What was asked."""
        asked = self.object.advice()
        lead = _("Asked: %(question)s") % {"question": asked.title} if asked is not None else ""
        return super().context(**{**more, "lead": lead})

    def act(self, obj: Any, form: Any) -> Any:
        """Record it."""
        obj.record_advice(by=self.person, on=self.today, **form.cleaned_data)


class NewVersion(ActPage):
    """Make a new version with this one's content."""

    model, section, anytime, roles = StrategicAssessment, SECTION, True, (Role.ANALYST,)
    title, button = gettext_lazy("Make a new version"), gettext_lazy("Make the new version")
    why = gettext_lazy("Content and evidence are copied; advice is asked for anew. This version stands until then.")

    def act(self, obj: Any, form: Any) -> Any:
        """Make it and go there."""
        return obj.new_version(by=self.person, on=self.today)


class AssessmentCheck(CheckPage):
    """Check your answers."""

    model, section, sheet = StrategicAssessment, SECTION, AssessmentSheet
    kicker = gettext_lazy("Check your answers")


class AssessmentStep(NotedStep):
    """Every step of an assessment."""

    model, section = StrategicAssessment, SECTION
