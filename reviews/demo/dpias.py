"""DPIAs of the demonstration: those of proposals, those made after the fact, and what happens to them."""

from collections.abc import Sequence
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.documents import evidence
from cameras.models import Site
from dpia.models import Dpia
from reviews.demo import dpia_words as words
from reviews.demo import worked_case
from reviews.demo.assessments import fresh
from reviews.demo.force import Force
from reviews.demo.telling import Case
from reviews.demo.themes import THEMES, Theme

STANDING = ("installed", "live", "suspended")


def of(proposal: Any) -> Dpia:
    """The newest DPIA of a proposal."""
    return fresh(proposal.dpias.begun().order_by("-version", "-pk")[0])


def fill(force: Force, dpia: Dpia, theme: Theme, place: str, high: bool = False) -> Dpia:
    """Steps 1 to 4, the impacts, the risks with their measures and owners."""
    by, on = force["anpr-manager"], clock.today()
    first = dpia.coverage.select_related("site").order_by("site")[0].site.site_reference
    engineer = force["anpr-specialist"].name
    worked = first == worked_case.REGISTER
    dpia.answer(by=by, on=on, **(worked_case.dpia() if worked else words.answers(theme, place, first, engineer)))
    for group in fresh(dpia).groups():
        dpia.answer(by=by, on=on, group=group, **(worked_case.impacts() if worked else words.IMPACTS))
    owners = [force.held("anpr-specialist"), force.held("anpr-manager"), force.held("dpo")]
    for number, (risk, measure) in enumerate((*words.RISKS, words.HIGH_RISK) if high else words.RISKS):
        named = dpia.name_risk(by=by, on=on, **risk)
        due = {"owner": owners[number % 2], "due": add_days(on, 120 + 30 * number)}
        dpia.plan_measure(by=by, on=on, risk=named, **measure, **due)
    before = Site.objects.filter(organisation=force.organisation).governed().in_state(*STANDING).count()
    added = dpia.coverage.count() if dpia.proposal_id else 0
    dpia.amend(
        by=by, on=on, system_type="fixed", systems_before=before, systems_after=before + added, large_increase=high
    )
    return fresh(dpia)


def advise(force: Force, dpia: Dpia) -> None:
    """The DPO's advice, before it a decision on the regulator where a risk is high; then the view."""
    on = clock.today()
    if dpia.high_before_measures():
        why = "The residual risk stays high, so the Act leaves no choice."
        dpia.decide_on_regulator(by=force["dpo"], on=on, needed=True, reason=why)
    dpia.advise(by=force["dpo"], on=on, text=words.ADVICE, proceed=True)
    dpia.give_surveillance_view(by=force["surveillance-lead"], on=on, text=words.VIEW, proceed=True)


def approve(force: Force, dpia: Dpia) -> None:
    """Measures and residual risk by the strategic lead, items 5 to 7 by the chief officer."""
    on = clock.today()
    fresh(dpia).approve_measures(by=force["strategic-lead"], on=on)
    fresh(dpia).approve_residual_risk(by=force["strategic-lead"], on=on)
    fresh(dpia).record_outcomes(
        by=force["chief-officer"], on=on, advice_accepted=True, views_followed=True, kept_under_review_by=words.REVIEWER
    )


def sign(force: Force, dpia: Dpia) -> Dpia:
    """Approved and signed off on the same day."""
    approve(force, dpia)
    return fresh(dpia).sign_off(by=force["chief-officer"], on=clock.today())


def ask_regulator(force: Force, dpia: Dpia) -> None:
    """The request goes out with its pack."""
    by, on = force["dpo"], clock.today()
    text = f"Request for prior consultation, {dpia.reference} version {dpia.version}.\nA high risk remains.\n"
    pack = evidence.store(force.organisation, "prior-consultation.txt", text.encode(), clock.now())
    dpia.prepare_request(by=by, on=on, trigger="A high risk remains after the measures", pack=pack)
    fresh(dpia).consult_ico(by=by, on=on)


# After the fact

LATE = "The cameras stood before this register was kept; nobody had assessed what they mean for people."


def begin_late(force: Force, title: str, registers: Sequence[str], **fields: Any) -> Dpia:
    """A DPIA for sites that were found, begun today."""
    rows = Site.objects.filter(organisation=force.organisation, site_reference__in=registers)
    return Dpia.begin_after_the_fact(
        by=force["anpr-manager"], on=clock.today(), organisation=force.organisation, title=title, reason=LATE,
        sites=rows.select_related("organisation"), **fields,
    )  # fmt: skip


def consult_late(force: Force, dpia: Dpia) -> None:
    """Its own consultation, open for four weeks until today."""
    on = clock.today()
    method = "Letters to parishes and a stall in the square"
    fresh(dpia).record_consultation(
        by=force["anpr-manager"], on=on, method=method, opened_on=add_days(on, -28), closed_on=on
    )


def signed_late(
    force: Force, key: str, title: str, theme: str, registers: Sequence[str], place: str, ago: int, **fields: Any
) -> Case:
    """A DPIA after the fact, signed off `ago` days ago; kept in `force.made` under `key`."""
    yield force.day(ago + 60)
    made = begin_late(force, title, registers, **fields)
    fill(force, fresh(made), THEMES[theme], place)
    yield force.day(ago + 25)
    consult_late(force, made)
    fresh(made).send_to_dpo(by=force["anpr-manager"], on=clock.today())
    yield force.day(ago + 12)
    advise(force, fresh(made))
    yield force.day(ago)
    sign(force, made)
    force.made[key] = made


def revised(force: Force, key: str, ago: int) -> Case:
    """A later version of a signed DPIA, which takes its place `ago` days ago."""
    yield force.day(ago + 40)
    made = fresh(force.made[key]).revise(by=force["anpr-manager"], on=clock.today())
    said = "Pictures are now kept for thirty days, since nobody asked for one that was older. Reads are kept as before."
    made.answer(by=force["anpr-manager"], on=clock.today(), volume=said)
    owner = force.held("anpr-specialist")
    for risk in made.risks.all():
        for measure in risk.measures.all():
            due = add_days(clock.today(), 150)
            fresh(made).plan_measure(
                by=force["anpr-manager"], on=clock.today(), risk=risk, measure=measure, owner=owner, due=due
            )
    fresh(made).send_to_dpo(by=force["anpr-manager"], on=clock.today())
    yield force.day(ago + 14)
    advise(force, fresh(made))
    yield force.day(ago)
    sign(force, made)
    force.made[f"{key} revised"] = made


def other_dpias(force: Force) -> Case:
    """Those in the states that no proposal shows: with the DPO, given up, returned to draft."""
    by = force["anpr-manager"]
    yield force.day(210)
    given_up = begin_late(force, "Abbey fields", ["SV-018"])
    yield force.day(190)
    why = "The site is to be covered together with the southern gate."
    fresh(given_up).withdraw(by=by, on=clock.today(), reason=why)
    yield force.day(58)
    waiting = begin_late(force, "Northern and southern gate", ["SV-001", "SV-002", "SV-018"])
    fill(force, fresh(waiting), THEMES["burglary"], "the northern and southern gates on the A38 and Abbey fields")
    yield force.day(21)
    consult_late(force, waiting)
    fresh(waiting).send_to_dpo(by=by, on=clock.today())
    yield force.day(15)
    returned = begin_late(force, "Mill Street bridge", ["SV-013"])
    fill(force, fresh(returned), THEMES["cargo"], "Mill Street bridge on the A46")
    yield force.day(13)
    consult_late(force, returned)
    fresh(returned).send_to_dpo(by=by, on=clock.today())
    yield force.day(8)
    why = "Say who lives within sight of the bridge, and how the school was asked."
    fresh(returned).send_back(by=force["dpo"], on=clock.today(), reason=why)


def done_measures(force: Force, days: tuple[int, ...], forgotten: str) -> Case:
    """On each of `days` (days ago) the owners finish what falls due soon, but for the DPIA of that title."""
    for ago in days:
        yield force.day(ago)
        signed = Dpia.objects.filter(organisation=force.organisation, state="signed_off").exclude(title=forgotten)
        for dpia in signed.order_by("pk"):
            for measure in [measure for risk in dpia.risk_rows for measure in risk.measure_rows]:
                if measure.done_on is None and measure.due < add_days(clock.today(), 100):
                    answer = "Set up, and tried with the first month of data."
                    fresh(dpia).finish_measure(
                        by=measure.owner.person, on=clock.today(), measure=measure, answer=answer
                    )
