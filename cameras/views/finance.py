"""The pages of a comparison with finance: hand in the file, see the differences, resolve each."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.pages import filters
from anpr_governance.pages.markup import long_date
from anpr_governance.pages.tables import Day, Link, State, Table, Text
from anpr_governance.pages.views import ListPage
from anpr_governance.workflow.reasons import Reason, Refused
from cameras.finance.comparing import KIND, reconcile
from cameras.finance.forms import ReconcileForm, ResolveForm
from cameras.finance.reading import FIELDS
from cameras.models import Difference
from cameras.register.reading import FileRefused
from cameras.states import DifferenceKind
from cameras.views.assets import Keeping, KeepingOne

NAMES = {"cost": gettext_lazy("Cost (£)"), "book_value": gettext_lazy("Book value (£)")}


class Reconcile(Keeping):
    """Compare the asset register with finance's file (P L56)."""

    form_class, title, permission = ReconcileForm, gettext_lazy("Compare with finance"), "change_assets"
    template_name, drafts = "cameras/reconcile.html", False
    button = gettext_lazy("Compare")
    lead = gettext_lazy("Hand in finance's register of fixed assets. Nothing in either register changes.")
    why = gettext_lazy("Finance values what the force owns. What stands in one register alone is a mistake somewhere.")
    next = gettext_lazy("You see what stands only here, only there, or differently, and resolve each with a reason.")

    def form_kwargs(self) -> dict[str, Any]:
        """The forces whose assets the person keeps."""
        return {"organisations": Organisation.objects.filter(pk__in=self.forces).order_by("name")}

    def initial(self) -> dict[str, Any]:
        """Today, unless the file was drawn up to another day."""
        return {"on": self.today}

    def context(self, **more: Any) -> dict[str, Any]:
        """With the comparisons so far."""
        jobs = Job.objects.visible_to(self.person).filter(kind=KIND).select_related("by").order_by("-pk")
        return super().context(**{"comparisons": list(jobs[:12]), **more})

    def take(self, form: Any) -> str:
        """One comparison."""
        said = form.cleaned_data
        force, name = said.get("organisation") or form.only, said["file"].name
        asked = {"named": {field: said[field] for field in FIELDS if said[field]}, "words": said["words"]}
        try:
            job = reconcile(
                by=self.person, on=said["on"] or self.today, organisation=force, name=name, data=form.data_read, **asked
            )
        except FileRefused as problem:
            raise Refused([Reason(str(problem), "P L56", "file")]) from problem
        return f"/assets/reconcile/{job.pk}/"

    def back(self) -> str:
        """The register of assets."""
        return "/assets/"

    def said(self, answer: Any) -> str:
        """What stands on the next page."""
        return _("Both registers are compared.")


def _open(rows: Any, _today: Any) -> Any:
    return rows.open()


def _resolved(rows: Any, _today: Any) -> Any:
    return rows.resolved()


class DifferenceTable(Table):
    """What both registers say."""

    caption = gettext_lazy("Differences")
    columns = (
        Link(gettext_lazy("Finance number"), "finance_number", to="difference", ref="pk", sort="finance_number"),
        State(gettext_lazy("Difference"), "kind", choices=DifferenceKind.choices),
        Text(gettext_lazy("What"), lambda row: NAMES.get(row.field, ""), empty=gettext_lazy("The whole entry")),
        Text(gettext_lazy("Asset register"), "ours"),
        Text(gettext_lazy("Finance register"), "theirs"),
        Day(gettext_lazy("Resolved on"), "resolved_on", empty=gettext_lazy("Open")),
    )


class Differences(ListPage):
    """What one comparison found."""

    model, table, section = Difference, DifferenceTable, "assets"
    noun, sort, exports = gettext_lazy("differences"), "finance_number", ("csv", "xlsx")
    search = ("finance_number", "ours", "theirs")
    empty = gettext_lazy("Both registers say the same.")
    filters = (
        filters.Facet("kind", gettext_lazy("Difference"), "kind", DifferenceKind.choices),
        filters.Flags("resolved", gettext_lazy("Resolved"), (
            ("no", gettext_lazy("Still open"), _open),
            ("yes", gettext_lazy("Resolved"), _resolved),
        )),
    )  # fmt: skip
    actions = ((gettext_lazy("Compare again"), "reconcile", "change_assets"),)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Of the comparison that the address names; another force's is not found."""
        job = Job.objects.visible_to(self.person).filter(kind=KIND, pk=kwargs["job"]).first()
        if job is None:
            raise Http404
        self.job = job
        return super().get(request, *args, **kwargs)

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The file's name."""
        return _("Comparison with %(file)s") % {"file": self.job.parameters["name"]}

    @property
    def lead(self) -> Any:  # type: ignore[override]
        """How much was compared."""
        words = _("%(day)s: %(ours)s entries here, %(theirs)s rows there. Mend each difference, then say how.")
        on = self.job.parameters.get("on")
        return words % {**self.job.report, "day": long_date(date.fromisoformat(on) if on else self.job.asked_at)}

    def records(self) -> Any:
        """The differences of this comparison."""
        return super().records().filter(job=self.kwargs["job"])


class DifferencePage(KeepingOne):
    """One difference, and how it was resolved."""

    model, form_class, title, keeps = Difference, ResolveForm, gettext_lazy("Difference"), "change_assets"
    template_name = "cameras/difference.html"
    button = gettext_lazy("Record how it was resolved")
    why = gettext_lazy("Who reads the registers later has to see why they once disagreed.")
    next = gettext_lazy("It stays with the comparison, and the next one shows whether it is gone.")

    def rows(self) -> Any:
        """With the comparison, and who resolved it."""
        return super().rows().select_related("job__organisation", "by__person", "asset")

    def force(self) -> int:
        """The force whose registers they are."""
        return int(self.row.job.organisation_id)

    @property
    def may_keep(self) -> bool:
        """An open one, by those who keep assets."""
        return super().may_keep and self.row.resolved_on is None

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today}

    def context(self, **more: Any) -> dict[str, Any]:
        """Both sides in one sentence, and how it was resolved."""
        row = self.row
        told = {"what": NAMES.get(row.field, _("The entry")), "ours": row.ours or "–", "theirs": row.theirs or "–"}
        lead = _("%(what)s: %(ours)s in the asset register, %(theirs)s in the finance register.") % told
        if row.resolved_on is not None:
            lead = f"{lead} {_('Resolved by %(who)s: %(reason)s') % {'who': row.by.person, 'reason': row.reason}}"
        entry = row.asset.get_absolute_url() if row.asset else ""
        return super().context(**{"lead": lead, "entry": entry, **more})

    def take(self, form: Any) -> str:
        """One resolution."""
        self.row.resolve(by=self.person, **form.cleaned_data)
        return self.back()

    def back(self) -> str:
        """The other differences."""
        return f"/assets/reconcile/{self.row.job_id}/"
