"""A release: marks on the sealed words, two people, the gate, and nothing public without all of them."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.documents.reduction import text_hash
from anpr_governance.workflow import correcting
from anpr_governance.workflow.reasons import NotYours, Refused
from dpia.models import Release
from tests.make import dpia as make_dpia
from tests.make import release as make
from tests.make.people import World, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def today() -> dict[str, Any]:
    return {"on": clock.today()}


def refusal_of(refused: Any) -> set[str]:
    return {reason.guard for reason in refused.value.reasons}


@pytest.mark.requirement("T054", "T056")
def test_a_signed_version_goes_from_marks_to_the_public(world: World) -> None:
    row = make.released(world)

    assert row.state == "released"
    assert row.released_on == clock.today()
    assert {(f.kind, f.language, f.passed) for f in row.files.all()} == {("pdf", "en", True), ("html", "en", True)}
    assert b"Tollgate" not in bytes(row.file("html", "en").bytes)


def test_a_version_never_signed_off_is_not_redacted(world: World) -> None:
    draft = make_dpia.draft_dpia(world)

    with pytest.raises(Refused, match="never signed off"):
        Release.begin(by=world.foi, dpia=draft, **today())


def test_one_redaction_of_a_version_is_at_work_at_a_time(world: World) -> None:
    row = make.begun(world)

    with pytest.raises(Refused, match="at work already"):
        Release.begin(by=world.foi, dpia=row.dpia, **today())


def test_it_works_on_the_sealed_words_not_on_the_live_rows(world: World) -> None:
    row = make.begun(world)
    row.dpia.answers.filter(question="project").update(text="Something else stands here now.")

    assert make.PLACE in make.fresh(row).texts["answers.project"]


def test_only_an_foi_officer_begins_and_marks(world: World) -> None:
    row = make.begun(world)
    with pytest.raises(NotYours):
        make.mark(world, row, make.PLACE, by=world.manager)
    with pytest.raises(NotYours):
        Release.begin(by=world.manager, dpia=make.signed_dpia(world), **today())


@pytest.mark.requirement("T155")
def test_a_qualified_exemption_is_not_saved_without_its_own_public_interest_test(world: World) -> None:
    row = make.begun(world)
    with pytest.raises(Refused, match="its own public interest test"):
        make.mark(world, row, make.PLACE, pleas=[{**make.PLEA, "public_interest": ""}])
    with pytest.raises(Refused, match="absolute"):
        make.mark(world, row, make.PLACE, pleas=[{**make.CLASS_PLEA, "public_interest": "It weighs more."}])


@pytest.mark.requirement("T055")
def test_each_exemption_of_a_mark_stands_on_its_own_reasons(world: World) -> None:
    row = make.begun(world)
    bare = {"exemption": "s43-2", "limb": "would", "harm": "", "public_interest": "Trade matters."}
    with pytest.raises(Refused, match="Section 43"):
        make.mark(world, row, make.PLACE, pleas=[make.PLEA, bare])
    with pytest.raises(Refused, match="Choose the exemption"):
        make.mark(world, row, make.PLACE, pleas=[])
    with pytest.raises(Refused, match="would be likely"):
        make.mark(world, row, make.PLACE, pleas=[{**make.PLEA, "limb": ""}])


@pytest.mark.requirement("T156")
def test_sections_23_and_24_stand_on_the_same_words_only_in_the_alternative(world: World) -> None:
    row = make.begun(world)
    masking = [
        {**make.CLASS_PLEA, "exemption": "s23-1"},
        {"exemption": "s24-1", "limb": "", "harm": "It is required.", "public_interest": "Safety weighs more."},
    ]
    with pytest.raises(Refused, match="in the alternative"):
        make.mark(world, row, make.PLACE, pleas=masking)

    assert make.mark(world, row, make.PLACE, pleas=masking, in_the_alternative=True).pk


def test_a_mark_for_another_text_or_outside_it_or_over_another_is_refused(world: World) -> None:
    row = make.begun(world)
    text = row.texts["answers.project"]
    said = {"by": world.foi, "pleas": [make.PLEA], **today()}
    for place, seen in (
        (("answers.project", 0, 5), "0" * 64),
        (("answers.nowhere", 0, 5), text_hash(text)),
        (("answers.project", 5, len(text) + 1), text_hash(text)),
        (("coverage[0].site", 0, 3), text_hash(text)),
    ):
        with pytest.raises(Refused):
            row.mark(place=place, seen=seen, **said)
    make.mark(world, row, make.PLACE)
    with pytest.raises(Refused, match="marked already"):
        make.mark(world, row, "Ring Road")


def test_less_exact_words_do_not_repeat_what_they_replace(world: World) -> None:
    row = make.begun(world)
    coarse: dict[str, Any] = {"action": "generalised"}
    with pytest.raises(Refused, match="less exact words that stand"):
        make.mark(world, row, make.PLACE, **coarse)
    with pytest.raises(Refused, match="still say"):
        make.mark(world, row, make.PLACE, replacement="a junction near Tollgate", **coarse)

    made = make.mark(world, row, make.PLACE, replacement="a main road", **coarse)
    assert "a main road" in "".join(run.words for run in make.fresh(row).reduced().text(made.path))


def test_once_a_term_is_withheld_every_other_place_of_it_is_suggested(world: World) -> None:
    row = make.begun(world, lawful_basis="Traffic near tollgate and on the a 4217 is watched.")
    make.mark(world, row, make.PLACE)

    assert {one.words for one in make.fresh(row).open_suggestions() if one.path == "answers.lawful_basis"} == {
        "tollgate", "a 4217",
    }  # fmt: skip


def test_a_place_is_found_again_in_other_figures(world: World) -> None:
    row = make.begun(world, project="It stands at ST 58470 73120.", lawful_basis="At 358470, 173120 and nowhere else.")

    kinds = {one.path: one.kind for one in row.open_suggestions()}
    assert kinds["answers.project"] == "grid_reference"
    make.mark(world, row, "ST 58470 73120")
    again = [one for one in make.fresh(row).open_suggestions() if one.path == "answers.lawful_basis"]
    assert again and again[0].words.startswith("358470")


def test_the_redactor_never_checks_confirms_or_releases(world: World) -> None:
    row = make.marked(world)
    with pytest.raises(Refused) as checking:
        row.check_redaction(by=world.foi, **today())
    tested = make.tested(world, make.checked(world, row))
    with pytest.raises(Refused) as releasing:
        tested.release(by=world.foi, **today())

    assert refusal_of(checking) == refusal_of(releasing) == {"hats"}


def test_a_ruling_needs_two_people_and_a_reason(world: World) -> None:
    row = make.begun(world, lawful_basis="Held under the A1 policy.")
    one = make.suggestion(row, "A1")
    with pytest.raises(Refused, match="Say why"):
        row.rule(by=world.foi, one=one, reason=" ", **today())
    finding = row.rule(by=world.foi, one=one, reason="The name of a policy.", **today())
    with pytest.raises(Refused) as refused:
        row.confirm_ruling(by=world.foi, finding=finding.pk, **today())
    row.confirm_ruling(by=world.dpo, finding=finding.pk, **today())

    assert refusal_of(refused) == {"hats"}
    assert not make.fresh(row).unconfirmed_rulings()
    assert one not in make.fresh(row).open_suggestions()


def test_the_gate_lets_a_ruled_occurrence_pass_and_no_other(world: World) -> None:
    row = make.begun(world, lawful_basis="Tollgate is also the name of our plan.")
    make.mark(world, row, make.PLACE)
    one = next(s for s in make.fresh(row).open_suggestions() if s.words == "Tollgate")
    finding = make.fresh(row).rule(by=world.foi, one=one, reason="The name of a plan.", **today())
    row.confirm_ruling(by=world.foi_2, finding=finding.pk, **today())
    ruled = make.released(world, make.checked(world, make.marked_rest(world, make.fresh(row))))

    assert ruled.files_passed()
    assert b"Tollgate is also the name" in bytes(ruled.file("html", "en").bytes)


def test_files_of_earlier_marks_do_not_count_for_later_ones(world: World) -> None:
    row = make.tested(world)
    assert row.files_passed()
    row.return_(by=world.foi_2, reason="One more word.", **today())
    make.mark(world, row, "kept for 12 months")
    back = make.checked(world, make.fresh(row))

    assert not back.files_passed()
    with pytest.raises(Refused) as refused:
        back.release(by=world.foi_2, **today())
    assert refusal_of(refused) == {"dpia.gate_not_passed"}


def test_a_file_that_did_not_pass_is_kept_with_its_report_and_never_released(world: World) -> None:
    row = make.checked(world)
    failed = {"passed": False, "detail": "", "key": "text", "label": "", "places": []}
    for kind in ("pdf", "html"):
        row.files.create(
            kind=kind, language="en", bytes=b"%PDF-", sha256="0" * 64, report={"checks": [failed]}, passed=False,
            made_at=clock.now(),
        )  # fmt: skip
    with pytest.raises(Refused) as refused:
        make.fresh(row).release(by=world.foi_2, **today())

    assert refusal_of(refused) == {"dpia.gate_not_passed"}


def test_candidate_files_are_append_only(world: World) -> None:
    row = make.tested(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.files.update(passed=False)


@pytest.mark.requirement("T157")
def test_what_is_public_already_is_held_against_what_is_withheld(world: World) -> None:
    open_one = make.signed_dpia(world, project="Cameras of the Tollgate scheme were counted.")
    public = make.begun(world, open_one)
    for one in public.open_suggestions():
        finding = make.fresh(public).rule(by=world.foi, one=one, reason="Known to all.", **today())
        public.confirm_ruling(by=world.foi_2, finding=finding.pk, **today())
    make.released(world, make.checked(world, make.fresh(public)))
    row = make.tested(world)
    with pytest.raises(Refused) as refused:
        row.release(by=world.foi_2, **today())
    assert refusal_of(refused) == {"dpia.mosaic_open"}

    row.return_(by=world.foi_2, reason="Answer what is public.", **today())
    for one in make.fresh(row).unruled_mosaic():
        finding = make.fresh(row).rule(by=world.foi, one=one, reason="A scheme of that name is known.", **today())
        row.confirm_ruling(by=world.foi_2, finding=finding.pk, **today())
    assert make.released(world, make.checked(world, make.fresh(row))).state == "released"


def test_marks_come_along_to_the_release_of_the_next_version(world: World) -> None:
    first = make.released(world)
    again = Release.begin(by=world.foi, dpia=first.dpia, **today())

    assert [(s.path, s.start, s.end) for s in again.marks] == [(s.path, s.start, s.end) for s in first.marks]
    assert [len(s.pleas) for s in again.marks] == [len(s.pleas) for s in first.marks]
    assert again.title_en == first.title_en


def test_a_second_copy_that_shows_more_is_warned_of(world: World) -> None:
    first = make.released(world)
    again = Release.begin(by=world.foi, dpia=first.dpia, **today())
    assert not again.disclosed_now()
    again.unmark(by=world.foi, span=again.marks[0], **today())

    assert len(make.fresh(again).disclosed_now()) == 1


def test_title_and_reasons_are_words_of_the_copy_too(world: World) -> None:
    row = make.marked(world)
    row.amend(by=world.foi, title_en="Cameras at Tollgate", **today())
    with pytest.raises(Refused) as refused:
        make.fresh(row).check_redaction(by=world.foi_2, **today())

    assert refusal_of(refused) == {"dpia.own_words_tell"}


def test_the_chain_says_who_marked_checked_and_released(world: World) -> None:
    row = make.released(world)
    worn = dict(Event.objects.filter(subject=row.reference).exclude(hat="").values_list("hat", "actor"))

    assert worn == {"redactor": world.foi.actor, "checker": world.foi_2.actor, "releaser": world.foi_2.actor}
    assert [d.step for d in row.decisions.all()] == ["check_redaction", "release"]
    assert row.decision.step == "release"


def test_a_dpo_who_redacts_nothing_may_check_and_release(world: World) -> None:
    row = make.marked(world)
    row.check_redaction(by=world.dpo, **today())
    row.run_gate(by=world.dpo, **today())
    assert make.fresh(row).release(by=world.dpo, **today()).state == "released"


def test_one_person_with_both_roles_still_needs_a_second(world: World) -> None:
    member(world.organisation, world.foi, "dpo")
    row = make.marked(world)
    with pytest.raises(Refused) as refused:
        row.check_redaction(by=type(world.foi).objects.get(pk=world.foi.pk), **today())

    assert refusal_of(refused) == {"hats"}


def corrected(world: World, dpia: Any, text: str) -> None:
    """A confirmed erratum upon what was signed."""
    erratum = correcting.correct(dpia, dpia.decision, by=world.chief, text=text, reason="A slip.", **today())
    correcting.confirm(dpia, erratum, by=world.dpo, **today())


def test_a_correction_of_what_was_signed_is_redacted_and_published_with_it(world: World) -> None:
    dpia = make.signed_dpia(world)
    corrected(world, dpia, "Not 12 but 24 months, as decided at Tollgate.")
    row = make.released(world, make.checked(world, make.marked(world, make.begun(world, dpia))))
    page = bytes(row.file("html", "en").bytes).decode()

    assert "Not 12 but 24 months, as decided at " in page
    assert "Tollgate" not in page


def test_a_correction_after_the_release_asks_for_another_one(world: World) -> None:
    row = make.released(world)
    assert not row.lacks_correction()
    corrected(world, row.dpia, "Not 12 but 24 months.")

    assert make.fresh(row).lacks_correction()
    assert make.fresh(row).file("pdf", "en").passed
