"""A sample address for every name of the URL resolver: its route, filled with a record of the demonstration."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver, reverse

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.documents import disposing, evidence
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.pages import exporting
from anpr_governance.regulation import clauses, facts
from anpr_governance.workflow import correcting
from assessments.models import (
    BoardReport,
    CaseFile,
    Meeting,
    Need,
    Objective,
    PassportStage,
    Proposal,
    StrategicAssessment,
)
from assessments.models.period import report_on
from cameras.bulk.recording import KIND as BULK
from cameras.models import (
    Asset,
    Cordon,
    Difference,
    EquipmentModel,
    PerformanceCheck,
    PublicInformation,
    RecordFile,
    Site,
    SiteTask,
)
from cameras.register import jobs
from dpia.models import Dpia, Release
from dpia.views.chapters import sections
from reviews import tree
from reviews.models import BaselinePlan, Review
from tests.cameras.register.files import GOOD, data, rows

Known = dict[str, Any]


def routes(patterns: Any = None, asked: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """Every name of the URL resolver with the parts that its route asks for."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        parts = asked | set(pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, parts)
        elif pattern.name:
            yield pattern.name, parts


def person(slug: str, force: str = "demo") -> Person:
    """Somebody of the demonstration."""
    return Person.objects.get(email=f"{slug}@{force}.example")


def first(model: Any, state: str = "", **fields: Any) -> Any:
    """The first record of the demonstration's first force in a state."""
    asked = {"organisation__code": "DEMO", **fields} | ({"state": state} if state else {})
    return model.objects.filter(**asked).order_by("pk")[0]


def samples(names: dict[str, frozenset[str]]) -> dict[str, str]:
    """Name → address, for every name whose route can be filled."""
    known = everything()
    return {name: reverse(name, kwargs=filled) for name, asked in names.items() if (filled := fill(name, asked, known))
            is not None}  # fmt: skip


def fill(name: str, asked: frozenset[str], known: dict[str, Known]) -> Known | None:
    """The parts of one route: the name's own, else those of the kind of record that its name begins with."""
    kind = max((kind for kind in known if name.startswith(kind)), key=len, default="")
    have = known.get(kind, {})
    return {part: have[part] for part in asked} if asked <= set(have) else None


def everything() -> dict[str, Known]:
    """Beginning of a URL name → parts of its route."""
    return {**of_desk(), **of_register(), **of_import(), **of_assessments(), **of_proposals(), **of_dpias(),
            **of_releases(), **of_reviews()}  # fmt: skip


def of_desk() -> dict[str, Known]:
    """People, clauses, and a disposal that waits for its second person."""
    held = first(Membership, role="analyst")
    force = Organisation.objects.get(code="DEMO")
    said = {"kind": next(iter(disposing.KINDS)), "before": clock.today(), "authority": "Order of the chief officer"}
    job = disposing.ask(by=person("org-admin"), on=clock.today(), organisation=force, **said)
    one = {"pk": held.person_id, "membership": held.pk}
    export = {"job": _written(person("anpr-manager"), force).pk}
    return {"person": one, "membership": one, "export": export, "disposal-confirm": {"pk": job.pk},
            "clause": {"slug": next(iter(clauses().values())).slug}, "example": {"kind": "need"},
            "calendar-feed": {"token": "unknown"}}  # fmt: skip


def _written(by: Person, force: Organisation) -> Job:
    """A list that a worker wrote as a file."""
    said = {"address": "/performance/?export=csv", "form": "csv", "name": "checks.csv", "language": "en"}
    said |= {"roles": [membership.pk for membership in by.memberships_today]}
    job = Job.objects.create(
        organisation=force, kind=exporting.KIND, parameters=said, by=by, actor=by.actor, asked_at=clock.now()
    )
    assert exporting.run_job(job.pk, clock.now())
    return job


def of_register() -> dict[str, Known]:
    """Sites, devices, checks and papers."""
    site = Site.objects.get(organisation__code="DEMO", number=1)
    task = SiteTask.objects.open().filter(site__organisation__code="DEMO").select_related("site").order_by("pk")[0]
    device = site.placements.open().order_by("pk")[0].device_id
    difference = Difference.objects.open().filter(job__organisation__code="DEMO")[0]
    failed = first(PerformanceCheck, "recorded", outcome="failed")
    model = first(EquipmentModel)
    return {
        "site": {"ref": site.reference, "name": "suspend"},
        "site-task": {"ref": task.site.reference, "task": task.pk},
        "device": {"ref": site.reference, "device": device},
        "check": {"ref": first(PerformanceCheck, "open").reference, "name": "record"},
        "check-new": {"ref": site.reference},
        "check-action": {"ref": failed.reference},
        "asset": {"ref": first(Asset, until=None).pk},
        "asset-told": {"ref": Asset.objects.untold().filter(organisation__code="DEMO")[0].pk},
        "checks-bulk-job": {"job": Job.objects.filter(organisation__code="DEMO", kind=BULK)[0].pk},
        "cordon": {"ref": first(Cordon).pk},
        "differences": {"job": difference.job_id},
        "difference": {"ref": difference.pk},
        "equipment": {"ref": model.pk, "pk": model.evidence_id},
        "site-file": _file("site"),
        "check-file": _file("check_made"),
        "asset-file": _file("asset"),
        "information": {"ref": PublicInformation.objects.filter(area__organisation__code="DEMO")[0].pk},
    }


def _file(owner: str) -> Known:
    """A file that hangs on a record of one kind."""
    hung = RecordFile.objects.filter(**{f"{owner}__organisation__code": "DEMO"}).select_related(owner).order_by("pk")[0]
    record = getattr(hung, owner)
    return {"ref": record.pk if owner == "asset" else record.reference, "pk": hung.pk}


def of_import() -> dict[str, Known]:
    """A file that waits for its mapping, and one that was checked and has refused rows."""
    by, force = person("anpr-manager"), Organisation.objects.get(code="DEMO")
    waiting = jobs.upload(by, force, "register.csv", data(*rows(2)))
    done = jobs.upload(by, force, "register.csv", data(*rows(2), rows(1)[0] | {"status": "nowhere"}))
    columns = "\n".join(f'{name} = "{name}"' for name in GOOD)
    jobs.ask(done, source="County register", toml=f"[columns]\n{columns}\n", dry_run=True)
    after = ("site_import_job", "site_import_refused", "site_import_toml")
    return {"site_import": {"job": waiting.pk}} | {name: {"job": done.pk} for name in after}


def of_assessments() -> dict[str, Known]:
    """A draft of each, and a sealed one with a correction that waits."""
    draft, need = first(StrategicAssessment, "draft"), first(Need, "draft")
    endorsed, established = first(StrategicAssessment, "endorsed"), first(Need, "established")
    meeting = first(Meeting, body="strategy_group", decisions__isnull=True)
    kept = first(Meeting, body="strategy_group", decisions__step="sign_minutes")
    category = next(iter(facts("threat_categories")["threat_categories"]))
    factor = next(iter(facts("need_factors")["need_factors"]))
    item = draft.evidence.all()[0]
    file = evidence.store(draft.organisation, "count.csv", b"month,raids\nMay,4\n", clock.now())
    draft.amend(by=person("analyst"), on=clock.today(), part=item, file=file)
    one = {"ref": draft.reference, "version": 1, "category": category, "part": item.pk}
    return {
        **dict.fromkeys(("assessment", "evidence", "advice"), one | {"name": "withdraw"}),
        "gap": one | {"part": draft.provision_gaps.all()[0].pk},
        "need": {"ref": need.reference, "version": 1, "factor": factor, "parts": "grounds", "name": "submit",
                 "part": need.grounds.all()[0].pk},
        "need-file": _hung(need),
        "meeting-file": _hung(meeting),
        "meeting": {"ref": meeting.reference, "item": meeting.items.all()[0].position,
                    "part": _objective(meeting).pk},
        "board-report": {"ref": _report(meeting).pk},
        "board-report-give": {"since": "2026-01-01", "until": "2026-03-31"},
        "meeting-minutes": {"ref": kept.reference},
        **sealed("meetings", kept, "sign_minutes", "strategic-lead", "decision"),
        **sealed("assessments", endorsed, "endorse", "strategic-lead", "decision"),
        **sealed("needs", established, "establish", "strategic-lead", "decision"),
    }  # fmt: skip


def _objective(meeting: Meeting) -> Objective:
    """One that the manager owes, set at the meeting."""
    owner = person("anpr-manager")
    said = {"text": "Halve the backlog of checks.", "owner": owner.memberships_today[0], "due": meeting.on}
    return Objective.set_at(meeting, by=owner, on=clock.today(), **said)


def _report(group: Meeting) -> BoardReport:
    """One that the group gave to the board."""
    by, today = person("anpr-manager"), clock.today()
    called = {"organisation": group.organisation, "body": "finance_strategy_board", "held_on": add_months(today, 1)}
    board, said = Meeting.called(by=by, on=today, **called), report_on(group.organisation, today, today, today)
    return BoardReport.give(by=by, on=today, meeting=board, content=said, seen="")


def sealed(kind: str, record: Any, step: str, role: str, key: str) -> dict[str, Known]:
    """The pages upon a decision, and upon a correction of it that waits for its second person."""
    decision = record.decisions.filter(step=step).order_by("pk")[0]
    said = {"text": "Eleven, not twelve.", "reason": "A slip of the pen."}
    erratum = correcting.correct(record, decision, by=person(role), on=clock.today(), **said)
    one = {"ref": record.reference, "version": getattr(record, "version", 0), key: decision.pk}
    second = "dpia-confirm" if kind == "dpia" else f"{kind}-confirm-correction"
    return {f"{kind}-seal": one, f"{kind}-correct": one, second: one | {key: erratum.pk}}


def of_proposals() -> dict[str, Known]:
    """One that is consulted on, and others where a page asks for another state."""
    made = first(Proposal, "consulting")
    parts = {"part": made.sites.all()[0].pk, "site": made.nearest[0].site.reference, "name": "withdraw"}
    asked = made.consultation
    condition = first(Proposal, "approved", tasks__kind="condition", tasks__done_on__isnull=True)
    open_one = condition.tasks.filter(kind="condition", done_on__isnull=True)[0]
    return {
        "proposal": {"ref": made.reference, "kind": made.tasks.filter(listed=True)[0].kind, **parts},
        "proposal-file": _hung(made),
        "passport": {"ref": made.reference, "part": _passport(made).pk},
        "stakeholder": {"ref": made.reference, "part": asked.stakeholders.all()[0].pk},
        "response": {"ref": made.reference, "part": asked.responses.all()[0].pk},
        "response-unread": {"ref": made.reference, "part": asked.unread.all()[0].pk},
        "consultation": {"ref": made.reference},
        "condition-add": {"ref": first(Proposal, "deciding").reference},
        "condition-met": {"ref": condition.reference, "part": open_one.pk},
        **sealed("proposals", first(Proposal, "approved"), "submit", "anpr-manager", "decision"),
    }


def _hung(record: Any) -> Known:
    """A file that hangs on a case's record."""
    said = {"name": "plan.txt", "content": b"The verge at the bend.", "shows": "The verge"}
    row = CaseFile.add(by=person("anpr-manager"), on=clock.today(), record=record, **said)
    return {"ref": record.reference, "version": getattr(record, "version", 0), "pk": row.pk}


def _passport(made: Proposal) -> PassportStage:
    """A stage of its passport, with the document."""
    file, stage = made.file_rows[0].file, PassportStage(proposal=made, stage=3)
    return made.amend(by=person("anpr-manager"), on=clock.today(), part=stage, file=file, completed_on=clock.today())


def of_dpias() -> dict[str, Known]:
    """A draft, and a version in each state that a page beside the steps asks for."""
    draft, signed = first(Dpia, "draft"), first(Dpia, "signed_off")
    risk = draft.risks.all()[0]
    undone = first(Dpia, "signed_off", risks__measures__done_on__isnull=True)
    measure = undone.risks.filter(measures__done_on__isnull=True)[0].measures.filter(done_on__isnull=True)[0]
    slug = next(iter(sections(draft.template_facts)))[0]
    one = {"ref": draft.reference, "version": draft.version, "number": 0, "slug": slug, "pk": risk.pk}
    return {
        "dpia": one | {"measure": risk.measures.all()[0].pk, "name": "open_consultation"},
        "dpia-evidence-file": _version(signed) | {"pk": signed.proposal.consultation.pack_id},
        "dpia-measure-done": _version(undone) | {"measure": measure.pk},
        "dpia-items": _version(first(Dpia, "awaiting_sign_off")),
        "dpia-regulator": _version(first(Dpia, "with_ico")),
        "dpia-regulator-decision": _version(first(Dpia, "with_dpo")),
        "dpia-new-version": _version(signed),
        "dpia-compare": {"ref": first(Dpia, "superseded").reference},
        "dpia-export": {"ref": first(Release, "released").dpia.reference},
        "dpia-for-proposal": {"ref": first(Proposal, "draft").reference},
        **sealed("dpia", signed, "sign_off", "chief-officer", "pk"),
    }


def _version(record: Any) -> Known:
    return {"ref": record.reference, "version": record.version}


def of_releases() -> dict[str, Known]:
    """The redaction that is worked on, one with files, and a signed version that waits for its first."""
    release, out = first(Release, "redacting"), first(Release, "released")
    one = release.open_suggestions()[0]
    ruling = release.rule(by=person("foi-officer"), on=clock.today(), one=one, reason="It names nobody.")
    plain = first(Dpia, "signed_off", releases__isnull=True)
    return {
        "redaction": {"ref": release.dpia.reference, "pk": release.spans.all()[0].pk, "name": "check_redaction"},
        "redaction-unrule": {"ref": release.dpia.reference, "pk": ruling.pk},
        "redaction-file": {"ref": out.dpia.reference, "pk": out.files.filter(kind="pdf")[0].pk},
        "redaction-begin": {"ref": plain.reference},
        "publication": {"ref": out.dpia.reference},
    }


def of_reviews() -> dict[str, Known]:
    """One that is answered, one that waits for the strategic lead, and a site without an open one."""
    answered, plan = first(Review, "assessing"), first(BaselinePlan, "draft")
    busy = Review.objects.unfinished().values("site")
    calm = Site.objects.filter(organisation__code="DEMO", state="live").exclude(pk__in=busy).order_by("pk")[0]
    return {
        "review": {"ref": answered.reference, "question": next(iter(tree.questions()))},
        "review-step": {"ref": first(Review, "recommended").reference, "name": "confirm"},
        "plan": {"ref": plan.reference, "name": "approve"},
        "site-review": {"ref": calm.reference},
    }


def finish_imports() -> None:
    """What the worker does: check every file that was asked for."""
    for job in Job.objects.filter(finished_at=None, parameters__asked=True):
        assert jobs.run_job(job.pk, clock.now())
