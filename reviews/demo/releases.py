"""Releases of signed DPIAs: redacted by one information rights officer, checked and released by another."""

from typing import Any

from anpr_governance.database import clock
from anpr_governance.documents.finder import Suggestion
from anpr_governance.documents.reduction import text_hash
from dpia.models import Dpia, Release
from reviews.demo.dpia_words import PUBLIC_SUMMARY, PUBLIC_TITLE, STUDY
from reviews.demo.force import Force
from reviews.demo.telling import Case

OF_A_PLACE = {
    "exemption": "s31-1-a", "limb": "would_be_likely",
    "harm": "Those who commit the crimes described could choose a road that is not watched.",
    "public_interest": "That cameras are used, why and with what result is public. The exact place adds little to that "
    "debate and would cost the effect, so the interest in withholding it weighs more.",
}  # fmt: skip
OF_A_PERSON = {
    "exemption": "s40-2", "limb": "", "public_interest": "",
    "harm": "It names a member of staff who has no public role.",
}  # fmt: skip
PERSONAL = ("person", "email", "telephone")


def fresh(release: Release) -> Release:
    """The row as it stands, with nothing asked yet."""
    return Release.objects.select_related("organisation", "dpia__organisation").get(pk=release.pk)


def begin(force: Force, dpia: Dpia, title: str = PUBLIC_TITLE) -> Release:
    """Begun by the first officer."""
    row = Dpia.objects.select_related("organisation", "decision__seal").get(pk=dpia.pk)
    return Release.begin(by=force["foi-officer"], on=clock.today(), dpia=row, title_en=title, summary_en=PUBLIC_SUMMARY)


def mark_all(force: Force, release: Release) -> None:
    """Every suggestion becomes a mark with its own reasons; the first road is made less exact instead."""
    first = True
    while found := fresh(release).open_suggestions():
        for one in found:
            _mark(force, fresh(release), one, first)
            first = False


def _mark(force: Force, release: Release, one: Suggestion, coarser: bool) -> None:
    """One suggestion, unless a mark made meanwhile holds its words; the road of the study may stay."""
    if one not in release.open_suggestions():
        return
    if one.words == STUDY:
        why = "A road of another county, named in a published study. It says nothing of our sites."
        release.rule(by=force["foi-officer"], on=clock.today(), one=one, reason=why)
        return
    kind: dict[str, Any] = {"pleas": [OF_A_PERSON if one.kind in PERSONAL else OF_A_PLACE]}
    if coarser and one.kind not in PERSONAL:
        kind |= {"action": "generalised", "replacement": "a main road of the county"}
    seen = text_hash(release.texts[one.path])
    place = (one.path, one.start, one.end)
    release.mark(by=force["foi-officer"], on=clock.today(), place=place, seen=seen, **kind)


def check(force: Force, release: Release) -> None:
    """The second officer confirms the rulings one by one, then checks the redaction."""
    by, on = force["foi-officer-2"], clock.today()
    for finding in fresh(release).unconfirmed_rulings():
        fresh(release).confirm_ruling(by=by, on=on, finding=finding.pk)
    fresh(release).check_redaction(by=by, on=on)


def public(force: Force, key: str, ago: int, title: str = PUBLIC_TITLE) -> Case:
    """Released `ago` days ago."""
    yield force.day(ago + 20)
    release = begin(force, force.made[key], title)
    mark_all(force, release)
    force.made[f"release of {key}"] = release
    yield force.day(ago + 9)
    check(force, release)
    yield force.day(ago)
    fresh(release).run_gate(by=force["foi-officer-2"], on=clock.today())
    fresh(release).release(by=force["foi-officer-2"], on=clock.today())


def taken_back(force: Force, key: str, ago: int) -> Case:
    """A public copy is withdrawn."""
    yield force.day(ago)
    why = "A later version was signed; the public copy of that one follows."
    fresh(force.made[f"release of {key}"]).withdraw(by=force["dpo"], on=clock.today(), reason=why)


def at_the_checker(force: Force, key: str, ago: int) -> Case:
    """Checked, and the gate not yet run."""
    yield force.day(ago + 14)
    release = begin(force, force.made[key])
    mark_all(force, release)
    yield force.day(ago)
    check(force, release)


def begun(force: Force, key: str, ago: int) -> Case:
    """Begun, and half of it answered."""
    yield force.day(ago)
    begin(force, force.made[key])
