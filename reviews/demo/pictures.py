"""What analysts found in each area: the strategic assessments of the demonstration, each in its own words."""

from dataclasses import dataclass

Evidence = tuple[str, str, str, int]


@dataclass(frozen=True)
class Picture:
    """An area as its analyst saw it; evidence is `(ground, source, what it shows, days old)`."""

    security: str
    serious: str
    local: str
    vehicles: str
    community: str
    evidence: tuple[Evidence, ...]
    gaps: tuple[str, ...]
    advice: str


PICTURES = {
    "Severn valley and Kingsmere": Picture(
        "Asked anew of the counter terrorism security adviser and the regional unit: nothing has changed since the "
        "last version. The stand at the rugby ground is finished, with its own barriers.",
        "Of the two mapped groups the first goes on; its couriers now change cars twice. The second lost four of its "
        "five vans to arrests in the spring, and thefts at the docks fell from 112 to 71. Six new lines came, two "
        "ended.",
        "171 dwelling burglaries after 183. Along the A48 at Ashmead they fell from 61 to 44, in a year in which the "
        "camera stood for half of the time; on the lanes beside it they rose from 9 to 13. Along the other main roads "
        "they rose from 68 to 83. Theft of plant is level at 74.",
        "A vehicle was seen in 38 of the 83 burglaries along the other main roads, with a false plate in 22. For the "
        "A48 the reads of half a year bore on 14 cases; nine vehicles were stopped or traced within two hours.",
        "The parish council of Ashmead was heard again and asks for no more. No other community came forward.",
        (
            ("local_crime", "Crime recording system, twelve months to September", "Shows the fall along the A48, the "
             "smaller rise on the lanes, and the rise along other main roads.", 51),
            ("local_crime", "First report on the A48 reader, ANPR manager", "31 linked vehicles, nine stopped or "
             "traced. Half a year is short, and a winter is missing.", 22),
            ("serious_crime", "Regional organised crime unit, quarterly assessment", "Six new lines, two ended; hired "
             "cars are changed twice on a journey.", 40),
            ("serious_crime", "Debrief of the arrests at the docks", "Four vans were known by their plates after a "
             "second read within the hour.", 84),
        ),
        (),
        "The A48 answered five of the six requests that we would have had to leave open before. The ring road by the "
        "docks is now first for us, then the slip road of the motorway. We still ask for nothing in the town centre.",
    ),
    "Kingsmere docks, winter": Picture(
        "The docks handle timber and grain. The port security officer was asked and named nothing that reads would "
        "protect.",
        "Curtain cutting at the lorry park went from 9 reports to 34 in one winter; the same crew is wanted in three "
        "counties and lives in none of them.",
        "Diesel was taken from 21 vehicles and two site compounds; damage to fences comes with it and is not counted "
        "apart.",
        "All 34 loads left by van along Quay Road, since there is no other way out after 20:00.",
        "The tenants' association wants more lighting. Nobody asked for ANPR.",
        (
            ("local_crime", "Site manager's incident book, October to February", "Twenty-one thefts of diesel, "
             "sixteen of them between Sunday and Tuesday.", 25),
            ("serious_crime", "Freight crime desk, winter bulletin", "Links 34 reports by the way in which curtains "
             "were cut.", 33),
        ),
        ("Nothing records what leaves the docks after the gatehouse closes at 20:00.",),
        "Two of our open cases would be helped by knowing when a van left the docks. It is not worth a camera for "
        "good.",
    ),
    "Festival site at Aldermoor": Picture(
        "18,000 people on four days. The adviser placed it on the list of crowded places for those days alone.",
        "Dealers were arrested inside the site in both past years; how they came is not known in any case.",
        "Forty tents were entered last summer, and nine cars in the field. The rest of the year has next to no crime.",
        "None of the thefts from tents involved a vehicle. Of the nine from cars, two thieves came by car.",
        "The organiser would pay for cameras. That is recorded, and it is no reason for them.",
        (
            ("local_crime", "Event policing debrief", "Crime lasts four days and takes place on foot.", 62),
            ("serious_crime", "Event drugs lead, arrest log", "Eleven arrests; in none is a vehicle recorded.", 62),
        ),
        ("The field road has no camera; whether that matters is what this assessment was to find out.",),
        "We have no case that a read at the field road would have moved.",
    ),
    "Forest edge": Picture(
        "One high-pressure gas compound. Its operator and the adviser were asked; access is by a private track with "
        "its own barrier, and reads on the public road were not wanted.",
        "Cannabis was grown in four rented farmhouses, each served by one hired van a week. The vans came from the "
        "west, by two roads that meet at Hop Pole corner.",
        "31 thefts from cars at walkers' car parks (19 the year before) and 12 thefts of timber machinery.",
        "Car parks lie beside the B4226 and B4234. Witnesses describe the same two hatchbacks in 14 of 31 reports; in "
        "6 the plate belonged to another car.",
        "The walkers' federation asked for signs about valuables, which were put up in May. No scheme was asked for.",
        (
            ("local_crime", "Crime recording system and rangers' log, compared", "The log adds eight thefts that were "
             "never reported. All but three lie within a mile of the two B roads.", 38),
            ("local_crime", "Forestry contractor, list of stolen machines", "Twelve machines, £640,000; two found by "
             "trackers in the next county.", 71),
            ("serious_crime", "Cannabis review of the intelligence bureau", "Hire records give the vans' journeys "
             "after the fact; four farmhouses in two years.", 55),
        ),
        (
            "West of Hop Pole corner no camera of any owner stands on either B road.",
            "Machines leave by forest tracks that nobody could watch with a fixed camera; trackers may be the better "
            "answer.",
        ),
        "Both roads matter to the cannabis cases, the B4226 more. I would not ask for a camera at the car parks: they "
        "are many, and the thieves would walk round. Trackers found two machines in a week; please weigh those first.",
    ),
    "Kingsmere town centre": Picture(
        "The bus station and the covered market are on the adviser's list. Vehicle barriers stand at both; the "
        "adviser's letter says that ANPR would add little to them.",
        "Flats above Market Street were used by three lines in the past year. Hired cars stop for minutes, mostly "
        "before noon; those who carry the drugs come by train as often as by car.",
        "1,204 thefts from shops, 311 assaults at night, 96 thefts of cycles. Thefts from shops are falling.",
        "Vehicles play a part in few of these: 44 thefts from shops (bulk spirits and razors) were to order, with a "
        "driver.",
        "The business district was asked what it wants and why; it leaves the matter to the police.",
        (
            ("local_crime", "Retail crime partnership, first half of the year", "Names the 44 thefts to order; 30 of "
             "them share three cars.", 29),
            ("serious_crime", "Safeguarding hub, log of children found in flats", "Five children in four flats; two "
             "were brought by car.", 47),
        ),
        ("The council's cameras in Albion Square are recorded and read no plates.",),
        "Draft view: the cameras that stand answer our requests.",
    ),
    "Northbridge": Picture(
        "The rail freight yard was looked at with the adviser. It has its own fence and its own cameras.",
        "Three lines from the coast reach the town by the A6110; the last stop before it is always the same services.",
        "Theft of sheep and quad bikes on the moor: 27 and 19 in twelve months. Town burglary is at its lowest for "
        "years.",
        "Every theft of sheep needed a trailer. Two of 27 were seen on the way, both by chance.",
        "The moor commoners asked for more patrols; they neither asked for cameras nor were against them.",
        (
            ("local_crime", "Rural crime team, year's review", "Thefts of sheep follow two moor roads and moonless "
             "nights.", 40),
            ("serious_crime", "Regional unit, coastal lines", "Nineteen journeys, sixteen of them by the A6110.", 44),
        ),
        ("Nobody sees what leaves the moor by the A616 at night.",),
        "The A6110 would have helped in four of six cases. The moor roads would not: our groups do not use them.",
    ),
}  # fmt: skip
