"""The asset register: its list on any day, an entry, and what is asked of it."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Sum
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.markup import long_date, pounds
from anpr_governance.pages.views import AsAt, AskingPage, ListPage
from anpr_governance.regulation import facts
from cameras.finance.forms import AssetForm, DisposeForm, RevalueForm, ToldForm, UpgradeForm
from cameras.models import Asset, Site
from cameras.states import AssetKind
from cameras.tables import AssetTable


class Keeping(AskingPage):
    """A page of those who keep one kind of paper; `permission` is asked on the force of the thing."""

    section = "assets"
    template_name = "pages/form.html"

    keeps: ClassVar[str] = ""

    @cached_property
    def forces(self) -> list[int]:
        """The forces in which the person may keep it."""
        return self.person.organisations_where(self.keeps or self.permission)


class KeepingOne(Keeping):
    """The same about one row, named by its key in the address: all who see content read it, `keeps` changes it."""

    model: ClassVar[Any]
    permission = "view_content"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Unseen is 404; seen but not one's own is read, and a change refused."""
        if request.user.is_authenticated:
            key = kwargs["ref"]
            rows = self.rows().filter(pk=int(key)) if key.isdecimal() and len(key) < 19 else self.rows().none()
            self.row = rows.first()
            if self.row is None:
                raise Http404
            if not self.may_keep and request.method not in ("GET", "HEAD"):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_keep(self) -> bool:
        """Whether the person's roles keep papers of this force."""
        return self.force() in self.forces

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form; or only what is known, for those who do not keep it."""
        if self.may_keep:
            return super().get(request, *args, **kwargs)
        return self.ask(self.form(), closed=True)

    def rows(self) -> Any:
        """Those that the person sees."""
        return self.model.objects.visible_to(self.person)

    def force(self) -> int:
        """The force whose paper it is."""
        return int(self.row.organisation_id)

    def context(self, **more: Any) -> dict[str, Any]:
        """Named by the row."""
        return super().context(**{"title": f"{self.title}: {self.row}", **more})


ENDS: tuple[tuple[str, Any, Any], ...] = (
    ("standing", gettext_lazy("In the register"), lambda rows, today: rows.open()),
    ("disposed", gettext_lazy("Disposed of"), lambda rows, today: rows.filter(disposed_on__isnull=False)),
    ("untold", gettext_lazy("Disposed of, finance not told"), lambda rows, today: rows.untold()),
)


def _ends(disposed: str | None, told: str | None) -> list[str]:
    """Which of those flags apply to an entry."""
    return ["standing"] if disposed is None else ["disposed", *(["untold"] if told is None else [])]


KIND = filters.Facet("kind", gettext_lazy("Kind"), "kind", AssetKind.choices)
SHOWS = filters.Flags(
    "shows", gettext_lazy("Shows"), ENDS, lambda: (F("disposed_on"), F("finance_told_on")), _ends
)  # fmt: skip


class AssetList(AsAt, ListPage):
    """The asset register of live installations (P L55), today or as it stood on a day."""

    model, table, title, section = Asset, AssetTable, gettext_lazy("Asset register"), "assets"
    lead = gettext_lazy("Every installation is an asset. Finance keeps the same numbers, and both are compared.")
    noun = gettext_lazy("entries")
    search = ("finance_number", "site__name", "site__site_reference")
    sort, as_at_bar = "since", True
    exports = ("csv", "xlsx")
    empty = gettext_lazy("No asset is entered yet. A new site needs one before it goes live.")
    actions = (
        (gettext_lazy("Oversight"), "oversight", "view_content"),
        (gettext_lazy("Equipment models"), "equipment-list", "view_content"),
        (gettext_lazy("Public information"), "information-list", "view_content"),
        (gettext_lazy("Compare with finance"), "reconcile", "change_assets"),
        (gettext_lazy("Enter an asset"), "asset-new", "change_assets"),
    )

    @property
    def filters(self) -> Any:  # type: ignore[override]
        """What ended is a question of today alone."""
        return (SHOWS, KIND) if self.is_today else (KIND,)

    def records(self) -> Any:
        """Every entry; on another day those that stood then."""
        return super().records() if self.is_today else super().records().on(self.on)

    def shown(self, queryset: Any) -> Any:
        """With the site and its force, and the sums of the day shown."""
        return self.valued(queryset.select_related("site__organisation"))

    def valued(self, rows: Any) -> Any:
        """With the sums of the day shown."""
        return rows.valued_now() if self.is_today else rows.valued(self.on)

    def listed(self) -> dict[str, Any]:
        """With the totals of what stands, and the day."""
        known = super().listed()
        kept = [*known["kept"], *([] if self.is_today else [("as-at", self.on.isoformat())])]
        told = {"on": self.on, "is_today": self.is_today, "as_at_error": self.asked_day[1], "quick": self.quick()}
        return known | told | {"kept": kept, "totals": self.totals()}

    def quick(self) -> list[tuple[str, str]]:
        """The end of the last financial year, at which the registers are closed."""
        ends = facts("register")["finance"]["year_ends"]
        closed = date(self.today.year, ends["month"], ends["day"])
        closed = closed if closed < self.today else closed.replace(year=self.today.year - 1)
        return [(long_date(closed), closed.isoformat())]

    def totals(self) -> dict[str, Any]:
        """How many entries stand on the day, their cost and their book value."""
        standing = self.valued(self.rows.on(self.on))
        sums: dict[str, Any] = standing.aggregate(n=Count("pk"), cost=Sum("known_cost"), value=Sum("known_value"))
        return sums

    def matching(self, q: str) -> Any:
        """Assets have no reference of the product."""
        return matching(self.search, q)


class NewAsset(Keeping):
    """An addition to the asset register (P L62)."""

    form_class, title, permission = AssetForm, gettext_lazy("Enter an asset"), "change_assets"
    button = gettext_lazy("Enter the asset")
    why = gettext_lazy("A new site is an addition, and finance has to know of it before it goes live.")
    next = gettext_lazy("The gap of a missing entry closes. Disposal later refers to this number.")

    def sites(self) -> Any:
        """The sites whose assets the person keeps."""
        return Site.objects.visible_to(self.person).filter(organisation__in=self.forces).select_related("organisation")

    def form_kwargs(self) -> dict[str, Any]:
        """The sites and the entries that may be named."""
        return {"sites": self.sites(), "assets": Asset.objects.filter(organisation__in=self.forces).open()}

    def initial(self) -> dict[str, Any]:
        """The site of the address, and today."""
        return {"site": self.request.GET.get("site", "")[:60], "on": self.today}

    def take(self, form: Any) -> Any:
        """One entry."""
        fields = dict(form.cleaned_data)
        return Asset.enter(by=self.person, on=fields.pop("on"), site=fields.pop("site"), **fields)

    def back(self) -> str:
        """The register of assets."""
        return "/assets/"


class AssetPage(KeepingOne):
    """One entry: what it is, what it was worth when, its upgrades and how it ended."""

    model, title, template_name = Asset, gettext_lazy("Asset"), "cameras/asset.html"
    keeps = "change_assets"
    http_method_names = ("get", "head", "options")
    lead = gettext_lazy("An entry of the asset register, under the number that finance keeps for it.")

    def rows(self) -> Any:
        """With what the page names."""
        return super().rows().select_related("site__organisation", "organisation", "device", "replaces")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The entry with the other rows of its number, and what may be done now."""
        others = Asset.objects.number(self.row).exclude(pk=self.row.pk).order_by("since", "pk")
        later = list(self.row.replaced_by.order_by("pk"))
        known: dict[str, Any] = {"others": others, "later": later, "worth": worth(self.row), "acts": self.acts()}
        return self.render(row=self.row, facts=self.facts(), **known)

    def facts(self) -> list[tuple[Any, Any]]:
        """What the register says, and the end where it has one."""
        row = self.row
        known = [
            (_("Kind"), row.get_kind_display()), (_("What was bought"), row.what), (_("Site"), row.site),
            (_("Device"), row.device), (_("In the register from"), long_date(row.since)),
            (_("Cost (£)"), pounds(row.cost)), (_("Book value (£)"), pounds(row.book_value)),
        ]  # fmt: skip
        ended = [
            (_("Disposed of on"), long_date(row.disposed_on)), (_("Method of disposal"), row.disposed_by),
            (_("Book value then, a charge (£)"), pounds(row.charge)),
            (_("Finance told on"), long_date(row.finance_told_on) or _("Not yet")),
        ]  # fmt: skip
        return known + (ended if row.disposed_on else [])

    def acts(self) -> list[tuple[Any, str]]:
        """Label and address of what the person may do with it now."""
        if not self.may_keep or self.row.finance_told_on:
            return []
        here = self.row.get_absolute_url()
        if self.row.disposed_on:
            return [(_("Say that finance knows"), f"{here}told/")]
        acts = [(_("Dispose of it"), f"{here}dispose/"), (_("Give its value"), f"{here}value/")]
        return acts if self.row.kind == AssetKind.UPGRADE else [*acts, (_("Record an upgrade"), f"{here}upgrade/")]


def worth(asset: Asset) -> list[Any]:
    """The rows of its history at which its sums changed, newest first."""
    found: list[Any] = []
    for row in asset.history.select_related("history_user").order_by("history_id"):
        if not found or (row.cost, row.book_value) != (found[-1].cost, found[-1].book_value):
            found.append(row)
    return found[::-1]


class AssetAsking(KeepingOne):
    """Something that is asked about a standing entry."""

    model, permission, keeps = Asset, "change_assets", "change_assets"

    def rows(self) -> Any:
        """With the site."""
        return super().rows().select_related("site__organisation", "organisation")

    @property
    def may_keep(self) -> bool:
        """What was disposed of stays as it was."""
        return super().may_keep and self.row.until is None

    def context(self, **more: Any) -> dict[str, Any]:
        """Where it stands and since when."""
        words = _("At %(site)s, in the register since %(day)s. Book value £%(value)s.")
        told = {"site": self.row.site, "day": long_date(self.row.since), "value": pounds(self.row.book_value) or "–"}
        return super().context(**{"lead": words % told, **more})

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today}

    def back(self) -> str:
        """The entry."""
        return str(self.row.get_absolute_url())


class DisposeAsset(AssetAsking):
    """The disposal of an entry (P L60)."""

    form_class, title = DisposeForm, gettext_lazy("Dispose of the asset")
    button = gettext_lazy("Record the disposal")
    why = gettext_lazy(
        "The strategy group authorises disposal, in advance where it can; finance is told without delay."
    )
    next = gettext_lazy("What is left of the book value is shown as a charge. Its upgrades end with it.")

    def initial(self) -> dict[str, Any]:
        """The day is asked: a disposal is often written down later."""
        return {}

    def context(self, **more: Any) -> dict[str, Any]:
        """With the authority, or that it is missing."""
        known = super().context(**more)
        missing = self.row.authority_missing(self.person, self.today) if self.may_keep else None
        said = missing.sentence if missing else _("The strategy group has authorised it.") if self.may_keep else ""
        return known | {"lead": f"{known['lead']} {said}".strip()}

    def take(self, form: Any) -> Any:
        """One disposal."""
        return self.row.dispose(by=self.person, **form.cleaned_data)


class UpgradeAsset(AssetAsking):
    """The cost of an upgrade (P L46)."""

    form_class, title = UpgradeForm, gettext_lazy("Record an upgrade")
    button = gettext_lazy("Record the upgrade")
    why = gettext_lazy("The strategy group oversees what is bought, changed and upgraded, and what it costs.")
    next = gettext_lazy("It is a row of its own under the same number, and counts in the next comparison with finance.")

    def take(self, form: Any) -> Any:
        """One row."""
        return self.row.upgrade(by=self.person, **form.cleaned_data)


class ValueAsset(AssetAsking):
    """The sums of an entry from a day on (P L55)."""

    form_class, title = RevalueForm, gettext_lazy("Give its value")
    button = gettext_lazy("Record the value")
    why = gettext_lazy("Finance writes assets down each year, and a comparison may show that a sum was wrong.")
    next = gettext_lazy("The register shows the new sums from that day; any earlier day shows those it had.")

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {**super().initial(), "cost": self.row.cost, "book_value": self.row.book_value}

    def take(self, form: Any) -> Any:
        """One valuation."""
        return self.row.revalue(by=self.person, **form.cleaned_data)


class TellFinance(AssetAsking):
    """That finance was told of a disposal (P L60)."""

    form_class, title = ToldForm, gettext_lazy("Say that finance knows")
    button = gettext_lazy("Record that finance was told")
    why = gettext_lazy("Finance is told of a disposal without undue delay, and books what is left as a charge.")
    next = gettext_lazy("The reminder ends, and the day stands with the disposal.")

    @property
    def may_keep(self) -> bool:
        """Of a disposal that finance does not know of."""
        waits = self.row.disposed_on is not None and self.row.finance_told_on is None
        return waits and self.force() in self.forces

    def take(self, form: Any) -> Any:
        """One day."""
        return self.row.tell_finance(by=self.person, on=form.cleaned_data["on"])


def matching(fields: tuple[str, ...], q: str) -> Any:
    """Every word in one of the fields: for rows without a reference of the product."""
    from django.db.models import Q

    whole = Q()
    for word in q.split()[:8]:
        one = Q()
        for path in fields:
            one |= Q(**{f"{path}__icontains": word})
        whole &= one
    return whole
