"""What consultees and the public read of a proposal; no exact place is in it."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet
from assessments.sheets.parts import iso

if TYPE_CHECKING:
    from assessments.models import Proposal


@sheet("consultation_pack", 1)
class PackSheet(Sheet):
    """What consultees are told: page and paper show nothing else, and no exact place is in it (T067)."""

    reference: str = disclosed(_("Reference"))
    force: str = disclosed(_("Force"))
    contact: str = disclosed(_("Contact"))
    made_on: str = disclosed(_("Made on"))
    answer_by: str = disclosed(_("Answer by"))
    words: dict[str, str] = disclosed(_("What is proposed"), clause="G 5.3b")
    kinds: list[list[Any]] = disclosed(_("How many places, and of which kind"))
    purpose: str = disclosed(_("Purpose"), clause="G 1.6")
    advice: list[list[str]] = disclosed(_("What the national matrix advises"), clause="App A")

    @classmethod
    def asking(cls, record: "Proposal", on: date, words: dict[str, str], answer_by: date) -> Self:
        """What is asked about `record`, in the words of the manager by language."""
        kinds = Counter(row.site.place_type for row in record.site_rows)
        pairs = dict.fromkeys((ground, code) for row in record.site_rows for ground, code in row.matrix.items())
        return cls(
            reference=record.reference,
            force=record.organisation.name,
            contact=record.organisation.contact.strip(),
            made_on=iso(on),
            answer_by=iso(answer_by),
            words=words,
            kinds=[[kind, count] for kind, count in kinds.items()],
            purpose=record.purpose,
            advice=[list(pair) for pair in pairs],
        )

    def said(self, language: str) -> tuple[str, str]:
        """The manager's words and their language: English where nobody translated them."""
        return in_language(self.words, language)

    @property
    def until(self) -> date:
        """The day to answer by."""
        return date.fromisoformat(self.answer_by)


def in_language(words: dict[str, str], language: str) -> tuple[str, str]:
    """Words in a language and which it is: English where nobody translated them."""
    return (words[language], language) if words.get(language) else (words["en"], "en")


@sheet("consultation_record", 1)
class RecordSheet(Sheet):
    """The published record of a consultation: how people were asked, how many answered, what came of it (T068)."""

    reference: str = disclosed(_("Reference"))
    force: str = disclosed(_("Force"))
    opened_on: str = disclosed(_("Opened"))
    closed_on: str = disclosed(_("Closed"))
    extent: str = disclosed(_("Extent"), clause="G 5.3b")
    methods: list[str] = disclosed(_("Methods"), clause="G 5.3b")
    asked: list[list[Any]] = disclosed(_("Who was asked"), clause="G 5.1.4")
    received: int = disclosed(_("Responses"))
    by_page: int = disclosed(_("Responses by the public page"))
    summary: dict[str, str] = disclosed(_("What people said"))
    changed: dict[str, str] = disclosed(_("What we answered, and what changed"))
    state: str = disclosed(_("What became of the proposal"))
    published_on: str = disclosed(_("Published"))

    @classmethod
    def telling(cls, record: "Proposal", on: date, said: dict[str, dict[str, str]]) -> Self:
        """The consultation of `record` in numbers, and in the manager's words by language."""
        consultation: Any = record.consultation
        responses = list(consultation.responses.all())
        kinds = Counter(row.kind or "other" for row in consultation.stakeholders.order_by("pk"))
        return cls(
            reference=record.reference,
            force=record.organisation.name,
            opened_on=iso(consultation.opened_on),
            closed_on=iso(consultation.closed_on),
            extent=consultation.extent,
            methods=list(consultation.methods),
            asked=[[kind, count] for kind, count in kinds.items()],
            received=len(responses),
            by_page=len([row for row in responses if row.by_page]),
            summary=said["summary"],
            changed=said["changed"],
            state=record.state,
            published_on=iso(on),
        )

    @property
    def opened(self) -> date:
        """The first day."""
        return date.fromisoformat(self.opened_on)

    @property
    def closed(self) -> date | None:
        """The last day; None where the proposal was withdrawn before."""
        return date.fromisoformat(self.closed_on) if self.closed_on else None

    @property
    def published(self) -> date:
        """The day of this record."""
        return date.fromisoformat(self.published_on)
