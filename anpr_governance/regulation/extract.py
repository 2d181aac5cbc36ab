"""Hands the texts of the tables to Babel, so that translators see them beside those of the code."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import IO, Any

TEXT_KEYS = frozenset({
    "aim", "answer", "ends", "explanation", "good_answer", "help", "hint", "intro", "label", "meaning", "name", "note",
    "public_label", "question", "sentence", "subject", "summary", "term", "title", "when", "why", "words",
})  # fmt: skip


def texts(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """A Babel extractor: line, function name, message and comments of each text in one table."""
    source = fileobj.read().decode("utf-8")
    lines = source.splitlines()
    for text in dict.fromkeys(_texts(tomllib.loads(source))):
        yield _line(lines, text), "gettext", text, []


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, name) if name != "edition" else ()
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, str) and value and key in TEXT_KEYS:
        yield value


def _line(lines: Sequence[str], text: str) -> int:
    start = text.partition("\n")[0].replace('"', '\\"')
    return next((number for number, line in enumerate(lines, 1) if start in line), 1)
