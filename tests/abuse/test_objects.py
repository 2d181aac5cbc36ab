"""Cases 1 to 9: a record, its versions, its children and its files, asked for by those whose it is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from anpr_governance.database import clock
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations import people as memberships
from anpr_governance.organisations.models import Person
from assessments.models import Proposal
from dpia.models import Dpia
from tests.abuse.browsers import browser, is_not_found, text
from tests.make import assessments as make
from tests.make import cameras
from tests.make import dpia as papers
from tests.make import release as releases
from tests.make.people import SETUP, World

CANARY = "Zanzibar Crossing"


def theirs(world: World) -> list[Person]:
    """People of the other force in the roles that may do most."""
    other = world.other
    return [other.manager, other.chief, other.dpo, other.auditor]


def test_case_1_another_force_does_not_find_a_dpia(world: World) -> None:
    dpia = papers.draft_dpia(world, title=CANARY)
    for somebody in theirs(world):
        is_not_found(somebody, f"/dpias/{dpia.reference}/")
        is_not_found(somebody, dpia.get_absolute_url())


def test_case_2_no_other_form_of_a_dpia_is_found_either(world: World) -> None:
    released = releases.released(world)
    reference = released.dpia.reference
    for form in ("export.pdf", "export.pdf?copy=full", "?format=json", "?format=csv", "?print=1", "redaction/copy/"):
        is_not_found(world.other.dpo, f"/dpias/{reference}/{form}")
    for form in (".pdf", "/print/", "/preview/", "/export.json"):
        assert browser(world.other.dpo).get(f"/dpias/{reference}{form}", follow=True).status_code == 404
    assert browser(world.dpo).get(f"/dpias/{reference}/export.pdf?copy=full").status_code == 200


def test_case_3_versions_and_comparisons_are_not_found_by_their_numbers(world: World) -> None:
    signed = papers.signed_dpia(world)
    revised = signed.revise(by=world.manager, on=clock.today())
    decision = signed.decisions.order_by("pk")[0]
    for tail in ("v1/", "v2/", "v2/content/", f"v1/decisions/{decision.pk}/", "compare/?from=1&to=2"):
        is_not_found(world.outsider, f"/dpias/{signed.reference}/{tail}")
    own = papers.draft_dpia(world.other)
    for tail in ("", "correct/", "confirm/"):
        is_not_found(world.outsider, f"{own.get_absolute_url()}decisions/{decision.pk}/{tail}")
    assert browser(world.manager).get(f"/dpias/{revised.reference}/compare/?from=1&to=2").status_code == 200


def test_case_4_an_own_version_is_not_compared_with_another_forces(world: World) -> None:
    foreign = papers.draft_dpia(world, title=CANARY)
    own = papers.signed_dpia(world.other)
    client = browser(world.outsider)
    for asked in (foreign.reference, "2", "-1", "1e3", "999999"):
        answer = client.get(f"/dpias/{own.reference}/compare/", {"from": "1", "to": asked})
        assert answer.status_code == 404, asked
        assert CANARY not in text(answer)
    assert client.get(f"/dpias/{own.reference}/compare/", {"from": "1", "to": "1"}).status_code == 200


def test_case_5_histories_and_feeds_of_another_force_show_nothing(world: World) -> None:
    site = make.proposed_site(world, CANARY)
    is_not_found(world.outsider, f"/sites/{site.reference}/history/")
    is_not_found(world.outsider, f"/sites/{site.reference}/checks/")
    client = browser(world.outsider)
    for page in ("/", "/duties/", "/notices/", "/sites/", "/performance/", "/reviews/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert CANARY not in text(answer)
        assert site.reference not in text(answer)
    assert CANARY in text(browser(world.manager).get("/sites/"))


def test_case_6_a_child_is_found_through_its_own_parent_alone(world: World) -> None:
    foreign = papers.filled(world, papers.draft_dpia(world))
    own = papers.filled(world.other, papers.draft_dpia(world.other))
    risk, mine = foreign.risks.get(), own.risks.get()
    measure = risk.measures.get()
    here = own.get_absolute_url()
    for tail in (f"risks/{risk.pk}/", f"risks/{risk.pk}/remove/", f"risks/{risk.pk}/measures/add/",
                 f"risks/{mine.pk}/measures/{measure.pk}/", f"risks/{mine.pk}/measures/{measure.pk}/remove/",
                 f"measures/{measure.pk}/done/"):  # fmt: skip
        is_not_found(world.outsider, f"{here}{tail}")
        is_not_found(world.outsider, f"{here}{tail}", source="taken over")
    assert foreign.risks.get().source == risk.source
    assert risk.measures.count() == 1


def test_case_6_children_of_assessments_needs_and_proposals_too(world: World) -> None:
    foreign, own = make.draft_assessment(world), make.draft_assessment(world.other)
    need, mine = make.draft_need(world, assessment=None), make.draft_need(world.other)
    analyst = world.other.analyst
    evidence, ground = foreign.evidence.all()[0], need.grounds.get()
    for tail in (f"{own.get_absolute_url()}evidence/{evidence.pk}/",
                 f"{own.get_absolute_url()}evidence/{evidence.pk}/remove/",
                 f"{mine.get_absolute_url()}grounds/{ground.pk}/remove/"):  # fmt: skip
        is_not_found(analyst, tail)
        is_not_found(analyst, tail, base_hash="x")
    assert need.grounds.count() == 1
    assert foreign.evidence.filter(pk=evidence.pk).exists()


def test_case_6_a_task_of_another_site_is_not_done(world: World) -> None:
    foreign, own = cameras.ceased(world, tasks_done=False), cameras.ceased(world.other, tasks_done=False)
    task = foreign.tasks.open()[0]
    address = f"/sites/{own.reference}/tasks/{task.pk}/"
    is_not_found(world.outsider, address)
    is_not_found(world.outsider, address, answer="Done.", on_0="1", on_1="1", on_2="2026")
    assert foreign.tasks.open().filter(pk=task.pk).exists()


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_case_7_no_version_is_deleted_or_replaced_by_anybody(world: World, method: str) -> None:
    signed = papers.signed_dpia(world)
    for somebody in (world.manager, world.chief, world.dpo):
        for address in (f"/dpias/{signed.reference}/", f"/dpias/{signed.reference}/v1/", "/dpias/"):
            assert getattr(browser(somebody), method)(address).status_code == 405
    assert getattr(browser(world.admin), method)(f"/dpias/{signed.reference}/v1/").status_code == 403
    assert getattr(browser(world.outsider), method)(f"/dpias/{signed.reference}/v1/").status_code in (404, 405)
    assert Dpia.objects.get(pk=signed.pk).state == "signed_off"


def evidence_of(world: World) -> tuple[Dpia, EvidenceFile, str]:
    """A DPIA, a file that hangs on it, and the address of the file."""
    dpia = papers.draft_dpia(world)
    file = papers.file(world, "plan.txt", CANARY.encode())
    dpia.attach(by=world.manager, on=clock.today(), file=file)
    return dpia, file, f"{dpia.get_absolute_url()}evidence/{file.pk}/"


def test_case_8_a_file_has_no_address_of_its_own(world: World) -> None:
    _dpia, file, address = evidence_of(world)
    assert not getattr(settings, "MEDIA_URL", "").strip("/")
    for folder in ("media/evidence", "media", "static", "evidence"):
        guess = f"/{folder}/{file.name}"
        for client in (Client(), browser(world.outsider)):
            assert client.get(guess).status_code == 404
        with pytest.raises(Resolver404):
            resolve(guess)
    assert Client().get(address).status_code == 302
    is_not_found(world.outsider, address)


def test_case_8_a_file_of_another_force_is_not_found_through_an_own_record(world: World) -> None:
    _dpia, file, _address = evidence_of(world)
    own = papers.draft_dpia(world.other)
    is_not_found(world.outsider, f"{own.get_absolute_url()}evidence/{file.pk}/")


def test_case_9_an_address_of_a_file_ends_with_the_role(world: World) -> None:
    _dpia, _file, address = evidence_of(world)
    analyst = world.analyst
    client = browser(analyst)
    answer = client.get(address)
    assert b"".join(answer) == CANARY.encode()
    assert "no-store" in answer.headers["Cache-Control"]
    yesterday = clock.today() - timedelta(days=1)
    memberships.end(SETUP, clock.today(), analyst.memberships.get(), yesterday)
    assert client.get(address).status_code in (403, 404)


def test_case_9_a_withdrawn_publication_is_gone_at_once(world: World) -> None:
    released = releases.released(world)
    addresses = [f"/publications/{released.dpia.reference}/", f"/publications/{released.dpia.reference}.pdf"]
    assert [Client().get(address).status_code for address in addresses] == [200, 200]
    released.withdraw(by=world.foi_2, on=clock.today(), reason="A harm was found")
    for address in addresses:
        gone = Client().get(address)
        assert (gone.status_code, gone.headers["Cache-Control"]) == (404, "no-store")
    export = f"/dpias/{released.dpia.reference}/export.pdf"
    assert browser(world.dpo).get(export).status_code == 404


def test_case_6_a_stakeholder_of_another_proposal_is_not_found(world: World) -> None:
    foreign, own = make.proposal(world, "assessing"), make.proposal(world.other, "assessing")
    part: Any = foreign.consultation.stakeholders.all()[0]  # type: ignore[union-attr]
    is_not_found(world.outsider, f"/proposals/{own.reference}/stakeholders/{part.pk}/")
    row = foreign.sites.all()[0]
    for tail in ("remove", "exceptional"):
        is_not_found(world.outsider, f"/proposals/{own.reference}/sites/{row.pk}/{tail}/")
    assert Proposal.objects.get(pk=foreign.pk).sites.open().count() == 1
