"""What a careful reader will ask of a pressing social need (G 3). Advice, never a block."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from anpr_governance.regulation import facts
from assessments.guards.noting import Found, Row, aged, count, has_figure, lone, rule, speaks_of

if TYPE_CHECKING:
    from assessments.models import Need

NAMES = re.compile(r"[^\W\d_]+")


def _factor(name: str, field: str, **values: Any) -> Found:
    return Found(f"factor/{name}/#id_{field}", f"factor-{name}", values)


def _tactics(need: "Need") -> list[dict[str, str]]:
    return [row for row in need.alternatives() if str(row.get("tactic", "")).strip()]


@rule("need")
def no_less_intrusive(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A camera is justified only where something less intrusive does not do (T037)."""
    if not any(tactic.get("intrusion") == "less" for tactic in _tactics(need)):
        yield _factor("alternatives", "tactic_1")


@rule("need")
def tactic_without_reason(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A tactic that is named and not weighed (T011)."""
    for number, tactic in enumerate(need.alternatives(), start=1):
        if tactic.get("tactic") and not (tactic.get("intrusion") and str(tactic.get("why_not", "")).strip()):
            yield _factor("alternatives", f"why_not_{number}", tactic=tactic["tactic"])


@rule("need")
def one_tactic(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """One alternative looks like none."""
    if 0 < len(_tactics(need)) < row["tactics"]:
        yield _factor("alternatives", f"tactic_{len(need.alternatives()) + 1}")


@rule("need")
def people_without_source(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A number that nobody can check (T033)."""
    if need.people_from is not None and not need.people_source.strip():
        yield _factor("people_affected", "people_source")


@rule("need")
def wide_range(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A range so wide that it says little (T033)."""
    low, high = need.people_from, need.people_to
    if low is not None and high is not None and high > low * row["times"]:
        yield _factor("people_affected", "people_to", low=low, high=high)


@rule("need")
def views_undated(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """Views that nobody can place in time (T035)."""
    said = need.factor("local_views").get("analysis", "")
    if count(said) and not has_figure(said):
        yield _factor("local_views", "analysis")


@rule("need")
def views_elsewhere(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """Views that name no place of the area (T035)."""
    said, names = str(need.factor("local_views").get("analysis", "")), _places(need, row)
    if count(said) and names and not speaks_of(said, names):
        yield _factor("local_views", "analysis")


def _places(need: "Need", row: Row) -> set[str]:
    """Words that name the area: of its assessments, its sites and the settlement of its cordon."""
    told = [ground.assessment.area for ground in need.ground_rows] + [link.site.title for link in need.site_rows]
    words = NAMES.findall(" ".join([*told, str(need.factor("scale").get("settlement", ""))]).casefold())
    return {word for word in words if len(word) >= row["shorter"] and word not in row["general"]}


@rule("need")
def scope_without_source(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """How many are recorded is a count, and a count has a source (T039)."""
    said = need.factor("scope")
    if said and not (str(said.get("vehicles", "")).strip() and str(said.get("source", "")).strip()):
        yield _factor("scope", "source" if said.get("vehicles") else "vehicles")


@rule("need")
def aim_unjudgeable(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """An aim that no review can hold against what came."""
    if not has_figure(need.purpose):
        yield Found("edit/#id_purpose", "facts")


@rule("need")
def ground_evidence_old(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """The newest evidence of a ground is older than the interval."""
    for ground in need.ground_rows:
        for known in aged(_evidence(ground), on, row):
            yield Found("#grounds", "grounds", known)


@rule("need")
def ground_single_source(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A ground on one source alone."""
    for ground in need.ground_rows:
        for known in lone(_evidence(ground), row):
            yield Found("#grounds", "grounds", known)


@rule("need")
def ground_bare(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A ground that its assessment does not evidence (T025)."""
    for ground in need.ground_rows:
        if not _evidence(ground):
            yield Found("#grounds", "grounds", {"ground": ground.get_ground_display()})


def _evidence(ground: Any) -> list[Any]:
    return [item for item in ground.assessment.evidence_rows if item.ground == ground.ground]


def _grounds(need: "Need") -> set[str]:
    return {row.ground for row in need.ground_rows}


@rule("need")
def only_reassurance(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """Said also where the aim against crime is written: a reader asks all the same (T031)."""
    reassuring = {name for name, ground in facts("grounds")["grounds"].items() if ground.get("reassurance")}
    if _grounds(need) and not _grounds(need) - reassuring:
        yield Found("grounds/add/#id_ground", "grounds")


@rule("need")
def privacy_unsaid(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """Less serious grounds alone, weighed without a word on privacy (T032)."""
    grounds = _grounds(need)
    less_serious = bool(grounds) and not grounds & set(row["serious"])
    if less_serious and need.weighing.strip() and not speaks_of(need.weighing, row["words"]):
        yield Found("weighing/#id_weighing", "weighing")


@rule("need")
def closing_cordon(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """Nobody could come or go unseen (T040)."""
    if need.cordon_closes():
        yield _factor("scale", "ways")


@rule("need")
def weighing_one_sided(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A weighing with one pan (T041)."""
    if need.weighing.strip() and not speaks_of(need.weighing, row["words"]):
        yield Found("weighing/#id_weighing", "weighing")


@rule("need")
def conclusion_short(need: "Need", on: date, row: Row) -> Iterator[Found]:
    """A conclusion that does not say what is concluded (T041)."""
    if 0 < count(need.conclusion) < row["words"]:
        yield Found("weighing/#id_conclusion", "weighing", {"n": count(need.conclusion)})
