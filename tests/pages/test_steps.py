"""One page takes any step: what is decided, what stands against it, the seal, the reason."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from anpr_governance.database import clock
from tests.make.people import World
from tests.pages.papers import Paper
from tests.pages.test_forms import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world: World, paper: Paper) -> Paper:
    """A paper that waits for the lead."""
    return paper.send(by=world.analyst, on=clock.today())


def page(client: Any, paper: Paper, step: str = "endorse") -> Any:
    """The page of a step."""
    return client.get(f"/papers/{paper.reference}/step/{step}/")


def seen(html: str) -> dict[str, str]:
    """What the seal box posts back."""
    return {"seen": hidden(html, "seen"), "seen_sheet": hidden(html, "seen_sheet")}


def test_the_record_offers_each_step_with_what_stands_against_it(
    world: World, signed_in: Callable, paper: Paper
) -> None:
    paper.amend(by=world.analyst, on=clock.today(), words="")
    html = signed_in(world.analyst).get(paper.get_absolute_url()).content.decode()
    assert "Not open yet. Before that:" in html and "Write what the paper says." in html
    assert f'href="/papers/{paper.reference}/step/withdraw/"' in html
    assert "disabled" not in html
    lead = signed_in(world.lead).get(paper.get_absolute_url()).content.decode()
    assert "<strong>Send it</strong>, Analyst." in lead


def test_a_plain_step_is_taken_from_the_record(world: World, signed_in: Callable, paper: Paper) -> None:
    client = signed_in(world.analyst)
    html = client.get(paper.get_absolute_url()).content.decode()
    assert f'<form method="post" action="/papers/{paper.reference}/step/send/">' in html
    response = client.post(f"/papers/{paper.reference}/step/send/", follow=True)
    assert "Recorded: Send it." in response.content.decode()
    assert Paper.objects.get().state == "submitted"


def test_a_refused_step_shows_its_reasons_with_their_clauses(world: World, signed_in: Callable, paper: Paper) -> None:
    paper.amend(by=world.analyst, on=clock.today(), words="")
    response = signed_in(world.analyst).post(f"/papers/{paper.reference}/step/send/")
    assert response.status_code == 422
    assert 'Write what the paper says. <a class="clause"' in response.content.decode()
    assert Paper.objects.get().state == "draft"


def test_a_grave_step_asks_its_reason(world: World, signed_in: Callable, paper: Paper) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/step/withdraw/"
    assert client.post(address).status_code == 422
    assert Paper.objects.get().state == "draft"
    assert client.post(address, {"reason": "Written twice."}).status_code == 302
    assert Paper.objects.get().state == "withdrawn"


def test_the_signer_sees_all_that_is_sealed(world: World, signed_in: Callable, sent: Paper) -> None:
    html = page(signed_in(world.lead), sent).content.decode()
    assert "What you are deciding" in html and "Three cameras" in html
    assert "You are signing exactly what is on this page." in html
    assert "<details" not in html.split("<main")[1]


def test_a_sealed_step_stores_what_was_seen(world: World, signed_in: Callable, sent: Paper) -> None:
    client = signed_in(world.lead)
    html = page(client, sent).content.decode()
    response = client.post(f"/papers/{sent.reference}/step/endorse/", seen(html))
    assert response.status_code == 302
    decision = Paper.objects.get().decision
    assert decision.seal.sha256 == seen(html)["seen"] and decision.seal.holds()


def test_content_that_moved_is_refused_with_the_difference(world: World, signed_in: Callable, sent: Paper) -> None:
    client = signed_in(world.lead)
    html = page(client, sent).content.decode()
    sent.words = "Three hundred cameras"
    sent.keep(world.analyst)
    response = client.post(f"/papers/{sent.reference}/step/endorse/", seen(html))
    text = response.content.decode()
    assert response.status_code == 409 and Paper.objects.get().state == "submitted"
    assert "<dt>Words</dt>" in text and "added: </span>hundred" in text
    assert client.post(f"/papers/{sent.reference}/step/endorse/", seen(text)).status_code == 302


@pytest.mark.parametrize("posted", [{}, {"seen": ""}, {"seen": "0" * 64}, {"seen": "0" * 64, "seen_sheet": "!!"}])
def test_nobody_signs_what_they_have_not_seen(posted: dict, world: World, signed_in: Callable, sent: Paper) -> None:
    response = signed_in(world.lead).post(f"/papers/{sent.reference}/step/endorse/", posted)
    assert response.status_code == 409 and Paper.objects.get().state == "submitted"


def test_a_difference_is_shown_only_of_what_was_really_seen(world: World, signed_in: Callable, sent: Paper) -> None:
    client = signed_in(world.lead)
    forged = seen(page(client, sent).content.decode()) | {"seen": "0" * 64}
    assert (
        "What changed after you opened it"
        not in client.post(f"/papers/{sent.reference}/step/endorse/", forged).content.decode()
    )


def test_a_second_click_is_told_what_happened(world: World, signed_in: Callable, sent: Paper) -> None:
    client = signed_in(world.lead)
    posted = seen(page(client, sent).content.decode())
    client.post(f"/papers/{sent.reference}/step/endorse/", posted)
    response = client.post(f"/papers/{sent.reference}/step/endorse/", posted)
    assert response.status_code == 409 and "is now “Endorsed”" in response.content.decode()
    assert page(client, sent).status_code == 409


def test_unseen_is_not_found_and_another_role_is_refused(world: World, signed_in: Callable, sent: Paper) -> None:
    assert page(signed_in(world.manager), sent).status_code == 403
    assert signed_in(world.manager).post(f"/papers/{sent.reference}/step/endorse/").status_code == 403
    assert page(signed_in(world.outsider), sent).status_code == 404
    assert page(signed_in(world.lead), sent, "abolish").status_code == 404


def test_what_is_out_of_scope_looks_like_what_is_not_there(world: World, signed_in: Callable, paper: Paper) -> None:
    client = signed_in(world.outsider)
    theirs = client.get(f"/papers/{paper.reference}/")
    nothing = client.get(f"/papers/{paper.organisation.code}-Z-9999/")
    assert theirs.status_code == nothing.status_code == 404
    assert _same(theirs.content, nothing.content)


def _same(one: bytes, other: bytes) -> bool:
    token = rb'csrfmiddlewaretoken" value="[^"]*"'
    return re.sub(token, b"", one) == re.sub(token, b"", other)


def test_on_another_day_nothing_can_be_changed(world: World, signed_in: Callable, paper: Paper) -> None:
    client = signed_in(world.analyst)
    html = client.get(f"{paper.get_absolute_url()}?as-at=3 March 2026").content.decode()
    assert "As it stood on 3 March 2026." in html and "What can happen next" not in html and "Mend it" not in html
    future = client.get(f"{paper.get_absolute_url()}?as-at=3 March 2999").content.decode()
    assert "That day has not come yet." in future


def test_a_gap_says_what_is_missing_and_how_to_mend_it(world: World, signed_in: Callable, paper: Paper) -> None:
    html = signed_in(world.analyst).get(paper.get_absolute_url()).content.decode()
    assert "Gap since 1 May 2026" in html and "It never ends." in html and ">Mend it</a>" in html


def test_a_draft_of_a_step_keeps_the_reason_and_forgets_the_day(
    world: World, signed_in: Callable, paper: Paper
) -> None:
    client, address = signed_in(world.analyst), f"/papers/{paper.reference}/step/withdraw/"
    client.post(f"{address}?draft=1", {"reason": "Half\x00 a", "on_day": "1", "on_month": "1", "on_year": "2020"})
    html = client.get(address).content.decode()
    assert "Half a</textarea>" in html and 'value="2020"' not in html
