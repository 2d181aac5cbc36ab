"""Meetings of the strategy group and of the board: called, attended, minuted and signed."""

from datetime import date
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from assessments.models import AgendaItem, Meeting, Objective, Proposal
from reviews.demo.force import Force
from reviews.demo.telling import Case

GROUP, BOARD = "strategy_group", "finance_strategy_board"
OPENING = {
    GROUP: "The chair opened the meeting and found it quorate. The minutes of the last meeting were agreed. Actions "
    "that were due had been done, or are reported below. No further interests were declared than those under the "
    "items.",
    BOARD: "The minutes of the last meeting were agreed. Members had the papers a week before. The chair asked whether "
    "anybody had taken part in a recommendation that is to be decided; nobody had.",
}
BALANCE = (
    "The assessment of data protection and the need were both before the members. Grave and repeated harm to a few "
    "weighs more than a short record of many, given the measures and the two ways that stay unwatched."
)


def members(force: Force, body: str) -> list[Any]:
    """The memberships that sit in a body, its chair first."""
    chair, role = ("strategic-lead", "group-member") if body == GROUP else ("board-member", "board-member")
    rows = force.organisation.memberships.filter(role__in={chair, role}, acting_for=None).select_related("person")
    return sorted(rows, key=lambda row: (row.role != chair, not row.first, row.pk))


def meeting(force: Force, body: str, held_on: date) -> Meeting:
    """The meeting of a body on a day, called when first asked for; its opening says who was there."""
    known = Meeting.objects.filter(organisation=force.organisation, body=body, on=held_on).first()
    if known is not None:
        return known
    by, on = force["anpr-manager"], clock.today()
    made = Meeting.called(by=by, on=on, organisation=force.organisation, body=body, held_on=held_on)
    if held_on <= on:
        opening = made.items.get(position=1)
        made.amend(by=by, on=on, part=opening, minutes=OPENING[body])
        for row in members(force, body):
            made.attend(by=by, on=on, item=opening, membership=row)
    return made


def item(force: Force, body: str, kind: str, **fields: Any) -> AgendaItem:
    """An item of today's meeting of a body."""
    held = meeting(force, body, clock.today())
    known = {"minutes": "The paper was taken as read and discussed.", "consensus": True, "balance": BALANCE}
    return held.add_item(by=force["anpr-manager"], on=clock.today(), kind=kind, **(known | fields))


def divided(
    force: Force, proposal: Any, body: str = GROUP, against: str = "Tobias Wren-Lacey", **fields: Any
) -> AgendaItem:
    """An item at which one member votes against, with their dissent; in the group another one is recused."""
    known = {
        "minutes": "The group heard the objection of the information manager, asked the safeguarding lead what a "
        "shorter retention would cost, and set a condition. Chief Inspector Loxley left for this item.",
        "dissent": "The information manager holds that a year's retention of reads is too long beside a school.",
    }
    row = item(force, body, "proposal", proposal=proposal, consensus=False, **(known | fields))
    held, by, on = row.meeting, force["anpr-manager"], clock.today()
    for number, member in enumerate(members(force, body)):
        said: dict[str, Any] = {"vote": "against" if member.person.name == against else "for"}
        if number == 1 and body == GROUP:
            said = {"interest": "Lives in the village concerned.", "recused": True}
        held.attend(by=by, on=on, item=row, membership=member, **said)
    return row


def sign_minutes(force: Force, days: tuple[int, ...]) -> Case:
    """On each of `days` (days ago) the chairs sign the minutes of meetings that were held until then."""
    for ago in days:
        yield force.day(ago)
        held = Meeting.objects.filter(organisation=force.organisation, on__lt=clock.today())
        for row in held.order_by("on", "pk"):
            if row.signed() is None:
                chair = force["strategic-lead" if row.body == GROUP else "board-member"]
                row.sign_minutes(by=chair, on=clock.today())


def use_reviewed(force: Force) -> Case:
    """The group looks at how the cameras are used and what they cost."""
    yield force.day(70)
    seen = item(force, GROUP, "use", minutes="Use, purchases and costs since the summer were seen.")
    owner, by = force["anpr-specialist"].memberships_today[0], force["anpr-manager"]
    said = {"text": "Bring the share of devices checked in time above 95 per cent.", "owner": owner}
    Objective.set_at(seen.meeting, by=by, on=clock.today(), due=add_days(clock.today(), 100), **said)


def planned(force: Force) -> Case:
    """The next meeting is called, with what waits for it."""
    yield force.day(3)
    held = meeting(force, GROUP, force.day(-12))
    for proposal in Proposal.objects.filter(organisation=force.organisation, state="deciding"):
        if proposal.present_entry().body == GROUP:
            held.add_item(by=force["anpr-manager"], on=clock.today(), kind="proposal", proposal=proposal)
    held.add_item(
        by=force["anpr-manager"],
        on=clock.today(),
        kind="use",
        minutes="Use of the cameras since the last time, and what was bought.",
    )
