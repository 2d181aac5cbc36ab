"""Disposals: one person asks, another confirms; what goes leaves its hash and the fact."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.desk.forms import DisposalForm, NothingAsked
from anpr_governance.documents import disposing
from anpr_governance.documents.models import Disposal, Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.roles import Role
from anpr_governance.pages.views import AskingPage, Page


class Disposals(Page):
    """What was disposed of, and what waits for its second person."""

    title = gettext_lazy("Disposal of personal data")
    lead = gettext_lazy("What is past its retention goes; its hash and the fact that it was there stay.")
    section = "people"
    permission = "view_people"
    template_name = "desk/disposals.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Of the organisations in which the person may see people."""
        keys = self.person.organisations_where(self.permission)
        done = Disposal.objects.filter(organisation__in=keys).select_related("asked_by", "authorised_by")
        waiting = Job.objects.filter(organisation__in=keys, kind=disposing.JOB, finished_at=None).select_related("by")
        roles = {m.role for m in self.person.memberships_today}
        known: dict[str, Any] = {"done": done.order_by("-pk")[:100], "waiting": waiting.order_by("pk")}
        known["kinds"] = disposing.KINDS
        known |= {"may_ask": Role.ORG_ADMIN in roles, "may_confirm": Role.DPO in roles}
        return super().context(**known, **more)


class AskDisposal(AskingPage):
    """An administrator asks."""

    title = gettext_lazy("Ask for a disposal")
    section = "people"
    permission = "change_people"
    form_class = DisposalForm
    button = gettext_lazy("Ask for it")
    template_name = "pages/form.html"
    why = gettext_lazy("Personal data is kept no longer than it is needed. The schedule says how long that is.")
    next = gettext_lazy("The data protection officer confirms it; then the content goes, and cannot be brought back.")

    def take(self, form: Any) -> Any:
        """Ask in the organisation that the person administers."""
        key = self.person.organisations_where("change_people")[0]
        organisation = Organisation.objects.get(pk=key)
        disposing.ask(by=self.person, on=self.today, organisation=organisation, **form.cleaned_data)
        return self.back()

    def back(self) -> str:
        """The list."""
        return "/disposals/"

    def said(self, answer: Any) -> str:
        """Who comes next."""
        return _("It waits for the data protection officer.")


class ConfirmDisposal(AskingPage):
    """The data protection officer confirms, and it is carried out."""

    title = gettext_lazy("Confirm a disposal")
    section = "people"
    permission = "view_people"
    whose = (Role.DPO,)
    form_class = NothingAsked
    drafts = False
    button = gettext_lazy("Confirm and dispose")
    template_name = "pages/form.html"
    next = gettext_lazy("The content goes at once and cannot be brought back. Its hash and the fact stay.")

    @cached_property
    def job(self) -> Job:
        """The disposal that waits, in an organisation that the person sees; else 404."""
        rows = Job.objects.filter(organisation__in=self.person.organisations_where("view_people"))
        found = rows.filter(kind=disposing.JOB, pk=self.kwargs["pk"]).select_related("organisation", "by").first()
        if found is None:
            raise Http404
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """What would go."""
        said = self.job.parameters
        label = disposing.KINDS[said["kind"]].label
        lead = _("%(what)s older than %(day)s. Authority: %(authority)s")
        lead %= {"what": label, "day": said["before"], "authority": said["authority"] or _("Retention schedule")}
        return super().context(**{**more, "lead": lead})

    def take(self, form: Any) -> Any:
        """Carry it out."""
        disposing.confirm(by=self.person, on=self.today, job=self.job)
        return self.back()

    def back(self) -> str:
        """The list."""
        return "/disposals/"

    def said(self, answer: Any) -> str:
        """What happened."""
        return _("It is disposed of. The audit chain says so.")
