"""Write a DPIA as a PDF: the newest released copy, or the full one for a person with that right."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.database.command import Command as BaseCommand
from anpr_governance.database.command import Failure, WrongUse
from anpr_governance.organisations.models import Person
from dpia.models import Dpia
from dpia.models.disclosing import full_pdf, newest_public, newest_signed


class Command(BaseCommand):
    """`--redacted`: the very file that was released. `--full`: needs `--as` with the right, and is chained."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REF")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--redacted", action="store_true")
        which.add_argument("--full", action="store_true")
        parser.add_argument("--as", dest="actor", metavar="USER", default="")
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        reference, output = options["reference"], options["output"]
        dpia = Dpia.objects.by_reference(reference).select_related("organisation").order_by("-version").first()
        if dpia is None:
            raise WrongUse(_("There is no DPIA %(reference)s.") % {"reference": reference})
        if not output.parent.is_dir():
            raise WrongUse(_("There is no folder %(folder)s.") % {"folder": output.parent})
        content = self._full(dpia, options["actor"]) if options["full"] else self._redacted(reference)
        _write(output, content)
        self.stdout.write(_("%(bytes)d bytes written") % {"bytes": len(content)})

    def _redacted(self, reference: str) -> bytes:
        release = newest_public(reference)
        if release is None:
            raise Failure(
                _("No public copy of %(reference)s is released, so nothing was written.") % {"reference": reference}
            )
        return bytes(release.file("pdf", release.languages()[0]).bytes)

    def _full(self, dpia: Dpia, email: str) -> bytes:
        person = Person.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if person is None:
            raise WrongUse(_("The full copy needs --as with the e-mail address of a person who may export it."))
        if not person.may("export_full_dpia", dpia.organisation_id):
            raise Failure(_("%(email)s may not export the full copy.") % {"email": email})
        signed = newest_signed(dpia)
        if signed is None:
            raise Failure(_("No version of %(reference)s is signed off.") % {"reference": dpia.reference})
        return full_pdf(signed, by=person, on=clock.today())


def _write(output: Path, content: bytes) -> None:
    """Beside the target, then into place: a broken-off export leaves nothing behind."""
    with NamedTemporaryFile("wb", dir=output.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            Path(file.name).replace(output)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
