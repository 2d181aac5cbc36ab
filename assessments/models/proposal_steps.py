"""The machine of a proposal: every step, whose it is, what stands against it (`design/workflows.md` 3)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.reasons import NotYours
from anpr_governance.workflow.steps import KEPT, step, tell
from assessments.guards import proposal as guards
from assessments.guards import route as route_guards
from assessments.models.consulting import refusal
from assessments.models.proposal_content import WORKED_ON, Content
from assessments.models.route import DECIDERS
from assessments.sheets import ProposalSheet
from assessments.states import ProposalState

S = ProposalState
DECISION = [
    route_guards.not_the_present_entry, route_guards.no_meeting, route_guards.not_quorate, route_guards.votes_missing,
    route_guards.voted_down, route_guards.dissent_unrecorded, route_guards.balance_missing, route_guards.sat_in_both,
    route_guards.decider_kept_out,
]  # fmt: skip
STANDING = ("installed", "live", "suspended")
FORM = "assessments.forms.DecisionForm"


class Steps(Content):
    """Prepared by the ANPR manager, decided by the entries of its route in their order."""

    born_by = (Role.ANPR_MANAGER,)

    class Meta:
        abstract = True

    # Preparing

    @step(
        source=S.DRAFT, target=S.ASSESSING, label=_("Begin"), by=Role.ANPR_MANAGER, clause="G 6.1",
        unless=[guards.no_site, guards.assessment_not_in_date, guards.no_purpose],
        help=_("The task list is made. The assessment and the standard in force are noted for good."),
    )  # fmt: skip
    def begin(self: Any, *, by: Any, on: date) -> None:
        """Make the list and the consultation, and pin what the proposal is made against (T008, T014)."""
        self.nasple = Edition.objects.pin("nasple", self.organisation.code, on)
        self.prepare_consultation(by, on)
        self.open_tasks(by, on)
        self.refresh_codes(on)

    @step(
        source=S.ASSESSING, target=S.CONSULTING, label=_("Open consultation"), by=Role.ANPR_MANAGER, clause="G 5.3b",
        unless=[guards.cameras_not_reviewed, guards.no_stakeholders, guards.no_dpia_begun, guards.no_pack,
                guards.pack_names_a_place, guards.extent_unjustified, guards.limited_without_reasons],
        help=_("Consultees get the pack, which names no exact place. Unless limited, it stands on a public page too."),
    )  # fmt: skip
    def open_consultation(self: Any, *, by: Any, on: date) -> None:
        """People are asked; a consultation that was opened before goes on."""
        if self.consultation.opened_on is None:
            self.consultation.opened_on, self.consultation._history_user = on, by
            self.consultation.save()

    @step(
        source=S.CONSULTING, target=S.READY, label=_("Finish consultation"), by=Role.ANPR_MANAGER, clause="G 5.1",
        unless=[
            guards.task_open, guards.matrix_not_looked_up, guards.exceptional_without_reason,
            guards.need_not_established, guards.need_lapsed, guards.consultation_open, guards.responses_unanswered,
            guards.responses_unread, guards.limited_without_reasons, guards.dpia_unfinished,
        ],
        help=_("Every task is done. The content is closed, and the proposal can be submitted."),
    )  # fmt: skip
    def finish_consultation(self: Any, *, by: Any, on: date) -> None:
        """Tasks that ended with their record get its day and person, else those of this step."""
        closing = self.entitled(by, (Role.ANPR_MANAGER,))
        for task in self.listed_tasks():
            if not task.is_done:
                task.done_on, task.done_by = self.ended_with(task.kind) or (on, closing)
                task.save(update_fields=["done_on", "done_by"])

    @step(
        source=S.READY, target=S.DECIDING, label=_("Submit for decision"), by=Role.ANPR_MANAGER, seals=ProposalSheet,
        clause="P L16", then=[tell(*DECIDERS)],
        help=_("It goes to the first body of its route. The route is noted when it is first submitted."),
    )  # fmt: skip
    def submit(self: Any, *, by: Any, on: date) -> None:
        """A new version for the bodies; the route stays the one of the first submission."""
        self.version += 1
        if self.route is None:
            self.route = Edition.objects.pin("route", self.organisation.code, on)
            self.__dict__.pop("entries", None)

    # Deciding

    @step(
        source=S.DECIDING, target=KEPT, label=_("Approve and pass on"), by=DECIDERS, unless=DECISION,
        seals=ProposalSheet, hat="approver", reason=True, form=FORM, clause="P L16",
        then=[tell(Role.ANPR_MANAGER, *DECIDERS)],
        help=_("The body before the last approves this version. The next one of the route decides after it."),
    )  # fmt: skip
    def approve(self: Any, *, by: Any, on: date, balance: str = "", dissent: str = "") -> None:
        """One entry of the route approves."""
        if self.present_entry().is_last:
            raise refusal(_now("This is the last body of the route: take the final approval."), "P L16", "route")
        self._say(on, balance, dissent)

    @step(
        source=S.DECIDING, target=S.APPROVED, label=_("Approve finally"), by=DECIDERS, closes=True, reason=True,
        unless=[
            *DECISION, route_guards.earlier_body_open, route_guards.dpia_not_signed_off, route_guards.site_given_up,
        ],
        seals=ProposalSheet, hat="approver", form=FORM, clause="P L16",
        then=[tell(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, Role.CHIEF_OFFICER, Role.DPO)],
        help=_("The decision is final. Its sites are approved; those that stand already get this as their authority."),
    )  # fmt: skip
    def approve_finally(self: Any, *, by: Any, on: date, balance: str = "", dissent: str = "") -> None:
        """The last entry approves; sites move in the same transaction, in the order of their keys."""
        self._say(on, balance, dissent)
        for row in sorted(self.site_rows, key=lambda row: row.site_id):
            take = row.site.confirm_authority if row.site.state in STANDING else row.site.approve
            take(by=System("proposal"), on=on)

    @step(
        source=S.DECIDING, target=S.REFUSED, label=_("Refuse"), by=DECIDERS, grave=True, reason=True, closes=True,
        unless=[route_guards.not_the_present_entry, route_guards.decider_kept_out], seals=ProposalSheet, clause="P L16",
        form="assessments.forms.RefusalForm", then=[tell(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)],
        help=_("It ends here, with its reasons. Its proposed sites are refused; they can be proposed again."),
    )  # fmt: skip
    def refuse(self: Any, *, by: Any, on: date, dissent: str = "") -> None:
        """The present entry says no; what stands already is not touched by it."""
        self._decided_at, self._said = (self.present_entry(), self.present_item(on)), {"dissent": dissent}
        for row in sorted(self.site_rows, key=lambda row: row.site_id):
            if row.site.state == "proposed":
                row.site.refuse(by=System("proposal"), on=on)

    @step(
        source=(S.CONSULTING, S.READY, S.DECIDING), target=S.ASSESSING, label=_("Return"), grave=True, reason=True,
        by=(Role.ANPR_MANAGER, *DECIDERS), clause="P L16", then=[tell(Role.ANPR_MANAGER)],
        help=_("The content opens again. What was decided stays on the record; the next submission is a new version."),
    )  # fmt: skip
    def send_back(self: Any, *, by: Any, on: date) -> None:
        """By the ANPR manager, or by whoever decides now."""
        if self.entitled(by, (Role.ANPR_MANAGER,)) is None and not self.decides_now(by):
            raise NotYours(_now("return what is with another body"))

    @step(
        source=S.APPROVED, target=S.DECIDING, label=_("Rescind the approval"), by=DECIDERS, grave=True, reason=True,
        unless=[route_guards.something_installed], seals=ProposalSheet, clause="P L16",
        then=[tell(Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, *DECIDERS)],
        help=_("The last body takes its decision back. The sites are proposed again, and it decides anew."),
    )  # fmt: skip
    def rescind(self: Any, *, by: Any, on: date, reason: str) -> None:
        """By the last entry of the route, before anything is installed."""
        if not self.final_role_of(by):
            raise NotYours(_now("rescind what another body decided"))
        self.turn += 1
        self.decision = None
        for row in sorted(self.site_rows, key=lambda row: row.site_id):
            if row.site.state == "approved":
                row.site.revoke_approval(by=System("proposal"), on=on, reason=reason)

    @step(
        source=(*WORKED_ON, S.READY, S.DECIDING), target=S.WITHDRAWN, label=_("Withdraw"), by=Role.ANPR_MANAGER,
        grave=True, reason=True, clause="G 6.1", then=[tell(*DECIDERS)],
        help=_("It is given up and stays on the record. Its sites stay proposed until you withdraw them too."),
    )  # fmt: skip
    def withdraw(self: Any, *, by: Any, on: date) -> None:
        """The ANPR manager gives it up."""

    @step(
        source=(*WORKED_ON, S.READY, S.DECIDING), target=S.WITHDRAWN, label=_("Share a camera instead"), grave=True,
        by=Role.ANPR_MANAGER, reason=True, unless=[guards.nothing_shareable], form="assessments.forms.ShareForm",
        clause="G 1.3 b3", then=[tell(*DECIDERS)],
        help=_("No new camera: a partner's is shared. The proposal is withdrawn and names it, with your reasons."),
    )  # fmt: skip
    def share_instead(self: Any, *, by: Any, on: date, shares: Any) -> None:
        """It ends in the open because an existing camera does (T003)."""
        if shares.pk not in {row.site_id for row in self.camera_rows if row.shareable}:
            raise refusal(_now("Choose a camera of which you recorded that it can be shared."), "G 1.3 b3", "shares")
        self.shares = shares

    # What the Decision row is given

    def _say(self: Any, on: date, balance: str, dissent: str) -> None:
        """Note the balance: of the agenda item where a body decided, of the person's own words where one does."""
        if self.present_entry().is_person and not balance.strip():
            sentence = _now("Say how protection of the public and privacy were balanced.")
            raise refusal(sentence, "P L16", "balance")
        self._decided_at = (self.present_entry(), self.present_item(on))
        self._said = {"balance": balance, "dissent": dissent}

    def decision_facts(self: Any, step: str) -> dict[str, Any]:
        """Version, turn and position of every decision; of a body's, its item, votes, balance and dissent."""
        known = {"version": self.version, "turn": self.turn, "route_length": len(self.entries)}
        if step == "submit":
            return known | {"position": 0}
        if step == "rescind":
            return known | {"turn": self.turn - 1, "position": self.entries[-1].position, "body": self.entries[-1].body}
        entry, item = self._decided_at
        known |= {"position": entry.position, "body": entry.body, **self._said}
        return known if item is None else known | item.record_of(self._said)
