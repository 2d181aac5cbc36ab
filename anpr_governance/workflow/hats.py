"""Separation of duties: who wore which hat is read from the audit chain, stored nowhere else.

Incompatible pairs are data (`regulation/incompatible_hats.toml`): pair, scope, clause, hard or with-reason.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.audit.models import Event
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason


def opposing(hat: str) -> dict[str, Mapping[str, Any]]:
    """The hats that nobody may wear together with `hat`, each with its rule."""
    rules: dict[str, Mapping[str, Any]] = {}
    for rule in facts("incompatible_hats")["incompatible_hats"].values():
        first, second = rule["hats"]
        if hat == first:
            rules[second] = rule
        elif hat == second:
            rules[first] = rule
    return rules


Worn = set[tuple[str, str, int]]


def worn(organisation_code: str, subjects: Iterable[tuple[str, int]], actor: str) -> Worn:
    """`(hat, subject, version)` that `actor` has worn on `subjects`, or that somebody has worn for them."""
    references = {reference for reference, _version in subjects}
    rows = Event.objects.filter(organisation_code=organisation_code, subject__in=references, actor=actor)
    return set(rows.exclude(hat="").values_list("hat", "subject", "version").distinct())


def conflicts(obj: Any, hat: str, by: Any, reason: str) -> list[Reason]:
    """Why `by` may not wear `hat` on `obj`: a hard pair always, a with-reason pair until a reason is given."""
    rules = opposing(hat)
    if not rules or not hasattr(by, "pk"):
        return []
    case, here = set(obj.case()), (obj.reference, obj.case_version())
    mine = _worn_here(obj, case | {here}, by.actor)
    return [_conflict(rule) for other, rule in rules.items() if _clashes(rule, other, mine, here, case, reason)]


def _worn_here(obj: Any, subjects: set[tuple[str, int]], actor: str) -> Worn:
    """Asked once for each loaded record and actor: a page offers many steps; a step loads its record anew."""
    known: dict[Any, Worn] = vars(obj).setdefault("_worn", {})
    key = (actor, frozenset(subjects))
    if key not in known:
        known[key] = worn(obj.organisation.code, subjects, actor)
    return known[key]


def _clashes(
    rule: Mapping[str, Any], other: str, mine: Worn, here: tuple[str, int], case: set[tuple[str, int]], reason: str
) -> bool:
    in_scope = {here} if rule["scope"] == "version" else case
    both = any(hat == other and (subject, version) in in_scope for hat, subject, version in mine)
    return both and (rule["strength"] == "hard" or not reason.strip())


def _conflict(rule: Mapping[str, Any]) -> Reason:
    advice = _("Somebody else takes this step.") if rule["strength"] == "hard" else _("Give the reason.")
    return Reason(f"{_(rule['sentence'])} {advice}", rule["clause"], "hats")
