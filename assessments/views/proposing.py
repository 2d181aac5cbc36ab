"""Proposals: list, record with its task list, and what is prepared for a decision."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.views import CreatePage, DetailPage, EditPage, GapNote, ListPage, SubPage, ThreadStep
from anpr_governance.regulation import facts
from assessments.forms import needing, proposing
from assessments.models import Proposal
from assessments.models.proposal_content import WORKED_ON
from assessments.sheets import ProposalSheet
from assessments.states import ProposalState
from assessments.tables import ProposalTable
from assessments.views import thread
from assessments.views.acting import ActPage, CheckPage, PartPage
from assessments.views.around import around
from assessments.views.matrix import matrix_map
from assessments.views.needing import found
from assessments.views.route import route_of
from assessments.views.tasks import task_lines
from assessments.views.timeline import subpages
from cameras.states import Deployment, SiteState

SECTION = "proposals"


def _moved(rows: Any, today: Any) -> Any:
    return rows.ground_moved(today)


class ProposalList(ListPage):
    """Every proposal."""

    model, table, section = Proposal, ProposalTable, SECTION
    title = gettext_lazy("Proposals")
    lead = gettext_lazy("From the first task to the final decision of the route, each with date and person.")
    search, sort, exports = ("title", "description"), "-number", ("csv", "xlsx")
    noun = gettext_lazy("proposals")
    empty = gettext_lazy("No proposal is recorded yet. The ANPR manager begins one from an assessment.")
    actions = ((gettext_lazy("Begin a proposal"), "proposal-new", "change_proposals"),)
    filters = (
        filters.Flags("shows", gettext_lazy("Shows"), (("moved", gettext_lazy("Ground moved"), _moved),)),
        filters.Facet("state", gettext_lazy("State"), "state", ProposalState.choices),
        filters.Facet("deployment", gettext_lazy("Deployment"), "deployment", Deployment.choices),
    )

    def shown(self, queryset: Any) -> Any:
        """With their force."""
        return queryset.select_related("organisation")


class ProposalPage(DetailPage):
    """One proposal: the task list, its parts, the route, the decisions."""

    model, section = Proposal, SECTION
    related = (
        "organisation", "assessment__organisation", "need__organisation", "consultation__pack", "decision__seal",
        "nasple", "route", "shares__organisation",
    )  # fmt: skip
    kicker = gettext_lazy("Proposal")

    def records(self) -> Any:
        """With those who are asked, and what they said."""
        return super().records().prefetch_related("consultation__stakeholders", "consultation__responses")

    def gaps(self) -> list[GapNote]:
        """What the thread lacks."""
        return thread.gaps_of(self.object, self.today)

    def thread(self) -> list[ThreadStep]:
        """From the assessment to the review."""
        return thread.thread_of(self.object, self.today)

    def subpages(self) -> list[SubPage]:
        """The parts of the record."""
        return subpages(self.object, "")

    def facts(self) -> list[tuple[Any, Any]]:
        """What is proposed."""
        obj = self.object
        purposes = facts("law_enforcement_purposes")["law_enforcement_purposes"]
        return [
            (_("Purpose"), _(purposes[obj.purpose]["label"]) if obj.purpose in purposes else obj.purpose),
            (_("Deployment"), obj.get_deployment_display()),
            (_("Intended months"), obj.intended_months),
            (_("Version submitted"), obj.version or ""),
            (_("NASPLE version"), obj.nasple.facts["current"]["version"] if obj.nasple else ""),
            (_("Community"), obj.initiator),
            (_("Cost to the force"), f"£{obj.cost_to_force:,}" if obj.cost_to_force is not None else ""),
            *([(_("Earlier note on the passport"), obj.passport)] if obj.passport else []),
        ]

    def extra(self) -> dict[str, Any]:
        """The task list, sites with their matrix, consultation, conditions, decisions."""
        obj = self.object
        writes = obj.state in WORKED_ON and obj.entitled(self.person, obj.edited_by) is not None
        return {
            "writes": writes,
            "keeps": obj.entitled(self.person, obj.edited_by) is not None,
            "imposes": obj.state in ("deciding", "approved") and _may_impose(obj, self.person),
            "tasks": task_lines(obj, writes),
            "near": list(obj.nearest) if writes else [],
            "considered": {row.site_id: row for row in obj.camera_rows},
            "codes": facts("matrix")["codes"],
            "fills": list(obj.fills.all()),
            "decisions": obj.decision_rows[::-1],
            "likely": {near.site.pk for near in obj.nearest if obj.likely_duplicate(near)} if writes else set(),
            **the_case(obj, self.person),
        }


def _may_impose(obj: Any, person: Any) -> bool:
    return Proposal.send_back.step.entitles(obj, person) is not None


def the_case(obj: Any, person: Any) -> dict[str, Any]:
    """What the record and the page of a decision show alike: route, matrix, like cases, what stands around."""
    rows, labels = obj.site_rows, dict(SiteState.choices)
    edition = next((row.matrix_edition for row in rows if row.matrix_edition), None)
    known = {"map": matrix_map(edition, rows), "grounds": facts("grounds")["grounds"], "site_states": labels}
    return {**known, **route_of(obj), **around(obj, person)}


class NewProposal(CreatePage):
    """Begin one."""

    model, form_class, section = Proposal, proposing.ProposalForm, SECTION
    title = gettext_lazy("Begin a proposal")
    next = gettext_lazy("You add the sites and begin; the task list is made then.")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose assessments and needs may be chosen."""
        return {"organisation": self.organisation}

    def back(self) -> str:
        """The list."""
        return "/proposals/"


class EditProposal(EditPage):
    """What is proposed."""

    model, form_class, section = Proposal, proposing.ProposalForm, SECTION
    title = gettext_lazy("Change what is proposed")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose assessments and needs may be chosen."""
        return {"organisation": self.object.organisation}


class AddSite(ActPage):
    """Add a site."""

    model, form_class, section = Proposal, needing.SiteForm, SECTION
    title, button = gettext_lazy("Add a site"), gettext_lazy("Add the site")
    next = gettext_lazy("The matrix is looked up for it where the grounds are known.")

    def act(self, obj: Any, form: Any) -> Any:
        """Found in the organisation."""
        site = found(obj.organisation, form.cleaned_data["site"])
        obj.add_site(by=self.person, on=self.today, site=site)


class DropSite(ActPage):
    """Take a site out."""

    model, section = Proposal, SECTION
    title, button = gettext_lazy("Take this site out"), gettext_lazy("Take it out")

    @cached_property
    def part(self) -> Any:
        """Found by record and key, else 404."""
        found = self.object.sites.open().filter(pk=self.kwargs["part"]).select_related("site").first()
        if found is None:
            raise Http404
        return found

    def allowed(self, obj: Any) -> bool:
        """Whoever may change the content, of a site that is there."""
        return super().allowed(obj) and self.part is not None

    def act(self, obj: Any, form: Any) -> Any:
        """Out of the proposal."""
        obj.drop_site(by=self.person, on=self.today, site=self.part.site)


class LookUpMatrix(ActPage):
    """Look the matrix up for every site."""

    model, section = Proposal, SECTION
    title, button = gettext_lazy("Look the matrix up"), gettext_lazy("Look it up and keep the codes")
    why = gettext_lazy("The matrix is advice: like cases are decided alike. The decision stays with the bodies.")

    def act(self, obj: Any, form: Any) -> Any:
        """Codes by evidenced ground, with the edition."""
        obj.look_up_matrix(by=self.person, on=self.today)


class ExceptionalPage(PartPage):
    """What makes a case exceptional."""

    model, form_class, section, parts = Proposal, proposing.ExceptionalForm, SECTION, "sites"
    title = gettext_lazy("What makes this case exceptional?")


class CameraPage(ActPage):
    """An existing or partner camera nearby."""

    model, form_class, section = Proposal, proposing.CameraForm, SECTION
    title, button = gettext_lazy("A camera nearby"), gettext_lazy("Record the answer")
    why = gettext_lazy("As few cameras as possible, and none doubled.")

    @cached_property
    def near(self) -> Any:
        """The site of the address, near a place of the proposal; else 404."""
        for near in self.object.nearest:
            if near.site.reference == self.kwargs["site"]:
                return near.site
        for row in self.object.camera_rows:
            if row.site.reference == self.kwargs["site"]:
                return row.site
        raise Http404

    def initial(self) -> dict[str, Any]:
        """The answer so far."""
        rows = [row for row in self.object.camera_rows if row.site_id == self.near.pk]
        return {name: getattr(rows[0], name) for name in self.form_class.base_fields} if rows else {}

    def context(self, **more: Any) -> dict[str, Any]:
        """Which camera it is about."""
        return super().context(**{**more, "lead": f"{self.near.title} ({self.near.reference})"})

    def act(self, obj: Any, form: Any) -> Any:
        """Record it."""
        obj.consider_camera(by=self.person, on=self.today, site=self.near, **form.cleaned_data)


class GapsPage(ActPage):
    """Which gaps in provision it would fill."""

    model, form_class, section = Proposal, proposing.GapsForm, SECTION
    title, button = gettext_lazy("Gaps that it would fill"), gettext_lazy("Save which gaps it would fill")
    why = gettext_lazy("The assessment found where number plate reading is missing. A proposal takes one up.")
    next = gettext_lazy("The assessment shows which proposal would fill each gap, and which nobody takes up.")

    def form_kwargs(self) -> dict[str, Any]:
        """The gaps that are free."""
        return {"gaps": self.object.gaps_to_fill()}

    def initial(self) -> dict[str, Any]:
        """Those that it named before."""
        return {"gaps": [str(gap.pk) for gap in self.object.gaps_to_fill() if gap.filled_by_id == self.object.pk]}

    def act(self, obj: Any, form: Any) -> Any:
        """Record it."""
        chosen = form.cleaned_data["gaps"]
        obj.fill(by=self.person, on=self.today, gaps=[gap for gap in obj.gaps_to_fill() if str(gap.pk) in chosen])


class TaskPage(EditPage):
    """One task of the list, or one compliance statement."""

    model, form_class, section = Proposal, proposing.TaskForm, SECTION
    button = gettext_lazy("Save the answer")

    @cached_property
    def row(self) -> Any:
        """The task's row in the table of tasks or of statements; else 404."""
        kind = self.kwargs["kind"]
        rows = facts("proposal_tasks")["proposal_tasks"]
        statements = facts("compliance_statements")["compliance_statements"]
        row = statements.get(kind.partition(":")[2]) if kind.startswith("compliance:") else rows.get(kind)
        if row is None or self.object.task(kind) is None:
            raise Http404
        return row

    def form_kwargs(self) -> dict[str, Any]:
        """The task that is answered."""
        return {"row": self.row, "task": self.object.task(self.kwargs["kind"])}

    def initial(self) -> dict[str, Any]:
        """The answer so far."""
        task = self.object.task(self.kwargs["kind"])
        return {"answer": task.answer, "asked_on": task.asked_on, "done": task.is_done}

    def content(self, obj: Any) -> dict[str, Any]:
        """Only this task."""
        task = obj.tasks.filter(kind=self.kwargs["kind"], listed=True).first()
        return {"answer": task.answer, "done": str(task.is_done)} if task else {}

    def context(self, **more: Any) -> dict[str, Any]:
        """What the task is, and when it ends."""
        known = {"title": _(self.row["title"]), "why": _(self.row.get("why", "")), "next": _(self.row.get("ends", ""))}
        return super().context(**{**more, **known})

    def change(self, obj: Any, form: Any) -> Any:
        """Answer it."""
        obj.finish_task(by=self.person, on=self.today, task=obj.task(self.kwargs["kind"]), **form.cleaned_data)
        return obj


class ConditionPage(ActPage):
    """Set a condition of the decision."""

    model, form_class, section, anytime = Proposal, proposing.ConditionForm, SECTION, True
    title, button = gettext_lazy("Set a condition"), gettext_lazy("Set the condition")

    def allowed(self, obj: Any) -> bool:
        """Chairs of the route and the ANPR manager."""
        return _may_impose(obj, self.person)

    def form_kwargs(self) -> dict[str, Any]:
        """Whose people may own it."""
        return {"record": self.object}

    def act(self, obj: Any, form: Any) -> Any:
        """Set it."""
        obj.impose(by=self.person, on=self.today, **form.cleaned_data)


class MetPage(ActPage):
    """Say that a condition is met."""

    model, form_class, section, anytime = Proposal, proposing.MetForm, SECTION, True
    title, button = gettext_lazy("This condition is met"), gettext_lazy("Record that it is met")

    def allowed(self, obj: Any) -> bool:
        """Its owner or the ANPR manager."""
        return obj.meets(self.person, self.task) is not None

    @cached_property
    def task(self) -> Any:
        """Found by record and key, else 404."""
        rows = self.object.tasks.filter(pk=self.kwargs["part"], kind="condition", done_on__isnull=True)
        found = rows.select_related("owner").first()
        if found is None:
            raise Http404
        return found

    def act(self, obj: Any, form: Any) -> Any:
        """Met."""
        obj.meet(by=self.person, on=self.today, task=self.task, **form.cleaned_data)


class ProposalCheck(CheckPage):
    """Check your answers."""

    model, section, sheet = Proposal, SECTION, ProposalSheet
    kicker = gettext_lazy("Check your answers")

    def subpages(self) -> list[SubPage]:
        """The parts of the record."""
        return subpages(self.object, "check/")
