"""What leaves the force: the newest released copy for everybody, the whole signed content for those with the right."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.documents.copies import Copy, Passage, Section, Table, as_pdf
from anpr_governance.documents.reduction import ReducedDocument, kept, reduce
from anpr_governance.workflow.correcting import errata
from anpr_governance.workflow.unit import unit
from dpia.models import layout
from dpia.models.assessment import Dpia
from dpia.models.release import Release

SENSITIVE = "OFFICIAL-SENSITIVE"


def newest_public(reference: str) -> Release | None:
    """The newest redaction of one DPIA that was ever released, or None; never a draft, nor an earlier one after it."""
    rows = Release.objects.ever_public().filter(dpia__in=Dpia.objects.by_reference(reference))
    rows = rows.select_related("organisation", "dpia__organisation", "dpia__decision", "decision__seal")
    newest = rows.order_by("-dpia__version", "-number").first()
    return newest if newest is not None and newest.is_public else None


def newest_signed(dpia: Dpia) -> Dpia | None:
    """The newest version of the same DPIA that was signed off, or None."""
    rows = Dpia.objects.filter(organisation=dpia.organisation_id, number=dpia.number, decision__isnull=False)
    return rows.select_related("organisation", "template", "decision__seal").order_by("-version").first()


def full_pdf(signed: Dpia, *, by: Any, on: date) -> bytes:
    """The whole sealed content as a PDF; that it left is entered in the chain first (the caller checked the right)."""
    with unit():
        payload = {"seal": _seal(signed).sha256, "copy": "full"}
        signed._chain(by, on, "disclose_full", payload, "")
    return as_pdf(_whole(signed))


def _seal(signed: Dpia) -> Any:
    return signed.decision.seal if signed.decision is not None else None


class _Unreduced:
    """A signed version where a layout expects a release: nothing is marked."""

    def __init__(self, dpia: Dpia) -> None:
        self.dpia, self.organisation = dpia, dpia.organisation
        self.marks: list[Any] = []
        self.sealed: Mapping[str, Any] = json.loads(bytes(_seal(dpia).bytes))

    def reduced(self) -> ReducedDocument:
        """The content with every word."""
        texts = [json.loads(bytes(row.seal.bytes))["content"]["text"] for row, done in errata(self.dpia) if done]
        return reduce(self.sealed, [], beside={"errata": texts} if texts else None)

    def spoken(self, language: str) -> tuple[str, str, str]:
        """The title as the force knows it."""
        return self.dpia.title, "", "en"

    def seals_on_signed(self) -> list[Any]:
        """The decisions that were taken on what was signed."""
        return list(self.dpia.decisions.filter(seal__sha256=_seal(self.dpia).sha256).order_by("pk"))


def _whole(dpia: Dpia) -> Copy:
    held = _Unreduced(dpia)
    copy = layout.public_copy(held, "en")  # type: ignore[arg-type]
    content = held.sealed["content"]
    sites = Table(
        _("Sites covered"), (_("Site"), _("Name"), _("Group"), _("Easting"), _("Northing")),
        tuple(
            tuple(kept(row.get(name)) for name in ("site", "title", "group", "easting", "northing"))
            for row in content.get("coverage", ())
        ),
    )  # fmt: skip
    owners = tuple((kept(row.get("measure")), kept(row.get("name"))) for row in content.get("owners", ()))
    measures = Table(_("Who owns each measure"), (_("Measure"), _("Owner")), owners)
    case = Passage(_("Proposal"), kept(content.get("proposal") or _("Made after the fact")))
    more = Section(str(len(copy.sections) + 1), _("Not in the public copy"), (case, sites, measures))
    return replace(copy, marking=SENSITIVE, sections=(*copy.sections, more))
