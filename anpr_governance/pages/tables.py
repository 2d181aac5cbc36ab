"""Tables: an app names its columns once; list page, CSV and XLSX read the same declaration.

A cell is made in Python, not in a template: a page of fifty rows then costs little more than its rows.
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from anpr_governance.pages import markup

Words = str | Promise
Of = str | Callable[[Any], Any]


class Column:
    """One column: what it reads of a row, how it says it, and the field by which it sorts."""

    css = ""

    def __init__(self, label: Words, of: Of, *, sort: str = "", empty: str | Promise = "–") -> None:
        self.label = label
        self.read = attrgetter(of) if isinstance(of, str) else of
        self.sort = sort
        self.empty = empty

    def cell(self, row: Any) -> Any:
        """What stands in the cell, escaped by the table."""
        return self.read(row)

    def plain(self, row: Any) -> Any:
        """What stands in an export."""
        value = self.read(row)
        return "" if value is None else value


class Text(Column):
    """Words."""


class Number(Column):
    """A whole number, in tabular figures."""

    css = "numeric"

    def cell(self, row: Any) -> str:
        """With thousands separators."""
        return markup.number(self.read(row))


class Day(Column):
    """A day: short in the table, ISO in an export."""

    css = "day"

    def cell(self, row: Any) -> str:
        """``21 Nov 2026``."""
        return markup.short_date(self.read(row))

    def plain(self, row: Any) -> str:
        """``2026-11-21``."""
        value = self.read(row)
        return value.isoformat() if value else ""


class Due(Day):
    """A day by which something is due; red and *overdue* in words when it is past. `today` by the page."""

    def __init__(self, label: Words, of: Of, *, today: Callable[[], Any], **rest: Any) -> None:
        super().__init__(label, of, **rest)
        self.today = today

    def cell(self, row: Any) -> Any:
        """The day, and that it is past."""
        value = self.read(row)
        if not value or value >= self.today():
            return markup.short_date(value)
        return Markup('<span class="overdue">{} <br>{}</span>').format(markup.short_date(value), _("overdue"))


class State(Column):
    """The state of the record as a tag."""

    def __init__(self, label: Words, of: Of = "state", *, choices: Iterable[tuple[Any, Any]], **rest: Any) -> None:
        super().__init__(label, of, **rest)
        self.words = dict(choices)
        self.made: dict[tuple[str, str | None], Markup] = {}

    def cell(self, row: Any) -> Markup:
        """Word and colour."""
        state = self.read(row)
        return self._tag(state, get_language()) if state else Markup()

    def _tag(self, state: str, language: str | None) -> Markup:
        made = self.made.get((state, language))
        if made is None:
            made = self.made[state, language] = markup.state_tag(state, self.words.get(state, state))
        return made

    def plain(self, row: Any) -> str:
        """The word."""
        return str(self.words.get(self.read(row), ""))


class Link(Column):
    """The record's name as a link to it, with a grey second line."""

    def __init__(
        self, label: Words, of: Of, *, to: str, ref: Of = "reference", sub: Of | None = None, **rest: Any
    ) -> None:
        super().__init__(label, of, **rest)
        self.to = to
        self.ref = attrgetter(ref) if isinstance(ref, str) else ref
        self.sub = attrgetter(sub) if isinstance(sub, str) else sub

    def cell(self, row: Any) -> Markup:
        """Link, then the second line."""
        reference = self.ref(row)
        href = escape(markup.address(self.to, str(reference)))
        under = self.sub(row) if self.sub else None
        line = f'<span class="sub">{escape(under)}</span>' if under else ""
        words = escape(self.read(row) or reference)
        return Markup(f'<a class="govuk-link" href="{href}">{words}</a>{line}')  # noqa: S704 - each part is escaped


class Table:
    """Columns of one list. `values` names fields: rows are then light tuples instead of model instances."""

    columns: ClassVar[tuple[Column, ...]] = ()
    values: ClassVar[tuple[str, ...]] = ()
    caption: ClassVar[Any] = ""

    def rows_of(self, queryset: Any) -> Any:
        """The rows as the columns read them."""
        if not self.values:
            return queryset
        extra = [name for name in queryset.query.annotations if name.startswith("sorted_")]
        key = () if {"pk", "id"} & set(self.values) else ("pk",)
        return queryset.values_list(*key, *self.values, *extra, named=True)

    def html(self, rows: Iterable[Any]) -> Markup:
        """The table's body; the first column heads its row."""
        first, *rest = self.columns
        opening = [_opening(column) for column in rest]
        nothing = [escape(column.empty) for column in rest]
        pieces: list[str] = []
        for row in rows:
            pieces.append(f'<tr><th scope="row">{escape(first.cell(row))}</th>')
            for column, start, blank in zip(rest, opening, nothing, strict=True):
                value = column.cell(row)
                pieces.append(f"{start}{blank if value is None or value == '' else escape(value)}</td>")
            pieces.append("</tr>")
        return Markup("".join(pieces))  # noqa: S704 - every value went through escape

    def sorts(self) -> dict[str, Column]:
        """The columns by which the list may be sorted: nothing else in the address sorts it."""
        return {column.sort: column for column in self.columns if column.sort}


def _opening(column: Column) -> str:
    css = f' class="{column.css}"' if column.css else ""
    return f'<td data-label="{escape(column.label)}"{css}>'
