"""What was sealed, read from its stored bytes, and the corrections that stand beside it for ever."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages.views import DetailPage
from anpr_governance.pages.views.asking import AskingPage
from anpr_governance.pages.views.base import RecordPage
from anpr_governance.workflow import correcting
from anpr_governance.workflow.steps import steps_of
from dpia.forms import content, deciding
from dpia.models import Decision, Dpia
from dpia.views import items
from dpia.views.chapters import Chapter, chapters
from dpia.views.items import errata_of, sealed
from dpia.views.records import RELATED, sees_places, subpages


class OnDecision(RecordPage):
    """A page about one decision of a version; a decision of another version is not found."""

    model, related, section = Dpia, RELATED, "dpias"

    @cached_property
    def object(self) -> Dpia:
        """The version of the address."""
        return self.record()

    @cached_property
    def decision(self) -> Decision:
        """The decision of the address."""
        rows = self.object.decisions.select_related("seal", "by__person", "acting_for__person", "corrects")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class SealPage(OnDecision, DetailPage):
    """What was signed, by whom, on which bytes."""

    template_name = "dpia/seal.html"
    kicker = gettext_lazy("DPIA")

    def shown(self) -> dict[str, Any]:
        """The decision with its corrections; nothing is offered here."""
        mine = [row for row in errata_of(self.object) if row[0].corrects_id == self.decision.pk]
        declared = {"decision": self.decision, "errata": mine, "offers": [], "others": []}
        declared["confirms"] = items.confirmable(mine, self.object, self.person)
        declared["corrects"] = correcting.corrector(self.object, self.decision, self.person) is not None
        return {**super().shown(), **declared, "is_today": False}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Show it."""
        return self.render(**self.shown())

    def subpages(self) -> list[Any]:
        """Under the overview."""
        return subpages(self.object, "")

    def label(self) -> str:
        """The step that was sealed, in the words of its button."""
        found = (declared.label for declared in steps_of(Dpia) if declared.name == self.decision.step)
        return str(next(found, _("Correction")))

    def chapters(self) -> list[Chapter]:
        """The content that was signed; a correction has none."""
        if self.decision.seal.sheet != "dpia":
            return []
        places = sees_places(self.person, self.object)
        return chapters(sealed(self.decision), self.object.template_facts, places)


class CorrectPage(OnDecision, AskingPage):
    """Write a correction of what was sealed."""

    form_class = deciding.ErratumForm
    template_name = "pages/form.html"
    title = gettext_lazy("Correct what was sealed")
    button = gettext_lazy("Sign the correction")
    why = gettext_lazy("What was signed stays as it is. A correction stands beside it, for everybody who reads it.")
    next = gettext_lazy("A second person of the same role, the DPO or the strategic lead confirms it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Unseen is 404, seen but not yours is 403."""
        if request.user.is_authenticated and not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        """Whoever may take the sealed step."""
        return correcting.corrector(self.object, self.decision, self.person) is not None

    def context(self, **more: Any) -> dict[str, Any]:
        """Of which version."""
        return super().context(object=self.object, marking=self.object.marking, **more)

    def back(self) -> str:
        """The seal."""
        return f"{self.object.get_absolute_url()}decisions/{self.decision.pk}/"

    def take(self, form: Any) -> str:
        """Sign it."""
        correcting.correct(self.object, self.decision, by=self.person, on=self.today, **form.cleaned_data)
        return self.object.get_absolute_url()

    def said(self, answer: Any) -> str:
        """It waits."""
        return _("The correction waits for a second person.")


class ConfirmPage(CorrectPage):
    """Confirm a correction as the second person."""

    form_class = content.NothingAsked
    title = gettext_lazy("Confirm the correction")
    button = gettext_lazy("Sign the confirmation")
    next = gettext_lazy("It is then shown as confirmed wherever this version is read.")
    drafts = False

    def allowed(self) -> bool:
        """A second person of the sealed step's roles, the DPO or the strategic lead; only a correction is confirmed."""
        if self.decision.step != correcting.CORRECT:
            raise Http404
        return correcting.confirmer(self.object, self.decision, self.person) is not None

    @property
    def lead(self) -> str:  # type: ignore[override]
        """What it says."""
        return str(sealed(self.decision)["text"])

    def take(self, form: Any) -> str:
        """Sign it."""
        correcting.confirm(self.object, self.decision, by=self.person, on=self.today)
        return self.object.get_absolute_url()

    def said(self, answer: Any) -> str:
        """It stands."""
        return _("The correction is confirmed.")
