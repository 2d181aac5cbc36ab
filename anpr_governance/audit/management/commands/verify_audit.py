"""Check the audit chain, in the database or in an exported JSON-lines file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from anpr_governance.audit.access import broken_access_seal
from anpr_governance.audit.links import SYSTEM, stored_codes
from anpr_governance.audit.verify import Report, Witnessed, verify_exported, verify_stored
from anpr_governance.audit.witness import NotAWitness, read_witness
from anpr_governance.database.command import Command as BaseCommand
from anpr_governance.database.command import Failure, WrongUse


class Command(BaseCommand):
    """One line a chain; exit 1 and the first bad entry when one is broken."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", metavar="CODE")
        parser.add_argument("--from", metavar="FILE", type=Path, dest="file")
        parser.add_argument("--witness", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        code, file = options["organisation"], options["file"]
        witnesses = self._witnesses(options["witness"])
        reports = [self._exported(file, code, witnesses)] if file else self._stored(code, witnesses)
        for report in reports:
            self._print(report)
        broken = [report.broken for report in reports if report.broken]
        if broken:
            raise Failure(broken[0])

    def _witnesses(self, path: Path | None) -> dict[str, dict[int, str]]:
        try:
            return read_witness(path) if path else {}
        except NotAWitness as wrong:
            raise WrongUse(_("Line %(number)s of the witness file names no chain's end.") % {"number": wrong}) from None

    def _exported(self, file: Path, code: str | None, witnesses: dict[str, dict[int, str]]) -> Report:
        report = verify_exported(file, witnesses)
        if code and report.organisation_code != code:
            found = {"found": report.organisation_code, "code": code}
            raise WrongUse(_("The file holds the chain of %(found)s, not of %(code)s.") % found)
        return report

    def _stored(self, code: str | None, witnesses: dict[str, dict[int, str]]) -> list[Report]:
        codes = sorted({*stored_codes(), *witnesses})
        if code and code not in codes:
            raise WrongUse(_("There is no audit chain of %(code)s.") % {"code": code})
        return [self._one(each, witnesses.get(each, {})) for each in ([code] if code else codes)]

    def _one(self, code: str, witnessed: Witnessed) -> Report:
        report = verify_stored(code, witnessed)
        if code == SYSTEM and not report.broken:
            report.broken = broken_access_seal()
        return report

    def _print(self, report: Report) -> None:
        names = {"code": report.organisation_code, "events": report.events, "disposed": report.disposed}
        words = (
            _("%(code)s: broken") if report.broken else _("%(code)s: whole, %(events)d events, disposed %(disposed)d")
        )
        self.stdout.write(words % names)
        for note in report.notes:
            self.stdout.write(_("note: %(note)s") % {"note": note})
