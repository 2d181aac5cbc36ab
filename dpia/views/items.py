"""Step 7 as it is read: the seven items of the sign-off, the view, and the task list of the author."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.workflow import correcting
from dpia.models.reading import ADVICE, VIEW
from dpia.views.chapters import sections


@dataclass(frozen=True)
class Item:
    """One row of step 7: `mark` is done, gap (on other content) or ahead; `who`, `on` and `note` where it is done."""

    label: str
    mark: str
    words: str
    who: str = ""
    on: date | None = None
    note: str = ""
    href: str = ""


def items(dpia: Any) -> list[Item]:
    """The seven items, with the view of the surveillance lead after the advice."""
    labels = {name: _(row["label"]) for name, row in dpia.template_facts["sign_off"].items()}
    advice = _sealed(dpia, labels["dpo_advice"], *ADVICE)
    binding = dpia.binding_advice()
    return [
        _sealed(dpia, labels["measures_approved"], "approve_measures"),
        _sealed(dpia, labels["residual_risk_approved"], "approve_residual_risk"),
        advice,
        _text(labels["dpo_summary"], binding.text if binding else ""),
        _sealed(dpia, _("View for overt surveillance given by"), *VIEW),
        _answered(dpia, labels["advice_decision"], _accepted(dpia.advice_accepted), dpia.advice_reasons),
        _answered(dpia, labels["responses_reviewed"], _followed(dpia.views_followed), dpia.views_reasons),
        _answered(dpia, labels["kept_under_review"], dpia.kept_under_review_by),
    ]


def _sealed(dpia: Any, label: str, *steps: str) -> Item:
    rows = [row for row in dpia.decision_rows if row.step in steps]
    if not rows:
        return Item(label, "ahead", _("Not given yet"))
    row = dpia.sealed_on_content(*steps) or rows[-1]
    words = {True: _("Can go ahead"), False: _("Not as it stands")}.get(row.proceed, _("Approved"))
    if not dpia.is_on_content(row):
        return Item(label, "gap", _("Not on this content"), _named(row), row.on, row.text, _seal(dpia, row))
    return Item(label, "done", words, _named(row), row.on, row.text, _seal(dpia, row))


def _seal(dpia: Any, row: Any) -> str:
    return f"{dpia.get_absolute_url()}decisions/{row.pk}/"


def _named(row: Any) -> str:
    who = f"{row.name}, {row.rank}" if row.rank else row.name
    acting = row.acting_for.person.name if row.acting_for else ""
    return _("%(who)s, acting for %(other)s") % {"who": who, "other": acting} if acting else who


def _text(label: str, text: str) -> Item:
    return Item(label, "done" if text else "ahead", _("Given") if text else _("Not given yet"), note=text)


def _answered(dpia: Any, label: str, words: str, note: str = "") -> Item:
    if not words:
        return Item(label, "ahead", _("Not answered yet"))
    who = dpia.outcomes_by.person.name if dpia.outcomes_by else ""
    return Item(label, "done", words, who, dpia.outcomes_on, note)


def _accepted(value: bool | None) -> str:
    return {True: _("Accepted"), False: _("Overruled")}.get(value, "") if value is not None else ""


def _followed(value: bool | None) -> str:
    return {True: _("Followed, or none were received"), False: _("Departed from")}[value] if value is not None else ""


Task = tuple[str, str, str, str, str]


def tasks(dpia: Any, writing: bool) -> list[Task]:
    """The author's task list: title, address, state, words, hint. Without `writing` it leads to the text."""
    base = dpia.get_absolute_url()
    found = [*_about(dpia), *_written(dpia), *_impacts(dpia), *_risks(dpia)]
    return [
        (title, f"{base}{slug}/" if writing else f"{base}content/#{slug.replace('/', '-')}", state, words, hint)
        for slug, title, state, words, hint in found
    ]


def _about(dpia: Any) -> Iterator[tuple[str, str, str, str, str]]:
    answered = [dpia.system_type, dpia.systems_before, dpia.systems_after, dpia.large_increase]
    yield "facts", _("About this DPIA"), *_progress(len(answered), sum(value in (None, "") for value in answered))
    count = len(dpia.coverage_rows)
    words = _("%(n)s covered") % {"n": count} if count else _("The whole force") if dpia.force_wide else ""
    yield "sites", _("Sites covered"), "done" if words else "open", words, ""


def _written(dpia: Any) -> Iterator[tuple[str, str, str, str, str]]:
    for slug, title, rows in sections(dpia.template_facts):
        left = sum(not dpia.text_of(question).strip() for question in rows)
        yield slug, title, *_progress(len(rows), left)
        if slug == "step-3":
            done = dpia.consulted is not None and dpia.consulted.recorded
            title = _("Step 3: the record of the consultation")
            hint = _("It stands with the proposal.") if dpia.proposal_id else ""
            yield "consultation", title, "done" if done else "open", _("Recorded") if done else "", hint


def _impacts(dpia: Any) -> Iterator[tuple[str, str, str, str, str]]:
    open_ = [group for group, _impact in dpia.unanswered_impacts()]
    for number, group in enumerate(dpia.groups()):
        title = _("Impacts: %(group)s") % {"group": group} if group else _("Impacts of the sites")
        hint = _("On the location, on residents, and on those who pass through.")
        state, words, _hint = _progress(3, open_.count(group))
        yield f"impacts/{number}", title, state, words, hint


def _risks(dpia: Any) -> Iterator[tuple[str, str, str, str, str]]:
    bare = dpia.risks_without_measure()
    words = _("%(n)s need measures") % {"n": len(bare)} if bare else ""
    state = "open" if not dpia.risk_rows else "here" if bare else "done"
    yield "risks", _("Steps 5 and 6: risks and measures"), state, words, ""


def _progress(count: int, left: int) -> tuple[str, str, str]:
    if not left:
        return "done", "", ""
    return ("open", "", "") if left == count else ("here", _("%(n)s of %(all)s open") % {"n": left, "all": count}, "")


def errata_of(dpia: Any) -> list[tuple[Any, str, bool]]:
    """The corrections upon a version: the row, its words, whether a second person confirmed it."""
    if not any(row.step == correcting.CORRECT for row in dpia.decision_rows):
        return []
    return [(row, sealed(row)["text"], confirmed) for row, confirmed in correcting.errata(dpia)]


def confirmable(errata: Iterable[tuple[Any, str, bool]], dpia: Any, person: Any) -> list[int]:
    """The keys of those that `person` may confirm."""
    return [row.pk for row, _words, _done in errata if correcting.confirmer(dpia, row, person) is not None]


def sealed(decision: Any) -> Any:
    """The content of a seal."""
    return json.loads(bytes(decision.seal.bytes))["content"]
