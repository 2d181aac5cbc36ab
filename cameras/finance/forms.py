"""What is asked of a comparison with finance, and of a difference."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from cameras.register.reading import too_large


class ReconcileForm(Form):
    """Finance's file, and how to read it."""

    file = forms.FileField(label=_("File of the finance register"), help_text=_("CSV or XLSX, names of columns first."))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("For"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("Words that mark ANPR equipment in it"), max_length=60, required=False)
    number = forms.CharField(label=_("Column of the asset number"), max_length=120, required=False)
    cost = forms.CharField(label=_("Column of the cost"), max_length=120, required=False)
    book_value = forms.CharField(label=_("Column of the book value"), max_length=120, required=False)

    asks: ClassVar = {
        "words": Asked(_("A file of all the force's assets holds more than cameras. Empty means every row.")),
        "number": Asked(_("Leave these empty where the columns have their usual names."), "P L56"),
    }

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if organisations.count() == 1:
            self.fields.pop("organisation")
            self.only = organisations.first()

    def clean_file(self) -> Any:
        """A file of a size that is read."""
        file = self.cleaned_data["file"]
        if sentence := too_large(file.size):
            raise forms.ValidationError(sentence)
        return file


class ResolveForm(Form):
    """What was found and done about a difference."""

    reason = forms.CharField(
        label=_("What was found, and what was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    on = DayField(label=_("Resolved on"))
