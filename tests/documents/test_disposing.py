"""What is past its retention goes by two people; hash and fact stay, and the chain still verifies."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.documents import disposing
from anpr_governance.documents.models import Disposal, EvidenceFile, Job
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import NotYours, Refused
from tests.make import cameras
from tests.make.people import World, member

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def asked(world: World, kind: str = "evidence", authority: str = "Order of the court") -> Job:
    """An administrator asks for all that there is."""
    said = {"kind": kind, "before": clock.today() + TOMORROW, "authority": authority}
    return disposing.ask(by=world.admin, on=clock.today(), organisation=world.organisation, **said)


def test_the_bytes_go_and_the_hash_stays() -> None:
    world = World()
    file = cameras.evidence(world)
    done = disposing.confirm(by=world.dpo, on=clock.today(), job=asked(world))
    file.refresh_from_db()
    assert (file.bytes, len(file.sha256), done.count) == (None, 64, 1)


def test_the_chain_verifies_after_its_details_are_gone() -> None:
    world = World()
    assert world.manager
    disposing.confirm(by=world.dpo, on=clock.today(), job=asked(world, "audit_payload"))
    assert Event.objects.filter(organisation_code="SVP", payload=None).exists()
    call_command("verify_audit", organisation="SVP")


def test_the_schedule_is_kept_unless_there_is_another_authority() -> None:
    with pytest.raises(Refused) as refused:
        asked(World(), authority="")
    assert [reason.guard for reason in refused.value.reasons] == ["retention"]


def test_nobody_confirms_what_they_asked_for() -> None:
    world = World()
    both = world.admin
    job = asked(world)
    member(world.organisation, both, Role.DPO)
    with pytest.raises(Refused):
        disposing.confirm(by=type(both).objects.get(pk=both.pk), on=clock.today(), job=job)
    assert not Disposal.objects.exists()


def test_it_takes_an_administrator_and_a_data_protection_officer() -> None:
    world = World()
    with pytest.raises(NotYours):
        disposing.confirm(by=world.manager, on=clock.today(), job=asked(world))
    with pytest.raises(NotYours):
        disposing.ask(
            by=world.dpo, on=clock.today(), organisation=world.organisation, kind="evidence",
            before=clock.today(), authority="Order",
        )  # fmt: skip


def test_a_second_confirmation_finds_it_done() -> None:
    world = World()
    cameras.evidence(world)
    job = asked(world)
    disposing.confirm(by=world.dpo, on=clock.today(), job=job)
    with pytest.raises(Refused) as refused:
        disposing.confirm(by=world.dpo, on=clock.today(), job=job)
    assert refused.value.stale
    assert EvidenceFile.objects.filter(bytes=None).count() == 1
