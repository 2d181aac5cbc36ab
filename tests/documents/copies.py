"""A small public copy and the words that it withholds."""

from typing import Any

from anpr_governance.documents.copies import Copy, Grounds, Passage, Section, Table
from anpr_governance.documents.finder import Withheld, withheld
from anpr_governance.documents.gate import Wanted
from anpr_governance.documents.reduction import Run, kept

SECRET = "Tollgate"
WORDS = ["A4217 Ring Road at Tollgate junction", "SO 1234 5678", "07700 900123"]


def withheld_words() -> Withheld:
    return withheld(WORDS)


def copy(**changes: Any) -> Copy:
    """A copy in which one place is removed and one made less exact."""
    body = (
        Run("kept", "The camera stands on the "), Run("removed", "", ("s31-1-a",)), Run("kept", ", in "),
        Run("generalised", "the east of the county", ("s31-1-a",)), Run("kept", ".\nReads are kept for a year."),
    )  # fmt: skip
    sections = (
        Section("1", "Why an assessment is needed", (Passage("What is the aim?", body),)),
        Section("2", "Risks", (Table("Risks to people", ("Risk", "Overall"), ((kept("People are seen"), body),)),)),
    )
    known: dict[str, Any] = {
        "language": "en", "words_language": "en", "title_language": "en", "kind": "Data protection impact assessment",
        "controller": "Severnshire Police", "contact": "Data protection office", "marking": "OFFICIAL",
        "title": kept("Number-plate cameras"), "summary": kept("Why they are used."),
        "facts": (("Reference", "SVP-D-0021, version 2"),), "sections": sections,
        "grounds": (Grounds("Section 31(1)(a)", 2, (kept("It could be avoided."),), (kept("It weighs more."),), True),),
        "removed": 2, "generalised": 2,
    }  # fmt: skip
    return Copy(**{**known, **changes})


def wanted(made: Copy | None = None, ruled: dict[str, int] | None = None) -> Wanted:
    return Wanted(made or copy(), withheld_words().terms, ruled or {})
