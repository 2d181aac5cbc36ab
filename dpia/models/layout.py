"""The public copy of a signed DPIA, laid out from its reduced document: the only way from content to a page or file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from anpr_governance.documents.copies import Copy, Grounds, Passage, Section, Table, counted
from anpr_governance.documents.reduction import ReducedDocument, Text, kept
from anpr_governance.regulation import facts

if TYPE_CHECKING:
    from dpia.models.release import Release, Span

PUBLISHED = (
    "retrospective_reason", "system_type", "systems_before", "systems_after", "answers", "consultation", "impacts",
    "risks", "errata",
)  # fmt: skip
"""The fields of the sheet that a public copy shows; reference, title and proposal of the case are not among them."""
MARKING = "OFFICIAL"


def order(template: Mapping[str, Any]) -> Callable[[str], tuple[int, int]]:
    """Where a text stands in the copy: a key to sort paths by; texts of one place keep their order."""
    asked = list(template["dpia_template"])
    parts = ["answers", *(name for name in PUBLISHED if name != "answers")]

    def place(path: str) -> tuple[int, int]:
        first, _dot, rest = path.partition(".")
        name = first.partition("[")[0]
        return parts.index(name), asked.index(rest) if name == "answers" and rest in asked else len(asked)

    return place


def public_copy(release: "Release", language: str) -> Copy:
    """The copy in one language of the form; people's words stay in the language in which they were written."""
    with translation.override(language):
        document = release.reduced()
        sections = _sections(release, document)
        removed, generalised = counted(sections)
        title, summary, spoken = release.spoken(language)
        organisation = release.organisation
        return Copy(
            language=language, words_language="en", title_language=spoken, kind=_("Data protection impact assessment"),
            controller=organisation.name, contact=organisation.contact, marking=MARKING, title=kept(title),
            summary=kept(summary), facts=tuple(_facts(release)), sections=sections, removed=removed,
            generalised=generalised, grounds=_grounds(release.marks),
        )  # fmt: skip


def _facts(release: "Release") -> Iterable[tuple[str, str]]:
    dpia = release.dpia
    yield _("Reference"), _("%(reference)s, version %(n)s") % {"reference": dpia.reference, "n": dpia.version}
    yield _("Controller"), release.organisation.name
    if dpia.decision is not None:
        yield _("Signed off"), _long(dpia.decision.on)


def _sections(release: "Release", document: ReducedDocument) -> tuple[Section, ...]:
    fields, template = document.fields, release.dpia.template_facts
    made: list[tuple[str, list[Passage | Table]]] = [
        *((_(template["steps"][str(n)]["title"]), _step(fields, template, n)) for n in (1, 2, 3, 4)),
        (_("The place and the people"), _impacts(fields, template)),
        (_(template["steps"]["5"]["title"]), _risks(fields)),
        (_(template["steps"]["6"]["title"]), _measures(fields)),
        (_("Advice and sign-off"), _sign_off(release)),
    ]
    if errata := fields.get("errata"):
        label = _("Correction %(n)s")
        made.append((_("Corrections"), [Passage(label % {"n": n}, text) for n, text in enumerate(errata, 1)]))
    return tuple(Section(str(n), title, tuple(blocks)) for n, (title, blocks) in enumerate(made, 1))


def _step(fields: Mapping[str, Any], template: Mapping[str, Any], number: int) -> list[Passage | Table]:
    answers = fields.get("answers", {})
    asked = [(slug, row) for slug, row in template["dpia_template"].items() if row["step"] == number]
    blocks: list[Passage | Table] = [
        Passage(_(row["label"]), answers[slug]) for slug, row in asked if _says(answers.get(slug))
    ]
    extra = {1: _occasion, 3: _consultation}.get(number)
    return [*blocks, *(extra(fields) if extra else ())]


def _occasion(fields: Mapping[str, Any]) -> Iterable[Passage]:
    rows = [
        (_("Why it was made after the fact"), fields.get("retrospective_reason")),
        (_("Type of system"), _named(fields.get("system_type"), facts("system_types")["system_types"])),
        (_("ANPR systems before"), fields.get("systems_before")),
        (_("ANPR systems after"), fields.get("systems_after")),
    ]
    return [Passage(label, text) for label, text in rows if text is not None and _says(text)]


def _consultation(fields: Mapping[str, Any]) -> Iterable[Passage]:
    held = fields.get("consultation", {})
    rows = [
        (_("How people were asked"), held.get("method")),
        (_("Why it was limited"), held.get("limited_reasons")),
        (_("Opened on"), _day(held.get("opened_on"))),
        (_("Closed on"), _day(held.get("closed_on"))),
        (_("Groups and people asked"), held.get("stakeholders")),
        (_("Responses received"), held.get("responses")),
    ]
    return [Passage(label, text) for label, text in rows if text is not None and _says(text)]


def _impacts(fields: Mapping[str, Any], template: Mapping[str, Any]) -> list[Passage | Table]:
    blocks: list[Passage | Table] = []
    for row in fields.get("impacts", ()):
        if _says(row.get("group")):
            blocks.append(Passage(_("Group of sites"), row["group"]))
        for slug, impact in template["impacts"].items():
            if _says(row.get(slug)):
                blocks.append(Passage(_(impact["label"]), row[slug]))
    return blocks


def _risks(fields: Mapping[str, Any]) -> list[Passage | Table]:
    scales = facts("scales")
    heads = (_("No."), _("Risk to people"), _("Likelihood"), _("Severity"), _("Overall"))
    rows = tuple(
        (
            kept(n),
            risk["source"],
            *(_named(risk[scale], scales[scale]) for scale in ("likelihood", "severity", "overall")),
        )
        for n, risk in enumerate(fields.get("risks", ()), 1)
    )
    return [Table(_("Risks to people"), heads, rows)] if rows else []


def _measures(fields: Mapping[str, Any]) -> list[Passage | Table]:
    scales = facts("scales")
    heads = (_("Risk"), _("Measure"), _("Effect"), _("Risk left"), _("By"))
    rows = tuple(
        (
            kept(n), measure["option"], _named(measure["effect"], scales["effect"]),
            _named(measure["residual"], scales["residual"]), _day(measure.get("due")) or kept(""),
        )
        for n, risk in enumerate(fields.get("risks", ()), 1)
        for measure in risk.get("measures", ())
    )  # fmt: skip
    return [Table(_("Measures"), heads, rows)] if rows else []


def _sign_off(release: "Release") -> list[Passage | Table]:
    """Who sealed the signed content, by position and day; advice itself is privileged and in no copy."""
    labels = {
        "advise": _("Advice of the data protection officer"),
        "give_early_advice": _("Advice of the data protection officer"),
        "give_surveillance_view": _("View of the senior person for overt surveillance"),
        "approve_measures": _("Measures approved"),
        "approve_residual_risk": _("Remaining risk approved"),
        "sign_off": _("Signed off"),
    }
    rows = release.seals_on_signed()
    last = {labels[row.step]: row for row in rows if row.step in labels}
    return [
        Passage(label, kept(f"{row.rank}, {_long(row.on)}" if row.rank else _long(row.on)))
        for label, row in last.items()
    ]


def _grounds(marks: Iterable["Span"]) -> tuple[Grounds, ...]:
    table = facts("exemptions")["exemptions"]
    held: dict[str, list[Any]] = {}
    for span in marks:
        for plea in span.pleas:
            held.setdefault(plea.exemption, []).append(plea)
    return tuple(_ground(table[slug], pleas) for slug, pleas in sorted(held.items()))


def _ground(rule: Mapping[str, Any], pleas: list[Any]) -> Grounds:
    harm = dict.fromkeys(plea.harm.strip() for plea in pleas if plea.harm.strip())
    interest = dict.fromkeys(plea.public_interest.strip() for plea in pleas if plea.public_interest.strip())
    label = _("Section %(section)s, %(label)s") % {"section": rule["section"], "label": _(rule["label"])}
    return Grounds(
        label, len(pleas), tuple(kept(words) for words in harm), tuple(kept(words) for words in interest),
        rule["kind"] == "qualified",
    )  # fmt: skip


def _says(text: Text | None) -> bool:
    return text is not None and any(run.kind != "kept" or run.words.strip() for run in text)


def _whole(text: Text | None) -> str | None:
    """The words of a text of which nothing is withheld."""
    return text[0].words if text and len(text) == 1 and text[0].kind == "kept" else None


def _named(text: Text | None, table: Mapping[str, Any]) -> Text:
    """A slug of a table as its label."""
    slug = _whole(text) or ""
    return kept(_(table[slug]["label"])) if slug in table else text or kept("")


def _day(text: Text | None) -> Text | None:
    """An ISO day as people write it."""
    try:
        return kept(_long(date.fromisoformat(_whole(text) or "")))
    except ValueError:
        return text


def _long(day: date) -> str:
    return date_format(day, "j F Y")
