"""Write an organisation's audit chain to a JSON-lines file that `verify_audit --from` checks without a database."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from anpr_governance.audit.access import note
from anpr_governance.audit.exported import write_chain
from anpr_governance.audit.links import End, stored_end
from anpr_governance.database import clock
from anpr_governance.database.command import Command as BaseCommand
from anpr_governance.database.command import WrongUse, operating_system_actor


class Command(BaseCommand):
    """Writes the whole file or none, and notes in the access log who took it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="CODE", required=True)
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        code, output = options["organisation"], options["output"]
        end = stored_end(code)[1]
        if end is None:
            raise WrongUse(_("There is no audit chain of %(code)s.") % {"code": code})
        note(actor=operating_system_actor(), address="", path=code, outcome="audit exported", at=clock.now())
        self._write(code, end, output)
        self.stdout.write(_("%(events)d events written") % {"events": end.n})

    def _write(self, code: str, end: End, output: Path) -> None:
        """Write beside the target and move into place, so that a broken-off export leaves nothing behind."""
        with NamedTemporaryFile("w", encoding="utf-8", dir=output.parent, delete=False) as file:
            try:
                write_chain(code, end, file)
                Path(file.name).replace(output)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
