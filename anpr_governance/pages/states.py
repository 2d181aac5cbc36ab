"""The colour of each state, as `design` names them; the word always stands beside the colour."""

from collections.abc import Mapping
from types import MappingProxyType

_COLOURS = {
    "blue": (
        "proposed approved installed submitted in-review assessing consulting ready deciding with-dpo open scheduled "
        "awaiting-sign-off with-strategy-group with-board with-ico redacting recommended planned due recorded"
    ),
    "green": (
        "live endorsed established signed-off released passed confirmed completed accepted closed checked in-force "
        "done met"
    ),
    "amber": "suspended returned due-soon medium possible",
    "red": "refused failed not-established high serious not-met severe",
    "solid": "overdue breach gap",
    "grey": (
        "draft withdrawn superseded lapsed collection-ceased decommissioned cancelled low ended out-of-service "
        "in-service"
    ),
    "purple": "recused limited-consultation exceptional late",
    "white": "not-verified example",
}

COLOURS: Mapping[str, str] = MappingProxyType(
    {slug: colour for colour, slugs in _COLOURS.items() for slug in slugs.split()}
)


def colour_of(state: str) -> str:
    """The colour of a state's slug (``with_dpo`` or ``with-dpo``); grey where the design names none."""
    return COLOURS.get(str(state).replace("_", "-").lower(), "grey")
