"""The pages of sign-in and account: before it, half-way in it, and with every kind of second factor."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from anpr_governance.organisations import links
from anpr_governance.organisations.models import Person

WAY_IN = (
    "account_login", "account_signup", "account_inactive", "account_email_verification_sent", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done", "socialaccount_login_cancelled",
)  # fmt: skip
OWN = (
    "account_change_password", "account_email", "account_reauthenticate", "account_logout", "mfa_index",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "socialaccount_connections",
)  # fmt: skip
FACTORS = (
    "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
)  # fmt: skip


def account_pages(cookies: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Who opens what; `cookies` gets the session of each who."""
    yield from (("", reverse(name)) for name in WAY_IN)
    yield "", reverse("account_confirm_email", args=["no-such-key"])
    first_password = links.make(Person.objects.get(email="group-member@demo.example"))
    yield "", first_password.removeprefix(settings.PUBLIC_ADDRESS)
    cookies["by form"] = _session(_by_form("auditor"))
    yield from (("by form", reverse(name)) for name in OWN)
    yield from _with_factors(cookies)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.create_user("new@demo.example", "New"))
    cookies["without a password"] = _session(client)
    yield "without a password", reverse("account_set_password")


def _with_factors(cookies: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Somebody with every kind of second factor, signed in, and once more half-way."""
    person = Person.objects.get(email="lpa-commander@demo.example")
    cookies["with factors"] = _session(_by_form("lpa-commander"))
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    WebAuthn.add(person, "Key ring", credential())
    key = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN).pk
    yield from (("with factors", reverse(name)) for name in FACTORS)
    yield from (("with factors", reverse(name, args=[key])) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"))
    cookies["half-way"] = _session(_by_form("lpa-commander"))
    yield "half-way", reverse("mfa_authenticate")


def _by_form(role: str) -> Client:
    """Somebody who gave the password, and gave it again for the pages of the second factor."""
    client = Client(SERVER_NAME="localhost")
    password = settings.DEMO_PASSWORD
    client.post(reverse("account_login"), {"login": f"{role}@demo.example", "password": password})
    client.post(reverse("account_reauthenticate"), {"password": password})
    return client


def _session(client: Client) -> str:
    return str(client.cookies["sessionid"].value)


def credential() -> dict[str, Any]:
    """What a browser hands in when a security key is registered."""
    key, host = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()), b"localhost"
    data = AttestedCredentialData.create(bytes(16), b"a security key's", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(hashlib.sha256(host).digest(), flags, 0, data)
    said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost")
    answer = {"clientDataJSON": _text(said), "attestationObject": _text(AttestationObject.create("none", seen, {}))}
    name = _text(b"a security key's")
    return {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": {}}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
