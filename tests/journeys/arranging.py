"""What links alone do not reach: pages behind a form, a file, a second person or a half-finished sign-in."""

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.documents import disposing
from anpr_governance.documents.models import Job
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.pages import exporting
from anpr_governance.workflow import correcting
from assessments.models import BoardReport, Meeting, Need, Proposal, StrategicAssessment
from assessments.models.period import report_on
from cameras.bulk.recording import hand_in
from cameras.bulk.sheet import FILLED
from cameras.models import PerformanceCheck, Site
from cameras.register import jobs
from dpia.models import Dpia
from reviews.models import Review
from tests.cameras.register.files import data, rows
from tests.journeys.crawling import signed_in

FOREIGN = b"Ref,Where,Lat,Long,On\n7,Mill Lane,51.5,-3.2,Working\n8,Weir Road,51.6,-3.3,Broken\n"
BEHIND = (
    "assessments-correct",
    "assessments-confirm-correction", "check-action", "condition-met", "dpia-compare",
    "account_change_password", "account_confirm_email", "account_email", "account_email_verification_sent",
    "account_inactive", "account_login", "account_logout", "account_reauthenticate", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_set_password", "account_signup", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate",
    "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
    "socialaccount_connections", "socialaccount_login_cancelled", "socialaccount_login_error",
    "advice-ask", "disposal-confirm", "export",
    "board-report", "meeting-waiting", "meetings-confirm-correction", "meetings-correct", "meetings-seal",
    "dpia-confirm", "dpia-for-proposal", "dpia-regulator-decision", "membership-confirm",
    "needs-confirm-correction", "proposal-exceptional", "proposals-confirm-correction", "site-review",
    "site_import_columns", "site_import_job", "site_import_mapping", "site_import_values",
)  # fmt: skip
"""Names of addresses that are reached here; hardly any link of the untouched demonstration leads to them."""
Page = tuple[str, str]
"""Which role opens it, and where."""


def arranged() -> Iterator[Page]:
    """Records that the demonstration lacks, made by those whose work it is."""
    yield from _imports()
    yield from _exports()
    yield from _corrections()
    yield from _second_persons()
    yield from _of_records()


def _imports() -> Iterator[Page]:
    """A file that is being mapped, one that was checked with refused rows, one that waits for its worker."""
    client, who = signed_in("anpr-manager"), "anpr-manager"
    mapped = _handed_in(client, FOREIGN)
    client.post(f"{mapped}mapping/", {"source": "hand", "source_name": "County"})
    yield from ((who, f"{mapped}{part}/") for part in ("mapping", "columns"))
    columns = {"column_site_reference": "Ref", "column_name": "Where", "column_status": "On"}
    client.post(f"{mapped}columns/", columns)
    yield who, f"{mapped}values/"
    for finished in (True, False):
        job = _handed_in(client, data(*rows(3), *rows(1, easting="far")))
        client.post(f"{job}mapping/", {"source": "own"})
        if finished:
            jobs.run_job(Job.objects.latest("pk").pk, clock.now())
        yield who, job


def _exports() -> Iterator[Page]:
    """The button of a long list's file, one that waits for its worker, one that is written."""
    client, who, path = signed_in("anpr-manager"), "anpr-manager", "/performance/?export="
    yield who, f"{path}csv"
    for form in ("csv", "xlsx"):
        waits = client.post(f"{path}{form}")["Location"]
        if form == "xlsx":
            assert exporting.run_job(Job.objects.latest("pk").pk, clock.now())
        yield who, waits


def _handed_in(client: Client, content: bytes) -> str:
    """The address of the import."""
    client.post(reverse("site_import"), {"file": SimpleUploadedFile("register.csv", content)})
    return jobs.address(Job.objects.latest("pk"))


def _corrections() -> Iterator[Page]:
    """A correction of what was sealed, of each kind of record, that waits for its second person."""
    for model, name in (
        (StrategicAssessment, "assessments"), (Need, "needs"), (Proposal, "proposals"), (Dpia, "dpia"),
    ):  # fmt: skip
        mine = model.objects.filter(organisation__code="DEMO", decisions__seal__isnull=False)
        record = mine.exclude(state__in=("superseded", "withdrawn")).order_by("pk")[0]
        decision = record.decisions.filter(seal__isnull=False).order_by("pk")[0]
        said = {"text": "The road is the A4190.", "reason": "A slip of the pen."}
        erratum = correcting.correct(record, decision, by=decision.by.person, on=clock.today(), **said)
        yield "strategic-lead", f"{_version(record)}decisions/{decision.pk}/"
        yield decision.by.role, f"{_version(record)}decisions/{decision.pk}/correct/"
        part = "confirm-correction" if name != "dpia" else "confirm"
        yield "strategic-lead", f"{_version(record)}decisions/{erratum.pk}/{part.partition('-')[0]}/"
    held = Meeting.objects.filter(body="strategy_group", decisions__step="sign_minutes").order_by("pk")[0]
    signed = held.signed()
    erratum = correcting.correct(held, signed, by=signed.by.person, on=clock.today(), **said)
    yield "dpo", f"{held.get_absolute_url()}decisions/{erratum.pk}/confirm/"
    yield "dpo", f"{held.get_absolute_url()}decisions/{signed.pk}/"
    yield signed.by.role, f"{held.get_absolute_url()}decisions/{signed.pk}/correct/"
    coming = Meeting.objects.filter(body="strategy_group", decisions__isnull=True).order_by("pk")[0]
    yield "strategic-lead", f"{coming.get_absolute_url()}waiting/"
    yield "strategic-lead", _report(coming).get_absolute_url()


def _report(group: Meeting) -> BoardReport:
    """A report that the group gave to the board."""
    by, today = Person.objects.get(email="strategic-lead@demo.example"), clock.today()
    called = {"organisation": group.organisation, "body": "finance_strategy_board", "held_on": add_days(today, 30)}
    board, said = Meeting.called(by=by, on=today, **called), report_on(group.organisation, today, today, today)
    return BoardReport.give(by=by, on=today, meeting=board, content=said, seen="")


def _version(record: Any) -> str:
    """The address of the record's version, where it has versions."""
    plain = f"/{record.get_absolute_url().split('/')[1]}/{record.reference}/"
    return plain if isinstance(record, Proposal) else f"{plain}v{record.version}/"


def _second_persons() -> Iterator[Page]:
    """What waits for somebody else's word: a disposal, a sensitive role."""
    force, today = Organisation.objects.get(code="DEMO"), clock.today()
    admin = Person.objects.get(email="org-admin@demo.example")
    disposing.ask(
        by=admin, on=today, organisation=force, kind="evidence", before=today.replace(year=today.year - 8), authority=""
    )
    yield "dpo", reverse("disposal-confirm", args=[Job.objects.latest("pk").pk])
    somebody = Person.objects.get(email="finance-officer@demo.example")
    role = people.grant(admin, today, somebody, force, "dpo", since=today)
    assert role.awaits_confirmation
    yield "org-admin", reverse("membership-confirm", args=[somebody.pk, role.pk])


def _of_records() -> Iterator[Page]:
    """Pages that the records of the demonstration have, in a state that no link shows."""
    today, manager = clock.today(), Person.objects.get(email="anpr-manager@demo.example")
    proposals = Proposal.objects.filter(organisation__code="DEMO")
    approved = proposals.filter(state="approved").order_by("pk")[0]
    owner = manager.roles_in(approved.organisation_id)[0]
    task = approved.impose(by=manager, on=today, title="Plant a hedge", owner=owner, due=today)
    yield "anpr-manager", f"{approved.get_absolute_url()}conditions/{task.pk}/met/"
    consulting = proposals.get(state="consulting")
    placed = consulting.sites.order_by("pk")[0]
    yield "anpr-manager", f"{consulting.get_absolute_url()}sites/{placed.pk}/exceptional/"
    yield "anpr-manager", reverse("dpia-for-proposal", args=[consulting.reference])
    draft = StrategicAssessment.objects.get(organisation__code="DEMO", state="draft")
    yield "analyst", f"{draft.get_absolute_url()}advice/ask/"
    second = Dpia.objects.filter(organisation__code="DEMO", version__gt=1).order_by("pk")[0]
    yield "dpo", reverse("dpia-compare", args=[second.reference])
    advised = Dpia.objects.get(organisation__code="DEMO", state="with_dpo")
    yield "dpo", f"{_version(advised)}regulator/decision/"
    sites = Site.objects.filter(organisation__code="DEMO", state="live")
    calm = sites.exclude(pk__in=Review.objects.unfinished().values("site")).order_by("pk")[0]
    yield "anpr-manager", reverse("site-review", args=[calm.reference])
    yield "anpr-manager", _counts(manager)
    failed = PerformanceCheck.objects.filter(organisation__code="DEMO", actions__done_on=None, actions__isnull=False)
    yield "anpr-manager", reverse("check-action", args=[failed.order_by("pk")[0].reference])


def _counts(manager: Person) -> str:
    """A file of counts that was handed in and not recorded, with a good row and a refused one."""
    check = PerformanceCheck.objects.filter(organisation__code="DEMO", state="open").order_by("pk")[0]
    rest = f"{clock.today()},500,490,430,380,Counted from a recording,Two hours,"
    lines = [",".join(["check", *FILLED]), f"{check.reference},{rest}", f"DEMO-C-0,{rest}"]
    force = Organisation.objects.get(code="DEMO")
    job = hand_in(by=manager, organisation=force, name="tour.csv", data="\n".join(lines).encode())
    return reverse("checks-bulk-job", args=[job.pk])
