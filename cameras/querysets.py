"""The vocabulary of cameras: which rows, on which day."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from anpr_governance.database.dated import DatedQuerySet
from anpr_governance.database.functions import AddMonths, Joined, Latest
from anpr_governance.duties.registry import after, length
from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.workflow.models import TaskQuerySet
from anpr_governance.workflow.querysets import StatefulQuerySet
from cameras.states import COLLECTING, GONE


class AreaScoped(VisibleQuerySet):
    """As everywhere; who is a local policing area's commander alone sees that area's sites alone (P L20)."""

    area_path = "site__area"

    def visible_to(self, person: Any) -> Self:
        """Rows of the person's organisations, narrowed to the areas of one who is but their commander."""
        seen = super().visible_to(person)
        held = getattr(person, "memberships_today", [])
        narrow = {m.organisation_id for m in held if m.role == "lpa-commander"}
        narrow -= {m.organisation_id for m in held if m.role != "lpa-commander"}
        if not narrow:
            return seen
        areas = [m.area_id for m in held if m.role == "lpa-commander" and m.area_id]
        elsewhere = ~Q(**{f"{self.organisation_path}__in": narrow})
        return seen.filter(elsewhere | Q(**{f"{self.area_path}__in": areas}))


class SiteQuerySet(AreaScoped, StatefulQuerySet):
    """Camera sites."""

    area_path = "area"

    def register(self) -> Self:
        """Without those marked as duplicates."""
        return self.filter(duplicate_of__isnull=True)

    def sought_or_standing(self) -> Self:
        """The register without places where nothing stands or is sought any more."""
        return self.register().exclude(state__in=GONE)

    def governed(self) -> Self:
        """Sites with the machine: own and feeds_us, fixed and temporary."""
        return self.register().exclude(state="")

    def collecting(self) -> Self:
        """The review set: live and suspended governed sites (T095)."""
        return self.governed().filter(state__in=COLLECTING)

    def never_reviewed(self) -> Self:
        """Of the review set, those without a confirmed or an imported last review."""
        return self.collecting().filter(review_before=None).exclude(reviews__state__in=["confirmed", "closed"])

    def with_gap(self, kind: str = "") -> Self:
        """Sites with an open gap (of `kind`, where it is given)."""
        gaps = self._related("gaps").filter(site=OuterRef("pk"), closed_on__isnull=True)
        return self.filter(Exists(gaps.filter(kind=kind) if kind else gaps))

    def gap_kinds(self) -> Subquery:
        """The kinds of a row's open gaps as one text with commas between them; NULL where none is open."""
        gaps = self._related("gaps").open().filter(site=OuterRef("pk")).order_by().values("site")
        return Subquery(gaps.annotate(kinds=Joined("kind")).values("kinds"))

    def _related(self, name: str) -> Any:
        return _behind(self.model, name)

    def with_papers(self, on: date) -> Self:
        """Annotate the papers in force on `on`, each as a mapping or None: what a site's thread is made of.

        The apps above are asked by the named methods of their rows (`in_force`, `approved`, `done`).
        """
        need = {"number": "need__number", "version": "need__version", "on": "need__decision__on"}
        grounds = "need__grounds__assessment__"
        assessment = {"number": f"{grounds}number", "version": f"{grounds}version", "until": f"{grounds}next_review_on"}
        assessment["ended"] = f"{grounds}ended_on"
        proposal = {"number": "proposal__number", "on": "proposal__decision__on"}
        reviews = self._related("reviews")
        done = reviews.done().filter(decision__on__lte=on).order_by("-decision__on")
        return self.with_dpia(on).annotate(
            paper_need=_paper(self._related("needs").in_force(on).order_by("-since"), need),
            paper_assessment=_paper(
                self._related("needs").in_force(on).filter(need__grounds__isnull=False).order_by("-since"), assessment
            ),
            paper_proposal=_paper(self._related("proposals").approved(on).order_by("-since"), proposal),
            paper_review=_paper(done, {"number": "number", "on": "decision__on"}),
            paper_review_open=_paper(reviews.unfinished(), {"number": "number", "due": "due_on"}),
            paper_check=_paper(
                self._related("checks").accepted().filter(on__lte=on).order_by("-on"),
                {"key": "pk", "on": "on", "outcome": "outcome"},
            ),
        )

    def with_dpia(self, on: date) -> Self:
        """Annotate the DPIA version that covers the site on `on`."""
        return self.annotate(paper_dpia=_dpia(self.model, on))

    def with_period(self, end: Any) -> Self:
        """Annotate what the site was at the moment `end`."""
        columns = {"state": "state", "since": "since", "in_service": "in_service", "reason": "reason_code"}
        return self.annotate(paper_period=_paper(self._related("periods").at(end).order_by("-since"), columns))

    def with_commander(self, on: date) -> Self:
        """Annotate the name of the commander of the site's area on that day (P L20); NULL where there is none."""
        held = Membership.objects.effective().on(on).filter(role="lpa-commander", area=OuterRef("area"))
        return self.annotate(commander=Subquery(held.order_by("acting_for", "pk").values("person__name")[:1]))

    def with_next_days(self, today: date) -> Self:
        """Annotate `next_review_on` and `next_check_on` of sites that collect, and the number of open `gaps_open`."""
        return self.annotate(**_next_days(self.model, today))

    def standing_temporary(self) -> Self:
        """Temporary sites that stand and for which the full route has not ended (G 1.4)."""
        standing = self.governed().filter(state__in=["installed", *COLLECTING])
        return standing.filter(deployment="temporary", became_long_term_on__isnull=True)


def _behind(site: Any, name: str) -> Any:
    """The rows behind a reverse relation of the site, whichever app declares it."""
    return site._meta.get_field(name).related_model._default_manager.all()


@lru_cache(maxsize=4)
def _next_days(site: Any, today: date) -> dict[str, Any]:
    """The expressions of `with_next_days`: building them costs more than asking them, and they hold for a day."""
    reviews = _behind(site, "reviews")
    waiting = reviews.unfinished().filter(site=OuterRef("pk")).values("due_on")[:1]
    done = reviews.done().filter(site=OuterRef("pk")).order_by("-decision__on").values("decision__on")[:1]
    counted = Coalesce(Subquery(done), "review_before", "live_since", output_field=DateField())
    collects = Q(state__in=COLLECTING, duplicate_of__isnull=True)
    placed = _behind(site, "placements").on(today).filter(site=OuterRef("pk")).with_check_due(today)
    gaps = _behind(site, "gaps").open().filter(site=OuterRef("pk")).order_by().values("site")
    return {
        "next_review_on": Case(
            When(collects, then=Coalesce(Subquery(waiting), after(counted, "location_review", today))),
            output_field=DateField(),
        ),
        "next_check_on": Case(
            When(collects, then=Subquery(placed.order_by("due_on").values("due_on")[:1])), output_field=DateField()
        ),
        "gaps_open": Coalesce(Subquery(gaps.annotate(n=models.Count("pk")).values("n")), 0),
    }


@lru_cache(maxsize=4)
def _dpia(site: Any, on: date) -> Subquery:
    columns = {"number": "dpia__number", "version": "dpia__version", "on": "dpia__decision__on"}
    return _paper(_behind(site, "dpias").in_force(on).order_by("-since"), columns)


def _paper(rows: Any, columns: dict[str, str]) -> Subquery:
    """The first of `rows` of the site at hand as one JSON value, so that a whole thread is one statement."""
    mapping = rows.filter(site=OuterRef("pk")).values(paper=JSONObject(**columns))[:1]
    return Subquery(mapping, output_field=models.JSONField())


class SitePeriodQuerySet(models.QuerySet):
    """What sites were."""

    def at(self, moment: Any) -> Self:
        """The periods that hold at `moment` (aware datetime)."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)


class GapQuerySet(AreaScoped):
    """Missing papers."""

    organisation_path = "site__organisation"

    def open(self) -> Self:
        """Gaps that nobody closed."""
        return self.filter(closed_on__isnull=True)


class SiteTaskQuerySet(AreaScoped, TaskQuerySet):
    """Tasks of sites."""

    organisation_path = "site__organisation"


class DeviceQuerySet(VisibleQuerySet):
    """Devices."""


class PlacementQuerySet(DatedQuerySet):
    """Where devices stand."""

    def collecting(self, today: date, organisation_ids: Sequence[int]) -> Self:
        """Devices at live and suspended governed sites, whose performance is checked (P L29)."""
        here = self.on(today).filter(
            site__organisation__in=organisation_ids, site__state__in=COLLECTING, site__duplicate_of__isnull=True
        )
        return here.annotate(organisation_id=models.F("site__organisation_id"))

    def with_check_due(self, today: date) -> Self:
        """Annotate `last_done` and `due_on`: the last accepted check, else installation, plus the interval.

        The interval follows whether the device gives images, so changing that moves the day at once (T110).
        """
        device: Any = self.model._meta.get_field("device").related_model
        checks = device._meta.get_field("checks").related_model
        newest = checks._base_manager.filter(device=OuterRef("device"), state="accepted").order_by("-on")
        done = Subquery(newest.values("on")[:1], output_field=DateField())
        rows = self.annotate(accepted_on=done).annotate(last_done=Latest("accepted_on", "device__check_before"))
        found = Case(
            When(site__origin="found", then=Coalesce("site__installed_on", "site__live_since")),
            output_field=DateField(),
        )
        counted = Coalesce("last_done", found, "since", output_field=DateField())
        org = "site__organisation_id"
        months = Case(
            When(device__gives_images=True, then=length(WITH_IMAGES, today, org)),
            default=length(WITHOUT_IMAGES, today, org),
        )
        return rows.annotate(due_on=AddMonths(counted, months))


WITH_IMAGES, WITHOUT_IMAGES = "performance_check_with_images", "performance_check_without_images"


class CheckQuerySet(AreaScoped, StatefulQuerySet):
    """Performance checks."""

    def by_reference(self, reference: str) -> Self:
        """Checks are addressed by `CODE-C-key` of their row."""
        code, _dash, key = reference.partition("-C-")
        known = key.isdecimal() and len(key) < 19
        return self.filter(organisation__code=code, pk=int(key)) if known else self.none()

    def accepted(self) -> Self:
        """Accepted checks."""
        return self.filter(state="accepted")

    def open(self) -> Self:
        """Checks that wait for their counts or their acceptance."""
        return self.filter(state__in=["open", "recorded"])

    def made(self) -> Self:
        """Checks with counts, the newest first."""
        return self.filter(state__in=["recorded", "accepted"]).order_by("-on", "-pk")


class EquipmentQuerySet(VisibleQuerySet):
    """Suppliers' models."""

    def with_last(self, today: date | None = None) -> Self:
        """Annotate step and day of the newest decision: `last_step`, `last_on`; for `today` also `due_on`."""
        made: Any = self.model._meta.get_field("decisions").related_model
        newest = made._default_manager.filter(equipment=OuterRef("pk")).order_by("-on", "-pk")
        rows = self.annotate(last_step=Subquery(newest.values("step")[:1]), last_on=Subquery(newest.values("on")[:1]))
        if today is None:
            return rows
        next_on = Case(When(~Q(last_step="reject"), then=after("last_on", "equipment_evaluation", today)))
        return rows.annotate(due_on=next_on)

    def accepted(self) -> Self:
        """Models that may be used: decided upon, and not rejected last."""
        return self.with_last().filter(last_on__isnull=False).exclude(last_step="reject")

    def not_accepted(self) -> Self:
        """Models that wait for their acceptance, or lost it."""
        return self.with_last().filter(Q(last_on__isnull=True) | Q(last_step="reject"))

    def with_evaluation_due(self, today: date) -> Self:
        """Models in use with `due_on`, the day of their next evaluation (P L45)."""
        return self.with_last(today).filter(last_on__isnull=False).exclude(last_step="reject")


class AssetQuerySet(AreaScoped, DatedQuerySet):
    """Entries of the asset register."""

    def number(self, asset: Any) -> Self:
        """The rows under the number of `asset`: the entry and its upgrades."""
        return self.filter(organisation=asset.organisation_id, finance_number=asset.finance_number)

    def valued(self, day: date) -> Self:
        """Annotate `known_cost` and `known_value`: the sums that hold on `day`, whatever was written later."""
        then = self.model.history.model.objects.filter(id=OuterRef("pk"))
        dated = then.annotate(from_day=Coalesce("valued_on", "since")).filter(from_day__lte=day)
        newest = dated.order_by("-from_day", "-history_id")
        return self.annotate(
            known_cost=Subquery(newest.values("cost")[:1]), known_value=Subquery(newest.values("book_value")[:1]),
            known_end=Case(When(until__lte=day, then="disposed_on")),
            known_charge=Case(When(until__lte=day, then="charge")),
        )  # fmt: skip

    def valued_now(self) -> Self:
        """The same for today, without a look at what was."""
        return self.annotate(
            known_cost=F("cost"), known_value=F("book_value"), known_end=F("disposed_on"), known_charge=F("charge")
        )

    def untold(self) -> Self:
        """Disposals of which finance does not know (P L60)."""
        return self.filter(disposed_on__isnull=False, finance_told_on__isnull=True)


class PublicInformationQuerySet(VisibleQuerySet):
    """What the public is told."""

    organisation_path = "area__organisation"

    def reviewed(self, on: date) -> Self:
        """Entries put up and reviewed by `on`."""
        return self.filter(reviewed_on__lte=on)


class DifferenceQuerySet(VisibleQuerySet):
    """What a comparison with finance found."""

    organisation_path = "job__organisation"

    def open(self) -> Self:
        """Those that nobody resolved."""
        return self.filter(resolved_on__isnull=True)

    def resolved(self) -> Self:
        """Those with a reason and a day."""
        return self.filter(resolved_on__isnull=False)


class CordonQuerySet(VisibleQuerySet):
    """Ways into settlements: where cameras stand can be read from them."""

    view_permission = "view_locations"
