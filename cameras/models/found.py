"""Entering many sites as found: what a register file brings, in a few statements a batch."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.duties.registry import interval
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.regulation import facts
from anpr_governance.workflow import models as nouns
from anpr_governance.workflow.reasons import NotYours
from anpr_governance.workflow.unit import unit
from cameras.models.record import Gap, SitePeriod
from cameras.models.site import Site, moment
from cameras.states import Origin

BATCH = 500


def enter_found_many(
    *, by: Any, on: date, organisation: Organisation, rows: Sequence[dict[str, Any]], reason: str
) -> list[Site]:
    """Give birth to a site for each of `rows` (fields of Site, `state` among them; already checked).

    History, periods and gaps with them, and one audit event with the count and the hash of the ordered references.
    A broken constraint raises IntegrityError and writes nothing. Raises NotYours as `Site.enter_found` does.
    """
    sites = [Site(organisation=organisation, origin=Origin.FOUND, **row) for row in rows]
    if not sites:
        return []
    if not sites[0]._admits(by, ("anpr-manager", "system:import")):
        raise NotYours(_("enter sites as found"))
    with unit() as running:
        first = nouns.Sequence.take(organisation.pk, Site.letter, len(sites))
        for number, site in enumerate(sites, start=first):
            site.number = number
        plain: Any = models.QuerySet(model=Site)
        plain.bulk_create(sites, batch_size=BATCH)
        _write_history(sites, by)
        _write_periods(sites, by, on)
        _write_gaps(sites, on)
        running.record(organisation.code, _entry(sites, by, on, reason))
    return sites


def _write_history(sites: list[Site], by: Any) -> None:
    Site.history.bulk_history_create(
        sites, batch_size=BATCH, default_user=by if isinstance(by, Person) else None,
        default_change_reason="enter_found", default_date=clock.now(),
    )  # fmt: skip


def _write_periods(sites: list[Site], by: Any, on: date) -> None:
    rows = [
        SitePeriod(site=site, since=moment(site.found_since(on)), entered_by=by.actor, **site.being()) for site in sites
    ]
    SitePeriod.objects.bulk_create(rows, batch_size=BATCH)


def _write_gaps(sites: list[Site], on: date) -> None:
    rules = facts("gap_kinds")["gap_kinds"]
    owners = {role: sites[0].holder(role, on) for role in {rule["owner_role"] for rule in rules.values()}}
    due = add_days(on, interval("gap", sites[0].organisation.code, on)["days"])
    rows = [
        Gap(
            site=site, kind=kind, clause=rules[kind]["clause"], opened_on=on, due=due,
            owner=owners[rules[kind]["owner_role"]],
        )
        for site in sites
        for kind in site.found_gaps()
    ]  # fmt: skip
    Gap.objects.bulk_create(rows, batch_size=BATCH)


def _entry(sites: list[Site], by: Any, on: date, reason: str) -> Entry:
    keys = "\n".join(site.reference for site in sites)
    payload = {"count": len(sites), "keys_sha256": hashlib.sha256(keys.encode()).hexdigest(), "reason": reason}
    return Entry(at=clock.now(), on=on, actor=by.actor, kind="cameras.site.enter_found_many", payload=payload)
