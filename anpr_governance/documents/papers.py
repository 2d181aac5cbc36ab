"""Papers of the house: minutes, packs and reports as tagged PDFs for those inside, marked on every page.

A paper is parts of words under heads. It holds what its reader may see: whoever makes it leaves out the rest.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import get_template
from markupsafe import Markup

from anpr_governance.documents import pdf

SENSITIVE = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Passage:
    """Some paragraphs, under a heading where there is one."""

    heading: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """A line end of the writer begins a paragraph."""
        return [line for line in str(self.text).split("\n") if line.strip()]


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and words, as a table with row heads."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with heads; where `empty` is given, it stands in place of a table without rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | Markup, ...], ...]
    empty: str = ""


Block = Passage | Facts | Grid


@dataclass(frozen=True)
class Part:
    """A part under its title; `page` begins a page of its own, `inner` is below the part before it."""

    title: str
    blocks: tuple[Block, ...]
    page: bool = False
    inner: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole paper: what it is, its title, the facts of the first page, its parts."""

    kind: str
    title: str
    author: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    lead: str = ""
    marking: str = SENSITIVE
    foot: str = ""

    def numbered(self) -> Iterator[tuple[str, Part]]:
        """The parts with their anchors."""
        for number, part in enumerate(self.parts, start=1):
            yield f"part-{number}", part


def as_html(paper: Paper) -> str:
    """The whole page of which the PDF is made."""
    return str(get_template("documents/paper.html").render({"paper": paper}))


def as_pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF/UA-1 file; the same paper gives the same bytes."""
    page = as_html(paper)
    return pdf.render(page, identifier=hashlib.sha256(page.encode()).hexdigest())
