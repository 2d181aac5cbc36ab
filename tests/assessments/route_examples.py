"""Examples in which one guard of a decision upon a proposal alone refuses, for both kinds of approval."""

from collections.abc import Callable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from tests.guards import Case, example
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.cameras import moved
from tests.make.people import World, member

PROPOSAL = "assessments.proposal"
WHY = "It is balanced."
Stage = Callable[..., tuple[Any, Person, Any]]


def at_group(world: World, *, item: bool = True, **fields: Any) -> tuple[Any, Person, Any]:
    """Submitted; the strategy group decides. Answers proposal, chair and agenda item."""
    made = make.proposal(world, "deciding", without="meeting")
    put = make.group_item(world, made, **fields) if item else None
    return make.fresh(made), world.lead, put


def at_board(world: World, *, item: bool = True, dpia: bool = True, **fields: Any) -> tuple[Any, Person, Any]:
    """Approved by the group; the board decides finally."""
    made = make.proposal(world, "deciding", without="" if dpia else "dpia")
    made.approve(by=world.lead, on=clock.today(), reason=WHY)
    put = make.group_item(world, make.fresh(made), "finance_strategy_board", **fields) if item else None
    return make.fresh(made), world.board_chair, put


def amending(world: World, item: Any, part: Any = None, **fields: Any) -> Callable[[], Any]:
    """A mend that completes the record of the meeting."""
    return lambda: item.meeting.amend(by=world.manager, on=clock.today(), part=part or item, **fields)


def others(item: Any) -> list[Any]:
    """Attendance at the item but for the chair's."""
    return [row for row in item.attendance.select_related("membership") if not row.membership.first]


def _decision_examples(step: str, stage: Stage, body: str) -> None:
    @example(PROPOSAL, step, "assessments.no_meeting")
    def no_meeting(world: World) -> Case:
        made, chair, _item = stage(world, item=False)
        return Case(made, chair, lambda: make.group_item(world, made, body), reason=WHY)

    @example(PROPOSAL, step, "assessments.not_quorate")
    def not_quorate(world: World) -> Case:
        made, chair, item = stage(world)
        away = others(item)
        for row in away:
            amending(world, item, part=row, present=False)()

        def mend() -> None:
            for row in away:
                amending(world, item, part=row, present=True)()

        return Case(made, chair, mend, reason=WHY)


def _vote_examples(step: str, stage: Stage) -> None:
    @example(PROPOSAL, step, "assessments.votes_missing")
    def votes_missing(world: World) -> Case:
        made, chair, item = stage(world)
        silent = others(item)[0]
        amending(world, item, part=silent, vote="")()
        return Case(made, chair, amending(world, item, part=silent, vote="abstained"), reason=WHY)

    @example(PROPOSAL, step, "assessments.voted_down")
    def voted_down(world: World) -> Case:
        made, chair, item = stage(world, dissent="It costs too much.")
        against = others(item)
        for row in against:
            amending(world, item, part=row, vote="against")()

        def mend() -> None:
            for row in against[1:]:
                amending(world, item, part=row, vote="for")()

        return Case(made, chair, mend, reason=WHY)

    @example(PROPOSAL, step, "assessments.dissent_unrecorded")
    def dissent_unrecorded(world: World) -> Case:
        made, chair, item = stage(world)
        amending(world, item, part=others(item)[0], vote="against")()
        return Case(made, chair, amending(world, item, dissent="It costs too much."), reason=WHY)

    @example(PROPOSAL, step, "assessments.balance_missing")
    def balance_missing(world: World) -> Case:
        made, chair, item = stage(world, balance="")
        return Case(made, chair, amending(world, item, balance="Grave harm, little intrusion."), reason=WHY)


_decision_examples("approve", at_group, "strategy_group")
_decision_examples("approve_finally", at_board, "finance_strategy_board")
_vote_examples("approve", at_group)
_vote_examples("approve_finally", at_board)


def stand_in(world: World, person: Person, chair: Person, role: str) -> Callable[[], Any]:
    """A mend by which `person` stands in for the chair of a body."""
    own = next(row for row in chair.memberships_today if row.role == role and row.first)
    return lambda: member(world.organisation, person, role, acting_for=own, instrument="Order 7")


@example(PROPOSAL, "approve", "assessments.not_the_present_entry")
def board_before_group(world: World) -> Case:
    """The board's chair while it is with the group."""
    made, lead, _item = at_group(world)
    return Case(made, world.board_chair, stand_in(world, world.board_chair, lead, Role.STRATEGIC_LEAD), reason=WHY)


@example(PROPOSAL, "refuse", "assessments.not_the_present_entry")
def board_refuses_before_group(world: World) -> Case:
    """The board's chair refuses while it is with the group."""
    made, lead, _item = at_group(world, item=False)
    return Case(made, world.board_chair, stand_in(world, world.board_chair, lead, Role.STRATEGIC_LEAD), reason=WHY)


@example(PROPOSAL, "approve_finally", "assessments.not_the_present_entry")
def group_after_group(world: World) -> Case:
    """The group's chair while it is with the board."""
    made, chair, _item = at_board(world)
    return Case(made, world.lead, stand_in(world, world.lead, chair, Role.BOARD_MEMBER), reason=WHY)


def _kept_out(step: str, stage: Stage, role: str) -> None:
    @example(PROPOSAL, step, "assessments.decider_kept_out")
    def recused_chair(world: World) -> Case:
        """The chair is recused, somebody stands in at the meeting, and the chair decides all the same."""
        made, chair, item = stage(world)
        row = item.attendance.get(membership__person=chair, membership__role=role)
        other = member(world.organisation, world.finance, role, acting_for=row.membership, instrument="Order 7")
        item.meeting.attend(by=world.manager, on=clock.today(), item=item, membership=other, vote="for")
        amending(world, item, part=row, recused=True, vote="")()
        return Case(make.fresh(made), chair, amending(world, item, part=row, recused=False, vote="for"), reason=WHY)


_kept_out("approve", at_group, Role.STRATEGIC_LEAD)
_kept_out("refuse", at_group, Role.STRATEGIC_LEAD)
_kept_out("approve_finally", at_board, Role.BOARD_MEMBER)


@example(PROPOSAL, "approve_finally", "assessments.earlier_body_open")
def earlier_body_open(world: World) -> Case:
    """One person chairs both bodies, and would skip the first decision."""
    made, lead, _item = at_group(world)
    make_dpia.dpia_for(world, made, state="signed_off")

    def mend() -> None:
        made.approve(by=lead, on=clock.today(), reason=WHY)
        stand_in(world, lead, world.board_chair, Role.BOARD_MEMBER)()
        make.group_item(world, make.fresh(made), "finance_strategy_board")

    return Case(made, lead, mend, reason=WHY)


def sits_too(world: World, item: Any, person: Person, role: str, **said: Any) -> Any:
    """`person` takes part in an item by a further role."""
    row = member(world.organisation, person, role)
    return item.meeting.attend(by=world.manager, on=clock.today(), item=item, membership=row, vote="for", **said)


@example(PROPOSAL, "approve_finally", "assessments.sat_in_both")
def group_member_on_the_board(world: World) -> Case:
    """A member of the group votes on the board as well."""
    made, chair, item = at_board(world)
    row = sits_too(world, item, world.group[1], Role.BOARD_MEMBER)
    return Case(made, chair, amending(world, item, part=row, recused=True, vote=""), reason=WHY)


@example(PROPOSAL, "approve", "assessments.sat_in_both")
def board_member_in_the_group(world: World) -> Case:
    """The board's approval was rescinded and the case returned; one of the board then sits in the group."""
    today = clock.today()
    made = make.proposal(world, "approved")
    made.rescind(by=world.board_chair, on=today, reason="A figure was wrong.")
    make.fresh(made).send_back(by=world.manager, on=today, reason="To mend the figure.")
    for step in ("open_consultation", "finish_consultation", "submit"):
        getattr(make.fresh(made), step)(by=world.manager, on=today)
    item = make.group_item(world, make.fresh(made))
    row = sits_too(world, item, world.board[1], Role.GROUP_MEMBER)
    return Case(make.fresh(made), world.lead, amending(world, item, part=row, interest="For the quorum."), reason=WHY)


@example(PROPOSAL, "approve_finally", "assessments.dpia_not_signed_off")
def dpia_not_signed_off(world: World) -> Case:
    """The chief officer has not signed."""
    made, chair, _item = at_board(world, dpia=False)
    return Case(made, chair, lambda: make_dpia.dpia_for(world, made, state="signed_off"), reason=WHY)


@example(PROPOSAL, "approve_finally", "assessments.site_given_up")
def site_given_up(world: World) -> Case:
    """A place was withdrawn meanwhile."""
    made, chair, _item = at_board(world)
    site, said = (
        made.site_rows[0].site,
        {"by": world.manager, "on": clock.today(), "reason": "Another place is better."},
    )
    site.withdraw(**said)
    return Case(make.fresh(made), chair, lambda: site.propose_again(**said), reason=WHY)


@example(PROPOSAL, "rescind", "assessments.something_installed")
def something_installed(world: World) -> Case:
    """Equipment stands; the mend puts the register back, for no step takes equipment down into *approved*."""
    made = make.proposal(world, "approved")
    site = moved(made.site_rows[0].site, state="installed")
    return Case(
        make.fresh(made), world.board_chair, lambda: moved(site, state="approved"), reason="A figure was wrong."
    )
