"""The import pages: a file, its mapping, what it would do, and what it did."""

from typing import IO, Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.audit import access
from anpr_governance.documents.evidence import download
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.exporting import Counted, Exporting
from anpr_governance.pages.views import AskingPage, Page
from cameras.models import ImportMapping, Site
from cameras.register import exporting, guessing, jobs
from cameras.register.forms import FILE, HAND, OWN, ColumnsForm, SourceForm, UploadForm, ValuesForm
from cameras.register.importing import PLAIN
from cameras.register.mapping import read
from cameras.register.present import lines
from cameras.register.provenance import KIND
from cameras.register.reading import Sheet, open_sheet

RIGHT = "import_register"


class ImportPage(AskingPage):
    """Hand in a file; the latest imports stand beside it."""

    permission = RIGHT
    section, title, form_class, drafts = "sites", gettext_lazy("Import a register"), UploadForm, False
    template_name = "cameras/import_upload.html"
    button = gettext_lazy("Read the file")
    lead = gettext_lazy("Bring sites and devices in from a register file, or a later snapshot of one.")
    why = gettext_lazy("A register records what is. Sites that come in live without their papers show what they lack.")
    next = gettext_lazy("You match the columns, see what would change, and only then import.")

    def form_kwargs(self) -> dict[str, Any]:
        """The organisations for which the person may import."""
        keys = self.person.organisations_where(RIGHT)
        return {"organisations": Organisation.objects.filter(pk__in=keys).order_by("name")}

    def back(self) -> str:
        """The list of sites."""
        return "/sites/"

    def context(self, **more: Any) -> dict[str, Any]:
        """With the latest imports."""
        latest = imports_of(self.person).select_related("by").order_by("-pk")[:20]
        return super().context(latest=[(job, jobs.address(job)) for job in latest], **more)

    def take(self, form: Any) -> str:
        """Keep the file and go on to its mapping."""
        organisation = form.cleaned_data.get("organisation") or form.only
        job = jobs.upload(self.person, organisation, form.cleaned_data["file"].name, form.data_read)
        return f"{jobs.address(job)}mapping/"

    def said(self, answer: Any) -> str:
        """Nothing was written yet."""
        return _("The file is read. Nothing is written yet.")


def imports_of(person: Any) -> Any:
    """The person's own imports, and what others have imported in the same organisation; not their trials."""
    keys = person.organisations_where(RIGHT)
    seen = Job.objects.filter(kind=KIND, organisation__in=keys).defer("report")
    return seen.filter(by=person) | seen.filter(finished_at__isnull=False, parameters__dry_run=False)


class OfJob:
    """A page about one import; another's trial, or another force's import, is not found."""

    kwargs: dict[str, Any]
    person: Any

    @cached_property
    def job(self) -> Job:
        """The import that the address names."""
        found = imports_of(self.person).select_related("organisation", "source", "result", "by")
        job = found.defer(None).filter(pk=self.kwargs["job"]).first()
        if job is None:
            raise Http404
        return job  # type: ignore[no-any-return]

    @cached_property
    def sheet(self) -> Sheet:
        """The table of the file."""
        return open_sheet(bytes(self.job.source.bytes or b"")) if self.job.source else open_sheet(b"")

    @property
    def crumbs(self) -> list[tuple[Any, str]]:
        """Where the page stands."""
        return [(_("Sites"), "/sites/"), (_("Import"), "/sites/import/")]


class MappingStep(OfJob, AskingPage):
    """A page on the way from the file to its trial run; one that was asked for is only looked at."""

    permission = RIGHT
    section, drafts, template_name = "sites", False, "pages/form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An import that runs or ran is not mapped again; its page is shown."""
        mine = request.user.is_authenticated and self.opened_by_roles()
        if mine and (self.job.parameters.get("asked") or self.job.by_id != request.user.pk):
            return HttpResponseRedirect(jobs.address(self.job))
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        """The beginning."""
        return "/sites/import/"

    def check(self, source: str, toml: str) -> str:
        """Ask for the trial run."""
        jobs.ask(self.job, source=source, toml=toml, dry_run=True)
        return jobs.address(self.job)

    def keep(self, **parameters: Any) -> None:
        """Remember an answer for the next page."""
        self.job.parameters = self.job.parameters | parameters
        self.job.save(update_fields=["parameters"])


class SourcePage(MappingStep):
    """Which mapping."""

    title, form_class = gettext_lazy("How to read the file"), SourceForm
    button = gettext_lazy("Continue")
    why = gettext_lazy("Each register names its columns in its own way. A mapping says which is which, once.")
    next = gettext_lazy("The file is checked row by row. Nothing is written.")

    def form_kwargs(self) -> dict[str, Any]:
        """Mappings of the same organisation, and whether none is needed."""
        return {"organisation": self.job.organisation, "own": guessing.is_register(self.sheet.header)}

    def take(self, form: Any) -> str:
        """Check the file by a mapping that is known, or go on to match columns."""
        chosen, name = form.cleaned_data["source"], form.cleaned_data["source_name"]
        if chosen == OWN:
            return self.check(PLAIN, "")
        if chosen == FILE:
            return self.check(name, form.cleaned_data["mapping"])
        if chosen == HAND:
            self.keep(source=name)
            return f"{jobs.address(self.job)}columns/"
        row = ImportMapping.objects.get(organisation=self.job.organisation, pk=int(chosen.removeprefix("known-")))
        return self.check(row.name, row.toml)

    def said(self, answer: Any) -> str:
        """What comes next."""
        return _("Match the columns.") if answer.endswith("columns/") else _("The file is being checked.")


class ColumnsPage(MappingStep):
    """Match the file's columns with the register's."""

    title, form_class = gettext_lazy("Match the columns"), ColumnsForm
    template_name = "cameras/import_columns.html"
    button = gettext_lazy("Continue")
    lead = gettext_lazy("Choose for each column of the register the column of your file, or one value for all rows.")

    def form_kwargs(self) -> dict[str, Any]:
        """The file's header, and what its columns are likely to be."""
        return {"sheet": self.sheet, "guess": guessing.guessed(self.sheet.header)}

    def back(self) -> str:
        """The page before."""
        return f"{jobs.address(self.job)}mapping/"

    def take(self, form: Any) -> str:
        """Keep what was matched; ask what the file's own words mean where it has any."""
        columns = form.chosen("column")
        nothing = [line.strip() for line in form.cleaned_data["nothing"].splitlines() if line.strip()]
        hand = {"columns": columns, "defaults": form.chosen("always"), "prefixes": form.chosen("prefix")}
        hand |= {"nothing": nothing, "found": guessing.values_of(self.sheet, columns)}
        self.keep(by_hand=hand)
        if hand["found"]:
            return f"{jobs.address(self.job)}values/"
        return self.made({})

    def made(self, values: dict[str, dict[str, str]]) -> str:
        """Remember the mapping under its name, and check the file by it."""
        hand = self.job.parameters["by_hand"]
        toml = guessing.toml_of(hand["columns"], hand["defaults"], hand["prefixes"], values, hand["nothing"])
        read(toml)
        source = self.job.parameters["source"]
        ImportMapping.objects.update_or_create(organisation=self.job.organisation, name=source, defaults={"toml": toml})
        return self.check(source, toml)

    def said(self, answer: Any) -> str:
        """What comes next."""
        return _("The columns are matched.")


class ValuesPage(ColumnsPage):
    """Say what the file's own words mean."""

    title, form_class = gettext_lazy("What the file's words mean"), ValuesForm
    template_name = "pages/form.html"
    button = gettext_lazy("Check the file")
    lead = gettext_lazy("These columns have a fixed list of values here. Choose what each word of the file means.")

    def form_kwargs(self) -> dict[str, Any]:
        """The words that stand in the file."""
        return {"found": self.job.parameters.get("by_hand", {}).get("found", {})}

    def back(self) -> str:
        """The page before."""
        return f"{jobs.address(self.job)}columns/"

    def take(self, form: Any) -> str:
        """Finish the mapping and check the file."""
        if "by_hand" not in self.job.parameters:
            return self.back()
        return self.made(form.tables())


class JobPage(OfJob, Page):
    """How far an import is, what it would do, or what it did."""

    permission = RIGHT
    section, template_name = "sites", "cameras/import_job.html"
    lists: ClassVar[tuple[str, ...]] = ("refusals", "conflicts", "state", "moved")

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The file's name."""
        return self.job.parameters.get("name") or _("Import")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; a file without a mapping goes to it first."""
        if not self.job.parameters.get("asked"):
            return HttpResponseRedirect(f"{jobs.address(self.job)}mapping/")
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Import what the trial run showed; a second press leads to the same import."""
        job = self.job
        if job.finished_at is None or not job.report.get("dry_run") or job.by_id != self.person.pk:
            return HttpResponseRedirect(request.path)
        begun = job.parameters.get("import")
        if begun is None:
            good = request.POST.get("take") == "good"
            made = jobs.again(job, self.person, dry_run=False, good_rows=good)
            Job.objects.filter(pk=job.pk).update(parameters=job.parameters | {"import": made.pk})
            begun = made.pk
        return HttpResponseRedirect(f"/sites/import/{begun}/")

    def context(self, **more: Any) -> dict[str, Any]:
        """The job and its report."""
        job, report = self.job, self.job.report
        known = {"job": job, "report": report, "crumbs": self.crumbs, "running": job.finished_at is None}
        return super().context(**known, counts=self.counts(), tables=self.tables(), **more)

    def counts(self) -> list[tuple[str, int]]:
        """The counts with the words of the page."""
        words = {
            "added": _("added"), "changed": _("changed"), "moved": _("moved"), "state": _("state"),
            "conflicts": _("conflicts"), "not_listed": _("not listed"), "refused": _("refused"),
            "unchanged": _("unchanged"),
        }  # fmt: skip
        counts = self.job.report.get("counts", {})
        return [(words[name], counts[name]) for name in words if name in counts]

    def tables(self) -> list[dict[str, Any]]:
        """The lists of the report as tables."""
        report = self.job.report
        found = [_table(name, report.get(name, [])) for name in self.lists]
        rows = [(key,) for key in report.get("not_listed", [])]
        found.append({"title": _("Not listed any more"), "heads": [_("Site and device")], "rows": rows})
        return [table for table in found if table["rows"]]


def _table(name: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    heads = {
        "row": _("Row"), "column": _("Column"), "value": _("Value"), "reason": _("Why, and how to mend it"),
        "reference": _("Site"), "here": _("Here"), "file": _("In the file"), "why": _("Why"), "taken": _("Taken over"),
        "metres": _("Metres"), "gap": _("Opens a gap"),
    }  # fmt: skip
    titles = {
        "refusals": _("Refused rows"), "conflicts": _("Conflicts: changed here and in the file, kept as they are here"),
        "state": _("Another state in the file"), "moved": _("Moved"),
    }  # fmt: skip
    rows = [tuple(_plain(value) for value in item.values()) for item in items]
    return {"title": titles[name], "heads": [heads[key] for key in items[0]] if items else [], "rows": rows}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value


class RefusedRows(OfJob, Page):
    """The refused rows as a file to mend."""

    permission = RIGHT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download."""
        if self.job.result is None:
            raise Http404
        return download(self.job.result)


class MappingFile(OfJob, Page):
    """The mapping as a file to hand on."""

    permission = RIGHT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download."""
        toml = self.job.parameters.get("toml")
        if not toml:
            raise Http404
        headers = {"Content-Disposition": 'attachment; filename="mapping.toml"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(toml, content_type="text/plain; charset=utf-8", headers=headers)


class RegisterFile(Exporting, Page):
    """The filtered list of sites as the register's file: `listed` is the list page whose address it repeats."""

    permission = "export_register"
    listed: ClassVar[Any] = None
    form: ClassVar[str] = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The rows that the list shows, of the organisations whose register the person may export."""
        access.note_request(request, "export", self.person.actor)
        return self.exported(self.form)

    post = get

    def file_name(self, form: str) -> str:
        """The register of the day."""
        return f"register-{self.today.isoformat()}.{form}"

    def write_file(self, form: str, file: IO[bytes], counted: Counted = iter) -> None:
        """The columns of the register's own file."""
        exporting.WRITERS[form](counted(lines(self.file_rows(), self.today)), file)

    def file_rows(self) -> Any:
        """The rows of the list page under the same address; every visible site where no list is named."""
        keys = self.person.organisations_where(self.permission)
        if self.listed is None:
            return Site.objects.visible_to(self.person).register().filter(organisation__in=keys)
        page = self.listed()
        page.setup(self.request)
        return page.rows.filter(organisation__in=keys)
