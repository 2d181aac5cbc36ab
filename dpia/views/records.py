"""DPIAs as they are read: the list, one version, its whole content, two versions beside each other."""

import json
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import diff
from anpr_governance.pages.filters import Facet, Flags
from anpr_governance.pages.markup import long_date
from anpr_governance.pages.views import DetailPage, GapNote, ListPage, SubPage, ThreadStep
from dpia.models import Dpia
from dpia.models.content import AUTHORS, OPEN
from dpia.querysets import UNFINISHED
from dpia.sheets import DpiaSheet
from dpia.states import DpiaState
from dpia.tables import DpiaTable
from dpia.views import items
from dpia.views.chapters import Chapter, chapters, spoken

RELATED = (
    "organisation", "proposal__organisation", "proposal__consultation", "proposal__need", "proposal__decision",
    "consultation", "template", "decision__seal", "outcomes_by__person",
)  # fmt: skip


def _moved(rows: Any, today: Any) -> Any:
    return rows.ground_moved(today)


class DpiaList(ListPage):
    """The newest version of every DPIA."""

    model, table = Dpia, DpiaTable
    title = gettext_lazy("DPIAs")
    section, noun = "dpias", gettext_lazy("DPIAs")
    lead = gettext_lazy("Data protection impact assessments, each in its newest version.")
    search = ("title",)
    sort = "-pk"
    filters = (
        Facet("state", gettext_lazy("State"), "state", DpiaState.choices),
        Flags("kind", gettext_lazy("Kind"), (
            ("after", gettext_lazy("After the fact"), lambda rows, today: rows.filter(proposal__isnull=True)),
            ("force", gettext_lazy("The whole force"), lambda rows, today: rows.filter(force_wide=True)),
            ("moved", gettext_lazy("Ground moved"), _moved),
        )),
    )  # fmt: skip
    empty = gettext_lazy(
        "A DPIA is begun with its proposal, or after the fact for cameras that were there already. None is here yet."
    )

    def records(self) -> Any:
        """Newest versions alone."""
        return super().records().newest_versions()

    def shown(self, queryset: Any) -> Any:
        """What the columns read, and how many sites each version covers."""
        rows = queryset.select_related("organisation", "proposal__organisation", "decision")
        return rows.annotate(sites=Count("coverage", filter=Q(coverage__until__isnull=True)))

    def context(self, **more: Any) -> dict[str, Any]:
        """Authors may begin one."""
        authors = any(m.role in AUTHORS for m in self.person.memberships_today)
        actions = [(gettext_lazy("Begin one after the fact"), "dpia-after-the-fact")] if authors else []
        return super().context(**{**more, "actions": actions})


class DpiaPage(DetailPage):
    """One version: the author's task list, step 7, what can happen next, and the versions beside it."""

    model, related, section = Dpia, RELATED, "dpias"
    kicker = gettext_lazy("DPIA")

    def records(self) -> Any:
        """With whether their ground moved."""
        return super().records().with_ground(self.today)

    def facts(self) -> list[tuple[Any, Any]]:
        """Beside the sections."""
        obj = self.object
        return [
            (_("Controller"), obj.organisation.name),
            (_("Occasion"), obj.proposal.reference if obj.proposal else obj.retrospective_reason),
            (_("Sites covered"), _("The whole force") if obj.force_wide else len(obj.coverage_rows)),
            (_("Template"), _("Version %(n)s") % {"n": obj.template.version} if obj.template else ""),
            (_("In force from"), long_date(obj.decision.on) if obj.decision else ""),
            (_("Kept under review by"), obj.kept_under_review_by),
        ]

    def thread(self) -> list[ThreadStep]:
        """The case around it: need, DPIA, approval."""
        obj, proposal = self.object, self.object.proposal
        if proposal is None:
            return []
        here = ThreadStep(_("DPIA"), "here", obj.get_state_display(), obj.reference)
        need = proposal.need
        approved = proposal.state == "approved"
        return [
            ThreadStep(_("Need"), "done" if need and need.state == "established" else "ahead",
                       need.get_state_display() if need else "", need.title if need else "",
                       need.get_absolute_url() if need else ""),
            ThreadStep(_("Proposal"), "done" if approved else "ahead", proposal.get_state_display(),
                       proposal.title, proposal.get_absolute_url()),
            here,
        ]  # fmt: skip

    def gaps(self) -> list[GapNote]:
        """An assessment that fell under an unfinished case, or under the need of a site that it covers."""
        obj = self.object
        if not obj.moved:
            return []
        if obj.proposal is None or obj.state not in UNFINISHED:
            sentence = _("No need stands for a site that it covers: the assessment below that need fell.")
            return [GapNote(_("ground moved"), sentence, "G 1.8", "/needs/?shows=lapsed", _("Go to lapsed needs"))]
        sentence = _("The strategic assessment on which the proposal stands is no longer in date.")
        return [GapNote(_("ground moved"), sentence, "G 1.8", obj.proposal.get_absolute_url(), _("Go to the proposal"))]

    def subpages(self) -> list[SubPage]:
        """Overview, content, versions, publication."""
        return subpages(self.object, "")

    @cached_property
    def versions(self) -> list[Dpia]:
        """Every version of this DPIA, the newest first."""
        return list(self.records().by_reference(self.kwargs["ref"]).order_by("-version"))

    def record(self) -> Dpia:
        """The version that the address names, else the newest."""
        asked = self.kwargs.get("version")
        found = [row for row in self.versions if asked in (None, row.version)]
        if not found:
            raise Http404
        return found[0]

    def extra(self) -> dict[str, Any]:
        """Tasks, step 7, requests to the regulator, versions."""
        obj = self.object
        author = obj.entitled(self.person, AUTHORS) is not None
        writing = obj.state in OPEN and author
        errata = items.errata_of(obj)
        return {
            "tasks": items.tasks(obj, writing),
            "writing": writing,
            "items": items.items(obj),
            "requests": list(obj.ico_consultations.select_related("pack", "document").order_by("-pk")),
            "files": obj.file_rows,
            "errata": errata,
            "confirms": items.confirmable(errata, obj, self.person),
            "versions": self.versions,
            "newest": self.versions[0].version == obj.version,
            "regulator": obj.regulator_reasons(self.today),
            "high": obj.high_before_measures(),
            "may": self.may(author),
        }

    def may(self, author: bool) -> dict[str, bool]:
        """The forms beside the steps that the person's roles open in this state."""
        obj, state = self.object, self.object.state
        dpo = obj.entitled(self.person, ("dpo",)) is not None
        chief = obj.entitled(self.person, ("chief-officer",)) is not None
        return {
            "outcomes": chief and state == DpiaState.AWAITING_SIGN_OFF,
            "decide": dpo and state in (DpiaState.WITH_DPO, DpiaState.AWAITING_SIGN_OFF),
            "request": dpo and state in (DpiaState.AWAITING_SIGN_OFF, DpiaState.WITH_ICO),
            "revise": author and state in (DpiaState.SIGNED_OFF, DpiaState.WITHDRAWN),
            "finish": author and state == DpiaState.SIGNED_OFF,
        }


def subpages(obj: Dpia, here: str) -> list[SubPage]:
    """The sub-navigation of one version."""
    base = obj.get_absolute_url()
    whole = [
        SubPage(_("Overview"), base, None, here == ""),
        SubPage(_("Whole content"), f"{base}content/", None, here == "content"),
    ]
    if obj.version > 1:
        whole.append(SubPage(_("Compare versions"), f"/dpias/{obj.reference}/compare/", None, here == "compare"))
    if obj.state in (DpiaState.SIGNED_OFF, DpiaState.SUPERSEDED):
        whole.append(SubPage(_("Redaction and publication"), f"/dpias/{obj.reference}/redaction/"))
    return whole


class ContentPage(DpiaPage):
    """Everything of steps 1 to 6 on one page: check your answers, or read what was signed."""

    template_name = "dpia/dpia_content.html"

    def subpages(self) -> list[SubPage]:
        """Here."""
        return subpages(self.object, "content")

    def chapters(self) -> list[Chapter]:
        """The content of this version."""
        return chapters(content_of(self.object), self.object.template_facts, sees_places(self.person, self.object))

    def offers(self) -> list[Any]:
        """On this page the author sends it on; the rest stands on the overview."""
        return [offer for offer in super().offers() if offer.name in ("open_consultation", "send_to_dpo")]


class ComparePage(DetailPage):
    """Two versions of one DPIA, field by field; both are looked for among those that the person may see."""

    model, related, section = Dpia, RELATED, "dpias"
    kicker = gettext_lazy("DPIA")
    template_name = "dpia/dpia_compare.html"

    def subpages(self) -> list[SubPage]:
        """Here."""
        return subpages(self.object, "compare")

    def version(self, name: str, default: int) -> Dpia:
        """The version that the address asks for; 404 for none."""
        asked = self.request.GET.get(name, str(default))
        number = int(asked) if asked.isdigit() and len(asked) < 6 else 0
        found = self.records().by_reference(self.object.reference).filter(version=number).first()
        if found is None:
            raise Http404
        return found

    def offers(self) -> list[Any]:
        """Nothing is decided on this page."""
        return []

    def extra(self) -> dict[str, Any]:
        """What changed between them."""
        newest = self.object.version
        after = self.version("to", newest)
        before = self.version("from", max(1, after.version - 1))
        places = sees_places(self.person, after)
        old, new = _spoken(before, places), _spoken(after, places)
        changed = diff.changes(old, new)
        numbers = (
            self.records().by_reference(self.object.reference).order_by("version").values_list("version", flat=True)
        )
        return {"before": before, "after": after, "changes": changed, "fields": len(new), "numbers": list(numbers)}


def content_of(dpia: Dpia) -> Any:
    """The content of a version: the bytes that were signed, else as it stands (no day plays a part in it)."""
    if dpia.decision is not None:
        return json.loads(bytes(dpia.decision.seal.bytes))["content"]
    return DpiaSheet.of(dpia, date.min).content()


def sees_places(person: Any, dpia: Dpia) -> bool:
    """Whether exact places are for this reader."""
    return bool(person.may("view_locations", dpia.organisation_id))


def _spoken(dpia: Dpia, places: bool) -> dict[str, str]:
    return spoken(content_of(dpia), dpia.template_facts, places)
