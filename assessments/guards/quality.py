"""What a careful reader will ask of a record, whichever it is: one door to the rules of all three kinds."""

from collections.abc import Collection
from datetime import date
from typing import Any

from assessments.guards import asked_of_assessments, asked_of_needs, asked_of_proposals  # noqa: F401 - their rules
from assessments.guards.noting import Note, noted

ABOUT = {"A": "assessment", "N": "need", "P": "proposal"}
"""The letter of a record's reference → which rules are asked."""


def notes(obj: Any, on: date, closed: Collection[str] = ()) -> list[Note]:
    """What a reader will ask of an assessment, a need or a proposal, in the order of regulation/quality.toml.

    Nothing is quoted from the categories of threat that are `closed` to the reader.
    """
    return [note for note in noted(ABOUT[obj.letter], obj, on) if note.category not in closed]
