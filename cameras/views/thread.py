"""The thread of a site: one line from the assessment to the end, with its gaps, as it stood on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.pages.markup import long_date, short_date
from anpr_governance.pages.views import GapNote, ThreadStep
from anpr_governance.regulation import facts
from cameras.models import Gap, Site
from cameras.states import GapKind, SiteState

STANDING = ("installed", "live", "suspended")
AFTER_LIVE = ("live", "suspended", "collection_ceased", "decommissioned")


def day(text: str | None) -> date | None:
    """A day as a paper's JSON holds it."""
    return date.fromisoformat(text[:10]) if text else None


class Thread:
    """Built from a site with its papers annotated (`with_papers`, `with_period`) and its gaps of the day."""

    def __init__(self, site: Any, gaps: Sequence[Gap], on: date, next_check: date | None) -> None:
        self.site, self.on, self.next_check = site, on, next_check
        self.gaps = {gap.kind: gap for gap in gaps}
        period = getattr(site, "paper_period", None)
        self.state = period["state"] if period else ""

    def steps(self) -> list[ThreadStep]:
        """The nine steps."""
        return [
            self.assessment(), self.need(), self.dpia(), self.approval(), self.installed(), self.live(),
            self.checks(), self.review(), self.end(),
        ]  # fmt: skip

    def _reference(self, letter: str, paper: Any) -> str:
        return f"{self.site.organisation.code}-{letter}-{paper['number']:04d}"

    def _paper(self, name: Any, letter: str, folder: str, paper: Any, words: str) -> ThreadStep:
        reference = self._reference(letter, paper)
        version = f" v{paper['version']}" if paper.get("version") else ""
        return ThreadStep(name, "done", words, f"{reference}{version}", f"/{folder}/{reference}/")

    def _missing(self, name: Any, *kinds: str) -> ThreadStep:
        for kind in kinds:
            if gap := self.gaps.get(kind):
                return ThreadStep(name, "gap", _("Gap since %(day)s") % {"day": short_date(gap.opened_on)})
        return ThreadStep(name, "ahead", _("Not reached") if self.site.origin == "decided" else _("None here"))

    def assessment(self) -> ThreadStep:
        """The strategic assessment on which the need stands."""
        paper, name = self.site.paper_assessment, _("Assessment")
        if not paper:
            return self._missing(name, GapKind.NEED)
        until = day(paper["until"])
        words = _("In date to %(day)s") % {"day": short_date(until)} if until else ""
        step = self._paper(name, "A", "assessments", paper, words)
        ended = day(paper["ended"])
        if ended and ended <= self.on:
            return ThreadStep(name, "gap", _("Ended on %(day)s") % {"day": short_date(ended)}, step.label, step.href)
        if until and until <= self.on:
            return ThreadStep(name, "gap", _("Ran out on %(day)s") % {"day": short_date(until)}, step.label, step.href)
        return step

    def need(self) -> ThreadStep:
        """The pressing social need."""
        paper, name = self.site.paper_need, _("Need")
        if not paper:
            return self._missing(name, GapKind.NEED)
        words = _("Established %(day)s") % {"day": short_date(day(paper["on"]))}
        return self._paper(name, "N", "needs", paper, words)

    def dpia(self) -> ThreadStep:
        """The DPIA version that covered it."""
        paper, name = self.site.paper_dpia, _("DPIA")
        if not paper or GapKind.MOVED in self.gaps:
            return self._missing(name, GapKind.DPIA, GapKind.DPIA_OUTSIDE, GapKind.MOVED)
        words = _("Signed off %(day)s") % {"day": short_date(day(paper["on"]))}
        return self._paper(name, "D", "dpias", paper, words)

    def approval(self) -> ThreadStep:
        """The final decision of the route."""
        paper, name = self.site.paper_proposal, _("Approval")
        if paper and GapKind.DECISION not in self.gaps:
            words = _("Approved %(day)s") % {"day": short_date(day(paper["on"]))}
            return self._paper(name, "P", "proposals", paper, words)
        if self.site.origin == "found":
            return ThreadStep(name, "ahead", _("Entered as found"))
        return self._missing(name, GapKind.DECISION)

    def installed(self) -> ThreadStep:
        """Whether equipment stands."""
        name, when = _("Installed"), self.site.installed_on
        if when and when <= self.on:
            return ThreadStep(name, "done", short_date(when))
        standing = self.state in (*STANDING, *AFTER_LIVE)
        return ThreadStep(name, "done" if standing else "ahead", _("Day not known") if standing else _("Not reached"))

    def live(self) -> ThreadStep:
        """Whether it collects."""
        name, since = _("Live"), self.site.live_since
        if self.state == SiteState.SUSPENDED:
            began = day(self.site.paper_period["since"])
            return ThreadStep(name, "waits", _("Suspended since %(day)s") % {"day": short_date(began)})
        if self.state in AFTER_LIVE:
            words = _("Since %(day)s") % {"day": short_date(since)} if since else _("Day not known")
            return ThreadStep(name, "done", words)
        return ThreadStep(name, "here" if self.state == "installed" else "ahead", _("Not reached"))

    def checks(self) -> ThreadStep:
        """The newest accepted check, and whether one is missing."""
        name, last = _("Checks"), self.site.paper_check
        href = f"{self.site.get_absolute_url()}checks/"
        if gap := self.gaps.get(GapKind.INSTALLATION_CHECK):
            return ThreadStep(name, "gap", _("Gap since %(day)s") % {"day": short_date(gap.opened_on)}, "", href)
        if self.next_check and self.next_check < self.on and self.state in ("live", "suspended"):
            words = _("Overdue since %(day)s") % {"day": short_date(self.next_check)}
            return ThreadStep(name, "gap", words, _("Checks"), href)
        if last:
            failed = last["outcome"] == "failed"
            words = _("Failed %(day)s") if failed else _("Passed %(day)s")
            words %= {"day": short_date(day(last["on"]))}
            return ThreadStep(name, "gap" if failed else "done", words, _("Checks"), href)
        words = _("Due %(day)s") % {"day": short_date(self.next_check)} if self.next_check else _("Not reached")
        return ThreadStep(name, "ahead", words)

    def review(self) -> ThreadStep:
        """The review that is open, else the last that was confirmed."""
        name, waiting, done = _("Review"), self.site.paper_review_open, self.site.paper_review
        if waiting and self.state in ("live", "suspended"):
            reference = self._reference("R", waiting)
            words = _("Open, due %(day)s") % {"day": short_date(day(waiting["due"]))}
            return ThreadStep(name, "here", words, reference, f"/reviews/{reference}/")
        due = getattr(self.site, "next_review_on", None)
        if done and not (due and due < self.on):
            words = _("Confirmed %(day)s") % {"day": short_date(day(done["on"]))}
            return self._paper(name, "R", "reviews", done, words)
        if due and due < self.on:
            return ThreadStep(name, "gap", _("Overdue since %(day)s") % {"day": short_date(due)})
        return ThreadStep(name, "ahead", _("Due %(day)s") % {"day": short_date(due)} if due else _("None yet"))

    def end(self) -> ThreadStep:
        """Ceased or taken down."""
        name, site = _("End"), self.site
        if self.state == SiteState.DECOMMISSIONED:
            return ThreadStep(name, "done", _("Taken down %(day)s") % {"day": short_date(site.decommissioned_on)})
        if self.state == SiteState.COLLECTION_CEASED:
            return ThreadStep(name, "here", _("Ceased %(day)s") % {"day": short_date(site.ceased_on)})
        return ThreadStep(name, "ahead", _("Not reached"))


MENDERS = {GapKind.NEED: ("analyst", "anpr-manager"), GapKind.DECISION: ("anpr-manager",)}
"""Who mends a kind of gap, where it is not the manager or the specialist."""


def menders(kind: str) -> tuple[str, ...]:
    """The roles that mend a gap of `kind`."""
    return MENDERS.get(GapKind(kind), ("anpr-manager", "anpr-specialist"))


def mending(kind: str, site: Site) -> tuple[str, Any]:
    """Where a gap is mended, and the words of the button."""
    reference = site.reference
    return {
        GapKind.NEED: ("/needs/new/", _("Begin a need")),
        GapKind.DPIA: (f"/dpias/new/?site={reference}", _("Begin a DPIA")),
        GapKind.DPIA_OUTSIDE: (f"/dpias/new/?site={reference}", _("Begin a DPIA")),
        GapKind.MOVED: ("/dpias/", _("Go to the DPIAs")),
        GapKind.DECISION: ("/proposals/", _("Go to the proposals")),
        GapKind.INSTALLATION_CHECK: (f"/sites/{reference}/checks/", _("Record the check")),
        GapKind.SIGNS: ("/assets/public-information/new/", _("Record signs")),
        GapKind.ASSET: (f"/assets/new/?site={site.site_reference}", _("Enter the asset")),
    }[GapKind(kind)]


def notes(site: Site, gaps: Sequence[Gap], on: date, person: Any) -> list[GapNote]:
    """What is missing, since when, what closes it; and where `person` mends it, if their roles do."""
    rules = facts("gap_kinds")["gap_kinds"]
    found = []
    for gap in gaps:
        href, button = mending(gap.kind, site)
        href = href if site.entitled(person, menders(gap.kind)) else ""
        words = _("Open since %(day)s.") % {"day": long_date(gap.opened_on)}
        if gap.due:
            words += " " + _("To be closed by %(day)s.") % {"day": long_date(gap.due)}
        who = gap.owner.person.name if gap.owner else _("nobody yet")
        words += " " + _("With %(who)s.") % {"who": who}
        closes = _("What closes it: %(what)s") % {"what": _(rules[gap.kind]["closed_by"])}
        found.append(GapNote(_(rules[gap.kind]["label"]), f"{words} {closes}", gap.clause, href, button))
    return found + month_twelve(site, on)


def month_twelve(site: Site, on: date) -> list[GapNote]:
    """The warning of a temporary site before month 12, and the breach from that day."""
    limit = site.month_twelve()
    warning = max(facts("intervals")["intervals"]["temporary_deployment"]["warning_days"])
    if limit is None or (limit - on).days > warning:
        return []
    reached = limit <= on
    title = _("Month 12 is reached") if reached else _("Month 12 comes on %(day)s") % {"day": long_date(limit)}
    words = _("A temporary site then needs the full process. Have the route decide, or cease the collection.")
    if reached:
        words = _("It is in breach since %(day)s. Record the breach, or cease it.") % {"day": long_date(limit)}
    href = f"{site.get_absolute_url()}step/record_breach/" if reached else "/proposals/"
    return [GapNote(title, words, "G 1.4", href, _("Record the breach") if reached else _("Go to the proposals"))]
