"""Whatever people try, in whatever order: no site collects without its papers, no gap is hidden, no chain breaks."""

import hashlib
from itertools import combinations
from typing import Any

import pytest

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.workflow.hats import opposing
from assessments.models import Proposal
from cameras.models import Site
from dpia.models import Dpia
from dpia.sheets import DpiaSheet
from reviews.models import Review
from tests.make.people import World
from tests.properties.walking import Walk, begin

STEPS, EVERY = 60, 12
PAPERS = {"need": ("need",), "dpias": ("dpia", "dpia_outside", "moved")}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [2, 5])
def test_a_walk_of_random_people_breaks_nothing(seed: int) -> None:
    world = World()
    begin(world)
    walk = Walk(world, seed)
    for number in range(STEPS):
        walk.go()
        if number % EVERY == 0:
            holds(world)
    holds(world)
    assert sum(walk.taken.values()) > STEPS // 8, walk.taken
    assert walk.refused > STEPS // 8, walk.taken


def holds(world: World) -> None:
    """Everything that has to be true at any time."""
    for site in Site.objects.filter(organisation=world.organisation):
        papers_stand(site)
    signed_content_is_what_was_signed()
    nobody_wears_two_hats()
    assert verify_stored(world.organisation.code).broken == ""


def papers_stand(site: Site) -> None:
    """A decided site that collects has its whole chain; one that was found or put up in breach shows what it lacks."""
    today, lacks = clock.today(), set(site.gaps.open().values_list("kind", flat=True))
    signed = site.dpias.in_force(today).exists()
    if site.origin == "decided" and site.state == "live":
        assert signed and site.proposals.approved(today).exists(), site
        whole_chain(site, site.proposals.approved(today).first().proposal)
        assert all(device.installation_passed(site, today) for device in site.devices_on(today)), site
    if site.origin in ("found", "breach") and site.state in ("installed", "live", "suspended"):
        assert signed or lacks & set(PAPERS["dpias"]), site
        assert site.needs.in_force(today).exists() or "need" in lacks, site


def whole_chain(site: Site, proposal: Proposal) -> None:
    """Assessment, need, every body of the route in order on one version, DPIA: each sealed, by the hash of today."""
    assert proposal.assessment is not None and proposal.assessment.decision.seal.holds(), site
    assert proposal.need is not None and proposal.need.decision.seal.holds(), site
    assert proposal.decision.seal.holds(), site
    rows = proposal.decisions.filter(version=proposal.version, step__in=["submit", "approve", "approve_finally"])
    positions = list(rows.order_by("pk").values_list("position", flat=True))
    assert positions[: len(proposal.entries)] == list(range(len(proposal.entries))), (site, positions)
    for row in site.dpias.in_force(clock.today()):
        now = hashlib.sha256(DpiaSheet.of(row.dpia, clock.today()).canonical()).hexdigest()
        assert row.dpia.decision.seal.sha256 == now, site


def signed_content_is_what_was_signed() -> None:
    """The seal of a sign-off holds, and the content still hashes to it."""
    for row in Dpia.objects.in_state("signed_off").select_related("decision__seal", "organisation"):
        if row.decision.seal.sheet != "test":
            now = hashlib.sha256(DpiaSheet.of(row, clock.today()).canonical()).hexdigest()
            assert row.decision.seal.holds() and row.decision.seal.sha256 == now, row


def nobody_wears_two_hats() -> None:
    """No hard pair by one person: on one version of a record, or on the case of a proposal, a DPIA or a review."""
    worn: dict[Any, set[str]] = {}
    cases: dict[tuple[str, int], list[Any]] = {}
    for record in (*Proposal.objects.all(), *Dpia.objects.all(), *Review.objects.all()):
        for subject in record.case():
            cases.setdefault(subject, []).append(("case", record.reference, record.case_version()))
    for actor, subject, version, hat in Event.objects.exclude(hat="").values_list("actor", "subject", "version", "hat"):
        for where in (("version", subject, version), *cases.get((subject, version), ())):
            worn.setdefault((actor, where), set()).add(hat)
    pairs = [(key, pair) for key, hats in worn.items() for pair in combinations(sorted(hats), 2)]
    assert [(key, pair) for key, pair in pairs if clash(key[1][0], *pair)] == []


def clash(scope: str, one: str, two: str) -> bool:
    """Whether nobody may wear both within that scope; a rule of the case holds on one version too."""
    rule = opposing(one).get(two, {})
    return rule.get("strength") == "hard" and (scope == "version" or rule.get("scope") == "case")
