"""The demonstration never comes into a database that is anybody's."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from anpr_governance.database.command import WrongUse
from anpr_governance.organisations.models import Organisation
from tests.make import people


@pytest.mark.django_db
def test_it_is_refused_outside_a_demonstration() -> None:
    with override_settings(DEMO=False), pytest.raises(WrongUse, match="DEMO=1"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_it_is_refused_beside_any_other_organisation() -> None:
    people.organisation("SVP", "Severnshire Police")
    with override_settings(DEMO=True), pytest.raises(WrongUse, match="SVP"):
        call_command("load_demo")
    assert list(Organisation.objects.values_list("code", flat=True)) == ["SVP"]
