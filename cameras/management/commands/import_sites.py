"""Import a register of sites and devices from a CSV or XLSX file (`design/interface.md`)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import Failure, WrongUse
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import System
from cameras.register.acting import actor_of
from cameras.register.importing import PLAIN, Given, Imported, run
from cameras.register.mapping import LONGEST, MappingRefused
from cameras.register.reading import FileRefused, read_file
from cameras.register.refused import write_refused


class Command(Base):
    """All or nothing: any refused row means exit 1 and nothing written, unless --good-rows lets the others in."""

    help = "Import a register of sites and devices from a CSV or XLSX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The words of the contract."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--mapping", metavar="FILE", help="TOML that names the file's columns")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--good-rows", metavar="REFUSED.csv", help="import the good rows, write the refused ones here"
        )
        parser.add_argument("--as", dest="actor", metavar="USER", help="who imports (e-mail address)")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, report."""
        refused_file = self._refused_file(options["good_rows"])
        try:
            given = self._given(options)
            done = run(given, write=not options["dry_run"], good_rows=refused_file is not None)
        except (FileRefused, MappingRefused) as refusal:
            raise WrongUse(f"{options['file']}: {refusal}") from None
        self._report(done, options["format"])
        if done.checked.refused:
            if refused_file is not None:
                self._write_refused(done, refused_file)
            raise Failure(self._closing(done, refused_file))

    def _given(self, options: dict[str, Any]) -> Given:
        code = options["organisation"]
        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None:
            raise WrongUse(_("There is no organisation %(code)s. Make it with create_organisation.") % {"code": code})
        name, data = read_file(options["file"])
        source, toml = self._mapping(options["mapping"])
        actor = actor_of(options.get("actor"), organisation, "import_register")
        by = System("import", command="" if actor.person else actor.name.removeprefix("command:"))
        return Given(organisation, name, data, actor.name, clock.today(), source, toml, by, person=actor.person)

    def _mapping(self, path: str | None) -> tuple[str, str]:
        """The name of the source and its mapping; the name of a source is its mapping's file name."""
        if path is None:
            return PLAIN, ""
        file = Path(path)
        if file.is_file() and file.stat().st_size > LONGEST * 4:
            raise MappingRefused(_("The mapping is too long to be one. Give a TOML file of register columns."))
        try:
            return file.stem[:120], file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise MappingRefused(_("The mapping is no TOML in UTF-8.")) from None

    def _refused_file(self, path: str | None) -> Path | None:
        """Where refused rows will be written: never over a file that exists."""
        if path is None:
            return None
        file = Path(path)
        if file.exists():
            raise WrongUse(_("%(path)s exists. Name a new file for the refused rows.") % {"path": path})
        if not file.absolute().parent.is_dir():
            raise WrongUse(_("There is no folder for %(path)s.") % {"path": path})
        return file

    def _report(self, done: Imported, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(done.report.as_json(), ensure_ascii=False, indent=1))
            return
        for line in done.report.lines():
            self.stdout.write(line)

    def _write_refused(self, done: Imported, path: Path) -> None:
        with path.open("x", encoding="utf-8", newline="") as file:
            write_refused(done.checked, file)

    def _closing(self, done: Imported, path: Path | None) -> str:
        words = {"refused": len(done.checked.refused), "path": path}
        if done.report.dry_run:
            return _("%(refused)s rows would be refused. Nothing was written.") % words
        if path is None:
            return _("%(refused)s rows are refused, so nothing was written.") % words
        return _("The good rows were imported. %(refused)s refused rows are in %(path)s.") % words
