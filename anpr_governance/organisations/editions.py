"""An organisation's own edition of a table of regulation (its route, its quorum, a period), entered and chained."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry, append
from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from anpr_governance.regulation import own
from anpr_governance.regulation.loader import Shipped
from anpr_governance.regulation.models import Edition


class NotEntered(Exception):
    """The edition is refused; the message says how to mend it."""


def enter(by: System, on: date, organisation: Organisation, table: Shipped) -> Edition:
    """Enter it; what was pinned before stays as it was. Raises `NotEntered`."""
    if sentence := own.against(table):
        raise NotEntered(sentence)
    with transaction.atomic():
        row = Edition.objects.enter_own(table, organisation.code)
        if row is None:
            raise NotEntered(_("There is a version %(version)s already. Give another.") % {"version": table.version})
        payload = {"table": row.key, "version": row.version, "sha256": row.sha256, "in_force_from": row.in_force_from}
        entry = Entry(
            at=clock.now(), on=on, actor=by.actor, kind="organisations.enter_edition", subject=organisation.code,
            payload=payload,
        )  # fmt: skip
        append(organisation.code, [entry])
    return row
