"""What is counted of each kind of component, and which thresholds hold for it: data of an edition of NASPLE (P L29)."""

from collections.abc import Mapping
from typing import Any

from anpr_governance.regulation import facts

COUNTS = ("vehicles", "visible", "captured", "read")
"""The four counts, each within the one before; what they count is said by the kind of component."""
NRD = "nrd"


def _held(kind: str, nasple: Mapping[str, Any]) -> str:
    """The kind as which it is held: an edition that tells none apart holds every component as a reading device."""
    return kind if kind in nasple.get("components", {}) else NRD


def component(kind: str, nasple: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the edition says of a kind of component: label, help, clause, and its counts with their labels."""
    told: Mapping[str, Any] = nasple if "components" in nasple else facts("nasple")
    return told["components"][_held(kind, nasple)]  # type: ignore[no-any-return]


def labels(kind: str, nasple: Mapping[str, Any]) -> dict[str, str]:
    """Count → its label, in order."""
    counts = component(kind, nasple)["counts"]
    return {name: counts[name]["label"] for name in COUNTS}


def thresholds(kind: str, nasple: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Rate → its rule, for one kind of component."""
    held = _held(kind, nasple)
    return {key: rule for key, rule in nasple["thresholds"].items() if rule.get("component", NRD) == held}
