"""How a release comes to be and how its words are marked and ruled: the server's own text, never the client's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from anpr_governance.documents.finder import Suggestion
from anpr_governance.documents.reduction import text_hash
from anpr_governance.documents.terms import Haystack, terms_of
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from dpia.models.redacting import Redacting
from dpia.states import SpanAction

OWN_WORDS = ("title_en", "summary_en", "title_cy", "summary_cy")
"""The words of a release itself, which are published too."""
Plea = Mapping[str, str]
"""`exemption`, `limb`, `harm`, `public_interest` of one exemption of a mark."""


class Marking(Redacting):
    """Begin, mark, unmark, rule."""

    class Meta:
        abstract = True

    @classmethod
    def begin(cls, *, by: Any, on: date, dpia: Any, **words: str) -> Self:
        """Begin the redaction of a signed version; marks of the last release come along where the text is the same.

        Raises Refused for a version that was never signed off, or while another release of it is at work.
        """
        if dpia.decision_id is None:
            raise _refused(_("This version was never signed off. The version that is signed is the one to publish."))
        if dpia.releases.filter(state__in=("redacting", "checked")).exists():
            raise _refused(_("A redaction of this version is at work already."))
        earlier = cls._default_manager.filter(dpia__organisation=dpia.organisation, dpia__number=dpia.number)  # type: ignore[misc]
        last = earlier.order_by("-dpia__version", "-number").first()
        own = {"title_en": _("Data protection impact assessment")}
        if last is not None:
            own = {name: getattr(last, name) for name in OWN_WORDS}
        own |= {name: words[name] for name in OWN_WORDS if words.get(name)}
        number = dpia.releases.count() + 1
        with unit():
            made = cls.born(by=by, on=on, organisation=dpia.organisation, dpia=dpia, number=number, **own)
            for span in last.marks if last is not None else ():
                made._carry(by, on, span)
        made.__dict__.pop("marks", None)
        return made

    def _carry(self, by: Any, on: date, span: Any) -> None:
        """Take over a mark of an earlier release when the very text stands here too."""
        if text_hash(self.texts.get(span.path, "")) != span.text_hash:
            return
        pleas = [
            {"exemption": p.exemption, "limb": p.limb, "harm": p.harm, "public_interest": p.public_interest}
            for p in span.pleas
        ]
        kind = {"action": span.action, "replacement": span.replacement, "in_the_alternative": span.in_the_alternative}
        self._add(by, on, (span.path, span.start, span.end), pleas, kind)

    def mark(
        self,
        *,
        by: Any,
        on: date,
        place: tuple[str, int, int],
        seen: str,
        pleas: Sequence[Plea],
        action: str = SpanAction.REMOVED,
        replacement: str = "",
        in_the_alternative: bool = False,
    ) -> Any:
        """Withhold the words at `place` (path, start, end); `seen` is the hash of the text that the actor saw.

        Raises Refused when the text is another, the words overlap a mark, or a reason is missing (T055, T155, T156).
        """
        kind = {"action": action, "replacement": replacement.strip(), "in_the_alternative": in_the_alternative}
        reasons = [*self._misplaced(place, seen), *_unreasoned(pleas, in_the_alternative)]
        reasons = reasons or self._untold(place, kind)
        if reasons:
            raise Refused(reasons)
        with unit():
            return self._add(by, on, place, pleas, kind)

    def _add(self, by: Any, on: date, place: tuple[str, int, int], pleas: Sequence[Plea], kind: dict[str, Any]) -> Any:
        path, start, end = place
        model = self.spans.model  # type: ignore[attr-defined]
        digest = text_hash(self.texts[path])
        span = self.amend(
            by=by, on=on, part=model(release=self, path=path, start=start, end=end, text_hash=digest, **kind)
        )
        for plea in pleas:
            self.amend(by=by, on=on, part=span.exemptions.model(span=span, **_said(plea)))
        return span

    def unmark(self, *, by: Any, on: date, span: Any) -> None:
        """Let the words of a mark stand again."""
        with unit():
            for plea in list(span.exemptions.all()):
                self.amend(by=by, on=on, part=plea, drop=True)
            self.amend(by=by, on=on, part=span, drop=True)

    def mark_also(self, *, by: Any, on: date, span: Any, places: Iterable[Suggestion]) -> int:
        """Withhold the same elsewhere for the same reasons; answers how many places."""
        pleas = [
            {"exemption": p.exemption, "limb": p.limb, "harm": p.harm, "public_interest": p.public_interest}
            for p in span.exemptions.order_by("pk")
        ]
        kind = {"action": span.action, "replacement": span.replacement, "in_the_alternative": span.in_the_alternative}
        count = 0
        with unit():
            for place in places:
                self._add(by, on, (place.path, place.start, place.end), pleas, kind)
                count += 1
        return count

    def rule(self, *, by: Any, on: date, one: Suggestion, reason: str) -> Any:
        """Rule one suggestion innocent, with a reason; a second person confirms it at the check."""
        if not reason.strip():
            raise _refused(_("Say why these words may stay."))
        text = self.texts.get(one.path) or self.public_texts.get(one.path, "")
        model = self.findings.model  # type: ignore[attr-defined]
        return self.amend(
            by=by, on=on,
            part=model(
                release=self, path=one.path, start=one.start, end=one.end, term=one.words[:300], kind=one.kind,
                text_hash=text_hash(text), innocent_reason=reason.strip(), ruled_by=by,
            ),
        )  # fmt: skip

    def unrule(self, *, by: Any, on: date, finding: Any) -> None:
        """Take a ruling back."""
        self.amend(by=by, on=on, part=finding, drop=True)

    # Why a mark is not made

    def _misplaced(self, place: tuple[str, int, int], seen: str) -> list[Reason]:
        path, start, end = place
        text = self.texts.get(path)
        if text is None or text_hash(text) != seen:
            return [_reason(_("The text is not the one that you saw. Open the section again, then mark the words."))]
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            return [_reason(_("Choose words of the text: none stand there."))]
        if any(span.path == path and span.start < end and start < span.end for span in self.marks):
            return [_reason(_("Some of these words are marked already. Take that mark away first."))]
        return []

    def _untold(self, place: tuple[str, int, int], kind: dict[str, Any]) -> list[Reason]:
        path, start, end = place
        if kind["action"] != SpanAction.GENERALISED:
            kind["replacement"] = ""
            return []
        if not kind["replacement"]:
            return [_reason(_("Write the less exact words that stand there instead."))]
        hay = Haystack(kind["replacement"])
        if any(hay.count(one) for one in terms_of(self.texts[path][start:end])):
            return [_reason(_("The less exact words still say what is withheld. Write coarser ones."))]
        return []


def _unreasoned(pleas: Sequence[Plea], in_the_alternative: bool) -> list[Reason]:
    """What is missing in the reasons of a mark: each exemption stands on its own."""
    table = facts("exemptions")["exemptions"]
    if not pleas:
        return [_reason(_("Choose the exemption under which the words are withheld."))]
    reasons = [reason for plea in pleas for reason in _missing(plea, table)]
    claimed = {plea["exemption"] for plea in pleas}
    both = any(set(table[one].get("exclusive_with", ())) & claimed for one in claimed if one in table)
    if both and not in_the_alternative:
        reasons.append(_reason(_("These exemptions exclude each other. Plead them in the alternative, or choose one.")))
    return reasons


def _missing(plea: Plea, table: Mapping[str, Any]) -> Iterable[Reason]:
    rule = table.get(plea["exemption"])
    if rule is None:
        yield _reason(_("Choose an exemption of the list."))
        return
    name = {"section": rule["section"]}
    if not plea.get("harm", "").strip():
        yield _reason(_("Section %(section)s: write the harm, or the reason.") % name)
    if rule["test"] == "prejudice" and not plea.get("limb"):
        yield _reason(_("Section %(section)s: say whether it would, or would be likely to, prejudice.") % name)
    if rule["kind"] == "qualified" and not plea.get("public_interest", "").strip():
        yield _reason(_("Section %(section)s is qualified: write its own public interest test.") % name)
    if rule["kind"] != "qualified" and plea.get("public_interest", "").strip():
        yield _reason(_("Section %(section)s is absolute: it has no public interest test. Leave that empty.") % name)


def _said(plea: Plea) -> dict[str, str]:
    return {name: str(plea.get(name, "")).strip() for name in ("exemption", "limb", "harm", "public_interest")}


def _reason(sentence: str) -> Reason:
    return Reason(sentence, "FOIA s.17", "dpia.mark")


def _refused(sentence: str) -> Refused:
    return Refused([Reason(sentence, "G 4.3", "dpia.release")])
