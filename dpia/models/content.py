"""How the content of a DPIA is written: in draft and consulting, by its authors, a chained event a change."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.unit import unit
from cameras.models import Site
from cameras.states import SiteState
from dpia.models.reading import IMPACTS
from dpia.states import DpiaState

AUTHORS = (Role.ANPR_MANAGER.value, Role.ANPR_SPECIALIST.value)
OPEN = (DpiaState.DRAFT.value, DpiaState.CONSULTING.value)
ENDED = (SiteState.DECOMMISSIONED.value, SiteState.REFUSED.value, SiteState.WITHDRAWN.value)
BATCH = 500
Write = Callable[[Any], dict[str, Any]]


class Content(Stateful):
    """The doors through which content is written, and the two that write beside it (items 5–7, the regulator)."""

    born_by: ClassVar[tuple[str, ...]] = AUTHORS
    edited_by: ClassVar[tuple[str, ...]] = AUTHORS
    edited_in: ClassVar[tuple[str, ...]] = OPEN

    class Meta:
        abstract = True

    def answer(self, *, by: Any, on: date, group: str = "", **texts: str) -> Self:
        """Write answers by question id; `group` is a group of sites, for the three impacts. Raises `Refused`."""
        known = {*self.questions({1, 2, 3, 4}), *IMPACTS}  # type: ignore[attr-defined]
        if not texts.keys() <= known:
            raise Refused([Reason(_("The template of this version does not ask that."), "G 4.2", "template")])

        def write(fresh: Any) -> dict[str, Any]:
            changed = [question for question, text in texts.items() if fresh.text_of(question, group) != text]
            for question in changed:
                row = fresh.answers.filter(question=question, group=group).first()
                row = row or fresh.answers.model(dpia=fresh, question=question, group=group)
                row.text = texts[question]
                _keep(row, by)
            return {"questions": sorted(changed), "group": group}

        return self._through(by, on, "answer", write)

    def cover(self, *, by: Any, on: date, sites: Iterable[Any], group: str = "") -> Self:
        """Cover `sites` as one group, at the place where each stands now; again for a site that moved."""
        wanted = {site.pk: site for site in sites}

        def write(fresh: Any) -> dict[str, Any]:
            _same_force(fresh, wanted.values())
            had = {row.site_id: row for row in fresh.coverage.all() if row.site_id in wanted}
            model = fresh.coverage.model
            for row in had.values():
                row.group, row.easting, row.northing = group, *_place(wanted[row.site_id])
            model.objects.bulk_update(had.values(), ["group", "easting", "northing"], batch_size=BATCH)
            fresh_rows = [_covering(model, fresh, site, on, group) for pk, site in wanted.items() if pk not in had]
            model.objects.bulk_create(fresh_rows, batch_size=BATCH)
            return {"covered": len(wanted), "group": group}

        return self._through(by, on, "cover", write)

    def cover_all(self, *, by: Any, on: date) -> Self:
        """Cover every site of the register that has not come to its end: for a DPIA of the whole force alone."""
        if not self.force_wide:  # type: ignore[attr-defined]
            sentence = _("This one is about named sites. Begin one for the whole force to cover them all.")
            raise Refused([Reason(sentence, "G 4.1", "force_wide")])
        standing = Site.objects.filter(organisation=self.organisation_id).register().exclude(state__in=ENDED)
        covered = {row.site_id for row in self.coverage.all()}  # type: ignore[attr-defined]
        return self.cover(by=by, on=on, sites=[site for site in standing if site.pk not in covered])

    def uncover(self, *, by: Any, on: date, sites: Iterable[Any]) -> Self:
        """Leave `sites` out of this version again, before it is signed."""
        keys = [site.pk for site in sites]

        def write(fresh: Any) -> dict[str, Any]:
            fresh.coverage.filter(site__in=keys).delete()
            return {"uncovered": len(keys)}

        return self._through(by, on, "uncover", write)

    def attach(self, *, by: Any, on: date, file: Any) -> Self:
        """Lean on an evidence file; its hash is part of the content."""

        def write(fresh: Any) -> dict[str, Any]:
            fresh.files.add(file)
            return {"file": file.sha256}

        return self._through(by, on, "attach", write)

    def name_risk(self, *, by: Any, on: date, risk: Any = None, **fields: Any) -> Any:
        """Add a risk at the end, or change `risk` of this version; answers it."""
        last = self.risks.aggregate(last=models.Max("position"))["last"] or 0  # type: ignore[attr-defined]
        part = risk or self.risks.model(dpia=self, position=last + 1)  # type: ignore[attr-defined]
        return self.amend(by=by, on=on, part=part, **fields)

    def drop_risk(self, *, by: Any, on: date, risk: Any) -> None:
        """Take a risk out with its measures; those that stay close ranks."""
        with unit():
            for measure in risk.measures.all():
                self.amend(by=by, on=on, part=measure, drop=True)
            position = risk.position
            self.amend(by=by, on=on, part=risk, drop=True)
            for later in self.risks.filter(position__gt=position):  # type: ignore[attr-defined]
                self.amend(by=by, on=on, part=later, position=later.position - 1)

    def plan_measure(self, *, by: Any, on: date, risk: Any, measure: Any = None, **fields: Any) -> Any:
        """Add a measure against `risk`, or change `measure`; its title in lists of tasks is its first words."""
        part = measure or risk.measures.model(risk=risk, kind="measure", clause="ICO step 6")
        if "option" in fields:
            fields["title"] = fields["option"][:300]
        return self.amend(by=by, on=on, part=part, **fields)

    def record_consultation(self, *, by: Any, on: date, **fields: Any) -> Self:
        """Write the consultation of a DPIA made after the fact; a proposal's stands with the proposal."""
        if self.proposal_id is not None:  # type: ignore[attr-defined]
            sentence = _("The consultation stands with the proposal. Record it there.")
            raise Refused([Reason(sentence, "G 5.2", "proposal")])
        with unit():
            related = self._meta.get_field("consultation").related_model
            own = self.consultation or related(organisation=self.organisation)  # type: ignore[attr-defined]
            self.amend(by=by, on=on, part=own, **fields)
            return self.amend(by=by, on=on, consultation=own)

    def record_response(self, *, by: Any, on: date, response: Any = None, **fields: Any) -> Any:
        """Write what a consultee said, in the consultation of a DPIA made after the fact; answers the response."""
        consultation = self.consultation  # type: ignore[attr-defined]
        if self.proposal_id is not None or consultation is None:  # type: ignore[attr-defined]
            sentence = _("Record the consultation first: here, or with the proposal.")
            raise Refused([Reason(sentence, "G 5.2", "consultation")])
        part = response or consultation.responses.model(consultation=consultation)
        return self.amend(by=by, on=on, part=part, **fields)

    # Beside the content: these touch no sealed byte

    def decide_on_regulator(self, *, by: Any, on: date, needed: bool, reason: str) -> Self:
        """The DPO's reasoned decision whether to consult the regulator, before the advice (DPA s.65)."""

        def write(fresh: Any) -> dict[str, Any]:
            fresh.ico_needed, fresh.ico_reason = needed, reason
            fresh.keep(by, "decide_on_regulator")
            return {"needed": needed}

        states = (DpiaState.WITH_DPO, DpiaState.AWAITING_SIGN_OFF)
        return self._through(by, on, "decide_on_regulator", write, (Role.DPO,), states, "dpo")

    def record_outcomes(self, *, by: Any, on: date, **said: Any) -> Self:
        """Items 5 to 7 of the sign-off: advice, responses, review. Only the columns of those items are written."""
        unknown = said.keys() - set(OUTCOMES)
        if unknown:
            raise TypeError(f"{', '.join(sorted(unknown))}: not an item of the sign-off")

        def write(fresh: Any) -> dict[str, Any]:
            for name, value in said.items():
                setattr(fresh, name, value)
            fresh.outcomes_by, fresh.outcomes_on = fresh.entitled(by, (Role.CHIEF_OFFICER,)), on
            fresh.keep(by, "record_outcomes")
            return {"items": sorted(said)}

        states = (DpiaState.AWAITING_SIGN_OFF,)
        return self._through(by, on, "record_outcomes", write, (Role.CHIEF_OFFICER,), states, "sign_off")

    def prepare_request(self, *, by: Any, on: date, **fields: Any) -> Self:
        """Prepare or follow up the request to the regulator: trigger, pack; then waits, extension, letter."""

        def write(fresh: Any) -> dict[str, Any]:
            request = fresh.open_request() or fresh.ico_consultations.model(dpia=fresh)
            for name, value in fields.items():
                setattr(request, name, value)
            _keep(request, by)
            return {"request": request.pk, "fields": sorted(fields)}

        states = (DpiaState.AWAITING_SIGN_OFF, DpiaState.WITH_ICO)
        return self._through(by, on, "prepare_request", write, (Role.DPO,), states, "dpo")

    def finish_measure(self, *, by: Any, on: date, measure: Any, answer: str) -> Self:
        """Record that a measure is done: its owner or an author, once the version is signed. Not sealed."""

        def write(fresh: Any) -> dict[str, Any]:
            measure.done_on, measure.answer = on, answer
            measure.done_by = fresh.entitled(by, [role.value for role in Role])
            _keep(measure, by)
            return {"measure": measure.pk}

        return self._through(by, on, "finish_measure", write, _owner_or(measure, by), (DpiaState.SIGNED_OFF,), "")

    def _through(
        self,
        by: Any,
        on: date,
        kind: str,
        write: Write,
        roles: Sequence[str] = AUTHORS,
        states: Sequence[str] = OPEN,
        hat: str = "author",
    ) -> Self:
        """One door: the fresh row under lock, role, state, day, then what `write` does and its chained event."""
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.locked(self.pk)
            if not fresh._admits(by, roles):
                raise NotYours(_("change this part of it"))
            if fresh.state not in states:
                sentence = _("While it is “%(state)s”, this part of it is not changed. Return it first.")
                reason = Reason(sentence % {"state": fresh.get_state_display()}, "house", "source")
                raise Refused([reason], stale=True)
            if refused := fresh.date_refusals(on):
                raise Refused(refused)
            fresh._chain(by, on, kind, write(fresh), hat)
        changed: Any = type(self)._default_manager.get(pk=self.pk)
        return changed


OUTCOMES = ("advice_accepted", "advice_reasons", "views_followed", "views_reasons", "kept_under_review_by")
NOTHING_DECIDED: dict[str, Any] = {
    "ico_needed": None, "ico_reason": "", "advice_accepted": None, "advice_reasons": "", "views_followed": None,
    "views_reasons": "", "kept_under_review_by": "", "outcomes_by": None, "outcomes_on": None,
}  # fmt: skip


def _keep(row: models.Model, by: Any) -> None:
    row._history_user = by if hasattr(by, "pk") else None  # type: ignore[attr-defined]
    row.save()


def _place(site: Any) -> tuple[float | None, float | None]:
    return site.easting, site.northing


def _covering(model: Any, dpia: Any, site: Any, on: date, group: str) -> Any:
    easting, northing = _place(site)
    return model(dpia=dpia, site=site, since=on, group=group, easting=easting, northing=northing)


def _same_force(dpia: Any, sites: Iterable[Any]) -> None:
    if any(site.organisation_id != dpia.organisation_id for site in sites):
        raise Refused([Reason(_("A site of the list does not exist here."), "house", "organisation")])


def _owner_or(measure: Any, by: Any) -> tuple[str, ...]:
    owns = measure.owner_id is not None and hasattr(by, "pk") and measure.owner.person_id == by.pk
    return tuple(role.value for role in Role) if owns else AUTHORS
