"""What is asked of performance checks: raw counts, an acceptance, a check on wish, what is done about a failure."""

from copy import deepcopy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts_for
from cameras.components import component, labels


def _count() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=10_000_000)


class CountsForm(Form):
    """Raw counts of one check; what the four of them count follows from the kind of component."""

    vehicles, visible, captured, read = _count(), _count(), _count(), _count()
    how = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    period = forms.CharField(label=_("Period of the sample"), max_length=200)
    tester = forms.CharField(label=_("Who counted"), max_length=120, required=False)

    asks: ClassVar = {
        "how": Asked(_("So that the next check can be compared with this one."), "NASPLE Part 2 para 12"),
        "period": Asked(_("Day, hours, light and weather, for example “Tuesday 10:00 to 12:00, dry”.")),
    }

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        nasple, kind = facts_for("nasple", record.organisation.code, clock.today()), record.device.kind
        told = component(kind, nasple)
        why = _now("Counts, not percentages: a rate without its whole says little.")
        first = Asked(f"{_now(told['help'])} {why}", told["clause"])
        self.asks = {**type(self).asks, "vehicles": first}  # type: ignore[misc]
        self.base_fields = deepcopy(self.base_fields)  # type: ignore[misc]
        for name, label in labels(kind, nasple).items():
            self.base_fields[name].label = _now(label)
        super().__init__(*args, **kwargs)
        methods = nasple["methods"].values()
        self.fields["how"].choices = [(row["label"], _now(row["label"])) for row in methods]  # type: ignore[attr-defined]


class AcceptForm(Form):
    """A word with the acceptance, needed from whoever recorded the counts."""

    reason = forms.CharField(
        label=_("Why you accept it, if you recorded it yourself"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class AdHocForm(Form):
    """A check that no interval asks for."""

    device: Any = forms.ModelChoiceField(
        queryset=None, label=_("Which device?"), widget=forms.RadioSelect, empty_label=None
    )
    due_on = DayField(label=_("By which day"))

    def __init__(self, *args: Any, devices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["device"].queryset = devices  # type: ignore[attr-defined]


class ActionForm(Form):
    """What is done about a failed check."""

    title = forms.CharField(label=_("What is done"), max_length=300)
    owner: Any = forms.ModelChoiceField(queryset=None, label=_("Who does it"))
    due = DayField(label=_("By which day"))

    asks: ClassVar = {"owner": Asked(_("A failed check is not accepted before somebody owns its repair."), "P L29")}

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
