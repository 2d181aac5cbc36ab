"""`permissions`: who may do what, as the machines and the table of roles declare it."""

from typing import Any

from anpr_governance.database.command import Command as Base
from anpr_governance.desk import permitted


class Command(Base):
    """Prints the table that CI compares with docs/permissions.md."""

    help = "Print who may do what."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(permitted.as_markdown(), ending="")
