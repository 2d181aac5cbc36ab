"""Performance: the list, one check, its steps, what is done after a failure, and the checks of one site."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.organisations.models import Membership
from anpr_governance.pages import filters
from anpr_governance.pages.markup import short_date
from anpr_governance.pages.views import DetailPage, ListPage, StepPage, SubPage
from cameras.check_forms import ActionForm, AdHocForm
from cameras.models import Device, PerformanceCheck, Site
from cameras.states import CheckKind, CheckState, DeviceKind, Outcome, SiteState, SuspendReason
from cameras.tables import CheckTable
from cameras.views.charts import chart
from cameras.views.sites import SiteAsking, subpages

SHOWN_CHECKS = 24
KEEPERS = ("anpr-manager", "anpr-specialist")


class CheckList(ListPage):
    """Checks that are due, made and accepted."""

    model, table, title, section = PerformanceCheck, CheckTable, gettext_lazy("Performance checks"), "performance"
    lead = gettext_lazy("Every device that collects is checked: yearly with images, half-yearly without.")
    noun = gettext_lazy("checks")
    search = ("device__reference", "site__name", "site__site_reference", "site__road")
    sort = "due_on"
    exports = ("csv", "xlsx")
    empty = gettext_lazy("No check is open. One opens 60 days before it falls due.")
    actions = (
        (gettext_lazy("The fleet"), "fleet", "view_content"),
        (gettext_lazy("Counts by spreadsheet"), "checks-bulk", "change_performance"),
    )
    filters = (
        filters.Flags(
            "shows", gettext_lazy("Shows"),
            (("overdue", gettext_lazy("Overdue"), lambda rows, today: rows.filter(state="open", due_on__lt=today)),),
        ),
        filters.Facet("state", gettext_lazy("State"), "state", CheckState.choices),
        filters.Facet("outcome", gettext_lazy("Outcome"), "outcome", Outcome.choices),
        filters.Facet("kind", gettext_lazy("Why"), "kind", CheckKind.choices),
        filters.Facet("component", gettext_lazy("Component"), "device__kind", DeviceKind.choices),
    )  # fmt: skip

    def shown(self, queryset: Any) -> Any:
        """With device, site and force."""
        return queryset.select_related("device", "site", "organisation")

    def matching(self, q: str) -> Any:
        """Every word in one of the searched fields; a check has no number of its own."""
        from django.db.models import Q

        whole = Q()
        for word in q.split()[:8]:
            one = Q()
            for path in self.search:
                one |= Q(**{f"{path}__icontains": word})
            whole &= one
        return whole


class CheckPage(DetailPage):
    """One check: counts, rates with their interval, what is done after a failure."""

    model, section = PerformanceCheck, "performance"
    related = ("organisation", "device", "site__organisation", "nasple", "retest_of__organisation")
    kicker = gettext_lazy("Performance check")

    def facts(self) -> list[tuple[Any, Any]]:
        """Where, how, against what."""
        check = self.object
        edition = f"{check.nasple}" if check.nasple else ""
        unverified = _(" (thresholds not verified)") if check.nasple and not check.nasple.is_verified else ""
        return [
            (_("Site"), check.site.title), (_("Device"), check.device.reference),
            (_("Kind of component"), check.device.get_kind_display()),
            (_("Due"), short_date(check.due_on)), (_("Made on"), short_date(check.on)),
            (_("Method"), check.method), (_("Period of the sample"), check.period), (_("Who counted"), check.tester),
            (_("Held against"), edition + unverified),
        ]  # fmt: skip

    def subpages(self) -> list[SubPage]:
        """The check, and the files that hang on it."""
        return parts(self.object, "")

    def extra(self) -> dict[str, Any]:
        """Counts, rates and actions."""
        check = self.object
        return {
            "crumbs": [(_("Performance"), "/performance/"), (check.reference, "")],
            "counts": check.counted(),
            "rates": check.rates(),
            "actions": list(check.actions.select_related("owner__person")),
            "retests": list(check.retests.select_related("organisation")),
            "suggests": check.failed_twice(),
            "suspends": self.suspends(),
            "keeps": check.entitled(self.person, KEEPERS) is not None,
        }

    def suspends(self) -> str:
        """Where this person suspends collection at the site, its reason begun; empty where they cannot."""
        check = self.object
        if check.site.state != SiteState.LIVE or Site.suspend.step.entitles(check.site, self.person) is None:
            return ""
        why = _("%(device)s failed two checks in a row, the last one %(check)s.")
        told = {"code": SuspendReason.FAILED_TEST.value}
        told["reason"] = why % {"device": check.device.reference, "check": check.reference}
        return f"{check.site.get_absolute_url()}step/suspend/?{urlencode(told)}"


def parts(check: Any, here: str) -> list[SubPage]:
    """The sub-navigation of a check."""
    base = check.get_absolute_url()
    return [SubPage(_("Overview"), base, here=not here), SubPage(_("Files"), f"{base}files/", here=here == "files")]


class CheckStep(StepPage):
    """Every step of a check."""

    model, section = PerformanceCheck, "performance"
    related = ("organisation", "device", "site__organisation", "nasple")


class ActionPage(SiteAsking):
    """Who does what about a failed check, and by when."""

    model = PerformanceCheck
    section = "performance"
    related = ("organisation", "device", "site__organisation")
    form_class, title = ActionForm, gettext_lazy("What is done about the failure")
    button = gettext_lazy("Record the action")
    why = gettext_lazy("A failed check without an owner and a day is accepted by nobody.")
    next = gettext_lazy("The check can be accepted. The retest says whether the action helped.")

    def context(self, **more: Any) -> dict[str, Any]:
        """A check has the marking of its site."""
        self.object.marking = self.object.site.marking
        return super().context(**more)

    @cached_property
    def action(self) -> Any:
        """The open action of the check."""
        found = self.object.actions.filter(done_on__isnull=True).first()
        if found is None:
            raise Http404
        return found

    def form_kwargs(self) -> dict[str, Any]:
        """Those who hold a role of the force today."""
        held = Membership.objects.effective().on(self.today).filter(organisation=self.object.organisation_id)
        return {"people": held.filter(role__in=KEEPERS).select_related("person")}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {"title": _(self.action.title), "owner": self.action.owner_id, "due": self.action.due}

    def take(self, form: Any) -> Any:
        """The action gets its owner and its day."""
        self.object.site.amend(by=self.person, on=self.today, part=self.action, **form.cleaned_data)
        return self.object


class SiteChecks(DetailPage):
    """The checks of one site, device by device, each rate with its interval."""

    model, section, kind = Site, "sites", "checks"
    related = ("organisation",)
    kicker = gettext_lazy("Performance of")

    def subpages(self) -> Any:
        """The parts of the record."""
        return subpages(self.object, "checks")

    def offers(self) -> list[Any]:
        """Steps stand on the overview."""
        return []

    def extra(self) -> dict[str, Any]:
        """Charts and rows."""
        site = self.object
        checks = site.checks.select_related("device", "nasple", "organisation").order_by("due_on", "pk")
        rows = list(checks)
        placed = list(site.placements.on(self.today).with_check_due(self.today).select_related("device"))
        may = site.state in ("installed", "live", "suspended") and site.entitled(self.person, KEEPERS) is not None
        return {
            "crumbs": [(_("Sites"), "/sites/"), (site.reference, site.get_absolute_url()), (_("Performance"), "")],
            "charts": [drawn for place in placed for drawn in self.drawn(place, rows)],
            "checks": rows[::-1],
            "may_open": may and bool(placed),
            "is_today": False,
        }

    def drawn(self, place: Any, checks: list[Any]) -> list[Any]:
        """Each rate of one device, that of its newest check first."""
        made = [row for row in checks if row.device_id == place.device_id and row.state in ("recorded", "accepted")]
        made = sorted(made, key=lambda row: (row.on, row.pk))[-SHOWN_CHECKS:]
        keys = dict.fromkeys(rate.key for check in reversed(made) for rate in reversed(check.rates()))
        found = [chart(place.device, key, made, place.due_on, self.today) for key in keys]
        return [one for one in found if one is not None]


class OpenCheck(SiteAsking):
    """A check that no interval asks for."""

    form_class, title = AdHocForm, gettext_lazy("Ask for a check")
    button = gettext_lazy("Open the check")
    why = gettext_lazy("After a repair, a change of the road, or a complaint, the interval is too long to wait.")
    next = gettext_lazy("The check stands in the list of those who keep performance until its counts are recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        """The devices that stand here today."""
        placed = self.object.placements.on(self.today).values("device")
        return {"devices": Device.objects.filter(pk__in=placed).order_by("reference")}

    def take(self, form: Any) -> Any:
        """One birth."""
        return PerformanceCheck.open_one(
            by=self.person, on=self.today, device=form.cleaned_data["device"], site=self.object,
            kind=CheckKind.AD_HOC, due_on=form.cleaned_data["due_on"],
        )  # fmt: skip
