"""Whatever happens to a device, in whatever order: one check at most is open for it, and its day follows the rule."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.workflow.reasons import Refused
from cameras.models import Device, PerformanceCheck, Site
from cameras.opening import devices_with_check, open_due_checks
from tests.make import cameras as make
from tests.make.people import World

LONDON = ZoneInfo("Europe/London")
BEGUN = (date(2023, 8, 31), date(2024, 2, 29), date(2023, 10, 31), date(2024, 1, 1))
DAYS = 1500
POOR, FINE = make.FAILING, make.COUNTS


class Life:
    """One device from `begun` on; every few days something happens to it, and each day the daily run passes by."""

    def __init__(self, world: World, begun: date, seed: int) -> None:
        self.world, self.random, self.done = world, Random(seed), Counter[str]()
        with clock.set_to(noon(begun)):
            self.site = make.found(world, live_since=begun)
            self.device = make.device(world, self.site, begun, check_before=begun)
            self.cancel_installation(begun)
        self.accepted: list[date] = [begun]

    def cancel_installation(self, today: date) -> None:
        for check in self.device.checks.filter(kind="installation", state="open"):
            check.cancel(by=make.System("site"), on=today)

    def fresh(self) -> None:
        self.site, self.device = Site.objects.get(pk=self.site.pk), Device.objects.get(pk=self.device.pk)

    def happen(self, today: date) -> None:
        """Something, or nothing where it cannot be now."""
        act = self.random.choice([self.switch, self.suspend, self.resume, self.ask, *[self.measure] * 4])
        try:
            act(today)
        except Refused:
            return
        self.done[act.__name__] += 1

    def switch(self, today: date) -> None:
        """Another answer to whether it gives images."""
        by = self.world.manager
        self.device.change(by=by, on=today, site=self.site, gives_images=not self.device.gives_images)

    def suspend(self, today: date) -> None:
        code = self.random.choice(["fault", "failed_test"])
        self.site.suspend(by=self.world.manager, on=today, reason="So.", code=code)

    def resume(self, today: date) -> None:
        self.site.resume(by=self.world.manager, on=today)

    def ask(self, today: date) -> None:
        """A check on wish, whether or not another waits."""
        make.check(self.world, self.site)

    def measure(self, today: date) -> None:
        """An open check is made and accepted, now and then as failed."""
        waiting = list(self.device.checks.filter(state="open").order_by("pk"))
        if not waiting:
            raise Refused([])
        made = make.recorded(
            self.world, self.random.choice(waiting), today, **(POOR if self.random.random() < 0.3 else FINE)
        )
        if made.outcome == "failed":
            made = make.with_action(self.world, made)
        made.accept(by=self.world.manager, on=today)
        self.accepted.append(today)

    def holds(self, today: date) -> None:
        """What has to be true on every day."""
        self.fresh()
        rows = PerformanceCheck.objects.filter(device=self.device).exclude(state="cancelled")
        cycles = Counter(rows.values_list("kind", "cycle"))
        assert max(cycles.values(), default=1) == 1, cycles
        assert rows.filter(state="open", kind="periodic").count() <= 1
        months = 12 if self.device.gives_images else 6
        due = add_months(max(self.accepted), months)
        assert devices_with_check(today, [self.world.organisation.pk]).get().due_on == due
        for check in rows.filter(state="open", kind="periodic"):
            assert check.due_on == due, (today, check.due_on, due)
        if due <= today + timedelta(days=60):
            assert rows.filter(state__in=["open", "recorded"]).exists(), (today, due)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


@pytest.mark.django_db
@pytest.mark.requirement("T110")
@pytest.mark.parametrize(("begun", "seed"), list(zip(BEGUN, range(4), strict=True)))
def test_one_check_a_cycle_on_the_day_of_the_rule_whatever_happens(begun: date, seed: int) -> None:
    world = World()
    life = Life(world, begun, seed)
    world.manager, world.specialist, world.lead  # noqa: B018 - they hold their roles before the first day
    day = begun
    while day < begun + timedelta(days=DAYS):
        day += timedelta(days=life.random.choice([1, 9, 20, 40]))
        with clock.set_to(noon(day)):
            run(life, day)
    assert set(life.done) == {"switch", "suspend", "resume", "measure", "ask"}, life.done
    assert life.device.checks.filter(kind="periodic", state="accepted").exists()


def run(life: Life, today: date) -> Any:
    """A day: something happens, and the daily run passes, and passes again."""
    life.fresh()
    life.happen(today)
    keys = [life.world.organisation.pk]
    open_due_checks(today, keys)
    assert open_due_checks(today, keys) == 0
    life.holds(today)
