"""The spreadsheet of checks that wait: its columns, what a filled row says, and why one is refused."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.pages.exports import harmless
from anpr_governance.pages.tables import Column, Day, Table, Text
from anpr_governance.regulation import facts, facts_for
from cameras.components import COUNTS, labels
from cameras.register.reading import FileRefused, Sheet
from cameras.register.rows import Refusal
from cameras.register.values import Wrong, parse_day, parse_number, tidy

TOLD = ("check", "device", "component", "site", "why", "due", "what_is_counted")
COUNTED = ("count_1", "count_2", "count_3", "count_4")
FILLED = ("made_on", *COUNTED, "method", "period", "tester")
LONG, LONGEST = 300, {"period": 200, "tester": 120}


def template(on: date) -> Table:
    """The columns as a list that CSV and XLSX are written from; those to be filled in are empty."""
    asked: dict[str, Mapping[str, Any]] = {}

    def counted(check: Any) -> str:
        code = check.organisation.code
        known = asked.get(code) or asked.setdefault(code, facts_for("nasple", code, on))
        told = labels(check.device.kind, known).values()
        return "; ".join(f"{n} {_(label)}" for n, label in enumerate(told, start=1))

    told: tuple[Column, ...] = (
        Text("check", "reference"), Text("device", "device.reference"),
        Text("component", lambda row: str(row.device.get_kind_display())), Text("site", "site.title"),
        Text("why", lambda row: str(row.get_kind_display())), Day("due", "due_on"), Text("what_is_counted", counted),
    )  # fmt: skip
    made = Table()
    made.columns = (*told, *(Text(name, lambda _row: "") for name in FILLED))  # type: ignore[misc]
    return made


@dataclass(frozen=True)
class Line:
    """A row in which something is filled: its number in the file, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    @property
    def key(self) -> int:
        """The key of the check that it names; 0 where it names none."""
        key = self.cells["check"].upper().partition("-C-")[2]
        return int(key) if key.isdecimal() and key.isascii() and len(key) < 19 else 0

    def refused(self, column: str, reason: str) -> Refusal:
        """Why it is not taken."""
        return Refusal(self.number, column, self.cells.get(column, ""), reason)

    def names(self, check: Any) -> bool:
        """Whether the row is still about that check: rows that were sorted apart name another device."""
        same = self.cells["check"].upper() == check.reference
        return same and self.cells.get("device", "") in ("", check.device.reference, harmless(check.device.reference))


def lines(sheet: Sheet) -> Iterator[Line]:
    """Every filled row. Raises FileRefused without the template's columns, and beyond the most rows."""
    heads = [head.strip().casefold().replace(" ", "_") for head in sheet.header]
    missing = [name for name in ("check", *FILLED) if name not in heads]
    if missing:
        told = {"missing": ", ".join(missing), "columns": ", ".join(filter(None, sheet.header))[:300]}
        sentence = _("The file lacks the columns %(missing)s. Its columns are: %(columns)s. Fill in the template.")
        raise FileRefused(sentence % told)
    places = {name: heads.index(name) for name in (*TOLD, *FILLED) if name in heads}
    most, count = facts("register")["bulk"]["rows_most"], 0
    for number, cells in sheet.rows():
        found = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        if not any(found[name] for name in FILLED):
            continue
        count += 1
        if count > most:
            sentence = _("More than %(most)s rows are filled in. Hand them in in parts of at most %(most)s.")
            raise FileRefused(sentence % {"most": most})
        yield Line(number, found)


Reader = Callable[[str], Any]


def said(line: Line, methods: list[str]) -> tuple[dict[str, Any], list[Refusal]]:
    """What the row says, as the step takes it, and every cell that cannot be read."""
    asked: dict[str, tuple[str, Reader]] = {"on": ("made_on", parse_day)}
    asked |= {name: (column, _count) for name, column in zip(COUNTS, COUNTED, strict=True)}
    asked |= {"how": ("method", partial(_method, methods)), "period": ("period", _words), "tester": ("tester", _words)}
    found: dict[str, Any] = {}
    refused = []
    for name, (column, read) in asked.items():
        try:
            found[name] = read(_whole(line.cells[column], column))
        except Wrong as problem:
            refused.append(line.refused(column, str(problem)))
    return found, refused


def _whole(cell: str, column: str) -> str:
    text = tidy(cell)
    if not text and column != "tester":
        raise Wrong(_("Fill it in: a check is recorded whole."))
    if len(text) > LONGEST.get(column, LONG):
        raise Wrong(_("It is longer than %(most)s characters. Shorten it.") % {"most": LONGEST.get(column, LONG)})
    return text


def _words(text: str) -> str:
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def _count(text: str) -> int:
    most = facts("register")["bulk"]["count_most"]
    with suppress(Wrong):
        found = parse_number(text)
        if found == int(found) and 0 <= found <= most:
            return int(found)
    raise Wrong(_("Write a whole number from 0 to %(most)s.") % {"most": most})


def _method(methods: list[str], text: str) -> str:
    for method in methods:
        if text.casefold() in (method.casefold(), _(method).casefold()):
            return method
    raise Wrong(_("It is none of: %(methods)s.") % {"methods": "; ".join(_(method) for method in methods)})
