"""A page that asks: its form, the draft that keeps what was typed, the summary of what is to be mended."""

import hashlib
import json
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.pages import errors
from anpr_governance.pages.markup import clock_time
from anpr_governance.pages.models import Draft
from anpr_governance.pages.views.base import Page
from anpr_governance.workflow.reasons import NotYours, Refused

MOST = 400_000
"""Characters of a draft; more is no form that a person typed."""


class AskingPage(Page):
    """A form and ONE domain call: `take(form)`, which answers where to go next (a record or an address)."""

    form_class: ClassVar[Any] = None
    drafts: ClassVar[bool] = True
    button: Any = ""
    why: Any = ""
    next: Any = ""
    refused_status: ClassVar[int] = 422
    whose: ClassVar[tuple[str, ...]] = ()
    """Where the page is about no single record: the roles of which one is held today; empty asks for none."""

    # What an app says

    def take(self, form: Any) -> Any:
        """The one domain call of the page."""
        raise NotImplementedError

    def form_kwargs(self) -> dict[str, Any]:
        """What the form's class is made with, besides data and initial."""
        return {}

    def initial(self) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        return {}

    def base_hash(self) -> str:
        """The hash of the content on which the form is begun; empty where nothing can move."""
        return ""

    def back(self) -> str:
        """Where "come back later" and "cancel" lead."""
        return "/"

    def said(self, answer: Any) -> str:
        """The sentence on the page after it."""
        return _("Saved.")

    # Showing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who could never send it, before anything is shown."""
        if self.whose and request.user.is_authenticated:
            held = {membership.role for membership in self.person.memberships_today}
            if held.isdisjoint(self.whose):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask, with the draft that waits here."""
        return self.ask(self.form())

    def ask(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """The page with its form."""
        draft = self.draft if not form.is_bound else None
        seen = (draft.base_hash if draft else "") or self.base_hash()
        known = {"form": form, "draft": draft, "base_hash": seen, "back": self.back(), "button": self.button}
        return self.render(status, **(known | {"why": self.why, "next": self.next, "drafts": self.drafts} | more))

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The form: bound to `data`, else begun from the draft or the record."""
        form = self.form_class(data, files, initial=self.initial(), **self.form_kwargs())
        if data is None and self.draft:
            _restore(form, self.draft.data)
        return form

    @property
    def draft(self) -> Draft | None:
        """The person's own draft of this page."""
        if not self.drafts or self.public:
            return None
        if not hasattr(self, "_draft"):
            self._draft = Draft.objects.of(self.person, self.request.path).first()
        return self._draft

    # Taking

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep a draft, throw it away, or do what the page is for."""
        if self.drafts and (request.GET.get("draft") or "draft" in request.POST):
            return self.keep_draft(request)
        if self.drafts and "discard" in request.POST:
            Draft.objects.of(self.person, request.path).delete()
            return HttpResponseRedirect(request.path)
        return self.answer(self.form(request.POST, request.FILES))

    def answer(self, form: Any) -> HttpResponseBase:
        """Validate, call, and go on; a refusal shows the form again with its reasons."""
        if not form.is_valid():
            return self.ask(form, self.refused_status)
        try:
            taken = self.take(form)
        except NotYours as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            return self.refused(form, refusal)
        return self.done(taken)

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        """The form again, with the reasons as sentences; 409 when the record moved on."""
        return self.ask(form, 409 if refusal.stale else self.refused_status, reasons=refusal.reasons)

    def done(self, taken: Any) -> HttpResponse:
        """Say what was done, drop the draft, go to the record."""
        if not self.public:
            Draft.objects.of(self.person, self.request.path).delete()
        messages.success(self.request, self.said(taken))
        return HttpResponseRedirect(taken if isinstance(taken, str) else taken.get_absolute_url())

    def keep_draft(self, request: HttpRequest) -> HttpResponse:
        """Save what is typed, whatever is still missing; answers a script in JSON and a person with a page."""
        form = self.form_class(**self.form_kwargs())
        known = tuple(form.add_prefix(name) for name in form.fields)
        data = {name: _typed(request, name) for name in request.POST if _belongs(name, known)}
        if len(json.dumps(data)) > MOST:
            return errors.too_large(request)
        now = clock.now()
        Draft.objects.keep(self.person, request.path, data, request.POST.get("base_hash", "")[:64], now)
        saved = _("Draft saved at %(time)s") % {"time": clock_time(now)}
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"saved": saved})
        messages.info(request, saved)
        return HttpResponseRedirect(self.back())


def _typed(request: HttpRequest, name: str) -> list[str]:
    return [text.replace("\x00", "") for text in request.POST.getlist(name)]


def _belongs(name: str, known: tuple[str, ...]) -> bool:
    return name in known or any(name.startswith(f"{field}_") for field in known)


def _restore(form: Any, data: dict[str, list[str]]) -> None:
    from django.utils.datastructures import MultiValueDict

    typed = MultiValueDict(data)
    for name, field in form.fields.items():
        if name in getattr(form, "forgets", ()):
            continue
        if not field.widget.value_omitted_from_data(typed, {}, form.add_prefix(name)):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))


def content_hash(values: dict[str, Any]) -> str:
    """The SHA-256 (hex) of a form's content, by which a page knows that the record moved on."""
    text = json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
