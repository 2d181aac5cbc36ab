"""What stands on an assessment, as a list and as a picture; ground that moved is marked by a sign and in words.

Records of the apps above are asked for through their managers (`proposal.dpias`, `assessment.reviews`), never imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages.views import DetailPage
from assessments.models import Need, NeedSite, Proposal, ProposalSite, StrategicAssessment
from cameras.models import Site

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 196, 58, 44, 14, 12
MOST = 12
"""Records in one column of the picture; the table names all."""


@dataclass
class Node:
    """One record: what it is, how it stands, whether its ground moved and why, and on which others it stands."""

    kind: str
    key: tuple[str, int]
    record: Any
    moved: str = ""
    on: list[tuple[str, int]] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def short(self) -> str:
        """Its title, short enough for its box."""
        return Truncator(str(self.record.title)).chars(25)


@dataclass(frozen=True)
class Picture:
    """Boxes in four columns, and a line from each to what stands on it."""

    nodes: list[Node]
    lines: list[tuple[str, bool]]
    wide: int
    high: int
    left_out: int


class StandingPage(DetailPage):
    """Needs, proposals, DPIAs, sites and reviews that stand on this version, each with whether its ground moved."""

    model, section = StrategicAssessment, "assessments"
    kicker = gettext_lazy("What stands on this assessment")
    template_name = "assessments/standing.html"

    def offers(self) -> list[Any]:
        """Nothing is decided on this page."""
        return []

    def extra(self) -> dict[str, Any]:
        """Every record, the picture, and why the ground moved, if it did."""
        whole = [self.root, *self.needs, *self.proposals, *self.dpias, *self.sites, *self.reviews]
        return {
            "nodes": whole[1:],
            "moved_count": sum(bool(node.moved) for node in whole[1:]),
            "why": self.why,
            "picture": draw([[[self.root]], [self.needs], [self.proposals], [self.dpias, self.sites]]),
        }

    @cached_property
    def why(self) -> str:
        """Why this version no longer carries anything; nothing while it does, or before it ever did."""
        obj = self.object
        day = obj.ended_on if obj.state in ("superseded", "withdrawn") else obj.next_review_on
        if day is None or obj.state in ("draft", "in_review") or obj.in_date(self.today):
            return ""
        sentence = {
            "superseded": _("A later version took its place on %(day)s."),
            "withdrawn": _("It was withdrawn on %(day)s."),
        }.get(obj.state, _("Its next review was due on %(day)s, and no new version was endorsed."))
        return sentence % {"day": f"{day:%-d %B %Y}"}

    @cached_property
    def root(self) -> Node:
        """The assessment itself."""
        return Node(_("Assessment"), ("assessment", self.object.pk), self.object, self.why)

    def _seen(self, model: Any, state: Iterable[str]) -> Any:
        rows = model._default_manager.visible_to(self.person).exclude(state__in=state)
        return rows.select_related("organisation").order_by("pk").distinct()

    @cached_property
    def needs(self) -> list[Node]:
        """Needs that were not given up; one whose ground moved lapsed, or cannot be submitted."""
        rows = self._seen(Need, ("withdrawn", "superseded", "not_established"))
        held = set(Need.objects.holding(self.today).values_list("pk", flat=True))
        rows = rows.filter(grounds__assessment=self.object)
        lapsed, draft = _("Lapsed until it is confirmed."), _("It cannot be submitted on this version.")
        return [
            Node(
                _("Need"), ("need", row.pk), row,
                lapsed if row.state == "established" and row.pk not in held else draft
                if row.state != "established" and self.why else "", [self.root.key],
            )
            for row in rows
        ]  # fmt: skip

    @cached_property
    def proposals(self) -> list[Node]:
        """Proposals; one that is decided keeps the version on which it was decided."""
        rows = self._seen(Proposal, ("withdrawn", "refused")).filter(assessment=self.object)
        moved = set(Proposal.objects.ground_moved(self.today).values_list("pk", flat=True))
        needs = {node.key for node in self.needs}
        return [
            Node(
                _("Proposal"), ("proposal", row.pk), row,
                _("It cannot go on until it stands on an assessment in date.") if row.pk in moved else "",
                [("need", row.need_id)] if ("need", row.need_id) in needs else [self.root.key],
            )
            for row in rows
        ]  # fmt: skip

    @cached_property
    def dpias(self) -> list[Node]:
        """DPIA versions of these proposals that are worked on or in force."""
        rows = self._seen(_above(Proposal, "dpias"), ("withdrawn", "superseded"))
        rows = rows.filter(proposal__in=[node.key[1] for node in self.proposals])
        moved = set(rows.model._default_manager.ground_moved(self.today).values_list("pk", flat=True))
        said = _("Look at it again: what it weighs stands on this assessment.")
        return [
            Node(
                _("DPIA"), ("dpia", row.pk), row, said if row.pk in moved else "", [("proposal", row.proposal_id)]
            )
            for row in rows
        ]  # fmt: skip

    @cached_property
    def sites(self) -> list[Node]:
        """Sites of these needs and proposals; one in use loses its need when that lapses."""
        lapsed = set(NeedSite.objects.lapsed(self.today).values_list("site", flat=True))
        said, found = _("No need stands for it until its need is confirmed."), dict[int, Node]()
        for kind, row in [*self._sites_of("need", NeedSite), *self._sites_of("proposal", ProposalSite)]:
            moved = said if row.site_id in lapsed else ""
            one = found.setdefault(row.site_id, Node(_("Site"), ("site", row.site_id), row.site, moved))
            one.on.append((kind, getattr(row, f"{kind}_id")))
        return sorted(found.values(), key=lambda node: node.record.reference)

    def _sites_of(self, kind: str, model: Any) -> list[tuple[str, Any]]:
        """The rows that name the sites of the needs or of the proposals, as far as the reader sees the sites."""
        of = [node.key[1] for node in (self.needs if kind == "need" else self.proposals)]
        rows = model.objects.open().filter(**{f"{kind}__in": of}, site__in=Site.objects.visible_to(self.person))
        return [(kind, row) for row in rows.select_related("site__organisation")]

    @cached_property
    def reviews(self) -> list[Node]:
        """Reviews that were made against this version; one that is done keeps it."""
        rows = self._seen(_above(StrategicAssessment, "reviews"), ("cancelled",)).filter(assessment=self.object)
        open_ = set(rows.unfinished().values_list("pk", flat=True))
        said = _("It is made against a version that no longer stands.")
        return [
            Node(_("Review"), ("review", row.pk), row, said if self.why and row.pk in open_ else "")
            for row in rows.select_related("site__organisation")
        ]


def _above(model: Any, relation: str) -> Any:
    """The model of an app above that points to `model` by `relation`."""
    return model._meta.get_field(relation).related_model


def draw(columns: list[list[list[Node]]]) -> Picture:
    """Each column of kinds from left to right, what moved first; lines end at boxes that are drawn."""
    shown = [[node for kind in column for node in _first(kind, MOST // len(column))] for column in columns]
    for across, column in enumerate(shown):
        for down, node in enumerate(column):
            node.x, node.y = EDGE + across * (WIDE + GAP_X), EDGE + down * (HIGH + GAP_Y)
    nodes = [node for column in shown for node in column]
    high = 2 * EDGE + max(len(column) for column in shown) * (HIGH + GAP_Y) - GAP_Y
    left_out = sum(len(kind) for column in columns for kind in column) - len(nodes)
    return Picture(nodes, list(_lines(nodes)), 2 * EDGE + 4 * WIDE + 3 * GAP_X, high, left_out)


def _first(kind: list[Node], most: int) -> list[Node]:
    return sorted(kind, key=lambda node: not node.moved)[:most]


def _lines(nodes: list[Node]) -> Iterable[tuple[str, bool]]:
    placed = {node.key: node for node in nodes}
    for node in nodes:
        for key in dict.fromkeys(node.on):
            if key in placed:
                yield _line(placed[key], node), bool(node.moved)


def _line(below: Node, node: Node) -> str:
    """From a box to the one that stands on it; one that passes a column goes between its rows, behind no box."""
    x1, y1, x2, y2 = below.x + WIDE, below.y + HIGH // 2, node.x, node.y + HIGH // 2
    middle = x2 - GAP_X // 2
    if x2 - x1 == GAP_X:
        return f"M{x1} {y1}H{middle}V{y2}H{x2}"
    return f"M{x1} {y1}H{x1 + GAP_X // 3}V{node.y - GAP_Y // 2}H{middle}V{y2}H{x2}"
