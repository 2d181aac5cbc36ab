"""What waits for a body: everything that its next meeting could take up, each with why and since when (P L13, L16)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from anpr_governance.duties.registry import after
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from assessments.models.meeting import AgendaItem, Meeting
from assessments.models.minuting import KEEP
from assessments.models.objective import Objective
from assessments.models.proposal import CaseTask, Proposal
from assessments.states import Body, ItemKind
from cameras.models import Asset, Site


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what an agenda item about it is made of, its words, and since when."""

    kind: str
    key: int
    title: str
    why: str
    href: str
    since: date | None = None
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.key}"


def waiting(meeting: Meeting, today: date) -> list[Waiting]:
    """All of it in the order of an agenda: cases, reviews, disposals, what ceased, use, conditions, objectives."""
    group = meeting.body == Body.STRATEGY_GROUP
    found = [*_proposals(meeting)]
    if group:
        found += [*_reviews(meeting, today), *_disposals(meeting), *_ceased(meeting), *_use(meeting, today)]
    return [*found, *_conditions(meeting, today), *_objectives(meeting)]


def put(meeting: Meeting, *, by: Any, on: date, chosen: Iterable[str]) -> list[AgendaItem]:
    """Put what was chosen on the agenda, in the order of `waiting`; refused where something waits no longer."""
    wanted = set(chosen)
    with unit() as running:
        running.admit(by)
        fresh = Meeting.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=meeting.pk)
        if not by.may(KEEP, fresh.organisation_id):
            raise NotYours(_("write the record of a meeting"))
        rows = {row.value: row for row in waiting(fresh, on)}
        if gone := wanted - rows.keys():
            sentence = _("%(count)d of these wait no longer. Look at the list again.") % {"count": len(gone)}
            raise Refused([Reason(sentence, "P L13", "waiting")], stale=True)
        return [
            fresh.add_item(by=by, on=on, kind=row.kind, title=row.title[:200], **row.about)
            for row in rows.values() if row.value in wanted
        ]  # fmt: skip


def use_review_due(today: date, organisation_ids: Iterable[int]) -> Any:
    """C16: one row a force that collects, from its group's last item on use, else from its first live day (T138)."""
    live = Site.objects.filter(organisation__in=organisation_ids).collecting().filter(live_since__isnull=False)
    first = live.filter(organisation=OuterRef("organisation")).order_by("live_since", "pk").values("pk")[:1]
    held = AgendaItem.objects.filter(meeting__organisation=OuterRef("organisation"), meeting__on__lte=today)
    last = held.filter(kind=ItemKind.USE, meeting__body=Body.STRATEGY_GROUP).order_by("-meeting__on")
    rows = live.filter(pk=Subquery(first)).annotate(last_on=Subquery(last.values("meeting__on")[:1]))
    return rows.select_related("organisation").annotate(
        due_on=after(Coalesce("last_on", "live_since"), "strategy_use_review", today)
    )


def _on_agenda(meeting: Meeting, kind: str, of: str) -> Any:
    """Keys of what stands on an agenda of this body whose minutes are open, this meeting's included."""
    rows = AgendaItem.objects.filter(meeting__organisation=meeting.organisation_id, meeting__body=meeting.body)
    rows = rows.filter(kind=kind, **{f"{of}__isnull": False})
    return rows.exclude(meeting__decisions__step="sign_minutes").values(of)


def _proposals(meeting: Meeting) -> Iterator[Waiting]:
    rows = Proposal.objects.filter(organisation=meeting.organisation_id).in_state("deciding")
    rows = rows.exclude(pk__in=_on_agenda(meeting, ItemKind.PROPOSAL, "proposal"))
    for row in rows.select_related("organisation", "route").order_by("number"):
        if row.present_entry().body == meeting.body:
            last = row.approved_on() or row.submitted_on()
            why = _("It waits for this body's decision, in version %(version)d.") % {"version": row.version}
            yield Waiting(
                ItemKind.PROPOSAL, row.pk, row.title, why, row.get_absolute_url(), last, {"proposal": row}
            )  # fmt: skip


def _reviews(meeting: Meeting, today: date) -> Iterator[Waiting]:
    reviews: Any = Site._meta.get_field("reviews").related_model
    taken = set(_on_agenda(meeting, ItemKind.REVIEW, "site").values_list("site", flat=True))
    for row in reviews._default_manager.filter(organisation=meeting.organisation_id).awaiting_group(today):
        if row.site_id not in taken:
            why = _("Its review %(reference)s needs the group's decision.") % {"reference": row.reference}
            yield _about_site(ItemKind.REVIEW, row.site, why, row.recommended_on(), row.get_absolute_url())


def _disposals(meeting: Meeting) -> Iterator[Waiting]:
    held = Asset.objects.open().filter(site__state="collection_ceased", organisation=meeting.organisation_id)
    given = AgendaItem.objects.filter(kind=ItemKind.DISPOSAL, outcome="authorised", site__isnull=False).values("site")
    rows = Site.objects.filter(pk__in=held.values("site")).exclude(pk__in=given)
    rows = rows.exclude(pk__in=_on_agenda(meeting, ItemKind.DISPOSAL, "site"))
    for site in rows.select_related("organisation").order_by("ceased_on", "pk"):
        why = _("Collection ceased and its equipment stands. The group authorises its disposal.")
        yield _about_site(ItemKind.DISPOSAL, site, why, site.ceased_on)


def _ceased(meeting: Meeting) -> Iterator[Waiting]:
    for site in meeting.unreported().select_related("organisation"):
        yield _about_site(ItemKind.CEASE, site, _("It ceased, and the group was not told yet."), site.ceased_on)


def _about_site(kind: str, site: Any, why: str, since: date | None, href: str = "") -> Waiting:
    title = f"{site.title} ({site.reference})"
    return Waiting(kind, site.pk, title, why, href or site.get_absolute_url(), since, {"site": site})


def _use(meeting: Meeting, today: date) -> Iterator[Waiting]:
    coming = AgendaItem.objects.filter(meeting__organisation=meeting.organisation_id, kind=ItemKind.USE)
    coming = coming.filter(meeting__body=meeting.body).exclude(meeting__decisions__step="sign_minutes")
    for row in use_review_due(today, [meeting.organisation_id]):
        if row.due_on <= max(today, meeting.on) and not coming.exists():
            why = _("The group reviews how ANPR is used, what was bought and what it cost.")
            yield Waiting(
                ItemKind.USE, row.organisation_id, _("Use of the cameras"), why, "/assets/oversight/", row.due_on
            )


def _conditions(meeting: Meeting, today: date) -> Iterator[Waiting]:
    rows = CaseTask.objects.open().filter(kind="condition", proposal__organisation=meeting.organisation_id)
    imposed = Q(due__lt=today, proposal__decisions__body=meeting.body)
    rows = rows.filter(imposed).exclude(pk__in=_on_agenda(meeting, ItemKind.CONDITION, "condition")).distinct()
    for task in rows.select_related("proposal__organisation", "owner__person").order_by("due", "pk"):
        proposal: Any = task.proposal
        said = {"proposal": proposal.reference, "owner": task.owner.person.name if task.owner else "–"}
        why = _("A condition upon %(proposal)s that is not met. Its owner is %(owner)s.") % said
        yield Waiting(
            ItemKind.CONDITION, task.pk, task.title, why, proposal.get_absolute_url(), task.due,
            {"condition": task},
        )  # fmt: skip


def _objectives(meeting: Meeting) -> Iterator[Waiting]:
    rows = Objective.objects.open().filter(meeting__organisation=meeting.organisation_id, meeting__body=meeting.body)
    rows = rows.filter(meeting__on__lt=meeting.on).exclude(pk__in=_on_agenda(meeting, ItemKind.OBJECTIVE, "objective"))
    for row in rows.select_related("meeting__organisation", "owner__person"):
        why = _("An objective that is not met. Its owner is %(owner)s.") % {"owner": row.owner.person.name}
        yield Waiting(
            ItemKind.OBJECTIVE, row.pk, row.text, why, row.get_absolute_url(), row.meeting.on, {"objective": row}
        )  # fmt: skip
