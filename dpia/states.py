"""The choices of dpia (`design/workflows.md` 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DpiaState(models.TextChoices):
    """The states of a DPIA version."""

    DRAFT = "draft", _("Draft")
    CONSULTING = "consulting", _("Consulting")
    WITH_DPO = "with_dpo", _("With DPO")
    AWAITING_SIGN_OFF = "awaiting_sign_off", _("Awaiting sign-off")
    WITH_ICO = "with_ico", _("With ICO")
    SIGNED_OFF = "signed_off", _("Signed off")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReleaseState(models.TextChoices):
    """The states of a release of a signed version."""

    REDACTING = "redacting", _("Redacting")
    CHECKED = "checked", _("Checked")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Likelihood(models.TextChoices):
    """Likelihood of harm."""

    REMOTE = "remote", _("Remote")
    POSSIBLE = "possible", _("Possible")
    PROBABLE = "probable", _("Probable")


class Severity(models.TextChoices):
    """Severity of harm."""

    MINIMAL = "minimal", _("Minimal")
    SIGNIFICANT = "significant", _("Significant")
    SEVERE = "severe", _("Severe")


class Level(models.TextChoices):
    """Overall and residual risk."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Effect(models.TextChoices):
    """Effect of a measure on its risk."""

    ELIMINATED = "eliminated", _("Eliminated")
    REDUCED = "reduced", _("Reduced")
    ACCEPTED = "accepted", _("Accepted")


class SpanAction(models.TextChoices):
    """What happens to withheld words."""

    REMOVED = "removed", _("Removed")
    GENERALISED = "generalised", _("Made less exact")


class Limb(models.TextChoices):
    """The two limbs of a prejudice test."""

    WOULD = "would", _("would prejudice")
    WOULD_BE_LIKELY = "would_be_likely", _("would be likely to prejudice")


class IcoOutcome(models.TextChoices):
    """How a prior consultation ended (DPA s.65)."""

    PROCEED = "proceed", _("May proceed")
    ADVICE = "advice", _("May proceed with written advice")
    WARNING = "warning", _("May proceed, with a warning")
    LIMITED = "limited", _("Processing limited")
    REFUSED = "refused", _("Processing refused")
