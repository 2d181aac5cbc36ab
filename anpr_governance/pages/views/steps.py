"""One page for any step of any record: what is decided, what stands against it, the seal, the reason."""

import base64
import hashlib
import inspect
import json
import zlib
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.database import clock
from anpr_governance.pages import diff
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.pages.views.asking import AskingPage
from anpr_governance.pages.views.base import RecordPage
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.steps import Step, steps_of

LARGEST = 4_000_000
"""Bytes of a sheet that a page takes back; none that people write is near it."""


class PlainStep(Form):
    """A step that asks nothing of its own."""


class StepPage(AskingPage, RecordPage):
    """`/…/<ref>/step/<name>/` of one model; the step's own declaration says everything else."""

    drafts: ClassVar[bool] = True
    sheet_template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Unseen is 404, no such step is 404, a step that is another role's is 403."""
        if request.user.is_authenticated:
            self.object = self.record()
            if self.step.entitles(self.object, self.person) is None:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> Step:
        """The step that the address names."""
        for declared in steps_of(self.model):
            if declared.name == self.kwargs["name"] and declared.roles:
                return declared
        raise Http404

    def template_names(self) -> list[str]:
        """The app's template for this step, for its steps, else the generic one."""
        return [self.template_name, self.own_template(self.step.name), self.own_template("step"), "pages/step.html"]

    # Asking

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show what is decided; a step that the record has passed is a conflict."""
        if self.object.state not in self.step.source:
            return self.ask(self.form(), 409, reasons=[self.moved_on()], closed=True)
        return super().get(request, *args, **kwargs)

    def moved_on(self) -> Reason:
        """Why the step is not open in the record's present state."""
        sentence = _("The record is now “%(state)s”. “%(step)s” is not taken from there.")
        return Reason(sentence % {"state": self.object.get_state_display(), "step": self.step.label})

    def context(self, **more: Any) -> dict[str, Any]:
        """The step, the record, what is sealed, what is unmet."""
        known = {"object": self.object, "step": self.step, "title": self.step.label, "button": self.step.label}
        unmet = self.step.refusals(self.object, self.person, self.today, "?")
        known |= {"marking": getattr(self.object, "marking", self.marking), "unmet": unmet, **self.sealed()}
        return super().context(**{**more, **known})

    @cached_property
    def form_class(self) -> Any:
        """The step's own form with the reason (where it needs one) and the day."""
        own = import_string(self.step.form) if self.step.form else PlainStep
        return type("StepForm", (own,), {**_common(self.step, own), "__module__": __name__})

    def form_kwargs(self) -> dict[str, Any]:
        """A step's form that takes `record` is given it."""
        return {"record": self.object} if "record" in inspect.signature(self.form_class.__init__).parameters else {}

    def back(self) -> str:
        """The record."""
        return self.object.get_absolute_url()

    # The seal

    @cached_property
    def content(self) -> bytes:
        """The bytes that a signature now would seal."""
        return self.step.seals.of(self.object, self.today).canonical() if self.step.seals else b""

    def sealed(self) -> dict[str, Any]:
        """The seal box: hash, time, and the sheet that is posted back so that a difference can be shown."""
        if not self.step.seals:
            return {"seal": None, "sheet": []}
        digest = hashlib.sha256(self.content).hexdigest()
        packed = base64.b64encode(zlib.compress(self.content, 9)).decode()
        seal = {"seen": digest, "seen_sheet": packed, "opened": clock.now(), "start": digest[:12], "end": digest[-4:]}
        return {"seal": seal, "sheet": self.sheet_rows()}

    def sheet_rows(self) -> list[tuple[str, str]]:
        """What is decided, field by field; an app with a better picture of its sheet sets `sheet_template`."""
        return [(name, text) for name, text in self.said_by(self.content).items() if text]

    def said_by(self, content: bytes) -> dict[str, str]:
        """The fields of canonical bytes by the labels of their sheet."""
        parts = self.step.seals.parts() if hasattr(self.step.seals, "parts") else {}
        found: dict[str, str] = {}
        for name, value in json.loads(content).get("content", {}).items():
            label = parts[name].metadata.get("label", name) if name in parts else name
            found |= diff.flat(value, str(label))
        return found

    # Taking

    def take(self, form: Any) -> Any:
        """Take the step with what was seen."""
        said = dict(form.cleaned_data)
        on, reason = said.pop("on", None) or self.today, said.pop("reason", "")
        if self.step.seals and self.request.POST.get("seen") != hashlib.sha256(self.content).hexdigest():
            raise Refused([Reason(_("The content moved on after you opened it, so nothing was signed."))], stale=True)
        seen = self.request.POST.get("seen", "")
        return getattr(self.object, self.step.name)(by=self.person, on=on, reason=reason, seen=seen, **said)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        """The page again on the fresh record, with the reasons and what changed."""
        if refusal.stale:
            self.object = self.record()
            self.__dict__.pop("content", None)
        closed = self.object.state not in self.step.source
        status = 409 if refusal.stale else self.refused_status
        return self.ask(form, status, reasons=refusal.reasons, closed=closed, changes=self.changes())

    def changes(self) -> list[diff.Change]:
        """What differs between the sheet that the person saw and the present one; none when it cannot be told."""
        seen = _unpacked(self.request.POST.get("seen_sheet", ""))
        if not seen or not self.step.seals or hashlib.sha256(seen).hexdigest() != self.request.POST.get("seen"):
            return []
        return diff.changes(self.said_by(seen), self.said_by(self.content))

    def said(self, answer: Any) -> str:
        """The step and the state after it."""
        sentence = _("Recorded: %(step)s. %(reference)s is now “%(state)s”.")
        state = answer.get_state_display()
        return sentence % {"step": self.step.label, "reference": answer.reference, "state": state}


def _common(step: Step, own: Any) -> dict[str, Any]:
    from django import forms

    fields: dict[str, Any] = {}
    if step.reason and "reason" not in own.base_fields:
        fields["reason"] = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 5}))
        why = gettext_lazy("It stays on the record and is read by whoever looks at this later.")
        fields["asks"] = {**own.asks, "reason": Asked(why, step.clause)}
    if "on" not in own.base_fields:
        late = gettext_lazy("Today, or an earlier day if you record it late.")
        label = gettext_lazy("When it happened")
        fields["forgets"] = ("on",)
        fields["on"] = DayField(label=label, help_text=late, required=False, initial=clock.today)
    return fields


def _unpacked(packed: str) -> bytes:
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed.encode(), validate=True), LARGEST)
    except (ValueError, zlib.error):
        return b""
