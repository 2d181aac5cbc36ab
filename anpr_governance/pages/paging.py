"""Pages of a long list by key: the last page costs what the first one costs."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Q, QuerySet

LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: the sort value and key of the row beside it, and that row's position."""

    value: Any
    key: int
    position: int

    def written(self) -> str:
        """As it stands in the address."""
        text = json.dumps([self.value, self.key, self.position], separators=(",", ":"), default=str)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that an address gives; None for anything that is none."""
        try:
            value, key, position = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
            str(value).encode()
        except (ValueError, TypeError, binascii.Error, RecursionError):
            return None
        whole = all(type(n) is int and 0 <= n <= LARGEST_KEY for n in (key, position))
        return cls(value, key, position) if whole and (value is None or type(value) in (str, int, float)) else None


@dataclass(frozen=True)
class Slice:
    """One page: its rows, where it starts (1 for the first row), and the cursors beside it."""

    rows: list[Any]
    start: int
    before: str
    after: str


def field_of(queryset: QuerySet, path: str) -> Field | None:
    """The field or annotation that `path` names; None when it has none."""
    if path in queryset.query.annotations:
        return queryset.query.annotations[path].output_field
    model, field = queryset.model, None
    try:
        for name in path.split("__"):
            field = model._meta.get_field(name if name != "pk" else model._meta.pk.name)
            model = getattr(field, "related_model", None) or model
    except FieldDoesNotExist:
        return None
    return field


class Keyset:
    """A queryset in the order of one field, then of its key, cut by keys instead of by counting."""

    def __init__(self, queryset: QuerySet, sort: str, size: int) -> None:
        self.descending = sort.startswith("-")
        self.path = sort.lstrip("-") or "pk"
        self.size = size
        self.field = field_of(queryset, self.path)
        path = self.path.split("__")
        annotated = self.path in queryset.query.annotations
        self.nullable = annotated or len(path) > 1 or bool(getattr(self.field, "null", False))
        self.queryset = queryset.annotate(sorted_by=F(self.path))

    def ordered(self, reverse: bool = False) -> QuerySet:
        """In order; rows without a value stand last, either way."""
        descending = self.descending != reverse
        by = F(self.path)
        nulls = {"nulls_first" if reverse else "nulls_last": True} if self.nullable else {}
        return self.queryset.order_by(
            by.desc(**nulls) if descending else by.asc(**nulls), "-pk" if descending else "pk"
        )

    def _beyond(self, cursor: Cursor, back: bool) -> Q | None:
        """Rows after the cursor (before it, going back)."""
        up = "lt" if self.descending != back else "gt"
        if cursor.value is None:
            ties = Q(**{f"{self.path}__isnull": True, f"pk__{up}": cursor.key})
            return ties | Q(**{f"{self.path}__isnull": False}) if back else ties
        try:
            value = self.field.to_python(cursor.value) if self.field else cursor.value
        except (ValidationError, ValueError, TypeError):
            return None
        beyond = Q(**{f"{self.path}__{up}e": value}) & (
            Q(**{f"{self.path}__{up}": value}) | Q(**{f"pk__{up}": cursor.key})
        )
        return beyond | Q(**{f"{self.path}__isnull": True}) if self.nullable and not back else beyond

    def _cut(self, cursor: Cursor | None, back: bool) -> tuple[QuerySet, Cursor | None]:
        beyond = self._beyond(cursor, back) if cursor else None
        rows = self.ordered(reverse=back)
        return (rows.filter(beyond), cursor) if beyond is not None else (rows, None)

    def first(self, rows_of: Any) -> QuerySet:
        """The rows of the first page and, where more follow, one of them."""
        return rows_of(self.ordered())[: self.size + 1]

    def slice(self, address: Any, rows_of: Any, total: int | None) -> Slice:
        """The page that the address asks for (`after`, `before`, `page=last`), one statement."""
        last = address.get("page") == "last"
        back = last or bool(address.get("before"))
        given = "" if last else address.get("before" if back else "after", "")
        queryset, cursor = self._cut(Cursor.read(given) if given else None, back)
        if cursor is None and not last:
            return first_page(list(self.first(rows_of)), self.size)
        found = list(rows_of(queryset)[: self.size + 1])
        more, rows = len(found) > self.size, found[: self.size]
        if back:
            rows.reverse()
            start = max(1, (cursor.position if cursor else (total or 0) + 1) - len(rows)) if more else 1
            after = _key(rows[-1], start + len(rows) - 1) if rows and cursor else ""
            return Slice(rows, start, _key(rows[0], start) if more and rows else "", after)
        start = cursor.position + 1 if cursor else 1
        after = _key(rows[-1], start + len(rows) - 1) if more else ""
        return Slice(rows, start, _key(rows[0], start) if cursor and rows else "", after)


def first_page(found: list[Any], size: int) -> Slice:
    """The page that `Keyset.first` found."""
    rows = found[:size]
    return Slice(rows, 1, "", _key(rows[-1], len(rows)) if len(found) > size else "")


def _key(row: Any, position: int) -> str:
    """The place of a row as it stands in the address."""
    value = row.sorted_by
    key = getattr(row, "pk", None) or row.id
    return Cursor(value.isoformat() if hasattr(value, "isoformat") else value, key, position).written()
