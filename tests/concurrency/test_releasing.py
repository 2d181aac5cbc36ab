"""A redaction that changes while it is checked or released: what goes out is what was checked."""

from anpr_governance.database import clock
from dpia.models import Release
from tests.concurrency.racing import at_once, while_open
from tests.make import release as make
from tests.make.people import World


def test_of_a_return_and_a_release_at_once_one_wins(world: World) -> None:
    row, today = make.tested(world), clock.today()
    outcomes = at_once(
        lambda: make.fresh(row).release(by=world.foi_2, on=today),
        lambda: make.fresh(row).return_(by=world.foi_2, on=today, reason="A name stands on page 2."),
    )
    assert sorted(outcomes) == ["Refused", "taken"]
    assert make.fresh(row).state == ("released" if outcomes[0] == "taken" else "redacting")


def test_a_mark_taken_away_while_it_is_checked_is_not_checked(world: World) -> None:
    row, today = make.marked(world), clock.today()
    span = row.spans.order_by("pk")[0]
    outcomes = while_open(
        lambda: make.fresh(row).unmark(by=world.foi, on=today, span=span),
        lambda: make.fresh(row).check_redaction(by=world.foi_2, on=today),
    )
    assert outcomes == ("taken", "Refused")
    assert Release.objects.get().state == "redacting"


def test_a_redaction_under_check_keeps_its_marks(world: World) -> None:
    row, today = make.marked(world), clock.today()
    span, count = row.spans.order_by("pk")[0], row.spans.count()
    outcomes = while_open(
        lambda: make.fresh(row).check_redaction(by=world.foi_2, on=today),
        lambda: make.fresh(row).unmark(by=world.foi, on=today, span=span),
    )
    assert outcomes == ("taken", "Refused")
    assert make.fresh(row).spans.count() == count
