"""DPIAs in any state, reached by their real births, doors and steps.

`without` names what is left out, so that a test sees one thing missing: ``answers``, ``consultation``, ``risk``,
``measure``, ``owner``, ``impacts``, ``system_type``, ``increase``, ``view``, ``measures``, ``residual``, ``outcomes``.
"""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from anpr_governance.database import clock
from anpr_governance.documents.models import EvidenceFile
from cameras.models import Site
from dpia.models import Dpia
from dpia.models.reading import IMPACTS
from tests.make.people import World

_places = count(1)

RISK = {
    "source": "Somebody reads where a person was without need",
    "likelihood": "possible", "severity": "significant", "overall": "medium",
}  # fmt: skip
MEASURE = {"option": "Every search gives its reason and is audited", "effect": "reduced", "residual": "low"}


def found_site(world: World, state: str = "live", **fields: Any) -> Site:
    """A site that a register brought, with its gaps."""
    number = next(_places)
    known = {
        "site_reference": f"FOUND-{number}", "name": f"Harrow Lane {number}", "road": "A99",
        "easting": 350000.0 + 100 * number, "northing": 170000.0, "latitude": 51.4, "longitude": -2.7,
    }  # fmt: skip
    return Site.enter_found(
        by=world.manager, on=clock.today(), organisation=world.organisation, state=state, reason="The old register",
        **{**known, **fields},
    )  # fmt: skip


def draft_dpia(
    world: World, proposal: Any = None, sites: Collection[Site] | None = None, retrospective: str = "", **fields: Any
) -> Dpia:
    """A draft: of `proposal`, or after the fact for `sites` (a found one when none are given)."""
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    if proposal is not None:
        return Dpia.begin_for(proposal, **said)
    covered = [found_site(world)] if sites is None and not fields.get("force_wide") else sites or []
    return Dpia.begin_after_the_fact(
        organisation=world.organisation, title=fields.pop("title", "Harrow Lane"), sites=covered,
        reason=retrospective or "The cameras were up before this register", **said, **fields,
    )  # fmt: skip


def filled(world: World, dpia: Dpia, without: Collection[str] = ()) -> Dpia:
    """Every question answered, one medium risk with its measure, the consultation closed."""
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    if "answers" not in without:
        dpia.answer(**said, **{question: f"About {question}." for question in dpia.questions({1, 2, 3, 4})})
    if "impacts" not in without:
        for group in dpia.groups():
            dpia.answer(**said, group=group, **{impact: f"For the {impact}." for impact in IMPACTS})
    if "risk" not in without:
        _risk(world, dpia, without, said)
    facts: dict[str, Any] = {} if "system_type" in without else {"system_type": "fixed"}
    if "increase" not in without:
        facts |= {"systems_before": 40, "systems_after": 41, "large_increase": False}
    dpia.amend(**said, **facts)
    if "consultation" not in without and dpia.proposal_id is None:
        dpia.record_consultation(**said, method="Letters", opened_on=clock.today(), closed_on=clock.today())
    return fresh(dpia)


def _risk(world: World, dpia: Dpia, without: Collection[str], said: dict[str, Any]) -> None:
    risk = dpia.name_risk(**said, **RISK)
    if "measure" in without:
        return
    owned = {} if "owner" in without else {"owner": world.specialist.memberships.get(), "due": _soon()}
    dpia.plan_measure(**said, risk=risk, **MEASURE, **owned)


def _soon() -> Any:
    return clock.today() + timedelta(days=30)


def fresh(dpia: Dpia) -> Dpia:
    """The row as it stands."""
    return Dpia.objects.select_related("organisation").get(pk=dpia.pk)


def with_dpo(world: World, dpia: Dpia | None = None, without: Collection[str] = ()) -> Dpia:
    """Sent to the DPO."""
    row = filled(world, dpia or draft_dpia(world), without)
    row.send_to_dpo(by=world.manager, on=clock.today())
    return fresh(row)


def advised(world: World, dpia: Dpia | None = None, without: Collection[str] = (), proceed: bool = True) -> Dpia:
    """Awaiting sign-off, with the DPO's advice and nothing else."""
    row = dpia if dpia is not None and dpia.state == "with_dpo" else with_dpo(world, dpia, without)
    row.advise(by=world.dpo, on=clock.today(), text="It is in proportion.", proceed=proceed)
    return fresh(row)


def ready_dpia(world: World, dpia: Dpia | None = None, without: Collection[str] = (), proceed: bool = True) -> Dpia:
    """Awaiting sign-off, with everything but what `without` names."""
    row = advised(world, dpia, without, proceed)
    finish(world, row, without)
    return fresh(row)


def finish(world: World, dpia: Dpia, without: Collection[str] = (), **outcomes: Any) -> None:
    """View, approvals and items 5 to 7."""
    said: dict[str, Any] = {"on": clock.today()}
    if "view" not in without:
        dpia.give_surveillance_view(by=world.surveillance, text="I support it.", proceed=True, **said)
    if "measures" not in without:
        dpia.approve_measures(by=world.lead, **said)
    if "residual" not in without:
        dpia.approve_residual_risk(by=world.lead, **said)
    if "outcomes" not in without:
        answer_outcomes(world, dpia, **outcomes)


def answer_outcomes(world: World, dpia: Dpia, **outcomes: Any) -> None:
    """Items 5 to 7, accepted and followed unless `outcomes` say otherwise."""
    known = {"advice_accepted": True, "views_followed": True, "kept_under_review_by": "The ANPR manager"}
    dpia.record_outcomes(by=world.chief, on=clock.today(), **{**known, **outcomes})


def signed_dpia(world: World, sites: Collection[Site] | None = None, **fields: Any) -> Dpia:
    """Signed off after the fact for `sites`."""
    return signed(world, ready_dpia(world, draft_dpia(world, sites=sites, **fields)))


def signed(world: World, dpia: Dpia) -> Dpia:
    """Sign it off."""
    dpia.sign_off(by=world.chief, on=clock.today())
    return fresh(dpia)


def dpia_for(world: World, proposal: Any, state: str = "signed_off", without: Collection[str] = ()) -> Dpia:
    """The DPIA of `proposal` brought to `state`; its consultation stands with the proposal."""
    row = proposal.dpias.begun().order_by("-version").first() or draft_dpia(world, proposal)
    if state == "draft":
        return filled(world, row, without)
    if state == "with_dpo":
        return with_dpo(world, row, without)
    if row.state in ("draft", "consulting", "with_dpo"):
        row = advised(world, row, without)
    if state == "signed_off" and row.state != "signed_off":
        finish(world, row, without)
        return signed(world, row)
    return row


def file(world: World, name: str = "letter.txt", content: bytes = b"The regulator has no objection.") -> EvidenceFile:
    """An evidence file of the force."""
    known = {"sha256": sha256(content).hexdigest(), "name": name, "organisation": world.organisation}
    rest = {"type": "text/plain", "bytes": content, "size": len(content), "stored_at": clock.now()}
    return EvidenceFile.objects.get_or_create(**known, defaults=rest)[0]


def with_ico(world: World, dpia: Dpia | None = None, letter: bool = True) -> Dpia:
    """With the regulator, whose letter is there already unless `letter` is False."""
    row = dpia or advised(world)
    said: dict[str, Any] = {"by": world.dpo, "on": clock.today()}
    row.prepare_request(**said, trigger="A high risk remains", pack=file(world, "pack.txt", b"The pack"))
    row.consult_ico(**said)
    if letter:
        row.prepare_request(**said, document=file(world))
    return fresh(row)
