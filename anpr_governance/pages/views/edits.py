"""Making and changing a record through ONE domain call, without writing over what somebody else changed."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages.diff import Change
from anpr_governance.pages.views.asking import AskingPage, content_hash
from anpr_governance.pages.views.base import RecordPage
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit


class CreatePage(AskingPage):
    """A new record: `take(form)` calls `Model.born(by=…, on=…, organisation=…, **form.cleaned_data)`.

    `born_by` names the roles that may; the organisation is the one in which the person holds such a role.
    """

    model: ClassVar[Any]
    button: Any = gettext_lazy("Save the draft record")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who may not make one, before anything is typed."""
        if request.user.is_authenticated and self.organisation is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def organisation(self) -> Any:
        """The organisation in which the person's role of today lets them make one; None for nobody."""
        roles = set(self.model.born_by)
        return next((m.organisation for m in self.person.memberships_today if m.role in roles), None)

    def template_names(self) -> list[str]:
        """The app's template, else the generic one."""
        own = f"{self.model._meta.app_label}/{self.model._meta.model_name}_form.html"
        return [self.template_name, own, "pages/form.html"]

    def take(self, form: Any) -> Any:
        """Make the record."""
        return self.model.born(by=self.person, on=self.today, organisation=self.organisation, **form.cleaned_data)

    def said(self, answer: Any) -> str:
        """The reference of the new record."""
        return _("%(reference)s is made. It is a draft until you send it on.") % {"reference": answer.reference}


class EditPage(AskingPage, RecordPage):
    """Change a record's content: `take(form)` calls `obj.amend(…)` on the locked row whose content was seen."""

    button: Any = gettext_lazy("Save the changes")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record first: unseen is 404, seen but not yours is 403."""
        if request.user.is_authenticated:
            self.object = self.record()
            if not self.allowed(self.object):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, obj: Any) -> bool:
        """Whether the person's roles of today may change this record's content."""
        roles = getattr(obj, "edited_by", ())
        return not roles or obj.entitled(self.person, roles) is not None

    def template_names(self) -> list[str]:
        """The app's template, else the generic one."""
        return [self.template_name, self.own_template("form"), "pages/form.html"]

    def context(self, **more: Any) -> dict[str, Any]:
        """The record with its marking."""
        return super().context(object=self.object, marking=getattr(self.object, "marking", self.marking), **more)

    def initial(self) -> dict[str, Any]:
        """The record's present content, field by field."""
        if isinstance(self.form_class, type) and issubclass(self.form_class, forms.ModelForm):
            return {}
        return {name: getattr(self.object, name, None) for name in self.form_class.base_fields}

    def form_kwargs(self) -> dict[str, Any]:
        """A ModelForm is begun from the record, without ever saving it itself."""
        is_model = isinstance(self.form_class, type) and issubclass(self.form_class, forms.ModelForm)
        return {"instance": type(self.object)._default_manager.get(pk=self.object.pk)} if is_model else {}

    def content(self, obj: Any) -> dict[str, Any]:
        """What the form is about, as it stands on `obj`."""
        return {name: _plain(getattr(obj, name, "")) for name in self.form_class.base_fields}

    def base_hash(self) -> str:
        """The hash of the content that the form shows."""
        return content_hash(self.content(self.object))

    def back(self) -> str:
        """The record."""
        return self.object.get_absolute_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask; or say that content is not changed in this state."""
        states = getattr(self.object, "edited_in", ())
        if states and self.object.state not in states:
            sentence = _("While it is “%(state)s” its content is not changed. Go back to see what can happen next.")
            reason = Reason(sentence % {"state": self.object.get_state_display()})
            return self.ask(self.form(), 409, reasons=[reason], closed=True)
        return super().get(request, *args, **kwargs)

    def take(self, form: Any) -> Any:
        """Lock, compare with what was seen, change: all or nothing."""
        with unit() as running:
            running.admit(self.person)
            fresh = type(self.object)._default_manager.select_for_update(of=("self",)).get(pk=self.object.pk)
            if content_hash(self.content(fresh)) != self.request.POST.get("base_hash"):
                self.object = fresh
                raise Refused(
                    [Reason(_("Somebody changed this while you were writing. Both texts stand below."))], stale=True
                )
            return self.change(fresh, form)

    def change(self, obj: Any, form: Any) -> Any:
        """The one domain call."""
        return obj.amend(by=self.person, on=self.today, **form.cleaned_data)

    def refused(self, form: Any, refusal: Refused) -> Any:
        """On an outdated page, both texts."""
        return self.ask(form, 409 if refusal.stale else 422, reasons=refusal.reasons, changes=self.differences(form))

    def differences(self, form: Any) -> list[Change]:
        """Each field whose text here differs from what the person wrote."""
        now = self.content(self.object)
        yours = {name: _plain(value) for name, value in form.cleaned_data.items()}
        labels = {name: str(field.label) for name, field in form.fields.items()}
        return [
            Change(labels[name], str(now.get(name, "")), str(text))
            for name, text in yours.items()
            if str(now.get(name, "")) != str(text)
        ]

    def said(self, answer: Any) -> str:
        """What was saved."""
        return _("The changes are saved.")


def _plain(value: Any) -> Any:
    return "" if value is None else getattr(value, "pk", value)
