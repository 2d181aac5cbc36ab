"""Reduction: the public copy is built from the words that are kept, before any template exists.

A field that its sheet calls withheld never leaves; a span of a disclosed one is replaced in the data by a mark of
one width, or by coarser words. A template is given runs and cannot reach what was taken out.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, Protocol

from anpr_governance.database.canonical import canonical
from anpr_governance.documents.sheets import SHEETS, Sheet

_KEY = re.compile(r"[a-z][a-z0-9_]*")


class NotReducible(ValueError):
    """The content and its spans do not fit each other, so nothing is made of them."""


class Marked(Protocol):
    """What a span says: offsets into the text at `path`, the hash of that text, and what happens to the words."""

    path: str
    start: int
    end: int
    text_hash: str
    action: str
    replacement: str


@dataclass(frozen=True)
class Run:
    """Words that are kept, a mark for those removed, or coarser words for those generalised."""

    kind: Literal["kept", "removed", "generalised"]
    words: str = ""
    exemptions: tuple[str, ...] = ()
    in_the_alternative: bool = False


Text = tuple[Run, ...]


def kept(words: Any) -> Text:
    """A text of which nothing is withheld."""
    return (Run("kept", "" if words is None else str(words)),)


@dataclass(frozen=True)
class ReducedDocument:
    """The disclosed fields of a sheet in which every text is a list of runs; the same shape as the content."""

    sheet: str
    schema_version: int
    fields: Mapping[str, Any]

    def text(self, path: str) -> Text:
        """The runs at a path such as ``risks[0].source``. Raises KeyError where nothing stands there."""
        return dict(_leaves(self.fields, ""))[path]

    def texts(self) -> dict[str, Text]:
        """Every text by its path, in the order of the content."""
        return dict(_leaves(self.fields, ""))


def text_hash(text: str) -> str:
    """By which a span or a ruling knows the text that it was made for (SHA-256, hex)."""
    return hashlib.sha256(text.encode()).hexdigest()


def disclosed_fields(sealed: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields of a sealed sheet that its declaration calls disclosed, an allow-list by name.

    `beside` are disclosed fields that were sealed apart from it, such as errata.
    """
    sheet: type[Sheet] = SHEETS[sealed["sheet"]]
    open_ones = {name for name, part in sheet.parts().items() if part.metadata["kind"] == "disclosed"}
    return {name: value for name, value in sealed["content"].items() if name in open_ones} | dict(beside or {})


def texts_of(sealed: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Every disclosed text by its path, as it was sealed."""
    return {path: "" if value is None else str(value) for path, value in _leaves(disclosed_fields(sealed, beside), "")}


def reduce(
    sealed: Mapping[str, Any], spans: Iterable[Marked], exempt: Any = None, beside: Mapping[str, Any] | None = None
) -> ReducedDocument:
    """Build the reduced document of sealed content; `exempt(span)` answers ``(exemption ids, in the alternative)``.

    Raises NotReducible for a span that lies outside its text, overlaps another or was made for another text, and
    for content with a key that people could have written.
    """
    by_path: dict[str, list[Marked]] = {}
    for span in spans:
        by_path.setdefault(span.path, []).append(span)
    opened = disclosed_fields(sealed, beside)
    known = {path for path, _value in _leaves(opened, "")}
    if strange := by_path.keys() - known:
        raise NotReducible(f"There is no text at {', '.join(sorted(strange))}.")
    asked = exempt or (lambda span: ((), False))
    reduced = _rebuilt(opened, "", lambda path, text: _runs(text, by_path.get(path, ()), asked))
    return ReducedDocument(sealed["sheet"], sealed["schema_version"], reduced)


def _rebuilt(value: Any, path: str, make: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rebuilt(item, _below(path, key), make) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rebuilt(item, f"{path}[{index}]", make) for index, item in enumerate(value)]
    return make(path, "" if value is None else str(value))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, _below(path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def _below(path: str, key: Any) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise NotReducible("A key of the content is not a name of the product's own.")
    return f"{path}.{key}" if path else key


def _runs(text: str, spans: Sequence[Marked], exempt: Any) -> Text:
    runs: list[Run] = []
    done = 0
    for span in sorted(spans, key=lambda one: one.start):
        if span.text_hash != text_hash(text) or not done <= span.start < span.end <= len(text):
            raise NotReducible(f"A mark at {span.path} does not fit the text that stands there.")
        runs += [Run("kept", text[done : span.start])] if span.start > done else []
        exemptions, alternative = exempt(span)
        words = span.replacement if span.action == "generalised" else ""
        kind: Literal["removed", "generalised"] = "generalised" if span.action == "generalised" else "removed"
        runs.append(Run(kind, words, tuple(exemptions), alternative))
        done = span.end
    if done < len(text) or not runs:
        runs.append(Run("kept", text[done:]))
    return tuple(runs)


def blanked(value: Any) -> Any:
    """The same document without a word of people's own: what is left is the product's form."""
    if isinstance(value, Run):
        return replace(value, words="")
    if isinstance(value, tuple | list):
        return type(value)(blanked(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: blanked(getattr(value, part.name)) for part in fields(value)})
    return value


def runs_of(value: Any) -> Iterator[Run]:
    """Every run of a document, wherever it stands."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from runs_of(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from runs_of(getattr(value, part.name))


def fingerprint(document: Any) -> str:
    """SHA-256 (hex) of a copy: what a gate report was written for."""
    return hashlib.sha256(canonical(_plain(document))).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if value is not None else None
