"""A canary in every field: none of them sings in any form of what is released (abuse cases 45 to 63)."""

import io
import re
import subprocess
from typing import Any

import pikepdf
import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.documents.reduction import text_hash
from dpia.models import Dpia, Release
from dpia.models.reading import IMPACTS
from tests.make import dpia as make_dpia
from tests.make import release as make
from tests.make.people import World

pytestmark = pytest.mark.django_db


class Aviary:
    """Gives each field a word of its own that stands nowhere else."""

    def __init__(self) -> None:
        self.birds: list[str] = []

    def bird(self) -> str:
        self.birds.append(f"Canary{len(self.birds) + 1:03d}finch")
        return self.birds[-1]


def signed(world: World, aviary: Aviary) -> Dpia:
    """A DPIA in which every field that a person writes holds a canary."""
    site = make_dpia.found_site(world, name=aviary.bird(), road=aviary.bird(), site_reference=aviary.bird())
    row = make_dpia.draft_dpia(world, sites=[site], title=aviary.bird(), retrospective=f"Made late, {aviary.bird()}.")
    said: dict[str, Any] = {"by": world.manager, "on": clock.today()}
    questions = row.questions({1, 2, 3, 4})
    row.answer(**said, **{question: f"About it, {aviary.bird()}, we say this." for question in questions})
    row.answer(**said, group="", **{impact: f"It matters, {aviary.bird()}, to some." for impact in IMPACTS})
    risk = row.name_risk(**said, **{**make_dpia.RISK, "source": f"Somebody near {aviary.bird()} is seen"})
    owner = {"owner": world.someone("anpr-specialist", aviary.bird()).memberships.get(), "due": clock.today()}
    row.plan_measure(**said, risk=risk, **{**make_dpia.MEASURE, "option": f"Audit {aviary.bird()} weekly"}, **owner)
    row.amend(**said, system_type="fixed", systems_before=40, systems_after=41, large_increase=False)
    row.record_consultation(
        **said, method=f"Letters to {aviary.bird()}", opened_on=clock.today(), closed_on=clock.today()
    )
    row.attach(**said, file=make_dpia.file(world, f"{aviary.bird()}.txt", aviary.bird().encode()))
    row.send_to_dpo(**said)
    row.advise(by=world.dpo, on=clock.today(), text=f"Privileged: {aviary.bird()}.", proceed=True)
    make_dpia.finish(world, make_dpia.fresh(row), kept_under_review_by=aviary.bird())
    return make_dpia.signed(world, make_dpia.fresh(row))


def released(world: World, aviary: Aviary) -> Release:
    """Every canary that stands in a disclosed text is marked."""
    row = make.begun(world, signed(world, aviary))
    for path, text in row.texts.items():
        for found in re.finditer(r"Canary\d{3}finch", text):
            make.fresh(row).mark(
                by=world.foi, on=clock.today(), place=(path, *found.span()), seen=text_hash(text), pleas=[make.PLEA]
            )
    return make.released(world, make.checked(world, make.marked_rest(world, make.fresh(row))))


@pytest.fixture
def world() -> World:
    return World()


def every_form(content: bytes) -> bytes:
    """The bytes, every decoded stream and string, and what two extractors and a copy by hand would give."""
    heap = [content]
    with pikepdf.open(io.BytesIO(content)) as document:
        for one in document.objects:
            heap.append(repr(one).encode())
            if isinstance(one, pikepdf.Stream):
                heap.append(one.read_bytes())
    for layout in ("-layout", "-raw"):
        done = subprocess.run(["pdftotext", layout, "-", "-"], input=content, capture_output=True, check=True)
        heap.append(done.stdout)
    return b"\n".join(heap)


@pytest.mark.requirement("T056", "T055")
def test_no_canary_sings_in_any_form_of_the_released_files(world: World) -> None:
    aviary = Aviary()
    row = released(world, aviary)
    paper = every_form(bytes(row.file("pdf", "en").bytes)).lower()
    client = Client()
    reference = row.dpia.reference
    pages = [client.get(f"{prefix}/publications/{reference}/") for prefix in ("", "/cy")]
    pages += [client.get("/publications/"), client.get(f"/publications/{reference}.pdf")]
    shown = b"\n".join(page.content + repr(sorted(page.headers.items())).encode() for page in pages).lower()

    assert len(aviary.birds) > 30
    for bird in aviary.birds:
        for form in (bird.encode(), bird.encode("utf-16-be"), bird.encode("utf-16-le")):
            for written in (form.lower(), form.hex().encode(), form.lower().hex().encode()):
                assert written not in paper, bird
                assert written not in shown, bird


def test_marks_show_the_section_and_never_how_much_was_removed(world: World) -> None:
    short = make.begun(world)
    make.mark(world, short, "A4217")
    long = make.begun(world, make.signed_dpia(world))
    make.mark(world, long, make.PLACE)
    marks = [
        re.findall(r'<span class="mark mark--removed">[^<]*</span>', bytes_of(make.fresh(row))) for row in (short, long)
    ]

    assert (
        marks[0]
        == marks[1]
        == ['<span class="mark mark--removed">[removed: section 31(1)(a), prevention or detection of crime]</span>']
    )


def bytes_of(row: Release) -> str:
    from anpr_governance.documents.copies import as_html

    return as_html(row.copy("en"))
