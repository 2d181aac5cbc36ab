"""The agenda from what waits, objectives, and the report to the board."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.pages.forms import Asked, DayField, Form
from assessments.forms.parts import line, members, one_of, words
from assessments.models import Meeting
from assessments.states import ObjectiveState


class WaitingForm(Form):
    """Which of the things that wait go on the agenda."""

    chosen = forms.MultipleChoiceField(label=_("What goes on the agenda"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, waits: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["chosen"].choices = [(row.value, row.title) for row in waits]
        gone = _("One of these waits no longer. Look at the list again.")
        fields["chosen"].error_messages |= {
            "invalid_choice": gone, "required": _("Tick at least one, or go back to the meeting."),
        }  # fmt: skip


class ObjectiveForm(Form):
    """What is to be reached, by whom, by which day."""

    text = line(_("What is to be reached"), 300)
    owner = members(_("Owner"))
    due = DayField(label=_("By which day"))
    asks: ClassVar = {"text": Asked(_("Say it so that everybody can tell whether it is met."), "P L13")}

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Membership.objects.effective().on(record.on).filter(organisation=record.organisation)
        self.fields["owner"].queryset = held.select_related("person").order_by("person__name", "role")  # type: ignore[attr-defined]


class EndObjectiveForm(Form):
    """Met, or given up."""

    state = one_of(_("How it ended"), [choice for choice in ObjectiveState.choices if choice[0] != ObjectiveState.OPEN])
    outcome = words(_("What was done, or why it was given up"), 5)


class GiveReportForm(Form):
    """To which meeting of the board."""

    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting of the board"), empty_label="")

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
