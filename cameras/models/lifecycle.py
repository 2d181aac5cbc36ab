"""The steps of a camera site (`design/workflows.md` 4)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.roles import Role, System
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import KEPT, leave, step, tell
from cameras import guards
from cameras.states import GapKind, Origin, SiteState, SuspendReason

if TYPE_CHECKING:
    from cameras.models.site import Site

S = SiteState
PAPERS = {
    GapKind.NEED: guards.need_missing,
    GapKind.DPIA: guards.dpia_not_in_force,
    GapKind.DECISION: guards.proposal_not_approved,
    GapKind.INSTALLATION_CHECK: guards.installation_check_missing,
    GapKind.SIGNS: guards.signs_missing,
    GapKind.ASSET: guards.asset_missing,
}
"""What the ordinary steps ask for; each that is missing is a gap of a breach."""

BEFORE_INSTALLATION = (GapKind.NEED, GapKind.DPIA, GapKind.DECISION)
EVERY_STATE = ("", *S.values)
FILE_ONLY = SuspendReason.REGISTER_FILE


class SiteSteps(Stateful):
    """Every step of the machine, in the order of a site's life."""

    class Meta:
        abstract = True

    # The decision, driven by the proposal

    @step(
        source=S.PROPOSED, target=S.APPROVED, label=_("Approve"), by="system:proposal", clause="P L16",
        then=[tell(Role.ANPR_MANAGER)], help=_("The last body of the route approved the proposal."),
    )  # fmt: skip
    def approve(self: Any, *, on: date) -> None:
        """The final approval of the proposal moves its sites."""
        self.happened = on

    @step(
        source=S.PROPOSED, target=S.REFUSED, label=_("Refuse"), by="system:proposal", clause="P L16",
        then=[tell(Role.ANPR_MANAGER)], help=_("A body of the route refused the proposal."),
    )  # fmt: skip
    def refuse(self: Any, *, on: date) -> None:
        """A refusal moves the proposal's sites."""
        self.happened = on

    @step(
        source=(S.INSTALLED, S.LIVE, S.SUSPENDED), target=KEPT, label=_("Confirm authority"), by="system:proposal",
        clause="G 1.4", then=[tell(Role.ANPR_MANAGER)],
        help=_("The final decision is the site's authority from that day. A temporary site becomes long-term."),
    )  # fmt: skip
    def confirm_authority(self: "Site", *, on: date) -> None:  # type: ignore[misc]
        """The full route ended for a site that stands: T006 keeps the long-term day beside the start."""
        if self.deployment == "temporary" and self.became_long_term_on is None:
            self.became_long_term_on = on
        self.close_gaps([GapKind.DECISION], on, self.reference)

    @step(
        source=S.APPROVED, target=S.PROPOSED, label=_("Revoke approval"), by="system:proposal", reason=True,
        clause="P L16", then=[tell(Role.ANPR_MANAGER)], help=_("The body that decided rescinded its decision."),
    )  # fmt: skip
    def revoke_approval(self: Any, *, on: date) -> None:
        """A rescission takes the approval back, before anything is installed."""
        self.happened = on

    @step(
        source=(S.REFUSED, S.WITHDRAWN), target=S.PROPOSED, label=_("Propose again"), by=Role.ANPR_MANAGER,
        reason=True, clause="G 6.1", help=_("The place stands open for a new proposal. Earlier decisions stay."),
    )  # fmt: skip
    def propose_again(self: Any, *, on: date) -> None:
        """A place that was refused or withdrawn may be argued anew."""
        self.happened = on

    @step(
        source=(S.PROPOSED, S.APPROVED), target=S.WITHDRAWN, label=_("Withdraw"), by=Role.ANPR_MANAGER, reason=True,
        grave=True, clause="G 6.1", help=_("The place is no longer sought. It can be proposed again."),
    )  # fmt: skip
    def withdraw(self: Any, *, on: date) -> None:
        """The force gives the place up before anything stands there."""
        self.happened = on

    # Putting up and switching on

    @step(
        source=S.APPROVED, target=S.INSTALLED, label=_("Record installation"), by=Role.ANPR_MANAGER, clause="G 1.11",
        unless=[guards.proposal_not_approved, guards.dpia_not_signed_before, guards.ico_open, guards.no_device],
        then=[tell(Role.ANPR_SPECIALIST)],
        help=_("Says on which day the equipment was put up. Opens an installation check for each device."),
    )  # fmt: skip
    def record_installation(self: "Site", *, on: date) -> None:  # type: ignore[misc]
        """The equipment stands; nothing is collected yet."""
        self.happened = self.installed_on = on
        self.open_installation_checks(on)

    @step(
        source=S.INSTALLED, target=S.LIVE, label=_("Go live"), by=Role.ANPR_MANAGER, clause="P L29",
        unless=[guards.dpia_not_in_force, guards.installation_check_missing, guards.model_not_accepted,
                guards.signs_missing, guards.asset_missing],
        then=[tell(Role.STRATEGIC_LEAD)],
        help=_("Collection begins on the day you give. The first review falls due 12 months later."),
    )  # fmt: skip
    def go_live(self: "Site", *, on: date) -> None:  # type: ignore[misc]
        """Collection begins, with the whole chain of papers behind it."""
        self.happened = self.live_since = on

    @step(
        source=(S.PROPOSED, S.APPROVED, S.REFUSED, S.WITHDRAWN, S.INSTALLED, S.SUSPENDED, S.COLLECTION_CEASED, S.LIVE),
        target=(S.INSTALLED, S.LIVE), label=_("Record a breach"), reason=True, grave=True, clause="G 1.4",
        by=(Role.ANPR_MANAGER, Role.DPO, Role.STRATEGIC_LEAD), form="cameras.forms.BreachForm",
        then=[tell(Role.DPO, Role.CHIEF_OFFICER)],
        help=_("It was put up, used or kept without what the guidance asks. Says so with the true days, opens a gap "
               "for each missing paper, and tells the data protection officer and the chief officer."),
    )  # fmt: skip
    def record_breach(  # type: ignore[misc]
        self: "Site", *, on: date, installed_on: date | None = None, live_since: date | None = None
    ) -> str:
        """What is, whatever may be: always possible, and never hidden afterwards."""
        self._refuse_untrue_days(on, installed_on, live_since)
        live = live_since is not None or self.state in (S.LIVE, S.INSTALLED, S.SUSPENDED, S.COLLECTION_CEASED)
        kinds = BEFORE_INSTALLATION if self.state == S.LIVE or not live else tuple(PAPERS)
        self.happened = (live_since if live else installed_on) or on
        self.origin, self.suspended_for = Origin.BREACH, ""
        self.installed_on = installed_on or self.installed_on or live_since or on
        if live:
            self.live_since = live_since or self.live_since or on
            self.ceased_on = None
        for kind in kinds:
            if self._lacks(kind, on):
                self.open_gap(kind, on)
        self.open_installation_checks(on)
        return S.LIVE if live else S.INSTALLED

    # Pausing and ending

    @step(
        source=S.LIVE, target=S.SUSPENDED, label=_("Suspend collection"), reason=True, clause="G 7.4",
        by=(Role.ANPR_MANAGER, Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER, "system:import"),
        form="cameras.forms.SuspendForm", then=[tell(Role.ANPR_MANAGER, Role.STRATEGIC_LEAD)],
        help=_("Collection stops at once. What has to come before it resumes follows from why it stopped."),
    )  # fmt: skip
    def suspend(self: "Site", *, by: Any, on: date, code: str = "") -> None:  # type: ignore[misc]
        """At once, without conditions: stopping is never harder than going on."""
        if isinstance(by, System):
            self._only_found()
            code = FILE_ONLY
        if code not in SuspendReason.values or (code == FILE_ONLY) != isinstance(by, System):
            raise Refused([Reason(_now("Choose why collection is suspended."), "G 7.4", "code")])
        self.happened, self.suspended_for = on, code

    @step(
        source=S.SUSPENDED, target=S.LIVE, label=_("Resume collection"), by=(Role.ANPR_MANAGER, "system:import"),
        unless=[guards.failed_test_stands, guards.not_decided_to_continue], clause="G 7.9",
        then=[tell(Role.STRATEGIC_LEAD)], help=_("Collection goes on from the day you give."),
    )  # fmt: skip
    def resume(self: "Site", *, by: Any, on: date) -> None:  # type: ignore[misc]
        """Only what stopped for a reason that is mended goes on."""
        if isinstance(by, System) and self.suspended_for != FILE_ONLY:
            raise NotYours(_now("resume what no register file suspended"))
        self.happened, self.suspended_for = on, ""
        self.live_since = self.live_since or on

    @step(
        source=(S.INSTALLED, S.LIVE, S.SUSPENDED), target=S.COLLECTION_CEASED, label=_("Cease collection"),
        by=(Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER, "system:review"), reason=True, grave=True, clause="G 7.4",
        then=[leave("cameras.ceased"), tell(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)],
        help=_("Collection ends for good. Opens the tasks: feed, national service, disposal, finance, signs. "
               "The next strategy group is told."),
    )  # fmt: skip
    def cease_collection(self: "Site", *, on: date, opened_by: str = "") -> None:  # type: ignore[misc]
        """The end of collecting, before anything is taken down; both days are kept."""
        self.happened = self.ceased_on = on
        self.close_gaps([], on, f"{self.reference} ceased")
        self.cancel_checks(on)
        self.open_cease_tasks(on, opened_by or self.reference)

    @step(
        source=S.COLLECTION_CEASED, target=S.SUSPENDED, label=_("Reinstate"), by=Role.STRATEGIC_LEAD, reason=True,
        grave=True, clause="G 7.4", then=[leave("cameras.reinstated"), tell(Role.ANPR_MANAGER)],
        help=_("It was ceased by mistake. It stands suspended, its gaps open again and its clocks run on."),
    )  # fmt: skip
    def reinstate(self: "Site", *, by: Any, on: date, reason: str) -> None:  # type: ignore[misc]
        """A mistake is corrected in the open."""
        self.happened, self.ceased_on = on, None
        for kind in self.gaps.filter(closed_by=f"{self.reference} ceased").values_list("kind", flat=True).distinct():
            self.open_gap(kind, on)
        for task in self.tasks.open():
            task.finish(by, on, reason)

    @step(
        source=S.COLLECTION_CEASED, target=S.DECOMMISSIONED, label=_("Decommission"), by=Role.ANPR_MANAGER,
        unless=[guards.task_open, guards.disposal_not_authorised], grave=True, clause="P L60",
        then=[tell(Role.FINANCE_OFFICER, Role.STRATEGIC_LEAD)],
        help=_("The equipment is taken down. The site leaves the live register and stays in its history."),
    )  # fmt: skip
    def decommission(self: "Site", *, on: date) -> None:  # type: ignore[misc]
        """Everything is taken down with authority; devices leave the place."""
        self.happened = self.decommissioned_on = on
        for placement in self.placements.open():
            placement.end(on)

    @step(
        source=EVERY_STATE, target=KEPT, label=_("Mark as a duplicate"), by=Role.STRATEGIC_LEAD, reason=True,
        grave=True, clause="house", form="cameras.forms.DuplicateForm",
        then=[leave("cameras.ceased"), tell(Role.ANPR_MANAGER)],
        help=_("Both records stay. Counts, duties and gaps then stand on the other one alone."),
    )  # fmt: skip
    def mark_duplicate(self: "Site", *, on: date, other: "Site") -> None:  # type: ignore[misc]
        """Two rows of one place: one points to the other."""
        if other.organisation_id != self.organisation_id or other.pk == self.pk:
            raise Refused([Reason(_now("Name another site of the same organisation."), "house", "other")])
        if other.duplicate_of_id is not None:
            raise Refused(
                [Reason(_now("That site is itself a duplicate. Name the one it points to."), "house", "other")]
            )
        self.duplicate_of = other
        self.close_gaps([], on, other.reference)
        self.cancel_checks(on)

    def _only_found(self: Any) -> None:
        """A register file pauses what a register file brought."""
        if self.origin != Origin.FOUND:
            raise NotYours(_now("suspend a site that was not entered as found"))

    def _lacks(self: Any, kind: str, on: date) -> bool:
        """Whether the paper of `kind` is missing; at month 12 a decision counts only when the full route took it."""
        if kind == GapKind.DECISION and self.is_temporary and self.state == S.LIVE:
            return True
        return PAPERS[GapKind(kind)](self, None, on) is not None

    def _refuse_untrue_days(self: Any, on: date, *days: date | None) -> None:
        known = [day for day in days if day is not None]
        if any(day > on for day in known) or known != sorted(known):
            sentence = _now("The days of a breach lie in order: put up, then live, and neither after it is recorded.")
            raise Refused([Reason(sentence, "G 1.4", "days")])
