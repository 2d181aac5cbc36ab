"""A governed record that only these tests have: a paper that is sent, decided under seal, or withdrawn."""

from datetime import date
from typing import Any, ClassVar, Self

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from anpr_governance.documents.sheets import Sheet, disclosed, sheet
from anpr_governance.pages import filters, tables
from anpr_governance.pages.forms import Asked, DayField, Form
from anpr_governance.pages.views import CreatePage, DetailPage, EditPage, GapNote, ListPage, Page, StepPage, ThreadStep
from anpr_governance.workflow.models import Decision as AbstractDecision
from anpr_governance.workflow.models import Numbered
from anpr_governance.workflow.querysets import StatefulQuerySet
from anpr_governance.workflow.reasons import Guard
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import step

STATES = [
    ("draft", _("Draft")),
    ("submitted", _("Submitted")),
    ("endorsed", _("Endorsed")),
    ("withdrawn", _("Withdrawn")),
]
KINDS = [("road", _("Road")), ("place", _("Place"))]
words_missing = Guard(lambda obj, by, on: "" if obj.words else "Write what the paper says.", "G 1.11")


@sheet("test_paper", version=1)
class PaperSheet(Sheet):
    """What is decided about a paper."""

    name_of: str = disclosed(_("Name"))
    words: str = disclosed(_("Words"))

    @classmethod
    def of(cls, record: Any, on: date) -> Self:
        """The paper as it stands."""
        return cls(name_of=record.name, words=record.words)


class Paper(Numbered, Stateful):
    """A paper."""

    letter = "Z"
    born_by = ("analyst",)
    edited_in = ("draft",)
    edited_by = ("analyst",)

    state = FSMField(max_length=12, choices=STATES, default="draft", protected=True)
    name = models.CharField(max_length=80)
    words = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="road")
    due_on = models.DateField(null=True, blank=True)
    decision = models.OneToOneField("pages.PaperDecision", models.PROTECT, null=True, related_name="+", editable=False)

    objects = StatefulQuerySet.as_manager()

    class Meta:
        app_label = "pages"

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/papers/{self.reference}/"

    @step(
        source="draft",
        target="submitted",
        label=_("Send it"),
        by="analyst",
        unless=[words_missing],
        help=_("The lead reads it next."),
    )
    def send(self, *, by: Any, on: date) -> None:
        """Hand it in."""

    @step(source="submitted", target="endorsed", label=_("Endorse"), by="strategic-lead", seals=PaperSheet, closes=True)
    def endorse(self, *, by: Any, on: date) -> None:
        """Decide under seal."""

    @step(
        source=["draft", "submitted"],
        target="withdrawn",
        label=_("Withdraw"),
        by=["analyst", "strategic-lead"],
        reason=True,
        grave=True,
    )
    def withdraw(self, *, by: Any, on: date, reason: str) -> None:
        """Take it back."""


class PaperDecision(AbstractDecision):
    """A decision about a paper."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="decisions")

    class Meta(AbstractDecision.Meta):
        abstract = False
        app_label = "pages"


class PaperTable(tables.Table):
    """Papers."""

    caption = _("Papers")
    columns = (
        tables.Link(_("Paper"), "name", to="paper", ref="reference", sub="reference", sort="name"),
        tables.State(_("State"), choices=STATES, sort="state"),
        tables.Day(_("Due"), "due_on", sort="due_on"),
    )


class Papers(ListPage):
    """The list."""

    model, table, title, section = Paper, PaperTable, _("Papers"), "papers"
    filters = (
        filters.Facet("state", _("State"), "state", STATES),
        filters.Facet("kind", _("Kind"), "kind", KINDS),
        filters.Flags("shows", _("Shows"), (("undated", _("No date"), lambda rows, today: rows.filter(due_on=None)),)),
        filters.Until("due-by", _("Due by"), "due_on"),
    )
    search = ("name", "words")
    exports = ("csv", "xlsx")
    size = 10
    empty = _("No paper is written yet. An analyst begins one.")

    def shown(self, queryset: Any) -> Any:
        """With the organisation, for the reference."""
        return queryset.select_related("organisation")


class PaperPage(DetailPage):
    """One paper."""

    model, section, as_at_bar = Paper, "papers", True

    def thread(self) -> list[ThreadStep]:
        """Two steps."""
        return [ThreadStep("Paper", "done", "Written", "It", "/"), ThreadStep("End", "gap", "Gap since 1 May 2026")]

    def gaps(self) -> list[GapNote]:
        """One gap."""
        return [GapNote("no end", "It never ends.", "G 1.11", "/", "Mend it")]

    def facts(self) -> list[tuple[Any, Any]]:
        """Its words."""
        return [(_("Words"), self.object.words)]


class PaperForm(Form):
    """The content of a paper."""

    name = forms.CharField(label=_("Name"), max_length=80)
    words = forms.CharField(label=_("Words"), required=False, widget=forms.Textarea)
    due_on = DayField(label=_("Due"), required=False)
    asks: ClassVar = {"words": Asked(_("Somebody reads them."), "G 1.11", (_("says who"),))}


class NewPaper(CreatePage):
    """A new paper."""

    model, form_class, title, section = Paper, PaperForm, _("Begin a paper"), "papers"


class EditPaper(EditPage):
    """Changing a paper."""

    model, form_class, title, section = Paper, PaperForm, _("Change the paper"), "papers"


class PaperStep(StepPage):
    """A step of a paper."""

    model, section = Paper, "papers"


class Open(Page):
    """A public page."""

    public, template_name, title = True, "pages/public.html", _("Open to everybody")


class Broken(Page):
    """A page that fails."""

    permission = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Fail with words that no page may show."""
        raise RuntimeError("SELECT secret FROM /srv/elsewhere")
