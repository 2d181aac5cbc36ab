"""The machine of a DPIA: every step, whose it is, what stands against it, what it seals (`design/workflows.md` 5)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import KEPT, leave, step, tell
from cameras.models.closing import close_gaps_of
from dpia.guards import assessment as guards
from dpia.models.content import AUTHORS, NOTHING_DECIDED
from dpia.sheets import DpiaSheet
from dpia.states import DpiaState as S

BEFORE_SIGN_OFF = (S.DRAFT, S.CONSULTING, S.WITH_DPO, S.AWAITING_SIGN_OFF, S.WITH_ICO)


class Steps(Stateful):
    """Each sealed step stores the same content sheet, so that every seal says on which content it was given."""

    class Meta:
        abstract = True

    @step(
        source=S.DRAFT, target=S.CONSULTING, label=_("Open consultation"), by=AUTHORS,
        unless=[guards.plan_undescribed], clause="ICO step 3",
        help=_("People are asked for their views. You can go on writing while they answer."),
    )  # fmt: skip
    def open_consultation(self, *, by: Any, on: date) -> None:
        """Steps 1 and 2 are written, so people know what they are asked about."""

    @step(
        source=(S.DRAFT, S.CONSULTING), target=S.WITH_DPO, label=_("Send to the DPO"), by=AUTHORS,
        unless=[
            guards.questions_unanswered, guards.consultation_missing, guards.no_risk_named,
            guards.risk_without_measure, guards.impact_unanswered, guards.covers_nothing,
            guards.system_type_missing, guards.increase_unanswered,
        ],
        then=[tell(Role.DPO, Role.SURVEILLANCE_LEAD)], clause="G 5.4a",
        help=_("The content is closed. The DPO advises on it, and the senior person for overt surveillance is told."),
    )  # fmt: skip
    def send_to_dpo(self, *, by: Any, on: date) -> None:
        """From here the content stands still until somebody returns it."""

    @step(
        source=(S.DRAFT, S.CONSULTING, S.AWAITING_SIGN_OFF, S.WITH_ICO), target=KEPT, label=_("Give early advice"),
        by=Role.DPO, seals=DpiaSheet, hat="dpo", decides=("proceed", "text"),
        then=[tell(Role.ANPR_MANAGER)], clause="G 5.4a", form="dpia.forms.deciding.AdviceForm",
        help=_("Your advice is recorded on the content as it stands now. The last advice on the signed content binds."),
    )  # fmt: skip
    def give_early_advice(self, *, by: Any, on: date, text: str = "", proceed: bool | None = None) -> None:
        """Items 3 and 4, before or after their turn."""
        self._advised(text, proceed)

    @step(
        source=S.WITH_DPO, target=S.AWAITING_SIGN_OFF, label=_("Give the DPO's advice"), by=Role.DPO,
        unless=[guards.regulator_undecided], seals=DpiaSheet, hat="dpo", decides=("proceed", "text"),
        then=[tell(Role.ANPR_MANAGER, Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER, Role.SURVEILLANCE_LEAD)],
        clause="G 5.4a", form="dpia.forms.deciding.AdviceForm",
        help=_("Your advice is sealed to this content. The DPIA then waits for its approvals and for sign-off."),
    )  # fmt: skip
    def advise(self, *, by: Any, on: date, text: str = "", proceed: bool | None = None) -> None:
        """Items 3 and 4: on compliance, on the measures, and on whether it can go ahead."""
        self._advised(text, proceed)

    def _advised(self, text: str, proceed: bool | None) -> None:
        """New advice has not been accepted or overruled by anybody."""
        _say(text, proceed, _("Say whether it can go ahead, and summarise the advice in your own words."), "G 5.4a")
        self.advice_accepted, self.advice_reasons = None, ""

    @step(
        source=(S.CONSULTING, S.WITH_DPO, S.AWAITING_SIGN_OFF, S.WITH_ICO), target=KEPT,
        label=_("Give the view for overt surveillance"), by=Role.SURVEILLANCE_LEAD, seals=DpiaSheet,
        hat="surveillance_lead", decides=("proceed", "text"), then=[tell(Role.ANPR_MANAGER, Role.CHIEF_OFFICER)],
        clause="G 5.3a", form="dpia.forms.deciding.ViewForm",
        help=_("Your view is sealed to the content as it stands. Without it nobody can sign off."),
    )  # fmt: skip
    def give_surveillance_view(self, *, by: Any, on: date, text: str = "", proceed: bool | None = None) -> None:
        """The senior person for overt surveillance is asked about every DPIA (G 1.11)."""
        _say(text, proceed, _("Say whether you support it, and why."), "G 5.3a")

    @step(
        source=S.AWAITING_SIGN_OFF, target=KEPT, label=_("Approve the measures"),
        by=(Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER), unless=[guards.measure_without_owner, guards.written_by_signer],
        seals=DpiaSheet, hat="measures", then=[tell(Role.ANPR_MANAGER)], clause="ICO step 7",
        help=_("Every measure goes into the plan with its owner and date; owners find them in their work."),
    )  # fmt: skip
    def approve_measures(self, *, by: Any, on: date) -> None:
        """Item 1."""
        for risk in self.risk_rows:  # type: ignore[attr-defined]
            for measure in risk.measure_rows:
                measure.approved, measure._history_user = True, by
                measure.save()

    @step(
        source=S.AWAITING_SIGN_OFF, target=KEPT, label=_("Approve the residual risk"),
        by=(Role.STRATEGIC_LEAD, Role.CHIEF_OFFICER), unless=[guards.measure_without_owner, guards.written_by_signer],
        seals=DpiaSheet, hat="residual_risk", then=[tell(Role.ANPR_MANAGER)], clause="DPA s.65",
        help=_("You accept the risk that is left. A high one goes to the regulator before sign-off."),
    )  # fmt: skip
    def approve_residual_risk(self, *, by: Any, on: date) -> None:
        """Item 2."""

    @step(
        source=S.AWAITING_SIGN_OFF, target=S.WITH_ICO, label=_("Consult the regulator"), by=Role.DPO,
        unless=[guards.no_request_pack], then=[tell(Role.ANPR_MANAGER, Role.CHIEF_OFFICER)], clause="DPA s.65",
        help=_("The clock of the regulator's reply starts on the day on which the request was sent."),
    )  # fmt: skip
    def consult_ico(self, *, by: Any, on: date) -> None:
        """The request goes out; nothing is installed meanwhile (G 1.13)."""
        request = self.open_request()  # type: ignore[attr-defined]
        request.sent_on, request._history_user = on, by
        request.save()

    @step(
        source=S.WITH_ICO, target=(S.AWAITING_SIGN_OFF, S.DRAFT), label=_("Record the regulator's outcome"),
        by=Role.DPO, unless=[guards.reply_without_document], seals=DpiaSheet, decides=("outcome", "text"),
        then=[tell(Role.ANPR_MANAGER, Role.CHIEF_OFFICER, Role.STRATEGIC_LEAD)], clause="DPA s.65",
        form="dpia.forms.deciding.OutcomeForm",
        help=_("It goes on to sign-off; or back to draft where the regulator limits or refuses the processing."),
    )  # fmt: skip
    def record_ico_outcome(self, *, by: Any, on: date, outcome: str = "", text: str = "") -> str:
        """The two ends are data: regulation/ico.toml says where each outcome leads."""
        ends = facts("ico")["outcomes"]
        if outcome not in ends:
            raise Refused([Reason(str(_("Choose how the regulator replied.")), "DPA s.65", "said")])
        request = self.open_request()  # type: ignore[attr-defined]
        request.outcome, request.outcome_on, request._history_user = outcome, on, by
        request.save()
        end = ends[outcome]["returns_to"]
        if end == S.DRAFT:
            self._undecide()
        return str(end)

    @step(
        source=S.AWAITING_SIGN_OFF, target=S.SIGNED_OFF, label=_("Sign off"), by=Role.CHIEF_OFFICER,
        unless=[
            guards.measures_not_approved, guards.residual_risk_not_approved, guards.outcomes_unanswered,
            guards.advice_missing, guards.view_missing, guards.regulator_unheard, guards.overruled_without_reasons,
            guards.accepted_yet_against, guards.departed_without_reasons, guards.written_by_signer,
        ],
        seals=DpiaSheet, hat="sign_off", closes=True,
        then=[tell(Role.ANPR_MANAGER, Role.DPO), leave("dpia.signed_off")], clause="G 1.11",
        form="dpia.forms.deciding.SignOffForm",
        help=_("This version is in force from now on and closes the gaps of its sites. The ANPR manager and the DPO "
               "are told. Installation can be recorded after it, not before."),
    )  # fmt: skip
    def sign_off(self, *, by: Any, on: date) -> None:
        """An earlier version is superseded, and the sites' gaps close, in the same transaction."""
        principal = System("sign_off")
        rows = type(self)._default_manager.filter(organisation=self.organisation_id, number=self.number)
        for earlier in rows.in_state(S.SIGNED_OFF).exclude(pk=self.pk):
            earlier.supersede(by=principal, on=on)
        rows = self.coverage.select_related("site__organisation").order_by("site")  # type: ignore[attr-defined]
        close_gaps_of([(row.site, row.closes()) for row in rows], on, self.reference)

    @step(
        source=(S.WITH_DPO, S.AWAITING_SIGN_OFF), target=S.DRAFT, label=_("Return to the author"),
        by=(Role.DPO, Role.CHIEF_OFFICER), reason=True, grave=True, then=[tell(Role.ANPR_MANAGER)], clause="house",
        help=_("The content opens again. Advice and approvals stay on the record, on the content they were given on."),
    )  # fmt: skip
    def send_back(self, *, by: Any, on: date) -> None:
        """What was decided beside the content is decided anew."""
        self._undecide()

    def _undecide(self) -> None:
        for name, value in NOTHING_DECIDED.items():
            setattr(self, name, value)

    @step(
        source=S.SIGNED_OFF, target=S.SUPERSEDED, label=_("Supersede"), by="system:sign_off", clause="G 7.5",
        help=_("A later version takes its place."),
    )  # fmt: skip
    def supersede(self, *, by: Any, on: date) -> None:
        """From this day the later version answers."""
        self.ended_on = on

    @step(
        source=BEFORE_SIGN_OFF, target=S.WITHDRAWN, label=_("Withdraw"), by=(*AUTHORS, Role.STRATEGIC_LEAD),
        reason=True, grave=True, then=[tell(Role.DPO)], clause="house",
        help=_("It is given up and stays on the record. A new version can be made of it."),
    )  # fmt: skip
    def withdraw(self, *, by: Any, on: date) -> None:
        """Nothing disappears: the version stays readable."""
        self.ended_on = on


def _say(text: str, proceed: bool | None, sentence: Any, clause: str) -> None:
    if not text.strip() or proceed is None:
        raise Refused([Reason(str(sentence), clause, "said")])
