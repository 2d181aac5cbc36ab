"""The choices of assessments (`design/workflows.md` 1–3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentState(models.TextChoices):
    """The states of a strategic assessment."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    ENDORSED = "endorsed", _("Endorsed")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NeedState(models.TextChoices):
    """The states of a pressing social need."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ESTABLISHED = "established", _("Established")
    NOT_ESTABLISHED = "not_established", _("Not established")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalState(models.TextChoices):
    """The states of a proposal."""

    DRAFT = "draft", _("Draft")
    ASSESSING = "assessing", _("Assessing")
    CONSULTING = "consulting", _("Consulting")
    READY = "ready", _("Ready")
    DECIDING = "deciding", _("Deciding")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Ground(models.TextChoices):
    """The five columns of the Deployment Assessment Matrix (App A)."""

    NATIONAL_SECURITY = "national_security", _("National security or counter terrorism")
    SERIOUS_CRIME = "serious_crime", _("Serious, organised and major crime")
    LOCAL_CRIME = "local_crime", _("Local crime")
    CRIME_PREVENTION = "crime_prevention", _("Crime prevention and reduction")
    COMMUNITY_CONFIDENCE = "community_confidence", _("Community confidence and reassurance")


class Extent(models.TextChoices):
    """How far a consultation reaches (G 5.2, 5.3b)."""

    FULL = "full", _("Everyone with a reasonable interest")
    LIMITED = "limited", _("Limited, with full reasons")


class Vote(models.TextChoices):
    """How a member took part in a decision."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAINED = "abstained", _("Abstained")


class Body(models.TextChoices):
    """The bodies that meet."""

    STRATEGY_GROUP = "strategy_group", _("Strategy group")
    FINANCE_STRATEGY_BOARD = "finance_strategy_board", _("Finance and strategy board")


class ItemKind(models.TextChoices):
    """What an agenda item is about."""

    OPENING = "opening", _("Opening")
    PROPOSAL = "proposal", _("Proposal")
    DISPOSAL = "disposal", _("Disposal")
    CEASE = "cease", _("Ceased collection")
    REVIEW = "review", _("Review")
    USE = "use", _("Use of the cameras, purchases and costs")
    CONDITION = "condition", _("Condition not met")
    OBJECTIVE = "objective", _("Objective not met")
    REPORT = "report", _("Report of the strategy group")
    OTHER = "other", _("Other")


class ObjectiveState(models.TextChoices):
    """How an objective stands."""

    OPEN = "open", _("Open")
    MET = "met", _("Met")
    GIVEN_UP = "given_up", _("Given up")
