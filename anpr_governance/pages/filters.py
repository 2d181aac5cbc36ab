"""Filters of a list: the filter is in the address, each choice shows its count, an unticked group means all."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from anpr_governance.pages.days import NotADay, read_day

CELL, WHOLE = "*cell", "*whole"


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

    def wanted(self, address: QueryDict) -> set[str] | None:
        """The values that may stand in a row; None when nothing is ticked and all may."""
        chosen = self.chosen(address)
        if not chosen or not self.label_path:
            return set(chosen) or None
        return {str(int(value)) for value in chosen if value.isdecimal() and len(value) < 19}

    def apply(self, queryset: QuerySet, address: QueryDict, today: Any) -> QuerySet:
        """Rows with one of the ticked values; all rows when none is ticked."""
        wanted = self.wanted(address)
        return queryset if wanted is None else queryset.filter(**{f"{self.path}__in": sorted(wanted)})

    def cell(self) -> tuple[Any, ...]:
        """What is read of each row to count it."""
        return (F(self.path), F(self.label_path)) if self.label_path else (F(self.path),)

    def holds(self, address: QueryDict) -> Callable[[Sequence[Any]], bool]:
        """Whether a row with that cell is among those that `apply` leaves."""
        wanted = self.wanted(address)
        return lambda cell: wanted is None or cell[0] in wanted

    def shows(self, cell: Sequence[Any]) -> list[tuple[str, str]]:
        """The choices, with their words, under which a row with that cell is counted."""
        return [(cell[0], (cell[-1] or "") if self.label_path else "")] if cell[0] is not None else []

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
    """Boxes of which each narrows by a question of its own: `(value, label, (queryset, today) → queryset)`.

    Where `says`, given the values of `reads`, answers which flags apply to a row, all are counted in one scan.
    """

    name: str
    label: Any
    flags: tuple[tuple[str, Any, Callable[[QuerySet, Any], QuerySet]], ...]
    reads: Callable[[], tuple[Any, ...]] = tuple
    says: Callable[..., list[str]] | None = None
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

    def cell(self) -> tuple[Any, ...]:
        """What is read of each row to count it; nothing where each flag is asked on its own."""
        return self.reads()

    def holds(self, address: QueryDict) -> Callable[[Sequence[Any]], bool]:
        """Whether a row with that cell is among those that `apply` leaves."""
        chosen = set(self.chosen(address))
        return lambda cell: chosen <= {flag for flag, _words in self.shows(cell)}

    def shows(self, cell: Sequence[Any]) -> list[tuple[str, str]]:
        """The flags under which a row with that cell is counted."""
        return [(flag, "") for flag in self.says(*cell)] if self.says else []

    def apart(self, queryset: QuerySet, today: Any) -> list[tuple[str, QuerySet]]:
        """The rows of each flag, which are counted apart."""
        return [(value, narrow(queryset, today)) for value, _label, narrow in self.flags]

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

    def cell(self) -> tuple[Any, ...]:
        """A day is not read to count."""
        return ()

    def apart(self, queryset: QuerySet, today: Any) -> list[tuple[str, QuerySet]]:
        """A day has no counts."""
        return []

    def group(self, address: QueryDict, counted: list[tuple[str, str, int]]) -> Group:
        """The box with what was typed."""
        _day, typed, error = self._day(address)
        return Group(self.name, self.label, self.kind, value=typed, error=error)


Filter = Facet | Flags | Until


def _branch(queryset: QuerySet, name: str, read: Sequence[Any]) -> QuerySet:
    """A branch of the counting statement, `(name, n, texts…)`: how many rows read the same, in one scan."""
    columns = {f"c{n}": Cast(one, CharField()) for n, one in enumerate(read)}
    rows = queryset.order_by().values(k=Value(name, output_field=CharField()), **columns)
    return rows.annotate(n=Count("pk")).values_list("k", "n", *columns)


@dataclass(frozen=True)
class Counts:
    """How many rows the filter leaves, how many there are in all, and the groups with their numbers."""

    total: int
    whole: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Counting:
    """All numbers of a list in one statement; each group is counted under the other groups' choices.

    Rows alike in all that `cell` reads are counted together, and what the address ticks is then a matter of adding.
    What cannot be read of a row alone (a flag with a question of its own) is a branch of the statement.
    """

    filters: tuple[Filter, ...]
    address: QueryDict
    today: Any

    @cached_property
    def read(self) -> dict[str, slice]:
        """Which of a cell's values each filter reads."""
        places, start = {}, 0
        for one in self.filters:
            if size := len(one.cell()):
                places[one.name] = slice(start, start + size)
                start += size
        return places

    def statement(self, base: QuerySet) -> QuerySet:
        """`(name, n, texts…)` of cells and branches over the rows `base`."""
        asked: list[Any] = [one for one in self.filters if one.name not in self.read]
        rows = narrowed(base, asked, self.address, self.today)
        cell = [expression for one in self.filters for expression in one.cell()] or [Value("")]
        rest = [Value("")] * (len(cell) - 1)
        branches = [_branch(rows, CELL, cell)]
        if any(one.chosen(self.address) for one in asked):
            branches.append(_branch(base, WHOLE, [Value(""), *rest]))
        for one in asked:
            others = narrowed(base, [other for other in self.filters if other is not one], self.address, self.today)
            branches += [_branch(some, one.name, [Value(flag), *rest]) for flag, some in one.apart(others, self.today)]
        return branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]

    def counts(self, rows: Iterable[tuple[Any, ...]]) -> Counts:
        """The numbers that the statement's rows say."""
        cells = [(cell, n) for name, n, *cell in rows if name == CELL]
        total, groups = self._added(cells)
        whole = sum(n for _cell, n in cells)
        for name, n, first, *_rest in rows:
            if name == WHOLE:
                whole = n
            elif name != CELL:
                groups[name][first, ""] = n
        counted = {name: [(value, words, n) for (value, words), n in group.items()] for name, group in groups.items()}
        return Counts(total, whole, tuple(one.group(self.address, counted[one.name]) for one in self.filters))

    def _added(self, cells: list[tuple[list[str | None], int]]) -> tuple[int, dict[str, Counter[tuple[str, str]]]]:
        """The total, and the number of each choice: a cell counts for a filter when all the others let it pass."""
        groups: dict[str, Counter[tuple[str, str]]] = {one.name: Counter() for one in self.filters}
        readable: list[Any] = [one for one in self.filters if one.name in self.read]
        read = [(one, self.read[one.name], one.holds(self.address)) for one in readable]
        total = 0
        for cell, n in cells:
            kept_out = [one for one, place, holds in read if not holds(cell[place])]
            total += 0 if kept_out else n
            for one, place, _holds in read:
                if not kept_out or kept_out == [one]:
                    for choice in one.shows(cell[place]):
                        groups[one.name][choice] += n
        return total, groups


def narrowed(queryset: QuerySet, filters: Iterable[Filter], address: QueryDict, today: Any) -> QuerySet:
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
