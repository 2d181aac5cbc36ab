"""What changed between two texts, word by word, as a reader sees and hears it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

WORDS = re.compile(r"\S+\s*|\s+")
RUNS = {
    "ins": Markup('<ins><span class="govuk-visually-hidden">{}: </span>{}</ins>'),
    "del": Markup('<del><span class="govuk-visually-hidden">{}: </span>{}</del>'),
}
LONGEST = 12_000
"""Past this many characters a text is shown as removed and added whole, so that nobody can make the page slow."""


@dataclass(frozen=True)
class Change:
    """One field that differs: its name, and what it said before and now."""

    label: str
    before: str
    now: str


def _run(kind: str, words: list[str]) -> Markup:
    text = "".join(words)
    if not text.strip():
        return escape(text)
    hidden = _("added") if kind == "ins" else _("removed")
    return RUNS[kind].format(hidden, text)


def marked(before: str, now: str) -> Markup:
    """`now` with what was added underlined and what was removed struck through."""
    old, new = WORDS.findall(before or ""), WORDS.findall(now or "")
    if len(before or "") + len(now or "") > LONGEST:
        return _run("del", old) + Markup(" ") + _run("ins", new)
    pieces: list[Markup] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(escape("".join(new[b1:b2])))
            continue
        if a2 > a1:
            pieces.append(_run("del", old[a1:a2]))
        if b2 > b1:
            pieces.append(_run("ins", new[b1:b2]))
    return Markup("").join(pieces)


def flat(value: Any, path: str = "") -> dict[str, str]:
    """A nested mapping as ``path → text``, so that two of them can be compared field by field."""
    if isinstance(value, dict):
        pairs: Any = value.items()
    elif isinstance(value, list | tuple):
        pairs = ((str(n), item) for n, item in enumerate(value, start=1))
    else:
        return {path: "" if value is None else str(value)}
    found: dict[str, str] = {}
    for key, item in pairs:
        found |= flat(item, f"{path} / {key}" if path else str(key))
    return found


def changes(before: dict[str, str], now: dict[str, str]) -> list[Change]:
    """The fields that differ, in the order of `now`, then those that are gone."""
    names = list(now) + [name for name in before if name not in now]
    return [
        Change(name, before.get(name, ""), now.get(name, ""))
        for name in names
        if before.get(name, "") != now.get(name, "")
    ]
