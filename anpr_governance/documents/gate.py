"""The gate: reads a finished file back and lets it pass only when nothing withheld, hidden or added is in it.

Any error is a refusal: what could not be looked at has not passed (abuse cases 45 to 57).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.copies import Copy, as_html, as_pdf, plain, visible_words
from anpr_governance.documents.readback import Readback, Unreadable, read_html, read_pdf, strings_in, words_in
from anpr_governance.documents.reduction import blanked, fingerprint
from anpr_governance.documents.terms import Haystack, Term, byte_forms
from anpr_governance.regulation import facts

APART = "\n\n\n\n\n\n"
"""Between texts that do not belong together: wider than any gap within a term."""
INFO_KEYS = {"/Title", "/Producer", "/Author"}
PATHS = re.compile(r"(?:file:/|/home/|/tmp/|/usr/|/var/|/root/|/work/|[A-Z]:\\)", re.IGNORECASE)
LONG_WORD = 25


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: passed, or what is wrong and where."""

    key: str
    label: str
    passed: bool
    detail: str = ""
    places: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """How a report keeps it."""
        return {
            "key": self.key, "label": self.label, "passed": self.passed, "detail": self.detail,
            "places": list(self.places),
        }  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a file is held against: the copy that it was made from, the withheld terms, and those ruled innocent.

    `ruled` counts, by the letters of a term, the occurrences that two people ruled innocent.
    """

    copy: Copy
    terms: Sequence[Term]
    ruled: Mapping[str, int]

    def form(self, kind: str) -> "Form":
        """The product's form around the words of people, as a file of the same kind holds it."""
        bare = blanked(self.copy)
        read = read_html(as_html(bare).encode())
        strings = [text for _where, text in (read.strings if kind == "html" else strings_in(as_pdf(bare)))]
        text = "".join(read.texts.values())
        known = {_folded(one) for one in (*strings, *text.splitlines(), *_titles(bare))}
        return Form(text, frozenset(known))


@dataclass(frozen=True)
class Form:
    """What a file holds that no person wrote: its text, and its strings by their letters."""

    text: str
    strings: frozenset[str]


def examine(content: bytes, kind: str, wanted: Wanted) -> list[Check]:
    """Every check of one finished file (`kind` pdf or html). Never raises: an error is a check that did not pass."""
    try:
        read = read_pdf(content) if kind == "pdf" else read_html(content)
        form = wanted.form(kind)
    except Unreadable as error:
        return [Check("read", _("The finished file can be read back"), False, str(error))]
    except Exception as error:  # nothing that a reader raises may let a file pass
        return [Check("read", _("The finished file can be read back"), False, type(error).__name__)]
    asked = [*BOTH, *(PDF_ALONE if kind == "pdf" else ())]
    return [_asked(check, read, wanted, form) for check in asked]


def made(kind: str, copy: Copy) -> tuple[bytes, list[Check]]:
    """A candidate, and what went wrong in making it: a renderer that fails leaves no bytes and a failed check."""
    try:
        return (as_pdf(copy) if kind == "pdf" else as_html(copy).encode()), []
    except Exception as error:  # nothing half made may pass for a file
        return b"", [Check("made", _("The file can be made"), False, f"{type(error).__name__}: {error}"[:200])]


def passed(checks: Iterable[Check]) -> bool:
    """Whether something was checked and all of it passed."""
    found = list(checks)
    return bool(found) and all(check.passed for check in found)


Ask = Callable[[Readback, Wanted, Form], Check]


def _asked(check: Ask, read: Readback, wanted: Wanted, form: Form) -> Check:
    try:
        return check(read, wanted, form)
    except Exception as error:
        label = _("The check “%(name)s” ran to its end") % {"name": check.__name__}
        return Check(check.__name__, label, False, f"{type(error).__name__}: {error}"[:200])


def copy_is_clean(read: Readback, wanted: Wanted, form: Form) -> Check:
    """The copy itself holds a withheld term no more often than it was ruled innocent."""
    label = _("No withheld term stands in the words that are kept")
    found = _too_often(APART.join(visible_words(wanted.copy)), wanted, "")
    return _verdict("copy", label, found, _("Withheld words still stand in the copy."))


def text_is_clean(read: Readback, wanted: Wanted, form: Form) -> Check:
    """No reader of text finds a term more often than it was ruled innocent or stands in the form."""
    label = _("No withheld term can be read in the file")
    found = [f"{name}: {term}" for name, text in read.texts.items() for term in _too_often(text, wanted, form.text)]
    return _verdict("text", label, found, _("Withheld words can be read in the finished file."))


def _too_often(text: str, wanted: Wanted, form: str) -> list[str]:
    hay, around = Haystack(text), Haystack(form)
    return [
        term.text
        for term in wanted.terms
        if (count := hay.count(term)) and count > wanted.ruled.get(term.tight, 0) + around.count(term)
    ]


def strings_are_clean(read: Readback, wanted: Wanted, form: Form) -> Check:
    """Titles, outlines, links, alternative text, metadata, attributes: a term may stand there in the form alone."""
    label = _("No withheld term hides in titles, links, descriptions or metadata")
    asked = [(where, text) for where, text in read.strings if text.strip() and _folded(text) not in form.strings]
    hay = Haystack(APART.join(text for _where, text in asked))
    found = [term for term in wanted.terms if next(hay.find(term), None)]
    return _verdict("strings", label, [_where_of(term, asked) for term in found], _("Withheld words hide in the file."))


def _titles(copy: Copy) -> list[str]:
    return [section.title for section in copy.sections] + [f"{s.number}. {s.title}" for s in copy.sections]


def _folded(text: str) -> str:
    return Haystack(text).tight


def _where_of(term: Term, strings: Iterable[tuple[str, str]]) -> str:
    where = next((where for where, text in strings if next(Haystack(text).find(term), None)), "")
    return f"{where}: {term.text}" if where else term.text


def bytes_are_clean(read: Readback, wanted: Wanted, form: Form) -> Check:
    """Raw bytes and decoded streams hold no longer term, neither as text, UTF-16 nor hexadecimal."""
    label = _("No withheld term stands in the bytes of the file")
    known = Haystack(APART.join((form.text, *form.strings, *visible_words(wanted.copy))))
    searched = [term for term in wanted.terms if not known.count(term)]
    heaps = [("bytes", read.raw), *read.streams]
    found = [hit for where, heap in heaps for hit in _in_bytes(where, heap.lower(), searched)]
    return _verdict("bytes", label, found, _("Withheld words stand in the bytes of the file."))


def _in_bytes(where: str, heap: bytes, terms: Iterable[Term]) -> list[str]:
    return [f"{where}: {term.text}" for term in terms if any(form in heap for form in byte_forms(term))]


def text_is_the_copys(read: Readback, wanted: Wanted, form: Form) -> Check:
    """Every reader reads the whole copy, and not a word that the copy does not have."""
    label = _("The file says what the copy says, no less and no more")
    whole = "".join(read_html(as_html(wanted.copy).encode()).texts.values())
    expected = {_folded(word) for word in words_in(whole)} | {_folded(wanted.copy.marking)}
    long_ones = [word for word in expected if len(word) >= LONG_WORD]
    said: list[str] = []
    for name, text in read.texts.items():
        read_words = {_folded(word) for word in words_in(text)} - {""}
        missing = {w for w in expected - read_words if len(w) < LONG_WORD} - {""} - _only_on_pages(wanted)
        more = {w for w in read_words - expected if not any(w in long_one for long_one in long_ones)}
        said += [f"{name}: {_('missing')} {word}" for word in sorted(missing)[:5]]
        said += [f"{name}: {_('added')} {word}" for word in sorted(more)[:5]]
    return _verdict("same", label, said, _("The readers do not read what the copy says."))


def _only_on_pages(wanted: Wanted) -> set[str]:
    return {_folded(wanted.copy.marking)}


def is_one_file(read: Readback, wanted: Wanted, form: Form) -> Check:
    """One beginning, one end, nothing behind it, no earlier version inside, no password."""
    about = read.about
    ends = facts("redaction")["redaction"]["end_of_file_markers"]
    said = [
        sentence
        for wrong, sentence in (
            (about["begins"] != 0, _("something stands before its beginning")),
            (about["ends"] != ends, _("%(n)d end-of-file markers") % {"n": about["ends"]}),
            (about["after_end"] > 0, _("something stands behind its end")),
            (about["earlier_version"], _("an earlier version is inside")),
            (about["encrypted"], _("it is encrypted")),
        )
        if wrong
    ]
    return _verdict("one", _("It is one file, with no earlier version inside"), said, _("The file is not one whole."))


def nothing_hides(read: Readback, wanted: Wanted, form: Form) -> Check:
    """No attachment, form, script, note, layer, picture or invisible text: none can be read with certainty."""
    about = read.about
    said = list(about["hidden"])
    said += [_("%(n)d pictures") % {"n": about["images"]}] if about["images"] else []
    said += [_("text that is not drawn")] if "invisible" in about["drawn"] else []
    said += [_("a picture within a page")] if "picture" in about["drawn"] else []
    said += [link for link in about["links"] if link not in _addresses(wanted.copy)]
    return _verdict("hidden", _("No attachment, script, note or picture is in it"), said, _("Something hides in it."))


def _addresses(copy: Copy) -> set[str]:
    return {word for word in copy.contact.split() if word.startswith(("https://", "mailto:"))}


def metadata_is_bare(read: Readback, wanted: Wanted, form: Form) -> Check:
    """The properties say the public title and the program, and no path of a machine."""
    said = [key for key in read.about["info"] if key not in INFO_KEYS]
    said += [f"{where}: {text[:80]}" for where, text in read.strings if PATHS.search(text)]
    return _verdict("metadata", _("Its properties give nothing away"), said, _("Its properties say too much."))


def is_accessible(read: Readback, wanted: Wanted, form: Form) -> Check:
    """PDF/UA basics: tagged, with a title that is shown, and a language (PSBAR)."""
    about = read.about
    title = plain(wanted.copy.title)
    said = [
        sentence
        for wrong, sentence in (
            (not about["tagged"], _("it is not tagged")),
            (about["title"] != title, _("its title is not the public title")),
            (not about["shows_title"], _("a reader would show the file name instead of its title")),
            (about["language"][:2] != wanted.copy.language, _("its language is not given")),
        )
        if wrong
    ]
    return _verdict("accessible", _("It is tagged, with title and language"), said, _("Not everybody can read it."))


def _verdict(key: str, label: str, found: Sequence[str], wrong: str) -> Check:
    return Check(key, label, not found, wrong if found else "", tuple(found[:20]))


BOTH: tuple[Ask, ...] = (copy_is_clean, text_is_the_copys, text_is_clean, strings_are_clean, bytes_are_clean)
PDF_ALONE: tuple[Ask, ...] = (is_one_file, nothing_hides, metadata_is_bare, is_accessible)


def report(checks: Sequence[Check], wanted: Wanted) -> dict[str, Any]:
    """What is kept beside a candidate: the copy it was made from, and every check."""
    return {"copy": fingerprint(wanted.copy), "checks": [check.as_json() for check in checks]}
