"""What an import did, or would do: counts in one line, and every row that a person has to look at."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.register.rows import Refusal, shown

COUNTED = ("added", "changed", "moved", "state", "conflicts", "not listed", "refused", "unchanged")


@dataclass(frozen=True)
class Conflict:
    """A value that was edited here since the source last said it: kept, and reported."""

    row: int
    reference: str
    column: str
    here: str
    file: str
    why: str = ""


@dataclass(frozen=True)
class Status:
    """Another status than ours; `taken` when the file's suspension or resumption was taken over."""

    row: int
    reference: str
    here: str
    file: str
    taken: bool
    why: str = ""


@dataclass(frozen=True)
class Move:
    """A site that the file puts further away than the register lets pass; `gap` when a DPIA covered the old place."""

    row: int
    reference: str
    metres: int
    gap: bool


@dataclass
class Report:
    """Counts are of rows; `written` says whether the register was changed."""

    file: str
    sha256: str
    rows: int = 0
    written: bool = False
    dry_run: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    not_listed: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """The summary line of interface.md; scripts read it, so it is in one language."""
        return ", ".join(f"{name} {self.counts[name]}" for name in COUNTED)

    def lines(self) -> list[str]:
        """The report as people read it."""
        lines = [refusal.line() for refusal in self.refusals]
        lines += [_conflict(item) for item in self.conflicts]
        lines += [_status(item) for item in self.statuses]
        lines += [_move(item) for item in self.moves]
        lines += [_("not listed any more: %(key)s") % {"key": key} for key in self.not_listed]
        if self.ignored_columns:
            lines.append(_("columns ignored: %(names)s") % {"names": ", ".join(self.ignored_columns)})
        if self.missing_columns:
            lines.append(_("columns of the mapping that are not in the file: %s") % ", ".join(self.missing_columns))
        return [*lines, self.summary()]

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """The report as data; `most` cuts each list, of which the counts then say the length."""
        lists = {
            "refusals": self.refusals, "conflicts": self.conflicts, "state": self.statuses, "moved": self.moves,
        }  # fmt: skip
        return {
            "file": self.file,
            "sha256": self.sha256,
            "rows": self.rows,
            "dry_run": self.dry_run,
            "written": self.written,
            "counts": {name.replace(" ", "_"): self.counts[name] for name in COUNTED},
            "summary": self.summary(),
            **{name: [asdict(item) for item in found[:most]] for name, found in lists.items()},  # type: ignore[index]
            "not_listed": self.not_listed[:most],
            "ignored_columns": self.ignored_columns,
            "missing_columns": self.missing_columns,
        }


def shown_most() -> int:
    """How many lines of a kind a page shows; the file of refused rows holds them all."""
    return int(facts("register")["import"]["refusals_shown"])


def _conflict(item: Conflict) -> str:
    words = {"row": item.row, "ref": item.reference, "column": item.column}
    words |= {"here": shown(item.here), "file": shown(item.file)}
    line = _("row %(row)s, %(ref)s, conflict in %(column)s: “%(here)s” is kept, the file says “%(file)s”") % words
    return f"{line}. {item.why}" if item.why else line


def _status(item: Status) -> str:
    words = {"row": item.row, "ref": item.reference, "here": item.here, "file": item.file}
    if item.taken:
        return _("row %(row)s, %(ref)s, state: %(here)s is now %(file)s") % words
    line = _("row %(row)s, %(ref)s, state: %(here)s is kept, the file says %(file)s") % words
    return f"{line}. {item.why}" if item.why else line


def _move(item: Move) -> str:
    words = {"row": item.row, "ref": item.reference, "metres": item.metres}
    line = _("row %(row)s, %(ref)s, moved by %(metres)s m") % words
    return f"{line}. {_('Its DPIA covers the old place: a gap is open.')}" if item.gap else line
