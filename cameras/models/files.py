"""Files that hang on a record of the register: a photograph of a site, a tester's sheet, an invoice."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.models.asset import Asset
from cameras.models.device import chain
from cameras.models.paper import KEEP_ASSETS, of_role
from cameras.models.performance import PerformanceCheck
from cameras.models.site import Site

KEEPERS = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)
OWNERS: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Site: ("site", KEEPERS),
    PerformanceCheck: ("check_made", KEEPERS),
    Asset: ("asset", KEEP_ASSETS),
}
"""What a file may hang on: its column, and the roles that add files to it."""


class HungFile(models.Model):
    """A file of one record, since when and by whom. One that replaces it stands beside it; neither goes."""

    owners: ClassVar[dict[type[models.Model], tuple[str, tuple[str, ...]]]]

    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    shows = models.CharField(_("what it shows"), max_length=200)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.shows} ({self.file})"

    @classmethod
    def add(
        cls, *, by: Any, on: date, record: Any, name: str, content: bytes, shows: str, replaces: Self | None = None
    ) -> Self:
        """Keep a file of `record`, in place of one that hangs there. Raises Refused, NotYours."""
        column, roles = cls.owners[type(record)]
        with unit():
            held = of_role(by, record.organisation_id, roles, _now("add files to this record"))
            file = evidence.kept(record.organisation, name, content)
            here: Any = cls._default_manager.filter(**{column: record})
            if here.filter(file=file).exists():
                sentence = _now("This very file hangs here already. Choose another one.")
                raise Refused([Reason(sentence, "house", "file")])
            if replaces is not None and not current(here).filter(pk=replaces.pk).exists():
                sentence = _now("The file that it replaces was replaced meanwhile. Open the page again and look.")
                raise Refused([Reason(sentence, "house", "replaces")], stale=True)
            row = cls._default_manager.create(
                **{column: record}, file=file, shows=shows, replaces=replaces, by=held, added_at=clock.now()
            )
            said = {"file": file.sha256, "name": file.name, "replaces": replaces.file.sha256 if replaces else ""}
            subject = getattr(record, "reference", "") or record.site.reference
            kind, app = f"{type(record).__name__.lower()}.add_file", record._meta.app_label
            chain(record.organisation, kind, subject, by, on, said, app)
        return row


class RecordFile(HungFile):
    """A file of a site, a check or an asset."""

    owners = OWNERS

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="files")
    check_made = models.ForeignKey(PerformanceCheck, models.PROTECT, null=True, blank=True, related_name="files")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="files")

    class Meta(HungFile.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(site__isnull=False, check_made__isnull=True, asset__isnull=True)
                | Q(site__isnull=True, check_made__isnull=False, asset__isnull=True)
                | Q(site__isnull=True, check_made__isnull=True, asset__isnull=False),
                name="cameras_recordfile_of_one",
            ),
            models.UniqueConstraint(fields=["site", "file"], name="cameras_recordfile_site_once"),
            models.UniqueConstraint(fields=["check_made", "file"], name="cameras_recordfile_check_once"),
            models.UniqueConstraint(fields=["asset", "file"], name="cameras_recordfile_asset_once"),
        ]


def current(rows: Any) -> Any:
    """Those that no newer file replaces."""
    return rows.filter(replaced_by__isnull=True)
