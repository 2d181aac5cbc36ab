"""The one clock of the product: what is recorded is stamped here, and nowhere else is the time read.

Views hand `today()` down as an argument. Only `load_demo` and tests may set the clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day in Europe/London."""
    return timezone.localdate(now())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let the block believe that it is `moment` (aware): for demonstration data and tests."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
