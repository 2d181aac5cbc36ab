"""For each guard of a site or a check: a record in which it alone refuses, and how it is met."""

from anpr_governance.database import clock
from tests.guards import Case, example
from tests.make import cameras as make
from tests.make.people import World

SITE, CHECK = "cameras.site", "cameras.performancecheck"


@example(SITE, "record_installation", "cameras.proposal_not_approved")
def proposal(world: World) -> Case:
    """Approved, but the proposal's decision is missing."""
    site = make.ready_to_install(world, without="proposal")
    return Case(site, world.manager, lambda: make.approved_proposal(world, site))


@example(SITE, "record_installation", "cameras.dpia_not_signed_before")
def dpia_before(world: World) -> Case:
    """No DPIA covers the site."""
    site = make.ready_to_install(world, without="dpia")
    return Case(site, world.manager, lambda: make.signed_dpia(world, site))


@example(SITE, "record_installation", "cameras.ico_open")
def ico(world: World) -> Case:
    """A later version waits for the regulator."""
    site = make.ready_to_install(world, without="ico")
    waiting = site.dpias.ico_open().get().dpia
    return Case(site, world.manager, lambda: make.moved(waiting, state="withdrawn"))


@example(SITE, "record_installation", "cameras.no_device")
def device(world: World) -> Case:
    """Nothing stands there."""
    site = make.ready_to_install(world, without="device")
    return Case(site, world.manager, lambda: make.device(world, site))


@example(SITE, "go_live", "cameras.dpia_not_in_force")
def dpia_in_force(world: World) -> Case:
    """The DPIA was superseded and nothing took its place."""
    site = make.ready_to_go_live(world)
    signed = site.dpias.get().dpia
    make.moved(signed, state="superseded", ended_on=clock.today())
    return Case(site, world.manager, lambda: make.moved(signed, state="signed_off", ended_on=None))


@example(SITE, "go_live", "cameras.installation_check_missing")
def installation_check(world: World) -> Case:
    """The installation check waits for its counts."""
    site = make.ready_to_go_live(world, without="check")
    return Case(site, world.manager, lambda: make.passed(world, site.checks.get()))


@example(SITE, "go_live", "cameras.model_not_accepted")
def model(world: World) -> Case:
    """The device is of a model that nobody accepted."""
    site = make.ready_to_go_live(world, without="model")
    return Case(site, world.manager, lambda: make.equipment(world, name="Reader 4"))


@example(SITE, "go_live", "cameras.signs_missing")
def signs(world: World) -> Case:
    """The public of the area is not told."""
    site = make.ready_to_go_live(world, without="signs")
    return Case(site, world.manager, lambda: make.public_information(world, make.area(world)))


@example(SITE, "go_live", "cameras.asset_missing")
def asset(world: World) -> Case:
    """Finance does not know of the addition."""
    site = make.ready_to_go_live(world, without="asset")
    return Case(site, world.manager, lambda: make.asset(world, site))


@example(SITE, "resume", "cameras.failed_test_stands")
def failed_test(world: World) -> Case:
    """Suspended for a failed check."""
    site = make.suspended(world, code="failed_test")
    return Case(site, world.manager, lambda: make.passed(world, make.check(world, site)))


@example(SITE, "resume", "cameras.not_decided_to_continue")
def not_justified(world: World) -> Case:
    """Suspended as not justified, and no review confirmed since."""
    site = make.suspended(world, code="not_justified")
    return Case(site, world.manager, lambda: make.confirmed_review(world, site))


@example(SITE, "decommission", "cameras.task_open")
def task(world: World) -> Case:
    """One task of ceasing is left."""
    site = make.ceased(world, tasks_done=False)
    make.disposal_authorised(world, site)
    *rest, last = site.tasks.open()
    for done in rest:
        site.finish_task(task=done, by=world.manager, on=clock.today(), answer="Done.")
    finish = {"task": last, "by": world.manager, "on": clock.today(), "answer": "Done."}
    return Case(site, world.manager, lambda: site.finish_task(**finish))


@example(SITE, "decommission", "cameras.disposal_not_authorised")
def disposal(world: World) -> Case:
    """The strategy group was not asked."""
    site = make.ceased(world)
    return Case(site, world.manager, lambda: make.disposal_authorised(world, site))


@example(CHECK, "accept", "cameras.failed_without_action")
def action(world: World) -> Case:
    """Nobody owns what is done about the failure."""
    check = make.failed(world, make.check(world), action=False)
    return Case(check, world.manager, lambda: make.with_action(world, check))
