"""What guards, sheet and pages ask of a DPIA. A loaded row asks its parts once; load it anew after a change."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from anpr_governance.audit.links import last_day
from anpr_governance.database.statement import Prepared
from anpr_governance.regulation import facts, facts_for
from anpr_governance.workflow import sealing
from anpr_governance.workflow.stateful import Stateful
from dpia.sheets import DpiaSheet

IMPACTS = ("location", "resident", "transient")
RISKS, MEASURES = 5, 6
"""The steps of the template that are tables."""
ADVICE = ("give_early_advice", "advise")
VIEW = ("give_surveillance_view",)


class Reading(Stateful):
    """The questions that a DPIA answers about itself."""

    class Meta:
        abstract = True

    # Its parts

    @cached_property
    def risk_rows(self) -> list[Any]:
        """Risks in their order, each with its measures and their owners."""
        rows = list(self.risks.prefetch_related(Prefetch("measures", _measures(self))))
        for risk in rows:
            vars(risk)["measure_rows"] = list(risk.measures.all())
        return rows

    @cached_property
    def coverage_rows(self) -> list[Any]:
        """The sites that this version covers, in the order of their numbers."""
        rows = list(self.coverage.select_related("site").order_by("site__number", "pk"))
        for row in rows:
            row.site.organisation = self.organisation
        return rows

    @cached_property
    def file_rows(self) -> list[Any]:
        """The evidence that hangs on this version."""
        return list(self.files.all())

    @cached_property
    def answer_rows(self) -> list[Any]:
        """Every answer; its statement is composed once, for every step asks."""
        rows = _answers(self.answers.model).rows(self._state.db or "default", dpia=self.pk) if self.pk else []
        for row in rows:
            row.dpia = self
        return rows

    @cached_property
    def consulted(self) -> Any:
        """The consultation that it rests on: its own, else its proposal's."""
        return self.consultation or (self.proposal.consultation if self.proposal else None)

    @cached_property
    def decision_rows(self) -> list[Any]:
        """The seals upon it, oldest first: step 7."""
        return list(self.decisions.select_related("seal", "by__person", "acting_for__person"))

    # Step 1 to 4 and the impacts

    @cached_property
    def template_facts(self) -> Mapping[str, Any]:
        """The template that this version pinned when it was begun."""
        return self.template.facts if self.template else facts("dpia_template")

    def questions(self, steps: Collection[int]) -> list[str]:
        """The ids of the template's questions of `steps`, in its order."""
        rows = self.template_facts["dpia_template"].items()
        return [question for question, row in rows if row["step"] in steps]

    def plain_answers(self) -> list[Any]:
        """The answers of steps 1 to 4."""
        return [answer for answer in self.answer_rows if answer.question not in IMPACTS]

    def text_of(self, question: str, group: str = "") -> str:
        """What is answered, or nothing."""
        found = (a.text for a in self.answer_rows if (a.question, a.group) == (question, group))
        return next(found, "")

    def unanswered(self, steps: Collection[int]) -> list[str]:
        """Questions of `steps` without an answer."""
        return [question for question in self.questions(steps) if not self.text_of(question).strip()]

    def groups(self) -> list[str]:
        """The groups into which the covered sites fall; '' is the one without a name."""
        return list(dict.fromkeys(row.group for row in self.coverage_rows)) or [""]

    def impact_texts(self) -> list[dict[str, str]]:
        """The three impacts of each group, with its name."""
        return [{"group": group} | {name: self.text_of(name, group) for name in IMPACTS} for group in self.groups()]

    def unanswered_impacts(self) -> list[tuple[str, str]]:
        """`(group, impact)` without an answer (G 5.1.3)."""
        rows = self.impact_texts()
        return [(row["group"], name) for row in rows for name in IMPACTS if not row[name].strip()]

    def statutory_contents(self) -> list[tuple[str, str, bool]]:
        """Label, clause and presence of each content that DPA 2018 s.64(3) asks for (T052)."""
        rows = facts("statutory_contents")["statutory_contents"].values()
        return [(row["label"], row["clause"], all(self._step_is_whole(step) for step in row["steps"])) for row in rows]

    def _step_is_whole(self, step: int) -> bool:
        if step == RISKS:
            return bool(self.risk_rows)
        return not (self.risks_without_measure() if step == MEASURES else self.unanswered({step}))

    # Risks and measures

    def risks_without_measure(self) -> list[Any]:
        """Medium and high risks that lack a whole measure (ICO step 6)."""
        needing = [risk for risk in self.risk_rows if risk.needs_measure]
        return [r for r in needing if not r.measure_rows or not all(m.is_whole for m in r.measure_rows)]

    def measures_without_owner(self) -> list[Any]:
        """Measures that nobody owns or that have no date."""
        rows = (measure for risk in self.risk_rows for measure in risk.measure_rows)
        return [measure for measure in rows if measure.owner_id is None or measure.due is None]

    def high_before_measures(self) -> list[Any]:
        """Risks that are high in themselves and lower after measures: the DPO decides about the regulator."""
        return [r for r in self.risk_rows if _needs_regulator(r.overall) and not _needs_regulator(r.residual)]

    def high_after_measures(self) -> list[Any]:
        """Risks of which a high one is left (DPA 2018 s.65)."""
        return [risk for risk in self.risk_rows if _needs_regulator(risk.residual)]

    # The regulator

    def increase_suggested(self, on: date) -> bool:
        """Whether the counts reach the threshold in force (regulation/ico.toml)."""
        if self.systems_before is None or self.systems_after is None:
            return False
        rule = self._ico_facts(on)["large_increase"]
        added = self.systems_after - self.systems_before
        return added >= rule["systems_at_least"] and added * 100 >= rule["percent_at_least"] * self.systems_before

    def _ico_facts(self, on: date) -> Mapping[str, Any]:
        known: dict[date, Mapping[str, Any]] = vars(self).setdefault("_ico_editions", {})
        if on not in known:
            known[on] = facts_for("ico", self.organisation.code, on)
        return known[on]

    def regulator_reasons(self, on: date) -> list[str]:
        """Why the regulator must be consulted before sign-off; none = it need not."""
        triggers = facts("ico")["triggers"]
        found = [triggers["residual_high"]["label"]] if self.high_after_measures() else []
        if self.large_increase or self.increase_suggested(on):
            found.append(triggers["large_increase"]["label"])
        if self.ico_needed:
            found.append(_("the data protection officer decided so"))
        return [_(reason)[:1].lower() + _(reason)[1:] for reason in found]

    def open_request(self) -> Any:
        """The request to the regulator that has no outcome yet."""
        return self.ico_consultations.open().first()

    def regulator_lets_go_on(self) -> bool:
        """Whether the newest outcome lets the processing go on."""
        newest = self.ico_consultations.order_by("-pk").first()
        return newest is not None and self.ico_consultations.ended().filter(pk=newest.pk).exists()

    # Step 7: the seals upon the content

    @cached_property
    def _content_hash(self) -> str:
        if self.decision is not None:
            return str(self.decision.seal.sha256)
        return sealing.preview(DpiaSheet, self, date.min)

    def content_hash(self) -> str:
        """SHA-256 (hex) of the content: as signed, else as this loaded row has it and a signature now would seal."""
        return self._content_hash

    def is_on_content(self, decision: Any) -> bool:
        """Whether a decision was taken on the content as it stands."""
        return bool(decision.seal.sha256 == self.content_hash())

    def sealed_on_content(self, *steps: str) -> Any:
        """The last decision of one of `steps` on the content as it stands, or None."""
        rows = [row for row in self.decision_rows if row.step in steps and self.is_on_content(row)]
        return rows[-1] if rows else None

    def binding_advice(self) -> Any:
        """The DPO's advice that binds: the last one on this content."""
        return self.sealed_on_content(*ADVICE)

    def binding_view(self) -> Any:
        """The surveillance lead's view that counts: the last one on this content."""
        return self.sealed_on_content(*VIEW)

    # What the kernel asks

    def case(self) -> list[tuple[str, int]]:
        """This version, its proposal in every round, and the need on which that stands."""
        if self.proposal is None:
            return [(self.reference, self.version)]
        proposal, need = self.proposal, self.proposal.need
        rounds = [(proposal.reference, number) for number in range(proposal.version + 1)]
        needs = [(need.reference, need.version)] if need else []
        return [(self.reference, self.version), *rounds, *needs]

    def last_event_on(self) -> date | None:
        """The day of the newest event of this version: nothing is dated before it."""
        if self.pk is None:
            return None
        return last_day(self.organisation.code, self.reference, self.version)


def _needs_regulator(level: str) -> bool:
    return bool(facts("scales")["residual"][level].get("needs_ico", False))


def _measures(dpia: Any) -> models.QuerySet[Any]:
    related = dpia.risks.model._meta.get_field("measures").related_model
    return related._default_manager.select_related("owner__person").order_by("pk")


@cache
def _answers(model: Any) -> Prepared:
    return Prepared(lambda dpia: model._default_manager.filter(dpia=dpia), dpia=int)
