"""The public page of a consultation gives no place away and takes nothing that it should not (case 95, G 5.3b)."""

from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.documents.readback import read_pdf
from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.reasons import Refused
from assessments.models import ConsultationResponse, Proposal, UnreadResponse
from assessments.models.pack import places_in
from tests.make import assessments as make
from tests.make.people import World

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script> & 'quoted'"
PAGES = ("/", ".pdf", "/answer/", "/answered/")


@pytest.fixture
def world() -> World:
    """One force, which publishes in Welsh too."""
    made = World()
    Organisation.objects.filter(pk=made.organisation.pk).update(languages="en,cy", contact="By letter to the force.")
    made.organisation.refresh_from_db()
    return made


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(world: World) -> dict[str, Any]:
    return {"by": world.manager, "on": clock.today()}


def statuses(made: Proposal) -> set[int]:
    here = [f"{cy}/consultations/{made.reference}{end}" for cy in ("", "/cy") for end in PAGES]
    posted = [Client().post(address, {"text": "No."}).status_code for address in here if address.endswith("/answer/")]
    return {Client().get(address).status_code for address in here} | set(posted)


@pytest.mark.requirement("T067")
def test_case_95_no_position_of_a_site_stands_in_any_public_byte(world: World) -> None:
    made = make.asking(world)
    site = made.site_rows[0].site
    secrets = [
        site.name,
        site.road,
        site.site_reference,
        site.reference,
        "380000",
        "220000",
        "51.88",
        "-2.29",
        made.title,
    ]
    here = f"/consultations/{made.reference}"
    for address in (
        "/consultations/",
        "/cy/consultations/",
        *(f"{cy}{here}{end}" for cy in ("", "/cy") for end in PAGES),
    ):
        answer = Client().get(address)
        content = answer.content.decode("utf-8", "replace")
        if address.endswith(".pdf"):
            read = read_pdf(answer.content)
            content = " ".join([*read.texts.values(), *(text for _where, text in read.strings)])
        assert answer.status_code == 200, address
        assert [secret for secret in secrets if secret in content] == [], address
        assert "Last-Modified" not in answer.headers and "sessionid" not in answer.cookies
        assert answer.headers["Cache-Control"] == ("no-store" if address.endswith("answer/") else "public, no-cache")
    assert not Client().get(f"{here}/").cookies and list(Client().get(f"{here}/answer/").cookies) == ["csrftoken"]
    assert "nid yw" in Client().get(f"/cy{here}/").content.decode().lower()  # no person has translated it


@pytest.mark.requirement("T063", "T069")
def test_what_is_closed_limited_withdrawn_or_names_a_place_takes_no_answer(world: World) -> None:
    made = make.asking(world)
    assert statuses(made) == {200, 302}
    made.consult(**said(world), extent="limited", limited_reasons="More would warn those sought.")
    assert statuses(made) == {404}
    made.consult(**said(world), extent="full")
    late = make.proposed_site(world, "Road in the valley")  # its name stands in the words of the pack
    make.fresh(made).add_site(**said(world), site=late)
    assert statuses(made) == {404}
    make.fresh(made).drop_site(**said(world), site=late)
    make.fresh(made).close_consultation(**said(world))
    assert statuses(made) == {404}
    with pytest.raises(Refused):
        made.receive(by=world.manager, on=clock.today(), language="en", text="Late.")
    other = make.asking(world, sites=[make.proposed_site(world, "Tarn End")], need=made.need)
    other.withdraw(**said(world), reason="The road closes.")
    assert statuses(other) == {404}
    assert Client().get("/consultations/NONE-P-0001/").status_code == 404
    assert UnreadResponse.objects.count() == 2  # while it was open, once in each language


def test_the_31st_answer_of_an_hour_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    made = make.asking(world)
    address, client = f"/consultations/{made.reference}/answer/", Client(enforce_csrf_checks=True)
    assert client.post(address, {"text": "Forged."}).status_code == 403
    client = Client()
    assert {client.post(address, {"text": f"Answer {n}"}).status_code for n in range(30)} == {302}
    answer = client.post(address, {"text": "The 31st, written with care.", "name": "A. Resident"})
    assert answer.status_code == 429
    assert "The 31st, written with care." in answer.content.decode() and "A. Resident" in answer.content.decode()
    assert UnreadResponse.objects.count() == 30


@pytest.mark.requirement("T066")
def test_an_answer_stays_apart_until_it_is_read_and_is_escaped_everywhere(world: World) -> None:
    made = make.asking(world)
    address, here = f"/cy/consultations/{made.reference}/answer/", made.get_absolute_url()
    bad = Client().post(address, {"text": "", "name": SCRIPT})
    assert bad.status_code == 422 and "Answer “What do you think" in bad.content.decode()
    assert "<script>alert" not in bad.content.decode() and "&lt;script&gt;alert" in bad.content.decode()
    assert Client().post(address, {"text": "x" * 5001}).status_code == 422
    done = Client().post(address, {"text": SCRIPT, "name": SCRIPT, "contact": "me@example.org"}, follow=True)
    assert done.redirect_chain[0][0].endswith("/answered/") and b"me@example.org" not in done.content

    unread = made.consultation.unread.get()  # type: ignore[union-attr]
    manager, page = as_(world.manager), f"{here}responses/unread/{unread.pk}/"
    for shown in (here, f"{here}check/", f"{here}consultation/pack/read/"):
        assert b"alert(1)" not in manager.get(shown).content, shown
    assert as_(world.analyst).get(page).status_code == 403 and as_(world.outsider).get(page).status_code == 404
    foreign = make.asking(world, sites=[make.proposed_site(world, "Tarn End")], need=made.need)
    assert manager.get(f"{foreign.get_absolute_url()}responses/unread/{unread.pk}/").status_code == 404

    seen = manager.get(page).content.decode()
    assert "<script>alert" not in seen and "&lt;script&gt;alert" in seen
    base = seen.split('name="base_hash" value="')[1].split('"')[0]
    assert manager.post(page, {"base_hash": base}).status_code == 302
    row = ConsultationResponse.objects.get()
    assert (row.text, row.by_page, row.language, row.answered_on) == (SCRIPT, True, "cy", None)
    assert not UnreadResponse.objects.exists() and manager.get(page).status_code == 404
    assert "<script>alert" not in manager.get(here).content.decode()


@pytest.mark.parametrize(
    "words", ["At Hollins  CROSS.", "on the b4213", "SO 80012 20000", "51.881, -2.291", "gl1 2ab", "REG-1"]
)
@pytest.mark.requirement("T067", "T068")
def test_words_that_name_a_place_are_refused_in_pack_and_record(world: World, words: str) -> None:
    made = make.proposal(world, "assessing", without="pack dpia")
    with pytest.raises(Refused, match="name a place"):
        made.make_pack(**said(world), words=f"A camera. {words}")
    with pytest.raises(Refused, match="name a place"):
        made.make_pack(**said(world), words="A camera.", words_cy=f"Camera. {words}")
    assert places_in(words, [row.site for row in made.site_rows])
