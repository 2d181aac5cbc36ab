"""The choices of reviews (`design/workflows.md` 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    """The states of an annual review."""

    OPEN = "open", _("Open")
    ASSESSING = "assessing", _("Assessing")
    RECOMMENDED = "recommended", _("Recommended")
    CONFIRMED = "confirmed", _("Confirmed")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = ("open", "assessing", "recommended")
DONE = ("confirmed", "closed")


class Recommendation(models.TextChoices):
    """What a review recommends: the leaves of G 7.2–7.9 (regulation/review_tree.toml)."""

    CONTINUE_UNCHANGED = "continue_unchanged", _("Continue: nothing changed")
    CONTINUE_CHANGED = "continue_changed", _("Continue after a changed impact")
    CEASE_NOT_RELEVANT = "cease_not_relevant", _("Cease: no longer relevant")
    CEASE_NOT_JUSTIFIED = "cease_not_justified", _("Cease: not justified")


class Occasion(models.TextChoices):
    """Why the review was opened."""

    DUE = "due", _("Due")
    OUT_OF_CYCLE = "out_of_cycle", _("Out of cycle")


class PlanState(models.TextChoices):
    """The states of a baseline plan."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
