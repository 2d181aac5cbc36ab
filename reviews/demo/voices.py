"""What people said about each problem, and what its authors wrote: no two problems of the demonstration read alike."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Voice:
    """The words beside a theme. `{place}` and `{road}` are filled; tactics are `(tactic, intrusion, why not)`."""

    local_views: str
    wider_views: str
    third: tuple[str, str, str]
    helps: str
    against: str
    lists: str
    impacts: str
    rights: str
    stakeholders: tuple[tuple[str, str, str], ...]
    responses: tuple[tuple[str, str], ...]
    group: str
    board: str
    why: str

    def at(self, place: str, road: str) -> "Voice":
        """The same, with the place and its road in the texts that name them."""
        named = ("against", "lists", "impacts", "rights", "group", "board", "why")
        return replace(self, **{name: getattr(self, name).format(place=place, road=road) for name in named})


VOICES = {
    "burglary": Voice(
        "Three open evenings and a stall at the village show. About two in three were in favour. The vicar asked who "
        "would know that somebody came to a funeral; nobody had an answer that evening, and she had it by letter.",
        "The regulator asks for results site by site. Two complaints reached the force in three years, both about "
        "signs.",
        ("A marked car with ANPR on some evenings", "same", "Six weeks, one stop: it is seldom there when it counts."),
        "Where a plate is known, the control room has a direction within a minute. Where it is not, a sergeant may "
        "have the half hour around the offence searched.",
        "nearly all who pass {place} are on their way home, and half of the burglaries would go as they did",
        "The national file, our list for burglary and that of the neighbouring force. Nine entries were out of date "
        "and were taken off before their bearing on the {road} was looked at.",
        "Place: {place} lies between fields; a chapel is the nearest building. Residents: those east of it are read "
        "when they drive to town. Passers-through: four in five reads, most of them commuters.",
        "Article 8 is engaged for all who pass, most for those who live east of {place}. Homes are entered again and "
        "again, lesser means were tried, and two ways out stay unwatched.",
        (
            ("Joint parish councils", "council", "They speak for the villages along the road."),
            ("Neighbourhood watch, six groups", "community_group", "Their members were burgled and ask for action."),
            ("County privacy forum", "rights_group", "It follows what the force records about people."),
        ),
        (
            ("In favour, on one condition: tell us each spring what came of it, in numbers, and in the parish "
             "magazine.",
             "We will, whichever way the numbers go. The first are due in the spring after the first read."),
            ("We are for it. But two of our members were stopped last year over a plate that had been copied. Who "
             "rings them to say sorry?", "The duty inspector does, within two days; that was no rule before your "
              "letter and is one now."),
        ),
        "Members asked whether the rise was more than chance and saw the figures by quarter. They asked for the "
        "wording of the signs, changed one sentence of it, and supported the proposal.",
        "The board asked what the same money would buy in patrols. It would buy an evening a week. It found the case "
        "for {place} made out, and a second one along the same road not.",
        "Homes are entered again and again along one road, and what was tried moved the harm. {place} follows from "
        "the logs.",
    ),
    "plant": Voice(
        "The farmers' union polled its members: 71 of 96 in favour. Ramblers and a riding school were written to; the "
        "riding school asked whether horse boxes would be stopped more often.",
        "Rural crime is debated as neglected, and recording country lanes as excessive; both were put to the local "
        "access forum, which was divided.",
        ("Trackers paid for by insurers", "less", "Fitted to 60 machines; three stolen ones were found. Older ones "
         "take none."),
        "A farmer finds the machine gone in the morning. Reads of the night tell by which road a trailer left, and "
        "ports can be told while it is under way.",
        "on a lane such as this the few who pass are nearly all neighbours, and each of them is as good as known by "
        "name",
        "Stolen plant has no plate; the trailer's and the towing car's have. The rural crime team's list has 14 towing "
        "vehicles, and six of them were met on the {road} in earlier enquiries.",
        "Place: {place} is open farmland without a house in view. Residents: some 60 households, who will know that "
        "they are read. Passers-through: few, apart from harvest.",
        "Few people are recorded and each of them often, so the interference is deep for about 60 households. It is "
        "held in proportion by night-time searches alone and by a yearly look at results.",
        (
            ("County branch of the farmers' union", "businesses", "Its members lose the machines."),
            ("Local access forum", "road_users", "Walkers, riders and drivers who use the lanes."),
            ("Parish meeting", "residents", "There is no council; the meeting speaks for some 60 households."),
        ),
        (
            ("Harvest loses a week for each machine. If this brings back one in four it has paid for itself twice.",
             "One in four is the aim, and it goes into the review. If it is one in twenty, we shall say so."),
            ("There are eleven cars on this lane of a morning and you will know all of us. Can you not watch at night "
             "only?",
             "The reader cannot be switched off by the hour. Searches can be bound to the night, and that was done."),
        ),
        "The group heard the rural crime sergeant. It asked why trackers were not enough and was shown how few were "
        "fitted. Members wished searches to be bound to the night.",
        "The board weighed few people who are read often against a few farms that lose a season. It accepted the "
        "limit to searches at night as what tips the balance at {place}.",
        "Trackers and marking were tried and reach few machines. Searches are bound to the night, when the thefts "
        "happen.",
    ),
    "lines": Voice(
        "The youth council, two head teachers and residents of the flats were heard. Mothers spoke for it. A youth "
        "worker said that boys who are moved by force will be read as suspects first.",
        "Two inquiries ask forces to find exploited children sooner. Rights groups warn that lists grow; a report of "
        "last year counted entries that nobody could explain.",
        ("Checks at the station with the rail police", "less", "Eight days of action found three children. Cars are "
         "used more."),
        "A hired car that a partner force has listed is known on arrival. The safeguarding hub is told with the "
        "control room, so that a child is met by somebody who helps.",
        "thousands pass {place} for each car that matters, and a listed car may carry a child who is a victim",
        "The regional list for child exploitation, 52 entries, each with an owner and an end date; general drug lists "
        "are not loaded. Routes point to the {road} in most journeys that were pieced together.",
        "Place: {place} is busy by day, with a clinic and a college within half a mile. Residents: read on most "
        "errands. Passers-through: shoppers, patients, students; some have reason to fear being found.",
        "The aim is to protect children from grave harm, which weighs heavily. Against it stand a clinic and a "
        "college close by; searches that aim at visits to them are barred.",
        (
            ("Youth council", "community_group", "Young people are those who are exploited, and those who are "
             "stopped."),
            ("Tenants of the town centre flats", "residents", "Their homes are taken over."),
            ("County privacy forum", "rights_group", "It asks what lists hold and for how long."),
            ("Clinic and college, by their managers", "partner", "Patients and students pass every day."),
        ),
        (
            ("My brother was fifteen when they moved him. If somebody had known which car he was in he would have "
             "come home that week. Do it, but treat them as children.",
             "The hub is told with the control room, so that somebody who knows children goes along. Thank you for "
             "writing."),
            ("How does a name come off this list?", "Each entry ends after 28 days unless its owner renews it with a "
             "reason. The number renewed and the number ended will be published."),
        ),
        "The safeguarding lead attended for this item. Members asked who is told of a match first, and wished it "
        "minuted that it is the hub and the control room together. The end dates on the list were checked on the spot "
        "in five entries.",
        "The board asked whether a camera would find children or cars. It was told: cars, and children sooner by some "
        "days. It approved {place} for the list on exploitation and for no other.",
        "Children are beaten and moved by night. A listed car has to be known within the hour, and no lesser means "
        "does that.",
    ),
    "cargo": Voice(
        "Drivers were asked at two parks: 118 of 140 in favour. Residents near the slip road fear more lorries in "
        "lay-bys, and asked for toilets before cameras.",
        "Hauliers' bodies ask for secure parking first, and Parliament's transport committee agrees. Neither speaks "
        "against reading plates on trunk roads.",
        ("Secure parking with a gate", "less", "One park of 40 places opened and is full by six. The next is years "
         "away."),
        "Five vans account for a third of the reports. A second read within an hour of a theft ties a van to it, "
        "which is what detectives have lacked.",
        "the {road} carries tens of thousands of vehicles a day that have no part in it, and better parking would "
        "help more",
        "The freight crime desk's list of vans (17 entries) and the national file. Vans were met on the {road} in 12 "
        "of 31 statements. Lists of drivers are not used.",
        "Place: {place} is a trunk road without houses. Residents: hardly any are read more than others. "
        "Passers-through: nearly all, many from abroad, who cannot read the signs; a symbol was added.",
        "Most of those who are read pass once. The interference is shallow and very wide. Drivers were threatened in "
        "their cabs; guards and lights moved the thieves to the lay-bys.",
        (
            ("Hauliers' association, county branch", "businesses", "Its members' loads are taken and drivers "
             "threatened."),
            ("Drivers' union", "road_users", "Drivers sleep there, and are read more than anybody."),
            ("Highways authority", "partner", "It owns the road and the columns."),
        ),
        (
            ("Our members support this and would rather have a gate and a shower. Will you say that to the council?",
             "We have, in a letter of which you have a copy. The need says it too: parking would help more, and "
             "later."),
            ("Will my boss get to know where I slept?", "No. Employers get nothing, and a request for it would be "
             "refused. You may ask for your own reads."),
        ),
        "Members asked why the highways authority's cameras do not do. They are not recorded. The group noted that "
        "parking would help more, and asked that the letter to the council goes with the minutes.",
        "The board held that a wide and shallow record on a trunk road is the lesser harm beside armed threats at "
        "night. It wished to see after eighteen months whether thefts went down or only elsewhere.",
        "Drivers are threatened in their cabs and five vans recur. The road is the one that they use, and nobody "
        "lives on it.",
    ),
}  # fmt: skip
