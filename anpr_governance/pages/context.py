"""What every page knows: the force, the person, the marking, the navigation. Asked only when shown."""

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.pages import nav

OFFICIAL = "OFFICIAL"
SENSITIVE = "OFFICIAL-SENSITIVE"


class Frame:
    """The frame of one request; each part is worked out when a template first reads it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> Any:
        """The person who is signed in, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def memberships(self) -> list[Any]:
        """What the person holds today."""
        return self.person.memberships_today if self.person else []

    @cached_property
    def force(self) -> str:
        """The name of the force, or nothing for somebody without a role or before sign-in."""
        names = {membership.organisation.name for membership in self.memberships}
        return names.pop() if len(names) == 1 else ""

    @cached_property
    def who(self) -> str:
        """``R. Maddox, ANPR manager``: the first role, and how many more."""
        if not self.person:
            return ""
        roles = list(dict.fromkeys(str(membership.get_role_display()) for membership in self.memberships))
        if not roles:
            return self.person.name
        more = _(" and %(n)s more") % {"n": len(roles) - 1} if len(roles) > 1 else ""
        return f"{self.person.name}, {roles[0]}{more}"

    @cached_property
    def items(self) -> list[nav.Item]:
        """The navigation of this person."""
        return nav.items_for(self.person) if self.person else []

    @property
    def today(self) -> date:
        """The day of the request."""
        return clock.today()

    @property
    def session_seconds(self) -> int:
        """After how many seconds without a page the person is signed out."""
        return settings.SESSION_COOKIE_AGE

    @property
    def messages(self) -> list[Any]:
        """What was said by the page before (read once)."""
        return list(get_messages(self.request)) if hasattr(self.request, "_messages") else []


def advice(marking: str) -> str:
    """The one line of handling advice beside a marking."""
    if marking != SENSITIVE:
        return ""
    return _("Camera locations. Share only with people who need them for their work.")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"frame": Frame(request)}
