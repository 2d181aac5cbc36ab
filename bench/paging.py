"""Pages by key: the last page of a long list against its first."""

from typing import Any

from django.http import QueryDict

from anpr_governance.pages.paging import Keyset
from bench.dataset import Size
from bench.measuring import Row, interleaved
from cameras.models import Site
from reviews.models import Review

SIZE = 50


def deep_page(size: Size) -> list[Row]:
    """Every review of the nation by number of its row, and the history of every site."""
    rows = []
    for name, model, sort in (("reviews", Review, "pk"), ("history", Site.history.model, "-pk")):
        listed: Any = model._default_manager.all()
        total = listed.count()
        first, last = (_page(listed, sort, total, address) for address in ("", "page=last"))
        pair = interleaved(last, first, rounds=9, times=20)
        rows.append(Row(f"deep_page.{name}", pair.ratio, 1.5, detail=f"{total:,} rows; {pair}"))
    return rows


def _page(listed: Any, sort: str, total: int, address: str) -> Any:
    return lambda: Keyset(listed, sort, SIZE).slice(QueryDict(address), lambda rows: rows, total)
