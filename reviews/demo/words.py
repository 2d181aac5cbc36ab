"""What analysts and ANPR managers wrote about a problem: the factors of a need, the tasks of a proposal."""

from typing import Any

from reviews.demo.themes import Theme

COUNT_SOURCE = "Classified count of the county council, one week in March"


def assessment_answers(area: str) -> dict[str, dict[str, str]]:
    """A strategic assessment of an area: serious and local crime matter, the rest is answered with its reason."""
    return {
        "national_security": {
            "relevant": "no",
            "reason": f"The counter-terrorism adviser named no site or crowded place in {area} that cameras on roads "
            "would protect; asked in writing, answered in the same month.",
        },
        "serious_crime": {
            "relevant": "yes",
            "serious_crime_analysis": f"Groups from two cities use the trunk roads of {area} by day for drugs and by "
            "night for stolen loads. They change vehicles often, and the change is seldom known here in time.",
        },
        "local_crime": {
            "relevant": "yes",
            "local_crime_picture": f"Burglary and theft of machinery rose by a sixth in {area} in twelve months, while "
            "other acquisitive crime fell. Nearly all of the rise lies within reach of the main roads.",
            "vehicle_movements": "A vehicle was used in four of five cases; in one of three it bore a false plate. A "
            "read within the hour would have given a direction of travel.",
        },
        "community": {
            "relevant": "no",
            "reason": "Two parishes wrote in favour of cameras, none offered to begin a scheme or to pay for one.",
        },
    }  # fmt: skip


def need_answers(theme: Theme) -> dict[str, Any]:
    """The eight factors of a pressing social need."""
    return {
        "people_affected": {"analysis": f"{theme.figures} Each case touches a household or a small business."},
        "harm": {"analysis": theme.harm, "suffered": "yes", "nature": theme.harm, "severity": "serious"},
        "local_views": {
            "analysis": "Four parish meetings were held in the autumn. Most who spoke asked for something to be done; "
            "at one, a third were against recording everybody who drives to the surgery.",
        },
        "wider_views": {
            "analysis": "The regulator's report on number plate reading and two complaints in Parliament ask forces to "
            "show results and short retention. Surveys find support where the purpose is named.",
        },
        "alternatives": {
            "analysis": "Two other tactics were weighed; neither is enough by itself.",
            "rows": [
                {"tactic": "More patrols and visits", "intrusion": "less", "why_not": theme.tried},
                {"tactic": "Watching single suspects", "intrusion": "more", "why_not": theme.too_much},
            ],
        },
        "how_anpr_helps": {
            "analysis": f"{theme.aims} A read is passed to the control room, which sends the nearest patrol.",
        },
        "scope": {
            "analysis": f"About {theme.daily:,} vehicles pass on a working day ({COUNT_SOURCE}). Fewer than one in two "
            "thousand has any part in the problem.",
        },
        "scale": {
            "analysis": "Most drivers are read once or twice a day at one place. Residents can leave by two roads that "
            "no camera watches.",
            "ways": [
                {"way": "Main road, north", "watched_by": "proposed camera"},
                {"way": "Main road, south", "watched_by": ""},
                {"way": "Old road over the hill", "watched_by": ""},
            ],
        },
    }


def weighing(theme: Theme) -> str:
    """The factors weighed against each other."""
    return (
        f"Harm and the failure of other tactics decide: {theme.harm} Against it stands that nearly all who pass have "
        "done nothing. Short retention of images, two unwatched ways and a yearly look at results keep that in bounds."
    )


TASK_ANSWERS = {
    "assessments_reviewed": "The assessment names the road in its second part; its evidence is less than a year old.",
    "need_reviewed": "The need was established this season and its figures still hold; nothing has changed since.",
    "vehicle_lists": "Lists of stolen vehicles and of the rural crime team bear on it. Routes were looked at, no "
    "plates were copied.",
    "impacts": "Place: open road without housing in view. Residents: read when they drive to town. Passers-through: "
    "commuters and deliveries, told by signs at the county boundary.",
    "nas_team": "Capacity for the added reads is there; the feed is to be announced two weeks before it starts.",
    "public_information": "Two signs at the roads into the area and a paragraph on the force's web page, both before "
    "the first read.",
    "compliance:dpa": "Law enforcement processing under part 3, strictly necessary for the purpose named; retention "
    "and access follow the national rules.",
    "compliance:uk_gdpr": "Contact data of consultees is processed under the UK GDPR and deleted after a year.",
    "compliance:hra": "Article 8 is engaged. The aim is legitimate, other tactics were tried, and two ways out stay "
    "unwatched.",
    "compliance:pofa": "Regard was had to the code by the ANPR manager and the DPO together; the note is filed.",
    "compliance:code": "Principles 1, 2, 3 and 12 matter most here. The passport is kept with the asset record.",
    "compliance:nasple": "The model was evaluated this year; clock, place and rates are checked before the first read.",
}

PACK = (
    "We ask what you think of number plate cameras on a main road in your part of the county. They would record the "
    "plate, time and place of every vehicle, day and night. {picture} We have tried other means, and we would like to "
    "hear what we have missed."
)

EXTENT = (
    "The road is used by many who live elsewhere, so letters alone do not reach them; the page and the meeting do. "
    "Everybody who lives within sight is written to, because it tells most about them."
)
UNREAD = "I drive my mother to her clinic on this road twice a week. Who sees that, and for how long?"
RECORD = {
    "summary": "Parish councils supported it with a yearly report. A privacy group held it to be out of proportion.",
    "changed": "Results are published each year, and the cameras go if the yearly review finds that the aims were "
    "missed. Visits to a surgery are no reason for a search.",
}

STAKEHOLDERS = (
    ("Joint parish councils", "council", "They speak for the villages along the road."),
    ("Chamber of trade", "businesses", "Its members and their customers use the road every day."),
    ("County privacy forum", "rights_group", "It follows what the force records about people."),
)

RESPONSES = (
    (
        "We support it if you tell us each year what came of it, and if the surgery traffic is not looked at.",
        "Results are published every year. Searches need a reason and are audited; visits to a surgery are no reason.",
    ),
    (
        "Recording twenty thousand innocent drivers for a handful of thieves is out of proportion. Have you counted?",
        "The count is in the assessment. Two ways stay unwatched, and the camera goes if the yearly review finds that "
        "the aims were missed.",
    ),
)
