"""Who does what, and when: the cases of the two forces."""

from datetime import date

from anpr_governance.database import clock
from reviews.demo import assessments, assets, cameras, dpias, meetings, putting_up, releases, reviews
from reviews.demo.cameras import Old
from reviews.demo.force import Force
from reviews.demo.people import DEMO_PEOPLE, OTHER_PEOPLE, Holder
from reviews.demo.proposals import REPORTED, WRITTEN, Plan, condition_met, proposed
from reviews.demo.telling import Case, start_of

CONTACT = "ANPR governance, {name}, by letter or by the form on our website."

PLANS = (  # days ago on which each began: the later, the less far it is today
    Plan("a48", "A48 corridor: Ashmead Bridge", "burglary", ("SV-101",), 690),
    Plan("ring", "Kingsmere ring road", "lines", ("SV-102", "SV-103", "SV-104"), 620, unlike=frozenset({"divided"})),
    Plan("severn", "Severn sluice", "plant", ("SV-117",), 600),
    Plan("refused", "Aldermoor showground", "plant", ("SV-118",), 500, ends="refused"),
    Plan("overstays", "Thornlea, for one harvest", "plant", ("SV-119",), 560, deployment="temporary", months=10,
         unlike=frozenset({"temporary"})),
    Plan("near-twelve", "Overbury quarry, for one season", "plant", ("SV-120",), 470, deployment="temporary", months=11,
         unlike=frozenset({"temporary"})),
    Plan("short", "Station Parade, at first for a winter", "lines", ("SV-122",), 520, deployment="temporary", months=9,
         unlike=frozenset({"temporary"})),
    Plan("tillbrook", "Tillbrook Cross", "plant", ("SV-105",), 430),
    Plan("withdrawn", "Marl Pit Lane", "plant", ("SV-114",), 400, ends="withdrawn"),
    Plan("long-term", "Station Parade, for good", "lines", ("SV-122",), 290, unlike=frozenset({"stands"})),
    Plan("quay", "Quay Road freight terminal", "cargo", ("SV-106",), 285),
    Plan("rescinded", "Fernhill viaduct", "cargo", ("SV-112",), 205, ends="rescinded"),
    Plan("wexley", "Wexley bypass", "cargo", ("SV-107",), 158, unlike=frozenset({"fails"}), pace={"live": 200}),
    Plan("regulator", "Every way into St Oswin's", "lines", ("SV-115", "SV-116"), 130, unlike=frozenset({"ico"})),
    Plan("approved", "Harrow Lane roundabout", "lines", ("SV-108",), 112, unlike=frozenset({"divided"})),
    Plan("at-the-board", "Brockhurst services slip", "cargo", ("SV-109",), 84),
    Plan("at-the-group", "Saltway junction", "burglary", ("SV-110",), 72),
    Plan("ready", "Coldharbour crossroads", "plant", ("SV-111",), 67),
    Plan("returned", "Hopyard bend", "plant", ("SV-123",), 88, ends="returned"),
    Plan("consulting", "Lower Dunstan", "burglary", ("SV-113",), 46),
    Plan("draft", "Ferry Lane", "burglary", ("SV-124",), 16, pace={"begun": 60}),
)  # fmt: skip

TAKEN_OVER = (
    *(Old(f"SV-{number:03d}", live=900 + 150 * number, checked=20 * (1 + number % 7)) for number in range(3, 9)),
    *(Old(f"SV-{number:03d}", live=700 + 90 * number, checked=25 * (number % 7)) for number in (10, 11, 12, 14)),
    Old("SV-016", live=3900, checked=70, images=False),
    Old("SV-016B", "installed"),
    Old("SV-017", live=4200, checked=33),
    Old("SV-018", live=4400, checked=110, images=False),
)
HANDED_OVER = (  # by the city, some weeks ago: their gaps are young, one was never reviewed
    Old("SV-001", live=1500, checked=80, reviewed=265, outside="Paper file DP/2019/044"),
    Old("SV-002", live=1480, checked=81, reviewed=60, outside="Paper file DP/2019/045"),
    Old("SV-009", live=1320, checked=310, reviewed=315),
    Old("SV-013", live=345, checked=302),
    Old("SV-015", live=2300, checked=44, reviewed=150),
)
GATEWAYS = ("SV-003", "SV-004", "SV-011", "SV-012", "SV-016", "SV-017", "SV-018")
CENTRE = ("SV-005", "SV-006", "SV-007", "SV-008")
NEEDS_FOUND = (
    ("burglary", "Burglary along the old gateways", (*GATEWAYS, "SV-010", "SV-014")),
    ("lines", "County lines in the town centre", CENTRE),
)
HABITS = reviews.Habits(
    months=tuple(range(606, 20, -28)),
    unreviewed={"SV-013": 999, "SV-009": 999},
    unchecked={"SV-009": 999, "SV-104": 150},
    endings={"SV-008": (250, "cease_not_justified"), "SV-104": (200, "cease_not_relevant"),
             "SV-007": (999, "continue_changed")},
    halfway={"SV-001": "", "SV-005": "continue_unchanged"},
)  # fmt: skip


FOUNDED = 760
"""How many days ago the forces began to use the product."""


def founded(code: str, name: str, areas: tuple[str, ...], holders: tuple[Holder, ...], today: date) -> Force:
    """A force with its areas and people, before anything else."""
    force = Force(code, name, today)
    with clock.set_to(start_of(force.day(FOUNDED))):
        force.found(CONTACT.format(name=name), areas, holders, force.day(FOUNDED))
    return force


def demo(today: date) -> list[Case]:
    """Severnshire Police: every kind of record in every state."""
    force = founded("DEMO", "Severnshire Police", ("Vale", "Forest", "Kingsmere"), DEMO_PEOPLE, today)
    late = "Forest and canal gateways"
    return [
        putting_up.equipment(force, (745, 395, 65)),
        assessments.endorsed_twice(force, "Severn valley and Kingsmere", 700, 340),
        *(proposed(force, plan) for plan in PLANS),
        cameras.taken_over(force, "register-at-takeover.csv", TAKEN_OVER, 655),
        cameras.taken_over(force, "city-handover.csv", HANDED_OVER, 72),
        *(assessments.established(force, *need, ago=560) for need in NEEDS_FOUND),
        assessments.established(force, "burglary", "Burglary along the A38", ("SV-001", "SV-002", "SV-015"), ago=50),
        dpias.signed_late(force, "gateways", late, "burglary", GATEWAYS, "the old gateways on the A40 and A4217", 500),
        dpias.signed_late(force, "centre", "Kingsmere centre", "lines", CENTRE, "Market Street and Eastgate", 430),
        dpias.revised(force, "centre", 70),
        dpias.other_dpias(force),
        dpias.done_measures(force, (400, 300, 200, 100, 30), "Quay Road freight terminal"),
        *published(force),
        assessments.other_assessments(force),
        assessments.other_needs(force),
        assessments.corrected(force),
        *registers(force),
        *assets_of(force),
        *reviewed(force),
        condition_met(force, "ring", 490),
        condition_met(force, "a48", 352, REPORTED, WRITTEN),
        meetings.use_reviewed(force),
        meetings.sign_minutes(force, (580, 540, 500, 440, 380, 320, 270, 210, 160, 100, 40)),
        meetings.planned(force),
    ]


def published(force: Force) -> list[Case]:
    """Redacted copies in every state."""
    return [
        releases.public(force, "dpia of a48", 560),
        releases.public(force, "centre", 390, "Number plate cameras in a town centre"),
        releases.taken_back(force, "centre", 69),
        releases.at_the_checker(force, "gateways", 9),
        releases.begun(force, "centre revised", 12),
    ]


def registers(force: Force) -> list[Case]:
    """Sites and devices with something to tell."""
    return [
        cameras.without_machine(force),
        cameras.ways_into_town(force),
        cameras.paused(force),
        cameras.failed_and_mended(force),
        cameras.other_components(force),
        *(case(force) for case in (cameras.taken_down, cameras.in_breach, cameras.twice_entered)),
        cameras.overstayed(force, "SV-119", 58),
        cameras.kept_files(force, "SV-016", 100),
    ]


def assets_of(force: Force) -> list[Case]:
    """What was bought, replaced, written down and compared with finance."""
    return [
        putting_up.reconciled(force, (380, 205, 30)),
        assets.renewed(force, "SV-117", (150, 135, 130), told=True),
        assets.renewed(force, "SV-105", (24, 12, 3), told=False),
        assets.upgraded(force, "SV-101", 90),
        assets.written_down(force, 232),
        assets.shown_anew(force, 60),
    ]


def reviewed(force: Force) -> list[Case]:
    """Two years of annual reviews."""
    return [
        reviews.planned(force, 628, 14),
        reviews.month_by_month(force, HABITS),
        reviews.returned_once(force, "SV-014", 125),
        reviews.finished(force, "SV-008", 150),
        reviews.finished(force, "SV-014", 92),
        reviews.finished(force, "SV-104", 95, but=("disposal_authority", "finance_notice")),
    ]


OTHER_PLANS = (Plan("corn-hill", "Northbridge: Corn Hill", "lines", ("NB-01",), 400),)
OTHER_FOUND = (
    Old("NB-02", live=900, checked=50), Old("NB-03", live=1200, checked=60),
    Old("NB-04", "suspended", live=800, checked=9),
    Old("NB-05", "collection_ceased"),
)  # fmt: skip


def other(today: date) -> list[Case]:
    """Northbridge Police: a smaller force, none of whose records the first one may ever see."""
    areas = ("Northbridge town", "Northbridge moor")
    force = founded("OTHER", "Northbridge Police", areas, OTHER_PEOPLE, today)
    return [
        putting_up.equipment(force, (745, 395, 65)),
        assessments.endorsed_twice(force, "Northbridge", 700, 340),
        *(proposed(force, plan) for plan in OTHER_PLANS),
        cameras.taken_over(force, "northbridge.csv", OTHER_FOUND, 655),
        assessments.established(force, "plant", "Northbridge moor farms", ("NB-02", "NB-03"), ago=560),
        dpias.signed_late(force, "moor", "Northbridge moor", "plant", ("NB-02", "NB-03"), "Tannery Row", 500),
        reviews.planned(force, 628, 14),
        reviews.month_by_month(force, reviews.Habits(months=tuple(range(606, 20, -56)))),
        meetings.sign_minutes(force, (40,)),
    ]
