"""Withheld terms, and where they stand in a text however it is spelled, spaced or split.

A text is compared by its letters and figures alone (compatibility forms folded, accents and case dropped), so
*A48(M)* is *A48 (M)*; a match begins and ends where a word does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from anpr_governance.regulation import facts

_WORD = re.compile(r"\S+")
_PART = re.compile(r"[^\W_]+")
_SQUARE = re.compile(r"[HJNOST][A-HJ-Z]")  # the letters of a grid reference say little without its figures


@dataclass(frozen=True)
class Term:
    """Words that may not be read in the public copy; `gaps` says how far its letters may stand apart, one by one."""

    text: str
    tight: str
    gaps: tuple[int, ...]


class Haystack:
    """A text in which terms are looked for; offsets are those of the text as given."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self.at: list[int] = []
        self.seen: list[int] = []
        visible = 0
        for offset, sign in enumerate(text):
            pieces = _fold(sign)
            letters += pieces
            self.at += [offset] * len(pieces)
            self.seen += [visible] * len(pieces)
            visible += not _is_invisible(sign)
        self.tight = "".join(letters)

    def find(self, term: Term) -> Iterator[tuple[int, int]]:
        """Every `(start, end)` where `term` stands as words of its own."""
        begin = self.tight.find(term.tight) if term.tight else -1
        while begin >= 0:
            last = begin + len(term.tight) - 1
            if self._is_whole(begin, last) and self._is_close(begin, term):
                yield self.at[begin], self.at[last] + 1
            begin = self.tight.find(term.tight, begin + 1)

    def count(self, term: Term) -> int:
        """How often it stands there."""
        return sum(1 for _place in self.find(term))

    def _is_whole(self, begin: int, last: int) -> bool:
        """Nothing of a word stands directly before or after."""
        before = begin > 0 and self.seen[begin] - self.seen[begin - 1] <= 1
        after = last + 1 < len(self.seen) and self.seen[last + 1] - self.seen[last] <= 1
        return not before and not after

    def _is_close(self, begin: int, term: Term) -> bool:
        """The letters follow each other, with no more between them than spacing or kerning puts there."""
        here = pairwise(self.seen[begin : begin + len(term.tight)])
        return all(second - first - 1 <= most for (first, second), most in zip(here, term.gaps, strict=True))


@lru_cache(maxsize=4096)
def _fold(sign: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return tuple(piece for piece in folded if piece.isalnum())


@lru_cache(maxsize=4096)
def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Cf", "Cc") and sign not in "\n\r\t"


@lru_cache(maxsize=8192)
def term(text: str) -> Term:
    """The term that `text` makes."""
    rule, hay = facts("redaction")["tokens"], Haystack(text)
    spread = len(hay.tight) >= rule["spread_least"]
    gaps = []
    for (one, here), (other, there) in pairwise(zip(hay.tight, hay.seen, strict=True)):
        own = max(0, there - here - 1)
        parted = spread or own or one.isdigit() != other.isdigit()
        gaps.append(max(own, rule["gap_most"]) if parted else 0)
    return Term(text, hay.tight, tuple(gaps))


def terms_of(text: str) -> list[Term]:
    """The withheld terms of a span: each sensitive token; the whole when it is short, else every run of words."""
    rule = facts("redaction")["redaction"]
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    if len(words) <= rule["whole_span_words_at_most"]:
        runs = [text]
    else:
        size = rule["run_words"]
        runs = [text[words[i][0] : words[i + size - 1][1]] for i in range(max(1, len(words) - size + 1))]
    return unique(term(run) for run in [*runs, *sensitive_tokens(text)])


def sensitive_tokens(text: str) -> list[str]:
    """Words that give something away alone, and the parts of hyphenated ones: figures, names, addresses."""
    words = [word.strip(".,;:!?()[]\"'“”‘’") for word in _WORD.findall(text)]
    parts = [part for word in words for part in _PART.findall(word) if part != word]
    return [word for word in [*words, *parts] if _is_sensitive(word)]


def _is_sensitive(word: str) -> bool:
    rule = facts("redaction")["tokens"]
    tight = Haystack(word).tight
    if tight.isdigit():
        is_year = len(tight) == len("2026") and tight[:2] in rule["years"]
        return len(tight) >= rule["digits_least"] and not is_year
    if len(tight) < rule["letters_least"] or tight in rule["generic"] or _SQUARE.fullmatch(word):
        return False
    return "@" in word or word[:1].isupper() or any(sign.isdigit() for sign in tight)


def unique(terms: Iterable[Term]) -> list[Term]:
    """Each once, longest first, without what is empty."""
    found: dict[str, Term] = {}
    for one in terms:
        if one.tight:
            found.setdefault(one.tight, one)
    return sorted(found.values(), key=lambda one: (-len(one.tight), one.tight))


def byte_forms(one: Term) -> list[bytes]:
    """How a term of enough bytes may stand in raw bytes, in lower case: UTF-8, UTF-16 and hexadecimal of both.

    Empty for a short term: it occurs in compressed bytes by chance.
    """
    plain = one.text.strip().lower()
    if len(plain.encode()) < facts("redaction")["redaction"]["raw_bytes_least"]:
        return []
    forms: list[bytes] = []
    for spelling in (plain, plain.upper(), one.text.strip()):
        forms += [spelling.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le")]
    forms += [form.hex().encode() for form in forms]
    return list(dict.fromkeys(form.lower() for form in forms))
