"""What an assessment or a need says, in words for one reader: whole, or without the parts closed to their roles."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.sheets import SHEETS
from anpr_governance.pages import diff
from anpr_governance.regulation import facts
from assessments.sheets import AssessmentSheet, NeedSheet, opened
from assessments.states import Ground

SHEET_OF: dict[str, type[AssessmentSheet] | type[NeedSheet]] = {"A": AssessmentSheet, "N": NeedSheet}
Speaker = Callable[[Any, str], dict[str, str]]


def closed_to(record: Any, person: Any) -> frozenset[str]:
    """The categories of threat that the reader's roles do not open; none of a record that has no categories."""
    return record.closed_to(person) if hasattr(record, "closed_to") else frozenset()


def sheet_of(record: Any) -> Any:
    """The sheet by which a kind of record is sealed."""
    return SHEET_OF[record.letter]


def content_of(record: Any) -> dict[str, Any]:
    """The content of a version: the bytes that were signed, else as it stands (no day plays a part in it)."""
    if record.decision is not None:
        return dict(json.loads(bytes(record.decision.seal.bytes))["content"])
    return sheet_of(record).of(record, date.min).content()


def spoken(record: Any, person: Any, content: dict[str, Any] | None = None) -> dict[str, str]:
    """Label → text of everything that the version says and `person` may read."""
    whole = content_of(record) if content is None else content
    return in_words(SHEET_OF[record.letter].name, opened(whole, closed_to(record, person)))


def in_words(sheet: str, content: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a sheet's content by labels that a person reads."""
    parts, found = SHEETS[sheet].parts(), dict[str, str]()
    for name, value in content.items():
        label = str(parts[name].metadata["label"]) if name in parts else name.replace("_", " ")
        found |= SPEAKERS.get((sheet, name), diff.flat)(value, label)
    return {label: _word(text) for label, text in found.items()}


def _word(text: str) -> str:
    """An answer that was chosen, in the words that were chosen; else the text itself."""
    table = facts("need_factors")
    chosen = {**table["intrusion"], **table["severity"], **facts("threat_categories")["initiators"]}
    if text in ("yes", "no"):
        return _("Yes") if text == "yes" else _("No")
    return _(chosen[text]["label"]) if text in chosen else text


def _answers(value: Any, label: str) -> dict[str, str]:
    table, found = facts("threat_categories"), dict[str, str]()
    for name, category in table["threat_categories"].items():
        said = value.get(name, {})
        known = {"relevant": _("relevant"), "reason": _("why not relevant"), "withheld": _("not shown")}
        known |= {key: _(row["label"]) for key, row in table["questions"].items() if row["category"] == name}
        found |= {f"{_(category['label'])}: {known.get(key, key)}": str(text or "") for key, text in said.items()}
    return found


def _evidence(value: Any, label: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in value:
        one = f"{label}: {row['source']}, {ground(row['ground'])}" if "source" in row else f"{label}: {row['ground']}"
        found |= {f"{one}: {key.replace('_', ' ')}": str(text) for key, text in row.items() if key not in NAMED}
    return found


NAMED = ("source", "ground")


def ground(name: str) -> str:
    """A ground by its label."""
    return str(Ground(name).label) if name in Ground.values else name


def _factors(value: Any, label: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, row in facts("need_factors")["need_factors"].items():
        flat = diff.flat(value.get(name, {}), f"{row['number']}. {_(row['label'])}")
        found |= {path.replace(" / analysis", "").replace("_", " "): text for path, text in flat.items()}
    return found


def _grounds(value: Any, label: str) -> dict[str, str]:
    return {f"{label}: {ground(row['ground'])}": str(row["assessment"]) for row in value}


SPEAKERS: dict[tuple[str, str], Speaker] = {
    ("strategic_assessment", "answers"): _answers,
    ("strategic_assessment", "evidence"): _evidence,
    ("need", "factors"): _factors,
    ("need", "grounds"): _grounds,
}


# What a record's page shows in full


def categories(record: Any, closed: frozenset[str]) -> list[dict[str, Any]]:
    """The four categories with their marking and their answers; a closed one says only that it is closed."""
    table = facts("threat_categories")
    return [
        {
            "name": name,
            "label": _(row["label"]),
            "marking": marking_of(name),
            "closed": name in closed,
            "said": {} if name in closed else record.category(name),
            "rows": [] if name in closed else _asked(record, name, table["questions"]),
        }
        for name, row in table["threat_categories"].items()
    ]


def _asked(record: Any, category: str, questions: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = record.category(category)
    rows = [(row, said.get(name)) for name, row in questions.items() if row["category"] == category]
    return [(_(row["label"]), _word(str(text))) for row, text in rows if text]


def marking_of(category: str) -> str:
    """The marking that a category carries of itself, or nothing."""
    slug = facts("threat_categories")["threat_categories"][category].get("marking", "")
    return str(facts("markings")["markings"][slug]["label"]) if slug else ""


def marking_shown(record: Any, closed: frozenset[str]) -> str:
    """The highest marking of what the reader is shown: the record's own, its categories', its evidence's."""
    markings = facts("markings")["markings"].values()
    rank = {row["label"]: row["rank"] for row in markings}
    shown = [record.marking, *(marking_of(name) for name in record.relevant() if name not in closed)]
    shown += [row.marking for row in open_evidence(record, closed)]
    return max(filter(None, shown), key=lambda label: rank.get(label, 0))


def open_evidence(record: Any, closed: frozenset[str]) -> list[Any]:
    """The items of evidence whose category is open to the reader."""
    grounds = facts("grounds")["grounds"]
    return [row for row in record.evidence_rows if grounds[row.ground]["category"] not in closed]


def factors(record: Any) -> list[dict[str, Any]]:
    """The eight factors in full: number, label, question, text, and what their kind asks beside it."""
    rows = facts("need_factors")["need_factors"].items()
    return [
        {
            "name": name,
            "label": f"{row['number']}. {_(row['label'])}",
            "question": _(row["question"]),
            "text": record.factor(name).get("analysis", ""),
            "beside": _beside(record, name),
        }
        for name, row in rows
    ]


def _beside(record: Any, name: str) -> list[tuple[str, str]]:
    said, labels = record.factor(name), {
        "suffered": _("Damage or distress"), "nature": _("Kind of harm"), "severity": _("How grave"),
        "vehicles": _("Vehicles a day"), "source": _("Source of the count"),
        "crime_aim": _("How it detects, deters and disrupts crime"),
    }  # fmt: skip
    found = [(label, _word(str(said[key]))) for key, label in labels.items() if said.get(key)]
    if name == "people_affected":
        found += [(_("People affected"), people(record)), (_("Source of the number"), record.people_source)]
    return [(label, text) for label, text in found if text]


def people(record: Any) -> str:
    """The number or the range of people affected, as it is written."""
    known = [f"{number:,}" for number in (record.people_from, record.people_to) if number is not None]
    return (
        _("%(low)s to %(high)s") % {"low": known[0], "high": known[1]} if len(set(known)) == 2 else "".join(known[:1])
    )
