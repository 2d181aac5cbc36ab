"""A meeting is quorate when an independent reading of the rule says so, whoever sits there and by whatever role."""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Refused
from tests.make import assessments as make
from tests.make.people import World, member

SEATS = 14
"""So many ways to sit at a table: see `seats`."""
ROW = st.fixed_dictionaries({
    "seat": st.integers(0, SEATS - 1), "present": st.sampled_from([True, True, True, False]),
    "recused": st.sampled_from([False, False, False, False, True]),
    "vote": st.sampled_from(["", "for", "for", "against", "abstained"]),
})  # fmt: skip
ROWS = st.lists(ROW, min_size=1, max_size=SEATS, unique_by=lambda row: row["seat"])

CAME = {"present": True, "recused": False, "vote": "for"}


@pytest.fixture
def world(db: None) -> World:
    """One force."""
    return World()


def seats(world: World, body: str) -> list[Membership | None]:
    """Chair, members, one person by two roles, stand-ins of every kind, somebody of no body, guests."""
    role = facts("quorum")["quorum"][body]
    chair, sits = role["chair_role"], enumerate(("ict", "ict", "finance", "finance", ""))
    people = [world.someone(chair, f"chair of {body}", first=True)]
    people += [world.someone(role["member_role"], f"{body} {n}", discipline=said) for n, said in sits]
    own = [person.memberships.get() for person in people]
    of_chair = {"acting_for": own[0], "instrument": "Order 7"}
    of_member = {"acting_for": own[2], "instrument": "Order 8", "discipline": "analysis"}
    deputies = [world.someone(chair, f"deputy {n} of {body}", **of_chair) for n in (1, 2)]
    others = [world.someone(role["member_role"], f"stand-in in {body}", **of_member), *deputies, world.manager]
    known = [*own, *(person.memberships.get() for person in others)]
    if chair != role["member_role"]:  # nobody holds one role twice at a time
        known += [member(world.organisation, people[0], role["member_role"], discipline="anpr")]
        known += [member(world.organisation, people[1], chair, **of_chair)]
    return [*known, *[None] * (SEATS - len(known))]


def reading(rule: Any, rows: list[dict[str, Any]]) -> tuple[bool, Counter[str]]:
    """The rule read anew: whether the item is quorate, and how its members voted."""
    ours = [row for row in rows if row["of"] and row["of"].role in (rule["chair_role"], rule["member_role"])]
    out = {row["of"].person_id for row in ours if row["recused"]}
    here = [row for row in ours if row["present"] and row["of"].person_id not in out]
    own = {row["of"].person_id for row in here if row["of"].acting_for is None}
    filled = {row["of"].acting_for.person_id: row for row in reversed(here)
              if row["of"].acting_for and row["of"].person_id not in own}  # fmt: skip
    in_place = {seat: row["of"].person_id for seat, row in filled.items() if seat not in own}
    people = own | set(in_place.values())
    chair = [row for row in here if row["of"].person_id in people and row["of"].role == rule["chair_role"]]
    chaired = any(row["of"].first or (row["of"].acting_for and row["of"].acting_for.first) for row in chair)
    known = {row["of"].discipline for row in here if row["of"].person_id in people} - {""}
    votes: dict[int, str] = {}
    for row in here:
        if row["vote"] and row["of"].person_id in people:
            votes.setdefault(row["of"].person_id, row["vote"])
    enough = len(people) >= rule["least"] and len(known) >= rule["least_disciplines"]
    return enough and (chaired or not rule["chair_present"]), Counter(votes.values())


@pytest.mark.requirement("T082")
@pytest.mark.parametrize("body", ["strategy_group", "finance_strategy_board"])
def test_an_item_is_quorate_when_the_rule_read_anew_says_so(world: World, body: str) -> None:
    held, table, seen = make.meeting(world, body), seats(world, body), set()

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(rows=ROWS)
    @example(
        rows=[dict(CAME, seat=seat) for seat in (0, 10, 1, 2, 3)]
    )  # the third discipline is the chair's other role
    def sits(rows: list[dict[str, Any]]) -> None:
        with transaction.atomic():
            item = held.add_item(by=world.manager, on=clock.today(), kind="other")
            for number, row in enumerate(rows):
                row["of"] = table[row["seat"]]
                row["vote"] = "" if row["recused"] or row["of"] is None else row["vote"]  # the database takes no other
                who = {"membership": row["of"]} if row["of"] else {"name": f"Guest {number}"}
                said = {name: row[name] for name in ("present", "recused", "vote")}
                held.attend(by=world.manager, on=clock.today(), item=item, **who, **said)
            expected, votes = reading(held.rule, rows)
            assert ((item.quorum_missing() is None), Counter(item.votes())) == (expected, votes)
            seen.add(expected)
            transaction.set_rollback(True)

    sits()
    assert seen == {True, False}


def test_nobody_of_another_force_or_of_another_time_sits_in_a_body(world: World) -> None:
    held, today = make.meeting(world), clock.today()
    item = held.items.get()
    later = world.someone(Role.GROUP_MEMBER, "who comes later", discipline="ict").memberships.get()
    Membership.objects.filter(pk=later.pk).update(since=make.add_days(today, 1))
    for row in (world.other.lead.memberships.get(), Membership.objects.get(pk=later.pk)):
        with pytest.raises(Refused, match="no such role"):
            held.attend(by=world.manager, on=today, item=item, membership=row)
    assert not item.attendance.exists()
