"""A record of the source as a row of the register, by the mapping; or the reasons why it is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cameras.register.columns import CHOICE, DAY, DEVICE, YES_NO, Column, register_columns
from cameras.register.mapping import Mapping
from cameras.register.reading import FileRefused, Sheet
from cameras.register.values import READERS, Wrong, tidy

_MEMO_MOST = 5000
_STANDARD = {"relationship": "own", "place_type": "unknown", "gives_images": "yes"}
_NEEDS_DEVICE = ("device_model", "device_serial", "last_performance_check")


@dataclass(frozen=True)
class Refusal:
    """One reason why a row is not taken: the source's own column, the cell as it stands, and how to mend it."""

    row: int
    column: str
    value: str
    reason: str

    def line(self) -> str:
        """The line of the report."""
        words = {"row": self.row, "column": self.column, "value": shown(self.value), "reason": self.reason}
        return _("row %(row)s, column %(column)s, value “%(value)s”: %(reason)s") % words


def shown(value: str) -> str:
    """A cell as a report prints it: short, and nothing in it that a terminal would obey."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in value)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


@dataclass(slots=True)
class Row:
    """A row in the register's own words; `values` holds what it says and leaves out what is empty."""

    number: int
    values: dict[str, str]
    place: tuple[float, float, float, float] | None = None

    @property
    def site(self) -> str:
        """The register's reference of its site."""
        return self.values["site_reference"]

    @property
    def device(self) -> str:
        """The reference of its device; empty for a site without one."""
        return self.values.get("device_reference", "")

    @property
    def key(self) -> str:
        """How the source's row is known from one snapshot to the next."""
        return f"{self.site}|{self.device}"


class Cell:
    """How one column of the register is filled from a record."""

    def __init__(self, column: Column, at: int | None, source: str, mapping: Mapping) -> None:
        self.column, self.at, self.source = column, at, source
        self.default = mapping.defaults.get(column.name, "")
        self.prefix = mapping.prefixes.get(column.name, "")
        self.values = mapping.values.get(column.name)
        self.empty = mapping.empty.get(column.name, frozenset())
        self.reader: Callable[[str, Column], str] = READERS[column.kind]
        self.memo: dict[str, str] | None = {} if column.kind in (CHOICE, YES_NO, DAY) else None

    def raw(self, cells: Sequence[str]) -> str:
        """The record's cell as it stands."""
        return cells[self.at] if self.at is not None and self.at < len(cells) else ""

    def read(self, raw: str) -> str:
        """The value of a cell. Raises `Wrong`."""
        if self.memo is None:
            return self._read(raw)
        found = self.memo.get(raw)
        if found is None:
            found = self._read(raw)
            if len(self.memo) < _MEMO_MOST:
                self.memo[raw] = found
        return found

    def _read(self, raw: str) -> str:
        words = tidy(raw)
        if not words or words in self.empty:
            return self.reader(self.default, self.column) if self.default else ""
        if self.values is not None:
            if words not in self.values:
                raise Wrong(_("The mapping does not list it. Add it to [values.%s].") % self.column.name)
            words = self.values[words]
            if not words:
                return self.default
        return self.reader(self.prefix + words, self.column)


class Reader:
    """Turns the records of one sheet into rows."""

    def __init__(self, sheet: Sheet, mapping: Mapping, today: date) -> None:
        self.sheet, self.today = sheet, today.isoformat()
        places = _placed_columns(sheet.header, mapping)
        self.cells = [
            Cell(column, places.get(name), sheet.header[places[name]] if name in places else name, mapping)
            for name, column in register_columns().items()
            if name in places or mapping.defaults.get(name)
        ]
        self.named = {cell.column.name: cell for cell in self.cells}
        self.ignored = _ignored(sheet.header, set(places.values()))
        self.missing = [
            f"{source} ({name})" if source != name else name
            for name, source in mapping.columns.items()
            if name not in places and name not in mapping.defaults
        ]
        self.days = [name for name, column in register_columns().items() if column.kind == DAY]
        self._complete(mapping)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the register that this file says anything of."""
        return tuple(self.named)

    def _complete(self, mapping: Mapping) -> None:
        lacking = [name for name, column in register_columns().items() if column.required and name not in self.named]
        if lacking:
            header = ", ".join(name for name in self.sheet.header if name)
            words = {"names": ", ".join(lacking), "header": shown(header)}
            raise FileRefused(
                _("The file has no column for %(names)s. Its columns are: %(header)s. Name them in a mapping.") % words
            )

    def read(self, number: int, record: Sequence[str]) -> Row | list[Refusal]:
        """The row of a record, or every reason against it (but its place)."""
        values: dict[str, str] = {}
        wrong: list[Refusal] = []
        for cell in self.cells:
            raw = cell.raw(record)
            try:
                if value := cell.read(raw):
                    values[cell.column.name] = value
            except Wrong as problem:
                wrong.append(Refusal(number, cell.source, raw, str(problem)))
        wrong += self._whole(number, record, values, {refusal.column for refusal in wrong})
        for name, value in _STANDARD.items():
            if name in self.named and (name != "gives_images" or "device_reference" in values):
                values.setdefault(name, value)
        return wrong or Row(number, values)

    def key(self, record: Sequence[str]) -> str:
        """The key of a record that may be refused, so far as it can be read."""
        found = []
        for name in ("site_reference", "device_reference"):
            try:
                found.append(self.named[name].read(self.named[name].raw(record)) if name in self.named else "")
            except Wrong:
                found.append("")
        return "|".join(found)

    def _whole(self, number: int, record: Sequence[str], values: dict[str, str], known: set[str]) -> Iterator[Refusal]:
        """What only the whole record shows."""
        if len(record) > len(self.sheet.header) and any(record[len(self.sheet.header) :]):
            extra = " ".join(record[len(self.sheet.header) :])
            sentence = _("The row has more cells than the header. Put a cell that holds a comma in quotation marks.")
            yield Refusal(number, _("beyond the last"), extra, sentence)
        for name, column in register_columns().items():
            if column.required and not values.get(name) and self.source(name) not in known:
                yield Refusal(number, self.source(name), "", _("It is required."))
        for name in self.days:
            if values.get(name, "") > self.today:
                yield self.against(number, name, values[name], _("The day lies in the future."))
        if not values.get("device_reference") and "device_reference" not in known:
            yield from self._without_device(number, record, values)

    def _without_device(self, number: int, record: Sequence[str], values: dict[str, str]) -> Iterator[Refusal]:
        for name in _NEEDS_DEVICE:
            if name in values and self.named[name].raw(record).strip():
                sentence = _("The row tells of a device and gives no device_reference.")
                yield self.against(number, name, values[name], sentence)
        for name in [name for name in values if register_columns()[name].of == DEVICE and name != "installed_on"]:
            del values[name]

    def source(self, name: str) -> str:
        """The source's own name of a register column."""
        return self.named[name].source if name in self.named else name

    def against(self, number: int, name: str, value: str, reason: Any) -> Refusal:
        """A refusal that names a register column by the source's name."""
        return Refusal(number, self.source(name), value, str(reason))


def _placed_columns(header: Sequence[str], mapping: Mapping) -> dict[str, int]:
    """Register column → place in the record. Raises `FileRefused` for a column that stands twice."""
    wanted = mapping.columns if mapping.named else {name: name for name in register_columns()}
    exact = [name.strip() for name in header]
    loose = [_loose(name) for name in exact]
    found: dict[str, int] = {}
    for name, source in wanted.items():
        names, sought = (exact, source) if source in exact else (loose, _loose(source))
        if names.count(sought) > 1:
            raise FileRefused(_("Two columns of the file are called %(name)s. Rename one.") % {"name": shown(source)})
        if sought and sought in names:
            found[name] = names.index(sought)
    return found


def _loose(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _ignored(header: Sequence[str], used: set[int]) -> list[str]:
    return [shown(name) for at, name in enumerate(header) if name and at not in used]
