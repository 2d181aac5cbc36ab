"""Whatever the route and whoever tries what in which order: nobody decides before those in front of them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpr_governance.database import clock
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.models import Seal
from anpr_governance.workflow.reasons import NotYours, Refused
from assessments.models import Decision
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import ONE_BODY, World, own_edition

WHY = {"reason": "It is balanced.", "balance": "Grave harm outweighs little."}
ENTRIES = ("strategy_group", "finance_strategy_board", "strategic-lead", "chief-officer", "board-member")
ROUTES = st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=3)
ACTS = ("approve", "approve_finally", "refuse", "send_back", "rescind", "withdraw", "submit", "bypass")
NEXT = {
    "deciding": ("approve", "approve", "approve", "approve", "send_back", "send_back", "refuse", "bypass"),
    "assessing": ("submit",), "approved": ("rescind", "rescind", "bypass"),
}  # fmt: skip
"""What comes next in each state where all goes rightly."""
RIGHTLY = st.sampled_from([(True, True), (True, True), (True, False), (False, True), (False, False)])
"""Whether it is what comes next, and by whoever decides now."""
ATTEMPT = st.tuples(
    st.sampled_from([*ACTS, "approve_finally", "approve_finally", "rescind", "rescind"]),
    RIGHTLY,
    st.integers(0, 999),
    st.booleans(),
)
"""What is tried where it is not what comes next; how rightly; by whom; whether a body meets for it first."""


@dataclass
class Route:
    """The proposal as the rules say that it stands, kept beside the product and told nothing by it."""

    entries: list[str]
    state: str = "ready"
    version: int = 0
    approved: int = 0
    rows: set[tuple[int, int, int]] = field(default_factory=set)
    turn: int = 0

    @property
    def present(self) -> str:
        """Who decides now."""
        return self.entries[min(self.approved, len(self.entries) - 1)]

    @property
    def at_last(self) -> bool:
        """Whether nobody comes after."""
        return self.approved >= len(self.entries) - 1

    def lets(self, act: str, by: str, met: bool) -> bool:
        """Whether the rules let `by` do it, by the entries that they decide for."""
        decides, last = self.present in by.split(), self.entries[-1] in by.split()
        ready = met or self.present not in ENTRIES[:2]
        return {
            "submit": self.state in ("ready", "assessing") and by == "manager",
            "approve": self.state == "deciding" and decides and ready and not self.at_last,
            "approve_finally": self.state == "deciding" and decides and ready and self.at_last,
            "refuse": self.state == "deciding" and decides,
            "send_back": self.state in ("ready", "deciding") and (by == "manager" or decides),
            "rescind": self.state == "approved" and last,
            "withdraw": self.state in ("assessing", "ready", "deciding") and by == "manager",
        }[act]

    def done(self, act: str) -> None:
        """What follows from it."""
        ends = {"submit": "deciding", "approve_finally": "approved", "refuse": "refused", "send_back": "assessing",
                "rescind": "deciding", "withdraw": "withdrawn"}  # fmt: skip
        self.state = ends.get(act, self.state)
        if act == "submit":
            self.version, self.approved = self.version + 1, 0
            self.rows.add((self.version, self.turn, 0))
        if act in ("approve", "approve_finally", "refuse"):
            self.rows.add((self.version, self.turn, self.approved + 1))
            self.approved += act != "refuse"
        if act == "rescind":
            self.turn, self.approved = self.turn + 1, len(self.entries) - 1


class Attempts:
    """People who try things upon one proposal; `world.organisation` has the route of the example."""

    def __init__(self, world: World, made: Any, entries: list[str]) -> None:
        self.world, self.made, self.rules = world, made, Route(entries)
        rows = [f'{{ kind = "body", body = "{one}" }}' if one in ENTRIES[:2] else
                f'{{ kind = "person", role = "{one}" }}' for one in entries]  # fmt: skip
        own_edition(world, text=ONE_BODY.replace('{ kind = "body", body = "strategy_group" }', ", ".join(rows)))
        group, board = "strategy_group strategic-lead", "finance_strategy_board board-member"
        self.people = [(world.manager, "manager"), (world.lead, group), (world.board_chair, board),
                       (world.chief, "chief-officer"), (world.board[1], "board-member"), (world.deputy, group),
                       (world.group[1], "")]  # fmt: skip

    def go(self, act: str, rightly: tuple[bool, bool], number: int, meets: bool) -> str:
        """One attempt, which ends as the rules say; answers what it was."""
        what, whose = rightly
        if what and act != "refuse":
            ways = NEXT.get(self.rules.state, ("submit" if self.rules.state == "ready" else "bypass",))
            act = ways[number % len(ways)]
        if act == "bypass":
            return self.bypass(number)
        wanted = self.rules.entries[-1] if act == "rescind" else self.rules.present
        mine = [one for one in self.people if (one[1] == "manager" if act in ("submit", "withdraw") else
                wanted in one[1].split())]  # fmt: skip
        person, by = mine[0] if whose else self.people[number % len(self.people)]
        act = "approve_finally" if act == "approve" and what and self.rules.at_last else act
        if (meets or all(rightly)) and self.rules.state == "deciding" and self.rules.present in ENTRIES[:2]:
            make.meeting(self.world, self.rules.present).add_item(
                by=self.world.manager, on=clock.today(), kind="proposal", proposal=self.made, consensus=True,
                balance="Grave harm outweighs little.",
            )  # fmt: skip
        met = make.fresh(self.made).present_item(clock.today()) is not None
        may = self.rules.lets(act, by, met)
        assert self.take(act, person) is may, (self.rules, act, by, met)
        if may:
            self.rules.done(act)
        return act if may else ""

    def take(self, act: str, by: Any) -> bool:
        """Whether the product lets it pass; a submission of what was returned goes through consultation again."""
        before = ("open_consultation", "finish_consultation") if self.rules.state == "assessing" else ()
        try:
            with transaction.atomic():
                for step in (*(before if act == "submit" else ()), act):
                    getattr(make.fresh(self.made), step)(by=by, on=clock.today(), **WHY)
        except (Refused, NotYours):
            return False
        return True

    def bypass(self, number: int) -> str:
        """A row written past every guard: the database lets in the next of the newest version, until the case ended."""
        rules, position, version = self.rules, number % 4 + 1, max(1, self.rules.version + number % 3 - 1)
        before = any((v, p) == (version, position - 1) for v, _turn, p in rules.rows - self.refused())
        next_one = before and (version, rules.turn, position) not in rules.rows and version == rules.version
        may = next_one and position <= len(rules.entries) and rules.state not in ("approved", "refused")
        step = "approve_finally" if position == len(rules.entries) else "approve"
        try:
            with transaction.atomic():
                self.row(step, version, position)
                transaction.set_rollback(True)
        except DatabaseError:
            assert not may, (rules, version, position)
            return "kept out"
        assert may, (rules, version, position)
        return ""

    def refused(self) -> set[tuple[int, int, int]]:
        """Positions whose decision was no."""
        rows = self.made.decisions.filter(step="refuse")
        return set(rows.values_list("version", "turn", "position"))

    def row(self, step: str, version: int, position: int) -> None:
        """Written as nobody in the product writes it."""
        known = {"sha256": "0" * 64, "sheet": "test", "schema_version": 1, "sealed_at": clock.now()}
        Decision.objects.create(
            proposal=self.made, step=step, outcome=step, on=clock.today(), recorded_at=clock.now(), name="Somebody",
            by=self.world.lead.memberships.get(), seal=Seal.objects.create(bytes=b"{}", **known), version=version,
            turn=self.rules.turn, position=position, route_length=len(self.rules.entries),
        )  # fmt: skip

    def holds(self) -> None:
        """What has to be true of the record after every attempt."""
        made = make.fresh(self.made)
        assert (made.state, made.version, made.turn) == (self.rules.state, self.rules.version, self.rules.turn)
        rows = list(made.decisions.exclude(step="rescind").order_by("pk"))
        assert {(row.version, row.turn, row.position) for row in rows} == self.rules.rows
        for number, row in enumerate(rows):
            if row.step in ("approve", "approve_finally", "refuse"):
                earlier = [one for one in rows[:number] if one.version == row.version and one.step != "refuse"]
                assert row.position - 1 in {one.position for one in earlier}
                assert (row.position == len(made.entries)) or row.step != "approve_finally"
                assert row.turn == earlier[-1].turn or row.position == len(made.entries)


@pytest.mark.django_db
@pytest.mark.requirement("T080")
def test_no_route_is_gone_in_another_order_whoever_tries_what() -> None:
    world, done = World(), Counter[str]()
    world.__dict__["deputy"] = world.someone(
        Role.STRATEGIC_LEAD, "deputy", acting_for=world.lead.memberships.get(), instrument="Order 7"
    )
    made = make.proposal(world, "ready")
    make_dpia.dpia_for(world, made, state="signed_off")
    for body in ENTRIES[:2]:
        held = make.meeting(world, body)
        for person in make.members(world, body)[:4]:
            membership = person.memberships.order_by("pk")[0]
            held.attend(by=world.manager, on=clock.today(), item=held.items.get(), membership=membership)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(entries=ROUTES, attempts=st.lists(ATTEMPT, min_size=8, max_size=20))
    def goes(entries: list[str], attempts: list[Any]) -> None:
        with transaction.atomic():
            tries = Attempts(world, made, entries)
            tries.go("submit", (True, True), 0, False)
            for attempt in attempts:
                done[tries.go(*attempt)] += 1
                tries.holds()
            transaction.set_rollback(True)

    goes()
    assert set(done) >= {*ACTS, "kept out", ""} - {"bypass", "withdraw"}, done
