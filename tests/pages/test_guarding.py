"""Pages are closed, say nothing that they should not, and lead nowhere else."""

import gzip
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from anpr_governance.pages.models import Draft
from tests.make.people import World
from tests.pages.papers import Paper

pytestmark = pytest.mark.django_db
ELSEWHERE = ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)",
             "\t//evil.example", "///evil.example", "http:///evil.example"]  # fmt: skip


def test_every_page_is_closed_unless_it_says_that_it_is_public(paper: Paper) -> None:
    record = f"/papers/{paper.reference}/"
    for path in ("/papers/", "/papers/new/", record, f"{record}edit/", f"{record}step/send/", "/broken/"):
        response = Client().get(path)
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={path}")
    assert Client().get("/open/").status_code == 200


def test_every_response_carries_its_guards(world: World, signed_in: Callable) -> None:
    for response in (
        signed_in(world.manager).get("/papers/"),
        Client().get("/accounts/login/"),
        Client().get("/open/"),
    ):
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_a_page_holds_nothing_inline(world: World, signed_in: Callable, paper: Paper) -> None:
    for path in ("/papers/", f"/papers/{paper.reference}/", f"/papers/{paper.reference}/edit/"):
        html = signed_in(world.analyst).get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_and_sign_out_lead_nowhere_else(target: str, world: World) -> None:
    client = Client()
    posted = {"login": world.manager.email, "password": "correct horse battery", "next": target}
    assert client.post("/accounts/login/", posted, query_params={"next": target}).url == "/"
    signed_out = client.post("/accounts/logout/", {"next": target})
    assert signed_out.url.startswith("/accounts/login/") and "evil" not in signed_out.url
    assert "evil" not in client.get("/accounts/login/", {"next": target}).content.decode()


def test_sign_in_leads_on_to_a_page_of_ours(world: World) -> None:
    posted = {"login": world.manager.email, "password": "correct horse battery", "next": "/papers/"}
    assert Client().post("/accounts/login/", posted).url == "/papers/"


def test_a_get_changes_nothing(world: World, signed_in: Callable, paper: Paper) -> None:
    client = signed_in(world.analyst)
    for path in ("step/send/", "step/withdraw/?reason=x", "edit/?draft=1", "edit/?discard=1"):
        client.get(f"/papers/{paper.reference}/{path}")
    client.get("/accounts/logout/")
    assert Paper.objects.get().state == "draft" and not Draft.objects.exists()
    assert client.get("/papers/").status_code == 200


def test_a_form_from_elsewhere_is_refused(world: World, paper: Paper) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.analyst)
    for path in (
        f"/papers/{paper.reference}/step/send/",
        f"/papers/{paper.reference}/edit/?draft=1",
        "/accounts/logout/",
    ):
        response = client.post(path, {"words": "x"})
        assert response.status_code == 403
    assert "came from another place" in response.content.decode()
    assert "CSRF" not in response.content.decode()
    assert Paper.objects.get().state == "draft"


def test_an_error_tells_nothing_that_it_should_not(world: World) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.manager)
    response = client.get("/broken/")
    html = response.content.decode()
    assert response.status_code == 500 and "Something went wrong on our side" in html
    for word in ("SELECT", "/srv", "Traceback", "RuntimeError", "Django", "Python", world.manager.name):
        assert word not in html
    missing = client.get("/papers/NBP-Z-0001/<script>").content.decode()
    assert "NBP" not in missing and "<script>" not in missing.replace("<script src", "").replace(
        '<script type="module"', ""
    )
    assert "Server" not in response.headers


def test_too_many_tries_are_stopped(world: World) -> None:
    cache.clear()
    client = Client()
    answers = [
        client.post("/accounts/login/", {"login": world.manager.email, "password": f"wrong {n}"}) for n in range(8)
    ]
    assert answers[0].status_code == 200
    text = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Too many" in text
    right = {"login": world.manager.email, "password": "correct horse battery"}
    assert client.post("/accounts/login/", right).status_code != 302


def test_a_wrong_password_and_an_unknown_account_look_the_same(world: World) -> None:
    texts = []
    for email in (world.manager.email, "nobody@svp.example"):
        html = Client().post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        texts.append(re.sub(r'value="[^"]*"', "", html))
    assert texts[0] == texts[1]


def test_nobody_signs_up_alone() -> None:
    response = Client().get("/accounts/signup/")
    assert response.status_code == 200 and "Nobody can sign up alone" in response.content.decode()
    Client().post("/accounts/signup/", {"email": "new@svp.example", "password1": "correct horse battery"})
    from anpr_governance.organisations.models import Person

    assert not Person.objects.filter(email="new@svp.example").exists()


def account_pages() -> list[str]:
    """Every address of the account that needs nothing in it."""
    found = []
    for name in sorted(name for name in get_resolver("allauth.urls").reverse_dict if isinstance(name, str)):
        [(path, needed), *_] = get_resolver("allauth.urls").reverse_dict.getlist(name)[0][0]
        if not needed:
            found.append(f"/accounts/{path}")
    return found


@pytest.mark.parametrize("path", account_pages())
def test_every_page_of_the_account_is_in_our_design(path: str, world: World, signed_in: Callable) -> None:
    for client in (Client(), signed_in(world.manager)):
        response: Any = client.get(path, follow=True)
        if response.headers["Content-Type"].startswith("text/html") and response.status_code == 200:
            html = response.content.decode()
            assert 'class="marking' in html and "<style" not in html, path


def test_each_page_carries_its_marking_first_and_last(world: World, signed_in: Callable, paper: Paper) -> None:
    html = signed_in(world.analyst).get(f"/papers/{paper.reference}/").content.decode()
    marks = re.findall(r'<p class="marking marking--(\w+)"><strong>([A-Z-]+)</strong>', html)
    assert marks == [("sensitive", "OFFICIAL-SENSITIVE")] * 2
    assert "marking--official" in Client().get("/open/").content.decode()


def test_the_frame_names_force_person_and_role(world: World, signed_in: Callable) -> None:
    html = signed_in(world.manager).get("/papers/").content.decode()
    assert "<strong>Severnshire Police</strong>" in html and f"{world.manager.name}, ANPR manager" in html
    assert "Northbridge" not in html


def test_what_is_too_large_is_said_to_be(world: World, signed_in: Callable, paper: Paper, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = signed_in(world.analyst).post(f"/papers/{paper.reference}/step/withdraw/", {"reason": "x" * 500})
    assert response.status_code == 413 and "Send a smaller file, or divide it." in response.content.decode()


def test_a_first_load_is_light(world: World, signed_in: Callable) -> None:
    html = signed_in(world.manager).get("/papers/").content
    root = settings_root()
    files = ["vendor/govuk-frontend/govuk-frontend.min.css", "css/app.css", "js/first.js", "js/app.js"]
    files.append("vendor/govuk-frontend/govuk-frontend.min.js")
    packed = sum(len(gzip.compress((root / name).read_bytes())) for name in files) + len(gzip.compress(html))
    font = (root / "vendor/inter/inter-latin-wght-normal.woff2").stat().st_size
    assert packed + font < 150_000 and len(gzip.compress(html)) < 40_000


def settings_root() -> Path:
    """Where the served files stand."""
    return Path(__file__).parents[2] / "static"


def test_the_vendored_files_are_the_ones_listed() -> None:
    root = settings_root().parent
    for line in (root / "static/vendor/SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        if "compose-spec" not in name:
            assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest, name
