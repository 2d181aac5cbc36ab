"""The one backend: sign-in by allauth, permission by today's memberships on the organisation."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Organisation, Person


class MembershipBackend(AuthenticationBackend):
    """Asks for the object and nothing else: a permission without an organisation is never given."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """Sign in by address and password; the demonstration's own password opens nothing without DEMO."""
        if credentials.get("password") == settings.DEMO_PASSWORD and not settings.DEMO:
            return None
        return super().authenticate(request, **credentials)

    def get_user(self, user_id: int) -> Person | None:
        """The active person with today's memberships, in one statement where there are any."""
        rows = (
            Membership.objects.effective()
            .on(clock.today())
            .filter(person_id=user_id)
            .select_related("person", "organisation")
            .order_by("pk")
        )
        memberships = list(rows)
        person = memberships[0].person if memberships else Person.objects.filter(pk=user_id).first()
        if person is None or not person.is_active:
            return None
        person.__dict__["memberships_today"] = memberships
        return person

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether today's roles give `perm` on `obj` (an organisation, or something that has one)."""
        if obj is None or not isinstance(user_obj, Person):
            return False
        organisation_id = obj.pk if isinstance(obj, Organisation) else getattr(obj, "organisation_id", None)
        return organisation_id is not None and user_obj.may(perm.rpartition(".")[2], organisation_id)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """No permission is held without an object."""
        return set()

    get_user_permissions = get_group_permissions = get_all_permissions

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """There is no admin site."""
        return False
