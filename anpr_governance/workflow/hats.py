"""Separation of duties: who wore which hat is read from the audit chain, stored nowhere else.

Incompatible pairs are data (`regulation/incompatible_hats.toml`): pair, scope, clause, hard or with-reason.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.audit.models import Event
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason


def opposing(hat: str) -> dict[str, dict[str, Any]]:
    """The hats that nobody may wear together with `hat`, each with its rule."""
    rules: dict[str, dict[str, Any]] = {}
    for rule in facts("incompatible_hats")["pairs"]:
        first, second = rule["pair"]
        if hat == first:
            rules[second] = rule
        elif hat == second:
            rules[first] = rule
    return rules


def worn(
    organisation_code: str, subjects: Iterable[tuple[str, int]], actors: Iterable[str]
) -> set[tuple[str, str, int]]:
    """`(hat, subject, version)` that any of `actors` (or somebody for them) has worn on `subjects`."""
    names = list(actors)
    references = {reference for reference, _version in subjects}
    rows = Event.objects.filter(organisation_code=organisation_code, subject__in=references, actor__in=names).exclude(
        hat=""
    )
    return set(rows.values_list("hat", "subject", "version").distinct())


def conflicts(obj: Any, hat: str, by: Any, reason: str) -> list[Reason]:
    """Why `by` may not wear `hat` on `obj`: a hard pair always, a with-reason pair until a reason is given."""
    rules = opposing(hat)
    if not rules or not hasattr(by, "pk"):
        return []
    case, here = obj.case(), (obj.reference, obj.case_version())
    mine = worn(obj.organisation.code, case, [by.actor])
    found = []
    for other, rule in rules.items():
        in_scope = {here} if rule["scope"] == "version" else set(case)
        if any(h == other and (s, v) in in_scope for h, s, v in mine) and (rule["kind"] == "hard" or not reason):
            found.append(_conflict(hat, other, rule))
    return found


def _conflict(hat: str, other: str, rule: dict[str, Any]) -> Reason:
    if rule["kind"] == "hard":
        sentence = _("You acted here as %(other)s, so somebody else acts as %(hat)s.")
    else:
        sentence = _("You acted here as %(other)s: give the reason why you also act as %(hat)s.")
    names = facts("incompatible_hats")["names"]
    return Reason(sentence % {"other": names.get(other, other), "hat": names.get(hat, hat)}, rule["clause"], "hats")
