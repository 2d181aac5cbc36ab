"""The duties of DPIAs: the turn of each who decides, measures by their date, the regulator's reply, the review."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from anpr_governance.database.functions import AddDays, AddMonths
from anpr_governance.duties.registry import Line, after, duty, interval
from anpr_governance.organisations.roles import Role
from assessments.models import NeedSite
from dpia.models import Coverage, Decision, Dpia, IcoConsultation, Measure
from dpia.states import DpiaState

WEEK = 7


def _arrived() -> Any:
    """The day on which a version took its present state (its newest history row)."""
    newest = Dpia.history.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")  # type: ignore[attr-defined]
    return Subquery(newest.values(day=TruncDate("history_date"))[:1])


def waiting(today: date, organisation_ids: Sequence[int], *states: str) -> QuerySet[Dpia]:
    """Versions in `states`, with the day by which somebody takes their turn."""
    rows = Dpia.objects.filter(organisation__in=organisation_ids).in_state(*states).select_related("organisation")
    return rows.annotate(arrived=_arrived()).annotate(due_on=after("arrived", "dpia_turn", today))


def _sealed(step: str) -> Exists:
    return Exists(Decision.objects.filter(dpia=OuterRef("pk"), step=step))


def _turn(title: str, why: str, step: str, button: str) -> Callable[[Dpia], Line]:
    """How one's turn reads; the sentences are message ids."""

    def line(dpia: Dpia) -> Line:
        path = f"{dpia.get_absolute_url()}step/{step}/" if step else dpia.get_absolute_url()
        return Line(_(title) % {"dpia": dpia.title}, _(why), path, _(button), dpia.reference)

    return line


@duty(
    "dpia-advice", title=_l("DPIA that waits for advice"), plural=_l("DPIAs that wait for advice"), clause="G 5.4a",
    role=Role.DPO, path="/dpias/?state=with_dpo",
    line=_turn("Advise on: %(dpia)s", "It waits for your advice before anybody can approve it.", "advise", "Advise"),
)  # fmt: skip
def advice(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """With the DPO."""
    return waiting(today, organisation_ids, DpiaState.WITH_DPO)


@duty(
    "dpia-view", title=_l("DPIA that waits for the surveillance view"),
    plural=_l("DPIAs that wait for the surveillance view"), clause="G 1.11", role=Role.SURVEILLANCE_LEAD,
    path="/dpias/",
    line=_turn(
        "Give your view on: %(dpia)s", "Nobody can sign it off before you have been asked.",
        "give_surveillance_view", "Give your view",
    ),
)  # fmt: skip
def view(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """Past its author, without a view."""
    rows = waiting(today, organisation_ids, DpiaState.WITH_DPO, DpiaState.AWAITING_SIGN_OFF, DpiaState.WITH_ICO)
    return rows.exclude(_sealed("give_surveillance_view"))


@duty(
    "dpia-approvals", title=_l("DPIA that waits for approvals"), plural=_l("DPIAs that wait for approvals"),
    clause="ICO step 7", role=Role.STRATEGIC_LEAD, path="/dpias/?state=awaiting_sign_off",
    line=_turn("Approve: %(dpia)s", "Its measures and the risk that is left wait for you.", "", "Read and approve"),
)  # fmt: skip
def approvals(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """Advised on, one approval missing at least."""
    rows = waiting(today, organisation_ids, DpiaState.AWAITING_SIGN_OFF)
    return rows.exclude(_sealed("approve_measures"), _sealed("approve_residual_risk"))


@duty(
    "dpia-sign-off", title=_l("DPIA that waits for sign-off"), plural=_l("DPIAs that wait for sign-off"),
    clause="G 1.11", role=Role.CHIEF_OFFICER, path="/dpias/?state=awaiting_sign_off",
    line=_turn("Sign off: %(dpia)s", "It is advised on and approved. Nothing is installed before it.", "", "Read it"),
)  # fmt: skip
def sign_off(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """Both approvals are there."""
    rows = waiting(today, organisation_ids, DpiaState.AWAITING_SIGN_OFF)
    return rows.filter(_sealed("approve_measures"), _sealed("approve_residual_risk"))


def _reply_line(request: IcoConsultation) -> Line:
    dpia = request.dpia
    why = _("Asked on %(day)s. Nothing is installed before the reply is recorded.")
    title = _("Reply of the regulator: %(dpia)s") % {"dpia": dpia.title}
    why %= {"day": f"{request.sent_on:%-d %B %Y}"}
    return Line(title, why, dpia.get_absolute_url(), _("Follow it up"), dpia.reference)


@duty(
    "ico-reply", title=_l("Reply of the regulator"), plural=_l("Replies of the regulator"), clause="DPA s.65",
    role=Role.DPO, path="/dpias/?state=with_ico", line=_reply_line, organisation="dpia__organisation_id",
)  # fmt: skip
def ico_reply(today: date, organisation_ids: Sequence[int]) -> QuerySet[IcoConsultation]:
    """C18: weeks from the request, a month more if told; the clock stands still while the regulator waits for us."""
    period = interval("ico_reply")
    plain = AddDays("sent_on", period["weeks"] * WEEK)
    longer = AddMonths(plain, period["extension_months"])
    rows = IcoConsultation.objects.open().filter(dpia__state=DpiaState.WITH_ICO, waits=False, sent_on__isnull=False)
    rows = rows.filter(dpia__organisation__in=organisation_ids).select_related("dpia__organisation")
    return rows.annotate(due_on=Case(When(extended_on__isnull=False, then=longer), default=plain))


def _measure_line(measure: Measure) -> Line:
    dpia = measure.risk.dpia
    why = _("A measure of %(dpia)s, approved with you as its owner.") % {"dpia": dpia.title}
    path = f"{dpia.get_absolute_url()}measures/{measure.pk}/done/"
    return Line(measure.option, why, path, _("Record that it is done"), dpia.reference)


@duty(
    "dpia-measure", title=_l("Measure of a DPIA"), plural=_l("Measures of DPIAs"), clause="ICO step 7", role="",
    owner="owner__person", path="/dpias/", line=_measure_line, organisation="risk__dpia__organisation_id",
)  # fmt: skip
def measures(today: date, organisation_ids: Sequence[int]) -> QuerySet[Measure]:
    """Measures of versions in force that nobody has reported as done, by the date of each."""
    rows = Measure.objects.filter(done_on__isnull=True, risk__dpia__state=DpiaState.SIGNED_OFF, due__isnull=False)
    rows = rows.filter(risk__dpia__organisation__in=organisation_ids)
    return rows.select_related("risk__dpia__organisation").annotate(due_on=F("due"))


def _moved_line(dpia: Any) -> Line:
    title = _("Ground moved: %(dpia)s") % {"dpia": dpia.title}
    why = _("The assessment below it fell on %(day)s. Confirm the need or make a new version of the proposal's ground.")
    why %= {"day": f"{dpia.due_on:%-d %B %Y}"}
    return Line(title, why, dpia.get_absolute_url(), _("Open the DPIA"), dpia.reference)


@duty(
    "dpia-ground", title=_l("DPIA whose ground moved"), plural=_l("DPIAs whose ground moved"), clause="G 1.8",
    role=Role.ANPR_MANAGER, path="/dpias/?kind=moved", line=_moved_line,
)  # fmt: skip
def moved(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """Worked on, or in force for a site whose need lapsed: by the day on which the assessment fell."""
    below = Coverage.objects.filter(dpia=OuterRef("pk"), site__needs__in=NeedSite.objects.lapsed(today))
    ground = "site__needs__need__grounds__assessment"
    fell = below.annotate(fell=Coalesce(f"{ground}__ended_on", f"{ground}__next_review_on")).order_by("fell")
    own = Coalesce("proposal__assessment__ended_on", "proposal__assessment__next_review_on")
    rows = Dpia.objects.filter(organisation__in=organisation_ids).ground_moved(today).select_related("organisation")
    return rows.annotate(due_on=Coalesce(Subquery(fell.values("fell")[:1]), own))


def _review_line(dpia: Dpia) -> Line:
    title = _("Look at the DPIA again: %(dpia)s") % {"dpia": dpia.title}
    why = _("Signed off on %(day)s. If nature, scope, context or purpose changed, make a new version.")
    why %= {"day": f"{dpia.decision.on:%-d %B %Y}" if dpia.decision else ""}
    return Line(title, why, dpia.get_absolute_url(), _("Read it"), dpia.reference)


@duty(
    "dpia-review", title=_l("Review of a DPIA"), plural=_l("Reviews of DPIAs"), clause="G 7.5",
    role=Role.ANPR_MANAGER, path="/dpias/?state=signed_off", line=_review_line,
)  # fmt: skip
def dpia_review(today: date, organisation_ids: Sequence[int]) -> QuerySet[Dpia]:
    """C14: versions in force, by the day of their next look; a confirmed review of a site was such a look."""
    model: Any = Dpia._meta.get_field("reviews").related_model
    newest = model.objects.done().filter(dpia=OuterRef("pk")).order_by("-decision__on").values("decision__on")[:1]
    rows = Dpia.objects.filter(organisation__in=organisation_ids).in_state(DpiaState.SIGNED_OFF)
    looked_at = rows.annotate(looked_at_on=Coalesce(Subquery(newest), "decision__on"))
    return looked_at.select_related("organisation", "decision").annotate(
        due_on=after("looked_at_on", "dpia_review", today)
    )
