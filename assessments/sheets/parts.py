"""What sheets of this app have in common: days, numbers and other records as text."""

from typing import Any


def iso(day: Any) -> str:
    """A day as ISO text, or nothing."""
    return day.isoformat() if day else ""


def plain(value: Any) -> str:
    """A value as text, or nothing."""
    return "" if value is None else str(value)


def named(record: Any) -> str:
    """A version with the hash of what was decided upon it: which content, not only which number."""
    if record is None:
        return ""
    sealed = record.decision.seal.sha256 if record.decision_id else ""
    return f"{record.reference} v{record.version} {sealed}".strip()
