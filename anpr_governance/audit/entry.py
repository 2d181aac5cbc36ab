"""What is handed to the chain: plain values, checked before anything is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SECRET = re.compile(
    r"(?:^|_)(?:password|passwd|passphrase|token|secret|seed|otp|totp|recovery_code|credential|private_key|api_key"
    r"|session_key|csrfmiddlewaretoken)s?(?:_|$)"
)


class SecretInPayload(ValueError):
    """A payload names something that must never be kept (abuse case 91)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to append: `at` when it was recorded (aware), `on` the day it happened.

    `actor` is text: ``person:12``, ``system:import``, ``command:bob``; `subject` the record's reference.
    Raises ValueError for a control character (fields are joined by line ends to be hashed), SecretInPayload
    for a payload key that names a secret.
    """

    at: datetime
    on: date
    actor: str
    kind: str
    subject: str = ""
    version: int = 0
    hat: str = ""
    acting_for: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if _CONTROL.search(f"{self.actor}{self.kind}{self.subject}{self.hat}{self.acting_for}"):
            raise ValueError("A field of an audit event holds a control character.")
        refuse_secrets(self.payload)


def refuse_secrets(value: Any) -> None:
    """Raise SecretInPayload where a key at any depth names a secret."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if names_a_secret(str(key)):
                raise SecretInPayload(f"The payload key {key!r} names a secret.")
            refuse_secrets(item)
    elif isinstance(value, list | tuple):
        for item in value:
            refuse_secrets(item)


@lru_cache(maxsize=2048)
def names_a_secret(key: str) -> bool:
    """Whether a key such as ``newPassword``, ``mfa-seed`` or ``calendar_token_hash`` names a secret."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).replace("-", "_").lower()
    return _SECRET.search(words) is not None
