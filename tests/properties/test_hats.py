"""Whoever holds every role at once still wears no two hats of a pair on one case, and is kept from no other."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Refused
from dpia.models import Dpia
from tests.make import dpia as make
from tests.make.people import World, member

ROLES = (Role.DPO, Role.SURVEILLANCE_LEAD, Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER)
STEPS = {
    "advise": ("dpo", {"text": "In proportion.", "proceed": True}),
    "give_surveillance_view": ("surveillance_lead", {"text": "I support it.", "proceed": True}),
    "approve_measures": ("measures", {}),
    "approve_residual_risk": ("residual_risk", {}),
    "sign_off": ("sign_off", {}),
}
TRIES = st.tuples(*[st.tuples(st.integers(0, 2), st.booleans()) for _step in STEPS])
"""For each step who tries it, and whether a reason is given. Nobody of the three wrote the case but the first."""


def everybody(world: World) -> list[Person]:
    """The author, and two more, each with every role of a case; last one who may always take over."""
    tried = [world.manager, world.someone(Role.DPO, "second"), world.someone(Role.DPO, "third")]
    for one in tried:
        held = {row.role for row in one.memberships.all()}
        for role in ROLES:
            if role not in held:
                member(world.organisation, one, role)
    return [Person.objects.get(pk=one.pk) for one in tried]


def opposed(hat: str, mine: set[str], reason: bool) -> bool:
    """The table read anew: whether somebody who wears `mine` may not wear `hat` as well."""
    rules = facts("incompatible_hats")["incompatible_hats"].values()
    worn = {hat, "approver"} if hat in ("measures", "residual_risk", "sign_off") else {hat}
    pairs = [rule for rule in rules if worn & set(rule["hats"]) and mine & (set(rule["hats"]) - worn)]
    return any(rule["strength"] == "hard" or not reason for rule in pairs)


@pytest.mark.django_db
@pytest.mark.requirement("T051")
def test_a_hat_is_refused_exactly_where_the_table_says_so() -> None:
    world, outcomes = World(), set()
    people, sent = everybody(world), make.with_dpo(world)
    spare = dict.fromkeys(STEPS, world.lead)
    spare |= {"advise": world.dpo, "give_surveillance_view": world.surveillance, "sign_off": world.chief}

    def take(row: Dpia, step: str, by: Person, reason: bool) -> bool:
        said = dict(STEPS[step][1]) | ({"reason": "Nobody else is on duty"} if reason else {})
        try:
            getattr(row, step)(by=by, on=clock.today(), **said)
        except Refused as refusal:
            assert {reason.guard for reason in refusal.reasons} <= {"hats", "dpia.written_by_signer"}
            return False
        return True

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(tries=TRIES)
    @example(tries=((0, True), (1, False), (1, True), (2, False), (1, False)))
    @example(tries=((1, False), (2, True), (2, False), (2, False), (2, True)))
    def wear(tries: tuple[tuple[int, bool], ...]) -> None:
        hats: dict[int, set[str]] = {0: {"author"}, 1: set(), 2: set()}
        with transaction.atomic():
            for (step, (hat, _said)), (who, reason) in zip(STEPS.items(), tries, strict=True):
                row = make.fresh(sent)
                if step == "sign_off":
                    make.answer_outcomes(world, row)
                    row = make.fresh(row)
                taken = take(row, step, people[who], reason)
                assert taken is not opposed(hat, hats[who], reason), (step, who, hats)
                outcomes.add((hat, taken))
                hats[who] |= {hat} if taken else set()
                assert taken or take(row, step, spare[step], False)
            transaction.set_rollback(True)

    wear()
    assert {("dpo", False), ("measures", False), ("sign_off", False), ("sign_off", True)} <= outcomes
