"""What the import pages ask: a file, a mapping, the columns, and what the file's own words mean."""

from collections.abc import Mapping as Facts
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.forms import Asked, Form
from cameras.models import ImportMapping
from cameras.register import mapping as mappings
from cameras.register.columns import CHOICE, LABELS, YES_NO, choices_said, register_columns
from cameras.register.guessing import likely_value
from cameras.register.reading import FileRefused, Sheet, open_sheet, too_large

OWN, FILE, HAND = "own", "file", "hand"
NAME = _("Name of the source")
SNAPSHOT = _("For example: county register. The next file of the same source is compared with this one.")


class UploadForm(Form):
    """The file, and for whom."""

    file = forms.FileField(
        label=_("Register file"), help_text=_("CSV or XLSX, one row a device, names of columns first.")
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("For"), widget=forms.RadioSelect)

    asks = {"file": Asked(_("Nothing is written until you have seen what the import would do."))}  # noqa: RUF012

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if organisations.count() == 1:
            self.fields.pop("organisation")
            self.only = organisations.first()

    def clean_file(self) -> Any:
        """The bytes of a file that can be read; the sentence of the refusal otherwise."""
        file = self.cleaned_data["file"]
        if sentence := too_large(file.size):
            raise forms.ValidationError(sentence)
        self.data_read = file.read()
        try:
            open_sheet(self.data_read)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file


class SourceForm(Form):
    """Which mapping turns the file's columns into the register's."""

    source = forms.ChoiceField(label=_("How the columns of the file are named"), widget=forms.RadioSelect)
    toml = forms.FileField(
        label=_("Mapping file"), required=False, initial="", help_text=_("TOML, as a colleague or you saved it.")
    )
    name = forms.CharField(label=NAME, required=False, initial="", max_length=120, help_text=SNAPSHOT)
    file_name = forms.CharField(label=NAME, required=False, initial="", max_length=120, help_text=SNAPSHOT)

    opens = {"source": {HAND: ("name",), FILE: ("toml", "file_name")}}  # noqa: RUF012

    def __init__(self, *args: Any, organisation: Organisation, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        known = ImportMapping.objects.filter(organisation=organisation).exclude(toml="").order_by("name")
        remembered = [(f"known-{row.pk}", _now("As in “%(name)s”") % {"name": row.name}) for row in known]
        first = [(OWN, _now("It has the register's own columns"))] if own else []
        rest = [(HAND, _now("Match the columns on the next page")), (FILE, _now("By a mapping file"))]
        self.fields["source"].choices = first + remembered + rest  # type: ignore[attr-defined]
        self.initial.setdefault("source", OWN if own else HAND)

    def clean(self) -> dict[str, Any]:
        """A new mapping has a name of its own, and a file of one that can be read."""
        said = super().clean() or {}
        chosen = said.get("source")
        field = "file_name" if chosen == FILE else "name"
        name = said["source_name"] = (said.get(field) or "").strip()
        if chosen in (FILE, HAND):
            if not name:
                self.add_error(field, _now("Give the source a name, for example: county register."))
            elif ImportMapping.objects.filter(organisation=self.organisation, name=name).exists():
                self.add_error(field, _now("A source of that name is known. Choose it above, or give another name."))
        if chosen == FILE:
            said["mapping"] = self._toml(said.get("toml"))
        return said

    def _toml(self, file: Any) -> str:
        try:
            if file is None or file.size > mappings.LONGEST * 4:
                raise mappings.MappingRefused(_now("Choose the mapping file."))
            text: str = file.read().decode("utf-8-sig")
            mappings.read(text)
        except (mappings.MappingRefused, UnicodeDecodeError) as refusal:
            said = str(refusal) if isinstance(refusal, mappings.MappingRefused) else _now("The mapping is no TOML.")
            self.add_error("toml", said)
            return ""
        return text


def _headed(sheet: Sheet) -> list[tuple[str, str]]:
    """The columns of the file, each with what stands in its first row, so that nobody has to guess."""
    first = next((cells for _number, cells in sheet.rows()), [])
    said: dict[str, str] = {}
    for name, cell in zip_longest(sheet.header, first[: len(sheet.header)], fillvalue=""):
        if name and name not in said:
            said[name] = f"{name[:60]} ({cell.strip()[:24]})" if cell.strip() else name[:60]
    return list(said.items())


class ColumnsForm(Form):
    """For each column of the register: the file's column, and what holds where that is empty."""

    nothing = forms.CharField(
        label=_("Words in the file that mean “nothing here”, one on each line"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("For example: n/a"),
    )  # fmt: skip

    def __init__(self, *args: Any, sheet: Sheet, guess: Facts[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "—"), *_headed(sheet)]
        for name, column in register_columns().items():
            likely, said = guess.get(name, ""), {"name": LABELS[name]}
            column_field = forms.ChoiceField(label=LABELS[name], choices=names, required=False, initial=likely)
            self.fields[f"column_{name}"] = column_field
            empty = _now("Where “%(name)s” is empty") % said
            always: forms.Field = forms.CharField(label=empty, required=False, max_length=200)
            if column.kind in (CHOICE, YES_NO):
                options = [("", "—"), *choices_said(column)]
                always = forms.ChoiceField(label=empty, choices=options, required=False)
            self.fields[f"always_{name}"] = always
        for name in ("site_reference", "device_reference"):
            label = _now("Put before “%(name)s”") % {"name": LABELS[name]}
            self.fields[f"prefix_{name}"] = forms.CharField(label=label, required=False, max_length=20, strip=False)

    def rows(self) -> list[tuple[Any, Any, Any, Any, Any]]:
        """`(column, its name in words, its select, its "else", its prefix or None)` for the table of the page."""
        bound = {name: self[name] for name in self.fields}
        return [
            (column, LABELS[name], bound[f"column_{name}"], bound[f"always_{name}"], bound.get(f"prefix_{name}"))
            for name, column in register_columns().items()
        ]

    def chosen(self, part: str) -> dict[str, str]:
        """What was said in one part (`column`, `always`, `prefix`), by register column."""
        start = f"{part}_"
        return {
            name.removeprefix(start): said
            for name, said in self.cleaned_data.items()
            if name.startswith(start) and said
        }

    def clean(self) -> dict[str, Any]:
        """A required column has the file's column, or one value for all rows."""
        said = super().clean() or {}
        for name, column in register_columns().items():
            if column.required and not (said.get(f"column_{name}") or said.get(f"always_{name}")):
                sentence = _now("Choose the file's column for “%(name)s”, or one value for all rows.")
                self.add_error(f"column_{name}", sentence % {"name": LABELS[name]})
        return said


class ValuesForm(Form):
    """What each of the file's own words means in the register."""

    def __init__(self, *args: Any, found: Facts[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: dict[str, tuple[str, str]] = {}
        for name, words in found.items():
            options = [("", _now("Nothing here")), *choices_said(register_columns()[name])]
            for n, word in enumerate(words):
                key = f"value_{name}_{n}"
                label = _now("%(name)s: “%(word)s” means") % {"name": LABELS[name], "word": word[:60]}
                initial = likely_value(name, word)
                self.fields[key] = forms.ChoiceField(label=label, choices=options, required=False, initial=initial)
                self.asked[key] = (name, word)

    def tables(self) -> dict[str, dict[str, str]]:
        """Column → the file's word → the register's value."""
        tables: dict[str, dict[str, str]] = {}
        for key, (name, word) in self.asked.items():
            tables.setdefault(name, {})[word] = self.cleaned_data.get(key, "")
        return tables
