"""The nouns of assessments (`design/model.md`)."""

from assessments.models.assessment import EvidenceItem, ProvisionGap, StrategicAssessment
from assessments.models.consultation import Consultation, ConsultationResponse, Stakeholder, UnreadResponse
from assessments.models.decision import Decision
from assessments.models.files import CaseFile, PassportStage
from assessments.models.meeting import AgendaItem, Attendance, Meeting
from assessments.models.need import Need, NeedGround, NeedSite
from assessments.models.objective import Objective
from assessments.models.proposal import CameraConsidered, CaseTask, Proposal, ProposalSite
from assessments.models.report import BoardReport

__all__ = [
    "AgendaItem", "Attendance", "BoardReport", "CameraConsidered", "CaseFile", "CaseTask", "Consultation",
    "ConsultationResponse", "Decision", "EvidenceItem", "Meeting", "Need", "NeedGround", "NeedSite", "Objective",
    "PassportStage", "Proposal", "ProposalSite", "ProvisionGap", "Stakeholder", "StrategicAssessment",
    "UnreadResponse",
]  # fmt: skip
