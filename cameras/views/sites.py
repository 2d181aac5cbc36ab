"""The register: its list, a site's record, adding and changing a site, its steps and tasks."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.organisations import people
from anpr_governance.organisations.models import LocalPolicingArea
from anpr_governance.pages import filters
from anpr_governance.pages.markup import long_date, short_date
from anpr_governance.pages.views import (
    AskingPage,
    CreatePage,
    DetailPage,
    EditPage,
    ListPage,
    RecordPage,
    StepPage,
    SubPage,
)
from cameras.forms import PlaceForm, SiteForm, TaskForm
from cameras.models import Site
from cameras.models.site import has_machine
from cameras.states import COLLECTING, Deployment, PlaceType, Relationship, SiteState
from cameras.tables import SiteTable
from cameras.views.thread import Thread, notes

CRUMBS = (gettext_lazy("Sites"), "/sites/")
GAPS: tuple[tuple[str, Any, Any], ...] = (
    ("any", gettext_lazy("Any gap"), lambda rows, today: rows.with_gap()),
    ("dpia", gettext_lazy("No DPIA"), lambda rows, today: rows.with_gap("dpia")),
    ("dpia_outside", gettext_lazy("DPIA outside the product"), lambda rows, today: rows.with_gap("dpia_outside")),
    ("need", gettext_lazy("No need"), lambda rows, today: rows.with_gap("need")),
    ("moved", gettext_lazy("Moved since its DPIA"), lambda rows, today: rows.with_gap("moved")),
    ("breach", gettext_lazy("In breach"), lambda rows, today: rows.with_gap().filter(origin="breach")),
)


def _read() -> tuple[Any, ...]:
    """What tells which of the flags above apply to a site: one look at its gaps instead of one a flag."""
    return Site.objects.all().gap_kinds(), F("origin")


def _gaps(kinds: str | None, origin: str) -> list[str]:
    """Those flags."""
    return [*kinds.split(","), "any", *(["breach"] if origin == "breach" else [])] if kinds else []


SITE_FILTERS: tuple[filters.Filter, ...] = (
    filters.Flags("gap", gettext_lazy("Gaps"), GAPS, _read, _gaps),
    filters.Facet("state", gettext_lazy("State"), "state", SiteState.choices),
    filters.Facet("relationship", gettext_lazy("Whose"), "relationship", Relationship.choices),
    filters.Facet("deployment", gettext_lazy("Deployment"), "deployment", Deployment.choices),
    filters.Facet("place", gettext_lazy("Kind of place"), "place_type", PlaceType.choices),
    filters.Facet("area", gettext_lazy("Policing area"), "area", label_path="area__name"),
)


REGISTERS = (
    (gettext_lazy("Every site"), ()),
    (gettext_lazy("Live register"), COLLECTING),
    (gettext_lazy("Ceased and taken down"), ("collection_ceased", "decommissioned")),
)


def _states(states: Iterable[str]) -> str:
    """The address's query that asks for these states."""
    asked = "&".join(f"state={state}" for state in states)
    return f"?{asked}" if asked else ""


def areas_of(person: Any, codename: str = "view_content") -> Any:
    """The local policing areas of the person's forces."""
    return LocalPolicingArea.objects.filter(organisation__in=person.organisations_where(codename)).order_by("name")


class SiteList(ListPage):
    """The register of sites."""

    model, table, title, section = Site, SiteTable, gettext_lazy("Camera sites"), "sites"
    kicker = gettext_lazy("Register")
    lead = gettext_lazy("Every place where number plates are read for the force, with what is due and what is missing.")
    noun = gettext_lazy("sites")
    filters = SITE_FILTERS
    search = ("name", "site_reference", "road", "description")
    sort = "number"
    empty = gettext_lazy("No site is in the register yet. Import a register, or add a site.")
    template_name = "cameras/site_list.html"
    exports = ("csv", "xlsx")

    def records(self) -> Any:
        """The register without those marked as duplicates."""
        return super().records().register()

    def shown(self, queryset: Any) -> Any:
        """With the next days, the gaps and the DPIA."""
        return queryset.with_next_days(self.today).with_dpia(self.today)

    def listed(self) -> dict[str, Any]:
        """With the same rows on the map, and what the person may do here."""
        query = self.request.GET.urlencode()
        may = {name: self.opens(name) for name in ("view_locations", "import_register", "export_register")}
        may["add"] = any(held.role in Site.born_by for held in self.person.memberships_today)
        files = [(name.upper(), f"/sites/export.{name}?{query}") for name in self.exports if may["export_register"]]
        return super().listed() | {"files": files, "query": query, "may": may, "registers": self.registers()}

    def registers(self) -> list[tuple[Any, str, bool]]:
        """Label and address of the register's three views, and whether it is shown (T145)."""
        ticked = self.request.GET.getlist("state")
        return [(label, f"/sites/{_states(states)}", ticked == list(states)) for label, states in REGISTERS]

    def export(self, name: str) -> HttpResponseBase:
        """The register leaves through its own address, by its own right."""
        raise Http404


class SitePage(DetailPage):
    """One site: its thread, its gaps, its devices, what can happen next; today or as it stood."""

    model, section, as_at_bar = Site, "sites", True
    related = ("organisation", "area", "duplicate_of__organisation")
    kicker = gettext_lazy("Camera site")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The record; the address of a duplicate leads to the record that stands for it."""
        self.object = self.record()
        if self.object.duplicate_of and "own" not in request.GET:
            return HttpResponseRedirect(self.object.duplicate_of.get_absolute_url())
        return self.render(**self.shown())

    def records(self) -> Any:
        """With the papers in force on the day shown and what the site was then."""
        rows = super().records().with_papers(self.on).with_period(self.end_of_day()).with_commander(self.on)
        return rows.with_next_days(self.on) if self.is_today else rows

    def end_of_day(self) -> datetime:
        """The last moment of the day shown; now for today."""
        after = timezone.make_aware(datetime.combine(self.on + timedelta(days=1), time.min))
        return after - timedelta(microseconds=1)

    def record(self) -> Any:
        """On another day than today the record shows the state of that day."""
        site = super().record()
        if not self.is_today:
            period = site.paper_period
            site.__dict__["state"] = period["state"] if period else ""
        return site

    @cached_property
    def open_gaps(self) -> list[Any]:
        """The gaps that were open on the day shown."""
        rows = self.object.gaps.filter(opened_on__lte=self.on).select_related("owner__person").order_by("pk")
        return [gap for gap in rows if gap.closed_on is None or gap.closed_on > self.on]

    @cached_property
    def devices(self) -> list[Any]:
        """The devices that stood there, with the day of their next check."""
        rows = self.object.placements.on(self.on).with_check_due(self.on).select_related("device__model")
        return list(rows.order_by("device__reference"))

    def thread(self) -> Any:
        """One line from the assessment to the end; a row without the machine has none."""
        if not self.object.paper_period or not self.object.paper_period["state"]:
            return []
        days = [row.due_on for row in self.devices if row.due_on]
        return Thread(self.object, self.open_gaps, self.on, min(days, default=None)).steps()

    def gaps(self) -> Any:
        """What is missing."""
        return notes(self.object, self.open_gaps, self.on, self.person)

    def facts(self) -> list[tuple[Any, Any]]:
        """What the register says; the exact place for those alone who may see places."""
        site = self.object
        known = [
            (_("Register reference"), site.site_reference),
            (_("Controller"), self.controller()),
            (_("Whose it is"), site.get_relationship_display()),
            (_("Deployment"), site.get_deployment_display()),
            (_("Kind of place"), site.get_place_type_display()),
            (_("Road and direction"), f"{site.road} {site.direction}".strip()),
            (_("Policing area"), str(site.area or "")),
            (_("Its commander"), (site.commander or _("Nobody holds the role")) if site.area else ""),
            (_("Owner"), site.owner),
            (_("How it came here"), site.get_origin_display()),
        ]
        return known + self.place() + self.days()

    def place(self) -> list[tuple[Any, Any]]:
        """Grid reference and degrees."""
        site = self.object
        if not self.person.may("view_locations", site.organisation_id) or site.easting is None:
            return []
        return [
            (_("Easting, northing"), f"{site.easting:.0f}, {site.northing:.0f}"),
            (_("Latitude, longitude"), f"{site.latitude:.5f}, {site.longitude:.5f}"),
        ]

    def days(self) -> list[tuple[Any, Any]]:
        """Start and long-term days stand side by side (T006); authority and standard where they hold."""
        site = self.object
        named = [
            (_("Installed"), short_date(site.installed_on)), (_("Live since"), short_date(site.live_since)),
            (_("Intended months"), site.intended_months), (_("Long-term from"), short_date(site.became_long_term_on)),
            (_("Ceased"), short_date(site.ceased_on)), (_("Taken down"), short_date(site.decommissioned_on)),
            (_("Authorised by"), site.authoriser), (_("Authority"), site.authority_reference),
            (_("Authority expires"), short_date(site.authority_expires)), (_("Standard"), site.standard),
            (_("DPIA outside the product"), site.dpia_outside),
        ]  # fmt: skip
        return [(label, value) for label, value in named if value]

    def controller(self) -> str:
        """Who answers for the site on the day shown (G 1.9)."""
        if self.object.controller:
            return self.object.controller
        held = people.controller(self.object.organisation, self.on)
        return f"{held.person.name}, {self.object.organisation}" if held else _("Nobody holds the role")

    def subpages(self) -> list[SubPage]:
        """The parts of the record."""
        return subpages(self.object, "")

    def extra(self) -> dict[str, Any]:
        """Devices and tasks."""
        keeps = self.is_today and self.object.entitled(self.person, self.object.edited_by) is not None
        known = self.object.paper_period is not None or self.is_today
        return {
            "crumbs": [CRUMBS, (self.object.reference, "")],
            "devices": self.devices,
            "tasks": list(self.object.tasks.open().select_related("owner__person")) if self.is_today else [],
            "keeps": keeps,
            "finishes": self.object.entitled(self.person, TaskPage.roles) is not None,
            "was_there": known,
            "long_date": long_date,
        }


def subpages(site: Site, here: str) -> list[SubPage]:
    """The sub-navigation of a site."""
    base = site.get_absolute_url()
    parts = (
        ("", _("Overview")), ("checks", _("Performance")), ("files", _("Files")),
        ("history", _("Decisions and history")),
    )  # fmt: skip
    return [SubPage(words, f"{base}{slug}/" if slug else base, here=slug == here) for slug, words in parts]


class AddSite(CreatePage):
    """A site that is to be proposed; or a row without the machine, under its short rule."""

    model, form_class, title, section = Site, SiteForm, gettext_lazy("Add a site"), "sites"
    lead = gettext_lazy("A fixed or temporary site begins as proposed. Nothing is installed before it is decided.")
    why = gettext_lazy("The register names every place where plates are read, whoever owns the equipment.")
    next = gettext_lazy("A proposal takes the site through need, consultation, DPIA and decision.")
    button = gettext_lazy("Add the site")

    def form_kwargs(self) -> dict[str, Any]:
        """The force's own areas."""
        return {"areas": LocalPolicingArea.objects.filter(organisation=self.organisation).order_by("name")}

    def take(self, form: Any) -> Any:
        """One birth, by the kind of row."""
        fields = dict(form.cleaned_data)
        enter = Site.born if has_machine(fields["relationship"], fields["deployment"]) else Site.enter_without_machine
        return enter(by=self.person, on=self.today, organisation=self.organisation, **fields)

    def back(self) -> str:
        """The register."""
        return "/sites/"


class EditSite(EditPage):
    """What the register says of a site."""

    model, form_class, title, section = Site, PlaceForm, gettext_lazy("Change the register entry"), "sites"
    related = ("organisation", "area")
    why = gettext_lazy("A place that is wrong in the register is wrong in every paper that names it.")
    next = gettext_lazy(
        "A site that moves further than 50 m from where its DPIA looked shows a gap until a version covers it."
    )

    def form_kwargs(self) -> dict[str, Any]:
        """The force's own areas."""
        return {"areas": LocalPolicingArea.objects.filter(organisation=self.object.organisation_id).order_by("name")}


class SiteStep(StepPage):
    """Every step of a site; a link from what suggests it may begin the answers."""

    model, section = Site, "sites"

    def initial(self) -> dict[str, Any]:
        """What the link says of code and reason; nothing is taken before it is sent."""
        begun = {name: self.request.GET.get(name, "")[:400] for name in ("code", "reason")}
        return super().initial() | {name: text for name, text in begun.items() if text}


class SiteAsking(AskingPage, RecordPage):
    """A page that asks something about one site, of those who keep the register."""

    model: ClassVar[Any] = Site
    section = "sites"
    roles: ClassVar[tuple[str, ...]] = ("anpr-manager", "anpr-specialist")
    template_name = "pages/form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Unseen is 404; seen but not one's own is 403."""
        if request.user.is_authenticated:
            self.object = self.record()
            if self.object.entitled(request.user, self.roles) is None:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def context(self, **more: Any) -> dict[str, Any]:
        """The site with its marking."""
        return super().context(**{"object": self.object, "marking": self.object.marking, **more})

    def back(self) -> str:
        """The site."""
        return self.object.get_absolute_url()


class TaskPage(SiteAsking):
    """One task of a site: say that it is done."""

    form_class = TaskForm
    roles = ("anpr-manager", "anpr-specialist", "finance-officer", "strategic-lead")
    button = gettext_lazy("Say that it is done")
    why = gettext_lazy("Collection that ended leaves nothing behind: no feed, no entry, no sign that misleads.")
    next = gettext_lazy("When the last task is done and disposal is authorised, the site can be decommissioned.")

    @cached_property
    def task(self) -> Any:
        """The open task that the address names."""
        found = self.object.tasks.open().filter(pk=self.kwargs["task"]).select_related("owner__person", "site").first()
        if found is None:
            raise Http404
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """The task's own words; what a failed check asked for ends nothing."""
        known = {"title": _(self.task.title), "lead": self.said_of_task()}
        if self.task.check_failed_id:
            why = _("A device that misreads plates accuses the wrong people. What was found is mended by its day.")
            more |= {"why": why, "next": _("The retest says whether it helped.")}
        return super().context(**{**known, **more})

    def said_of_task(self) -> str:
        """Whose it is and by when."""
        owner = self.task.owner.person.name if self.task.owner else _("nobody yet")
        words = _("It is with %(owner)s, to be done by %(day)s.")
        return words % {"owner": owner, "day": long_date(self.task.due)} if self.task.due else ""

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today}

    def take(self, form: Any) -> Any:
        """The task is done."""
        day: date = form.cleaned_data["on"]
        self.object.finish_task(task=self.task, by=self.person, on=day, answer=form.cleaned_data["answer"])
        return self.object

    def said(self, answer: Any) -> str:
        """What was recorded."""
        return _("The task is recorded as done.")
