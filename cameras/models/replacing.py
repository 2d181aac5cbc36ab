"""A device is replaced: the old one leaves, the new one stands there, and the asset register follows (P L58)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.models.asset import Asset
from cameras.models.device import Device
from cameras.models.site import Site


def replace_device(
    *, by: Any, on: date, site: Site, old: Device, replaces: Asset | None, asset: dict[str, Any], **fields: Any
) -> Device:
    """One unit: `old` leaves `site`, a device of `fields` stands there from that day with its entry of `asset`.

    Where equipment stands its installation check opens; the entry that it `replaces` stays until it is disposed of.
    Raises NotYours, and Refused for a day before the old one came.
    """
    with unit():
        placed = old.placements.open().filter(site=site).first()
        if placed is None or on <= placed.since:
            sentence = _("Give a day after the one on which the old device came here, while it still stands here.")
            raise Refused([Reason(sentence, "P L58", "on")])
        old.remove(by=by, on=on, site=site)
        new = Device.add(by=by, on=on, site=site, kind=old.kind, **fields)
        Asset.enter(by=by, on=on, site=site, device=new, replaces=replaces, **asset)
        site.note("replace_device", by, on, {"old": old.reference, "new": new.reference})
    return new
