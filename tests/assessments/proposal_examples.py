"""Examples in which one guard of the preparation of a proposal alone refuses."""

from collections.abc import Callable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.organisations.roles import System
from tests.guards import Case, example
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World

PROPOSAL = "assessments.proposal"


def amending(world: World, made: Any, **fields: Any) -> Callable[[], Any]:
    """A mend that changes content."""
    return lambda: make.fresh(made).amend(by=world.manager, on=clock.today(), **fields)


@example(PROPOSAL, "begin", "assessments.no_site")
def no_site(world: World) -> Case:
    """A proposal about nothing."""
    made, site = make.proposal(world, without="site"), make.proposed_site(world)
    return Case(made, world.manager, lambda: made.add_site(by=world.manager, on=clock.today(), site=site))


@example(PROPOSAL, "begin", "assessments.assessment_not_in_date")
def assessment_not_in_date(world: World) -> Case:
    """No assessment supports it."""
    made, supports = make.proposal(world, without="assessment"), make.endorsed_assessment(world)
    return Case(made, world.manager, amending(world, made, assessment=supports))


@example(PROPOSAL, "begin", "assessments.no_purpose")
def no_purpose(world: World) -> Case:
    """A purpose in words of one's own."""
    made = make.proposal(world, without="purpose")
    return Case(made, world.manager, amending(world, made, purpose="prevention"))


@example(PROPOSAL, "open_consultation", "assessments.cameras_not_reviewed")
def cameras_not_reviewed(world: World) -> Case:
    """Nobody recorded what stands nearby."""
    made = make.proposal(world, "assessing", without="camera")
    return Case(made, world.manager, lambda: make.consider_cameras(world, made))


@example(PROPOSAL, "share_instead", "assessments.nothing_shareable")
def nothing_shareable(world: World) -> Case:
    """Nobody recorded a camera nearby that can be shared."""
    twin = make.proposed_site(world, "The council's car park")
    made = make.proposal(world, "assessing", without="camera")
    said = {"by": world.manager, "on": clock.today(), "site": twin, "shareable": True}
    here = make.fresh(made)
    return Case(
        made, world.manager, lambda: here.consider_camera(**said), reason="It is near enough.", said={"shares": twin}
    )


@example(PROPOSAL, "open_consultation", "assessments.no_stakeholders")
def no_stakeholders(world: World) -> Case:
    """Nobody is named."""
    made = make.proposal(world, "assessing", without="stakeholders")
    return Case(made, world.manager, lambda: make.add_stakeholder(world, made))


@example(PROPOSAL, "open_consultation", "assessments.no_dpia_begun")
def no_dpia_begun(world: World) -> Case:
    """No DPIA was begun."""
    made = make.proposal(world, "assessing", without="dpia")
    return Case(made, world.manager, lambda: make_dpia.draft_dpia(world, proposal=make.fresh(made)))


@example(PROPOSAL, "open_consultation", "assessments.no_pack")
def no_pack(world: World) -> Case:
    """Consultees have nothing to read."""
    made = make.proposal(world, "assessing", without="pack")
    said = {"by": world.manager, "on": clock.today(), "words": "A camera on a road in the valley."}
    return Case(made, world.manager, lambda: make.fresh(made).make_pack(**said))


@example(PROPOSAL, "open_consultation", "assessments.pack_names_a_place")
def pack_names_a_place(world: World) -> Case:
    """A site was added after the pack was made, and the pack's words hold its name."""
    made = make.proposal(world, "assessing", sites=[make.proposed_site(world), make.proposed_site(world, "Tarn End")])
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    later = next(row.site for row in made.site_rows if row.site.name == "Tarn End")
    made.drop_site(**said, site=later)
    make.fresh(made).make_pack(**said, words="A camera at Tarn End.")
    make.fresh(made).add_site(**said, site=later)
    return Case(make.fresh(made), world.manager, lambda: make.fresh(made).make_pack(**said, words="A camera."))


@example(PROPOSAL, "open_consultation", "assessments.extent_unjustified")
def extent_unjustified(world: World) -> Case:
    """Nobody said why it goes as far as it does."""
    made = make.proposal(world, "assessing", without="extent")
    said = {"by": world.manager, "on": clock.today(), "methods": ["survey"], "extent_reason": "All who live there."}
    return Case(made, world.manager, lambda: make.fresh(made).consult(**said))


@example(PROPOSAL, "open_consultation", "assessments.limited_without_reasons")
def opened_limited_without_reasons(world: World) -> Case:
    """It is limited from the start, and nothing says why."""
    made = make.proposal(world, "assessing")
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    made.consult(**said, extent="limited")
    reasons = "More would warn those sought."
    return Case(make.fresh(made), world.manager, lambda: make.fresh(made).consult(**said, limited_reasons=reasons))


def reseal(world: World, made: Any) -> None:
    """Advice and view anew, on the content as it stands."""
    dpia = make.fresh(made).newest_dpia()
    said = {"on": clock.today(), "text": "As before.", "proceed": True}
    dpia.give_early_advice(by=world.dpo, **said)
    make_dpia.fresh(dpia).give_surveillance_view(by=world.surveillance, **said)


@example(PROPOSAL, "finish_consultation", "assessments.task_open")
def task_open(world: World) -> Case:
    """One task of the list has no answer."""
    made = make.proposal(world, "consulting", without="task")

    def mend() -> None:
        row = make.fresh(made)
        row.finish_task(by=world.manager, on=clock.today(), task=row.task("impacts"), answer="Small.")

    return Case(made, world.manager, mend)


@example(PROPOSAL, "finish_consultation", "assessments.matrix_not_looked_up")
def matrix_not_looked_up(world: World) -> Case:
    """The register does not say of which kind the place is."""
    site = make.proposed_site(world, place_type="unknown")
    made = make.proposal(world, "consulting", sites=[site])

    def mend() -> None:
        site.amend(by=world.manager, on=clock.today(), place_type="la_major")
        make.fresh(made).look_up_matrix(by=world.manager, on=clock.today())

    return Case(made, world.manager, mend)


@example(PROPOSAL, "finish_consultation", "assessments.exceptional_without_reason")
def exceptional_without_reason(world: World) -> Case:
    """A private place for local crime is for exceptional cases only."""
    made = make.proposal(world, "consulting", sites=[make.proposed_site(world, place_type="private")])
    row = made.site_rows[0]
    return Case(made, world.manager, amending(world, made, part=row, exceptional_reason="The only way out."))


@example(PROPOSAL, "finish_consultation", "assessments.need_not_established")
def need_not_established(world: World) -> Case:
    """No need is linked."""
    made = make.proposal(world, "consulting")
    need = made.need
    made.amend(by=world.manager, on=clock.today(), need=None)
    return Case(make.fresh(made), world.manager, amending(world, made, need=need))


@example(PROPOSAL, "finish_consultation", "assessments.need_lapsed")
def need_lapsed(world: World) -> Case:
    """A later assessment was endorsed, and the need not confirmed since."""
    from tests.assessments.guard_examples import new_assessment

    made = make.proposal(world, "consulting")
    new_assessment(world, make.fresh(made.assessment))
    return Case(made, world.manager, lambda: make.fresh(made.need).confirm(by=world.lead, on=clock.today()))


@example(PROPOSAL, "finish_consultation", "assessments.consultation_open")
def consultation_open(world: World) -> Case:
    """It is limited with reasons, so that the DPIA went on; but nobody closed it."""
    made = make.asking(world)
    made.consult(by=world.manager, on=clock.today(), extent="limited", limited_reasons="More would warn those sought.")
    make.ready_to_finish(world, make.fresh(made), without="consultation")

    def mend() -> None:
        make.fresh(made).close_consultation(by=world.manager, on=clock.today())
        reseal(world, made)

    return Case(make.fresh(made), world.manager, mend)


@example(PROPOSAL, "finish_consultation", "assessments.responses_unanswered")
def responses_unanswered(world: World) -> Case:
    """Somebody wrote and got no answer."""
    made = make.asking(world)
    part = made.consultation.responses.model(consultation=made.consultation, received_on=clock.today(), text="Why?")
    made.consult(by=world.manager, on=clock.today(), part=part)
    make.ready_to_finish(world, make.fresh(made))
    said = {"part": part, "answer": "Because of the raids.", "answered_on": clock.today()}
    return Case(
        make.fresh(made), world.manager, lambda: make.fresh(made).consult(by=world.manager, on=clock.today(), **said)
    )


@example(PROPOSAL, "finish_consultation", "assessments.responses_unread")
def responses_unread(world: World) -> Case:
    """Somebody answered by the public page, and nobody read it."""
    made, on = make.asking(world), clock.today()
    unread = made.receive(by=System("public"), on=on, language="en", text="Why?")
    make.ready_to_finish(world, make.fresh(made))

    def mend() -> None:
        part = make.fresh(made).read_response(by=world.manager, on=on, unread=unread)
        said = {"answer": "Because of the raids.", "answered_on": on}
        make.fresh(made).consult(by=world.manager, on=on, part=part, **said)
        reseal(world, made)

    return Case(make.fresh(made), world.manager, mend)


@example(PROPOSAL, "finish_consultation", "assessments.limited_without_reasons")
def limited_without_reasons(world: World) -> Case:
    """It was limited, and nothing says why."""
    made = make.asking(world)
    made.consult(by=world.manager, on=clock.today(), extent="limited")
    make.ready_to_finish(world, make.fresh(made))

    def mend() -> None:
        make.fresh(made).consult(by=world.manager, on=clock.today(), limited_reasons="More would warn those sought.")
        reseal(world, made)

    return Case(make.fresh(made), world.manager, mend)


@example(PROPOSAL, "finish_consultation", "assessments.dpia_unfinished")
def dpia_unfinished(world: World) -> Case:
    """The DPIA is with the DPO, who has advised early."""
    made = make.asking(world)
    made.close_consultation(by=world.manager, on=clock.today())
    dpia = make_dpia.filled(world, made.newest_dpia())
    said = {"on": clock.today(), "text": "Fine so far.", "proceed": True}
    dpia.give_early_advice(by=world.dpo, **said)
    make_dpia.fresh(dpia).send_to_dpo(by=world.manager, on=clock.today())
    make_dpia.fresh(dpia).give_surveillance_view(by=world.surveillance, **said)
    make.ready_to_finish(world, make.fresh(made), without="consultation dpia")
    return Case(make.fresh(made), world.manager, lambda: make_dpia.fresh(dpia).advise(by=world.dpo, **said))
