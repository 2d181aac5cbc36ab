"""The choices of cameras: states, origins, kinds (`design/workflows.md` 4 and 7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteState(models.TextChoices):
    """The states of a camera site."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    INSTALLED = "installed", _("Installed")
    LIVE = "live", _("Live")
    SUSPENDED = "suspended", _("Suspended")
    COLLECTION_CEASED = "collection_ceased", _("Collection ceased")
    DECOMMISSIONED = "decommissioned", _("Decommissioned")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FOUND_STATES = ("proposed", "installed", "live", "suspended", "collection_ceased", "decommissioned")
"""States in which a register may present a site (enter as found)."""

COLLECTING = (SiteState.LIVE.value, SiteState.SUSPENDED.value)
"""States in which a site is reviewed and its devices are checked."""

GONE = (SiteState.REFUSED.value, SiteState.WITHDRAWN.value, SiteState.DECOMMISSIONED.value)
"""States in which nothing stands or is sought any more."""


class Origin(models.TextChoices):
    """How a site came into the register."""

    DECIDED = "decided", _("Decided here")
    FOUND = "found", _("Entered as found")
    BREACH = "breach", _("Put up in breach")


class Relationship(models.TextChoices):
    """Whose the site is."""

    OWN = "own", _("Own")
    FEEDS_US = "feeds_us", _("Feeds us")
    PARTNER = "partner", _("Partner's")


class Deployment(models.TextChoices):
    """How ANPR is deployed."""

    FIXED = "fixed", _("Fixed")
    TEMPORARY = "temporary", _("Temporary")
    VEHICLE_MOUNTED = "vehicle_mounted", _("Vehicle-mounted")
    OPERATIONAL = "operational", _("Operational response")
    RIPA = "ripa", _("RIPA or RIP(S)A authority")


class PlaceType(models.TextChoices):
    """The rows of the Deployment Assessment Matrix (App A)."""

    SRN = "srn", _("National strategic road network")
    LA_MAJOR = "la_major", _("Local authority managed major road")
    LA_MINOR = "la_minor", _("Local authority managed minor road")
    CROWDED = "crowded", _("Crowded place")
    PRIVATE = "private", _("Private place")
    UNKNOWN = "unknown", _("Not known")


class GapKind(models.TextChoices):
    """The papers that a site can lack (`design/workflows.md` 4)."""

    NEED = "need", _("Pressing social need")
    DPIA = "dpia", _("DPIA")
    DPIA_OUTSIDE = "dpia_outside", _("DPIA outside the product")
    MOVED = "moved", _("Moved since the DPIA")
    DECISION = "decision", _("Decision")
    INSTALLATION_CHECK = "installation_check", _("Installation check")
    SIGNS = "signs", _("Signs and public information")
    ASSET = "asset", _("Asset register entry")


class SuspendReason(models.TextChoices):
    """Why a collection is suspended."""

    FAULT = "fault", _("Fault")
    FAILED_TEST = "failed_test", _("Failed performance check")
    MAINTENANCE = "maintenance", _("Maintenance")
    NOT_JUSTIFIED = "not_justified", _("Not justified")
    ORDERED = "ordered", _("Ordered")
    REGISTER_FILE = "register_file", _("Register file")


class DeviceKind(models.TextChoices):
    """Components whose performance is monitored (P L29)."""

    NRD = "nrd", _("Number plate reading device")
    LINK = "link", _("Communications link")
    BOF = "bof", _("Back office interface")


class CheckState(models.TextChoices):
    """The states of a performance check."""

    OPEN = "open", _("Open")
    RECORDED = "recorded", _("Recorded")
    ACCEPTED = "accepted", _("Accepted")
    CANCELLED = "cancelled", _("Cancelled")


class CheckKind(models.TextChoices):
    """Why a performance check is made."""

    INSTALLATION = "installation", _("Installation")
    PERIODIC = "periodic", _("Periodic")
    RETEST = "retest", _("Retest")
    AD_HOC = "ad_hoc", _("Ad hoc")


class Outcome(models.TextChoices):
    """Set from counts and thresholds, never by hand."""

    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")


class PublicInformationKind(models.TextChoices):
    """Where the public is told of ANPR (G 5.4b)."""

    SIGN = "sign", _("Sign")
    WEB_PAGE = "web_page", _("Web page")
    PUBLICATION = "publication", _("Publication")


class AssetKind(models.TextChoices):
    """How an entry came into the asset register (P L46)."""

    ADDITION = "addition", _("Addition")
    REPLACEMENT = "replacement", _("Replacement")
    UPGRADE = "upgrade", _("Upgrade")


class DifferenceKind(models.TextChoices):
    """How the asset register and the finance register disagree (P L56)."""

    ONLY_HERE = "only_here", _("Only in the asset register")
    ONLY_THERE = "only_there", _("Only in the finance register")
    FIELD = "field", _("Written differently")
