"""What analysts and ANPR managers wrote about a problem: the factors of a need, the tasks of a proposal."""

from typing import Any

from reviews.demo.pictures import PICTURES
from reviews.demo.themes import Theme
from reviews.demo.voices import VOICES

HARM = {
    "burglary": ("Loss, and fear in one's own home", "serious"),
    "plant": ("Loss of machines and of the season's earnings", "serious"),
    "lines": ("Violence against children, debt, addiction", "grave"),
    "cargo": ("Threats to drivers, and loss", "serious"),
}
METHODS = {
    "burglary": "Letters to each group, two evening meetings in village halls and a page with a form on the force's "
    "website",
    "plant": "A stall at the machinery sale, letters to each group, and the parish newsletter with a form to cut out",
    "lines": "Talks at the youth centre and the college, letters in four languages to the flats, and a page with a "
    "form",
    "cargo": "A table at two lorry parks by night, letters to each group, and a page with a form on the force's "
    "website",
}
COUNT_SOURCE = "Classified count of the county council, one week in March"


def assessment_answers(area: str) -> dict[str, dict[str, str]]:
    """A strategic assessment of an area: serious and local crime matter, the rest is answered with its reason."""
    seen = PICTURES[area]
    return {
        "national_security": {"relevant": "no", "reason": seen.security},
        "serious_crime": {"relevant": "yes", "serious_crime_analysis": seen.serious},
        "local_crime": {"relevant": "yes", "local_crime_picture": seen.local, "vehicle_movements": seen.vehicles},
        "community": {"relevant": "no", "reason": seen.community},
    }


def need_answers(theme: Theme, road: str) -> dict[str, Any]:
    """The eight factors of a pressing social need."""
    voice = VOICES[theme.slug]
    tactic, intrusion, why_not = voice.third
    nature, severity = HARM[theme.slug]
    return {
        "people_affected": {"analysis": f"{theme.figures} The range counts those who live or work along the road."},
        "harm": {"analysis": theme.harm, "suffered": "yes", "nature": nature, "severity": severity},
        "local_views": {"analysis": voice.local_views},
        "wider_views": {"analysis": voice.wider_views},
        "alternatives": {
            "analysis": "Three other tactics were weighed; none is enough by itself.",
            "rows": [
                {"tactic": "What was tried first", "intrusion": "less", "why_not": theme.tried},
                {"tactic": tactic, "intrusion": intrusion, "why_not": why_not},
                {"tactic": "What would intrude more", "intrusion": "more", "why_not": theme.too_much},
            ],
        },
        "how_anpr_helps": {"analysis": f"{theme.aims} {voice.helps}"},
        "scope": {
            "analysis": f"About {theme.daily:,} vehicles pass on a working day. Fewer than one in two thousand has any "
            "part in the problem.",
            "vehicles": f"{theme.daily:,}",
            "source": COUNT_SOURCE,
        },
        "scale": {
            "analysis": "Most drivers are read once or twice a day at one place. Residents can leave by two roads that "
            "no camera watches.",
            "ways": [
                {"way": f"{road}, this way", "watched_by": "proposed camera"},
                {"way": f"{road}, the other way", "watched_by": ""},
                {"way": "Old road over the hill", "watched_by": ""},
            ],
        },
    }  # fmt: skip


def weighing(theme: Theme, place: str, road: str) -> str:
    """The factors weighed against each other."""
    against = VOICES[theme.slug].at(place, road).against
    return (
        f"Harm and the failure of other tactics decide: {theme.harm} Against it stands that {against}. Short "
        "retention of images, two unwatched ways and a yearly look at results keep that in bounds."
    )


def task_answers(theme: Theme, place: str, road: str) -> dict[str, str]:
    """The task list of a proposal: what bears on this problem and place, and what is the same for every camera."""
    voice = VOICES[theme.slug].at(place, road)
    return TASK_ANSWERS | {
        "assessments_reviewed": f"The assessment speaks for the {road}; its evidence is less than a year old. For "
        f"{place} these figures count: {theme.figures}",
        "need_reviewed": f"The need was established this season for {place}, and its figures still hold. Nothing was "
        "added.",
        "vehicle_lists": voice.lists,
        "impacts": voice.impacts,
        "compliance:hra": voice.rights,
        "compliance:dpa": f"Law enforcement processing under part 3. What is strictly necessary follows from the aim: "
        f"{theme.aims} Retention and access follow the national rules.",
    }


TASK_ANSWERS = {
    "nas_team": "Capacity for the added reads is there; the feed is to be announced two weeks before it starts.",
    "public_information": "Two signs at the roads into the area and a paragraph on the force's web page, both before "
    "the first read.",
    "compliance:uk_gdpr": "Contact data of consultees is processed under the UK GDPR and deleted after a year.",
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
    "summary": "Six groups and 71 people answered. Most were in favour for burglary alone. A surgery asked for another "
    "place, a traveller liaison group for a count of stops, and a privacy forum was against it.",
    "changed": "The reader moved, so that most patients of the surgery are not read. Searches for visits there are "
    "barred, stops are counted, and the camera goes if fewer than one linked vehicle in ten is reached.",
}
