"""The demonstration: told once by the real steps, whole in every state, and each force to itself."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.hats import opposing
from anpr_governance.workflow.models import Effect
from anpr_governance.workflow.stateful import Stateful
from cameras.models import Site
from dpia.models import Dpia

OURS = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
MACHINES = [model for model in OURS if issubclass(model, Stateful)]
VISIBLE = [model for model in OURS if isinstance(model._default_manager.all(), VisibleQuerySet)]


@pytest.fixture
def demo(demonstration: None, db: None) -> Organisation:
    """The first force."""
    return Organisation.objects.get(code="DEMO")


def person(slug: str) -> Person:
    return Person.objects.get(email=f"{slug}@demo.example")


def references(model: Any, organisation: Organisation) -> set[str]:
    return set(model.objects.filter(organisation=organisation).references())


@pytest.mark.parametrize("machine", MACHINES, ids=lambda model: model.__name__)
def test_every_state_of_every_machine_is_there(demo: Organisation, machine: Any) -> None:
    wanted = {value for value, _label in machine._meta.get_field("state").choices}
    assert wanted <= set(machine.objects.filter(organisation=demo).values_list("state", flat=True))


@pytest.mark.parametrize("code", ["DEMO", "OTHER"])
def test_its_audit_chain_is_whole_and_runs_forward(demo: Organisation, code: str) -> None:
    report = verify_stored(code)
    assert report.broken == ""
    assert report.notes == []
    assert report.events > 200


def test_nobody_wore_two_hats_that_exclude_each_other(demo: Organisation) -> None:
    worn: dict[tuple[str, str, int], set[str]] = {}
    for actor, subject, version, hat in Event.objects.exclude(hat="").values_list("actor", "subject", "version", "hat"):
        worn.setdefault((actor, subject, version), set()).add(hat)
    hard = [
        (key, hat, other)
        for key, hats in worn.items()
        for hat in hats
        for other, rule in opposing(hat).items()
        if other in hats and rule["strength"] == "hard"
    ]
    assert hard == []


def test_a_second_run_does_nothing(demo: Organisation) -> None:
    before = Event.objects.count()
    with override_settings(DEMO=True):
        call_command("load_demo")
    assert Event.objects.count() == before


def test_the_records_that_guides_name_are_there(demo: Organisation) -> None:
    site = Site.objects.by_reference("DEMO-S-0001").get()
    today = clock.today()
    assert site.state == "live"
    assert [site.needs.standing(today).exists(), site.proposals.approved(today).exists()] == [True, True]
    assert [site.dpias.in_force(today).exists(), site.reviews.done().exists()] == [True, True]
    assert site.checks.accepted().filter(outcome="passed").count() == 2
    assert not site.gaps.open().exists()
    dpia = Dpia.objects.by_reference("DEMO-D-0001").get()
    released = dpia.releases.public().get()
    assert dpia.state == "signed_off"
    assert released.spans.count() > 6
    assert released.findings.filter(confirmed_by=person("foi-officer-2")).exists()
    assert released.decisions.get(step="check_redaction").by.person == person("foi-officer-2")


def test_every_kind_of_site_is_in_the_register(demo: Organisation) -> None:
    sites = Site.objects.filter(organisation=demo)
    assert set(facts("deployments")["deployments"]) == set(sites.values_list("deployment", flat=True))
    assert {"own", "partner"} <= set(sites.values_list("relationship", flat=True))
    assert {"decided", "found", "breach"} == set(sites.values_list("origin", flat=True))
    assert sites.filter(duplicate_of__isnull=False).exists()
    assert sites.filter(became_long_term_on__isnull=False).exists()
    assert any(0 < (day - clock.today()).days < 31 for day in map(Site.month_twelve, sites) if day)


def test_every_role_has_its_sign_in(demo: Organisation) -> None:
    for role in Role:
        assert person(role).membership_for(demo.pk, [role]) is not None
    for slug in ("foi-officer-2", "anpr-manager-2", "org-admin-2"):
        assert person(slug).roles_in(demo.pk)
    assert not Membership.objects.filter(awaits_confirmation=True).exists()


def test_nothing_that_follows_a_step_is_left_undone(demo: Organisation) -> None:
    assert not Effect.objects.filter(done_at__isnull=True).exists()


@pytest.mark.parametrize("model", VISIBLE, ids=lambda model: model.__name__)
def test_the_second_force_shows_to_nobody_of_the_first(demo: Organisation, model: Any) -> None:
    path = model._default_manager.all().organisation_path
    for someone in Person.objects.filter(email__endswith="@demo.example"):
        seen = model._default_manager.visible_to(someone)
        assert not seen.exclude(**{path: demo}).exists()


def test_what_the_second_force_has_is_of_the_same_kinds(demo: Organisation) -> None:
    other = Organisation.objects.get(code="OTHER")
    assert Site.objects.filter(organisation=other).in_state("live").count() >= 3
    assert Dpia.objects.filter(organisation=other).in_state("signed_off").exists()
