"""Filters of a list: the filter is in the address, each choice shows its count, an unticked group means all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from anpr_governance.pages.days import NotADay, read_day

TOTAL, WHOLE = "*total", "*whole"


@dataclass(frozen=True)
class Choice:
    """One box of a filter: what it sends, what it says, how many rows it shows, whether it is ticked."""

    value: str
    label: Any
    count: int
    ticked: bool


@dataclass(frozen=True)
class Group:
    """One filter as the page shows it."""

    name: str
    label: Any
    kind: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    error: str = ""


def clean(text: str) -> str:
    """What an address may hand to the database: no NUL, nothing endless."""
    return text.replace("\x00", "")[:200]


@dataclass(frozen=True)
class Facet:
    """Boxes, one for each value of a field. `choices` gives the words; `label_path` reads them beside a foreign key."""

    name: str
    label: Any
    path: str
    choices: Iterable[tuple[Any, Any]] = ()
    label_path: str = ""
    kind: str = field(default="facet", init=False)

    def chosen(self, address: QueryDict) -> list[str]:
        """The values that the address ticks."""
        return [clean(value) for value in address.getlist(self.name) if value]

    def apply(self, queryset: QuerySet, address: QueryDict, today: Any) -> QuerySet:
        """Rows with one of the ticked values; all rows when none is ticked."""
        chosen: list[Any] = self.chosen(address)
        if not chosen:
            return queryset
        if self.label_path:
            chosen = [int(value) for value in chosen if value.isdigit() and len(value) < 19]
        return queryset.filter(**{f"{self.path}__in": chosen})

    def counts(self, queryset: QuerySet, today: Any) -> list[QuerySet]:
        """The counting statement of this filter: `(name, value, words, n)`."""
        text = CharField()
        words = Cast(F(self.label_path), text) if self.label_path else Value("", output_field=text)
        rows = queryset.order_by().values(
            k=Value(self.name, output_field=text), v=Cast(F(self.path), text), w=words
        ).annotate(n=Count("pk"))  # fmt: skip
        return [rows.values_list("k", "v", "w", "n")]

    def group(self, address: QueryDict, counted: list[tuple[str, str, int]]) -> Group:
        """What the page shows, in the order of `choices`; values without rows stay away unless ticked."""
        ticked = set(self.chosen(address))
        numbers = {value: (words, n) for value, words, n in counted if value is not None}
        words = {str(value): label for value, label in self.choices}
        known = list(words) if words else sorted(numbers, key=lambda value: str(numbers[value][0] or value))
        shown = [value for value in known if value in numbers or value in ticked]
        return Group(self.name, self.label, self.kind, tuple(
            Choice(value, words.get(value) or numbers.get(value, (value, 0))[0] or value,
                   numbers.get(value, ("", 0))[1], value in ticked)
            for value in shown
        ))  # fmt: skip


@dataclass(frozen=True)
class Flags:
    """Boxes of which each narrows by a question of its own: `(value, label, (queryset, today) → queryset)`."""

    name: str
    label: Any
    flags: tuple[tuple[str, Any, Callable[[QuerySet, Any], QuerySet]], ...]
    kind: str = field(default="flags", init=False)

    def chosen(self, address: QueryDict) -> list[str]:
        """The known flags that the address ticks."""
        asked = address.getlist(self.name)
        return [value for value, _label, _narrow in self.flags if value in asked]

    def apply(self, queryset: QuerySet, address: QueryDict, today: Any) -> QuerySet:
        """Rows to which every ticked flag applies."""
        chosen = self.chosen(address)
        for value, _label, narrow in self.flags:
            queryset = narrow(queryset, today) if value in chosen else queryset
        return queryset

    def counts(self, queryset: QuerySet, today: Any) -> list[QuerySet]:
        """One branch of the counting statement a flag."""
        return [counted(narrow(queryset, today), self.name, value) for value, _label, narrow in self.flags]

    def group(self, address: QueryDict, counted: list[tuple[str, str, int]]) -> Group:
        """Every flag, also with 0: that nothing is missing is worth reading."""
        numbers = {value: n for value, _words, n in counted}
        chosen = self.chosen(address)
        return Group(self.name, self.label, self.kind, tuple(
            Choice(value, label, numbers.get(value, 0), value in chosen) for value, label, _narrow in self.flags
        ))  # fmt: skip


@dataclass(frozen=True)
class Until:
    """One day, typed day first: rows whose date lies on or before it (or after it, with `since`)."""

    name: str
    label: Any
    path: str
    since: bool = False
    kind: str = field(default="day", init=False)

    def _day(self, address: QueryDict) -> tuple[Any, str, str]:
        typed = clean(address.get(self.name, "").strip())
        if not typed:
            return None, "", ""
        try:
            return read_day(typed), typed, ""
        except NotADay as mend:
            return None, typed, str(mend)

    def chosen(self, address: QueryDict) -> list[str]:
        """The day typed, when it is one."""
        day, typed, _error = self._day(address)
        return [typed] if day else []

    def apply(self, queryset: QuerySet, address: QueryDict, today: Any) -> QuerySet:
        """Rows on that side of the day."""
        day, _typed, _error = self._day(address)
        return queryset.filter(**{f"{self.path}__{'gte' if self.since else 'lte'}": day}) if day else queryset

    def counts(self, queryset: QuerySet, today: Any) -> list[QuerySet]:
        """A day has no counts."""
        return []

    def group(self, address: QueryDict, counted: list[tuple[str, str, int]]) -> Group:
        """The box with what was typed."""
        _day, typed, error = self._day(address)
        return Group(self.name, self.label, self.kind, value=typed, error=error)


Filter = Facet | Flags | Until


def counted(queryset: QuerySet, name: str, value: str = "") -> QuerySet:
    """One number as a branch of the counting statement."""
    text = CharField()
    rows = queryset.order_by().values(
        k=Value(name, output_field=text), v=Value(value, output_field=text), w=Value("", output_field=text)
    )
    return rows.annotate(n=Count("pk")).values_list("k", "v", "w", "n")


@dataclass(frozen=True)
class Counts:
    """How many rows the filter leaves, how many there are in all, and the groups with their numbers."""

    total: int
    whole: int
    groups: tuple[Group, ...]


def count(base: QuerySet, filters: tuple[Filter, ...], address: QueryDict, today: Any) -> Counts:
    """All numbers of a list in one statement; each group is counted under the other groups' choices."""
    branches = [counted(narrowed(base, filters, address, today), TOTAL), counted(base, WHOLE)]
    for one in filters:
        others = tuple(other for other in filters if other is not one)
        branches += one.counts(narrowed(base, others, address, today), today)
    rows = list(branches[0].union(*branches[1:], all=True))
    numbers = {name: n for name, _value, _words, n in rows if name in (TOTAL, WHOLE)}
    groups = tuple(one.group(address, [(v, w, n) for k, v, w, n in rows if k == one.name]) for one in filters)
    return Counts(numbers.get(TOTAL, 0), numbers.get(WHOLE, 0), groups)


def narrowed(queryset: QuerySet, filters: tuple[Filter, ...], address: QueryDict, today: Any) -> QuerySet:
    """Every filter applied."""
    for one in filters:
        queryset = one.apply(queryset, address, today)
    return queryset


def query(address: QueryDict, **changes: Any) -> str:
    """The address with some of its parts changed (None takes a part out); the place in the list is left."""
    changed = address.copy()
    for name in ("after", "before", "page", "export"):
        changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed.setlist(name, value if isinstance(value, list) else [str(value)])
    written = changed.urlencode()
    return f"?{written}" if written else "?"
