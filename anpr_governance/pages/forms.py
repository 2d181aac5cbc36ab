"""Forms as the GOV.UK Design System asks them: one adapter from Django's bound field to the library's macro.

A form of this project derives from `Form` or `ModelForm` here and may say, for each of its fields,
why it is asked (`asks`) and which other fields an answer opens (`opens`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.template import engines
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from anpr_governance.pages.days import DayBoxes, DayField, DayLine
from anpr_governance.pages.markup import clause_hint
from anpr_governance.regulation.worked import worked

__all__ = ["Asked", "DayBoxes", "DayField", "DayLine", "Form", "ModelForm", "error_list", "render_field"]

EMPTY = gettext_lazy("Answer “%(label)s”: nothing is written there.")
CHOOSE = gettext_lazy("Choose an answer to “%(label)s”.")
DAY = gettext_lazy("Give “%(label)s” as day, month and year, for example 21 11 2026.")
SHORTEN = gettext_lazy("Shorten “%(label)s” to %(limit)s characters.")
WHOLE = gettext_lazy("Give “%(label)s” as a number, for example 12.")
SCRIPTED = re.compile(r' data-aria-controls="[^"]*"| govuk-(?:radios|checkboxes)__conditional--hidden(?=")')
"""What makes the library's script show and hide opened questions (axe refuses its attribute); our styles do it."""
LISTED = gettext_lazy("Choose “%(label)s” from the answers on the page.")
EMAIL = gettext_lazy("Give “%(label)s” as an e-mail address, for example name@example.org.")


@dataclass(frozen=True)
class Asked:
    """Beside a question: why it is asked, the clause that asks it, what a good answer holds, and one to look at.

    `example` names it: a kind of example and the id of the question in it.
    """

    why: Any = ""
    clause: str = ""
    good: tuple[Any, ...] = ()
    example: tuple[str, str] = ("", "")


class Spoken:
    """Gives every field of a form errors that say how to mend it."""

    asks: ClassVar[Mapping[str, Asked]] = {}
    opens: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {}
    forgets: ClassVar[tuple[str, ...]] = ()
    """Fields that a draft does not bring back: a day that was today when it was typed."""
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = capfirst(name.replace("_", " "))
            _speak(field)

    def opened(self) -> frozenset[str]:
        """The fields that stand under another field's answer."""
        return frozenset(name for answers in self.opens.values() for names in answers.values() for name in names)

    def top(self) -> list[BoundField]:
        """The fields that a page lists; the others stand under the answer that opens them."""
        inner = self.opened()
        return [bound for bound in self if bound.name not in inner]  # type: ignore[attr-defined]


def _speak(field: forms.Field) -> None:
    label = {"label": force_str(field.label)}
    required = CHOOSE if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else EMPTY
    required = DAY if isinstance(field, DayField) else required
    said = {"required": required, "invalid_choice": LISTED, "invalid_list": LISTED, "invalid_pk_value": LISTED}
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        said["invalid"] = WHOLE
    if isinstance(field, forms.EmailField):
        said["invalid"] = EMAIL
    own = getattr(field, "said", {})
    field.error_messages |= {code: own.get(code, sentence % label) for code, sentence in said.items()}
    limit = getattr(field, "max_length", None)
    if limit:
        sentence = SHORTEN % {**label, "limit": limit}
        longest = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        field.validators = [*longest, MaxLengthValidator(limit, message=sentence)]


class Form(Spoken, forms.Form):
    """A form of this project."""


class ModelForm(Spoken, forms.ModelForm):
    """A form over a model's own fields; days are asked in three boxes."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()


def day_boxes(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """`formfield_callback` of a ModelForm's Meta: a DateField is asked in three boxes."""
    if db_field.get_internal_type() == "DateField":
        return db_field.formfield(form_class=DayField, **kwargs)
    return db_field.formfield(**kwargs)


def error_list(form: Any) -> list[dict[str, str]]:
    """The entries of the error summary, each linked to its field."""
    entries = [{"text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        href = f"#{bound.id_for_label or bound.auto_id}"
        if isinstance(bound.field.widget, DayBoxes):
            href = f"#{bound.auto_id}_day"
        elif isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            href = f"#{bound.auto_id}"
        entries += [{"text": str(error), "href": href} for error in bound.errors]
    return entries


def macro(component: str, name: str, params: dict[str, Any]) -> Markup:
    """Call one macro of govuk-frontend-jinja."""
    env: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    return getattr(env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module, name)(params)


def _hint(bound: BoundField) -> dict[str, Any] | None:
    asked = getattr(bound.form, "asks", {}).get(bound.name, Asked())
    parts = [force_str(text) for text in (bound.help_text, asked.why) if text]
    if not parts and not asked.clause:
        return None
    words = Markup("<br>").join(parts)
    return {"html": words + (Markup(" ") + clause_hint(asked.clause) if asked.clause else Markup())}


def _example(bound: BoundField) -> Markup:
    """A worked example of the answer, closed until somebody opens it; nothing where none is named."""
    kind, key = getattr(bound.form, "asks", {}).get(bound.name, Asked()).example
    found = worked(kind, key) if kind else None
    if found is None:
        return Markup()
    env: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    return env.get_template("components/example.html").module.beside(kind, found)


def _common(bound: BoundField) -> dict[str, Any]:
    params: dict[str, Any] = {"id": bound.auto_id, "name": bound.html_name}
    given = bound.field.required or bound.field.disabled or bound.field.initial is not None
    optional = "" if given else _(" (optional)")
    params["label"] = {"text": force_str(bound.label) + optional, "classes": "govuk-label--s"}
    params["attributes"] = {
        name: str(value)
        for name, value in bound.field.widget.attrs.items()
        if name not in {"rows", "cols", "class", "maxlength", "placeholder", "aria-describedby"}
        and value not in (None, False)
    }
    if hint := _hint(bound):
        params["hint"] = hint
    if shown := _example(bound):
        params["formGroup"] = {"afterInput": {"html": shown}}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    return params


def _value(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else force_str(bound.field.widget.format_value(value) or "")


def _input(bound: BoundField, params: dict[str, Any]) -> Markup:
    params |= {"value": _value(bound), "type": getattr(bound.field.widget, "input_type", "text")}
    if isinstance(bound.field, forms.IntegerField):
        params |= {"type": "text", "inputmode": "numeric", "classes": "govuk-input--width-10"}
        params["attributes"] = {}
    if autocomplete := params["attributes"].pop("autocomplete", None):
        params["autocomplete"] = autocomplete
    return macro("input", "govukInput", params)


def _password(bound: BoundField, params: dict[str, Any]) -> Markup:
    params["autocomplete"] = params["attributes"].pop("autocomplete", "current-password")
    return macro("password-input", "govukPasswordInput", params)


def _textarea(bound: BoundField, params: dict[str, Any]) -> Markup:
    rows = bound.field.widget.attrs.get("rows", 5)
    return macro("textarea", "govukTextarea", params | {"value": _value(bound), "rows": rows})


def _chosen(bound: BoundField) -> list[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return [str(getattr(one, "pk", one)) for one in values if one not in (None, "")]


def _items(bound: BoundField) -> list[dict[str, Any]]:
    chosen = _chosen(bound)
    opens = getattr(bound.form, "opens", {}).get(bound.name, {})
    items: list[dict[str, Any]] = []
    for value, label in _options(bound.field.choices):  # type: ignore[attr-defined]
        item: dict[str, Any] = {"value": str(value), "text": force_str(label), "checked": str(value) in chosen}
        item["selected"] = item["checked"]
        if inner := opens.get(str(value)):
            item["conditional"] = {"html": Markup("").join(render_field(bound.form[name]) for name in inner)}
        items.append(item)
    return items


def _options(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += [(v, words) for v, words in label] if isinstance(label, list | tuple) else [(value, label)]
    return found


def _set(bound: BoundField, params: dict[str, Any], component: str, name: str) -> Markup:
    legend = {"text": params.pop("label")["text"], "classes": "govuk-fieldset__legend--s"}
    items = [item for item in _items(bound) if item["value"]]
    rest = {"idPrefix": bound.auto_id, "fieldset": {"legend": legend}, "items": items, "attributes": {}}
    html = macro(component, name, params | rest)
    return Markup(SCRIPTED.sub("", html))  # noqa: S704 - the macro has escaped it; this takes away, adds nothing


def _radios(bound: BoundField, params: dict[str, Any]) -> Markup:
    return _set(bound, params, "radios", "govukRadios")


def _checkboxes(bound: BoundField, params: dict[str, Any]) -> Markup:
    return _set(bound, params, "checkboxes", "govukCheckboxes")


def _select(bound: BoundField, params: dict[str, Any]) -> Markup:
    return macro("select", "govukSelect", params | {"items": _items(bound)})


def _tick(bound: BoundField, params: dict[str, Any]) -> Markup:
    item = {"value": "on", "text": force_str(bound.label), "checked": bool(bound.value())}
    rest = {"idPrefix": bound.auto_id, "items": [item], "attributes": {}}
    params.pop("label")
    return macro("checkboxes", "govukCheckboxes", params | rest)


def _file(bound: BoundField, params: dict[str, Any]) -> Markup:
    return macro("file-upload", "govukFileUpload", params)


def _day(bound: BoundField, params: dict[str, Any]) -> Markup:
    legend = {"text": params.pop("label")["text"], "classes": "govuk-fieldset__legend--s"}
    value = bound.value()
    texts = value if isinstance(value, list) else bound.field.widget.decompress(value)
    wrong = " govuk-input--error" if bound.errors else ""
    boxes = [
        {
            "id": f"{bound.auto_id}_{part}", "name": f"{bound.html_name}_{part}", "label": label, "value": text or "",
            "classes": f"govuk-input--width-{width}{wrong}",
        }
        for (part, label, width), text in zip(
            (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4)), texts, strict=True
        )
    ]  # fmt: skip
    params.setdefault("hint", {"text": _("For example, 21 11 2026")})
    return macro("date-input", "govukDateInput", params | {"fieldset": {"legend": legend}, "items": boxes})


Renderer = Callable[[BoundField, dict[str, Any]], Markup]
RENDERERS: tuple[tuple[type[forms.Widget], Renderer], ...] = (
    (DayBoxes, _day),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.SelectMultiple, _checkboxes),
    (forms.Select, _select),
    (forms.CheckboxInput, _tick),
    (forms.FileInput, _file),
)


def render_field(bound: BoundField) -> Markup:
    """One question: label, hint, why and clause, error, and the GOV.UK control for its widget."""
    if bound.is_hidden:
        return Markup(str(bound))  # noqa: S704 - Django has escaped it
    for widget, renderer in RENDERERS:
        if isinstance(bound.field.widget, widget):
            return renderer(bound, _common(bound))
    return _input(bound, _common(bound))
