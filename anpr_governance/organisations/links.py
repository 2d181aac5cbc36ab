"""One-time links by which somebody sets a first password: allauth's own reset link, alive for 24 hours."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from anpr_governance.organisations.models import Person


def make(person: Person) -> str:
    """The address of the page that sets the password; it dies with its first use (PASSWORD_RESET_TIMEOUT)."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.PUBLIC_ADDRESS}{path}"
