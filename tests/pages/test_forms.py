"""A form asks in plain words, keeps what was typed, and never writes over what somebody else changed."""

from collections.abc import Callable
from typing import Any

import pytest

from anpr_governance.database import clock
from anpr_governance.pages.models import Draft
from tests.make.people import World
from tests.pages.papers import Paper

pytestmark = pytest.mark.django_db
DAY = {"due_on_day": "3", "due_on_month": "March", "due_on_year": "2027"}


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    return html.split(f'name="{name}" value="')[1].split('"')[0]


def test_a_new_record_is_made_by_one_call(world: World, signed_in: Callable) -> None:
    client = signed_in(world.analyst)
    response = client.post("/papers/new/", {"name": "South road", "words": "Two", **DAY})
    made = Paper.objects.get()
    assert (made.name, made.due_on.isoformat(), made.state) == ("South road", "2027-03-03", "draft")
    assert response.url == made.get_absolute_url()
    assert "is a draft until you send it on" in client.get(response.url).content.decode()


def test_it_is_closed_to_roles_that_make_none(world: World, signed_in: Callable) -> None:
    assert signed_in(world.manager).get("/papers/new/").status_code == 403


def test_errors_say_how_to_mend_them_and_lead_to_their_field(world: World, signed_in: Callable) -> None:
    response = signed_in(world.analyst).post("/papers/new/", {"name": "", "due_on_day": "31", "due_on_month": "2"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_name">Answer “Name”: nothing is written there.' in html
    assert 'href="#id_due_on_day">Give the year as well.' in html
    assert "<title>Error: " in html
    assert not Paper.objects.exists()


def test_a_question_says_why_it_is_asked_with_its_clause(world: World, signed_in: Callable) -> None:
    html = signed_in(world.analyst).get("/papers/new/").content.decode()
    assert "Somebody reads them." in html and '<a class="clause" href="/help/clauses/g-1-11/">' in html


def test_a_change_is_one_amendment(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    base = hidden(client.get(address).content.decode(), "base_hash")
    assert client.post(address, {"name": "East road", "words": "x", "base_hash": base}).status_code == 302
    assert Paper.objects.get().name == "East road"


def test_an_outdated_page_shows_both_texts_and_writes_nothing(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    base = hidden(client.get(address).content.decode(), "base_hash")
    paper.amend(by=world.analyst, on=clock.today(), words="Five cameras")
    response = client.post(address, {"name": "North road", "words": "Four cameras", "base_hash": base})
    html = response.content.decode()
    assert response.status_code == 409
    assert "removed: </span>Five" in html and "added: </span>Four" in html
    assert Paper.objects.get().words == "Five cameras"
    again = client.post(address, {"name": "North road", "words": "Four", "base_hash": hidden(html, "base_hash")})
    assert again.status_code == 302 and Paper.objects.get().words == "Four"


def test_content_without_a_base_is_not_written(world: World, signed_in: Callable, paper: Paper) -> None:
    response = signed_in(world.analyst).post(f"/papers/{paper.reference}/edit/", {"name": "Z", "words": "z"})
    assert response.status_code == 409 and Paper.objects.get().name == "North road"


def test_changing_is_closed_to_others_and_unseen_by_outsiders(world: World, signed_in: Callable, paper: Paper) -> None:
    address = f"/papers/{paper.reference}/edit/"
    assert signed_in(world.manager).get(address).status_code == 403
    assert signed_in(world.outsider).get(address).status_code == 404


def test_content_of_a_sent_record_is_not_changed(world: World, signed_in: Callable, paper: Paper) -> None:
    paper.send(by=world.analyst, on=clock.today())
    response = signed_in(world.analyst).get(f"/papers/{paper.reference}/edit/")
    assert response.status_code == 409
    assert "While it is “Submitted” its content is not changed." in response.content.decode()
    assert 'name="base_hash"' not in response.content.decode()


def test_a_draft_waits_for_its_person_alone(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    kept = client.post(
        f"{address}?draft=1", {"words": "Half a", "due_on_day": "4"}, headers={"accept": "application/json"}
    )
    assert kept.json()["saved"].startswith("Draft saved at ")
    html = client.get(address).content.decode()
    assert "Half a</textarea>" in html and 'name="due_on_day" type="text" value="4"' in html
    assert "It is a draft that only you see." in html
    other = world.someone("analyst", "second analyst")
    assert "Half a" not in signed_in(other).get(address).content.decode()
    assert Paper.objects.get().words == "Three cameras"


def test_a_draft_is_kept_without_a_script_and_thrown_away(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    response = client.post(address, {"words": "Half", "draft": "1", "csrfmiddlewaretoken": "x", "extra": "no"})
    assert response.url == paper.get_absolute_url()
    assert Draft.objects.get().data == {"words": ["Half"]}
    client.post(address, {"discard": "1"})
    assert not Draft.objects.exists()


def test_a_draft_goes_when_the_form_is_done(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    client.post(f"{address}?draft=1", {"words": "Half"})
    base = hidden(client.get(address).content.decode(), "base_hash")
    client.post(address, {"name": "N", "words": "Whole", "base_hash": base})
    assert not Draft.objects.exists() and Paper.objects.get().words == "Whole"


def test_a_draft_begun_on_older_content_meets_the_change(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/edit/"
    base = hidden(client.get(address).content.decode(), "base_hash")
    client.post(f"{address}?draft=1", {"words": "Mine", "base_hash": base})
    paper.amend(by=world.analyst, on=clock.today(), words="Theirs")
    html = client.get(address).content.decode()
    response = client.post(address, {"name": "N", "words": "Mine", "base_hash": hidden(html, "base_hash")})
    assert response.status_code == 409


def test_a_draft_without_end_is_refused(world: World, signed_in: Callable, paper: Paper) -> None:
    response = signed_in(world.analyst).post(f"/papers/{paper.reference}/edit/?draft=1", {"words": "x" * 500_000})
    assert response.status_code == 413 and not Draft.objects.exists()


TYPED = {
    "21 November 2026": "2026-11-21",
    "21/11/2026": "2026-11-21",
    "3.4.2026": "2026-04-03",
    "2026-11-21": "2026-11-21",
    "21 Sept 2026": "2026-09-21",
    " 1 jan 2026 ": "2026-01-01",
}
NO_DAYS = ["", "soon", "31/2/2026", "2026/13/01", "1 Foo 2026", "1/1/26", "11-21-2026", "٣/٤/٢٠٢٦x"]


@pytest.mark.parametrize(("typed", "iso"), TYPED.items())
def test_a_day_is_read_as_people_type_it(typed: str, iso: str) -> None:
    from anpr_governance.pages.days import read_day

    assert read_day(typed).isoformat() == iso


@pytest.mark.parametrize(
    "typed", ["", "soon", "31/2/2026", "2026/13/01", "1 Foo 2026", "1/1/26", "11-21-2026", "٣/٤/٢٠٢٦x"]
)
def test_what_is_no_day_is_refused_with_a_sentence(typed: str) -> None:
    from anpr_governance.pages.days import NotADay, read_day

    with pytest.raises(NotADay, match=r"\w+ .*\."):
        read_day(typed)


def test_hostile_texts_are_only_texts(world: World, signed_in: Callable, paper: Paper) -> None:
    hostile: Any = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }}'
    paper.amend(by=world.analyst, on=clock.today(), words=hostile, name=hostile[:80])
    client = signed_in(world.analyst)
    for address in ("", "edit/", "step/withdraw/"):
        html = client.get(f"/papers/{paper.reference}/{address}").content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html and "49" not in html.split("<main")[1][:200]
    listed = client.get("/papers/?q=" + "%3Cscript%3E").content.decode()
    assert "<script>" not in listed.replace("<script src=", "").replace('<script type="module"', "")
