"""The content of a sealed sheet in words: codes by their labels, days as people write them, places where they may."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.papers import Block, Facts, Grid
from anpr_governance.pages import diff
from anpr_governance.regulation import facts
from assessments.states import Body, Extent, Ground, ItemKind, Vote
from cameras.states import Deployment

PLACES = ("place", "distance_m")
"""Keys of a sheet that tell where a site is; they are for those alone who may see locations."""
QUIET = ("edition", "pack")
"""Keys that a reader of a paper does without: hashes and numbers of editions, which the seal keeps."""
NAMED: tuple[Any, ...] = (Body, Extent, Ground, ItemKind, Vote, Deployment)
DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
HEADS = {
    "register": "Register", "distance_m": "Metres away", "exceptional_reason": "Why exceptional",
    "why_not": "Why not shared", "place": "Easting, northing", "codes": "Matrix", "kind": "Kind", "on": "Day",
}  # fmt: skip


def labels() -> dict[str, str]:
    """Every code of a sheet with its words."""
    known = {value: str(label) for choices in NAMED for value, label in choices.choices}
    known |= {key: _(row["label"]) for key, row in facts("place_types")["place_types"].items()}
    purposes = facts("law_enforcement_purposes")["law_enforcement_purposes"]
    known |= {key: _(row["label"]) for key, row in purposes.items()}
    return known | {"yes": _("Yes"), "no": _("No")}


def words(value: Any, known: Mapping[str, str]) -> str:
    """A value of a sheet as a reader reads it."""
    if isinstance(value, Mapping):
        said = [(key, words(item, known)) for key, item in value.items() if key not in QUIET]
        return "; ".join(f"{known.get(key) or head(key)}: {text}" for key, text in said if text)
    if isinstance(value, list | tuple):
        return "; ".join(text for text in (words(item, known) for item in value) if text)
    text = "" if value is None else str(value)
    return f"{date.fromisoformat(text):%-d %B %Y}" if DAY.match(text) else known.get(text, text)


def head(key: str) -> str:
    """The words of a key."""
    return _(HEADS[key]) if key in HEADS else key.replace("_", " ").capitalize()


def without_places(value: Any) -> Any:
    """The same content for a reader who may not see locations."""
    if isinstance(value, Mapping):
        return {key: without_places(item) for key, item in value.items() if key not in PLACES}
    return [without_places(item) for item in value] if isinstance(value, list | tuple) else value


def blocks(sheet: Any, content: Mapping[str, Any], leave: tuple[str, ...] = ()) -> Iterator[Block]:
    """The fields of a sheet: single values as one table, lists as a table each; empty ones are left out."""
    known, parts = labels(), sheet.parts()
    fields = {name: value for name, value in content.items() if value and name not in leave}
    single = [(name, value) for name, value in fields.items() if not _is_table(value)]
    yield Facts(
        _("In general"),
        tuple((str(parts[name].metadata["label"]), text) for name, v in single if (text := words(v, known))),
    )
    for name, value in fields.items():
        if _is_table(value):
            yield grid(str(parts[name].metadata["label"]), value, known)


def grid(caption: str, rows: list[Mapping[str, Any]], known: Mapping[str, str], empty: str = "") -> Grid:
    """Rows of a sheet as a table; a column in which nothing stands is left out."""
    said = dict.fromkeys(key for row in rows for key in row)
    keys = [key for key in said if key not in QUIET and not (key == "kind" and "answer" in said)]
    used = [key for key in keys if any(words(row.get(key), known) for row in rows)]
    cells = tuple(tuple(words(row.get(key), known) or "–" for key in used) for row in rows)
    return Grid(caption, tuple(head(key) for key in used), cells, empty)


def spoken(sheet: Any, content: Mapping[str, Any]) -> dict[str, str]:
    """Label and path → words, so that two contents can be compared field by field."""
    known, parts, found = labels(), sheet.parts(), {}
    for name, value in content.items():
        label = str(parts[name].metadata["label"]) if name in parts else name
        for path, text in diff.flat(value, label).items():
            if path.rsplit(" / ", 1)[-1] not in QUIET:
                found[path.replace("_", " ")] = words(text, known)
    return found


def changed(sheet: Any, before: Mapping[str, Any], now: Mapping[str, Any]) -> Grid:
    """What differs between two contents, field by field."""
    rows = diff.changes(spoken(sheet, before), spoken(sheet, now))
    return Grid(
        _("What changed, field by field"), (_("Field"), _("Before"), _("Now")),
        tuple((row.label, row.before or "–", row.now or "–") for row in rows), _("Nothing changed."),
    )  # fmt: skip


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
