"""Minutes as a sealed PDF; papers of a meeting or a proposal, whose copy with places is entered in the chain."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from anpr_governance.documents import papers
from anpr_governance.documents.papers import Facts, Grid, Paper, Part, Passage
from anpr_governance.organisations.roles import discipline
from anpr_governance.pages.views import RecordPage
from anpr_governance.workflow import correcting
from anpr_governance.workflow.unit import unit
from assessments.models import Meeting, Proposal
from assessments.views import words
from assessments.views.papers import day, pack_of, paper_of

QUIET = ("position", "kind", "about", "attendance", "body", "held_on")


def pdf_file(paper: Paper, name: str) -> HttpResponse:
    """A download that no cache keeps, under a name that holds a reference alone."""
    response = HttpResponse(papers.as_pdf(paper), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def asks_places(page: Any) -> bool:
    """Whether the copy with exact places is asked for; PermissionDenied without the right to see them."""
    full = page.request.GET.get("copy") == "full"
    if full and not page.person.may("view_locations", page.record().organisation_id):
        raise PermissionDenied
    return full


class PapersFile(RecordPage):
    """The papers of a meeting; exact places for those alone who may see them, and who ask."""

    model, related = Meeting, ("organisation", "quorum")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without exact places; `?copy=full` with them, for the right, entered in the chain first."""
        meeting, full = self.record(), asks_places(self)
        if full:
            with unit():
                meeting._chain(self.person, self.today, "disclose_papers", {"copy": "full"})
        return pdf_file(pack_of(meeting, self.today, full), f"{meeting.reference}-papers.pdf")


class ProposalPapers(RecordPage):
    """One proposal as a paper."""

    model = Proposal
    related = ("organisation", "assessment__organisation", "need__organisation", "consultation")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As the papers of a meeting."""
        proposal, full = self.record(), asks_places(self)
        if full:
            with unit():
                proposal._chain(self.person, self.today, "disclose_paper", {"copy": "full"}, hat="")
        return pdf_file(paper_of(proposal, self.today, full), f"{proposal.reference}-paper.pdf")


class MinutesFile(RecordPage):
    """The signed minutes, made of the bytes that the chair sealed; 404 while they are not signed."""

    model, related = Meeting, ("organisation", "quorum")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Signer, seal and errata stand on the first page."""
        meeting = self.record()
        signed = meeting.signed()
        if signed is None:
            raise Http404
        return pdf_file(minutes_of(meeting, signed), f"{meeting.reference}-minutes.pdf")


def minutes_of(meeting: Meeting, signed: Any) -> Paper:
    """The minutes as a paper: nothing is read but what was sealed, and what was corrected since."""
    content = json.loads(bytes(signed.seal.bytes))["content"]
    holds = _("The bytes have this hash.") if signed.seal.holds() else _("THE BYTES DO NOT HAVE THIS HASH.")
    signer = f"{signed.name} {signed.rank}".strip()
    known = (
        (_("Body"), str(meeting.get_body_display())), (_("Held on"), day(meeting.on)),
        (_("Signed by"), _("%(who)s, on %(day)s") % {"who": signer, "day": day(signed.on)}),
        (_("Acting for"), signed.acting_for.person.name if signed.acting_for else _("Nobody: the chair signed.")),
        (_("Seal (SHA-256)"), f"{signed.seal.sha256} {holds}"),
        (_("Rule of the quorum"), _(meeting.rule["help"])),
    )  # fmt: skip
    parts = [*_corrections(meeting), *_objectives(content), *(_item(row) for row in content["items"])]
    title = _("Minutes: %(title)s") % {"title": meeting.title}
    foot = f"{meeting.reference}  {signed.seal.sha256[:12]}"
    return Paper(_("Signed minutes"), title, meeting.organisation.name, known, tuple(parts), foot=foot)


def _corrections(meeting: Meeting) -> Iterator[Part]:
    rows = [
        (day(row.on), json.loads(bytes(row.seal.bytes))["content"]["text"], f"{row.name}: {row.reasons}",
         _("Confirmed by a second person") if done else _("Waits for a second person"))
        for row, done in correcting.errata(meeting)
    ]  # fmt: skip
    if rows:
        heads = (_("On"), _("What was wrong, and what is right"), _("By, and why"), _("State"))
        yield Part(_("Corrections"), (Grid(_("Corrections upon these minutes"), heads, tuple(rows)),))


def _objectives(content: dict[str, Any]) -> Iterator[Part]:
    rows, known = content.get("objectives_set", []), words.labels()
    said = [Passage("", content["objectives"])] if content.get("objectives") else []
    if rows or said:
        grids = [words.grid(_("Objectives set at this meeting"), rows, known)] if rows else []
        yield Part(_("Objectives set"), (*said, *grids))


def _item(row: dict[str, Any]) -> Part:
    known = words.labels()
    title = f"{row['position']}. {known.get(row['kind'], row['kind'])}"
    about = f"{title}: {row['about']}" if row["about"] else title
    said = tuple(
        (words.head(key), words.words(value, known)) for key, value in row.items() if key not in QUIET and value
    )
    there = [Grid(
        _("Who was there"), (_("Name"), _("Discipline"), _("There"), _("Interest"), _("Vote")),
        tuple((
            one["name"], discipline(one["discipline"]) or "–", known[one["present"]], one["interest"] or "–",
            _("Recused") if one["recused"] == "yes" else known.get(one["vote"], "–"),
        ) for one in row["attendance"]),
        _("Nobody was recorded."),
    )]  # fmt: skip
    return Part(about, (Facts(_("What was said and decided"), said), *there))
