"""What waits for a body goes on its agenda in one press; objectives are set, carried and ended."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms import meeting as forms
from assessments.models import Objective
from assessments.models.waiting import Waiting, put, waiting
from assessments.states import ItemKind
from assessments.views.meeting import OfMeeting

KINDS = dict(ItemKind.choices)


def grouped(rows: list[Waiting]) -> list[tuple[Any, list[Waiting]]]:
    """What waits under its kinds, in the order of an agenda."""
    kinds = dict.fromkeys(row.kind for row in rows)
    return [(KINDS[kind], [row for row in rows if row.kind == kind]) for kind in kinds]


class WaitingPage(OfMeeting):
    """Everything that waits for the body, with why and since when; chosen by ticks."""

    form_class = forms.WaitingForm
    template_name = "assessments/waiting.html"
    drafts = False
    title, button = gettext_lazy("What waits for this body"), gettext_lazy("Put the ticked ones on the agenda")
    why = gettext_lazy(
        "The agenda is made from the records, so that nothing is decided late because nobody thought of it."
    )
    next = gettext_lazy(
        "They stand on the agenda in this order. What you leave out is offered for the next meeting again."
    )

    @cached_property
    def waits(self) -> list[Waiting]:
        """What waits today."""
        return waiting(self.object, self.today)

    def initial(self) -> dict[str, Any]:
        """All of it is ticked."""
        return {"chosen": [row.value for row in self.waits]}

    def form_kwargs(self) -> dict[str, Any]:
        """What may be ticked."""
        return {"waits": self.waits}

    def context(self, **more: Any) -> dict[str, Any]:
        """Under its kinds; nothing to send where nothing waits or the minutes are signed."""
        closed = not self.waits or self.object.signed() is not None
        known = {"groups": grouped(self.waits), "closed": closed}
        return super().context(**{**more, **known})

    def act(self, obj: Any, form: Any) -> Any:
        """Put them on the agenda."""
        put(obj, by=self.person, on=self.today, chosen=form.cleaned_data["chosen"])

    def said(self, answer: Any) -> str:
        """The agenda has them."""
        return _("They stand on the agenda. The papers can be made.")


class SetObjective(OfMeeting):
    """An objective that the body sets itself."""

    form_class = forms.ObjectiveForm
    title, button = gettext_lazy("Set an objective"), gettext_lazy("Set the objective")
    why = gettext_lazy("The group sets objectives for the use of ANPR. Each has somebody who owes it, and a day.")
    next = gettext_lazy("Its owner finds it under my work. It comes back on each agenda until it is met or given up.")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose members may own it."""
        return {"record": self.object}

    def act(self, obj: Any, form: Any) -> Any:
        """Set it."""
        Objective.set_at(obj, by=self.person, on=self.today, **form.cleaned_data)


class EndObjective(OfMeeting):
    """Say that an objective is met, or given up and why."""

    form_class = forms.EndObjectiveForm
    template_name = "assessments/objective.html"
    title, button = gettext_lazy("How the objective ended"), gettext_lazy("Record how it ended")
    why = gettext_lazy("An objective stays open until somebody says what was done. The report to the board shows it.")
    next = gettext_lazy(
        "It leaves the agendas to come. It stays on the record with your words, and is not opened again."
    )

    @cached_property
    def objective(self) -> Any:
        """The objective of the address; else 404."""
        rows = self.object.objective_rows.select_related("meeting__organisation", "owner__person", "ended_by__person")
        found = rows.filter(pk=self.kwargs["part"]).first()
        if found is None:
            raise Http404
        return found

    def allowed(self, obj: Any) -> bool:
        """Its owner, or whoever keeps meetings."""
        return self.objective.ender(self.person) is not None

    def context(self, **more: Any) -> dict[str, Any]:
        """What it is; nothing to send once it ended."""
        known = {"objective": self.objective, "closed": self.objective.state != "open"}
        return super().context(**{**more, **known})

    def act(self, obj: Any, form: Any) -> Any:
        """End it."""
        self.objective.end(by=self.person, on=self.today, **form.cleaned_data)
