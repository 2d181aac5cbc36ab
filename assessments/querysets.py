"""The vocabulary of assessments: which rows, on which day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from anpr_governance.database.dated import DatedQuerySet, in_force
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.workflow.models import TaskQuerySet
from anpr_governance.workflow.querysets import StatefulQuerySet


class AssessmentQuerySet(StatefulQuerySet):
    """Strategic assessments."""

    def in_date(self, on: date) -> Self:
        """Endorsed and before their next review (G 1.8)."""
        return self.filter(state="endorsed", next_review_on__gt=on)

    def with_what_stands_on_it(self) -> Self:
        """Annotate `needs_on_it` and `proposals_on_it`, the numbers of each."""
        return self.annotate(
            needs_on_it=_number(self.model, "need_grounds", "need"),
            proposals_on_it=_number(self.model, "proposals", "pk"),
        )


def _number(assessment: Any, relation: str, counted: str) -> Coalesce:
    """How many different `counted` the rows behind `relation` name."""
    rows = assessment._meta.get_field(relation).related_model._default_manager.filter(assessment=OuterRef("pk"))
    numbers = rows.order_by().values("assessment").annotate(n=models.Count(counted, distinct=True))
    return Coalesce(Subquery(numbers.values("n")), 0)


def _counted(rows: models.QuerySet[Any]) -> Coalesce:
    """How many `rows` a consultation has."""
    numbers = rows.order_by().values("consultation").annotate(n=models.Count("pk"))
    return Coalesce(Subquery(numbers.values("n")), 0)


class EvidenceQuerySet(VisibleQuerySet):
    """Evidence items."""

    organisation_path = "assessment__organisation"


class ProvisionGapQuerySet(VisibleQuerySet):
    """Gaps in provision."""

    organisation_path = "assessment__organisation"


class NeedQuerySet(StatefulQuerySet):
    """Pressing social needs."""

    def lapsed(self, on: date) -> Self:
        """Established, but an assessment of a ground ran out or was superseded and it was not confirmed since."""
        return self.filter(state="established").exclude(pk__in=self._holding(on))

    def holding(self, on: date) -> Self:
        """Established and not lapsed."""
        return self.filter(state="established", pk__in=self._holding(on))

    def _holding(self, on: date) -> models.QuerySet:
        in_date = Q(grounds__assessment__state="endorsed", grounds__assessment__next_review_on__gt=on)
        counted = self.model._default_manager.annotate(
            all_grounds=models.Count("grounds"), in_date_grounds=models.Count("grounds", filter=in_date)
        )
        return counted.filter(all_grounds__gt=0, all_grounds=models.F("in_date_grounds")).values("pk")


class NeedSiteQuerySet(DatedQuerySet):
    """Needs of sites: `site.needs`."""

    def in_force(self, on: date) -> Self:
        """Rows of an established need that hold on `on`."""
        return self.filter(in_force(on), need__state="established")

    def standing(self, on: date) -> Self:
        """Rows in force whose need has not lapsed: it stands on assessments in date (G 7.2)."""
        needs: Any = self.model._meta.get_field("need").related_model
        return self.in_force(on).filter(need__in=needs._default_manager.holding(on))

    def lapsed(self, on: date) -> Self:
        """Rows in force whose need lapsed, of sites for which no other need stands: their ground moved (G 1.8)."""
        needs: Any = self.model._meta.get_field("need").related_model
        other = self.model._default_manager.standing(on).values("site")
        return self.in_force(on).filter(need__in=needs._default_manager.lapsed(on)).exclude(site__in=other)


class ProposalQuerySet(StatefulQuerySet):
    """Proposals."""

    def unfinished(self) -> Self:
        """Neither decided nor given up."""
        return self.exclude(state__in=["approved", "refused", "withdrawn"])

    def with_open_responses(self) -> Self:
        """Those with responses unread or unanswered: how many of each, and the day of the oldest."""
        asked: Any = self.model._meta.get_field("consultation").related_model
        rows = {"unread_count": asked._meta.get_field("unread").related_model._default_manager.all()}
        answers = asked._meta.get_field("responses").related_model._default_manager
        rows["open_count"] = answers.filter(answered_on__isnull=True)
        of_each = {name: found.filter(consultation=OuterRef("consultation")) for name, found in rows.items()}
        first = [Subquery(found.order_by("received_on").values("received_on")[:1]) for found in of_each.values()]
        counted = {name: _counted(found) for name, found in of_each.items()}
        return self.annotate(**counted, oldest_on=Coalesce(*first)).filter(oldest_on__isnull=False)

    def told_to_the_public(self) -> Self:
        """With a consultation that may stand on a public page: open to everybody, or with a published record."""
        asked = Q(consultation__opened_on__isnull=False, consultation__closed_on__isnull=True)
        rows = self.filter(asked | Q(consultation__published_on__isnull=False), consultation__opened_on__isnull=False)
        return rows.select_related("organisation", "consultation__pack", "consultation__pack_cy")

    def ground_moved(self, on: date) -> Self:
        """Unfinished ones whose assessment is no longer endorsed and in date."""
        held = Q(assessment__state="endorsed", assessment__next_review_on__gt=on)
        return self.unfinished().filter(assessment__isnull=False).exclude(held)


class ProposalSiteQuerySet(DatedQuerySet):
    """Proposals of sites: `site.proposals`."""

    def approved(self, on: date) -> Self:
        """Rows of a proposal that is approved, whose final decision was taken by `on`."""
        return self.filter(in_force(on), proposal__state="approved", proposal__decision__on__lte=on)


class AgendaItemQuerySet(models.QuerySet):
    """Agenda items: `site.agenda_items`."""

    def disposal_authorised(self, on: date) -> Self:
        """Disposals that the strategy group authorised by `on`, or later with the reason why so late (P L60)."""
        in_time = Q(meeting__on__lte=on) | ~Q(late_reason="")
        return self.filter(in_time, kind="disposal", outcome="authorised")

    def review_decided(self, since: date, on: date) -> Self:
        """Reviews of the site that the strategy group decided to let continue, from `since` to `on` (G 7.8)."""
        return self.filter(kind="review", outcome="continue", meeting__on__range=(since, on))

    def of_bodies(self) -> Self:
        """With what a page or a guard reads of the meeting."""
        return self.select_related("meeting__organisation", "meeting__quorum")


class CaseTaskQuerySet(TaskQuerySet):
    """Tasks of cases."""

    def of_organisations(self, organisation_ids: Sequence[int]) -> Self:
        """Tasks whose assessment, proposal or meeting belongs to one of the organisations."""
        return self.filter(
            Q(assessment__organisation__in=organisation_ids)
            | Q(proposal__organisation__in=organisation_ids)
            | Q(item__meeting__organisation__in=organisation_ids)
        )


class ObjectiveQuerySet(VisibleQuerySet):
    """Objectives of bodies."""

    organisation_path = "meeting__organisation"

    def open(self) -> Self:
        """Neither met nor given up."""
        return self.filter(state="open")


class BoardReportQuerySet(VisibleQuerySet):
    """Reports of the strategy group to the board."""

    def by_reference(self, reference: str | int) -> Self:
        """The report of that number."""
        return self.filter(pk=reference)


class MeetingQuerySet(VisibleQuerySet):
    """Meetings."""

    def locked(self, pk: Any) -> Any:
        """The row under lock."""
        return self.select_for_update(of=("self",)).select_related("organisation", "quorum").get(pk=pk)

    def by_reference(self, reference: str) -> Self:
        """The meeting of that reference, `CODE-M-0001`."""
        code, _letter, number = (reference or "").partition("-M-")
        return self.filter(organisation__code=code, pk=int(number)) if number.isdecimal() else self.none()
