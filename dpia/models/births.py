"""How a DPIA comes to be: with a proposal, after the fact, or as a new version of one that stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.unit import unit
from dpia.states import DpiaState

AT_WORK = ("draft", "assessing", "consulting", "ready", "deciding")
"""States of a proposal at whose start a DPIA is begun (G 4.1)."""
AFTER_THE_FACT = ("found", "breach")
"""Origins of sites that may get a DPIA after the fact."""
COPIED = (
    "title", "marking", "proposal", "consultation", "retrospective_reason", "force_wide", "system_type",
    "systems_before", "systems_after", "large_increase",
)  # fmt: skip


class Births(Stateful):
    """The three births; each is by an author, chained, and pins the template in force."""

    class Meta:
        abstract = True

    @classmethod
    def begin_for(cls, proposal: Any, *, by: Any, on: date, title: str = "", system_type: str = "") -> Self:
        """Begin the DPIA of a proposal, covering its sites (G 4.1). Raises `Refused` when it has one."""
        if proposal.state not in AT_WORK:
            raise _refusal(_("The proposal is decided or withdrawn. Begin a new version of its DPIA."), "G 4.1")
        if proposal.dpias.begun().exists():
            raise _refusal(_("This proposal has its DPIA already. Open that one."), "G 4.1")
        fields = {"proposal": proposal, "title": title or proposal.title, "system_type": system_type}
        with unit():
            made = cls._begun(by, on, proposal.organisation, fields)
            return made.cover(by=by, on=on, sites=[row.site for row in proposal.sites.open().select_related("site")])

    @classmethod
    def begin_after_the_fact(
        cls, *, by: Any, on: date, organisation: Any, title: str, reason: str,
        sites: Iterable[Any] = (), force_wide: bool = False,
    ) -> Self:  # fmt: skip
        """Begin one for found and breach sites, or for the whole force; it is never dated back (G 4.1)."""
        covered = list(sites)
        if not reason.strip():
            raise _refusal(_("Say why it is made after the fact."), "G 4.1")
        if not force_wide and any(_has_its_own(site) for site in covered):
            raise _refusal(_("A site that was decided here has its DPIA with its proposal. Leave it out."), "G 4.1")
        fields = {"title": title, "retrospective_reason": reason, "force_wide": force_wide}
        with unit():
            made = cls._begun(by, on, organisation, fields)
            return made.cover(by=by, on=on, sites=covered)

    def revise(self, *, by: Any, on: date, proposal: Any = None) -> Self:
        """A new version with this one's content; advice and approvals stay behind. Raises `Refused`."""
        with unit() as running:
            running.admit(by)
            old = type(self)._default_manager.locked(self.pk)
            if reason := old._not_to_revise():
                raise _refusal(reason, "G 7.5")
            if refused := old.date_refusals(on):
                raise Refused(refused)
            fields = {name: getattr(old, name) for name in COPIED}
            if proposal is not None:
                fields["proposal"] = proposal
            numbers = {"number": old.number, "version": old.version + 1, "supersedes": old}
            made = type(self)._begun(by, on, old.organisation, fields | numbers, "revise")
            _copy_parts(old, made, by, on)
        return made

    def _not_to_revise(self) -> str:
        """Why no new version is made of this one; empty when it can be."""
        later = type(self)._default_manager.filter(organisation=self.organisation_id, number=self.number)
        if later.filter(version__gt=self.version).exists():
            return _("There is a later version already. Work on that one.")
        if self.state not in (DpiaState.SIGNED_OFF, DpiaState.WITHDRAWN):
            return _("This version is not finished. Change it, or return it to its author.")
        return ""

    @classmethod
    def _begun(cls, by: Any, on: date, organisation: Any, fields: dict[str, Any], kind: str = "begin_draft") -> Self:
        template = Edition.objects.pin("dpia_template", organisation.code, on)
        return cls._enter(by, on, organisation, cls.born_by, kind, {**fields, "template": template})


def _has_its_own(site: Any) -> bool:
    """Whether its DPIA came with its proposal; a fleet or a partner's site has no machine and no proposal."""
    return bool(site.state) and site.origin not in AFTER_THE_FACT


def _refusal(sentence: str, clause: str) -> Refused:
    return Refused([Reason(sentence, clause, "birth")])


def _copy_parts(old: Any, made: Any, by: Any, on: date) -> None:
    for answer in old.answers.all():
        _keep_copy(answer, by, dpia=made)
    for risk in list(old.risks.all()):
        measures = list(risk.measures.all())
        copied = _keep_copy(risk, by, dpia=made)
        for measure in measures:
            _keep_copy(measure, by, risk=copied, approved=None)
    made.files.set(old.files.all())
    rows = old.coverage.open()
    made.coverage.model.objects.bulk_create(_on(row, made, on) for row in rows)


def _keep_copy(row: Any, by: Any, **other: Any) -> Any:
    """A copy of a part for the new version, with a history row of its own."""
    copied = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    copied.pk = None
    for name, value in other.items():
        setattr(copied, name, value)
    copied._history_user = by if hasattr(by, "pk") else None
    copied.save()
    return copied


def _on(row: Any, made: Any, on: date) -> Any:
    return type(row)(
        dpia=made, site_id=row.site_id, since=on, group=row.group, easting=row.easting, northing=row.northing
    )
