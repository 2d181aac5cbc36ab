"""Every guard of every step has an example in which it alone refuses; `tests/workflow/test_every_guard.py` walks all.

An example builds a record in which nothing but the guard stands against the step, and says how to mend it.
Examples stand in `tests/<app>/guard_examples.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.make.people import World


@dataclass
class Case:
    """A record, who takes the step on which day with which words, and how the guard's condition is met."""

    obj: Any
    by: Any
    mend: Callable[[], Any]
    on: date | None = None
    reason: str = ""
    said: dict[str, Any] = field(default_factory=dict)


Build = Callable[[World], Case]
EXAMPLES: dict[tuple[str, str, str], Build] = {}
"""(model label in lower case, step, guard name) → builder."""


def example(model: str, step: str, guard: str) -> Callable[[Build], Build]:
    """Register the example of `guard` at `step` of `model` (app.model in lower case, app.guard)."""

    def register(build: Build) -> Build:
        EXAMPLES[model, step, guard] = build
        return build

    return register
