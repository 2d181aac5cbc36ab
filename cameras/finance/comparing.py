"""Comparing the asset register with finance's (P L56): what stands only here, only there, or differently."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now

from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.unit import unit
from cameras.finance.reading import MONEY, Entry, columns, entries
from cameras.models import Asset, Difference
from cameras.models.device import chain
from cameras.models.paper import KEEP_ASSETS, of_role
from cameras.register.provenance import kept_file
from cameras.register.reading import FileRefused, open_sheet
from cameras.states import AssetKind, DifferenceKind

KIND = "cameras.reconcile"


def reconcile(
    *, by: Any, on: date, organisation: Organisation, name: str, data: bytes, named: Mapping[str, str], words: str = ""
) -> Job:
    """Compare finance's file with the entries that stand on `on`, and keep file and differences as one job.

    `named` gives column names by field, `words` marks the rows of a wider register that are meant at all; a number of
    ours is always compared. Raises FileRefused for a file that cannot be read, NotYours.
    """
    if on > clock.today():
        raise FileRefused(_now("That day has not come yet. Give today or an earlier day."))
    sheet = open_sheet(data)
    places = columns(sheet, named)
    read = list(entries(sheet, places))
    with unit():
        of_role(by, organisation.pk, KEEP_ASSETS, _now("compare the asset register with finance"))
        ours = standing(organisation, on)
        theirs = {entry.number: entry for entry in read if entry.number in ours or _meant(entry, words)}
        job = _kept(by, organisation, name, data, {
            "named": dict(named), "words": words, "compared": sorted(places), "on": on.isoformat(),
        })  # fmt: skip
        found = [
            Difference(job=job, **values) for values in differences(ours, theirs, [f for f in MONEY if f in places])
        ]
        Difference.objects.bulk_create(found)
        job.done = job.total = len(read)
        job.report = {"ours": len(ours), "theirs": len(theirs), "differences": len(found)}
        job.save(update_fields=["done", "total", "report"])
        said = {**job.report, "sha256": job.source.sha256 if job.source else ""}
        chain(organisation, "asset.reconcile", organisation.code, by, on, said)
    return job


def standing(organisation: Organisation, on: date) -> dict[str, Asset]:
    """The entries that stand on `on` by number, with the sums of that day; an upgrade counts in its entry."""
    found: dict[str, Asset] = {}
    rows: Any = Asset.objects.filter(organisation=organisation).on(on).valued(on).select_related("site").order_by("pk")
    for row in sorted(rows, key=lambda row: row.kind == AssetKind.UPGRADE):
        entry = found.setdefault(row.finance_number, row)
        for field, sum_of_day in (("cost", row.known_cost), ("book_value", row.known_value)):
            known = [one for one in (getattr(entry, field), sum_of_day) if one is not None]
            setattr(entry, field, sum_of_day if entry is row else sum(known, Decimal()) if known else None)
    return found


def differences(ours: Mapping[str, Asset], theirs: Mapping[str, Entry], fields: list[str]) -> Iterator[dict[str, Any]]:
    """The values of each difference, by number."""
    for number in sorted(ours.keys() | theirs.keys()):
        asset, entry = ours.get(number), theirs.get(number)
        known = {"finance_number": number, "asset": asset}
        if entry is None:
            yield {**known, "kind": DifferenceKind.ONLY_HERE, "ours": str(asset and asset.site.title)[:200]}
        elif asset is None:
            yield {**known, "kind": DifferenceKind.ONLY_THERE, "theirs": entry.words[:200]}
        else:
            for field in fields:
                mine, other = getattr(asset, field), entry.sums[field]
                if mine != other:
                    both = {"ours": _pounds(mine), "theirs": _pounds(other)}
                    yield {**known, "kind": DifferenceKind.FIELD, "field": field, **both}


def _meant(entry: Entry, words: str) -> bool:
    return words.casefold() in entry.words.casefold()


def _pounds(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def _kept(by: Any, organisation: Organisation, name: str, data: bytes, parameters: dict[str, Any]) -> Job:
    now = clock.now()
    return Job.objects.create(
        organisation=organisation, kind=KIND, source=kept_file(organisation, name, data), by=by, actor=by.actor,
        parameters={"name": name[:200], **parameters}, asked_at=now, started_at=now, finished_at=now,
    )  # fmt: skip
