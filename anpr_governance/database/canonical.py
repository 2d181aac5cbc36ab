"""One sequence of bytes for one content, so that a hash of it can be checked by anybody for years."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def canonical(value: Any) -> bytes:
    """The bytes of `value`: UTF-8 JSON, keys sorted, no spaces, dates as ISO 8601, moments in UTC.

    Raises TypeError for what has no single form (floats, sets, keys that are not text, moments without a zone).
    """
    return _encode(_plain(value)).encode()


_encode = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,
).encode


def moment(value: datetime) -> str:
    """An aware moment in UTC to the microsecond, always the same number of characters."""
    if value.tzinfo is None:
        raise TypeError(f"The moment {value} has no time zone.")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: Any) -> Any:
    """`value` in the types that JSON has one form for."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _scalar(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"The key {key!r} is not text.")
    return str(key.value) if isinstance(key, Enum) else str(key)


def _scalar(value: Any) -> Any:
    """A value that JSON knows no type for; Decimal keeps its digits, bytes are written in hexadecimal."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str | int):
        return str(value) if isinstance(value, str) else int(value)
    raise TypeError(f"{type(value).__name__} has no canonical form.")
