"""The task list of a proposal: not started, in progress, cannot start yet and why, completed (G 5.1, 6.1)."""

from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from assessments.states import ProposalState

WAITS_FOR_CONSULTATION = ("surveillance_lead", "dpo", "dpia")
Line = tuple[Any, str, str, Any, str]


def task_lines(proposal: Any, writes: bool) -> list[Line]:
    """Title, address, state, words and hint of each task, in the order of the guidance; statements follow theirs."""
    if not proposal.listed_tasks():
        return []
    found: list[Line] = []
    for kind, row in facts("proposal_tasks")["proposal_tasks"].items():
        found.append(_line(proposal, kind, row, writes))
        if kind == "compliance":
            found += [_statement(proposal, task, writes) for task in proposal.statements()]
    return found


def _line(proposal: Any, kind: str, row: Any, writes: bool) -> Line:
    task = proposal.task(kind)
    if proposal.is_ended(kind):
        return (_(row["title"]), _href(proposal, kind, writes), "done", "", _ended(task, proposal.ended_with(kind)))
    if blocked := _blocked(proposal, kind):
        return (_(row["title"]), "", "closed", blocked, _(row["ends"]))
    begun = bool(task is not None and task.answer) or _begun(proposal, kind)
    return (_(row["title"]), _href(proposal, kind, writes), "here" if begun else "open", "", _(row["ends"]))


def _statement(proposal: Any, task: Any, writes: bool) -> Line:
    state = "done" if task.is_done else "here" if task.answer else "open"
    href = f"{proposal.get_absolute_url()}task/{task.kind}/" if writes else ""
    return (_("Statement: %(what)s") % {"what": _(task.title)}, href, state, "", _ended(task))


def _ended(task: Any, record: Any = None) -> str:
    """Day and person of a task that has ended: its own, or those of the record that ended it."""
    if task is not None and task.is_done:
        on, by = task.done_on, task.done_by
    elif record is not None:
        on, by = record
    else:
        return ""
    return _("%(day)s, %(who)s") % {"day": f"{on:%-d %B %Y}", "who": by.person.name if by else _("its record")}


def _blocked(proposal: Any, kind: str) -> str:
    """Why a task cannot start yet; empty when it can."""
    if kind == "consultation" and proposal.state in (ProposalState.DRAFT, ProposalState.ASSESSING):
        return _("Cannot start yet: open the consultation first")
    if kind == "matrix" and proposal.need is None and proposal.assessment is None:
        return _("Cannot start yet: link the assessment or the need first")
    if kind in WAITS_FOR_CONSULTATION and not proposal.is_ended("consultation") and proposal.newest_dpia() is not None:
        return _("Cannot start yet: the consultation comes first")
    return ""


def _begun(proposal: Any, kind: str) -> bool:
    begun = {
        "cameras_considered": lambda: bool(proposal.camera_rows),
        "matrix": lambda: any(row.matrix for row in proposal.site_rows),
        "consultation": lambda: True,
        "compliance": lambda: any(task.is_done for task in proposal.statements()),
        "dpia": lambda: proposal.newest_dpia() is not None,
    }
    return kind in begun and begun[kind]()


def _href(proposal: Any, kind: str, writes: bool) -> str:
    """Where the task is done: its own page, or the part of the record that ends it."""
    here = proposal.get_absolute_url()
    dpia = proposal.newest_dpia() if kind in WAITS_FOR_CONSULTATION else None
    if kind in WAITS_FOR_CONSULTATION:
        return dpia.get_absolute_url() if dpia is not None else f"/dpias/begin/{proposal.reference}/" if writes else ""
    places = {"cameras_considered": "#cameras", "matrix": "#sites", "stakeholders": "#consultation"}
    places |= {"consultation": "#consultation", "compliance": "#tasks"}
    if kind in places:
        return f"{here}{places[kind]}"
    return f"{here}task/{kind}/" if writes else ""
