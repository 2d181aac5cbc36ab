"""What the strategy group oversees: purchases, replacements, upgrades, disposals and equipment decisions (P L46)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from anpr_governance.database.functions import add_months
from anpr_governance.pages import exports, markup
from anpr_governance.pages.days import NotADay, read_day
from anpr_governance.pages.exporting import at_once
from anpr_governance.pages.tables import Column, Day, Table, Text
from anpr_governance.pages.views import Page
from cameras.models import Asset, Decision, EquipmentModel, Site
from cameras.states import AssetKind
from cameras.tables import DECISIONS, Pounds

MOST = 500
"""Lines that the page shows; the file has all."""
MONTHS = 12
"""How far back the list goes unless somebody says otherwise."""
UNDECIDED = ("assessing", "consulting", "ready", "deciding", "approved")
DISPOSAL = gettext_lazy("Disposal")


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, what, about which entry or model, at what cost or charge, by whom."""

    on: date
    what: Any
    name: str
    href: str
    about: str
    who: str
    cost: Decimal | None = None
    charge: Decimal | None = None


class Named(Column):
    """The entry or the model as a link."""

    def cell(self, row: Line) -> Markup:
        """Its name."""
        return markup.link(row.href, row.name)


class OversightTable(Table):
    """What happened in a period."""

    caption = gettext_lazy("Purchases, replacements, upgrades, disposals and decisions on equipment")
    columns = (
        Named(gettext_lazy("Entry or model"), "name"),
        Day(gettext_lazy("On"), "on"),
        Text(gettext_lazy("What"), "what"),
        Text(gettext_lazy("About"), "about"),
        Pounds(gettext_lazy("Cost (£)"), "cost"),
        Pounds(gettext_lazy("Charge (£)"), "charge"),
        Text(gettext_lazy("Recorded by"), "who"),
    )


class Oversight(Page):
    """The list of a period with its totals, and what is planned."""

    section, title, template_name = "assets", gettext_lazy("Oversight of equipment"), "cameras/oversight.html"
    lead = gettext_lazy("The strategy group oversees what is bought, replaced, upgraded and disposed of, and the cost.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the same lines as a file."""
        name = request.GET.get("export")
        table, lines = OversightTable(), self.lines()
        if name is not None:
            if name not in exports.WRITERS:
                raise Http404
            return at_once(table, lines, f"oversight-{self.since}-{self.until}", name)
        query = f"?since={self.since}&until={self.until}&export="
        heads = [{"label": column.label, "css": column.css} for column in table.columns]
        return self.render(
            heads=heads, body=table.html(lines[:MOST]), most=MOST, lines=lines, totals=totals(lines),
            since=self.since, until=self.until, error=self.period[2],
            files=[(file.upper(), f"{query}{file}") for file in exports.WRITERS], caption=table.caption,
            planned=self.planned(), leaving=self.leaving(),
        )  # fmt: skip

    # The period

    @cached_property
    def period(self) -> tuple[date, date, str]:
        """First and last day, and what is wrong with what was typed."""
        usual = add_months(self.today, -MONTHS), self.today
        try:
            days = [self.typed(name, day) for name, day in zip(("since", "until"), usual, strict=True)]
        except NotADay as mend:
            return *usual, str(mend)
        if days[0] > days[1]:
            return *usual, _("The period ends before it begins. Give the earlier day first.")
        return days[0], days[1], ""

    def typed(self, name: str, usual: date) -> date:
        """The day of the address, else the usual one."""
        text = self.request.GET.get(name, "").strip()
        return read_day(text) if text else usual

    @property
    def since(self) -> date:
        """The first day."""
        return self.period[0]

    @property
    def until(self) -> date:
        """The last day."""
        return self.period[1]

    # What happened

    def lines(self) -> list[Line]:
        """All of it, newest first."""
        found = [*self.bought(), *self.disposed(), *self.decided()]
        return sorted(found, key=lambda line: line.on, reverse=True)

    def assets(self) -> Any:
        """The entries that the person sees."""
        return Asset.objects.visible_to(self.person).select_related("site__organisation").order_by("pk")

    def bought(self) -> Iterator[Line]:
        """What came into the register."""
        rows = self.assets().filter(since__range=(self.since, self.until)).annotate(who=_who())
        for row in rows:
            about = ", ".join(filter(None, (row.what, row.site.title)))
            yield Line(
                row.since, row.get_kind_display(), str(row), row.get_absolute_url(), about, row.who or "", row.cost
            )

    def disposed(self) -> Iterator[Line]:
        """What left it, with the charge."""
        rows = self.assets().filter(disposed_on__range=(self.since, self.until))
        for row in rows.annotate(who=_who(disposed_on__isnull=False)):
            about, day = f"{row.disposed_by}, {row.site.title}", row.disposed_on
            yield Line(day, DISPOSAL, str(row), row.get_absolute_url(), about, row.who or "", charge=row.charge)

    def decided(self) -> Iterator[Line]:
        """Acceptances and evaluations of equipment."""
        models = EquipmentModel.objects.visible_to(self.person)
        rows = Decision.objects.filter(equipment__in=models, on__range=(self.since, self.until))
        for row in rows.select_related("equipment").order_by("pk"):
            model: Any = row.equipment
            yield Line(
                row.on, DECISIONS[row.step], str(model), model.get_absolute_url(), row.reasons,
                f"{row.name} {row.rank}".strip(),
            )  # fmt: skip

    # What is planned

    def planned(self) -> list[dict[str, Any]]:
        """Proposals whose sites are not put up yet, with their cost where it is known."""
        sites = Site.objects.visible_to(self.person).register().filter(state__in=("proposed", "approved"))
        path = "proposals__proposal__"
        rows = sites.filter(proposals__until__isnull=True, **{f"{path}state__in": UNDECIDED})
        names = {"number": f"{path}number", "title": f"{path}title", "cost": f"{path}cost_to_force"}
        read = rows.values_list("organisation__code", *names.values()).distinct().order_by(names["number"])
        return [
            {"reference": f"{code}-P-{number:04d}", "title": title, "cost": cost} for code, number, title, cost in read
        ]

    def leaving(self) -> list[Asset]:
        """Entries of sites that ceased: their disposal comes next, with the charge of what they are worth."""
        return list(self.assets().open().filter(site__state="collection_ceased"))


def _who(**fields: Any) -> Subquery:
    """Who wrote the first row of an entry's history of which `fields` hold."""
    rows = Asset.history.model.objects.filter(id=OuterRef("pk"), **fields)
    return Subquery(rows.order_by("history_id").values("history_user__name")[:1])


def totals(lines: list[Line]) -> list[tuple[Any, int, Decimal | None, Decimal | None]]:
    """Kind, how many, their cost and their charge, in the order of the register's kinds."""
    kinds = [*AssetKind.labels, DISPOSAL, *DECISIONS.values()]
    found = []
    for kind in kinds:
        some = [line for line in lines if str(line.what) == str(kind)]
        if some:
            found.append((kind, len(some), _sum(line.cost for line in some), _sum(line.charge for line in some)))
    return found


def _sum(values: Iterator[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if known else None
