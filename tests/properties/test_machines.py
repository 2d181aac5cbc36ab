"""Whatever people try, in whatever order: no site collects without its papers, no gap is hidden, no chain breaks."""

import hashlib
from itertools import combinations
from typing import Any

import pytest

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.workflow.hats import opposing
from cameras.models import Site
from dpia.models import Dpia
from dpia.sheets import DpiaSheet
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
        proposal = site.proposals.approved(today).first().proposal
        assert proposal.decision.seal.holds()
        assert all(device.installation_passed(site, today) for device in site.devices_on(today)), site
    if site.origin in ("found", "breach") and site.state in ("installed", "live", "suspended"):
        assert signed or lacks & set(PAPERS["dpias"]), site
        assert site.needs.in_force(today).exists() or "need" in lacks, site


def signed_content_is_what_was_signed() -> None:
    """The seal of a sign-off holds, and the content still hashes to it."""
    for row in Dpia.objects.in_state("signed_off").select_related("decision__seal", "organisation"):
        if row.decision.seal.sheet != "test":
            now = hashlib.sha256(DpiaSheet.of(row, clock.today()).canonical()).hexdigest()
            assert row.decision.seal.holds() and row.decision.seal.sha256 == now, row


def nobody_wears_two_hats() -> None:
    """No hard pair on one version of one record, by one person."""
    worn: dict[Any, set[str]] = {}
    for actor, subject, version, hat in Event.objects.exclude(hat="").values_list("actor", "subject", "version", "hat"):
        worn.setdefault((actor, subject, version), set()).add(hat)
    pairs = [(key, pair) for key, hats in worn.items() for pair in combinations(sorted(hats), 2)]
    assert [(key, one, two) for key, (one, two) in pairs if opposing(one).get(two, {}).get("strength") == "hard"] == []
