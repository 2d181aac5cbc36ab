"""The pages of the author: births, and one page a section."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages.views import CreatePage, EditPage, RecordPage
from anpr_governance.pages.views.asking import AskingPage
from assessments.models import Proposal
from cameras.models import Site
from dpia.forms import content as forms
from dpia.forms.deciding import chosen
from dpia.models import Dpia
from dpia.models.reading import IMPACTS
from dpia.views.chapters import sections
from dpia.views.records import RELATED


class AfterTheFact(CreatePage):
    """Begin one for found and breach sites, or for the whole force."""

    model, section = Dpia, "dpias"
    title = gettext_lazy("Begin a DPIA after the fact")
    lead = gettext_lazy("For cameras that were there already. New ones get theirs with the proposal.")
    form_class = forms.AfterTheFactForm
    button = gettext_lazy("Begin the DPIA")
    next = gettext_lazy("You answer it section by section. Its gaps close on the day of the sign-off, not before.")

    def form_kwargs(self) -> dict[str, Any]:
        """The sites that may be named."""
        return {"rows": _sites(self.person, self.organisation.pk)}

    def initial(self) -> dict[str, Any]:
        """The site from whose gap the person comes."""
        return {"sites": self.request.GET.get("site", "")[:40]}

    def back(self) -> str:
        """The list."""
        return "/dpias/"

    def take(self, form: Any) -> Dpia:
        """The birth."""
        return Dpia.begin_after_the_fact(
            by=self.person, on=self.today, organisation=self.organisation, **form.cleaned_data
        )


class ForProposal(AskingPage):
    """Begin the DPIA of a proposal."""

    section = "dpias"
    title = gettext_lazy("Begin the DPIA of a proposal")
    lead = gettext_lazy("It is begun with the plan, before anybody is consulted, and covers the proposal's sites.")
    form_class = forms.BeginForm
    template_name = "pages/form.html"
    button = gettext_lazy("Begin the DPIA")
    why = gettext_lazy("A proposal is not consulted on without a DPIA that has been begun.")
    next = gettext_lazy("You answer it section by section, then send it to the data protection officer.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the proposal before anything is shown or kept as a draft."""
        if request.user.is_authenticated:
            self.back()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> Proposal:
        """The proposal that the address names; 404 out of scope, 403 for others than authors."""
        rows = Proposal.objects.visible_to(self.person).select_related("organisation")
        found = rows.by_reference(self.kwargs["ref"]).first()
        if found is None:
            raise Http404
        if found.entitled(self.person, Dpia.born_by) is None:
            raise PermissionDenied
        return found

    def initial(self) -> dict[str, Any]:
        """The proposal's title."""
        return {"title": self.proposal.title}

    def back(self) -> str:
        """The proposal."""
        return self.proposal.get_absolute_url()

    def take(self, form: Any) -> Dpia:
        """The birth."""
        return Dpia.begin_for(self.proposal, by=self.person, on=self.today, **form.cleaned_data)


class WritingPage(EditPage):
    """A page of one version's content."""

    model, related, section = Dpia, RELATED, "dpias"
    next = gettext_lazy("It is saved as part of the draft. Nothing goes to the DPO until you send it.")


class FactsPage(WritingPage):
    """Title, type of system, counts."""

    title = gettext_lazy("About this DPIA")
    form_class = forms.FactsForm

    def initial(self) -> dict[str, Any]:
        """The present facts; the answer to the large increase as its radio."""
        return {**super().initial(), "large_increase": chosen(self.object.large_increase)}


class SectionPage(WritingPage):
    """The questions of one section of steps 1 to 4."""

    @cached_property
    def asked(self) -> tuple[str, dict[str, Any]]:
        """Title and questions of the section that the address names."""
        for slug, title, rows in sections(self.object.template_facts):
            if slug == self.kwargs["slug"]:
                return title, rows
        raise Http404

    @property
    def title(self) -> str:  # type: ignore[override]
        """The section."""
        return self.asked[0]

    @cached_property
    def form_class(self) -> Any:  # type: ignore[override]
        """One field a question."""
        return forms.section_form(self.asked[1])

    def content(self, obj: Any) -> dict[str, Any]:
        """The present answers."""
        return {question: obj.text_of(question) for question in self.asked[1]}

    def initial(self) -> dict[str, Any]:
        """The present answers."""
        return self.content(self.object)

    def change(self, obj: Any, form: Any) -> Any:
        """One door for the whole section."""
        return obj.answer(by=self.person, on=self.today, **form.cleaned_data)


class ImpactsPage(WritingPage):
    """The three impacts of one group of sites."""

    @cached_property
    def group(self) -> str:
        """The group that the address counts."""
        groups = self.object.groups()
        if self.kwargs["number"] >= len(groups):
            raise Http404
        return groups[self.kwargs["number"]]

    @property
    def title(self) -> str:  # type: ignore[override]
        """The group."""
        return _("Impacts: %(group)s") % {"group": self.group} if self.group else _("Impacts of the sites")

    @cached_property
    def form_class(self) -> Any:  # type: ignore[override]
        """Location, residents, those who pass through: three questions, never one."""
        return forms.section_form({name: self.object.template_facts["impacts"][name] for name in IMPACTS})

    def content(self, obj: Any) -> dict[str, Any]:
        """The present answers of this group."""
        return {"group": self.group} | {name: obj.text_of(name, self.group) for name in IMPACTS}

    def initial(self) -> dict[str, Any]:
        """The present answers."""
        return self.content(self.object)

    def change(self, obj: Any, form: Any) -> Any:
        """One door for the three."""
        return obj.answer(by=self.person, on=self.today, group=self.group, **form.cleaned_data)


class SitesPage(WritingPage):
    """Which sites the version covers, in which groups."""

    title = gettext_lazy("Sites covered")
    form_class = forms.CoverForm
    template_name = "dpia/sites_form.html"
    button = gettext_lazy("Save the sites")
    drafts = False

    def form_kwargs(self) -> dict[str, Any]:
        """The sites that may be named."""
        return {"rows": _sites(self.person, self.object.organisation_id), "force_wide": self.object.force_wide}

    def content(self, obj: Any) -> dict[str, Any]:
        """What is covered now."""
        return {str(row.site_id): row.group for row in obj.coverage_rows}

    def initial(self) -> dict[str, Any]:
        """Nothing is typed yet."""
        return {"act": "cover"}

    def change(self, obj: Any, form: Any) -> Any:
        """Cover them, or leave them out."""
        said = form.cleaned_data
        if said["act"] == "all":
            return obj.cover_all(by=self.person, on=self.today)
        if said["act"] == "uncover":
            return obj.uncover(by=self.person, on=self.today, sites=said["sites"])
        return obj.cover(by=self.person, on=self.today, sites=said["sites"], group=said["group"])

    def differences(self, form: Any) -> list[Any]:
        """A list of sites is shown as it stands."""
        return []

    def done(self, taken: Any) -> Any:
        """Stay on the page: there may be more."""
        return super().done(f"{taken.get_absolute_url()}sites/")


class ConsultationPage(WritingPage):
    """The consultation of a DPIA made after the fact."""

    title = gettext_lazy("The record of the consultation")
    form_class = forms.ConsultationForm
    template_name = "dpia/consultation_form.html"

    def content(self, obj: Any) -> dict[str, Any]:
        """What is recorded."""
        return {name: getattr(obj.consultation, name, "") or "" for name in self.form_class.base_fields}

    def initial(self) -> dict[str, Any]:
        """What is recorded."""
        return {name: getattr(self.object.consultation, name, None) for name in self.form_class.base_fields}

    def change(self, obj: Any, form: Any) -> Any:
        """One door."""
        return obj.record_consultation(by=self.person, on=self.today, **form.cleaned_data)


class ResponsePage(WritingPage):
    """One response to the consultation of a DPIA made after the fact."""

    title = gettext_lazy("Add a response")
    form_class = forms.ResponseForm
    button = gettext_lazy("Save the response")

    def content(self, obj: Any) -> dict[str, Any]:
        """The response is new; the consultation it belongs to may have moved."""
        return {"consultation": obj.consultation_id}

    def initial(self) -> dict[str, Any]:
        """Nothing is typed yet."""
        return {}

    def back(self) -> str:
        """The consultation."""
        return f"{self.object.get_absolute_url()}consultation/"

    def change(self, obj: Any, form: Any) -> str:
        """One door; back to the consultation."""
        obj.record_response(by=self.person, on=self.today, **form.cleaned_data)
        return f"{obj.get_absolute_url()}consultation/"


class EvidencePage(WritingPage):
    """Attach a file whose hash becomes part of the content."""

    title = gettext_lazy("Attach evidence")
    lead = gettext_lazy("A diagram of the data, a count, a policy. Its hash is sealed with the content.")
    form_class = forms.EvidenceForm
    drafts = False
    button = gettext_lazy("Attach the file")

    def content(self, obj: Any) -> dict[str, Any]:
        """Which files hang on it."""
        return {file.sha256: file.name for file in obj.files.all()}

    def initial(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def differences(self, form: Any) -> list[Any]:
        """Files are listed on the overview."""
        return []

    def change(self, obj: Any, form: Any) -> Any:
        """Store it, then lean on it."""
        upload = form.cleaned_data["file"]
        file = evidence.kept(obj.organisation, upload.name, upload.read())
        return obj.attach(by=self.person, on=self.today, file=file)


class EvidenceFile(RecordPage):
    """A file that hangs on a version, as a download, for whoever may see the version."""

    model, related = Dpia, RELATED

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looked for among the files of this version alone."""
        obj = self.record()
        requests = obj.ico_consultations.select_related("pack", "document")
        asked = [file for row in requests for file in (row.pack, row.document)]
        files = [*obj.files.all(), *asked, obj.consulted.pack if obj.consulted else None]
        found = next((file for file in files if file is not None and file.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return evidence.download(found)


class NewVersion(AskingPage):
    """Make the next version of a signed or withdrawn one."""

    section = "dpias"
    title = gettext_lazy("Make a new version")
    lead = gettext_lazy("The content is copied. Advice and approvals stay with the version they were given on.")
    template_name = "pages/form.html"
    form_class = forms.NothingAsked
    drafts = False
    button = gettext_lazy("Make the new version")
    next = gettext_lazy("This version stays in force until the new one is signed off.")

    @cached_property
    def object(self) -> Dpia:
        """The version to start from; 404 out of scope, 403 for others than authors."""
        rows = Dpia.objects.visible_to(self.person).select_related("organisation").by_reference(self.kwargs["ref"])
        found = rows.filter(version=self.kwargs["version"]).first()
        if found is None:
            raise Http404
        if found.entitled(self.person, Dpia.born_by) is None:
            raise PermissionDenied
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """The version, or why there is none for this person."""
        return super().context(object=self.object, **more)

    def back(self) -> str:
        """The version to start from."""
        return self.object.get_absolute_url()

    def take(self, form: Any) -> Dpia:
        """The birth."""
        return self.object.revise(by=self.person, on=self.today)


def _sites(person: Any, organisation_id: int) -> Any:
    return Site.objects.visible_to(person).filter(organisation=organisation_id).select_related("organisation")
