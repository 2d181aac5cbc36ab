"""A later version of an assessment or a need: its birth and the end of the one before it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.workflow.reasons import Reason, Refused

FINISHED = ("endorsed", "established", "not_established", "superseded", "withdrawn")


def begin_version(old: Any, by: Any, on: date, copied: Sequence[str]) -> Any:
    """A draft of the next version with the columns `copied`. Refused for an unfinished one, or an older one."""
    model = type(old)
    old = model._default_manager.locked(old.pk)
    numbered = model._default_manager.filter(organisation=old.organisation_id, number=old.number)
    if numbered.filter(version__gt=old.version).exists():
        raise Refused([Reason(_("There is a later version already. Work on that one."), "house", "version")])
    if old.state not in FINISHED:
        raise Refused([Reason(_("This version is not finished. Change it, or have it returned."), "house", "version")])
    if refused := old.date_refusals(on):
        raise Refused(refused)
    fields = {name: getattr(old, name) for name in copied}
    fields |= {"number": old.number, "version": old.version + 1, "supersedes": old}
    return model._enter(by, on, old.organisation, model.born_by, "new_version", fields)


def supersede_earlier(record: Any, in_force: str, principal: Any, on: date) -> None:
    """End the version that is in force, in the transaction that puts `record` in its place."""
    rows = type(record)._default_manager.filter(organisation=record.organisation_id, number=record.number)
    for earlier in rows.in_state(in_force).exclude(pk=record.pk):
        earlier.supersede(by=principal, on=on)
