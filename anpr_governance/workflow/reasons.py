"""Why not: guards are functions that answer with a sentence, and a refused step carries all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Reason:
    """One unmet condition: a sentence that says what is missing, and the clause that asks for it."""

    sentence: str
    clause: str = ""
    guard: str = ""


class Refused(Exception):
    """The step is not taken; `reasons` say why. `stale`: the record moved on since the actor saw it."""

    def __init__(self, reasons: Sequence[Reason], *, stale: bool = False) -> None:
        self.reasons = list(reasons)
        self.stale = stale
        super().__init__(" ".join(reason.sentence for reason in self.reasons))


class NotYours(Exception):
    """The actor holds no role that may ever take this step."""

    def __init__(self, label: str = "") -> None:
        super().__init__(_("Your roles do not include this step: %(label)s.") % {"label": label})


Predicate = Callable[[Any, Any, date], str | None]


class Guard:
    """A condition of steps: `(obj, by, on) → sentence | None`, with its clause. All are listed in `GUARDS`."""

    def __init__(self, ask: Predicate, clause: str) -> None:
        self.ask = ask
        self.clause = clause
        self.app = ask.__module__.partition(".")[0]
        self.name = f"{self.app}.{ask.__name__}"
        update_wrapper(self, ask)

    def __call__(self, obj: Any, by: Any, on: date) -> Reason | None:
        sentence = self.ask(obj, by, on)
        return Reason(str(sentence), self.clause, self.name) if sentence else None

    def __repr__(self) -> str:
        return f"<guard {self.name}>"


GUARDS: dict[str, Guard] = {}


def guard(clause: str) -> Callable[[Predicate], Guard]:
    """Declare a guard that cites `clause` (an id of regulation/clauses.toml, or ``"house"``)."""

    def declare(ask: Predicate) -> Guard:
        declared = Guard(ask, clause)
        GUARDS[declared.name] = declared
        return declared

    return declare
