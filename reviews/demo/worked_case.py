"""The A48 case of the demonstration, in the words of the worked examples that ship with the product."""

from typing import Any

from anpr_governance.regulation import facts
from anpr_governance.regulation.worked import example, worked
from assessments.models import StrategicAssessment

AREA, REGISTER, KEY = "Severn valley and Kingsmere", "SV-101", "a48"


def text(kind: str, key: str) -> str:
    """What the example says to a question."""
    return example(kind).answers[key].text


def rows(kind: str, key: str, *names: str) -> list[dict[str, str]]:
    """The rows of the example's answer, each by these names."""
    return example(kind).answers[key].rows(*names)


def evidence() -> list[tuple[str, str, str, int]]:
    """Ground, source, what it shows, and how many days old it was."""
    found = [row for row in example("assessment").answers.values() if "ground" in row.said]
    return [(row.said["ground"], row.label, row.text, row.said["days"]) for row in found]


def gaps() -> list[str]:
    """The gaps in provision."""
    return [row.text for name, row in example("assessment").answers.items() if name.startswith("gap-")]


def answers() -> dict[str, dict[str, str]]:
    """The four categories with their questions."""
    found: dict[str, dict[str, str]] = {
        name: {"relevant": "yes"} for name in facts("threat_categories")["threat_categories"]
    }
    found["national_security"] = {"relevant": "no", "reason": text("assessment", "national_security")}
    for name, question in facts("threat_categories")["questions"].items():
        row = worked("assessment", name)
        if row and question["category"] != "national_security" and name != "major_crime_advice":
            found[question["category"]][name] = row.said.get("choice", row.text)
    return found


def advice(made: StrategicAssessment) -> str:
    """What the major crime staff said of the first version; nothing of another assessment."""
    return text("assessment", "major_crime_advice") if made.area == AREA and made.version == 1 else ""


def need() -> dict[str, Any]:
    """The columns of the need: eight factors, weighing and conclusion."""
    said = {name: example("need").answers[name] for name in facts("need_factors")["need_factors"]}
    answers: dict[str, dict[str, Any]] = {name: {"analysis": row.text} for name, row in said.items()}
    harm, people = said["harm"].said, said["people_affected"].said
    answers["harm"] |= {"suffered": harm["choice"], "nature": harm["nature"], "severity": harm["severity"]}
    answers["alternatives"]["rows"] = [
        row | {"intrusion": _intrusion(row["intrusion"])}
        for row in said["alternatives"].rows("tactic", "intrusion", "why_not")
    ]
    answers["how_anpr_helps"]["crime_aim"] = said["how_anpr_helps"].said["crime_aim"]
    answers["scope"] |= {name: said["scope"].said[name] for name in ("vehicles", "source")}
    answers["scale"] |= {
        "settlement": said["scale"].said["settlement"],
        "ways": said["scale"].rows("way", "watched_by"),
    }
    return {
        "title": example("need").title.removeprefix("Example: ").capitalize().replace("a48", "A48"),
        "people_from": people["from"], "people_to": people["to"], "people_source": people["source"], "answers": answers,
        **{name: text("need", name) for name in ("purpose", "weighing", "conclusion")},
    }  # fmt: skip


def _intrusion(label: str) -> str:
    return next(key for key, row in facts("need_factors")["intrusion"].items() if row["label"] == label)


def tasks() -> dict[str, str]:
    """The task list and the six statements, by the kinds of the tasks."""
    statements = facts("compliance_statements")["compliance_statements"]
    answered = {name: row.text for name, row in example("proposal").answers.items()}
    kinds = {f"compliance:{name}": answered[name] for name in statements}
    return kinds | {name: answered[name] for name in facts("proposal_tasks")["proposal_tasks"]}


def stakeholders() -> list[tuple[str, str, str]]:
    """Name, kind and reason of each."""
    kinds = {row["label"]: key for key, row in facts("consultation")["stakeholder_kinds"].items()}
    found = rows("proposal", "stakeholders", "name", "kind", "why")
    return [(row["name"], kinds[row["kind"]], row["why"]) for row in found]


def responses() -> list[tuple[str, str, str]]:
    """Whose each response is ("" for somebody who is no stakeholder), what it says, and what was answered."""
    owners = ("Ashmead, Corse", "Ashmead surgery", "County privacy", "Severn traveller", "", "Chamber")
    found = rows("proposal", "consultation", "text", "answer")
    said = [row["text"].partition(": ")[2] for row in found]
    return [
        (owner, text[:1].upper() + text[1:], row["answer"])
        for owner, text, row in zip(owners, said, found, strict=True)
    ]


def group_item() -> dict[str, str]:
    """What the group's minutes say."""
    names = {"minutes": "group", "balance": "group-balance", "dissent": "group-dissent"}
    return {name: text("proposal", key) for name, key in names.items()}


def board_item() -> dict[str, str]:
    """What the board's minutes say."""
    names = {"minutes": "board", "balance": "balance", "dissent": "dissent"}
    return {name: text("proposal", key) for name, key in names.items()}


def conditions() -> list[tuple[str, int]]:
    """Each condition, and within how many days it is to be met."""
    found = rows("proposal", "conditions", "title", "owner", "by")
    return [(row["title"], days) for row, days in zip(found, (330, 40), strict=True)]


def dpia() -> dict[str, str]:
    """Steps 1 to 4 of the assessment of data protection."""
    return {name: text("dpia", name) for name in facts("dpia_template")["dpia_template"]}


def impacts() -> dict[str, str]:
    """The three impacts."""
    return {name: text("dpia", name) for name in facts("dpia_template")["impacts"]}
