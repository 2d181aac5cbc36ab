"""The outbox: what follows a step is a row, handled after commit and swept up until it is done.

A lower app leaves `(kind, key)`; an upper app's `apps.py` registers the handler with `handles(kind)`.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anpr_governance.workflow.models import Effect

Handler = Callable[[str], None]
HANDLERS: dict[str, list[Handler]] = {}
MOST_TRIES = 12


def handles(kind: str, handler: Handler) -> None:
    """Register `handler(key)` for outbox rows of `kind`; it must be idempotent."""
    registered = HANDLERS.setdefault(kind, [])
    if handler not in registered:
        registered.append(handler)


def leave(rows: Sequence[tuple[str, str]]) -> None:
    """Write the rows inside the transaction and wake a worker after it; a broker that is down only delays."""
    if not rows:
        return
    Effect.objects.bulk_create([Effect(kind=kind, key=key) for kind, key in rows], ignore_conflicts=True)
    if not any(call[1] is wake for call in transaction.get_connection().run_on_commit):
        transaction.on_commit(wake)  # once a transaction, however many units it holds


def wake() -> None:
    """Ask a worker to sweep; without a broker the daily and minutely sweeps find the rows."""
    from anpr_governance.workflow.tasks import sweep

    with contextlib.suppress(Exception):
        sweep.apply_async(ignore_result=True, retry=False)


def waiting(now: datetime, limit: int = 500) -> list[Effect]:
    """Rows that may run by `now`, oldest first."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    rows = Effect.objects.filter(ready, done_at__isnull=True, tries__lt=MOST_TRIES)
    return list(rows.order_by("pk")[:limit])


def run(effect: Effect, now: datetime) -> bool:
    """Handle one row in its own transaction; a failure is kept on the row and tried again later."""
    try:
        with transaction.atomic():
            row = Effect.objects.select_for_update().get(pk=effect.pk)
            if row.done_at is not None:
                return True
            for handler in HANDLERS.get(row.kind, []):
                handler(row.key)
            Effect.objects.filter(pk=row.pk).update(done_at=now, error="")
    except Exception as problem:  # whatever a handler raises, the row stays and says why
        wait = timedelta(minutes=2 ** min(effect.tries, 8))
        Effect.objects.filter(pk=effect.pk, done_at__isnull=True).update(
            tries=effect.tries + 1, error=f"{type(problem).__name__}: {problem}"[:500], not_before=now + wait
        )
        return False
    return True


def sweep(now: datetime) -> int:
    """Run all that waits; answers how many were done."""
    return sum(run(effect, now) for effect in waiting(now))
