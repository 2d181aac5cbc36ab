"""Which edition of a table binds whom on which day."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from anpr_governance.regulation.loader import Shipped, UnknownFact, shipped

if TYPE_CHECKING:
    from anpr_governance.regulation.models import Edition


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions; '' as organisation code means every organisation."""

    def in_force(self, key: str, organisation_code: str, on: date) -> "Edition | None":
        """The newest edition of the organisation's own by `on`, else the newest for all, in one statement."""
        whose = Q(organisation_code=organisation_code) | Q(organisation_code="")
        rows = self.filter(whose, key=key, in_force_from__lte=on)
        return rows.order_by("-organisation_code", "-in_force_from", "-pk").first()

    def pin(self, key: str, organisation_code: str, on: date) -> "Edition":
        """The edition that a record made on that day keeps, whatever comes later. Raises `UnknownFact`."""
        if key not in shipped():
            raise UnknownFact(f"There is no table of regulation called {key}.")
        return self.in_force(key, organisation_code, on) or self.enter(shipped()[key])

    def enter_shipped(self) -> int:
        """Enter each shipped table that is not there yet; answers how many. Safe to repeat."""
        known = set(self.filter(organisation_code="").values_list("key", "sha256"))
        fresh = [table for table in shipped().values() if (table.key, table.sha256) not in known]
        for table in fresh:
            self.enter(table)
        return len(fresh)

    def enter(self, table: Shipped) -> "Edition":
        """The row of a shipped table. The same version with other words gets the start of its hash as a suffix."""
        own = self.filter(key=table.key, organisation_code="")
        if row := own.filter(sha256=table.sha256).first():
            return row
        taken = own.filter(version=table.version).exists()
        version = f"{table.version}+{table.sha256[:8]}" if taken else table.version
        return self._write(table, "", version)

    def enter_own(self, table: Shipped, organisation_code: str) -> "Edition | None":
        """The row of an organisation's own table; None where it has one of that version already."""
        if self.filter(key=table.key, organisation_code=organisation_code, version=table.version).exists():
            return None
        return self._write(table, organisation_code, table.version)

    def _write(self, table: Shipped, organisation_code: str, version: str) -> "Edition":
        return self.create(
            key=table.key,
            organisation_code=organisation_code,
            version=version,
            in_force_from=table.in_force_from,
            source=table.source,
            verified_by=table.verified_by,
            content=table.text,
            sha256=table.sha256,
        )
