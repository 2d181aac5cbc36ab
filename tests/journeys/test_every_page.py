"""Every page of the product in a real browser, over the demonstration: accessible, fitting, and from here alone."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from anpr_governance.pages import errors
from tests.journeys.arranging import BEHIND
from tests.journeys.crawling import ROLES, Found, crawl, name_of, names, signed_in
from tests.journeys.looking import Looker, looking

CONSULTATIONS = ("", "DEMO-P-0001/", "DEMO-P-0020/", "DEMO-P-0020/answer/", "DEMO-P-0020/answered/")
PUBLIC = (
    "/publications/", "/publications/DEMO-D-0001/", "/cy/publications/", "/cy/publications/DEMO-D-0001/",
    *(f"{cy}/consultations/{end}" for cy in ("", "/cy") for end in CONSULTATIONS),
    "/accessibility/", "/privacy/", "/cy/accessibility/", "/cy/privacy/",
)  # fmt: skip
FILE, PRESSED, MACHINE = "a file, not a page", "takes only what a button sends", "asked by machines, has no page"
NO_PAGE = {
    "checks-bulk-csv": FILE, "checks-bulk-xlsx": FILE, "asset-file": FILE, "check-file": FILE, "site-file": FILE,
    "export-file": FILE, "meeting-file": FILE, "need-file": FILE, "passport-file": FILE, "proposal-file": FILE,
    "evidence-file": FILE,
    "proposals-seal-file": FILE,
    "calendar-feed": FILE, "dpia-evidence-file": FILE, "dpia-export": FILE, "equipment-file": FILE,
    "board-report-file": FILE, "meeting-minutes": FILE, "meeting-papers": FILE, "proposal-paper": FILE,
    "mfa_download_recovery_codes": FILE, "proposal-pack-file": FILE, "publication-pdf": FILE,
    "cy:publication-pdf": FILE, "consultation-pdf": FILE, "cy-consultations:consultation-pdf": FILE,
    "redaction-file": FILE,
    "site_export_csv": FILE, "site_export_xlsx": FILE, "site_import_refused": FILE, "site_import_toml": FILE,
    "redaction-also": PRESSED, "redaction-mark": PRESSED, "redaction-rule": PRESSED, "redaction-unmark": PRESSED,
    "redaction-unrule": PRESSED,
    "healthz": MACHINE, "readyz": MACHINE, "robots": MACHINE,
    "account_confirm_login_code": "sign-in by a mailed code is off",
    "openid_connect_login": "leads to the force's provider, and none is set",
    "openid_connect_callback": "the provider leads here, and none is set",
    "socialaccount_signup": "nobody signs up, so it leads away",
}  # fmt: skip
"""Names of addresses at which no page stands, each with its reason."""
REFUSED = (
    ("", "/nowhere/", 404), ("analyst", "/nowhere/", 404), ("org-admin", "/sites/", 403),
    ("", "/publications/NONE-D-0001/", 404), ("", "/cy/publications/NONE-D-0001/", 404),
    ("", "/consultations/NONE-P-0001/", 404), ("", "/cy/consultations/NONE-P-0001/answer/", 404),
)  # fmt: skip


@pytest.fixture(scope="module")
def found(demonstration_server: Any) -> Found:
    """What the links of every role lead to; crawled once."""
    return crawl()


@pytest.mark.django_db
def test_no_page_leads_anybody_to_what_they_may_not_open(found: Found) -> None:
    assert found.broken == []
    assert len(found.pages) > 150


@pytest.mark.requirement("T159")
def test_every_page_is_accessible_fits_and_asks_nobody_else(demonstration_server: Any, found: Found) -> None:
    sessions = {role: str(signed_in(role).cookies["sessionid"].value) for role in ROLES}
    pages = [*found.pages.values(), *(("", path, 200) for path in PUBLIC)]
    with looking(demonstration_server.url, sessions) as looker:
        reached = {name_of(looker.look(*page)) for page in pages}
        what_cannot_be_opened(looker)
    assert looker.wrong == {}, json.dumps(looker.wrong, indent=1)
    every = set(names())
    print(
        f"{len(pages)} pages of {len(reached)} names; {len(BEHIND)} names behind forms, {len(NO_PAGE)} without a page"
    )
    assert every - reached - set(BEHIND) == set(NO_PAGE), "A name without page and reason, or a reason too many."


def what_cannot_be_opened(looker: Looker) -> None:
    """The pages that say that something is not there, not theirs, too much, or broken."""
    for who, path, status in REFUSED:
        looker.look(who, path, status)
    for status in (400, 413, 500):
        address = f"{looker.base}/said/{status}/"
        _answered(looker.page_of("dpo"), address, status)
        looker.look("dpo", f"/said/{status}/", status)


def _answered(tab: Page, address: str, status: int) -> None:
    """The server's own words for what cannot be brought about from a browser."""
    body = errors.page(None, status).content.decode()
    tab.route(address, lambda route: route.fulfill(body=body, status=status, content_type="text/html; charset=utf-8"))
