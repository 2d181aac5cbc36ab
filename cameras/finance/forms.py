"""What is asked of an entry of the asset register, of a comparison with finance, and of a difference."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts
from cameras.models import Site
from cameras.register.forms import UploadForm


def money(label: Any, **more: Any) -> forms.DecimalField:
    """A sum in pounds and pence."""
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, min_value=0, **{"required": False, **more})


def named_site(sites: Any, typed: str) -> Site | None:
    """The site that a reference names, ours or the register's. Raises ValidationError where none has it."""
    typed = typed.strip()
    if not typed:
        return None
    found = sites.by_reference(typed.upper()).first() or sites.filter(site_reference__iexact=typed).first()
    if found is None:
        raise forms.ValidationError(
            _now("No site of the register has that reference. Look it up in the list of sites.")
        )
    return found


class ReconcileForm(UploadForm):
    """Finance's file, and how to read it."""

    words = forms.CharField(label=_("Words that mark ANPR equipment in it"), max_length=60, required=False)
    on = DayField(label=_("As at which day"), required=False)
    number = forms.CharField(label=_("Column of the asset number"), max_length=120, required=False)
    cost = forms.CharField(label=_("Column of the cost"), max_length=120, required=False)
    book_value = forms.CharField(label=_("Column of the book value"), max_length=120, required=False)

    asks: ClassVar = {
        "words": Asked(_("A file of all the force's assets holds more than cameras. Empty means every row.")),
        "on": Asked(_("The day to which the file was drawn up. Our entries and values of that day are compared.")),
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


class AssetForm(Form):
    """An addition to the asset register, or a replacement."""

    site = forms.CharField(label=_("Site"), max_length=60)
    what = forms.CharField(label=_("What was bought"), max_length=200, required=False)
    finance_number = forms.CharField(label=_("Number in the finance register"), max_length=60)
    cost = money(_("Cost (£)"))
    book_value = money(_("Book value (£)"))
    replaces = forms.CharField(label=_("Number of the entry that it replaces"), max_length=60, required=False)
    on = DayField(label=_("In the register from"))

    asks: ClassVar = {
        "site": Asked(_("Its reference, ours or the register's."), "P L55"),
        "finance_number": Asked(_("Finance and the register are compared by this number."), "P L56"),
        "replaces": Asked(_("Leave it empty for an addition. The old entry stays until it is disposed of."), "P L58"),
    }

    def __init__(self, *args: Any, sites: Any, assets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites, self.assets = sites, assets

    def clean_site(self) -> Site | None:
        """The site, by either reference."""
        return named_site(self.sites, self.cleaned_data["site"])

    def clean_replaces(self) -> Any:
        """The entry, by its number."""
        number = self.cleaned_data["replaces"].strip()
        found = self.assets.filter(finance_number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_now("No entry has that number. Look it up in the asset register."))
        return found


class ReplaceForm(Form):
    """The device that takes another's place, and its entry in the asset register."""

    reference = forms.CharField(label=_("Reference of the new device"), max_length=60)
    model: Any = forms.ModelChoiceField(queryset=None, label=_("Equipment model"))
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    gives_images = forms.TypedChoiceField(
        label=_("Does it give images?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    on = DayField(label=_("Stands here since"))
    what = forms.CharField(label=_("What was bought"), max_length=200, required=False)
    finance_number = forms.CharField(label=_("Number in the finance register"), max_length=60)
    cost = money(_("Cost (£)"))
    book_value = money(_("Book value (£)"))
    replaces: Any = forms.ModelChoiceField(queryset=None, label=_("Entry that it replaces"), required=False)

    asks: ClassVar = {
        "model": Asked(_("What is bought is of an accepted model; the next go live asks for it."), "P L45"),
        "on": Asked(_("The old device leaves on that day."), "P L58"),
        "finance_number": Asked(_("The replacement is an entry of its own; finance gives it this number."), "P L58"),
        "replaces": Asked(_("It stays in the asset register until its disposal is recorded."), "P L60"),
    }

    def __init__(self, *args: Any, models: Any, assets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = models  # type: ignore[attr-defined]
        self.fields["replaces"].queryset = assets  # type: ignore[attr-defined]


class DisposeForm(Form):
    """How an asset was disposed of."""

    method = forms.ChoiceField(label=_("How it was disposed of"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("To whom, and the number of the certificate or receipt"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    on = DayField(label=_("On which day"))
    finance_told_on = DayField(label=_("Finance told on"), required=False)

    asks: ClassVar = {
        "method": Asked(_("Disposal is controlled: data and keys are gone before the equipment is."), "P L60"),
        "finance_told_on": Asked(_("Without undue delay. Leave it empty if they do not know yet."), "P L60"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = facts("register")["disposal"]["methods"]
        self.fields["method"].choices = [(code, _now(row["label"])) for code, row in methods.items()]  # type: ignore[attr-defined]


class UpgradeForm(Form):
    """What an upgrade was and cost."""

    what = forms.CharField(label=_("What was upgraded"), max_length=200)
    cost = money(_("Cost (£)"), required=True)
    book_value = money(_("Book value that it adds (£)"))
    on = DayField(label=_("On which day"))

    asks: ClassVar = {"book_value": Asked(_("Leave it empty when the whole cost is added to the book value."), "P L46")}


class RevalueForm(Form):
    """What an entry is worth from a day on."""

    cost = money(_("Cost (£)"))
    book_value = money(_("Book value (£)"))
    on = DayField(label=_("Holds from"))
    reason = forms.CharField(label=_("On what it rests"), max_length=300)

    asks: ClassVar = {
        "on": Asked(_("Earlier days keep the sums that they had.")),
        "reason": Asked(_("For example the year's depreciation, or a mistake in either register."), "P L56"),
    }


class ToldForm(Form):
    """When finance was told of a disposal."""

    on = DayField(label=_("Finance told on"))
