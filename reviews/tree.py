"""The branch of G 7.2–7.9 that a review's answers reach; the tree itself is regulation/review_tree.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anpr_governance.regulation import facts


@dataclass(frozen=True)
class Branch:
    """The questions reached, in order, and the leaf that the answers lead to (empty while one is open)."""

    questions: tuple[str, ...]
    leaf: str

    @property
    def outcome(self) -> str:
        """`continue`, `cease`, or empty while no leaf is reached."""
        return str(facts("review_tree")["leaves"][self.leaf]["outcome"]) if self.leaf else ""

    @property
    def needs_group(self) -> bool:
        """Whether the strategy group decides before it is confirmed (7.8)."""
        return bool(self.leaf and facts("review_tree")["leaves"][self.leaf].get("needs_group"))


def questions() -> Mapping[str, Any]:
    """Every question by id."""
    return facts("review_tree")["review_tree"]


def branch(answers: Mapping[str, Any]) -> Branch:
    """Follow `answers` from the first question to a leaf, or to the first question that is open."""
    reached: list[str] = []
    here = str(facts("review_tree")["start"]["question"])
    while here in questions():
        reached.append(here)
        given = answer(answers, here)
        if given not in questions()[here]["answers"]:
            return Branch(tuple(reached), "")
        here = str(questions()[here]["answers"][given]["next"])
    return Branch(tuple(reached), here)


def answer(answers: Mapping[str, Any], question: str) -> str:
    """The answer to one question; the privacy question is answered by its parts: one *yes* is *yes*."""
    given = answers.get(question, {})
    parts = questions()[question].get("parts", ())
    if not parts:
        return str(given.get("answer", ""))
    each = [given.get(part, {}).get("answer", "") for part in parts]
    if "" in each:
        return ""
    return "yes" if "yes" in each else "no"


def unanswered(answers: Mapping[str, Any]) -> list[str]:
    """Labels of the questions reached that lack an answer or the words that support it."""
    return [str(questions()[key]["label"]) for key in branch(answers).questions if not _complete(answers, key)]


def _complete(answers: Mapping[str, Any], question: str) -> bool:
    given = answers.get(question, {})
    parts = questions()[question].get("parts", ())
    said = [given.get(part, {}) for part in parts] if parts else [given]
    return all(one.get("answer") and str(one.get("text", "")).strip() for one in said)
