"""The files of one record of the register: one page and one download for sites, checks and assets alike."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.pages.views import AskingPage, RecordPage, SubPage
from cameras.models import Asset, PerformanceCheck, RecordFile, Site
from cameras.models.files import current
from cameras.views.checks import parts as parts_of_check
from cameras.views.sites import subpages as parts_of_site

SECTIONS = {Site: "sites", PerformanceCheck: "performance", Asset: "assets"}


class FileForm(Form):
    """A file of a record, and which earlier one it replaces."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("PDF, PNG, JPEG, office file, CSV or text. A picture loses the place and time in it."),
    )
    shows = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=200,
        help_text=gettext_lazy("For example: the pole from the north, before the repair"),
    )
    replaces = forms.ModelChoiceField(
        RecordFile.objects.none(),
        label=gettext_lazy("It replaces"),
        required=False,
        empty_label=gettext_lazy("Nothing: it is a further file"),
    )

    asks: ClassVar = {"replaces": Asked(gettext_lazy("The earlier file stays in the list and is shown as replaced."))}

    def __init__(self, *args: Any, files: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = files  # type: ignore[attr-defined]
        if not files:
            del self.fields["replaces"]


class OfRecord(RecordPage):
    """A page about the files of the record that the address names; unseen is not found."""

    model: ClassVar[Any] = Site
    kept_as: ClassVar[Any] = RecordFile

    def records(self) -> Any:
        """Those that the person sees, with the site whose marking they have."""
        site = () if self.model is Site else ("site__organisation",)
        return self.model.objects.visible_to(self.person).select_related("organisation", *site)

    @cached_property
    def object(self) -> Any:
        """The record: by its reference, an asset by its key."""
        if self.model is not Asset:
            return self.record()
        key = self.kwargs["ref"]
        found = self.records().filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if found is None:
            raise Http404
        return found

    def files(self) -> Any:
        """The record's files, newest first, without their bytes."""
        rows = self.kept_as.objects.filter(**{self.kept_as.owners[self.model][0]: self.object})
        rows = rows.select_related("file", "by__person", "replaced_by").defer("file__bytes")
        return rows.order_by("-added_at", "-pk")


class Files(OfRecord, AskingPage):
    """What hangs on the record; those who keep it add a file or replace one."""

    form_class, drafts, template_name = FileForm, False, "cameras/files.html"
    sections: ClassVar[dict[Any, str]] = SECTIONS
    title, button = gettext_lazy("Files"), gettext_lazy("Add the file")
    why = gettext_lazy("A photograph, a tester's sheet or an invoice shows later what was known when it was decided.")
    next = gettext_lazy("The file stays as it is, under its hash. Who sees the record can download it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """All who see the record read the list; a file is added by those alone who keep it."""
        if request.user.is_authenticated and request.method not in ("GET", "HEAD") and not self.keeps:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def keeps(self) -> bool:
        """Whether one of the person's roles of today adds files here."""
        return self.person.membership_for(self.object.organisation_id, self.kept_as.owners[self.model][1]) is not None

    def context(self, **more: Any) -> dict[str, Any]:
        """The list, with the marking of the site that it is about."""
        known = {"object": self.object, "marking": self.marked(), "section": self.sections[self.model]}
        known |= {"files": [(row, filesizeformat(row.file.size)) for row in self.files()]}
        known |= {"closed": not self.keeps, "subpages": self.subpages()}
        return super().context(**{**more, **known})

    def marked(self) -> str:
        """The marking of the record, or of the site that it is about."""
        return str((self.object if self.model is Site else self.object.site).marking)

    def subpages(self) -> list[SubPage]:
        """The parts of the record."""
        parts = {Site: parts_of_site, PerformanceCheck: parts_of_check}.get(self.model)
        return parts(self.object, "files") if parts else []

    def form_kwargs(self) -> dict[str, Any]:
        """The files that a new one may replace."""
        return {"files": current(self.files())}

    def take(self, form: Any) -> str:
        """One file."""
        upload = form.cleaned_data.pop("file")
        self.kept_as.add(
            by=self.person, on=self.today, record=self.object, name=upload.name, content=upload.read(),
            **form.cleaned_data,
        )  # fmt: skip
        return str(self.request.path)

    def back(self) -> str:
        """The record."""
        return f"/assets/{self.object.pk}/" if self.model is Asset else str(self.object.get_absolute_url())

    def said(self, answer: Any) -> str:
        """That it hangs there."""
        return _("The file is kept.")


class File(OfRecord):
    """One file as a download, looked for among those of the record alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download."""
        found = self.files().defer(None).select_related("file").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return evidence.download(found.file)
