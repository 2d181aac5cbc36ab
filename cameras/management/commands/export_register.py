"""Write the register of one organisation to a CSV or XLSX file (`design/interface.md`)."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry, append
from anpr_governance.database import clock
from anpr_governance.database.command import Command as Base
from anpr_governance.database.command import WrongUse
from anpr_governance.organisations.models import Organisation
from cameras.register.acting import actor_of
from cameras.register.exporting import FORMATS, WRITERS, register_of
from cameras.register.present import lines


class Command(Base):
    """The file imports again as all unchanged; who wrote it is chained."""

    help = "Write the register of one organisation to a CSV or XLSX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The words of the contract."""
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--as-at", metavar="DATE", help="what the register was at the end of that day (YYYY-MM-DD)")
        parser.add_argument("--as", dest="actor", metavar="USER", help="who exports (e-mail address)")
        parser.add_argument("--output", required=True, metavar="FILE.csv|.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole, then give it its name."""
        path = Path(options["output"])
        form = path.suffix.lower().removeprefix(".")
        if form not in FORMATS:
            raise WrongUse(_("Name the output with .csv or .xlsx at its end."))
        if not path.absolute().parent.is_dir():
            raise WrongUse(_("There is no folder for %(path)s.") % {"path": path})
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise WrongUse(_("There is no organisation %(code)s.") % {"code": options["organisation"]})
        as_at = self._day(options["as_at"])
        self.actor = actor_of(options.get("actor"), organisation, "export_register").name
        self._write(organisation, as_at, path, form)

    def _write(self, organisation: Organisation, as_at: date | None, path: Path, form: str) -> None:
        half = path.with_name(f".{path.name}.part")
        try:
            with half.open("wb") as file:
                WRITERS[form](lines(register_of(organisation), as_at or clock.today(), as_at), file)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        self._chain(organisation, as_at, form)
        self.stdout.write(_("The register of %(code)s is in %(path)s.") % {"code": organisation.code, "path": path})

    def _day(self, text: str | None) -> date | None:
        if text is None:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise WrongUse(_("Give --as-at as YYYY-MM-DD.")) from None
        if day > clock.today():
            raise WrongUse(_("--as-at lies in the future; the register knows what was.")) from None
        return day

    def _chain(self, organisation: Organisation, as_at: date | None, form: str) -> None:
        payload = {"format": form, "as_at": as_at.isoformat() if as_at else ""}
        entry = Entry(
            at=clock.now(), on=clock.today(), actor=self.actor, kind="cameras.export",
            subject=organisation.code, payload=payload,
        )  # fmt: skip
        with transaction.atomic():
            append(organisation.code, [entry])
