"""A text as patterns read it: hyphens, spaces and letters of one kind each, nothing invisible; offsets lead back."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_DASHES = {"\u2212", "\u00ac"}


class Plain:
    """What a reader sees of a text; `span` gives the offsets of the text as given."""

    def __init__(self, text: str) -> None:
        signs = [(piece, offset) for offset, sign in enumerate(text) for piece in _plain(sign)]
        self.text = "".join(piece for piece, _offset in signs)
        self._at = [offset for _piece, offset in signs]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from `start` to before `end` stand in the text as given."""
        return self._at[start], self._at[end - 1] + 1

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
        """Every match that is not empty, with its offsets in the text as given."""
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                yield match, self.span(*match.span())


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign.isascii():
        return sign
    if category in ("Cf", "Cc", "Mn"):
        return ""
    if category == "Pd" or sign in _DASHES:
        return "-"
    return " " if category in ("Zs", "Zl", "Zp") else unicodedata.normalize("NFKC", sign)
