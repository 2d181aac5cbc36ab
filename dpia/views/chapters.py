"""The content of a DPIA in the order of its seven steps, read from a sheet's content: live, previewed or sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import Role
from anpr_governance.pages.markup import long_date
from anpr_governance.regulation import facts
from assessments.states import Extent
from dpia.models.reading import IMPACTS
from dpia.states import Effect, Level, Likelihood, Severity


@dataclass(frozen=True)
class Row:
    """One question and its answer; `clause` where one asks it."""

    label: str
    text: str
    clause: str = ""


@dataclass(frozen=True)
class Chapter:
    """One section: its place in the address, title, and what stands in it."""

    slug: str
    title: str
    rows: list[Row] = field(default_factory=list)
    table: list[Any] = field(default_factory=list)


Content = Mapping[str, Any]


def chapters(content: Content, template: Mapping[str, Any], places: bool = True) -> list[Chapter]:
    """Every section of `content` in the order of `template`; exact places only where the reader may see them."""
    return [
        Chapter("facts", _("About this DPIA"), list(_facts(content))),
        Chapter("sites", _("Sites covered"), table=list(_sites(content, places))),
        *(Chapter(slug, title, list(_answers(content, rows))) for slug, title, rows in sections(template)),
        *_consultation(content),
        *(_impact(content, template, number, row) for number, row in enumerate(content["impacts"])),
        Chapter("risks", _("Steps 5 and 6: risks and measures"), table=[risk_words(risk) for risk in content["risks"]]),
        Chapter("evidence", _("Evidence"), [Row(row["name"], row["sha256"]) for row in content["evidence"]]),
    ]


def sections(template: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """`(slug, title, questions)` of steps 1 to 4; step 2 in its four parts."""
    found: dict[str, dict[str, Any]] = {}
    for question, row in template["dpia_template"].items():
        found.setdefault(row.get("part", f"step-{row['step']}"), {})[question] = row
    for slug, rows in found.items():
        step = next(iter(rows.values()))["step"]
        part = template["parts"].get(slug)
        name = _(part["label"]) if part else _(template["steps"][str(step)]["title"])
        yield slug, _("Step %(number)s: %(name)s") % {"number": step, "name": name[:1].lower() + name[1:]}, rows


def _facts(content: Content) -> Iterator[Row]:
    types = facts("system_types")["system_types"]
    yield Row(_("Title"), content["title"])
    yield Row(_("Controller"), content["controller"], "G 1.9")
    yield Row(_("Occasion"), content["proposal"] or content["retrospective_reason"], "G 4.1")
    yield Row(_("Type of system"), _(types.get(content["system_type"], {}).get("label", "")), "G 4.1 fn1")
    for name, label in (("systems_before", _("ANPR systems before")), ("systems_after", _("ANPR systems after"))):
        yield Row(label, "" if content[name] is None else str(content[name]), "G 1.13")
    yield Row(_("A large increase in systems"), _yes(content["large_increase"]), "G 1.13")
    yield Row(_("Version of the template"), content["template"], "G 4.2")


def _yes(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _sites(content: Content, places: bool) -> Iterator[tuple[str, str, str, str]]:
    for row in content["coverage"]:
        place = f"{row['easting']}, {row['northing']}" if row["easting"] is not None else ""
        place = place if places else _("Not shown to your role")
        yield row["site"], row["title"], row["group"] or _("No group"), place


def _answers(content: Content, rows: Mapping[str, Any]) -> Iterator[Row]:
    for question, row in rows.items():
        yield Row(_(row["label"]), content["answers"].get(question, ""), row["clause"])


def _consultation(content: Content) -> Iterator[Chapter]:
    said = content["consultation"]
    if not said:
        return
    rows = [
        Row(_("How people were asked"), said["method"], "G 5.2"),
        Row(_("Who was asked"), str(Extent(said["extent"]).label), "G 5.3b"),
        Row(_("Opened"), long_date(_day(said["opened_on"]))),
        Row(_("Closed"), long_date(_day(said["closed_on"]))),
        Row(_("Responses"), str(said["responses"])),
    ]
    if said["limited_reasons"]:
        rows.insert(2, Row(_("Why it is limited"), said["limited_reasons"], "G 5.3b"))
    yield Chapter("consultation", _("Step 3: the record of the consultation"), rows)


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _impact(content: Content, template: Mapping[str, Any], number: int, row: Mapping[str, str]) -> Chapter:
    asked = template["impacts"]
    title = _("Impacts: %(group)s") % {"group": row["group"]} if row["group"] else _("Impacts of the sites")
    rows = [Row(_(asked[name]["label"]), row[name], asked[name]["clause"]) for name in IMPACTS]
    return Chapter(f"impacts/{number}", title, rows)


@dataclass(frozen=True)
class RiskWords:
    """A risk as it is read."""

    source: str
    likelihood: str
    severity: str
    overall: str
    level: str
    measures: list[Mapping[str, str]]


def risk_words(risk: Mapping[str, Any]) -> RiskWords:
    """A risk of a sheet in words."""
    return RiskWords(
        risk["source"], str(Likelihood(risk["likelihood"]).label), str(Severity(risk["severity"]).label),
        str(Level(risk["overall"]).label), risk["overall"], [_measure(row) for row in risk["measures"]],
    )  # fmt: skip


def _measure(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        "option": row["option"],
        "effect": str(Effect(row["effect"]).label) if row["effect"] else "",
        "residual": str(Level(row["residual"]).label) if row["residual"] else "",
        "level": row["residual"],
        "owner": str(Role(row["owner"]).label) if row["owner"] else "",
        "due": long_date(_day(row["due"])),
    }


def spoken(content: Content, template: Mapping[str, Any], places: bool = True) -> dict[str, str]:
    """The content as `label → text`, for comparing two versions field by field in the words of the page."""
    found: dict[str, str] = {}
    for chapter in chapters(content, template, places):
        for row in chapter.rows:
            found[f"{chapter.title}. {row.label}"] = row.text
        if chapter.slug == "sites":
            found[chapter.title] = "\n".join(" ".join(filter(None, row)) for row in chapter.table)
        if chapter.slug == "risks":
            for number, risk in enumerate(chapter.table, start=1):
                found |= _spoken_risk(number, risk)
    return found


def _spoken_risk(number: int, risk: RiskWords) -> dict[str, str]:
    head = _("Risk %(number)s") % {"number": number}
    found = {head: f"{risk.source}\n{risk.likelihood}, {risk.severity}, {risk.overall}"}
    for place, row in enumerate(risk.measures, start=1):
        text = f"{row['option']}\n{row['effect']}, {row['residual']}; {row['owner']} {row['due']}".strip("; ")
        found[_("%(risk)s, measure %(number)s") % {"risk": head, "number": place}] = text
    return found
