"""Performance checks that fall due are opened: one INSERT … SELECT, each (device, cycle) once (P L29)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anpr_governance.database.functions import add_days
from anpr_governance.duties.registry import interval
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.opening import open_many
from cameras.models import PerformanceCheck, Placement
from cameras.querysets import WITH_IMAGES
from cameras.states import CheckKind, CheckState

OPEN_DUE = System("open_due")


def devices_with_check(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Placements of every device that is checked, with `last_done`, `due_on` and `organisation_id`."""
    return Placement.objects.collecting(today, organisation_ids).with_check_due(today)


def open_due_checks(today: date, organisation_ids: Sequence[int]) -> int:
    """Open the periodic checks whose day lies within the lead time; answers how many. Safe to repeat."""
    own = PerformanceCheck.objects.filter(device=OuterRef("device"), kind=CheckKind.PERIODIC)
    counted = own.filter(state=CheckState.ACCEPTED).order_by().values("device").annotate(n=Count("pk")).values("n")
    waiting = PerformanceCheck.objects.filter(device=OuterRef("device")).open()
    due = (
        devices_with_check(today, organisation_ids)
        .filter(~Exists(waiting))
        .annotate(cycle=Coalesce(Subquery(counted), 0) + 1)
        .values("organisation_id", "device_id", "site_id", "cycle", "due_on")
    )
    given = {"state": CheckState.OPEN.value, "kind": CheckKind.PERIODIC.value}
    until = add_days(today, interval(WITH_IMAGES)["lead_days"])
    return open_many(
        PerformanceCheck, due, by=OPEN_DUE, on=today, given=given, until=until, organisation_ids=organisation_ids
    )
