"""The pack for consultees: what is proposed and why, without an exact place (G 5.3b, T067)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.regulation import facts
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


def store(proposal: Any, words: str, on: date) -> EvidenceFile:
    """Keep the pack as an evidence file, from structured facts and the manager's own words."""
    content = text_of(proposal, words, on).encode()
    return evidence.store(proposal.organisation, f"{proposal.reference}-consultation.txt", content, clock.now())


def text_of(proposal: Any, words: str, on: date) -> str:
    """The pack as plain text: who asks, for what, of which kind, what the matrix advises, how to answer."""
    lines = [
        "OFFICIAL",
        "",
        _("%(force)s: consultation on automatic number plate recognition") % {"force": proposal.organisation.name},
        _("Reference %(reference)s, %(day)s") % {"reference": proposal.reference, "day": f"{on:%-d %B %Y}"},
        "",
        _("What is proposed"),
        words.strip(),
        "",
        _("How many places, and of which kind"),
        *_kinds(proposal),
        "",
        _("Purpose"),
        _purpose(proposal),
        "",
        _("What the national matrix advises"),
        *_advice(proposal),
        "",
        _("Exact places are not named: to name them would help those who want to avoid the cameras."),
        _("How to answer"),
        proposal.organisation.contact.strip() or _("Write to the force and give the reference above."),
        "",
        "OFFICIAL",
    ]
    return "\n".join(str(line) for line in lines) + "\n"


def _kinds(proposal: Any) -> list[str]:
    counted: dict[str, int] = {}
    for row in proposal.site_rows:
        counted[row.site.place_type] = counted.get(row.site.place_type, 0) + 1
    labels = facts("place_types")["place_types"]
    return [f"{count} × {_(labels[kind]['label'])}" for kind, count in counted.items()]


def _purpose(proposal: Any) -> str:
    row = facts("law_enforcement_purposes")["law_enforcement_purposes"].get(proposal.purpose)
    return _(row["label"]) if row else ""


def _advice(proposal: Any) -> list[str]:
    words = facts("matrix")["codes"]
    pairs = dict.fromkeys((ground, code) for row in proposal.site_rows for ground, code in row.matrix.items())
    return [f"{Ground(ground).label}: {code}, {_(words[code]['words'])}" for ground, code in pairs]
