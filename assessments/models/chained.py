"""The date rule of this app's records: nothing is dated before the record's newest event in the chain."""

from datetime import date

from anpr_governance.audit.links import last_day
from anpr_governance.workflow.stateful import Stateful


class Chained(Stateful):
    """A record whose previous event is read from the audit chain, where every step and edit of it stands."""

    class Meta:
        abstract = True

    def last_event_on(self) -> date | None:
        """The day of the newest event of this version; None before its birth."""
        if self.pk is None:
            return None
        return last_day(self.organisation.code, self.reference, self.case_version())
