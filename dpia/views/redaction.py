"""The redaction of a signed version: the workspace, its words, marks and rulings."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents.reduction import text_hash
from anpr_governance.pages.views import AskingPage, EditPage, Page, RecordPage
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Refused
from dpia.forms.redaction import MarkForm, RuleForm, WordsForm
from dpia.guards import release as guards
from dpia.models import Dpia, Release
from dpia.models.marking import OWN_WORDS
from dpia.views import workspace

RELATED = ("organisation", "dpia__organisation", "dpia__template", "dpia__decision__seal", "decision")
CHECKS = (
    guards.suggestion_open, guards.span_unreasoned, guards.interest_unweighed, guards.exclusive_together,
    guards.own_words_tell, guards.ruling_unconfirmed,
)  # fmt: skip


class OfRelease(RecordPage):
    """A page about the newest release of the DPIA that the address names."""

    model = Release
    related = RELATED
    section = "dpias"

    @cached_property
    def versions(self) -> Any:
        """The versions of the DPIA; 404 when the person may not see it."""
        rows = Dpia.objects.visible_to(self.person).by_reference(self.kwargs["ref"]).select_related("organisation")
        if not rows.exists():
            raise Http404
        return rows

    def newest(self) -> Release | None:
        """The newest release of the newest version that has one."""
        rows = self.records().filter(dpia__in=self.versions)
        return rows.order_by("-dpia__version", "-number").first()

    def record(self) -> Release:
        """The newest release; 404 while there is none."""
        found = self.newest()
        if found is None:
            raise Http404
        return found

    def home(self) -> str:
        """The workspace."""
        return f"/dpias/{self.kwargs['ref']}/redaction/"

    def to_begin(self) -> Dpia | None:
        """The signed version that may be redacted now, when the person may begin it."""
        signed = self.versions.filter(decision__isnull=False).order_by("-version").first()
        if signed is None or signed.releases.filter(state__in=("redacting", "checked")).exists():
            return None
        roles = {m.role for m in self.person.roles_in(signed.organisation_id)}
        return signed if roles & set(Release.born_by) else None


class RedactionPage(OfRelease, Page):
    """The workspace: sections, the text with its marks, the panel of what is selected, the gate."""

    template_name = "dpia/release_workspace.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The newest release, or how to begin one."""
        release = self.newest()
        if release is None:
            signed = self.versions.filter(decision__isnull=False).exists()
            return self.render(title=_("Public copy"), release=None, begin=self.to_begin(), signed=signed)
        return self.render(title=release.title, **self.shown(release))

    def shown(self, release: Release) -> dict[str, Any]:
        """Everything of one release."""
        spots = workspace.spots(release)
        parts = workspace.parts(release, spots)
        spot = next((one for one in spots if one.key == self.request.GET.get("spot")), None)
        wanted = spot.section if spot else self.request.GET.get("section")
        part = next((one for one in parts if one.slug == wanted), parts[0] if parts else None)
        reasons = [guard(release, self.person, self.today) for guard in CHECKS]
        unmet = {reason.guard.partition(".")[2]: reason for reason in reasons if reason}
        return {
            "release": release, "object": release, "parts": parts, "part": part, "spots": spots, "spot": spot,
            "near": _neighbours(spots, spot), "kinds": workspace.kinds(), "begin": self.to_begin(), "signed": True,
            "gate_lines": workspace.gate_lines(release, unmet),
            "again": workspace.found_again(release, spot.row) if spot and spot.key.startswith("m") else [],
            "offers": release.offers(self.person, self.today), "others": release.others(self.person),
            "exemptions": facts("exemptions")["exemptions"], "finders": facts("redaction")["kinds"],
            "may_edit": release.state in release.edited_in and release.entitled(self.person, release.edited_by),
            "warned": release.disclosed_now(), "uncorrected": release.lacks_correction(),
            "marking": release.dpia.marking,
            "first_open": next((one for one in spots if one.kind == "suggested"), None),
        }  # fmt: skip


def _neighbours(spots: list[workspace.Spot], spot: workspace.Spot | None) -> tuple[Any, Any, int]:
    """The one before, the one after, and the number of the selected one."""
    if spot is None:
        return None, None, 0
    index = spots.index(spot)
    after = spots[index + 1] if index + 1 < len(spots) else None
    return (spots[index - 1] if index else None), after, index + 1


class BeginPage(OfRelease, AskingPage):
    """Begin the redaction of the newest signed version."""

    form_class = WordsForm
    template_name = "pages/form.html"
    title = gettext_lazy("Begin the public copy")
    lead = gettext_lazy("You choose which words of the signed version stay unread. Nothing is published yet.")
    why = gettext_lazy("Every DPIA is published, redacted where an exemption holds.")
    next = gettext_lazy("You mark words, with reasons. A second person checks them, then the gate reads the file.")
    button = gettext_lazy("Begin the public copy")
    drafts: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only where there is something to begin, by those who may."""
        if request.user.is_authenticated and self.to_begin() is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """The words of the release before."""
        last = self.newest()
        return {name: getattr(last, name) for name in OWN_WORDS} if last else {}

    def back(self) -> str:
        """The workspace."""
        return self.home()

    def take(self, form: Any) -> Any:
        """Begin it."""
        return Release.begin(by=self.person, on=self.today, dpia=self.to_begin(), **form.cleaned_data)


class WordsPage(OfRelease, EditPage):
    """Title and summary."""

    form_class = WordsForm
    template_name = "pages/form.html"
    title = gettext_lazy("Title and summary")
    why = gettext_lazy("They are published with the copy and are looked at by the gate like every other word.")


class OnWords(OfRelease, AskingPage):
    """A form about some words of the sealed text, which the server reads itself."""

    drafts: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who redact."""
        if request.user.is_authenticated:
            self.object = self.record()
            if self.object.entitled(self.person, self.object.edited_by) is None:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        """The section from which it came."""
        path = self.request.GET.get("path") or self.request.POST.get("path") or ""
        return f"{self.home()}?section={workspace.section_of(path)}"

    def place(self) -> tuple[str, int, int] | None:
        """The words that the address names: by offsets, or quoted (the nth time that they stand there)."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        path, text = asked.get("path", ""), self.object.texts.get(asked.get("path", ""), "")
        try:
            if asked.get("words"):
                start = _nth(text, asked["words"].strip(), int(asked.get("nth") or 1))
                return (path, start, start + len(asked["words"].strip())) if start >= 0 else None
            return path, int(asked["start"]), int(asked["end"])
        except (KeyError, ValueError):
            return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask about the words; say so when they do not stand there."""
        place = self.place()
        if place is None or not self.object.texts.get(place[0], "")[place[1] : place[2]].strip():
            messages.error(request, _("These words do not stand in that text. Copy them from the text exactly."))
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """The place, and the hash of the text that is shown."""
        path, start, end = self.place() or ("", 0, 0)
        return {"path": path, "start": start, "end": end, "seen": text_hash(self.object.texts.get(path, ""))}

    def context(self, **more: Any) -> dict[str, Any]:
        """The words, with what stands around them."""
        path, start, end = self.place() or ("", 0, 0)
        text = self.object.texts.get(path, "")
        words = {"before": text[max(0, start - 80) : start], "words": text[start:end], "after": text[end : end + 80]}
        known = {"quoted": words, "label": workspace.label_of(path) if path else ""}
        return super().context(**{**more, **known, "marking": self.object.dpia.marking})


def _nth(text: str, words: str, nth: int) -> int:
    start = -1
    for _time in range(max(1, nth)):
        start = text.find(words, start + 1)
        if start < 0:
            return -1
    return start


class MarkPage(OnWords):
    """Withhold some words, with the reasons."""

    form_class = MarkForm
    template_name = "dpia/release_mark.html"
    title = gettext_lazy("Withhold these words")
    button = gettext_lazy("Mark the words")
    next = gettext_lazy("You see where else these words or their like stand, and can mark them for the same reasons.")

    def form_kwargs(self) -> dict[str, Any]:
        """The marks that there are, for their reasons."""
        return {"record": self.object}

    def take(self, form: Any) -> str:
        """Mark them."""
        said = form.cleaned_data
        span = self.object.mark(
            by=self.person, on=self.today, place=(said["path"], said["start"], said["end"]), seen=said["seen"],
            pleas=form.pleas(self.object), action=said["action"], replacement=said["replacement"],
            in_the_alternative=said["in_the_alternative"],
        )  # fmt: skip
        return f"{self.home()}?{urlencode({'spot': f'm{span.pk}'})}"


class RulePage(OnWords):
    """Say why some suggested words may stay."""

    form_class = RuleForm
    template_name = "dpia/release_mark.html"
    title = gettext_lazy("Let these words stay")
    button = gettext_lazy("Rule that they may stay")
    next = gettext_lazy("A second person reads your reason and confirms it. If the text changes, the ruling ends.")

    def take(self, form: Any) -> str:
        """Rule the open suggestion that stands at this very place."""
        said = form.cleaned_data
        place = (said["path"], said["start"], said["end"])
        one = next((s for s in self.object.open_suggestions() if (s.path, s.start, s.end) == place), None)
        if one is None:
            raise guards_refusal()
        self.object.rule(by=self.person, on=self.today, one=one, reason=said["reason"])
        return self.back()


def guards_refusal() -> Refused:
    """The suggestion was answered meanwhile."""
    from anpr_governance.workflow.reasons import Reason

    return Refused([Reason(_("Nothing waits for an answer at this place any more."), "G 4.3", "dpia.rule")], stale=True)


class ActPage(OfRelease, Page):
    """A button of the workspace: one domain call, then back to where it stood."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who redact; what is not theirs to see is not found."""
        if request.user.is_authenticated:
            self.object = self.record()
            if self.object.entitled(self.person, self.object.edited_by) is None:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it; a refusal is said on the workspace."""
        try:
            messages.success(request, self.act())
        except NotYours as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason.sentence)
        return HttpResponseRedirect((request.POST.get("back_section", "") and self._section()) or self.home())

    def _section(self) -> str:
        return f"{self.home()}?{urlencode({'section': self.request.POST['back_section'][:20]})}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """There is nothing to read here."""
        return HttpResponseRedirect(self.home())

    def part(self, name: str) -> Any:
        """The mark or ruling that the address names."""
        found = getattr(self.object, name).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def act(self) -> str:
        """The one domain call; answers what is said after it."""
        raise NotImplementedError


class Unmark(ActPage):
    """Take a mark away."""

    def act(self) -> str:
        """The words stand again."""
        self.object.unmark(by=self.person, on=self.today, span=self.part("spans"))
        return _("The mark is taken away. The words stand again.")


class MarkAlso(ActPage):
    """Mark every other place of the same words for the same reasons."""

    def act(self) -> str:
        """Mark them."""
        span = self.part("spans")
        places = workspace.found_again(self.object, span)
        count = self.object.mark_also(by=self.person, on=self.today, span=span, places=places)
        return _("%(n)s more places are marked for the same reasons.") % {"n": count}


class Unrule(ActPage):
    """Take a ruling back."""

    def act(self) -> str:
        """The suggestion stands again."""
        self.object.unrule(by=self.person, on=self.today, finding=self.part("findings"))
        return _("The ruling is taken back. The suggestion waits again.")
