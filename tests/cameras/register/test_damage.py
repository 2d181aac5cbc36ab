"""Whatever happens to a file on its way, all of its rows are written or none, and nothing but a sentence is said."""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpr_governance.documents.models import EvidenceFile, Job
from anpr_governance.organisations.models import LocalPolicingArea, Organisation
from cameras.models import Device, Gap, ImportMapping, Placement, Site, SitePeriod, SourceRow
from cameras.register.mapping import MappingRefused
from cameras.register.reading import FileRefused
from tests.cameras.register.files import GOOD, counts, data, imported, rows, text, workbook

TABLES: tuple[type[models.Model], ...] = (
    Site, Device, Placement, Gap, SitePeriod, SourceRow, Job, EvidenceFile, ImportMapping, LocalPolicingArea,
)  # fmt: skip
BEFORE, AFTER = rows(6), rows(9, name="Renamed, all of them", local_policing_area="Vale")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Damage = Callable[[bytes], bytes]
WORDS = st.sampled_from(
    [b'"', b"'", b",", b";", b"\t", b"\n", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"=", b"\xe2\x80"]
)


def flipped(at: int, bit: int) -> Damage:
    """One bit is turned."""
    return lambda whole: (
        whole[: at % len(whole)] + bytes([whole[at % len(whole)] ^ 1 << bit]) + whole[at % len(whole) + 1 :]
    )


def put(at: int, junk: bytes, cut: int) -> Damage:
    """Something stands in the place of something else, or of nothing."""
    return lambda whole: whole[: at % (len(whole) + 1)] + junk + whole[at % (len(whole) + 1) + cut :]


def lines_moved(row: int, to: int, times: int) -> Damage:
    """A line is taken out and put in elsewhere, never, once or twice."""

    def damage(whole: bytes) -> bytes:
        lines = whole.split(b"\r\n")
        line = lines.pop(row % len(lines))
        place = to % (len(lines) + 1)
        return b"\r\n".join([*lines[:place], *[line] * times, *lines[place:]])

    return damage


def column_renamed(column: int, name: str) -> Damage:
    """A column has another name: nobody's, or another column's."""

    def damage(whole: bytes) -> bytes:
        head, _end, rest = whole.partition(b"\r\n")
        names = head.split(b",")
        names[column % len(names)] = name.encode()
        return b",".join(names) + b"\r\n" + rest

    return damage


def column_gone(column: int) -> Damage:
    """A column is missing from every line, as far as commas tell columns."""

    def damage(whole: bytes) -> bytes:
        lines = [line.split(b",") for line in whole.split(b"\r\n")]
        return b"\r\n".join(b",".join(c for n, c in enumerate(line) if n != column % len(GOOD)) for line in lines)

    return damage


numbers = st.integers(0, 5000)
damages = st.lists(
    st.one_of(
        st.builds(flipped, numbers, st.integers(0, 7)),
        st.builds(put, numbers, WORDS | st.binary(max_size=5), st.integers(0, 300)),
        st.builds(lines_moved, st.integers(0, 12), st.integers(0, 12), st.integers(0, 2)),
        st.builds(column_renamed, st.integers(0, 12), st.sampled_from([*GOOD, "", "nothing", "easting "])),
        st.builds(column_gone, st.integers(0, 12)),
        st.just(lambda whole: whole.decode("latin-1").encode("utf-16")),
    ),
    min_size=1,
    max_size=4,
)


def damaged(whole: bytes, by: list[Damage]) -> bytes:
    """The file after everything that happened to it."""
    for damage in by:
        whole = damage(whole) or b" "
    return whole


def everything() -> list[Any]:
    """Every row of every table that an import writes, history included."""
    found: list[Any] = [list(model._base_manager.order_by("pk").values_list()) for model in TABLES]
    return [*found, Site.history.count(), Device.history.count()]


def all_or_nothing(force: Organisation, content: bytes) -> None:
    """Import into a register that has most of the sites; what is not written whole leaves everything as it was."""
    with transaction.atomic():
        imported(force, data(*BEFORE))
        before = everything()
        try:
            report = imported(force, content)
        except (FileRefused, MappingRefused) as refusal:
            assert str(refusal)
            assert everything() == before
        else:
            if report.counts["refused"]:
                assert not report.written and all(refusal.reason for refusal in report.refusals)
            if not report.written:
                assert everything() == before
            else:
                said = SourceRow.objects.filter(listed=True).count()
                repeated = report.rows - said
                assert said == len({*SourceRow.objects.filter(listed=True).values_list("key", flat=True)})
                assert repeated <= counts(report).get("unchanged", 0)
        transaction.set_rollback(True)


@QUICK
@given(by=damages)
def test_a_damaged_text_file_is_written_whole_or_not_at_all(force: Organisation, by: list[Damage]) -> None:
    whole = text([{"local_policing_area": "", **row} for row in AFTER]).encode()
    all_or_nothing(force, damaged(whole, by))


@QUICK
@given(by=st.lists(st.one_of(st.builds(flipped, numbers, st.integers(0, 7)), st.builds(put, numbers, WORDS, numbers)),
                   min_size=1, max_size=3))  # fmt: skip
def test_a_damaged_workbook_is_written_whole_or_not_at_all(force: Organisation, by: list[Damage]) -> None:
    whole = workbook([list(AFTER[0]), *(list(row.values()) for row in AFTER)])
    all_or_nothing(force, damaged(whole, by))


def test_the_whole_file_is_written(force: Organisation) -> None:
    imported(force, data(*BEFORE))
    assert imported(force, data(*AFTER)).written
    assert Site.objects.filter(name="Renamed, all of them").count() == len(AFTER)
