"""What is asked of a comparison with finance, and of a difference."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from cameras.register.forms import UploadForm


class ReconcileForm(UploadForm):
    """Finance's file, and how to read it."""

    words = forms.CharField(label=_("Words that mark ANPR equipment in it"), max_length=60, required=False)
    number = forms.CharField(label=_("Column of the asset number"), max_length=120, required=False)
    cost = forms.CharField(label=_("Column of the cost"), max_length=120, required=False)
    book_value = forms.CharField(label=_("Column of the book value"), max_length=120, required=False)

    asks: ClassVar = {
        "words": Asked(_("A file of all the force's assets holds more than cameras. Empty means every row.")),
        "number": Asked(_("Leave these empty where the columns have their usual names."), "P L56"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file: Any = self.fields["file"]
        file.label, file.help_text = _("File of the finance register"), _("CSV or XLSX, names of columns first.")


class ResolveForm(Form):
    """What was found and done about a difference."""

    reason = forms.CharField(
        label=_("What was found, and what was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    on = DayField(label=_("Resolved on"))
