"""The finder: what in a text looks as if it should not be public, and where a withheld term stands again."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from anpr_governance.documents.places import Place, other_forms, places_in
from anpr_governance.documents.spelling import Plain
from anpr_governance.documents.terms import Haystack, Term, term, terms_of, unique

_NAME = r"[A-Z][\w’'-]+"
_ROAD_KINDS = (
    "Road|Street|Lane|Avenue|Drive|Close|Way|Roundabout|Bypass|By-pass|Junction|Bridge|Services|Hill|Square|Crescent"
    "|Terrace|Gardens|Grove|Court|Interchange|Gyratory|Flyover|Tunnel|Relief Road|Ring Road|Corridor"
    "|Rd|Ln|Ave|Rbt|St"
)
_ROAD_KINDS += f"|{_ROAD_KINDS.upper()}"
_TITLES = (
    "Mr|Mrs|Ms|Miss|Dr|PC|PCSO|PS|DC|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Constable"
    "|Chief Inspector|Chief Superintendent"
)
PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "email": (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),),
    "site_reference": (re.compile(r"\b[A-Z0-9]{2,12}-\s?S-\s?\d{4,9}(?:-\d+)?\b", re.IGNORECASE),),
    "device_reference": (
        re.compile(r"\bNRD[-_/\s#]{0,2}(?:[A-Z]{1,12}[-_/])*[A-Z]{0,4}\d+(?:[-_/]?[A-Z0-9])*\b", re.IGNORECASE),
        re.compile(r"\b(?:ANPR|CAM)[-_/#](?:[A-Z]{1,12}[-_/])*[A-Z]{0,4}\d+(?:[-_/]?[A-Z0-9])*\b", re.IGNORECASE),
    ),
    "coordinates": (
        re.compile(r"(?:/{3}|\b(?:what3words|w3w)[\s:/]{1,3})[a-z]+\.[a-z]+\.[a-z]+\b", re.IGNORECASE),
        re.compile(r"(?<![\w.@/-])(?!www\.)[a-z]{4,}\.[a-z]{4,}\.[a-z]{4,}(?![\w/-]|\.\w)"),
    ),
    "telephone": (re.compile(r"(?<![\w+])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|\(?0)\d(?:\)?[\s-]?\d){8,9}(?!\d)"),),
    "postcode": (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[\s-]?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),),
    "number_plate": (
        re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b", re.IGNORECASE),
        re.compile(r"\b(?:[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z]|[A-Z]{1,3}Z\s?\d{2,4})\b"),
    ),
    "road_name": (
        re.compile(r"\b[AMB]\s?\d{1,4}(?:\s?\(M\)|M\b)?(?!\w)"),
        re.compile(r"\b[abm]\d{1,4}(?:\s?\(m\)|m\b)?(?!\w)"),
        re.compile(rf"\b(?:{_NAME}\s){{1,4}}(?:{_ROAD_KINDS})\b"),
        re.compile(r"\b(?:[Jj]unctions?|[Jj]unc\.?|[Jj]ct\.?|[Jj]n\.?|J|j(?=\d))\s?\d{1,3}[A-Za-z]?\b"),
    ),
    "person": (re.compile(rf"\b(?:{_TITLES})\.?\s(?:[A-Z]\.?\s)*{_NAME}(?:\s{_NAME})?"),),
}


@dataclass(frozen=True)
class Suggestion:
    """Words of one field that somebody has to decide upon; `kind` is an id of regulation/redaction.toml."""

    path: str
    start: int
    end: int
    kind: str
    words: str

    def is_within(self, start: int, end: int) -> bool:
        """Whether all of it lies between two offsets."""
        return start <= self.start and self.end <= end


@dataclass(frozen=True)
class Known:
    """What the register knows of this case: names of people, references and names of sites and devices."""

    people: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Withheld:
    """All that is withheld in one release: its terms, and the places behind them."""

    terms: tuple[Term, ...] = ()
    places: tuple[Place, ...] = field(default=())


def withheld(words: Iterable[str]) -> Withheld:
    """The terms of all withheld words, with the other spellings of the places among them."""
    texts = list(words)
    places = tuple(place for text in texts for place in places_in(text))
    equal = (term(form) for place in places for form in other_forms(place))
    return Withheld(tuple(unique([*(one for text in texts for one in terms_of(text)), *equal])), places)


def suggest(texts: Mapping[str, str], known: Known) -> list[Suggestion]:
    """What each text holds of grid references, coordinates, postcodes, roads, references, names, numbers, plates."""
    names = _known_terms(known)
    surnames = [term(name) for name in known.surnames if len(name) > 2]
    found: list[Suggestion] = []
    for path, text in texts.items():
        found += longest(_in_text(path, text, names, surnames))
    return found


def _known_terms(known: Known) -> list[tuple[str, Term]]:
    rows = [
        ("person", [form for name in known.people for form in _ways_to_name(name)]),
        ("site_reference", known.sites), ("device_reference", known.devices), ("withheld_term", known.files),
    ]  # fmt: skip
    listed = [(kind, term(words)) for kind, group in rows for words in group if len(words.strip()) > 2]
    forms = [("coordinates", term(form)) for place in known.places for form in other_forms(place)]
    return [*listed, *forms]


def _ways_to_name(name: str) -> Iterator[str]:
    """A name in full, with the first one shortened to its letter, and last name first."""
    yield name
    first, _space, last = name.strip().rpartition(" ")
    if first and last:
        yield f"{first[0]}. {last}"
        yield f"{last}, {first}"


def _in_text(path: str, text: str, names: list[tuple[str, Term]], surnames: list[Term]) -> Iterator[Suggestion]:
    for place in places_in(text):
        yield Suggestion(path, place.start, place.end, place.kind, text[place.start : place.end])
    plain = Plain(text)
    for kind, patterns in PATTERNS.items():
        for pattern in patterns:
            for _match, (start, end) in plain.finditer(pattern):
                yield Suggestion(path, start, end, kind, text[start:end])
    hay = Haystack(text)
    for kind, one in names:
        for start, end in hay.find(one):
            yield Suggestion(path, start, end, kind, text[start:end])
    for one in surnames:
        for start, end in hay.find(one):
            if text[start].isupper():
                yield Suggestion(path, start, end, "person", text[start:end])


def again(texts: Mapping[str, str], what: Withheld) -> list[Suggestion]:
    """Every place of `texts` where a withheld term stands, or another spelling of a withheld place."""
    found: list[Suggestion] = []
    for path, text in texts.items():
        found += longest(_again_in(path, text, what))
    return found


def _again_in(path: str, text: str, what: Withheld) -> Iterator[Suggestion]:
    hay = Haystack(text)
    for one in what.terms:
        for start, end in hay.find(one):
            yield Suggestion(path, start, end, "withheld_term", text[start:end])
    for place in places_in(text) if what.places else ():
        if any(place.is_near(other) for other in what.places):
            yield Suggestion(path, place.start, place.end, "withheld_term", text[place.start : place.end])


def longest(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Without those that lie within another one; in the order of the text."""
    kept: list[Suggestion] = []
    for one in sorted(found, key=lambda s: (s.start, -s.end, s.kind)):
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept
