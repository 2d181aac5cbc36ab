"""The text of a release cut into pieces: what is kept, marked, suggested or ruled innocent, in the order of reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.finder import Suggestion
from anpr_governance.documents.reduction import text_hash
from anpr_governance.regulation import facts
from dpia.models import Release


def kinds() -> dict[str, str]:
    """The words for what happens to a piece."""
    return {
        "removed": _("removed"), "generalised": _("made less exact"), "suggested": _("suggested"),
        "innocent": _("may stay"),
    }  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Words that can be opened: a mark, a ruling, or a suggestion that nobody has answered."""

    key: str
    kind: str
    path: str
    start: int
    end: int
    label: str
    row: Any

    @property
    def section(self) -> str:
        """The address of the section that holds it."""
        return section_of(self.path)


@dataclass(frozen=True)
class Piece:
    """Words in a row that have the same fate; `spot` is None where they are simply kept."""

    words: str
    spot: Spot | None


@dataclass
class Field:
    """One text with its label, the hash that a mark has to name, and its pieces."""

    path: str
    label: str
    seen: str
    pieces: list[Piece]


@dataclass
class Part:
    """A section of the workspace."""

    slug: str
    title: str
    fields: list[Field] = field(default_factory=list)
    marks: int = 0
    open: int = 0


def section_of(path: str) -> str:
    """In which section of the copy a text stands."""
    table = facts("dpia_template")["dpia_template"]
    first, _dot, rest = path.partition(".")
    if first == "answers" and rest in table:
        return str(table[rest]["step"])
    if first.startswith("risks"):
        return "measures" if ".measures" in path else "risks"
    if first.startswith("impacts"):
        return "impacts"
    if first.startswith("errata"):
        return "errata"
    return "3" if first == "consultation" else "1"


def label_of(path: str) -> str:
    """The question that a text answers."""
    template = facts("dpia_template")
    last = path.rpartition(".")[2]
    number = _number(path)
    if path.startswith("answers."):
        return _(template["dpia_template"].get(last, {"label": last})["label"])
    if path.startswith("impacts"):
        return f"{number}. " + _(template["impacts"].get(last, {"label": _("Group of sites")})["label"])
    if path.startswith("errata"):
        return _("Correction %(n)s") % {"n": number}
    if path.startswith("risks"):
        return f"{number}. {_(_ROWS.get(last, last))}"
    return _(_ROWS.get(last, last.replace("_", " ").capitalize()))


_ROWS = {
    "source": "Risk to people", "option": "Measure", "method": "How people were asked", "due": "By",
    "limited_reasons": "Why it was limited", "retrospective_reason": "Why it was made after the fact",
}  # fmt: skip


def _number(path: str) -> str:
    return ".".join(str(int(part.partition("]")[0]) + 1) for part in path.split("[")[1:])


def spots(release: Release) -> list[Spot]:
    """Everything that can be opened, in the order of reading; marks are numbered."""
    order = {path: n for n, path in enumerate(release.texts)}
    held = sorted(release.marks, key=lambda span: (order.get(span.path, 0), span.start))
    found = [
        Spot(f"m{span.pk}", span.action, span.path, span.start, span.end, str(n), span)
        for n, span in enumerate(held, 1)
    ]
    found += [
        Spot(f"r{row.pk}", "innocent", row.path, row.start, row.end, "✓", row)
        for row in release.rulings
        if row.path in order
    ]
    found += [
        Spot(f"s{order[one.path]}-{one.start}-{one.end}", "suggested", one.path, one.start, one.end, "?", one)
        for one in release.open_suggestions()
    ]
    return sorted(found, key=lambda spot: (order.get(spot.path, 0), spot.start))


def parts(release: Release, held: Iterable[Spot]) -> list[Part]:
    """The sections of the copy with their texts; only texts that say something."""
    titles = facts("dpia_template")["steps"]
    named = {n: f"{n} {_(titles[n]['title'])}" for n in ("1", "2", "3", "4")}
    named |= {"impacts": _("The place and the people"), "risks": f"5 {_(titles['5']['title'])}"}
    named |= {"measures": f"6 {_(titles['6']['title'])}", "errata": _("Corrections")}
    made = {slug: Part(slug, title) for slug, title in named.items()}
    by_path: dict[str, list[Spot]] = {}
    for spot in held:
        by_path.setdefault(spot.path, []).append(spot)
    for path, text in release.texts.items():
        if text.strip():
            _fill(made[section_of(path)], path, text, by_path.get(path, []))
    return [part for part in made.values() if part.fields]


def _fill(part: Part, path: str, text: str, here: list[Spot]) -> None:
    part.fields.append(Field(path, label_of(path), text_hash(text), pieces(text, here)))
    part.marks += sum(1 for spot in here if spot.kind in ("removed", "generalised"))
    part.open += sum(1 for spot in here if spot.kind == "suggested")


_FIRST = {"removed": 0, "generalised": 0, "innocent": 1, "suggested": 2}


def pieces(text: str, here: Iterable[Spot]) -> list[Piece]:
    """Cut a text at every edge; where two overlap, a mark comes before a ruling before a suggestion."""
    ranked = sorted(here, key=lambda spot: (_FIRST[spot.kind], spot.start))
    edges = sorted({0, len(text), *(edge for spot in ranked for edge in (spot.start, spot.end) if edge <= len(text))})
    made: list[Piece] = []
    for start, end in pairwise(edges):
        top = next((spot for spot in ranked if spot.start <= start and end <= spot.end), None)
        if made and made[-1].spot is top:
            made[-1] = Piece(made[-1].words + text[start:end], top)
        else:
            made.append(Piece(text[start:end], top))
    return made


Line = tuple[str, str, str, str, str]
"""Of a check: done, gap or waits; words; note; address; clause."""


def gate_lines(release: Release, unmet: Mapping[str, Any]) -> list[Line]:
    """The checklist: all checks always, in order."""
    lines = [_line(words, unmet.get(name)) for name, words in _chosen()]
    lines.append(_second_person(release))
    lines += _files(release)
    return [*lines, _mosaic(release)]


def _mosaic(release: Release) -> Line:
    """What is public of every force is looked through after the check, or when somebody asks."""
    words, href = (
        _("Nothing is given away together with what is public already"),
        f"{release.get_absolute_url()}mosaic/",
    )
    if release.state != "checked":
        return ("waits", words, _("It is looked at after the check, and now if you open it."), href, "FOIA s.31")
    found = release.open_mosaic()
    note = ", ".join(dict.fromkeys(f"“{one.words}” ({one.path.partition(':')[2]})" for one in found[:5]))
    return ("gap" if found else "done", words, note, href if found else "", "FOIA s.31")


def _chosen() -> list[tuple[str, str]]:
    return [
        ("suggestion_open", _("Every suggestion is answered")),
        ("span_unreasoned", _("Every mark has an exemption, and its harm or reason")),
        ("interest_unweighed", _("Every qualified exemption has its own public interest test")),
        ("exclusive_together", _("Sections that exclude each other are not used on the same words")),
        ("own_words_tell", _("Title, summary and reasons give nothing away")),
        ("ruling_unconfirmed", _("Words that may stay were confirmed by a second person")),
    ]


def _line(words: str, reason: Any) -> Line:
    return ("gap" if reason else "done", words, reason.sentence if reason else "", "", reason.clause if reason else "")


def _second_person(release: Release) -> Line:
    row = release.decisions.filter(step="check_redaction").order_by("-pk").first()
    words = _("A second person has checked it")
    if row is None or release.state == "redacting":
        return ("waits", words, _("It starts when all of the above is done. Not the redactor."), "", "G 4.3")
    return ("done", words, row.name, "", "G 4.3")


def _files(release: Release) -> list[Line]:
    held = release.newest_files
    words = _("The finished file was read back: text, metadata, links, bytes")
    if not held or release.state == "redacting":
        return [("waits", words, _("The gate is run after the check."), "", "G 4.3")]
    passed = release.passed_files()
    lines = []
    for (kind, language), row in sorted(held.items()):
        failed = [check for check in row.report.get("checks", ()) if not check["passed"]]
        note = "; ".join(f"{check['detail']} {', '.join(check['places'][:3])}" for check in failed)
        fits = (kind, language) in passed or (row.passed and release.released_on is not None)
        mark = "done" if fits else "gap"
        lines.append((mark, f"{words} ({kind.upper()}, {language})", note or row.sha256[:12], "", "G 4.3"))
    return lines


def found_again(release: Release, span: Any) -> list[Suggestion]:
    """Open suggestions elsewhere that the words of one mark explain."""
    from anpr_governance.documents import finder

    what = finder.withheld([release.words_of(span)])
    places = {(one.path, one.start) for one in finder.again(release.texts, what)}
    return [one for one in release.open_suggestions() if (one.path, one.start) in places]
