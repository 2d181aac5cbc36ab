"""Pages of the register: what each shows, to whom, in how many statements."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from cameras.models import Asset, EquipmentModel, PublicInformation, Site
from tests.make import cameras as make
from tests.make.people import World


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="anpr_governance.organisations.backends.MembershipBackend")
    return client


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def day(of: Any) -> dict[str, str]:
    """A day as the three boxes send it."""
    return {"on_day": str(of.day), "on_month": str(of.month), "on_year": str(of.year)}


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


PATHS = ("", "checks/", "history/", "edit/", "devices/add/", "checks/new/", "step/suspend/", "step/record_breach/")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_a_site_opens_for_its_manager_and_is_not_there_for_another_force(world: World, path: str) -> None:
    site = make.live(world)
    address = f"{site.get_absolute_url()}{path}"
    assert "A4190 Hollins Cross" in text(signed_in(world.manager), address)
    assert signed_in(world.outsider).get(address).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/sites/", "/sites/map/", "/sites/add/", "/performance/", "/assets/", "/assets/new/", "/assets/models/",
     "/assets/models/new/", "/assets/public-information/", "/assets/public-information/new/"],
)  # fmt: skip
def test_every_list_and_form_opens_and_shows_nothing_of_another_force(world: World, path: str) -> None:
    make.live(world, name="Hidden Lane")
    manager = signed_in(world.manager)
    assert text(manager, path)
    assert "Hidden Lane" not in text(signed_in(world.outsider), path)
    assert Client().get(path).status_code == 302


def test_the_register_shows_what_is_due_and_what_is_missing(world: World) -> None:
    found = make.found(world, live_since=make.days_ago(900))
    make.device(world, found, check_before=make.days_ago(500))
    site = make.live(world)
    page = text(signed_in(world.manager), "/sites/")
    assert "2 gaps" in page and "overdue" in page
    assert f"{world.organisation.code}-D-" in page and site.reference in page
    narrowed = text(signed_in(world.manager), "/sites/?gap=any")
    assert found.reference in narrowed and site.reference not in narrowed


def test_the_register_costs_the_same_statements_at_one_row_and_at_thirty(world: World) -> None:
    make.live(world)
    client = signed_in(world.manager)
    one = statements(client, "/sites/")
    for _number in range(29):
        make.found(world)
    assert statements(client, "/sites/") == one <= 5


def test_a_record_costs_no_more_than_eight_statements(world: World) -> None:
    site = make.live(world)
    client = signed_in(world.manager)
    few = statements(client, site.get_absolute_url())
    for _number in range(5):
        make.device(world, site)
    assert statements(client, site.get_absolute_url()) == few <= 8


def test_the_performance_list_costs_the_same_at_one_row_and_at_thirty(world: World) -> None:
    site = make.found(world)
    make.check(world, site)
    client = signed_in(world.manager)
    one = statements(client, "/performance/")
    for number in range(29):
        make.device(world, site, reference=f"X{number}")
    assert statements(client, "/performance/") == one <= 5


def test_the_thread_names_each_paper_and_its_record(world: World) -> None:
    site = make.live(world)
    page = text(signed_in(world.manager), site.get_absolute_url())
    for folder in ("/dpias/", "/proposals/"):
        assert f'href="{folder}{world.organisation.code}-' in page
    assert "Signed off" in page and "Approved" in page


def test_a_found_site_shows_its_gaps_with_clause_and_button(world: World) -> None:
    site = make.found(world)
    page = text(signed_in(world.manager), site.get_absolute_url())
    assert "No signed DPIA" in page and "No established need" in page
    assert "Guidance 1.11" in page and "Begin a DPIA" in page


def test_as_at_a_day_before_it_nothing_stood_there_and_nothing_is_offered(world: World) -> None:
    site = make.live(world)
    yesterday = clock.today() - timedelta(days=1)
    page = text(signed_in(world.manager), f"{site.get_absolute_url()}?as-at={yesterday.isoformat()}")
    assert "did not hold this site on that day" in page
    assert "What can happen next" not in page


@pytest.mark.requirement("T006")
def test_start_and_long_term_days_stand_side_by_side(world: World) -> None:
    site = make.live(world, deployment="temporary", intended_months=6)
    site.confirm_authority(by=make.PROPOSAL, on=clock.today())
    page = text(signed_in(world.manager), site.get_absolute_url())
    assert "Installed" in page and "Long-term from" in page


@pytest.mark.requirement("T005")
def test_a_temporary_site_warns_before_month_twelve(world: World) -> None:
    start = clock.today() - timedelta(days=320)
    site = make.found(world, deployment="temporary", live_since=start, installed_on=start)
    assert "Month 12 comes on" in text(signed_in(world.manager), site.get_absolute_url())


@pytest.mark.requirement("T016")
def test_the_controller_of_the_day_is_named(world: World) -> None:
    chief = world.chief
    site = make.found(world)
    assert f"{chief.name}, {world.organisation}" in text(signed_in(world.manager), site.get_absolute_url())


@pytest.mark.requirement("T101")
def test_a_commander_sees_the_sites_of_the_area_and_no_other(world: World) -> None:
    vale, border = make.area(world, "Vale"), make.area(world, "Border")
    mine, theirs = make.found(world, area=vale), make.found(world, area=border, name="Border post")
    client = signed_in(world.someone("lpa-commander", area=vale))
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert "Border post" not in text(client, "/sites/")


def test_exact_places_are_for_those_who_may_see_them(world: World) -> None:
    site = make.found(world)
    assert "312000" in text(signed_in(world.manager), site.get_absolute_url())
    assert "312000" not in text(signed_in(world.foi), site.get_absolute_url())
    assert signed_in(world.foi).get("/sites/map/").status_code == 403


def test_a_site_is_added_by_its_place_and_the_other_pair_follows(world: World) -> None:
    client = signed_in(world.manager)
    asked = {"site_reference": "SV77", "name": "Quay Street", "place_type": "la_minor", "deployment": "fixed",
             "relationship": "own", "easting": "318000", "northing": "176000", "base_hash": ""}  # fmt: skip
    response = client.post("/sites/add/", asked)
    assert response.status_code == 302, response.content.decode()
    site = Site.objects.get(site_reference="SV77")
    assert site.state == "proposed" and site.latitude == pytest.approx(51.47, abs=0.05)
    again = client.post("/sites/add/", asked)
    assert again.status_code == 422 and "another site" in again.content.decode()
    assert signed_in(world.analyst).get("/sites/add/").status_code == 403


def test_a_place_outside_the_kingdom_is_refused_with_words(world: World) -> None:
    asked = {"site_reference": "SV78", "name": "Sea", "place_type": "srn", "deployment": "fixed",
             "relationship": "own", "latitude": "51.0", "longitude": "1.9"}  # fmt: skip
    response = signed_in(world.manager).post("/sites/add/", asked)
    assert response.status_code == 422 and "United Kingdom" in response.content.decode()


def test_a_step_is_taken_on_its_page_and_refused_with_reasons(world: World) -> None:
    site = make.ready_to_go_live(world, without="signs")
    client = signed_in(world.manager)
    page = text(client, site.get_absolute_url())
    assert "Not open yet" in page and "Guidance 5.4, public information" in page
    today = day(clock.today())
    refused = client.post(f"{site.get_absolute_url()}step/go_live/", today)
    assert refused.status_code == 422 and "not recorded for Vale" in refused.content.decode()
    make.public_information(world, make.area(world))
    assert client.post(f"{site.get_absolute_url()}step/go_live/", today).status_code == 302
    assert Site.objects.get(pk=site.pk).state == "live"


def test_a_breach_is_recorded_with_its_true_days(world: World) -> None:
    site = make.site(world)
    said = {**day(clock.today()), "reason": "Seen on patrol.", "live_since_day": "1", "live_since_month": "6",
            "live_since_year": "2026"}  # fmt: skip
    response = signed_in(world.dpo).post(f"{site.get_absolute_url()}step/record_breach/", said)
    assert response.status_code == 302, response.content.decode()
    assert Site.objects.get(pk=site.pk).origin == "breach"


def test_the_address_of_a_duplicate_leads_to_the_record_that_stands_for_it(world: World) -> None:
    site, other = make.found(world), make.found(world)
    said = {**day(clock.today()), "reason": "Twice.", "other": other.site_reference}
    client = signed_in(world.lead)
    assert client.post(f"{site.get_absolute_url()}step/mark_duplicate/", said).status_code == 302
    assert client.get(site.get_absolute_url())["Location"] == other.get_absolute_url()
    assert "Duplicate" in text(client, f"{site.get_absolute_url()}?own")


def test_counts_go_in_and_the_manager_signs_what_they_give(world: World) -> None:
    check = make.check(world)
    counts = {"vehicles": "500", "visible": "490", "captured": "430", "read": "380",
              "how": "Counted from a recording", "period": "Tuesday", **day(clock.today())}  # fmt: skip
    specialist = signed_in(world.specialist)
    response = specialist.post(f"{check.get_absolute_url()}step/record/", counts)
    assert response.status_code == 302, response.content.decode()
    page = text(specialist, check.get_absolute_url())
    assert "430 of 490, 87.8%" in page and "Not verified" in page and "Retests" in page
    owner = world.specialist.memberships_today[0].pk
    said = {"title": "Replace the lens", "owner": owner, "due_day": "1", "due_month": "2", "due_year": "2027"}
    assert specialist.post(f"{check.get_absolute_url()}action/", said).status_code == 302
    manager = signed_in(world.manager)
    step = f"{check.get_absolute_url()}step/accept/"
    seen = text(manager, step).partition('name="seen" value="')[2][:64]
    response = manager.post(step, {"seen": seen, **day(clock.today())})
    assert response.status_code == 302, response.content.decode()


def test_the_charts_of_a_site_say_what_the_interval_allows(world: World) -> None:
    site = make.found(world, live_since=make.days_ago(700))
    make.device(world, site)
    make.passed(world, make.check(world, site))
    page = text(signed_in(world.manager), f"{site.get_absolute_url()}checks/")
    assert "<svg" in page and "See it as a table" in page and "470 of 487" in page
    assert "not verified" in page


def test_a_device_is_added_changed_moved_and_taken_down(world: World) -> None:
    site, other = make.found(world), make.found(world)
    client, model = signed_in(world.specialist), make.equipment(world)
    added = {"reference": "NRD-X", "kind": "nrd", "model": model.pk, "gives_images": "no", **day(clock.today())}
    assert client.post(f"{site.get_absolute_url()}devices/add/", added).status_code == 302
    device = site.placements.get().device
    base = f"{site.get_absolute_url()}devices/{device.pk}/"
    changed = {"reference": "NRD-X", "kind": "nrd", "model": model.pk, "gives_images": "yes"}
    assert client.post(base, changed).status_code == 302
    assert client.post(f"{base}move/", {"to": other.reference, **day(clock.today())}).status_code == 302
    assert device.placements.open().get().site == other
    base = f"{other.get_absolute_url()}devices/{device.pk}/"
    assert client.post(f"{base}move/", {"to": "", **day(clock.today())}).status_code == 302
    assert not device.placements.open().exists()
    assert client.get(base).status_code == 404


def test_a_task_is_done_on_its_page(world: World) -> None:
    site = make.ceased(world, tasks_done=False)
    task = site.tasks.open().first()
    address = f"{site.get_absolute_url()}tasks/{task.pk}/"
    client = signed_in(world.manager)
    assert "Stop the feed" in text(client, address)
    assert client.post(address, {"answer": "Done at noon.", **day(clock.today())}).status_code == 302
    assert client.get(address).status_code == 404
    assert (
        signed_in(world.analyst).get(f"{site.get_absolute_url()}tasks/{site.tasks.open().first().pk}/").status_code
        == 403
    )


@pytest.mark.requirement("T139", "T142", "T143", "T144")
def test_an_asset_is_entered_and_disposed_of_with_authority(world: World) -> None:
    site = make.ceased(world)
    client = signed_in(world.finance)
    said = {"site": site.site_reference, "finance_number": "FA-9", "book_value": "900.00", **day(make.days_ago(4))}
    assert client.post("/assets/new/", said).status_code == 302
    asset = Asset.objects.get(finance_number="FA-9")
    gone = {"method": "destroyed", "words": "Certificate 12", **day(clock.today())}
    refused = client.post(f"/assets/{asset.pk}/dispose/", gone)
    assert refused.status_code == 422 and "strategy group" in refused.content.decode()
    make.disposal_authorised(world, site)
    assert client.post(f"/assets/{asset.pk}/dispose/", gone).status_code == 302
    asset.refresh_from_db()
    assert (asset.charge, asset.disposed_on) == (asset.book_value, clock.today())


@pytest.mark.requirement("T135", "T136")
def test_a_model_is_entered_with_its_evidence_and_accepted(world: World) -> None:
    client = signed_in(world.manager)
    file = SimpleUploadedFile("nasple.txt", b"Meets NASPLE 2.4.", "text/plain")
    said = {"supplier": "Platewatch", "name": "Reader 9", "evidence": file, "evidence_version": "2.4"}
    assert client.post("/assets/models/new/", said).status_code == 422
    file.seek(0)
    said |= {"evidence_dated_day": "1", "evidence_dated_month": "9", "evidence_dated_year": "2026"}
    response = client.post("/assets/models/new/", said)
    assert response.status_code == 302, response.content.decode()
    model = EquipmentModel.objects.get(name="Reader 9")
    verdict = {"verdict": "accept", "reason": "The evidence was read."}
    assert signed_in(world.specialist).post(model.get_absolute_url(), verdict).status_code == 403
    assert client.post(model.get_absolute_url(), verdict).status_code == 302
    assert "Accepted" in text(client, model.get_absolute_url())


@pytest.mark.requirement("T070")
def test_public_information_is_recorded_and_read_again(world: World) -> None:
    client, place = signed_in(world.manager), make.area(world)
    said = {"area": place.pk, "kind": "sign", "text": "Cameras read plates here.", **day(make.days_ago(3))}
    assert client.post("/assets/public-information/new/", said).status_code == 302
    row = PublicInformation.objects.get()
    assert client.post(f"/assets/public-information/{row.pk}/", {**said, **day(clock.today())}).status_code == 302
    row.refresh_from_db()
    assert row.reviewed_on == clock.today()


@pytest.mark.requirement("T138")
def test_the_strategy_group_oversees_what_was_bought_and_what_it_cost(world: World) -> None:
    site = make.live(world)
    Asset.enter(by=world.finance, on=clock.today(), site=site, finance_number="FA-77", cost="14250.00")
    member = signed_in(world.someone("group-member", discipline="ict"))
    page = text(member, "/assets/")
    assert "FA-77" in page and "14,250" in page
    assert "Enter an asset" not in page


@pytest.mark.requirement("T141")
def test_a_replacement_stands_beside_what_it_replaces(world: World) -> None:
    site = make.ceased(world)
    old = make.asset(world, site, on=make.days_ago(3))
    make.disposal_authorised(world, site)
    old.dispose(by=world.finance, on=clock.today(), method="returned")
    new = Asset.enter(by=world.finance, on=clock.today(), site=site, finance_number="FA-78", replaces=old)
    assert list(old.replaced_by.all()) == [new]
    assert list(site.assets.on(clock.today()).order_by("pk"))[-1] == new


@pytest.mark.requirement("T135")
def test_newer_evidence_stands_beside_the_old_and_both_leave_through_the_model_alone(world: World) -> None:
    model, client = make.equipment(world), signed_in(world.specialist)
    old, page = model.evidence, model.get_absolute_url()
    said = {"file": SimpleUploadedFile("nasple-3.txt", b"Meets NASPLE 2.5.", "text/plain"), "version": "2.5"}
    dated = {"dated_day": "1", "dated_month": "10", "dated_year": "2026"}
    assert client.post(f"{page}evidence/", said).status_code == 422
    said["file"].seek(0)
    assert client.post(f"{page}evidence/", said | dated).status_code == 302
    model.refresh_from_db()
    assert (model.evidence.replaces, model.evidence_version) == (old, "2.5")
    shown = text(client, page)
    for file in (old, model.evidence):
        assert f"{page}evidence/{file.pk}/" in shown
        assert signed_in(world.auditor).get(f"{page}evidence/{file.pk}/")["Content-Disposition"].startswith("attach")
        assert signed_in(world.outsider).get(f"{page}evidence/{file.pk}/").status_code == 404
    strange = make.evidence(world, "letter.pdf")
    assert client.get(f"{page}evidence/{strange.pk}/").status_code == 404


@pytest.mark.requirement("T137")
def test_models_are_listed_by_whether_they_are_accepted_and_evaluated_in_time(world: World) -> None:
    make.equipment(world, accepted=False, name="Waiting 1")
    with clock.set_to(clock.now() - timedelta(days=500)):
        make.equipment(world, name="Late 1")
    make.equipment(world, name="Fine 1")
    client = signed_in(world.manager)
    for shows, names in (("accepted", {"Late 1", "Fine 1"}), ("not_accepted", {"Waiting 1"}), ("overdue", {"Late 1"})):
        page = text(client, f"/assets/models/?shows={shows}")
        assert {name for name in ("Waiting 1", "Late 1", "Fine 1") if name in page} == names
