"""Files that come with a page: stored as evidence before a door leans on them."""

from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.workflow.reasons import Reason, Refused


def stored(dpia: Any, upload: Any) -> Any:
    """The evidence file of an upload; a file that cannot be kept refuses the form with its sentence."""
    try:
        return evidence.store(dpia.organisation, upload.name, upload.read(), clock.now())
    except evidence.NotStored as refusal:
        raise Refused([Reason(str(refusal) or _("This file cannot be kept."), "house", "file")]) from refusal
