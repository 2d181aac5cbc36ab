"""Releases in any state, reached by their real births, doors and steps."""

from typing import Any

from anpr_governance.database import clock
from anpr_governance.documents.finder import Suggestion
from anpr_governance.documents.reduction import text_hash
from dpia.models import Dpia, Release, Span
from tests.make import dpia as make
from tests.make.people import World

PLACE = "the A4217 Ring Road at Tollgate junction"
PLEA = {
    "exemption": "s31-1-a", "limb": "would_be_likely", "harm": "People who know the place could avoid it.",
    "public_interest": "Use is known; the exact place adds little and would cost its effect.",
}  # fmt: skip
CLASS_PLEA = {"exemption": "s40-2", "harm": "It names a member of staff.", "limb": "", "public_interest": ""}


def signed_dpia(world: World, **answers: str) -> Dpia:
    """A signed DPIA whose answer on the project names a place; `answers` replace answers by question."""
    said = {"project": f"A camera stands on {PLACE}, in the east of the county. Reads are kept for 12 months."}
    draft = make.draft_dpia(world)
    row = make.filled(world, draft)
    row.answer(by=world.manager, on=clock.today(), **{**said, **answers})
    row.send_to_dpo(by=world.manager, on=clock.today())
    return make.signed(world, make.ready_dpia(world, make.fresh(row)))


def begun(world: World, dpia: Dpia | None = None, **answers: str) -> Release:
    """A redaction that is begun, with nothing marked."""
    row = dpia or signed_dpia(world, **answers)
    return Release.begin(by=world.foi, on=clock.today(), dpia=row, title_en="Number-plate cameras in the east")


def fresh(release: Release) -> Release:
    """The row as it stands."""
    return Release.objects.select_related("organisation", "dpia__organisation").get(pk=release.pk)


def mark(world: World, release: Release, words: str, path: str = "answers.project", **said: Any) -> Span:
    """Mark the first `words` of a text."""
    text = release.texts[path]
    start = text.index(words)
    known: dict[str, Any] = {"pleas": [PLEA], "seen": text_hash(text), "by": world.foi, "on": clock.today()}
    return fresh(release).mark(place=(path, start, start + len(words)), **{**known, **said})


def marked(world: World, release: Release | None = None, **answers: str) -> Release:
    """Every suggestion marked, and the place."""
    row = release or begun(world, **answers)
    if not row.marks:
        mark(world, row, PLACE)
    return marked_rest(world, fresh(row))


def marked_rest(world: World, release: Release) -> Release:
    """Every suggestion that is open marked."""
    while waiting := fresh(release).open_suggestions():
        one = waiting[0]
        place, seen = (one.path, one.start, one.end), text_hash(release.texts[one.path])
        fresh(release).mark(by=world.foi, on=clock.today(), place=place, seen=seen, pleas=[PLEA])
    return fresh(release)


def checked(world: World, release: Release | None = None) -> Release:
    """Checked by a second person."""
    row = release or marked(world)
    row.check_redaction(by=world.foi_2, on=clock.today())
    return fresh(row)


def tested(world: World, release: Release | None = None) -> Release:
    """Checked, and the gate was run."""
    row = release if release is not None and release.state == "checked" else checked(world, release)
    row.run_gate(by=world.foi_2, on=clock.today())
    return fresh(row)


def released(world: World, release: Release | None = None) -> Release:
    """Public."""
    row = release if release is not None and release.newest_files else tested(world, release)
    row.release(by=world.foi_2, on=clock.today())
    return fresh(row)


def suggestion(release: Release, words: str) -> Suggestion:
    """The open suggestion of these words."""
    return next(one for one in release.open_suggestions() if one.words == words)
