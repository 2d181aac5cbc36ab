"""What a release knows of its words: what is marked, suggested, ruled innocent, or public elsewhere already."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import cached_property

from anpr_governance.documents import finder
from anpr_governance.documents.copies import Copy, visible_words
from anpr_governance.documents.finder import Known, Suggestion, Withheld
from anpr_governance.documents.places import Place
from anpr_governance.documents.reduction import (
    ReducedDocument,
    disclosed_fields,
    fingerprint,
    reduce,
    text_hash,
    texts_of,
)
from anpr_governance.documents.terms import Haystack, Term, term, unique
from anpr_governance.workflow import correcting
from anpr_governance.workflow.stateful import Stateful
from cameras.models import PublicInformation
from dpia.models import layout
from dpia.models.naming import known_of

PUBLIC = "public:"
"""Path of a place in something that is public already."""
APART = "\n\n\n\n\n"
"""Between texts that do not belong together: wider than any gap within a term."""
LEAST_OF_A_FIELD = 6
"""Letters from which a value of a withheld field is a term of its own."""
FORMATS = ("pdf", "html")
PLACES = ("grid_reference", "coordinates", "postcode", "site_reference", "device_reference", "number_plate")
"""Kinds of words that a title, summary, reason or coarser word never holds, unless two people ruled them innocent."""


class Redacting(Stateful):
    """The questions that a release answers about itself. A loaded row asks once; load it anew after a change."""

    class Meta:
        abstract = True

    # The signed content

    @cached_property
    def sealed(self) -> Mapping[str, Any]:
        """The signed version as its signer saw it: the bytes of the seal, never the live rows."""
        return json.loads(bytes(self.signed_seal.bytes))

    @property
    def signed_seal(self) -> Any:
        """The seal of the signed version; a release is begun on a signed one alone."""
        return self.dpia.decision.seal  # type: ignore[attr-defined]

    @cached_property
    def beside(self) -> dict[str, list[str]]:
        """Confirmed corrections of what was signed, each from the bytes of its own seal."""
        rows = correcting.errata(self.dpia)  # type: ignore[attr-defined]
        texts = [json.loads(bytes(row.seal.bytes))["content"]["text"] for row, confirmed in rows if confirmed]
        return {"errata": texts} if texts else {}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every text of the sealed content that a public copy shows, by its path, in the order of the copy."""
        told = texts_of(self.sealed, self.beside).items()
        held = {path: text for path, text in told if path.startswith(layout.PUBLISHED)}
        place = layout.order(self.dpia.template_facts)  # type: ignore[attr-defined]
        return dict(sorted(held.items(), key=lambda item: place(item[0])))

    def seals_on_signed(self) -> list[Any]:
        """The decisions that were taken on the content that was signed, oldest first."""
        dpia = self.dpia  # type: ignore[attr-defined]
        return list(dpia.decisions.filter(seal__sha256=self.signed_seal.sha256).order_by("pk"))

    # Marks and rulings

    @cached_property
    def marks(self) -> list[Any]:
        """The marks in the order of the text, each with its `pleas`."""
        known = "spans" in getattr(self, "_prefetched_objects_cache", {})
        spans = self.spans.all() if known else self.spans.prefetch_related("exemptions")  # type: ignore[attr-defined]
        rows = list(spans)
        for span in rows:
            vars(span)["pleas"] = sorted(span.exemptions.all(), key=lambda plea: plea.pk)
        return rows

    @cached_property
    def rulings(self) -> list[Any]:
        """Words ruled innocent whose text has not changed since."""
        rows = self.findings.exclude(innocent_reason="")  # type: ignore[attr-defined]
        return [row for row in rows if self._still(row)]

    def _still(self, row: Any) -> bool:
        if row.path.startswith(PUBLIC):
            return any(text_hash(text) == row.text_hash for text in self.public_texts.values())
        return row.path in self.texts and text_hash(self.texts[row.path]) == row.text_hash

    def unconfirmed_rulings(self) -> list[Any]:
        """Rulings that only one person made."""
        return [row for row in self.rulings if row.confirmed_by_id is None]

    def words_of(self, span: Any) -> str:
        """The sealed words of a mark or ruling."""
        return self.texts.get(span.path, "")[span.start : span.end]

    # What is withheld

    @cached_property
    def withheld(self) -> Withheld:
        """The terms of every mark, and the values of withheld fields that no disclosed text holds."""
        marked = finder.withheld(self.words_of(span) for span in self.marks)
        open_words = Haystack(APART.join(self.texts.values()))
        values = (term(value) for value in self._withheld_values())
        own = [one for one in values if len(one.tight) >= LEAST_OF_A_FIELD and not open_words.count(one)]
        places = (place for one in self._covered_places() for place in finder.other_forms(one))
        forms = [one for one in map(term, places) if len(one.tight) >= LEAST_OF_A_FIELD and not open_words.count(one)]
        return Withheld(tuple(unique([*marked.terms, *own, *forms])), marked.places)

    def _withheld_values(self) -> Iterable[str]:
        """Texts and figures of the fields that the sheet calls withheld."""
        disclosed = disclosed_fields(self.sealed)
        hidden = [value for name, value in self.sealed["content"].items() if name not in disclosed]
        return _leaves(hidden)

    def _covered_places(self) -> list[Place]:
        rows = self.sealed["content"].get("coverage", [])
        held = [(row.get("easting"), row.get("northing")) for row in rows]
        return [Place(0, 0, "coordinates", x, y, 1) for x, y in held if x is not None and y is not None]

    @cached_property
    def known(self) -> Known:
        """Names of the force's people, and all that the register calls the sites that the version covers."""
        return known_of(self, self._covered_places())

    # Suggestions

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """What the finder sees, what stands again of withheld terms, and what another public copy withholds."""
        found = finder.suggest(self.texts, self.known) + finder.again(self.texts, self.withheld)
        found += finder.again(self.texts, Withheld(self.withheld_elsewhere))
        order = {path: n for n, path in enumerate(self.texts)}
        by_path: dict[str, list[Suggestion]] = {}
        for one in found:
            by_path.setdefault(one.path, []).append(one)
        return [one for path in sorted(by_path, key=order.__getitem__) for one in finder.longest(by_path[path])]

    def open_suggestions(self) -> list[Suggestion]:
        """Suggestions that are neither marked nor ruled innocent."""
        return [one for one in self.suggestions if not self._is_taken(one) and not self._is_ruled(one)]

    def _is_taken(self, one: Suggestion) -> bool:
        return any(span.path == one.path and one.is_within(span.start, span.end) for span in self.marks)

    def _is_ruled(self, one: Suggestion) -> bool:
        return any(row.path == one.path and one.is_within(row.start, row.end) for row in self.rulings)

    def ruled_counts(self) -> dict[str, int]:
        """How often each term stands in words that two people ruled innocent, by the letters of the term."""
        counts: dict[str, int] = {}
        confirmed = [row for row in self.rulings if row.confirmed_by_id and not row.path.startswith(PUBLIC)]
        for path in {row.path for row in confirmed}:
            hay = Haystack(self.texts[path])
            ranges = [(row.start, row.end) for row in confirmed if row.path == path]
            for one in self.withheld.terms:
                inside = sum(1 for place in hay.find(one) if any(a <= place[0] and place[1] <= b for a, b in ranges))
                counts[one.tight] = counts.get(one.tight, 0) + inside
        return counts

    def terms_in_own_words(self) -> list[str]:
        """Withheld terms that stand in the title, the summary, a reason or a coarser word."""
        pleas = [plea for span in self.marks for plea in span.pleas]
        own = [span.replacement for span in self.marks] + [text for p in pleas for text in (p.harm, p.public_interest)]
        own += [self.title_en, self.title_cy, self.summary_en, self.summary_cy]  # type: ignore[attr-defined]
        text = APART.join(own)
        hay = Haystack(text)
        told = [one.text for one in self.withheld.terms if hay.count(one)]
        ruled = {Haystack(row.term).tight for row in self.rulings if row.confirmed_by_id}
        seen = [one.words for one in finder.suggest({"": text}, self.known) if one.kind in PLACES]
        return told or [words for words in seen if Haystack(words).tight not in ruled]

    # What is public already

    def others_public(self) -> list[Any]:
        """Every other release that the public reads, of any force."""
        rows = type(self)._default_manager.public().exclude(pk=self.pk)  # type: ignore[attr-defined]
        rows = rows.select_related("organisation", "dpia__organisation", "dpia__template", "dpia__decision__seal")
        return list(rows.prefetch_related("spans__exemptions"))

    @cached_property
    def public_texts(self) -> dict[str, str]:
        """What is public already, by where it stands: other released copies, signs and web pages."""
        found = {
            f"{PUBLIC}{other.reference}": APART.join(
                (*visible_words(other.copy("en")), other.title_cy, other.summary_cy)
            )
            for other in self.others_public()
        }
        told = PublicInformation.objects.filter(area__organisation=self.organisation_id)  # type: ignore[attr-defined]
        for row in told:
            found[f"{PUBLIC}information {row.pk}"] = APART.join((row.text, row.purposes, row.effectiveness))
        return found

    @cached_property
    def withheld_elsewhere(self) -> tuple[Term, ...]:
        """The terms of the marks of every other public release of this force; what others withhold is theirs."""
        rows = type(self)._default_manager.public().exclude(pk=self.pk).filter(organisation=self.organisation_id)  # type: ignore[attr-defined]
        own = rows.select_related("dpia__decision__seal").prefetch_related("spans__exemptions")
        words = [other.words_of(span) for other in own for span in other.marks]
        return finder.withheld(words).terms

    @cached_property
    def mosaic(self) -> list[Suggestion]:
        """Where a term withheld here can be read in something that is public already (FOIA s.31)."""
        return finder.again(self.public_texts, self.withheld)

    def open_mosaic(self) -> list[Suggestion]:
        """Those that two people have not ruled innocent."""
        confirmed = [row for row in self.rulings if row.confirmed_by_id]
        return [
            one
            for one in self.mosaic
            if not any(row.path == one.path and one.is_within(row.start, row.end) for row in confirmed)
        ]

    def unruled_mosaic(self) -> list[Suggestion]:
        """Those that nobody has ruled upon yet."""
        return [one for one in self.mosaic if not self._is_ruled(one)]

    def disclosed_now(self) -> list[Any]:
        """Marks of an earlier release of this very version that this one does not cover: two copies can be compared."""
        earlier = type(self)._default_manager.filter(dpia=self.dpia, released_on__isnull=False).exclude(pk=self.pk)  # type: ignore[attr-defined]
        marks = [span for release in earlier for span in release.marks]
        return [
            s for s in marks if not any(m.path == s.path and m.start <= s.start and s.end <= m.end for m in self.marks)
        ]

    # The copy and its files

    def reduced(self) -> ReducedDocument:
        """The signed content in runs: kept, removed, made less exact."""
        return reduce(self.sealed, self.marks, _exempt, self.beside)

    def copy(self, language: str) -> Copy:
        """The public copy in one language of the form."""
        return layout.public_copy(self, language)  # type: ignore[arg-type]

    def languages(self) -> list[str]:
        """The languages in which the force publishes, the first one first."""
        held = [code.strip() for code in self.organisation.languages.split(",")]  # type: ignore[attr-defined]
        return [code for code in held if code in ("en", "cy")] or ["en"]

    def spoken(self, language: str) -> tuple[str, str, str]:
        """Title, summary and the language in which they stand."""
        if language == "cy" and self.title_cy:  # type: ignore[attr-defined]
            return self.title_cy, self.summary_cy, "cy"  # type: ignore[attr-defined]
        return self.title_en, self.summary_en, "en"  # type: ignore[attr-defined]

    @cached_property
    def newest_files(self) -> dict[tuple[str, str], Any]:
        """The newest candidate of each kind and language."""
        rows = self.files.order_by("pk")  # type: ignore[attr-defined]
        return {(row.kind, row.language): row for row in rows}

    def passed_files(self) -> dict[tuple[str, str], Any]:
        """Newest candidates that passed the gate and were made from exactly the present copy."""
        prints = {language: fingerprint(self.copy(language)) for language in self.languages()}
        return {
            key: row
            for key, row in self.newest_files.items()
            if row.passed and row.report.get("copy") == prints.get(row.language)
        }

    def files_passed(self) -> bool:
        """Whether every kind in every language has passed."""
        wanted = {(kind, language) for kind in FORMATS for language in self.languages()}
        return wanted <= self.passed_files().keys()

    def lacks_correction(self) -> bool:
        """Whether what is public was made before a correction of the signed version was confirmed."""
        public = self.state == "released" and self.newest_files
        return bool(public) and not self.files_passed()

    def file(self, kind: str, language: str) -> Any:
        """The released file of a kind, in `language` where there is one, else another; None unless it was sealed."""
        if self.decision is None:  # type: ignore[attr-defined]
            return None
        sealed = json.loads(bytes(self.decision.seal.bytes))["content"]["files"]  # type: ignore[attr-defined]
        held = {row["language"]: row["sha256"] for row in sealed if row["kind"] == kind}
        digest = next((held[code] for code in (language, *self.languages(), *held) if code in held), None)
        rows = self.files.filter(kind=kind, sha256=digest, passed=True)  # type: ignore[attr-defined]
        return rows.order_by("-pk").first() if digest else None

    def checked_these_words(self) -> bool:
        """Whether the newest check was made with the corrections that stand beside the signed words now."""
        check = self.decisions.filter(step="check_redaction").select_related("seal").order_by("pk").last()  # type: ignore[attr-defined]
        seen = json.loads(bytes(check.seal.bytes))["content"] if check else {}
        return bool(check) and seen.get("corrections", []) == self.beside.get("errata", [])

    def last_event_on(self) -> date | None:
        """The day of the newest sealed step, at first the sign-off of the version."""
        signed = self.dpia.decision  # type: ignore[attr-defined]
        newest = self.decisions.order_by("-on").first() if self.pk else None  # type: ignore[attr-defined]
        return newest.on if newest else signed.on if signed else None


def _exempt(span: Any) -> tuple[list[str], bool]:
    return [plea.exemption for plea in span.pleas], span.in_the_alternative


def _leaves(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
