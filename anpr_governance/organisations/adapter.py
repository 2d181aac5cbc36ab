"""allauth's adapter: accounts come from an administrator or the command line, never from a form."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from anpr_governance.audit.access import client_address


class ClosedAdapter(DefaultAccountAdapter):
    """Keeps sign-up closed; single sign-on finds an account by its address and makes none either."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody can make an account for himself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries by the address that the access log writes down: a forged header gives no fresh start."""
        return client_address(request)
