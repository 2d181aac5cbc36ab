"""Nothing is published past the second person and the gate, and what is withdrawn stays gone (abuse cases 45 to 63)."""

from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.workflow import correcting
from anpr_governance.workflow.reasons import Refused
from dpia.models import Release
from tests.make import release as make
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def today() -> dict[str, Any]:
    return {"on": clock.today()}


def status(address: str, **headers: str) -> int:
    return Client().get(address, headers=headers).status_code


def test_case_49_and_61_a_withdrawn_copy_brings_no_earlier_one_back(world: World) -> None:
    first = make.released(world)
    again = Release.begin(by=world.foi, dpia=first.dpia, **today())
    second = make.released(world, make.checked(world, make.fresh(again)))
    addresses = [f"{cy}/publications/{first.dpia.reference}{end}" for cy in ("", "/cy") for end in ("/", ".pdf")]
    tags = {address: Client().get(address).headers["ETag"] for address in addresses}

    second.withdraw(by=world.dpo, reason="A name was overlooked.", **today())

    assert make.fresh(first).state == "released"
    assert [status(address, **{"if-none-match": tags[address]}) for address in addresses] == [404] * 4
    assert first.dpia.reference not in Client().get("/publications/").content.decode()
    client = Client()
    client.force_login(world.foi)
    assert client.get(f"/dpias/{first.dpia.reference}/export.pdf").status_code == 404


def test_case_50_a_file_that_failed_is_served_in_no_language(world: World) -> None:
    row = make.tested(world)
    for kind, content in (("html", b"<p>Tollgate</p>"), ("pdf", b"%PDF-Tollgate")):
        row.files.create(
            kind=kind, language="cy", bytes=content, sha256="f" * 64, report={}, passed=False, made_at=clock.now()
        )
    make.fresh(row).release(by=world.foi_2, **today())

    for end in ("/", ".pdf"):
        answer = Client().get(f"/cy/publications/{row.dpia.reference}{end}")
        assert answer.status_code == 200
        assert b"Tollgate" not in answer.content


def test_case_60_words_of_a_correction_made_after_the_check_are_published_by_nobody(world: World) -> None:
    row = make.checked(world)
    erratum = correcting.correct(
        row.dpia, row.dpia.decision, by=world.chief, text="It stands at CF10 3NS.", reason="A slip.", **today()
    )
    correcting.confirm(row.dpia, erratum, by=world.dpo, **today())
    row = make.tested(world, make.fresh(row))
    assert row.files_passed()
    with pytest.raises(Refused) as refused:
        row.release(by=world.foi_2, **today())
    assert {reason.guard for reason in refused.value.reasons} == {"dpia.checked_other_words"}

    row.return_(by=world.foi_2, reason="Read the correction.", **today())
    assert [one.words for one in make.fresh(row).open_suggestions()] == ["CF10 3NS"]


def test_case_51_a_ruling_that_is_not_there_is_not_confirmed_and_not_found(world: World) -> None:
    row = make.begun(world)
    client = Client()
    client.force_login(world.foi_2)
    with pytest.raises(Refused, match="not there any more"):
        row.confirm_ruling(by=world.foi_2, finding=987654, **today())

    address = f"/dpias/{row.dpia.reference}/redaction/step/confirm_ruling/"
    assert [client.post(address, {"finding": one}).status_code for one in ("987654", "x", "9" * 40)] == [404] * 3
