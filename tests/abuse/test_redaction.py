"""What is withheld is found however it is written, and stands in no words of the release's own (cases 45 to 63)."""

from typing import Any

import pytest

from anpr_governance.database import clock
from anpr_governance.documents.finder import Known, again, suggest, withheld
from anpr_governance.documents.models import Job
from anpr_governance.documents.places import places_in
from anpr_governance.workflow.reasons import Refused
from cameras.models import Device, ImportMapping, Site, SourceRow
from tests.make import cameras as make_cameras
from tests.make import dpia as make_dpia
from tests.make import release as make
from tests.make.people import World

KNOWN = Known(people=("Rowan Maddox",), surnames=("Maddox",), files=("siting-plan.pdf",), devices=("LX-77/a",))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("road_name", "A48(M)"), ("road_name", "A48\u00a0(M)"), ("road_name", "A48\u00ad(M)"), ("road_name", "a48(m)"),
        ("road_name", "A\u206048"), ("road_name", "Jct 24"), ("road_name", "j24a"), ("road_name", "OLD MILL LANE"),
        ("road_name", "Old Mill Ln"), ("postcode", "CF10-3NS"), ("postcode", "C\u00adF10 3NS"),
        ("postcode", "ＣＦ10 3NS"), ("site_reference", "svp-s-0012"), ("site_reference", "SVP\u2011S\u20110012"),
        ("site_reference", "SVP-\nS-0012"), ("device_reference", "NRD-0042"), ("device_reference", "nrd 42/b"),
        ("device_reference", "NRD\u20110042"), ("device_reference", "CAM-A4217-01"),
        ("device_reference", "LX\u00ad-77/A"),
        ("person", "R. Maddox"), ("person", "Maddox, Rowan"), ("person", "Maddox"), ("person", "ROWAN\u00a0MADDOX"),
        ("withheld_term", "Siting-Plan.pdf"), ("coordinates", "///filled.count.soap"),
        ("coordinates", "filled.count.soap"), ("grid_reference", "ST-5847-7312"),
        ("coordinates", "51.4554,\u22122.5991"),
    ],
)  # fmt: skip
def test_case_54_the_finder_proposes_every_way_to_write_it(kind: str, words: str) -> None:
    found = suggest({"answers.project": f"we know that {words} is there"}, KNOWN)

    covering = [one for one in found if one.words.rstrip(")") == words.rstrip(")")]
    assert [one.kind for one in covering] == [kind], found


@pytest.mark.parametrize(
    "words",
    [
        "51°27'19\"N 2°35'57\"W", "51° 27′ 19″ N, 2° 35′ 57″ W", "E358470 N173120", "358470E 173120N",
        "E: 358470 N: 173120", "eastings 358470 and northings 173120", "358470 | 173120", "lat: 51.4554, long: -2.5991",
        "51.4554,\u22122.5991", "ST-58470-73120", "ST\u00a058470\u00ad\u00a073120",
    ],
)  # fmt: skip
def test_case_54_a_withheld_place_is_known_in_every_notation(words: str) -> None:
    what = withheld(["ST 58470 73120"])

    assert again({"a": f"it stands at {words} and nowhere else"}, what), places_in(words)


def test_case_54_plain_words_are_still_no_places() -> None:
    text = "Of 14,200 vehicles 31 were traced. Between 10-15 people asked to 20-30 others; see www.example.org."

    assert suggest({"a": text}, KNOWN) == []


@pytest.fixture
def world() -> World:
    return World()


def named_everywhere(world: World) -> Site:
    """A site with a former name, a device that left it, one that a source lists and one that nobody ever placed."""
    today = clock.today()
    organisation = world.organisation
    site = make_dpia.found_site(world, name="Kestrelgate", description="Opposite Ospreybarn")
    gone = make_cameras.device(world, site, reference="Falcon unit", serial="QX9911")
    gone.remove(by=world.manager, on=today, site=site)
    same_day = make_cameras.device(world, site, today, reference="Merlin unit")
    same_day.place(by=world.manager, on=today, site=make_dpia.found_site(world))
    Device.objects.create(organisation=organisation, reference="UNPL-4431/b")
    mapping = ImportMapping.objects.create(organisation=organisation, name="old register")
    job = Job.objects.create(organisation=organisation, kind="import", actor="tests", asked_at=clock.now())
    listed = {"site_reference": "Goshawk nine", "name": "Harrierbrook"}
    SourceRow.objects.create(mapping=mapping, key="Goshawk nine", site=site, values=listed, job=job)
    site.amend(by=world.manager, on=today, name="Renamed")
    return site


@pytest.mark.django_db
def test_case_53_all_that_the_register_ever_called_a_covered_site_is_proposed(world: World) -> None:
    told = (
        "Kestrelgate", "Opposite Ospreybarn", "Falcon unit", "QX9911", "Merlin unit", "UNPL-4431/b", "Goshawk nine",
        "Harrierbrook", "siting-plan.pdf",
    )  # fmt: skip
    draft = make_dpia.draft_dpia(world, sites=[named_everywhere(world)])
    row = make_dpia.filled(world, draft)
    row.attach(by=world.manager, on=clock.today(), file=make_dpia.file(world, "siting-plan.pdf", b"a plan"))
    row.answer(by=world.manager, on=clock.today(), project=f"We watch {'; then '.join(told)} and no more.")
    row.send_to_dpo(by=world.manager, on=clock.today())
    begun = make.begun(world, make_dpia.signed(world, make_dpia.ready_dpia(world, make_dpia.fresh(row))))

    assert {one.words for one in begun.open_suggestions() if one.path == "answers.project"} >= set(told)


@pytest.mark.django_db
def test_case_46_title_summary_and_reasons_name_no_device_or_place_that_no_text_holds(world: World) -> None:
    site = make_dpia.found_site(world)
    make_cameras.device(world, site, reference="Falcon unit")
    draft = make_dpia.filled(world, make_dpia.draft_dpia(world, sites=[site]))
    draft.send_to_dpo(by=world.manager, on=clock.today())
    signed = make_dpia.signed(world, make_dpia.ready_dpia(world, make_dpia.fresh(draft)))
    row = make.marked_rest(world, make.begun(world, signed))
    said: dict[str, Any] = {"by": world.foi, "on": clock.today()}
    for words in ({"summary_en": "One falcon-unit stands there."}, {"title_cy": "Camerâu ger CF10 3NS"}):
        row.amend(**said, **words)
        with pytest.raises(Refused) as refused:
            make.fresh(row).check_redaction(by=world.foi_2, on=clock.today())
        assert {reason.guard for reason in refused.value.reasons} == {"dpia.own_words_tell"}
        row = make.fresh(row)
        row.amend(**said, **dict.fromkeys(words, ""))
    assert make.checked(world, make.fresh(row)).state == "checked"
