"""A public copy: the product's form around runs of kept words, rendered as HTML and as a tagged PDF.

Words of people stand in runs alone, so that a copy without them (`reduction.blanked`) is the bare form. Each text is
rendered once: the gate counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import pdf
from anpr_governance.documents.reduction import Run, Text, fingerprint, runs_of
from anpr_governance.regulation import facts

PROBE = gettext_lazy("What is proposed")
"""A text of every public page: where it has no translation, the product's own words have none."""


def spoken(language: str) -> str:
    """The language in which the product's own words stand on a page in `language`: English until it is translated."""
    with translation.override("en"):
        english = str(PROBE)
    with translation.override(language):
        return language if str(PROBE) != english else "en"


@dataclass(frozen=True)
class Passage:
    """A text under its heading; the heading is the product's, the body people's."""

    heading: str
    body: Text

    @property
    def paragraphs(self) -> list[Text]:
        """The body line by line: a line end of the writer begins a paragraph."""
        lines: list[list[Run]] = [[]]
        for run in self.body:
            first, *others = run.words.split("\n") if run.kind == "kept" else [run.words]
            lines[-1].append(replace(run, words=first))
            lines += [[replace(run, words=words)] for words in others]
        return [tuple(line) for line in lines if any(r.kind != "kept" or r.words.strip() for r in line)]


@dataclass(frozen=True)
class Table:
    """A table whose caption and heads are the product's, its cells people's."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Section:
    """A numbered part of a copy."""

    number: str
    title: str
    blocks: tuple[Passage | Table, ...]

    @property
    def anchor(self) -> str:
        """Its place in the page."""
        return f"part-{self.number}"


@dataclass(frozen=True)
class Grounds:
    """Why words were withheld under one exemption: its own harm and its own public interest test (T055)."""

    exemption: str
    passages: int
    harm: tuple[Text, ...]
    interest: tuple[Text, ...]
    qualified: bool


@dataclass(frozen=True)
class Copy:
    """What is published: title and summary of the release, the facts, the reduced sections, the grounds."""

    language: str
    words_language: str
    title_language: str
    kind: str
    controller: str
    contact: str
    marking: str
    title: Text
    summary: Text
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    grounds: tuple[Grounds, ...]
    removed: int
    generalised: int


def mark_words(run: Run) -> str:
    """What stands in place of removed words, to be read aloud and copied: the sections of the Act."""
    table = facts("exemptions")["exemptions"]
    rows = [table[slug] for slug in run.exemptions]
    if not rows:
        return f"[{_('removed')}]"
    if len(rows) == 1:
        label = _(rows[0]["label"])
        return f"[{_('removed')}: {_('section')} {rows[0]['section']}, {label[:1].lower()}{label[1:]}]"
    joined = (_(" or ") if run.in_the_alternative else _(" and ")).join(row["section"] for row in rows)
    return f"[{_('removed')}: {_('sections')} {joined}]"


def as_html(copy: Copy) -> str:
    """The copy as an article of a page; the page's frame is put around it when it is served."""
    with translation.override(copy.language):
        return str(get_template("documents/copy.html").render({"copy": copy, "mark": mark_words, "alone": False}))


def as_pdf(copy: Copy) -> bytes:
    """The copy as a tagged PDF/UA-1 file whose identifier follows from its content."""
    with translation.override(copy.language):
        page = get_template("documents/pdf.html").render({"copy": copy, "mark": mark_words, "alone": True})
    return pdf.render(page, identifier=fingerprint(copy))


def visible_words(copy: Copy) -> Iterator[str]:
    """Every text of people in the copy, once for each place where it is rendered; marks part it."""
    for text in _texts(copy):
        yield "\n\n\n\n\n".join(run.words for run in text if run.words)


def _texts(copy: Copy) -> Iterator[Text]:
    yield copy.title
    yield copy.summary
    for section in copy.sections:
        for block in section.blocks:
            if isinstance(block, Passage):
                yield block.body
            else:
                yield from (cell for row in block.rows for cell in row)
    for ground in copy.grounds:
        yield from (*ground.harm, *ground.interest)


def plain(text: Text) -> str:
    """The words of a text without its marks."""
    return " ".join(run.words for run in text if run.words)


def counted(sections: Iterable[Any]) -> tuple[int, int]:
    """How many passages of `sections` were removed, and how many made less exact."""
    kinds = [run.kind for run in runs_of(tuple(sections))]
    return kinds.count("removed"), kinds.count("generalised")
