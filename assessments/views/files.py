"""Files of a need, a proposal or a meeting, as those of the register; the passport to compliance of a proposal."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages.context import SENSITIVE
from anpr_governance.pages.views import RecordPage, SubPage
from assessments.forms.proposing import PassportForm
from assessments.models import CaseFile, Meeting, Need, Proposal
from assessments.models.files import STAGES
from assessments.views.acting import PartPage
from assessments.views.timeline import subpages
from cameras.views import files


class OfCase(files.OfRecord):
    """A page about the files of a need, a proposal or a meeting."""

    kept_as: ClassVar[Any] = CaseFile

    def records(self) -> Any:
        """Those that the person sees."""
        return RecordPage.records(self)

    @cached_property
    def object(self) -> Any:
        """The record, or the version of it, that the address names."""
        return self.record()


class CaseFiles(OfCase, files.Files):
    """What hangs on the record; those who keep it add a file or replace one."""

    sections: ClassVar = {Need: "needs", Proposal: "proposals", Meeting: "meetings"}
    why = gettext_lazy("A letter, a plan or a survey shows later what was known when it was decided.")
    next = gettext_lazy("The file stays as it is, under its hash. What is signed next names that hash.")

    def marked(self) -> str:
        """The record's own marking."""
        return str(getattr(self.object, "marking", SENSITIVE))

    def subpages(self) -> list[SubPage]:
        """The parts of a proposal; the others have none."""
        return subpages(self.object, "files/") if self.model is Proposal else []

    def back(self) -> str:
        """The record."""
        return str(self.object.get_absolute_url())


class OneCaseFile(OfCase, files.File):
    """One file as a download."""


class PassportPage(PartPage):
    """A stage of the passport to compliance: its day, and the document or where it is kept."""

    model, form_class, section, parts = Proposal, PassportForm, "proposals", "passport_stages"
    title, button = gettext_lazy("Stage of the passport to compliance"), gettext_lazy("Save the stage")
    why = gettext_lazy("The passport shows that the system was led through planning, design and use.")
    next = gettext_lazy("The stage stands on the proposal, and what the bodies sign names its document.")

    def form_kwargs(self) -> dict[str, Any]:
        """The stages that are free, or the one that is changed."""
        if self.part.pk:
            return {"stages": (self.part.stage,), "has_file": self.part.file_id is not None}
        used = {row.stage for row in self.object.passport_rows}
        return {"stages": [stage for stage in STAGES if stage not in used]}

    def initial(self) -> dict[str, Any]:
        """As it stands; a file is chosen anew."""
        return {name: value for name, value in super().initial().items() if name != "file"}

    def content(self, obj: Any) -> dict[str, Any]:
        """Without the file, which is another record."""
        return {name: value for name, value in super().content(obj).items() if name != "file"}

    def change(self, obj: Any, form: Any) -> Any:
        """Keep the document, then the stage."""
        said = dict(form.cleaned_data)
        upload = said.pop("file", None)
        if upload is not None:
            said["file"] = evidence.kept(obj.organisation, upload.name, upload.read(), "G 5.1")
        obj.amend(by=self.person, on=self.today, part=self.part, **said)
        return obj


class PassportFile(RecordPage):
    """The document of a stage, as a download."""

    model, section = Proposal, "proposals"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A download."""
        row = self.record().passport_stages.filter(pk=self.kwargs["part"], file__isnull=False).first()
        if row is None:
            raise Http404
        return evidence.download(row.file)
