"""The pack for consultees as page and PDF, and the check that no words for the public name a place (G 5.3b, T067)."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from anpr_governance.database import clock
from anpr_governance.documents import evidence, pdf
from anpr_governance.documents.copies import spoken
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.regulation import facts
from assessments.sheets import PackSheet
from assessments.states import Ground

GRID = re.compile(r"\b[A-HJ-Z]{2}\s?\d{2,5}\s?\d{2,5}\b|\b\d{5,6}\s*,\s*\d{5,7}\b|\b-?\d{1,2}\.\d{3,}\b")
"""Grid references, eastings with northings, decimal degrees."""
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
SHORT = 3
"""Characters under which a name is no name of a place."""


def places_in(words: str, sites: Iterable[Any]) -> list[str]:
    """Names, roads, references and positions of the sites that stand in `words`, and anything like a position."""
    plain = _squeezed(words)
    named = [text for site in sites for text in _names(site) if _stands_in(_squeezed(text), plain)]
    return list(dict.fromkeys([*named, *GRID.findall(words), *POSTCODE.findall(words)]))


def _names(site: Any) -> list[str]:
    known = [site.name, site.description, site.road, site.site_reference, site.reference]
    return [text for text in known if len(text.strip()) >= SHORT]


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _stands_in(term: str, text: str) -> bool:
    return bool(term) and f" {term} " in f" {text} "


def store(organisation: Any, sheet: PackSheet, language: str) -> EvidenceFile:
    """Keep the PDF of the pack as an evidence file with its hash."""
    name = f"{sheet.reference}-consultation-{language}.pdf"
    return evidence.store(organisation, name, as_pdf(sheet, language), clock.now())


def as_pdf(sheet: PackSheet, language: str) -> bytes:
    """The pack as a tagged PDF/UA-1 file; the same sheet gives the same bytes."""
    with translation.override(language):
        page = get_template("assessments/pack_paper.html").render(shown(sheet, language))
    return _rendered(page, hashlib.sha256(sheet.canonical() + language.encode()).hexdigest())


def as_article(sheet: PackSheet, language: str) -> Markup:
    """The pack as a part of a page."""
    with translation.override(language):
        made = get_template("assessments/pack.html").render(shown(sheet, language))
    return Markup(made)  # noqa: S704 - rendered and escaped by us


@lru_cache(maxsize=16)
def _rendered(page: str, identifier: str) -> bytes:
    return pdf.render(page, identifier=identifier)


def shown(sheet: PackSheet, language: str) -> dict[str, Any]:
    """What page and paper say, in the words of the language; asked for while it is active."""
    said, in_language = sheet.said(language)
    return {
        "pack": sheet,
        "language_code": language,
        "spoken": spoken(language),
        "words": said,
        "words_language": in_language,
        "kinds": _kinds(sheet),
        "purpose": _purpose(sheet),
        "advised": _advice(sheet),
    }


def _kinds(sheet: PackSheet) -> list[str]:
    labels = facts("place_types")["place_types"]
    return [f"{count} × {_(labels[kind]['label'])}" for kind, count in sheet.kinds if kind in labels]


def _purpose(sheet: PackSheet) -> str:
    row = facts("law_enforcement_purposes")["law_enforcement_purposes"].get(sheet.purpose)
    return _(row["label"]) if row else ""


def _advice(sheet: PackSheet) -> list[tuple[str, str]]:
    codes = facts("matrix")["codes"]
    return [(str(Ground(ground).label), f"{code}: {_(codes[code]['words'])}") for ground, code in sheet.advice]
