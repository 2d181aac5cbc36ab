"""Files that hang on a need, a proposal or a meeting, as those of the register do; stages of the passport."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.roles import Role
from assessments.models.meeting import Meeting
from assessments.models.need import Need
from assessments.models.proposal import Proposal
from cameras.models.files import HungFile

STAGES = (1, 2, 3)


class CaseFile(HungFile):
    """A file of a need, a proposal or a meeting."""

    owners: ClassVar = {
        Need: ("need", (Role.ANALYST, Role.ANPR_MANAGER)),
        Proposal: ("proposal", (Role.ANPR_MANAGER,)),
        Meeting: ("meeting", (Role.ANPR_MANAGER, Role.STRATEGIC_LEAD, Role.BOARD_MEMBER)),
    }

    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="files")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="files")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="files")

    class Meta(HungFile.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, proposal__isnull=True, meeting__isnull=True)
                | Q(need__isnull=True, proposal__isnull=False, meeting__isnull=True)
                | Q(need__isnull=True, proposal__isnull=True, meeting__isnull=False),
                name="assessments_casefile_of_one",
            ),
            models.UniqueConstraint(fields=["need", "file"], name="assessments_casefile_need_once"),
            models.UniqueConstraint(fields=["proposal", "file"], name="assessments_casefile_proposal_once"),
            models.UniqueConstraint(fields=["meeting", "file"], name="assessments_casefile_meeting_once"),
        ]


class PassportStage(models.Model):
    """A stage of the passport to compliance: reached on a day, kept as a file or told where it is kept (G 5.1)."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="passport_stages")
    stage = models.PositiveSmallIntegerField(_("stage"), choices=[(n, str(n)) for n in STAGES])
    completed_on = models.DateField(_("completed on"))
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    kept_at = models.CharField(_("where it is kept"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["stage"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "stage"], name="assessments_passport_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="assessments_passport_stage_known"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(kept_at=""), name="assessments_passport_stage_kept"
            ),
        ]

    @property
    def told(self) -> dict[str, str]:
        """As what is signed keeps it: the document by its name and hash."""
        file = f"{self.file.name} {self.file.sha256}" if self.file else ""
        return {"stage": str(self.stage), "on": self.completed_on.isoformat(), "file": file, "kept_at": self.kept_at}
