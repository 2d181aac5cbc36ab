"""Pressing social needs: list, record, one factor a page, grounds, sites, weighing, bulk confirmation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.forms import Asked
from anpr_governance.pages.views import AskingPage, CreatePage, DetailPage, EditPage, GapNote, ListPage
from anpr_governance.regulation import facts
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from assessments.forms import needing as forms
from assessments.forms.assessing import NothingAsked
from assessments.forms.deciding import find_site
from assessments.guards import quality
from assessments.models import Need
from assessments.models.need import AUTHORS
from assessments.sheets import NeedSheet
from assessments.states import NeedState
from assessments.tables import NeedTable
from assessments.views import reading
from assessments.views.acting import ActPage, CheckPage, NotedStep, decisions_of
from cameras.models import Cordon

SECTION = "needs"


def _lapsed(rows: Any, today: Any) -> Any:
    return rows.lapsed(today)


class NeedList(ListPage):
    """Every need, by its newest version."""

    model, table, section = Need, NeedTable, SECTION
    title = gettext_lazy("Pressing social needs")
    lead = gettext_lazy(
        "Why ANPR answers a threat at a place, weighed in eight factors. For new and for continued use."
    )
    search, sort, exports = ("title", "conclusion"), "-number", ("csv", "xlsx")
    noun = gettext_lazy("needs")
    empty = gettext_lazy("No need is recorded yet. An analyst or the ANPR manager begins one.")
    actions = (
        (gettext_lazy("Confirm together"), "needs-confirm", ""),
        (gettext_lazy("Begin a need"), "need-new", "change_assessments"),
    )
    filters = (
        filters.Flags("shows", gettext_lazy("Shows"), (("lapsed", gettext_lazy("Lapsed"), _lapsed),)),
        filters.Facet("state", gettext_lazy("State"), "state", NeedState.choices),
    )

    def opens(self, codename: str) -> bool:
        """Analysts and ANPR managers begin one; the strategic lead confirms."""
        held = {membership.role for membership in self.person.memberships_today}
        wanted = Need.born_by if codename else BulkConfirm.whose
        return super().opens(codename) and bool(held & set(wanted))

    def records(self) -> Any:
        """The newest version of each."""
        return super().records().newest_versions()

    def shown(self, queryset: Any) -> Any:
        """With their force, and whether their ground still stands."""
        held = Need.objects.holding(self.today).filter(pk=OuterRef("pk"))
        return queryset.select_related("organisation").annotate(holds_today=Exists(held))


class NeedPage(DetailPage):
    """One version: factors, grounds, sites, weighing, decisions."""

    model, section = Need, SECTION
    related = ("organisation", "decision__seal")
    kicker = gettext_lazy("Pressing social need")

    def records(self) -> Any:
        """With whether it holds today."""
        held = Need.objects.holding(self.today).filter(pk=OuterRef("pk"))
        return super().records().annotate(holds_today=Exists(held))

    def gaps(self) -> list[GapNote]:
        """That its ground moved, and that a cordon closes."""
        obj, found = self.object, []
        if obj.state == NeedState.ESTABLISHED and not obj.holds_today:
            sentence = _("An assessment on which it stands ran out or was superseded, and it was not confirmed since.")
            found.append(GapNote(_("ground moved"), sentence, "G 1.8"))
        if obj.cordon_closes():
            found.append(GapNote(_("cordon"), _(facts("need_factors")["cordon"]["sentence"]), "G 3.1 b8"))
        return found

    def facts(self) -> list[tuple[Any, Any]]:
        """Aim and numbers."""
        obj = self.object
        return [
            (_("Aim"), obj.purpose),
            (_("People affected"), reading.people(obj)),
            (_("Last confirmed"), f"{obj.confirmed_on:%-d %B %Y}" if obj.confirmed_on else ""),
        ]

    def extra(self) -> dict[str, Any]:
        """Factors as a task list, what it stands on and for, decisions and versions."""
        obj = self.object
        writes = obj.state == NeedState.DRAFT and obj.entitled(self.person, obj.edited_by) is not None
        versions = type(obj).objects.filter(organisation=obj.organisation_id, number=obj.number)
        return {
            "writes": writes,
            "revises": obj.entitled(self.person, AUTHORS) is not None and obj.state not in ("draft", "submitted"),
            "notes": quality.notes(obj, self.today),
            "factors": reading.factors(obj),
            "tasks": [*_factor_lines(obj, writes), _weighing_line(obj, writes)],
            "decisions": decisions_of(obj),
            "versions": list(versions.select_related("organisation").order_by("-version")),
        }


def _factor_lines(obj: Need, writes: bool) -> list[tuple[Any, str, str, Any, str]]:
    found = []
    for name, row in facts("need_factors")["need_factors"].items():
        href = f"{obj.get_absolute_url()}factor/{name}/" if writes else ""
        state = "done" if obj.answered(name) else "here" if obj.factor(name) else "open"
        hint = str(obj.factor(name).get("analysis", ""))[:160] if writes else ""
        found.append((f"{row['number']}. {_(row['label'])}", href, state, "", hint))
    return found


def _weighing_line(obj: Need, writes: bool) -> tuple[Any, str, str, Any, str]:
    ready = all(obj.answered(name) for name in facts("need_factors")["need_factors"])
    done = bool(obj.weighing.strip() and obj.conclusion.strip())
    state = "done" if done else "open" if ready else "closed"
    words = "" if done or ready else _("Cannot start yet: answer the eight factors first")
    href = f"{obj.get_absolute_url()}weighing/" if writes and state != "closed" else ""
    return (_("Weighing and conclusion"), href, state, words, obj.conclusion[:160])


class NewNeed(CreatePage):
    """Begin one."""

    model, form_class, section = Need, forms.NeedForm, SECTION
    title = gettext_lazy("Begin a pressing social need")
    next = gettext_lazy("You answer eight factors, weigh them and submit it. The strategic lead decides.")

    def back(self) -> str:
        """The list."""
        return "/needs/"


class EditNeed(EditPage):
    """Its title and its aim."""

    model, form_class, section = Need, forms.NeedForm, SECTION
    title = gettext_lazy("Change title and aim")


class FactorPage(EditPage):
    """One factor as one question."""

    model, form_class, section = Need, forms.FactorForm, SECTION
    template_name = "assessments/factor.html"
    button = gettext_lazy("Save and go back to the list")

    @cached_property
    def factor(self) -> str:
        """The factor of the address; else 404."""
        if self.kwargs["factor"] not in facts("need_factors")["need_factors"]:
            raise Http404
        return str(self.kwargs["factor"])

    def form_kwargs(self) -> dict[str, Any]:
        """The factor that is asked, and the cordons whose ways may be taken."""
        seen = Cordon.objects.visible_to(self.person).filter(organisation=self.object.organisation_id)
        return {"factor": self.factor, "cordons": seen.order_by("settlement"), "rows": self.rows()}

    def rows(self) -> int:
        """How many rows of tactics: one more than are written, and as many as were sent."""
        names = [*self.request.POST, *(self.draft.data if self.draft else ())]
        typed = [int(name[7:]) for name in names if name.startswith("tactic_") and name[7:].isdecimal()]
        return max(forms.ROWS, len(self.object.alternatives()) + 1, *typed)

    def initial(self) -> dict[str, Any]:
        """The answer so far."""
        return forms.from_answer(self.factor, self.object.factor(self.factor)) | _people(self.factor, self.object)

    def content(self, obj: Any) -> dict[str, Any]:
        """Only this factor: another person may write another one meanwhile."""
        said = forms.from_answer(self.factor, obj.factor(self.factor)) | _people(self.factor, obj)
        return {name: value for name, value in said.items() if value not in (None, "")}

    def context(self, **more: Any) -> dict[str, Any]:
        """The question with why it is asked and what a good answer holds."""
        row = facts("need_factors")["need_factors"][self.factor]
        asked = Asked(_(row["why"]), row["clause"], (_(row["good_answer"]),))
        return super().context(**{**more, "title": _(row["question"]), "asked": asked, "why": ""})

    def change(self, obj: Any, form: Any) -> Any:
        """Put the answer into its place; numbers of the first factor have columns of their own."""
        said = form.cleaned_data
        answers = {**obj.answers, self.factor: forms.to_answer(self.factor, said)}
        people = {name: value for name, value in said.items() if name.startswith("people_")}
        changed = obj.amend(by=self.person, on=self.today, answers=answers, **people)
        return f"{self.request.path}#id_tactic_{len(changed.alternatives()) + 1}" if self.adds_row() else changed

    def adds_row(self) -> bool:
        """Whether the button was the one that saves and offers a further row."""
        return "more" in self.request.POST and self.factor == "alternatives"


def _people(factor: str, obj: Any) -> dict[str, Any]:
    names = ("people_from", "people_to", "people_source") if factor == "people_affected" else ()
    return {name: getattr(obj, name) for name in names}


class WeighingPage(EditPage):
    """The weighing and the conclusion."""

    model, form_class, section = Need, forms.WeighingForm, SECTION
    title = gettext_lazy("Weigh the factors and conclude")


class GroundPage(ActPage):
    """Claim a ground on an assessment."""

    model, form_class, section = Need, forms.GroundForm, SECTION
    title, button = gettext_lazy("Add a ground"), gettext_lazy("Add the ground")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose assessments may be chosen."""
        return {"record": self.object}

    def act(self, obj: Any, form: Any) -> Any:
        """Add it once."""
        if obj.grounds.filter(ground=form.cleaned_data["ground"]).exists():
            raise Refused([Reason(_("It stands on that ground already. Take it out first."), "G 2.1.2")])
        obj.stand_on(by=self.person, on=self.today, **form.cleaned_data)


class DropPage(ActPage):
    """Take a ground or a site out of a draft."""

    model, section = Need, SECTION
    title, button = gettext_lazy("Take this out"), gettext_lazy("Take it out")

    @cached_property
    def part(self) -> Any:
        """Found by record and key, else 404."""
        rows = {"grounds": self.object.grounds, "sites": self.object.sites}.get(self.kwargs["parts"])
        found = rows.filter(pk=self.kwargs["part"]).first() if rows is not None else None
        if found is None:
            raise Http404
        return found

    def allowed(self, obj: Any) -> bool:
        """Whoever may change the content, of a part that is there."""
        return super().allowed(obj) and self.part is not None

    def act(self, obj: Any, form: Any) -> Any:
        """Out of the draft."""
        obj.amend(by=self.person, on=self.today, part=self.part, drop=True)


class NeedSitePage(ActPage):
    """Say that it is about a site."""

    model, form_class, section = Need, forms.SiteForm, SECTION
    title, button = gettext_lazy("Add a site"), gettext_lazy("Add the site")

    def act(self, obj: Any, form: Any) -> Any:
        """Find it in the organisation and add it once."""
        site = found(obj.organisation, form.cleaned_data["site"])
        if obj.sites.open().filter(site=site).exists():
            raise Refused([Reason(_("It is about that site already."), "G 3.1")])
        obj.stand_for(by=self.person, on=self.today, site=site)


def found(organisation: Any, typed: str) -> Any:
    """The site that somebody typed. Raises Refused."""
    try:
        return find_site(organisation, typed.strip())
    except ValidationError as problem:
        raise Refused([Reason(problem.messages[0], "house", "site")]) from problem


class NewVersion(ActPage):
    """Make a new version with this one's content."""

    model, section, anytime, roles = Need, SECTION, True, AUTHORS
    title, button = gettext_lazy("Make a new version"), gettext_lazy("Make the new version")
    why = gettext_lazy(
        "The content is copied, with grounds and sites. This version stands until the new one is decided."
    )

    def act(self, obj: Any, form: Any) -> Any:
        """Make it and go there."""
        return obj.new_version(by=self.person, on=self.today)


class NeedCheck(CheckPage):
    """Check your answers."""

    model, section, sheet = Need, SECTION, NeedSheet
    kicker = gettext_lazy("Check your answers")


class NeedStep(NotedStep):
    """Every step of a need."""

    model, section = Need, SECTION


class BulkConfirm(AskingPage):
    """Confirm lapsed needs on the assessments now in force, each with its own grounds shown."""

    section, drafts, form_class = SECTION, False, NothingAsked
    whose = Need.confirm.step.roles
    title = gettext_lazy("Confirm needs together")
    lead = gettext_lazy("Each need shows its own grounds and what stands against it. Tick those that you confirm.")
    button = gettext_lazy("Sign and confirm those ticked")
    template_name = "assessments/needs_confirm.html"

    @cached_property
    def rows(self) -> list[Need]:
        """Lapsed needs that this person may confirm."""
        rows = Need.objects.visible_to(self.person).lapsed(self.today).select_related("organisation").order_by("pk")
        return [row for row in rows[:100] if Need.confirm.step.entitles(row, self.person)]

    def context(self, **more: Any) -> dict[str, Any]:
        """Each need with its grounds, its seal, and what stands against it."""
        shown = [
            (row, sealing.preview(NeedSheet, row, self.today), Need.confirm.step.refusals(row, self.person, self.today))
            for row in self.rows
        ]
        return super().context(shown=shown, **more)

    def take(self, form: Any) -> Any:
        """Confirm each with what was seen; a refusal of one does not undo the others, and is said.

        One that does not stand on the page refuses them all, without its name.
        """
        self.done_count = 0
        ticked = dict(value.partition(" ")[::2] for value in self.request.POST.getlist("needs"))
        if set(ticked) - {str(row.pk) for row in self.rows}:
            raise Refused([Reason(_("One of those ticked no longer waits here, so none was confirmed."))], stale=True)
        for row in [row for row in self.rows if str(row.pk) in ticked]:
            try:
                row.confirm(by=self.person, on=self.today, seen=ticked[str(row.pk)])
                self.done_count += 1
            except (Refused, NotYours) as refusal:
                messages.error(self.request, f"{row.reference}: {refusal}")
        return "/needs/"

    def said(self, answer: Any) -> str:
        """How many."""
        return _("%(n)s needs are confirmed.") % {"n": self.done_count}
