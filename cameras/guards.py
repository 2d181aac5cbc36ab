"""Why a site or a check may not take a step yet (`design/workflows.md` 4 and 7). Guards refuse; they never write."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import guard
from cameras.states import CheckKind, Outcome

if TYPE_CHECKING:
    from cameras.models import PerformanceCheck, Site


def _needs(site: "Site") -> str:
    """What has to come before a site suspended for its reason resumes (regulation/reason_codes.toml)."""
    return str(facts("reason_codes")["reason_codes"].get(site.suspended_for, {}).get("resume_needs", ""))


# Installation


@guard("P L16")
def proposal_not_approved(site: "Site", by: Any, on: date) -> str | None:
    """The proposal is not approved on the day."""
    if site.proposals.approved(on).exists():
        return None
    return _("No proposal for this site stands approved on that day. The last body of the route decides first.")


@guard("G 1.11")
def dpia_not_signed_before(site: "Site", by: Any, on: date) -> str | None:
    """No version covering the site was signed off by then: the sign-off is recorded before the installation."""
    if site.dpias.in_force(on).exists():
        return None
    return _("No signed DPIA covers this site on that day. Nothing is installed before the chief officer signs it off.")


@guard("G 1.13")
def ico_open(site: "Site", by: Any, on: date) -> str | None:
    """The regulator was consulted and has not answered."""
    if not site.dpias.ico_open().exists():
        return None
    return _("The Information Commissioner is being consulted on a DPIA of this site. Record the outcome first.")


@guard("P L55")
def no_device(site: "Site", by: Any, on: date) -> str | None:
    """Nothing stands at the site."""
    if site.placements.on(on).exists():
        return None
    return _("No device stands at this site on that day. Add the device that is installed.")


# Going live


@guard("G 1.11")
def dpia_not_in_force(site: "Site", by: Any, on: date) -> str | None:
    """No version covering the site is in force."""
    if site.dpias.in_force(on).exists():
        return None
    return _("No DPIA in force covers this site. Have one signed off, or record the breach if it already collects.")


@guard("P L29")
def installation_check_missing(site: "Site", by: Any, on: date) -> str | None:
    """A device lacks an accepted installation check that passed."""
    names = [str(device) for device in site.devices_on(on) if not device.installation_passed(site, on)]
    if not names:
        return None
    sentence = _("Without an accepted installation check that passed: %(devices)s. Record and accept it first.")
    return sentence % {"devices": ", ".join(names)}


@guard("P L45")
def model_not_accepted(site: "Site", by: Any, on: date) -> str | None:
    """A device is of a model that the ANPR manager did not accept."""
    names = [str(device) for device in site.devices_on(on) if not device.model_accepted(on)]
    if not names:
        return None
    sentence = _("Of a model that is not accepted: %(devices)s. Name the model and have the ANPR manager accept it.")
    return sentence % {"devices": ", ".join(names)}


@guard("G 5.4b")
def signs_missing(site: "Site", by: Any, on: date) -> str | None:
    """The public of the area is not told."""
    if site.area is None:
        return _("The site lies in no local policing area, so nobody can say where its signs stand. Give its area.")
    entries: Any = site.area.public_information
    told = set(entries.reviewed(on).values_list("kind", flat=True))
    if all(told & set(kinds) for kinds in facts("public_information")["required"]["before_live"]):
        return None
    return _("Signs, and a web page or another publication, are not recorded for %(area)s.") % {"area": site.area}


@guard("P L62")
def asset_missing(site: "Site", by: Any, on: date) -> str | None:
    """Finance does not know of the addition."""
    if site.assets.on(on).exists():
        return None
    return _("The asset register has no entry for this site. Enter the addition.")


# Papers that only a gap asks for


@guard("G 1.6")
def need_missing(site: "Site", by: Any, on: date) -> str | None:
    """No established need covers the site."""
    if site.needs.in_force(on).exists():
        return None
    return _("No established pressing social need covers this site.")


# Resuming


@guard("P L29")
def failed_test_stands(site: "Site", by: Any, on: date) -> str | None:
    """It was suspended for a failed check and none was passed since."""
    if _needs(site) != "accepted_check":
        return None
    passed = site.checks.accepted().filter(outcome=Outcome.PASSED, on__gte=site.in_state_since(), on__lte=on)
    if not passed.filter(decision__recorded_at__gte=site.period().since).exists():
        return _("It was suspended for a failed check, and no check was accepted as passed since. Retest it first.")
    lasts = {
        device: device.checks.accepted().filter(on__lte=on).order_by("-on", "-pk") for device in site.devices_on(on)
    }
    failing = [str(device) for device, rows in lasts.items() if [r.outcome for r in rows[:1]] == [Outcome.FAILED]]
    if not failing:
        return None
    return _("These failed their last check: %(devices)s. Retest them first.") % {"devices": ", ".join(failing)}


@guard("G 7.9")
def not_decided_to_continue(site: "Site", by: Any, on: date) -> str | None:
    """It was suspended as not justified or by order, and nobody decided to continue since."""
    if _needs(site) != "decision_to_continue":
        return None
    if site.reviews.to_continue_since(site.in_state_since()).exists():
        return None
    return _("It was suspended as not justified or by order. A review confirmed since has to say that it continues.")


# Decommissioning


@guard("G 7.4")
def task_open(site: "Site", by: Any, on: date) -> str | None:
    """Something that ceasing asked for is not done."""
    titles = [_(task.title) for task in site.tasks.open()]
    if not titles:
        return None
    return _("These tasks are open: %(tasks)s. Finish them first.") % {"tasks": "; ".join(titles)}


@guard("P L60")
def disposal_not_authorised(site: "Site", by: Any, on: date) -> str | None:
    """The strategy group authorised disposal neither in advance nor late with its reason."""
    if site.agenda_items.disposal_authorised(on).exists():
        return None
    if site.agenda_items.filter(kind="disposal", outcome="authorised").exists():
        return _("The strategy group authorised disposal only after that day. Record in its minutes why so late.")
    return _("The strategy group has not authorised disposal. Put it on the agenda of a meeting.")


# Performance checks


@guard("P L29")
def failed_without_action(check: "PerformanceCheck", by: Any, on: date) -> str | None:
    """It failed and nobody owns what is done about it."""
    if check.outcome != Outcome.FAILED:
        return None
    if check.actions.filter(owner__isnull=False, due__isnull=False).exists():
        return None
    return _("The check failed. Say what is done about it, who does it and by which day.")


INSTALLATION_KINDS = (CheckKind.INSTALLATION.value, CheckKind.RETEST.value)
"""Kinds of check that prove an installation: the check itself, or the retest of one that failed."""
