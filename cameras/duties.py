"""What cameras owe: checks, temporary sites at month 12, gaps, tasks, equipment, signs, authorities that expire."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents.models import Job
from anpr_governance.duties.registry import Line, after, duty, interval
from anpr_governance.organisations.roles import Role
from cameras.finance.comparing import KIND as RECONCILE
from cameras.models import Asset, EquipmentModel, Gap, PerformanceCheck, PublicInformation, Site, SiteTask
from cameras.opening import devices_with_check, open_due_checks
from cameras.querysets import WITH_IMAGES, WITHOUT_IMAGES
from cameras.states import AssetKind, CheckKind, DeviceKind


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def check_line(row: Any) -> Line:
    """A device and why its check is due; `row` is a placement with its due day."""
    key = WITH_IMAGES if row.device.gives_images else WITHOUT_IMAGES
    nrd = row.device.kind == DeviceKind.NRD
    images = _("It gives images") if nrd else _("It carries images")
    if not row.device.gives_images:
        images = _("It gives no images") if nrd else _("It carries no images")
    last = _("Last checked %(day)s.") % {"day": _day(row.last_done)} if row.last_done else _("No check is recorded.")
    why = _("%(images)s, so it is checked every %(months)d months.") % {
        "images": images, "months": interval(key)["months"],
    }  # fmt: skip
    path = f"{row.site.get_absolute_url()}checks/"
    return Line(f"{row.site.title}: {row.device}", f"{why} {last}", path, _("Record the check"), row.device.reference)


@duty(
    "cameras.performance",
    title=gettext_lazy("Performance check of a device"), plural=gettext_lazy("Performance checks of devices"),
    clause="P L29", role=Role.ANPR_MANAGER, line=check_line, path="/performance/", opens=open_due_checks,
)  # fmt: skip
def performance(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C2 and C3: each device that collects, by the day of its next check."""
    related = ("device", "site", "site__organisation")
    return devices_with_check(today, organisation_ids).select_related(*related)


def waiting_line(check: PerformanceCheck) -> Line:
    """A check on installation, a retest or an ad hoc one that waits."""
    why = _("A retest follows a failed check.") if check.kind == CheckKind.RETEST else _("It was asked for on its own.")
    if check.kind == CheckKind.INSTALLATION:
        why = _("A device is checked on installation, before its site goes live.")
    title = f"{check.site.title}: {check.device}"
    return Line(title, why, check.get_absolute_url(), _("Record the check"), check.reference)


@duty(
    "cameras.single_check",
    title=gettext_lazy("Installation check or retest"), plural=gettext_lazy("Installation checks and retests"),
    clause="P L29", role=Role.ANPR_MANAGER, line=waiting_line, path="/performance/?state=open",
)  # fmt: skip
def single_checks(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Checks that no interval asks for."""
    rows = PerformanceCheck.objects.filter(organisation__in=organisation_ids, state="open")
    return rows.exclude(kind=CheckKind.PERIODIC).select_related("device", "site__organisation", "organisation")


def temporary_line(site: Site) -> Line:
    """A temporary site and the day from which the full process holds."""
    why = _(
        "It stands since %(start)s as a temporary site. From month 12 on, without the full process, it is a breach."
    )
    why %= {"start": _day(site.installed_on or site.live_since)}
    return Line(site.title, why, site.get_absolute_url(), _("Open the site"), site.reference)


@duty(
    "cameras.temporary",
    title=gettext_lazy("Temporary site that reaches month 12"),
    plural=gettext_lazy("Temporary sites that reach month 12"),
    clause="G 1.4", role=Role.ANPR_MANAGER, line=temporary_line, path="/sites/?deployment=temporary",
)  # fmt: skip
def temporary(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C17: due on the day on which month 12 is reached; overdue is the breach."""
    rows = Site.objects.filter(organisation__in=organisation_ids).standing_temporary()
    started = rows.annotate(started_on=Coalesce("installed_on", "live_since")).filter(started_on__isnull=False)
    return started.annotate(due_on=after("started_on", "temporary_deployment", today)).select_related("organisation")


def gap_line(gap: Gap) -> Line:
    """A missing paper, with its site."""
    why = _("Missing since %(day)s: %(kind)s.") % {"day": _day(gap.opened_on), "kind": gap.get_kind_display()}
    return Line(gap.site.title, why, gap.site.get_absolute_url(), _("Close the gap"), gap.site.reference)


@duty(
    "cameras.gap",
    title=gettext_lazy("Gap in the papers of a site"), plural=gettext_lazy("Gaps in the papers of sites"),
    clause="house", role=Role.ANPR_MANAGER, line=gap_line, path="/sites/?gap=any",
    organisation="site__organisation_id",
)  # fmt: skip
def gaps(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Open gaps by the day on which they are to be closed."""
    rows = Gap.objects.open().filter(site__organisation__in=organisation_ids, site__duplicate_of__isnull=True)
    return rows.annotate(due_on=F("due")).select_related("site__organisation")


def task_line(task: SiteTask) -> Line:
    """A task and its site; of a failure that nobody owns yet, who does what about it."""
    if task.due is None and task.check_failed is not None:
        why = _("The check failed on %(day)s, and nobody owns what is done about it.")
        path = f"{task.check_failed.get_absolute_url()}action/"
        title = f"{_(task.title)}: {task.site.title}"
        return Line(title, why % {"day": _day(task.check_failed.on)}, path, _("Say who does what by when"))
    why = _("Asked for by %(what)s.") % {"what": task.opened_by or task.check_failed or task.site.reference}
    path = f"{task.site.get_absolute_url()}tasks/{task.pk}/"
    return Line(f"{_(task.title)}: {task.site.title}", why, path, _("Say that it is done"), task.site.reference)


@duty(
    "cameras.task", title=gettext_lazy("Task of a site"), plural=gettext_lazy("Tasks of sites"),
    clause="G 7.4", role=Role.ANPR_MANAGER, line=task_line, path="/sites/", owner="owner__person",
    organisation="site__organisation_id",
)  # fmt: skip
def tasks(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Open tasks by their day; what a failed check asks for is due at once until somebody owns it by a day (T111)."""
    rows = SiteTask.objects.open().filter(site__organisation__in=organisation_ids)
    known = rows.annotate(due_on=Coalesce("due", "check_failed__on")).filter(due_on__isnull=False)
    return known.select_related("site__organisation", "check_failed__organisation")


def equipment_line(model: EquipmentModel) -> Line:
    """A model whose evaluation falls due."""
    why = _("Equipment is evaluated every year against the standards.")
    return Line(str(model), why, model.get_absolute_url(), _("Record the evaluation"), model.reference)


@duty(
    "cameras.equipment",
    title=gettext_lazy("Evaluation of an equipment model"), plural=gettext_lazy("Evaluations of equipment models"),
    clause="P L45", role=Role.ANPR_MANAGER, line=equipment_line, path="/assets/models/",
)  # fmt: skip
def equipment(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C4: a year after the newest acceptance or evaluation."""
    rows = EquipmentModel.objects.filter(organisation__in=organisation_ids)
    return rows.with_evaluation_due(today).select_related("organisation")


def reconciliation_line(asset: Any) -> Line:
    """A force whose asset register is to be compared with finance's; `asset` is its oldest entry that stands."""
    last = _("Last compared %(day)s.") % {"day": _day(asset.last_on)} if asset.last_on else _("It was never compared.")
    why = _("What stands in one register alone is a mistake. They are compared every %(months)d months. %(last)s")
    why %= {"last": last, "months": interval("asset_reconciliation")["months"]}
    return Line(_("Asset register and finance"), why, "/assets/reconcile/", _("Compare them"))


@duty(
    "cameras.reconciliation",
    title=gettext_lazy("Asset register compared with finance"), plural=gettext_lazy("Comparisons with finance"),
    clause="P L56", role=Role.ANPR_MANAGER, line=reconciliation_line, path="/assets/",
)  # fmt: skip
def reconciliations(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C11: one row a force that has assets, from its last comparison, else from its oldest entry that stands."""
    standing = Asset.objects.filter(organisation__in=organisation_ids, until__isnull=True)
    oldest = standing.filter(organisation=OuterRef("organisation")).order_by("since", "pk").values("pk")[:1]
    jobs = Job.objects.filter(kind=RECONCILE, organisation=OuterRef("organisation"), asked_at__date__lte=today)
    last = Subquery(jobs.order_by("-pk").values("asked_at__date")[:1])
    rows = standing.filter(pk=Subquery(oldest)).annotate(last_on=last).select_related("organisation")
    return rows.annotate(due_on=after(Coalesce("last_on", "since"), "asset_reconciliation", today))


def told_line(asset: Asset) -> Line:
    """A disposal of which finance does not know yet."""
    why = _("It was disposed of on %(day)s. Finance is told without undue delay.") % {"day": _day(asset.disposed_on)}
    path = f"{asset.get_absolute_url()}told/"
    return Line(f"{asset.finance_number}: {asset.site.title}", why, path, _("Say that finance knows"))


@duty(
    "cameras.finance_told",
    title=gettext_lazy("Finance to be told of a disposal"), plural=gettext_lazy("Disposals finance does not know of"),
    clause="P L60", role=Role.ANPR_MANAGER, line=told_line, path="/assets/?shows=untold",
)  # fmt: skip
def finance_told(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """Disposals, once a number, until the day on which finance was told is recorded (T142)."""
    rows = Asset.objects.filter(organisation__in=organisation_ids).untold().exclude(kind=AssetKind.UPGRADE)
    return rows.annotate(due_on=after("disposed_on", "finance_told", today)).select_related("site__organisation")


def information_line(row: PublicInformation) -> Line:
    """A sign or page that is to be read again."""
    why = _("What the public is told is read again each year. Last on %(day)s.") % {"day": _day(row.reviewed_on)}
    return Line(str(row), why, row.get_absolute_url(), _("Review it"), str(row.area))


@duty(
    "cameras.public_information",
    title=gettext_lazy("Review of public information"), plural=gettext_lazy("Reviews of public information"),
    clause="G 5.4b", role=Role.ANPR_MANAGER, line=information_line, path="/assets/public-information/",
    organisation="area__organisation_id",
)  # fmt: skip
def information(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """C22: a year after it was last read."""
    rows = PublicInformation.objects.filter(area__organisation__in=organisation_ids, reviewed_on__isnull=False)
    due = after("reviewed_on", "public_information", today, "area__organisation_id")
    return rows.annotate(due_on=due).select_related("area")


def authority_line(site: Site) -> Line:
    """A site whose authority ends."""
    why = _("Its authority %(reference)s ends on that day.") % {"reference": site.authority_reference}
    return Line(site.title, why, site.get_absolute_url(), _("Open the site"), site.reference)


@duty(
    "cameras.authority",
    title=gettext_lazy("Authority of a site that expires"), plural=gettext_lazy("Authorities of sites that expire"),
    clause="G 4.1", role=Role.ANPR_MANAGER, line=authority_line, path="/sites/?deployment=ripa",
)  # fmt: skip
def authorities(today: date, organisation_ids: Sequence[int]) -> QuerySet[Any]:
    """RIPA and RIP(S)A rows in service, by the day on which their authority ends."""
    rows = Site.objects.register().filter(organisation__in=organisation_ids, in_service=True, deployment="ripa")
    known = rows.filter(authority_expires__isnull=False)
    return known.annotate(due_on=F("authority_expires")).select_related("organisation")
