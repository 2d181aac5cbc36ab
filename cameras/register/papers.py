"""What a file's `dpia_reference` means here: asked upward through the site's reverse managers, never by an import."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.querysets import REFERENCE
from cameras.models import Site


def known_dpias(organisation: Organisation, references: Iterable[str]) -> set[str]:
    """Those of `references` that are DPIAs of this product and organisation."""
    numbers = {int(match["number"]): reference for match, reference in _ours(organisation, references)}
    if not numbers:
        return set()
    dpia: Any = _coverage()._meta.get_field("dpia").related_model
    rows = dpia._default_manager.filter(organisation=organisation, number__in=numbers)
    return {numbers[number] for number in rows.values_list("number", flat=True)}


def _ours(organisation: Organisation, references: Iterable[str]) -> list[tuple[Any, str]]:
    matches = [(REFERENCE.match(reference), reference) for reference in references]
    return [(m, r) for m, r in matches if m and m["code"] == organisation.code and m["letter"] == "D"]


def covered_sites(keys: Iterable[int], on: date) -> set[int]:
    """Sites that a DPIA in force covers on `on`."""
    asked = list(keys)
    if not asked:
        return set()
    rows = _coverage()._default_manager.in_force(on).filter(site__in=asked)
    return set(rows.values_list("site_id", flat=True))


def _coverage() -> Any:
    return Site._meta.get_field("dpias").related_model
