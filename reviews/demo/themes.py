"""The problems that the cameras of the demonstration answer, in the words of those who wrote them down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One problem: what happens, how much, what was tried, what ANPR would add. Nothing in it names a place."""

    slug: str
    title: str
    ground: str
    purpose: str
    picture: str
    figures: str
    harm: str
    aims: str
    tried: str
    too_much: str
    daily: int


THEMES = {
    theme.slug: theme
    for theme in (
        Theme(
            "burglary", "Burglary by travelling groups", "local_crime", "detection",
            "Two or three small groups drive in from other counties, break into houses in the early evening and leave "
            "by the main road within the hour.",
            "171 dwelling burglaries in a year, 83 of them along main roads other than the A48; in 38 of these a "
            "vehicle was seen, in 22 with a cloned or stolen plate.",
            "Jewellery and keys are taken while families are at home; a third of the victims said that they no longer "
            "feel safe in the evening.",
            "Stop or trace within two hours at least one vehicle in four that is linked to a burglary, and bring the "
            "yearly number below 140.",
            "Evening patrols in marked cars ran from October to February. They were seen, and the burglaries moved to "
            "the villages that were not patrolled.",
            "Following single suspects would need an authority for each and would record far more of their lives.",
            11200,
        ),
        Theme(
            "plant", "Theft of farm machinery and plant", "local_crime", "investigation",
            "Tractors, quad bikes and diggers are taken at night on trailers and are out of the county before anybody "
            "notices.",
            "74 thefts worth £1.9 million in the year to March; six machines were found again, four of them at ports.",
            "A farm that loses its machine at harvest may lose the harvest. The rural insurer's report puts the mean "
            "loss of earnings at £8,400.",
            "Give the rural crime team the route of a stolen machine within a day in half of all thefts, and recover "
            "one in four.",
            "Forensic marking and trackers were offered to 210 farms; 96 took part. Marked machines are still stolen, "
            "since nobody reads the mark on the road.",
            "Stopping every trailer at night would hold up many drivers for each one that matters.",
            3900,
        ),
        Theme(
            "lines", "County lines and the children used by them", "serious_crime", "prevention",
            "Dealers from two large cities send drugs and children by hired car, stay in a vulnerable person's flat "
            "for some days and change cars each time.",
            "Nine lines were known in March, 41 people safeguarded in the year, 17 of them under 18.",
            "Children are beaten, indebted and moved at night; three were admitted to hospital with knife wounds.",
            "Know within the hour when a car on the partner forces' list enters the county, and safeguard a child "
            "sooner than the mean of eleven days.",
            "Work with hire firms, schools and the rail police goes on. It finds the train and not the car, which now "
            "carries four in five journeys.",
            "Tracking devices on suspects' cars are used under their own authority; they tell nothing of a car that "
            "was hired this morning.",
            17400,
        ),
        Theme(
            "cargo", "Thefts from lorries at rest", "serious_crime", "detection",
            "Curtains of parked lorries are cut at night and whole loads are carried away in vans that follow the "
            "trunk road.",
            "112 reports in the year to March, loss £3.2 million; the same five vans stand in the statements of 31.",
            "Drivers sleep in their cabs; four were threatened with a blade and one was hurt.",
            "Link a van to at least three reports in a quarter, and halve the number of reports within 18 months.",
            "Lighting and guards were paid for by the haulage firms at two parks. The thefts moved to lay-bys.",
            "Cameras with face recognition at every lay-by would be far more intrusive and are not proposed.",
            23800,
        ),
    )
}  # fmt: skip
