"""Cases told side by side in the order of their days, so that the chain and every history run forward.

A case is a generator: it takes its steps and yields the day on which it goes on. What lies after the last day of the
story is never told, so a case that began a month ago is as far today as such a case would be.
"""

import heapq
from collections.abc import Generator, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from anpr_governance.database import clock
from anpr_governance.workflow import effects

Case = Generator[date, None, None]
START_OF_WORK = time(8, 0)
BETWEEN_STEPS = timedelta(minutes=4)


def tell(cases: Iterable[Case], last_day: date) -> None:
    """Tell `cases` up to and with `last_day`; those whose first step is due first begin first."""
    waiting: list[tuple[date, int, Case]] = []
    for order, case in enumerate(cases):
        _wait(waiting, order, case)
    day, moment = date.min, timezone.now()
    while waiting and waiting[0][0] <= last_day:
        next_day, order, case = heapq.heappop(waiting)
        moment = moment + BETWEEN_STEPS if next_day == day else start_of(next_day)
        day = next_day
        with clock.set_to(moment):
            _wait(waiting, order, case)
            effects.sweep(moment)


def _wait(waiting: list[tuple[date, int, Case]], order: int, case: Case) -> None:
    """Let the case run to its next day; one that has ended waits no more."""
    day = next(case, None)
    if day is not None:
        heapq.heappush(waiting, (day, order, case))


def start_of(day: date) -> datetime:
    """The moment at which work begins on a day."""
    return timezone.make_aware(datetime.combine(day, START_OF_WORK))
