"""What happens to a proposal beside its steps: sites, matrix, cameras, tasks, conditions; the rest in `consulting`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.reasons import NotYours
from anpr_governance.workflow.unit import unit
from assessments.models.consulting import Consulting, refusal
from assessments.models.route import DECIDERS
from assessments.states import ProposalState

WORKED_ON = (ProposalState.DRAFT, ProposalState.ASSESSING, ProposalState.CONSULTING)


class Content(Consulting):
    """Doors to the parts of a proposal; each is one chained event."""

    edited_in = WORKED_ON
    edited_by = (Role.ANPR_MANAGER,)

    class Meta:
        abstract = True

    # Sites and the matrix

    def add_site(self, *, by: Any, on: date, site: Any) -> Any:
        """Add a site of the organisation; its matrix codes are looked up where the grounds are known."""
        if site.organisation_id != self.organisation_id:
            raise refusal(_("The site belongs to another organisation."), "G 1.9")
        row = self.sites.model(proposal=self, site=site, since=on)
        return self.amend(by=by, on=on, part=row, **self._codes(site, on))

    def drop_site(self, *, by: Any, on: date, site: Any) -> None:
        """Take a site out; the row ends, and goes only where it was added on the same day."""
        row = self.sites.open().get(site=site)
        if row.since < on:
            self.amend(by=by, on=on, part=row, until=on)
        else:
            self.amend(by=by, on=on, part=row, drop=True)

    def look_up_matrix(self, *, by: Any, on: date) -> None:
        """Store for each site its codes by evidenced ground, with the edition of the matrix in force (T076)."""
        with unit():
            for row in self.sites.open().select_related("site").order_by("site"):
                self.amend(by=by, on=on, part=row, **self._codes(row.site, on))

    def refresh_codes(self, on: date) -> None:
        """As `look_up_matrix`, within a step of the record."""
        for row in self.site_rows:
            for name, value in self._codes(row.site, on).items():
                setattr(row, name, value)
            row.save(update_fields=["matrix", "matrix_edition"])

    def _codes(self, site: Any, on: date) -> dict[str, Any]:
        edition = Edition.objects.pin("matrix", self.organisation.code, on)
        codes: Mapping[str, str] = edition.facts["matrix"].get(site.place_type, {})
        grounds = self.evidenced_grounds(on)
        return {"matrix": {name: codes[name] for name in codes if name in grounds}, "matrix_edition": edition}

    def evidenced_grounds(self, on: date) -> set[str]:
        """Grounds of its need that are evidenced; without a need, those of its assessment (G 2.1.2)."""
        if self.need is not None:
            return {row.ground for row in self.need.ground_rows if row.is_evidenced(on)}
        return self.assessment.evidenced_grounds() if self.assessment is not None else set()

    # Cameras nearby

    def consider_camera(self, *, by: Any, on: date, site: Any, **answer: Any) -> Any:
        """Record whether a camera nearby duplicates and can be shared; it may be answered anew."""
        found = {near.site.pk: near for near in self.cameras_near}
        known = self.cameras_considered.filter(site=site).first()
        row = known or self.cameras_considered.model(proposal=self, site=site)
        if known is None and site.pk not in found:
            raise refusal(_("That camera is not near a place of this proposal."), "G 6.1.2")
        distance = found[site.pk].distance_m if site.pk in found else row.distance_m
        return self.amend(by=by, on=on, part=row, distance_m=distance, **answer)

    # Gaps in provision

    def gaps_to_fill(self) -> list[Any]:
        """Gaps of its assessment that no other proposal answers: argued still, approved, or by a shared camera."""
        rows = self.assessment.gap_rows if self.assessment is not None else []
        return [row for row in rows if row.filled_by == self or not row.is_answered]

    def fill(self, *, by: Any, on: date, gaps: Iterable[Any]) -> None:
        """Say which gaps of its assessment it would fill, in place of those it named before (T004)."""
        open_, wanted = {gap.pk: gap for gap in self.gaps_to_fill()}, {gap.pk for gap in gaps}
        if not wanted <= open_.keys():
            raise refusal(_("A gap that you chose is another proposal's, or of another assessment."), "G 1.3 b4")
        with unit():
            for key, gap in open_.items():
                if (key in wanted) != (gap.filled_by_id == self.pk):
                    self.amend(by=by, on=on, part=gap, filled_by=self if key in wanted else None)

    # Tasks

    def open_tasks(self, by: Any, on: date) -> None:
        """Create the task list of G 5.1 and 6.1 and the compliance statements, in their order; once."""
        if self.listed_tasks():
            return
        rows = [(kind, row) for kind, row in facts("proposal_tasks")["proposal_tasks"].items()]
        statements = facts("compliance_statements")["compliance_statements"].items()
        rows += [(f"compliance:{kind}", row) for kind, row in statements]
        for kind, row in rows:
            self.tasks.create(kind=kind, title=row["title"], clause=row["clause"], listed=True)
        self.__dict__.pop("task_rows", None)

    def finish_task(
        self, *, by: Any, on: date, task: Any, answer: str, asked_on: date | None = None, done: bool = True
    ) -> Any:
        """Answer a task of the list or a statement; with `done` false the words are kept and the task stays open."""
        row = facts("proposal_tasks")["proposal_tasks"].get(task.kind, {})
        if row.get("done_by") == "record" and task.kind != "cameras_considered":
            raise refusal(_("This task ends with its record, not with words."), task.clause)
        if done and not answer.strip():
            raise refusal(_("Answer the question first."), task.clause)
        if done and row.get("needs_asked_on") and asked_on is None:
            raise refusal(_("Give the day on which they were asked."), task.clause)
        member = self._author(by) if done else None
        said: dict[str, Any] = {
            "answer": answer,
            "asked_on": asked_on,
            "done_on": on if done else None,
            "done_by": member,
        }
        return self.amend(by=by, on=on, part=task, **said)

    def _author(self, by: Any) -> Membership:
        member = self.entitled(by, self.edited_by)
        if member is None:
            raise NotYours(_("answer this task"))
        return member

    # Conditions

    def impose(self, *, by: Any, on: date, title: str, owner: Membership | None, due: date | None) -> Any:
        """Add a condition of the deciding body: a task with owner and date, which breaks no seal (P L13)."""
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.locked(self.pk)
            if fresh.entitled(by, (Role.ANPR_MANAGER, *DECIDERS)) is None:
                raise NotYours(_("set a condition"))
            if fresh.state not in (ProposalState.DECIDING, ProposalState.APPROVED):
                raise refusal(_("A condition is set while it is decided, or after its approval."), "P L13")
            if owner is None or due is None or not title.strip():
                raise refusal(_("Say what is to be done, by whom and by which day."), "P L13")
            task = self.tasks.model(proposal=self, kind="condition", clause="P L13", title=title)
            changed = fresh._write_part(by, task, False, {"owner": owner, "due": due})
            fresh._chain(by, on, "impose", changed, hat="")
        return task

    def meets(self, by: Any, task: Any) -> Any:
        """The membership of today by which `by` may say that a condition is met; an owner who left holds none."""
        owns = task.owner is not None and task.owner.person_id == getattr(by, "pk", None)
        return self.entitled(by, (task.owner.role,) if owns else ()) or self.entitled(by, (Role.ANPR_MANAGER,))

    def meet(self, *, by: Any, on: date, task: Any, answer: str) -> Any:
        """Say that a condition is met: by its owner or the ANPR manager."""
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.locked(self.pk)
            member = fresh.meets(by, task)
            if member is None or task.kind != "condition" or task.proposal_id != fresh.pk:
                raise NotYours(_("say that a condition is met"))
            if not answer.strip():
                raise refusal(_("Say how it was met."), "P L13")
            said = {"answer": answer, "done_on": on, "done_by": member}
            fresh._chain(by, on, "meet", fresh._write_part(by, task, False, said), hat="")
        return task
