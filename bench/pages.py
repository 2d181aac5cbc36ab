"""What pages cost: the register against a floor and a peer, rights, statements."""

from collections.abc import Callable

from django.db import connection

from anpr_governance.organisations.models import Person
from bench import site
from bench.dataset import Size
from bench.floor import register
from bench.measuring import Row, interleaved, statements
from cameras.models import Site


def register_vs_floor(size: Size) -> list[Row]:
    """The 50-row register, signed in and scoped, against the same page by hand."""
    session = site.signed_in(site.manager())
    ours, floor = site.page("/sites/", session), register(session)
    if ours().count(b"<tr>") < 50 or floor().count(b"<tr>") < 50:
        raise RuntimeError("One of the two pages does not show its fifty rows.")
    pair = interleaved(ours, floor, times=10)
    return [Row("register_vs_floor", pair.ratio, 5.4, detail=f"{pair}; aim 2.0")]


def register_vs_admin(size: Size) -> list[Row]:
    """Django's admin over the same rows with the same columns and the same counts, against the register."""
    session = site.signed_in(site.manager())
    ours = site.page("/sites/", session)
    same = interleaved(site.page("/admin/cameras/site/?_facets=True", session), ours, times=5)
    less = interleaved(site.page("/admin/cameras/site/", session), ours, times=5)
    detail = f"{same}; {less.ratio:.1f} without its counts beside its filters, which ours always shows; aim 8"
    return [Row("register_vs_admin", same.ratio, 3.7, higher_is_better=True, detail=detail)]


def rights_cost(size: Size) -> list[Row]:
    """The register scoped to what the viewer may see, against the same page of the same rows without asking."""
    session = site.signed_in(site.manager())
    ours, unscoped = site.page("/sites/", session), site.page("/unscoped/", session)
    if ours().count(b"<tr>") != unscoped().count(b"<tr>"):
        raise RuntimeError("The two pages do not show the same rows.")
    pair = interleaved(ours, unscoped, rounds=15, times=5)
    return [Row("rights_cost", pair.ratio, 1.1, detail=str(pair))]


def sql_per_page(size: Size) -> list[Row]:
    """Statements of a list and of a record, for one site, for thirty, and for every site of the nation."""
    viewers = {"1": site.small("ONE"), "30": site.small("THIRTY"), f"{Site.objects.count():,}": site.auditor()}
    rows = []
    for name, most, address in (("list", 5, lambda person: "/sites/"), ("detail", 8, _record)):
        counts = {rows: _counted(address(person), person) for rows, person in viewers.items()}
        said = ", ".join(f"{count} at {rows}" for rows, count in counts.items())
        rows.append(Row(f"sql_per_page.{name}", max(counts.values()), most, "statements", detail=said))
        spread = max(counts.values()) - min(counts.values())
        rows.append(Row(f"sql_per_page.{name}_growth", spread, 0, "statements", detail="most less fewest"))
    return rows


def _record(person: Person) -> str:
    return str(Site.objects.visible_to(person).order_by("-pk")[0].get_absolute_url())


def _counted(path: str, person: Person) -> int:
    ask: Callable[[], bytes] = site.page(path, site.signed_in(person))
    ask()
    connection.ensure_connection()
    return statements(ask)
