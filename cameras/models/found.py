"""Entering many sites as found: what a register file brings, in a few statements a batch."""

import hashlib
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.bulk import columns, copy_to_history, insert
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
        read = attrgetter(*columns(Site))
        for site, key in zip(sites, insert(Site, columns(Site), map(read, sites)), strict=True):
            site.pk = key
        person = by.pk if isinstance(by, Person) else None
        keys = [site.pk for site in sites]
        copy_to_history(Site, keys, kind="+", at=clock.now(), reason="enter_found", person=person)
        _write_periods(sites, by, on)
        _write_gaps(sites, on)
        running.record(organisation.code, _entry(sites, by, on, reason))
    return sites


def _write_periods(sites: list[Site], by: Any, on: date) -> None:
    names = ("site_id", "since", "until", "entered_by", *sites[0].being())
    days = {day: moment(day) for day in {site.found_since(on) for site in sites}}
    rows = ((site.pk, days[site.found_since(on)], None, by.actor, *site.being().values()) for site in sites)
    insert(SitePeriod, names, rows)


def _write_gaps(sites: list[Site], on: date) -> None:
    rules = facts("gap_kinds")["gap_kinds"]
    holders = {role: sites[0].holder(role, on) for role in {rule["owner_role"] for rule in rules.values()}}
    owners = {role: held.pk if held else None for role, held in holders.items()}
    due = add_days(on, interval("gap", sites[0].organisation.code, on)["days"])
    names = ("site_id", "kind", "clause", "opened_on", "due", "owner_id", "closed_on", "closed_by")
    rows = (
        (site.pk, kind, rules[kind]["clause"], on, due, owners[rules[kind]["owner_role"]], None, "")
        for site in sites
        for kind in site.found_gaps()
    )
    insert(Gap, names, rows)


def _entry(sites: list[Site], by: Any, on: date, reason: str) -> Entry:
    keys = "\n".join(site.reference for site in sites)
    payload = {"count": len(sites), "keys_sha256": hashlib.sha256(keys.encode()).hexdigest(), "reason": reason}
    return Entry(at=clock.now(), on=on, actor=by.actor, kind="cameras.site.enter_found_many", payload=payload)
