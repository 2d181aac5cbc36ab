"""A nation on PostgreSQL: forces, people, sites with devices, ten years of reviews and their history.

Everything is drawn from row numbers, so two builds of one scale are the same.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from anpr_governance.database import clock
from anpr_governance.organisations import people
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Organisation, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.workflow.models import Seal, Sequence
from bench.insert import execute, history, insert
from cameras.models import Device, Gap, Placement, Site, SitePeriod
from reviews.models import Decision, Review

CYCLES = 10
SITE_VERSIONS = 9
BY = System("setup", command="bench")
LAST_REVIEW = "(current_date - 310 - s.number % 30)"
"""Within the lead time of the next review (60 days before 12 months), so that every site falls due today."""


@dataclass(frozen=True)
class Size:
    """How much of the nation is built."""

    scale: float

    forces = property(lambda self: max(4, round(50 * self.scale)))
    sites = property(lambda self: max(400, round(50_000 * self.scale)))
    people = property(lambda self: max(100, round(2_000 * self.scale)))

    def __str__(self) -> str:
        return f"scale {self.scale:g}: {self.forces} forces, {self.people:,} people, {self.sites:,} sites"


def build(size: Size) -> None:
    """Build what is not there yet, then let the planner know it."""
    if not Organisation.objects.filter(code="ONE").exists():
        with transaction.atomic():
            _forces(size)
            _people(size)
            _sites(size)
            _devices()
            _reviews()
            _history()
    connection.set_autocommit(True)
    execute("VACUUM ANALYZE")


def _forces(size: Size) -> None:
    today = clock.today()
    for n in range(size.forces):
        people.create_organisation(BY, today, f"F{n:02d}", f"Force {n:02d}")
    for code, name in (("ONE", "Force of one site"), ("THIRTY", "Force of thirty sites")):
        people.create_organisation(BY, today, code, name)
    insert(
        LocalPolicingArea, "organisations_organisation o, generate_series(1, 4) a",
        organisation_id="o.id", name="'Area ' || a",
    )  # fmt: skip


def _people(size: Size) -> None:
    """Everybody holds a role in one force; the first of each force is its ANPR manager; one auditor sees all."""
    roles = ", ".join(f"'{role}'" for role in Role)
    insert(
        Person, f"generate_series(0, {size.people - 1}) n",
        email="'person' || n || '@bench.example'", name="'Person ' || n", password="'!'",
    )  # fmt: skip
    insert(
        Person, "(VALUES ('auditor'), ('one'), ('thirty')) v(n)",
        email="n || '@bench.example'", name="n", password="'!'",
    )  # fmt: skip
    numbered = "(SELECT id, substr(split_part(email, '@', 1), 7)::int n FROM organisations_person WHERE name ~ '^Per')"
    insert(
        Membership,
        f"{numbered} p JOIN organisations_organisation o ON o.code = 'F' || lpad((p.n % {size.forces})::text, 2, '0')",
        person_id="p.id", organisation_id="o.id", since="'2020-01-01'",
        role=f"(ARRAY[{roles}])[1 + p.n / {size.forces} % {len(Role)}]",
    )  # fmt: skip
    insert(
        Membership,
        "organisations_person p JOIN organisations_organisation o ON p.name = 'auditor' OR p.name = lower(o.code)"
        " WHERE p.name IN ('auditor', 'one', 'thirty')",
        person_id="p.id", organisation_id="o.id", since="'2020-01-01'",
        role="CASE p.name WHEN 'auditor' THEN 'auditor' ELSE 'anpr-manager' END",
    )  # fmt: skip


def _sites(size: Size) -> None:
    wanted = (
        f"(SELECT o.id, n, a.id area FROM organisations_organisation o"
        f" JOIN generate_series(1, {size.sites // size.forces}) n"
        f"   ON n <= CASE o.code WHEN 'ONE' THEN 1 WHEN 'THIRTY' THEN 30 ELSE {size.sites} END"
        f" JOIN organisations_localpolicingarea a ON a.organisation_id = o.id AND a.name = 'Area ' || (1 + n % 4)) w"
    )
    insert(
        Site, wanted,
        organisation_id="w.id", number="w.n", site_reference="'REF-' || w.n", area_id="w.area",
        name="'A' || (400 + w.n % 90) || ' camera ' || w.n", road="'A' || (400 + w.n % 90)",
        place_type="(ARRAY['srn', 'la_major', 'la_minor', 'crowded', 'private', 'unknown'])[1 + w.n % 6]",
        easting="300000 + w.n % 300 * 1000", northing="200000 + w.n / 300 * 1000",
        latitude="51 + (w.n % 400) / 100.0", longitude="-4 + (w.n % 500) / 100.0",
        origin="'found'", state="CASE WHEN w.n % 20 = 0 THEN 'suspended' ELSE 'live' END",
        suspended_for="CASE WHEN w.n % 20 = 0 THEN 'fault' ELSE '' END",
        live_since="current_date - 3700 - w.n % 300",
    )  # fmt: skip
    same = ("state", "in_service", "relationship", "deployment", "easting", "northing")
    insert(
        SitePeriod, "cameras_site s", site_id="s.id", since="s.live_since", entered_by="'command:bench'",
        reason_code="s.suspended_for", **{name: f"s.{name}" for name in same},
    )  # fmt: skip
    insert(
        Gap, "cameras_site s, (VALUES ('need'), ('dpia')) k(kind) WHERE s.number % 3 = 1",
        site_id="s.id", kind="k.kind", clause="'G 4.1'", opened_on="current_date - 40", due="current_date + 50",
    )  # fmt: skip
    _numbers(Site.letter, "cameras_site")


def _devices() -> None:
    insert(
        Device, "cameras_site s",
        organisation_id="s.organisation_id", reference="'NRD-' || s.number",
        check_before="current_date - s.number % 700",
    )  # fmt: skip
    insert(
        Placement,
        "cameras_site s JOIN cameras_device d USING (organisation_id) WHERE d.reference = 'NRD-' || s.number",
        device_id="d.id", site_id="s.id", since="s.live_since",
    )  # fmt: skip


def _reviews() -> None:
    """A confirmed review of each site for each of the last years, sealed by its force's ANPR manager."""
    year = f"{LAST_REVIEW} - 365 * ({CYCLES} - c)"
    every = f"cameras_site s CROSS JOIN generate_series(1, {CYCLES}) c"
    at = f"(s.id * {CYCLES} + c)"
    insert(
        Seal, every, id=at, bytes="convert_to('{}', 'UTF8')", sheet="'review'", schema_version="1", sealed_at="now()",
        sha256=f"encode(sha256({at}::text::bytea), 'hex')",
    )  # fmt: skip
    insert(
        Review, every, id=at, organisation_id="s.organisation_id", site_id="s.id",
        number=f"(s.number - 1) * {CYCLES} + c",
        state="'closed'", cycle="c", due_on=f"{year} + 5", decision_id=at, recommendation="'continue_unchanged'",
    )  # fmt: skip
    managers = (
        "LATERAL (SELECT m.id, p.name FROM organisations_membership m JOIN organisations_person p ON p.id = m.person_id"
        " WHERE m.organisation_id = s.organisation_id AND m.role <> 'auditor' ORDER BY m.id LIMIT 1) m"
    )
    insert(
        Decision, f"{every} CROSS JOIN {managers}", id=at, review_id=at, step="'confirm'", outcome="'confirm'", on=year,
        recorded_at="now()", by_id="m.id", name="m.name", seal_id=at,
    )  # fmt: skip
    for table in ("reviews_review", "reviews_decision", "workflow_seal"):
        execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    _numbers(Review.letter, "reviews_review")


def _history() -> None:
    history(Review, "reviews_review m")
    history(Device, "cameras_device m")
    history(Site, f"cameras_site m CROSS JOIN generate_series(1, {SITE_VERSIONS})")


def _numbers(letter: str, table: str) -> None:
    highest = f"(SELECT organisation_id, max(number) top FROM {table} GROUP BY organisation_id) t"
    insert(Sequence, highest, organisation_id="t.organisation_id", letter=f"'{letter}'", last="t.top")
