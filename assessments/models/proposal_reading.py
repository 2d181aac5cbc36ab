"""What guards, sheet and pages ask of a proposal. A loaded row asks its parts once; load it anew after a change."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.regulation import facts, facts_for
from anpr_governance.workflow.reasons import Reason
from assessments.models import pack, route
from assessments.models.chained import Chained
from assessments.states import Extent, ProposalState
from cameras import nearby
from cameras.models import Site

HELD_ELSEWHERE = ("cameras_considered", "matrix", "stakeholders", "consultation", "dpia")
"""Listed tasks whose end a guard of its own asks for."""
ASKING = (ProposalState.ASSESSING, ProposalState.CONSULTING)
"""States in which people are asked: a consultation that was opened goes on while the proposal is returned."""
READABLE = (*ASKING, ProposalState.WITHDRAWN)
"""States in which what came by the public page is taken in; before any other it was."""
APPROVING = ("approve", "approve_finally")
OPEN_SITES = ("proposed", "approved", "installed", "live", "suspended")


class Reading(Chained):
    """The questions that a proposal answers about itself."""

    class Meta:
        abstract = True

    def case_version(self) -> int:
        """Hats are worn on the proposal as a whole: its content carries through every round."""
        return 0

    def case(self) -> list[tuple[str, int]]:
        """The proposal, its need and every version of its DPIA: one case."""
        need = [(self.need.reference, self.need.version)] if self.need else []
        dpias = [(dpia.reference, dpia.version) for dpia in self.dpias.begun().select_related("organisation")]
        return [(self.reference, 0), *need, *dpias]

    # Its parts

    @cached_property
    def site_rows(self) -> list[Any]:
        """The sites that it is about, in the order of their numbers."""
        rows = self.sites.open().select_related("site__organisation", "matrix_edition")
        return list(rows.order_by("site__number"))

    @cached_property
    def camera_rows(self) -> list[Any]:
        """Cameras that were looked at, the nearest first."""
        return list(self.cameras_considered.select_related("site__organisation").order_by("distance_m", "pk"))

    @cached_property
    def task_rows(self) -> list[Any]:
        """Its tasks: the list, the compliance statements, the conditions."""
        return list(self.tasks.select_related("done_by__person", "owner__person").order_by("pk"))

    @cached_property
    def decision_rows(self) -> list[Any]:
        """Its decisions, oldest first."""
        return list(self.decisions.select_related("seal", "agenda_item__meeting", "by__person", "acting_for__person"))

    @cached_property
    def item_rows(self) -> list[Any]:
        """Agenda items about it, in the order of the meetings."""
        rows = self.agenda_items.select_related("meeting__quorum", "meeting__organisation")
        return list(rows.order_by("meeting__on", "meeting_id", "position"))

    @cached_property
    def passport_rows(self) -> list[Any]:
        """The stages of its passport to compliance, in order (T058)."""
        return list(self.passport_stages.select_related("file").defer("file__bytes"))

    @cached_property
    def file_rows(self) -> list[Any]:
        """The files that hang on it and were not replaced, oldest first."""
        rows = self.files.filter(replaced_by__isnull=True).select_related("file").defer("file__bytes")
        return list(rows.order_by("added_at", "pk"))

    def listed_tasks(self) -> list[Any]:
        """The tasks of the list and the compliance statements, in their order."""
        return [task for task in self.task_rows if task.listed]

    def conditions(self) -> list[Any]:
        """What a deciding body asked for."""
        return [task for task in self.task_rows if task.kind == "condition"]

    def task(self, kind: str) -> Any:
        """The listed task of that kind, or None."""
        return next((task for task in self.listed_tasks() if task.kind == kind), None)

    def newest_dpia(self) -> Any:
        """The newest version of its DPIA that was not withdrawn, or None."""
        return self._newest_dpia

    @cached_property
    def _newest_dpia(self) -> Any:
        return self.dpias.begun().select_related("organisation").order_by("-version", "-pk").first()

    # The task list

    def is_ended(self, kind: str) -> bool:
        """Whether a task of the list has ended: by its answer, or by the record that ends it (G 5.1)."""
        ends = {
            "cameras_considered": lambda: self.cameras_looked_at() and not self.cameras_unanswered(),
            "matrix": lambda: bool(self.site_rows) and all(row.is_advised for row in self.site_rows),
            "stakeholders": lambda: self.has_stakeholders,
            "consultation": lambda: self.consultation is not None and self.consultation.closed_on is not None,
            "surveillance_lead": lambda: bool(self._upon_dpia("binding_view")),
            "dpo": lambda: bool(self._upon_dpia("binding_advice")),
            "compliance": lambda: all(task.is_done for task in self.statements()),
            "dpia": lambda: self.has_advised_dpia,
        }
        task = self.task(kind)
        return ends[kind]() if kind in ends else task is not None and task.is_done

    def ended_with(self, kind: str) -> tuple[date, Membership] | None:
        """The day and the person of the record that ended a task: advice or a view upon the DPIA (G 5.1)."""
        asked = {"surveillance_lead": "binding_view", "dpo": "binding_advice", "dpia": "binding_advice"}.get(kind)
        decision = self._upon_dpia(asked) if asked else None
        return (decision.on, decision.by) if decision else None

    @cached_property
    def has_stakeholders(self) -> bool:
        """Whether somebody is named whom to ask (G 5.1.4)."""
        return self.consultation is not None and self.consultation.stakeholders.exists()

    @cached_property
    def has_advised_dpia(self) -> bool:
        """Whether a DPIA of it has the DPO's advice and awaits its sign-off, or is signed off."""
        return self.newest_dpia() is not None and self.dpias.with_advice().exists()

    def _upon_dpia(self, asked: str) -> Any:
        dpia = self.newest_dpia()
        return getattr(dpia, asked)() if dpia is not None else None

    def statements(self) -> list[Any]:
        """The six compliance statements (G 1.5)."""
        return [task for task in self.listed_tasks() if task.kind.startswith("compliance:")]

    def open_task_titles(self) -> list[str]:
        """Titles of listed tasks that have not ended, but for those that a guard of their own asks for."""
        kinds = [kind for kind in facts("proposal_tasks")["proposal_tasks"] if kind not in HELD_ELSEWHERE]
        titles = facts("proposal_tasks")["proposal_tasks"]
        return [_(titles[kind]["title"]) for kind in kinds if not self.is_ended(kind)]

    # The consultation

    @property
    def speaks_welsh(self) -> bool:
        """Whether its force publishes in Welsh too."""
        return "cy" in [code.strip() for code in self.organisation.languages.split(",")]

    def method_labels(self) -> list[str]:
        """By which methods people are consulted."""
        table = facts("consultation")["methods"]
        chosen = self.consultation.methods if self.consultation is not None else []
        return [_(table[name]["label"]) for name in chosen]

    def places_named(self, said: Mapping[str, str]) -> list[str]:
        """Places of its sites that stand in any of the texts for the public."""
        return pack.places_in("\n\n".join(said.values()), [row.site for row in self.site_rows])

    def asks_the_public(self) -> bool:
        """Whether its public page stands: open, not limited, and with a pack that names none of its sites (T067)."""
        asked = self.consultation
        if asked is None or not asked.is_open or asked.extent == Extent.LIMITED or self.state not in ASKING:
            return False
        return bool(asked.pack_content) and not self.places_named(asked.pack_content["words"])

    @cached_property
    def unread_rows(self) -> list[Any]:
        """Responses of the public page that nobody has read; it goes on to a decision with none."""
        asked = self.consultation
        there = asked is not None and asked.opened_on is not None and self.state in READABLE
        return list(asked.unread.all()) if there else []

    def against_the_record(self) -> list[Reason]:
        """Why the record of the consultation is not published yet, or nothing (T068)."""
        asked, reasons = self.consultation, []
        if asked is None or asked.opened_on is None:
            reasons.append(_("Nobody was consulted, so there is no record to publish."))
        elif asked.closed_on is None and self.state != ProposalState.WITHDRAWN:
            reasons.append(_("Close the consultation first."))
        elif self.state == ProposalState.DECIDING:
            reasons.append(_("A body decides upon it now. Publish the record when it has decided."))
        if self.unread_rows:
            reasons.append(_("Read every response of the public page first."))
        return [Reason(sentence, "G 5.3b", "record") for sentence in reasons]

    # Cameras nearby

    @cached_property
    def cameras_near(self) -> list[Any]:
        """Every site within the distance that the table names, the nearest first."""
        own = [row.site for row in self.site_rows]
        others = Site.objects.filter(organisation=self.organisation_id).sought_or_standing()
        within = facts("proposal_tasks")["nearby"]["within_m"]
        return nearby.around(nearby.points_of(own), others.exclude(pk__in=[site.pk for site in own]), within)

    @cached_property
    def nearest(self) -> list[Any]:
        """The nearest site of every owner and every likely duplicate, with their metres (G 1.3 b2, 6.1.2)."""
        keys = {near.site.pk for near in nearby.of_every_owner(self.cameras_near)}
        return [near for near in self.cameras_near if near.site.pk in keys or self.likely_duplicate(near)]

    def likely_duplicate(self, near: Any) -> bool:
        """Whether a camera nearby likely sees what a proposed site would see (G 1.3 b2)."""
        return any(nearby.alike(near, row.site) for row in self.site_rows)

    def cameras_unanswered(self) -> list[Any]:
        """Nearest cameras without an answer on duplication and sharing."""
        answered = {row.site_id for row in self.camera_rows if row.is_answered}
        return [near.site for near in self.nearest if near.site.pk not in answered]

    def cameras_looked_at(self) -> bool:
        """Whether somebody recorded what stands nearby, if only that nothing does (T002)."""
        task = self.task("cameras_considered")
        return bool(self.camera_rows) or (task is not None and task.is_done)

    # The route

    @cached_property
    def route_table(self) -> Mapping[str, Any]:
        """The edition noted at the first submission; before it the one that binds the organisation today."""
        return self.route.facts if self.route else facts_for("route", self.organisation.code, clock.today())

    @cached_property
    def entries(self) -> list[route.Entry]:
        """The bodies and persons of its route, in order."""
        return route.entries(self.route_table, route.kind_of_route(self.deployment, self.intended_months))

    def approved_positions(self) -> set[int]:
        """Positions that approved this version; a final approval counts in its own turn only (rescind)."""
        rows = [row for row in self.decision_rows if row.version == self.version and row.step in APPROVING]
        return {row.position for row in rows if row.step == "approve" or row.turn == self.turn}

    def present_entry(self) -> route.Entry:
        """The entry of the route that decides now: the first that has not approved this version."""
        done = self.approved_positions()
        return next((entry for entry in self.entries if entry.position not in done), self.entries[-1])

    def decides_now(self, by: Any) -> bool:
        """Whether `by` is the chair or the person of the present entry."""
        return isinstance(by, Person) and self.present_entry().chaired_by(by, self.organisation_id) is not None

    def entitled(self, by: Person, roles: Iterable[str]) -> Membership | None:
        """As everywhere; of the deciding roles only chairs and persons of this proposal's own route."""
        wanted = set(roles)
        if not wanted >= set(route.DECIDERS):
            return super().entitled(by, roles)
        ordered = [self.present_entry(), *reversed(self.entries)]
        found = (entry.chaired_by(by, self.organisation_id) for entry in ordered)
        chair = next((row for row in found if row is not None), None) if by.is_active else None
        return chair or super().entitled(by, wanted - set(route.DECIDERS))

    def submitted_on(self) -> date | None:
        """The day on which this version was submitted."""
        rows = [row for row in self.decision_rows if row.version == self.version and row.position == 0]
        return rows[-1].on if rows else None

    def approved_on(self) -> date | None:
        """The day of the newest approval of this version, by whichever body; None before the first."""
        rows = [row for row in self.decision_rows if row.version == self.version and row.step in APPROVING]
        return rows[-1].on if rows else None

    def present_item(self, on: date) -> Any:
        """The agenda item of the present body upon this version, held by `on`, on which nothing was decided yet."""
        entry, since = self.present_entry(), self.submitted_on()
        used = {row.agenda_item_id for row in self.decision_rows}
        if self.state != ProposalState.DECIDING or since is None or entry.is_person:
            return None
        rows = [item for item in self.item_rows if item.meeting.body == entry.body and item.pk not in used]
        return next((item for item in reversed(rows) if since <= item.meeting.on <= on), None)

    def final_role_of(self, by: Any) -> bool:
        """Whether `by` is chair or person of the last entry, who may rescind."""
        return isinstance(by, Person) and self.entries[-1].chaired_by(by, self.organisation_id) is not None

    def offers(self, by: Any, today: date) -> list[Any]:
        """As everywhere, without the approval that is not the present entry's kind."""
        other = "approve" if self.present_entry().is_last else "approve_finally"
        return [offer for offer in super().offers(by, today) if offer.name != other]
