"""Seals: the canonical bytes of what the signer saw, stored with the decision and never recomputed."""

import hashlib
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership
from anpr_governance.workflow.models import Seal
from anpr_governance.workflow.reasons import Reason, Refused


def preview(sheet: Any, obj: Any, on: date) -> str:
    """SHA-256 (hex) of the bytes that a signature now would seal; the page posts it back as `seen`."""
    return hashlib.sha256(sheet.of(obj, on).canonical()).hexdigest()


def seal(sheet: Any, obj: Any, on: date, seen: str) -> Seal:
    """Store the bytes of `sheet`; refused when the actor saw others."""
    content = sheet.of(obj, on).canonical()
    digest = hashlib.sha256(content).hexdigest()
    if seen and seen != digest:
        raise Refused(
            [Reason(_("The content changed after you opened it. Read it again, then decide."), "", "seal")], stale=True
        )
    return Seal.objects.create(
        bytes=content, sha256=digest, sheet=sheet.name, schema_version=sheet.schema_version, sealed_at=clock.now()
    )


def decide(obj: Any, declared: Any, taking: Any, membership: Any, sealed: Seal) -> Any:
    """Write the Decision row of a sealed step; a system principal signs nothing."""
    if not isinstance(membership, Membership):
        raise TypeError(f"{declared.name} is sealed, so a person takes it")
    model = obj._meta.get_field("decisions").related_model
    link = obj._meta.get_field("decisions").field.name
    said = {name: taking.said[name] for name in declared.decides if name in taking.said}
    return model.objects.create(
        **{link: obj},
        step=declared.name,
        outcome=said.pop("outcome", declared.name),
        on=taking.on,
        recorded_at=clock.now(),
        by=membership,
        acting_for=membership.acting_for,
        name=membership.person.name,
        rank=membership.person.rank,
        reasons=taking.reason,
        seal=sealed,
        **said,
        **obj.decision_facts(declared.name),
    )
