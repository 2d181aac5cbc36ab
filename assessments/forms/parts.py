"""Fields that many forms of this app share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership
from anpr_governance.regulation import facts

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def words(label: Any, rows: int = 5, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A box for some sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, required=required, help_text=help_text)


def line(label: Any, longest: int = 200, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A box for one line."""
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


def one_of(label: Any, choices: Any, required: bool = True) -> forms.ChoiceField:
    """Radios."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=required)


def listed(table: Any, key: str = "label") -> list[tuple[str, Any]]:
    """Choices from a table of regulation."""
    return [(name, _(row[key])) for name, row in table.items()]


def marked() -> list[tuple[str, Any]]:
    """The markings that something here may carry, the lowest first; the label itself is what is kept."""
    rows = facts("markings")["markings"].values()
    return [(row["label"], f"{row['label']}: {_(row['help'])}") for row in sorted(rows, key=lambda row: row["rank"])]


def members(label: Any, required: bool = True) -> forms.ModelChoiceField:
    """Somebody who holds a role today; the form's `record` says in which organisation."""
    return forms.ModelChoiceField(Membership.objects.none(), label=label, required=required, empty_label="")
