"""Like cases: same kind of place and a shared evidenced ground, how each ended and why (G 1.3 b1)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from anpr_governance.audit.models import Event
from anpr_governance.workflow.reasons import Reason
from assessments.states import ProposalState

MOST = 50
"""So many like cases are compared; a page shows the newest of them."""
CLAUSE = "G 1.3 b1"
DECIDED = (ProposalState.APPROVED, ProposalState.REFUSED)
GIVEN_UP = ("withdraw", "share_instead")


@dataclass(frozen=True)
class LikeCase:
    """Another proposal: the grounds that it shares, its strongest code, how it ended, on which day and why."""

    proposal: Any
    grounds: tuple[str, ...]
    best: str
    words: str
    on: Any
    why: str

    @property
    def decided(self) -> bool:
        """Whether a body said yes or no."""
        return self.proposal.state in DECIDED


def signature(rows: Iterable[Any]) -> tuple[set[str], set[str]]:
    """Kinds of place and evidenced grounds that make other cases like one with these site rows."""
    rows = list(rows)
    return {row.site.place_type for row in rows}, {ground for row in rows for ground in row.matrix}


def like_cases(proposal: Any, seen: Any) -> list[LikeCase]:
    """Those among `seen` (a queryset of proposals) that are like it, the newest first; two statements at most."""
    kinds, grounds = signature(proposal.site_rows)
    if not grounds:
        return []
    rows = proposal.sites.model.objects.filter(
        proposal__in=seen.exclude(pk=proposal.pk), site__place_type__in=kinds, matrix__has_any_keys=sorted(grounds)
    )
    rows = rows.select_related(
        "proposal__organisation", "proposal__decision", "proposal__shares", "site", "matrix_edition"
    )
    by_proposal: dict[int, list[Any]] = {}
    for row in rows.order_by("-proposal_id", "pk")[:MOST]:
        by_proposal.setdefault(row.proposal_id, []).append(row)
    given_up = _given_up([found[0].proposal for found in by_proposal.values()])
    return [_case(found, grounds, given_up) for found in by_proposal.values()]


def _case(rows: Sequence[Any], grounds: set[str], given_up: dict[str, Event]) -> LikeCase:
    proposal = rows[0].proposal
    best = max((row.best for row in rows), key=lambda code: rows[0].codes[code]["rank"])
    shared = {ground for row in rows for ground in row.matrix} & grounds
    event = given_up.get(proposal.reference)
    on = proposal.decision.on if proposal.decision else event.on if event else None
    said = str((event.details or {}).get("reason", "")) if event else ""
    why = proposal.decision.reasons if proposal.decision else said
    return LikeCase(proposal, tuple(sorted(shared)), best, str(proposal.get_state_display()), on, why)


def _given_up(proposals: Sequence[Any]) -> dict[str, Event]:
    """The event by which each of the withdrawn ones was given up, by reference."""
    found = {row.reference: row for row in proposals if row.state == ProposalState.WITHDRAWN}
    if not found:
        return {}
    code = proposals[0].organisation.code
    kinds = [f"assessments.proposal.{name}" for name in GIVEN_UP]
    return {row.subject: row for row in Event.objects.filter(organisation_code=code, subject__in=found, kind__in=kinds)}


def standing_alike(proposal: Any, seen: Any) -> list[tuple[str, int]]:
    """State and number of the sites among `seen` of such a place whose established need has such a ground."""
    kinds, grounds = signature(proposal.site_rows)
    if not grounds:
        return []
    held = Q(needs__until__isnull=True, needs__need__state="established", needs__need__grounds__ground__in=grounds)
    rows = seen.filter(held, place_type__in=kinds).exclude(pk__in=[row.site_id for row in proposal.site_rows])
    counted = rows.order_by().values_list("state").annotate(n=Count("pk", distinct=True))
    return sorted(counted, key=lambda pair: -pair[1])


def outcomes(cases: Sequence[LikeCase]) -> dict[str, int]:
    """How many of those that were decided were approved, and how many refused."""
    ends = Counter(case.proposal.state for case in cases if case.decided)
    return {"approved": ends["approved"], "refused": ends["refused"], "all": ends.total()}


def inconsistencies(proposal: Any, cases: Sequence[LikeCase], towards: str = "") -> list[Reason]:
    """Where this case differs from like ones, in sentences; `towards` is the outcome that a step would give it."""
    found, ends = [], outcomes(cases)
    against = {"approved": "refused", "refused": "approved"}.get(towards, "")
    if ends["approved"] and ends["refused"]:
        found.append(_("Like cases ended differently: %(approved)d approved, %(refused)d refused. Read why.") % ends)
    elif against and ends[against]:
        said = _("Like cases ended otherwise: %(approved)d approved, %(refused)d refused. Say why not here.")
        found.append(said % ends)
    codes, own = Counter(case.best for case in cases if case.decided), strongest(proposal.site_rows)
    usual = codes.most_common(1)[0][0] if codes else own
    if own and usual != own:
        said = _("The matrix advises %(own)s here; for most like cases it advised %(usual)s.")
        found.append(said % {"own": own, "usual": usual})
    return [Reason(sentence, CLAUSE) for sentence in found]


def strongest(rows: Sequence[Any]) -> str:
    """The strongest code over the sites, or nothing."""
    codes = [row.best for row in rows if row.best]
    return max(codes, key=lambda code: rows[0].codes[code]["rank"], default="")
