"""The consultation of a proposal: who is asked and how, the pack, what comes in by the public page, the record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database.functions import add_days
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from assessments.models import pack
from assessments.models.proposal_reading import READABLE, Reading
from assessments.sheets import PackSheet, RecordSheet
from assessments.states import ProposalState

S = ProposalState
RECORDED = (S.ASSESSING, S.CONSULTING, S.READY, S.APPROVED, S.REFUSED, S.WITHDRAWN)
"""States in which the record is published: never while a body decides upon what it holds."""


def refusal(sentence: str, clause: str, guard: str = "") -> Refused:
    """A refusal with one reason."""
    return Refused([Reason(sentence, clause, guard)])


class Consulting(Reading):
    """Doors to the consultation; each is one chained event."""

    class Meta:
        abstract = True

    def prepare_consultation(self, by: Any, on: date) -> None:
        """Give it its consultation, a record of its own that the DPIA points to as well."""
        if self.consultation is None:
            model: Any = type(self)._meta.get_field("consultation").related_model
            self.consultation = model.objects.create(organisation=self.organisation)

    def consult(self, *, by: Any, on: date, part: Any = None, drop: bool = False, **fields: Any) -> Any:
        """Change the consultation (`fields`) or one of its stakeholders and responses (`part`)."""
        if self.consultation is None:
            raise refusal(_("Begin the proposal first: its consultation is made then."), "G 5.3b")
        return self.amend(by=by, on=on, part=part or self.consultation, drop=drop, **fields)

    def close_consultation(self, *, by: Any, on: date) -> Any:
        """Everybody had time to answer; from now on it counts as recorded, and the public page takes no more."""
        opened = self.consultation.opened_on if self.consultation else None
        if opened is None or opened > on:
            raise refusal(_("Open the consultation before it is closed."), "G 5.3b")
        return self.consult(by=by, on=on, closed_on=on)

    # The pack

    def make_pack(self, *, by: Any, on: date, words: str, words_cy: str = "", answer_by: date | None = None) -> Any:
        """Make the pack for consultees as sheet and PDF; refused while its words name a place (T067)."""
        said = {"en": words.strip()} | ({"cy": words_cy.strip()} if words_cy.strip() else {})
        self._refuse_places(said)
        until = answer_by or add_days(on, facts("consultation")["answering"]["days"])
        if until < on:
            raise refusal(_("The day to answer by has passed. Give today or a later day."), "G 5.3b", "answer_by")
        proposal: Any = self
        sheet = PackSheet.asking(proposal, on, said, until)
        with unit():
            file = pack.store(self.organisation, sheet, "en")
            welsh = pack.store(self.organisation, sheet, "cy") if self.speaks_welsh else None
            told: dict[str, Any] = {"pack": file, "pack_cy": welsh, "pack_content": sheet.content()}
            self.consult(by=by, on=on, answer_by=until, **told)
        return file

    def _refuse_places(self, said: Mapping[str, str]) -> None:
        named = self.places_named(said)
        if named:
            sentence = _("The words name a place: %(what)s. Say it without the exact place.")
            raise refusal(sentence % {"what": ", ".join(named)}, "G 5.3b")

    # What comes by the public page

    def receive(self, *, by: Any, on: date, language: str, text: str, name: str = "", contact: str = "") -> Any:
        """Keep a response of the public page apart, unread; refused once the consultation takes no more."""
        with unit() as running:
            running.admit(by)
            fresh: Any = type(self)._default_manager.locked(self.pk)
            if not fresh.asks_the_public():
                raise refusal(_("This consultation is closed. It takes no more responses."), "G 5.3b")
            part = fresh.consultation.unread.model(consultation=fresh.consultation)
            said = {"received_on": on, "language": language, "text": text, "name": name, "contact": contact}
            fresh._chain(by, on, "receive", fresh._write_part(by, part, False, said), hat="")
        return part

    def read_response(self, *, by: Any, on: date, unread: Any) -> Any:
        """Take a response of the public page in: a person of the case has read it, so it is answered like any other."""
        with unit():
            fresh = self._beside(by, _("read a response"), READABLE)
            found = fresh.consultation.unread.filter(pk=unread.pk).first()
            if found is None:
                raise Refused([Reason(_("This response was read already."), "G 5.3b", "source")], stale=True)
            part = fresh.consultation.responses.model(consultation=fresh.consultation, by_page=True, read_on=on)
            kept = ("received_on", "language", "name", "contact", "text")
            told = fresh._write_part(by, part, False, {name: getattr(found, name) for name in kept})
            fresh._chain(by, on, "read_response", told | {"unread": found.pk, "sha256": part.text_sha256}, hat="")
            found.delete()
        return part

    # The record

    def publish_record(self, *, by: Any, on: date, summary: str, changed: str, **welsh: str) -> Any:
        """Publish the record of the consultation (T068): refused before its end, or while its words name a place."""
        said = {"summary": {"en": summary}, "changed": {"en": changed}}
        for name in said:
            said[name] |= {"cy": welsh[f"{name}_cy"]} if welsh.get(f"{name}_cy", "").strip() else {}
        with unit():
            fresh = self._beside(by, _("publish the record of a consultation"), RECORDED)
            if reasons := fresh.against_the_record():
                raise Refused(reasons)
            for words in said.values():
                fresh._refuse_places(words)
            content = RecordSheet.telling(fresh, on, said).content()
            told = fresh._write_part(by, fresh.consultation, False, {"record_content": content, "published_on": on})
            fresh._chain(by, on, "publish_record", told, hat="")
        return fresh

    def _beside(self, by: Any, what: str, states: tuple[str, ...]) -> Any:
        """The locked row for a door beside the content: by those who write it, in one of `states`."""
        with unit() as running:
            running.admit(by)
            fresh: Any = type(self)._default_manager.locked(self.pk)
            if fresh.entitled(by, self.edited_by) is None:
                raise NotYours(what)
            if fresh.state not in states or fresh.consultation is None:
                sentence = _("This cannot be done while the proposal is “%(state)s”.")
                raise refusal(sentence % {"state": fresh.get_state_display()}, "G 5.3b", "source")
        return fresh
