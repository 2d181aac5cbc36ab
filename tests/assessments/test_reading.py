"""What is read of assessments and needs: versions side by side, and a part that only named roles read (T027)."""

import io
import subprocess
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.workflow import effects
from anpr_governance.workflow.mail import send_digests
from assessments.models import StrategicAssessment
from tests.assessments.guard_examples import NATIONAL, answered
from tests.assessments.test_flow import send
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make.people import World

CANARY = "Quillfeather"


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def as_(person: Any) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(person)
    return client


def shown(client: Client, address: str) -> str:
    """Everything that an address gives, as text: pages, tables, workbooks and PDFs."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    if content.startswith(b"%PDF"):
        content = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return content.decode("utf-8", "replace")


def secret(world: World) -> StrategicAssessment:
    """Endorsed, with a word in every place of the part on national security."""
    subjects = {name: f"{CANARY} {name}." for name in NATIONAL if name != "relevant"}
    made = make.draft_assessment(world, answers=answered(national_security={"relevant": "yes", **subjects}))
    file = evidence.store(world.organisation, f"{CANARY}.csv", b"place\nQuillfeather\n", clock.now())
    said = {"source": f"{CANARY} report", "analysis": f"{CANARY}.", "file": file}
    make.add_evidence(world, made, "national_security", **said)
    return make.fresh(made).submit(by=world.analyst, on=clock.today()).endorse(by=world.lead, on=clock.today())


@pytest.mark.django_db
@pytest.mark.requirement("T014", "T042")
def test_two_versions_are_compared_field_by_field_and_only_of_one_visible_reference(world: World) -> None:
    site = make_dpia.found_site(world)
    need = make.established_need(world, [site])
    first = need.ground_rows[0].assessment
    later, again = (old.new_version(by=world.analyst, on=clock.today()) for old in (first, need))
    local = {"relevant": "yes", "local_crime_picture": "Raids <b>rose</b>.", "vehicle_movements": "In all 14."}
    later.amend(by=world.analyst, on=clock.today(), answers={**later.answers, "local_crime": local})
    again.amend(by=world.analyst, on=clock.today(), weighing="The harm is grave, and repeated all year.")
    page = as_(world.lead)
    of_assessment = shown(page, f"/assessments/{first.reference}/compare/")
    assert "What local crime is there?" in of_assessment
    assert "&lt;b&gt;rose&lt;/b&gt;" in of_assessment
    of_need = shown(page, f"/needs/{need.reference}/compare/?from=1&to=2")
    assert "<ins>" in of_need
    assert "all year" in of_need
    other = make.endorsed_assessment(world, area="Other hills")
    for wrong in ("from=1&to=9", "from=x", "to=0", "from=1&to=99999999"):
        assert page.get(f"/assessments/{first.reference}/compare/?{wrong}").status_code == 404
        assert page.get(f"/needs/{need.reference}/compare/?{wrong}").status_code == 404
    assert page.get(f"/needs/{first.reference}/compare/").status_code == 404
    assert page.get(f"/assessments/{other.reference}/compare/?from=1&to=2").status_code == 404
    assert as_(world.outsider).get(f"/assessments/{first.reference}/compare/?from=1&to=2").status_code == 404


@pytest.mark.django_db
@pytest.mark.requirement("T027", "T160")
def test_national_security_is_read_by_named_roles_alone_and_leaves_by_no_list_export_or_mail(world: World) -> None:
    made = secret(world)
    need = make.draft_need(world, assessment=made)
    need.stand_on(by=world.analyst, on=clock.today(), ground="national_security", assessment=made)
    need = make.fresh(need).submit(by=world.analyst, on=clock.today()).establish(by=world.lead, on=clock.today())
    proposal = make.proposal(world, "deciding", need=make.fresh(need))
    later = make.fresh(made).new_version(by=world.analyst, on=clock.today())
    place, here = made.get_absolute_url(), f"/assessments/{made.reference}/"
    item = make.fresh(made).evidence.get(ground="national_security")
    pages = [
        here, place, f"{place}check/", f"{here}compare/?from=1&to=2", later.get_absolute_url(),
        f"{place}decisions/{made.decisions.get(step='endorse').pk}/", need.get_absolute_url(),
        f"{need.get_absolute_url()}check/", f"/needs/{need.reference}/compare/", proposal.get_absolute_url(),
        f"{proposal.get_absolute_url()}check/", f"{proposal.get_absolute_url()}consultation/pack/file/",
        proposal.item_rows[0].meeting.get_absolute_url(), proposal.newest_dpia().get_absolute_url(),
        "/assessments/", "/assessments/?export=csv", "/assessments/?export=xlsx", "/needs/?export=csv",
        "/proposals/", "/proposals/?export=csv", f"/search/?q={made.reference}",
        "/search/?q=valley", "/notices/", "/duties/", "/", "/calendar/",
    ]  # fmt: skip
    without = as_(world.board_chair)
    for address in pages:
        assert CANARY not in shown(without, address), address
    assert made.reference not in shown(without, f"/assessments/?q={CANARY}")
    assert made.reference not in shown(without, f"/search/?q={CANARY}")
    assert without.get(f"{place}evidence/{item.pk}/file/").status_code == 404
    assert "read by named roles alone" in shown(without, place)
    assert "One more item" in shown(without, place)
    effects.sweep(clock.now())
    assert send_digests(clock.now()) > 0
    assert CANARY not in "".join(str(letter.message()) for letter in mail.outbox)
    reader = as_(world.lead)
    for address in (here, f"{place}check/", pages[5]):
        assert CANARY in shown(reader, address), address
    assert "OFFICIAL-SENSITIVE RECIPIENTS ONLY" in shown(reader, here)
    assert reader.get(f"{place}evidence/{item.pk}/file/").content == b"place\nQuillfeather\n"


@pytest.mark.django_db
@pytest.mark.requirement("T028")
def test_the_major_crime_lead_reads_what_is_asked_and_answers_it(world: World) -> None:
    made = make.draft_assessment(world, without="advice")
    make.ask_advice(world, made)
    address = f"{made.get_absolute_url()}advice/"
    for person, absent in ((world.crime_lead, False), (world.analyst, True)):
        told = shown(as_(person), address)
        assert "Which places matter to you?" in told
        assert ('name="absent"' in told) is absent
    send(world.crime_lead, address, answer="Watch the valley road.")
    assert made.advice().answer == "Watch the valley road."
