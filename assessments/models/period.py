"""The strategy group's report to the board upon a period, read from the records (T083)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from anpr_governance.duties import agenda
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import discipline
from assessments.models.assessment import StrategicAssessment
from assessments.models.decision import Decision
from assessments.models.meeting import Meeting
from assessments.models.objective import Objective
from assessments.models.proposal import CaseTask
from assessments.models.report import BoardReportSheet
from assessments.sheets import iso
from assessments.states import Body
from cameras.models import Asset, Site

Row = dict[str, str]
GROUP = Body.STRATEGY_GROUP
DECIDED = ("approve", "approve_finally", "refuse", "rescind")
UPON = ("endorse", "establish", "refuse", "confirm", "withdraw_endorsed")


def report_on(organisation: Organisation, since: date, until: date, today: date) -> BoardReportSheet:
    """The report of one force; `today` is the day on which it is drawn up."""
    span = (since, until)
    return BoardReportSheet(
        force=organisation.name, since=iso(since), until=iso(until), meetings=list(_meetings(organisation, span)),
        decisions=list(_decisions(organisation, span)), conditions=list(_conditions(organisation, span)),
        grounds=list(_grounds(organisation, span)), sites=list(_sites(organisation, span)),
        equipment=list(_equipment(organisation, span)), objectives=list(_objectives(organisation, span)),
        overdue=list(_overdue(organisation, today)),
    )  # fmt: skip


def _meetings(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    held = Meeting.objects.filter(organisation=organisation, body=GROUP, on__range=span).order_by("on")
    for row in held.select_related("organisation", "quorum"):
        there = {one.person_id: one for item in row.item_rows for one in item.members()}
        counted: dict[str, int] = {}
        for one in there.values():
            counted[one.discipline or "-"] = counted.get(one.discipline or "-", 0) + 1
        lacking = [str(item.position) for item in row.item_rows if item.attendance_rows and item.quorum_missing()]
        disciplines = [f"{discipline(name)} {n}" for name, n in sorted(counted.items()) if name != "-"]
        yield {
            "held_on": iso(row.on), "reference": row.reference, "members": str(len(there)),
            "disciplines": ", ".join(disciplines),
            "quorum": _("Lacked at item %(items)s") % {"items": ", ".join(lacking)} if lacking else _("Quorate"),
            "minutes": _("Signed") if row.signed() else _("Not signed yet"),
        }  # fmt: skip


def _decisions(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    rows = Decision.objects.filter(proposal__organisation=organisation, on__range=span, step__in=DECIDED)
    for row in rows.select_related("proposal__organisation").order_by("on", "pk"):
        proposal: Any = row.proposal
        yield {
            "on": iso(row.on), "proposal": f"{proposal.reference} {proposal.title}",
            "who": str(row.get_body_display()) or row.name, "decided": row.step.replace("_", " "),
            "dissent": row.dissent, "reasons": row.reasons,
        }  # fmt: skip


def _conditions(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    rows = CaseTask.objects.filter(kind="condition", proposal__organisation=organisation)
    rows = rows.filter(Q(done_on__isnull=True) | Q(done_on__range=span)).select_related(
        "proposal__organisation", "owner__person"
    )
    for row in rows.order_by("due", "pk"):
        proposal: Any = row.proposal
        met = _("Met on %(day)s") % {"day": f"{row.done_on:%-d %B %Y}"} if row.done_on else _("Open")
        yield {
            "condition": row.title, "proposal": proposal.reference, "owner": row.owner.person.name if row.owner else "",
            "due": iso(row.due), "state": met,
        }  # fmt: skip


def _grounds(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    of_force = Q(assessment__organisation=organisation) | Q(need__organisation=organisation)
    rows = Decision.objects.filter(of_force, on__range=span, step__in=UPON).order_by("on", "pk")
    for row in rows.select_related("assessment__organisation", "need__organisation"):
        record: Any = row.assessment or row.need
        title = record.area if isinstance(record, StrategicAssessment) else record.title
        kind = _("Assessment") if isinstance(record, StrategicAssessment) else _("Pressing social need")
        yield {
            "on": iso(row.on), "kind": kind, "what": f"{record.reference} v{record.version} {title}",
            "decided": row.step.replace("_", " "), "who": row.name,
        }  # fmt: skip


def _sites(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    rows = Site.objects.register().filter(organisation=organisation).select_related("organisation")
    for name, words in (("live_since", _("Went live")), ("ceased_on", _("Ceased"))):
        for site in rows.filter(**{f"{name}__range": span}).order_by(name, "pk"):
            yield {"on": iso(getattr(site, name)), "what": words, "site": f"{site.title} ({site.reference})"}


def _equipment(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    rows = Asset.objects.filter(organisation=organisation).select_related("site__organisation")
    for row in rows.filter(since__range=span).order_by("since", "pk"):
        yield {"on": iso(row.since), "kind": str(row.get_kind_display()), **_of(row), "cost": _pounds(row.cost)}
    for row in rows.filter(disposed_on__range=span).order_by("disposed_on", "pk"):
        yield {"on": iso(row.disposed_on), "kind": _("Disposal"), **_of(row), "charge": _pounds(row.charge)}


def _of(row: Any) -> Row:
    return {"what": ", ".join(text for text in (str(row), row.what) if text), "site": row.site.reference}


def _pounds(sum_: Any) -> str:
    return f"£{sum_:,.2f}" if sum_ is not None else ""


def _objectives(organisation: Any, span: tuple[date, date]) -> Iterator[Row]:
    rows = Objective.objects.filter(meeting__organisation=organisation, meeting__body=GROUP, meeting__on__lte=span[1])
    rows = rows.filter(Q(state="open") | Q(ended_on__gte=span[0])).select_related("owner__person")
    for row in rows:
        yield {
            "what": row.text, "owner": row.owner.person.name, "due": iso(row.due),
            "state": str(row.get_state_display()), "outcome": row.outcome,
        }  # fmt: skip


def _overdue(organisation: Any, today: date) -> Iterator[Row]:
    for line in agenda.of_organisations([organisation.pk], today):
        if line.overdue:
            yield {"what": str(line.duty.plural), "overdue": str(line.overdue), "oldest": iso(line.first)}
