"""Papers, signed minutes and the report to the board leave as PDFs that say what was sealed, and no more."""

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.documents import papers
from anpr_governance.documents.readback import read_pdf
from anpr_governance.workflow import correcting
from assessments.models import BoardReport, Objective
from assessments.views.papers import pack_of
from tests.make import assessments as make
from tests.make.people import World


@pytest.fixture
def world() -> World:
    """One force."""
    return World()


def as_(person: Any) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, address: str, **said: Any) -> int:
    """A form as its page sends it; answers the status."""
    page = client.get(address).content.decode()
    base = page.split('name="base_hash" value="')[1].split('"')[0]
    return int(client.post(address, {"base_hash": base, **said}).status_code)


def text_of(response: Any) -> str:
    """The words of a PDF in one line; it is tagged, and marked at head and foot of every page."""
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
        pages = len(document.pages)
    text = read_pdf(response.content).texts["pdftotext"]
    assert text.count("OFFICIAL-SENSITIVE") >= 2 * pages
    return " ".join(text.split())


@pytest.mark.django_db
@pytest.mark.requirement("T018", "T077", "T081", "T084")
def test_the_papers_hold_each_case_in_words_and_places_for_their_readers_alone(world: World) -> None:
    made = make.proposal(world, "deciding")
    make.fresh(made).send_back(by=world.manager, on=clock.today(), reason="A figure was wrong.")
    made = make.fresh(made)
    made.amend(by=world.manager, on=clock.today(), description="Two cameras on the bridge, facing north.")
    for step in ("open_consultation", "finish_consultation", "submit"):
        getattr(make.fresh(made), step)(by=world.manager, on=clock.today())
    held = make.group_item(world, make.fresh(made), "finance_strategy_board").meeting
    easting = str(made.site_rows[0].site.easting)
    whole = papers.as_html(pack_of(held, clock.today(), places=True))
    bare = papers.as_html(pack_of(held, clock.today(), places=False))
    assert easting in whole and easting not in bare and "Exact places are left out" in bare
    for words in ("Should Severnshire Police put ANPR here", "Risks that stay above low", "Decided so far",
                  "Contents", "Compared with version 1", "Two cameras on the bridge", "Who decides"):  # fmt: skip
        assert words in whole, words
    address, full = f"{held.get_absolute_url()}papers.pdf", {"copy": "full"}
    text = text_of(as_(world.board_chair).get(address))
    assert made.reference in text and easting not in text
    assert as_(world.board_chair).get(address, full).status_code == 403
    assert not Event.objects.filter(kind__contains="disclose_paper").exists()
    assert easting in text_of(as_(world.auditor).get(address, full))
    assert easting in text_of(as_(world.auditor).get(f"{made.get_absolute_url()}paper.pdf", full))
    assert set(Event.objects.filter(kind__contains="disclose_paper").values_list("subject", flat=True)) == {
        held.reference, made.reference,
    }  # fmt: skip
    sealed = f"{made.get_absolute_url()}decisions/{made.decisions.get(step='submit', version=1).pk}/"
    assert easting in as_(world.auditor).get(sealed).content.decode()
    assert easting not in as_(world.board_chair).get(sealed).content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_signed_minutes_leave_as_a_pdf_with_their_seal_and_what_was_corrected(world: World) -> None:
    held = make.meeting(world)
    address = f"{held.get_absolute_url()}minutes.pdf"
    owner = world.analyst.memberships_today[0]
    said = {"text": "Halve the backlog", "owner": owner, "due": clock.today()}
    Objective.set_at(held, by=world.manager, on=clock.today(), **said)
    opening = held.items.get(position=1)
    for person in world.group:
        held.attend(by=world.manager, on=clock.today(), item=opening, membership=person.memberships_today[0])
    assert as_(world.auditor).get(address).status_code == 404
    signed = held.sign_minutes(by=world.lead, on=clock.today())
    held = make.fresh(held)
    erratum = correcting.correct(
        held, signed, by=world.lead, on=clock.today(), text="Eleven, not twelve.", reason="A slip."
    )
    text = text_of(as_(world.auditor).get(address))
    for words in (signed.seal.sha256, world.lead.name, "Halve the backlog", "Eleven, not twelve.", "second person"):
        assert words in text, words
    correcting.confirm(held, erratum, by=world.dpo, on=clock.today())
    page = as_(world.auditor).get(held.get_absolute_url()).content.decode()
    assert "Confirmed by a second person" in page and "Minutes (PDF)" in page
    assert "Confirmed by a second person" in text_of(as_(world.auditor).get(address))


@pytest.mark.django_db
@pytest.mark.requirement("T083")
def test_the_report_of_a_period_is_given_to_the_board_once_read_and_stays_as_it_was(world: World) -> None:
    made = make.proposal(world, "approved")
    board, group = make.meeting(world, "finance_strategy_board"), make.meeting(world)
    said = {"text": "Halve the backlog", "owner": world.analyst.memberships_today[0], "due": clock.today()}
    objective = Objective.set_at(group, by=world.manager, on=clock.today(), **said)
    lead, today = as_(world.lead), clock.today().isoformat()
    page = lead.get(f"/board-reports/?since={today}&until={today}").content.decode()
    for words in (made.reference, "Halve the backlog", group.reference, "Quorate", "Information management 1"):
        assert words in page, words
    assert made.reference in text_of(lead.get(f"/board-reports/?since={today}&until={today}&file=pdf"))
    assert made.reference not in lead.get("/board-reports/?since=2020-01-01&until=2020-03-31").content.decode()
    assert "Give the earlier day first" in lead.get(f"/board-reports/?since={today}&until=2020-01-01").content.decode()
    give = f"/board-reports/give/{today}/{today}/"
    assert as_(world.analyst).get(give).status_code == 403
    form = lead.get(give).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    objective.end(by=world.analyst, on=clock.today(), state="met", outcome="Done by the team.")
    assert lead.post(give, {"meeting": board.pk, "seen": seen}).status_code == 409
    form = lead.get(give).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    assert lead.post(give, {"meeting": board.pk, "seen": seen}).status_code == 302
    given = BoardReport.objects.get()
    assert given.item.meeting == board and given.seal.sha256 == seen and given.seal.holds()
    make.group_item(world, make.proposal(world, "deciding", without="meeting"))
    text = text_of(as_(world.board_chair).get(f"{given.get_absolute_url()}report.pdf"))
    assert seen in text and "Done by the team." in text
    assert as_(world.outsider).get(given.get_absolute_url()).status_code == 404
    assert given.get_absolute_url() in lead.get(board.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("T082")
def test_the_pages_put_what_waits_on_the_agenda_and_end_an_objective(world: World) -> None:
    made = make.proposal(world, "deciding", without="meeting")
    earlier, held = make.meeting(world, on=make.days_ago(40)), make.meeting(world)
    manager, here = as_(world.manager), held.get_absolute_url()
    due = {"due_day": "1", "due_month": "1", "due_year": "2031"}
    owed = {"text": "Halve the backlog", "owner": world.analyst.memberships_today[0].pk, **due}
    assert send(manager, f"{earlier.get_absolute_url()}objectives/", **owed) == 302
    assert "Choose what goes on this one" in manager.get(here).content.decode()
    page = manager.get(f"{here}waiting/").content.decode()
    assert made.title in page and "Halve the backlog" in page and page.count("checked") == 2
    assert send(manager, f"{here}waiting/") == 422
    chosen = [f"proposal-{made.pk}", f"objective-{Objective.objects.get().pk}"]
    assert send(manager, f"{here}waiting/", chosen=chosen) == 302
    assert "Nothing waits for this body today" in manager.get(f"{here}waiting/").content.decode()
    address = Objective.objects.get().get_absolute_url()
    assert as_(world.group[1]).get(address).status_code == 403
    owner = as_(world.analyst)
    assert send(owner, address, state="met", outcome="") == 422
    assert send(owner, address, state="met", outcome="Eleven are done.") == 302
    assert "Eleven are done." in manager.get(earlier.get_absolute_url()).content.decode()
