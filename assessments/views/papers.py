"""Papers of a meeting: a summary page for each case, its content, what changed since the body last had it."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.papers import Facts, Grid, Paper, Part, Passage
from anpr_governance.regulation import facts
from assessments.models.proposal_reading import APPROVING
from assessments.sheets import ProposalSheet
from assessments.views.words import blocks, changed, labels, without_places

HIDDEN = ("reference", "version", "title")


def pack_of(meeting: Any, today: Any, places: bool) -> Paper:
    """The papers of a meeting as the records stand today; exact places only where `places` holds."""
    items = [item for item in meeting.item_rows if item.position > 1]
    agenda = Grid(
        _("Agenda"), (_("Item"), _("What it is about"), _("Kind"), _("Reference")),
        tuple((str(row.position), row.about or "–", str(row.get_kind_display()), _reference(row)) for row in items),
        _("Nothing stands on the agenda yet."),
    )  # fmt: skip
    parts = [Part(_("Agenda"), (agenda,))]
    for item in items:
        parts += case_parts(item.proposal, meeting.body, today, places, f"{item.position}. ") if item.proposal else [
            Part(f"{item.position}. {item.about or item.get_kind_display()}", tuple(_other(item)), page=False)
        ]  # fmt: skip
    known = (
        (_("Body"), str(meeting.get_body_display())), (_("Held on"), day(meeting.on)),
        (_("Quorum"), _(meeting.rule["help"])), (_("As the records stand on"), day(today)),
        (_("Places"), _("Exact places are shown.") if places else _("Exact places are left out.")),
    )  # fmt: skip
    title = _("Papers: %(title)s") % {"title": meeting.title}
    return Paper(
        _("Papers of a meeting"), title, meeting.organisation.name, known, tuple(parts), foot=meeting.reference
    )


def paper_of(proposal: Any, today: Any, places: bool) -> Paper:
    """One proposal as a paper of its own."""
    body = proposal.present_entry().body
    known = (
        (_("Reference"), proposal.reference), (_("State"), str(proposal.get_state_display())),
        (_("As the records stand on"), day(today)),
        (_("Places"), _("Exact places are shown.") if places else _("Exact places are left out.")),
    )  # fmt: skip
    parts = tuple(case_parts(proposal, body, today, places, ""))
    author, foot = proposal.organisation.name, proposal.reference
    return Paper(_("Paper upon a proposal"), proposal.title, author, known, parts, foot=foot)


def case_parts(proposal: Any, body: str, today: Any, places: bool, number: str) -> list[Part]:
    """The page of summary, the content, what changed."""
    now = ProposalSheet.of(proposal, today).content()
    shown = now if places else without_places(now)
    title = f"{number}{proposal.title}"
    return [
        Part(title, tuple(summary(proposal)), page=True),
        Part(_("Content of %(what)s") % {"what": proposal.reference}, tuple(blocks(ProposalSheet, shown, HIDDEN)),
             page=True, inner=True),
        Part(_("What changed since this body last had it"), tuple(_since(proposal, body, shown, places)), inner=True),
    ]  # fmt: skip


def summary(proposal: Any) -> Iterator[Any]:
    """What is asked and what speaks to it, on one page."""
    yield Facts(_("What is asked"), tuple(_asked(proposal)))
    yield Facts(_("Privacy and the public"), tuple(_privacy(proposal)))
    dpia = proposal.newest_dpia()
    risks = [risk for risk in dpia.risk_rows if risk.residual != "low"] if dpia is not None else []
    scale = facts("scales")["residual"]
    yield Grid(
        _("Risks that stay above low"), (_("Risk"), _("Stays")),
        tuple((_short(risk.source), _(scale[risk.residual]["label"]) if risk.residual else "–") for risk in risks),
        _("No risk stays above low."),
    )  # fmt: skip
    open_ones = [task for task in proposal.conditions() if not task.is_done]
    yield Grid(
        _("Conditions that are not met"), (_("Condition"), _("Owner"), _("Due")),
        tuple((row.title, row.owner.person.name if row.owner else "–", day(row.due)) for row in open_ones),
        _("No condition is open."),
    )  # fmt: skip
    decided = [row for row in proposal.decision_rows if row.step in (*APPROVING, "refuse", "rescind")]
    yield Grid(
        _("Decided so far"), (_("Body"), _("What"), _("On"), _("Reasons")),
        tuple((str(row.get_body_display()) or row.name, row.step.replace("_", " ").capitalize(), day(row.on),
               _short(row.reasons)) for row in decided),
        _("No body has decided upon it yet."),
    )  # fmt: skip


def _asked(proposal: Any) -> Iterator[tuple[str, str]]:
    known = labels()
    yield _("The question"), _("Should %(force)s put ANPR here, for %(purpose)s? %(what)s") % {
        "force": proposal.organisation.name, "purpose": known.get(proposal.purpose, proposal.purpose).lower(),
        "what": _short(proposal.description),
    }  # fmt: skip
    for row in proposal.site_rows:
        yield _("Where"), f"{row.site.title} ({row.site.reference}), {row.site.get_place_type_display()}"
        code = f"{row.best}: {_(row.codes[row.best]['words'])}" if row.best else _("Not looked up yet")
        yield _("Matrix"), f"{code}. {row.exceptional_reason}".strip()
    yield _("Deployment"), _deployment(proposal)
    if proposal.need is not None:
        need = proposal.need
        yield _("Need"), f"{need.title} ({need.reference}, {need.get_state_display()}). {_short(need.conclusion, 700)}"
    yield _("Who decides"), ", ".join(entry.title for entry in proposal.entries)


def _deployment(proposal: Any) -> str:
    months = _("%(n)s months") % {"n": proposal.intended_months} if proposal.intended_months else ""
    cost = _("£%(sum)s") % {"sum": f"{proposal.cost_to_force:,.0f}"} if proposal.cost_to_force is not None else ""
    return ", ".join(
        text for text in (str(proposal.get_deployment_display()), months, cost, proposal.initiator) if text
    )


def _privacy(proposal: Any) -> Iterator[tuple[str, str]]:
    dpia = proposal.newest_dpia()
    if dpia is None:
        yield _("DPIA"), _("None was begun.")
    else:
        advice = dpia.binding_advice()
        said = _("The DPO advised on %(day)s.") % {"day": day(advice.on)} if advice else _("The DPO has not advised.")
        yield _("DPIA"), f"{dpia.reference} v{dpia.version}, {dpia.get_state_display()}. {said}"
    asked = proposal.consultation
    if asked is not None:
        days = list(asked.responses.values_list("answered_on", flat=True))
        yield _("Consultation"), _("%(n)s asked, %(r)s responses, %(a)s answered; closed %(day)s.") % {
            "n": asked.stakeholders.count(), "r": len(days), "a": len([one for one in days if one]),
            "day": day(asked.closed_on) or _("not yet"),
        }  # fmt: skip
        if asked.limited_reasons.strip():
            yield _("Limited because"), _short(asked.limited_reasons)


def _since(proposal: Any, body: str, now: dict[str, Any], places: bool) -> Iterator[Any]:
    """Field by field against what the body last decided upon, else the version submitted before."""
    rows = [row for row in proposal.decision_rows if body and row.body == body]
    rows = rows or [row for row in proposal.decision_rows if row.step == "submit" and row.version < proposal.version]
    if not rows:
        yield Passage("", _("This body has not had it before."))
        return
    before = json.loads(bytes(rows[-1].seal.bytes))["content"]
    said = {"version": rows[-1].version, "day": day(rows[-1].on)}
    yield Passage("", _("Compared with version %(version)s, sealed on %(day)s.") % said)
    yield changed(ProposalSheet, before if places else without_places(before), now)


def _other(item: Any) -> Iterator[Any]:
    rows = [(_("Kind"), str(item.get_kind_display())), (_("Reference"), _reference(item))]
    if item.site is not None:
        rows += [(_("State"), str(item.site.get_state_display())), (_("Ceased"), day(item.site.ceased_on))]
    owed = item.objective or item.condition
    if owed is not None:
        rows += [(_("Owner"), owed.owner.person.name if owed.owner else "–"), (_("Due"), day(owed.due))]
    yield Facts(_("What it is about"), tuple((label, text) for label, text in rows if text))
    if item.minutes.strip():
        yield Passage(_("Note"), item.minutes)


def _reference(item: Any) -> str:
    record = item.proposal or item.site or (item.condition.proposal if item.condition else None)
    return record.reference if record is not None else item.objective.meeting.reference if item.objective else "–"


def _short(text: str, most: int = 320) -> str:
    """The beginning of a text, cut between words, so that the summary stays on its page."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= most else f"{plain[:most].rsplit(' ', 1)[0]} …"


def day(value: Any) -> str:
    """A day in words, or nothing."""
    return f"{value:%-d %B %Y}" if value else ""
