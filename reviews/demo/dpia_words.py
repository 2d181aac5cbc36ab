"""What the authors of the demonstration's DPIAs wrote: answers, impacts, risks, measures, advice."""

from reviews.demo.themes import Theme

NEARBY = "A doctor's surgery and a primary school lie within half a mile"


STUDY = "M25"
"""The road of a published study: no place of ours, so it may stay in a public copy."""


ANSWERS = {
    "project": "Number plate cameras at {place}. {theme.picture} Reads are compared with lists of vehicles of "
    "interest at once, and kept for investigators who have a reason to ask.",
    "need_for_dpia": "Everybody who drives past is recorded, day and night, and a series of reads can show how a "
    "person lives. That is systematic monitoring on a large scale.",
    "collection": "The camera takes a picture of the plate and one of the vehicle, reads the plate and sends both "
    "over an encrypted line to the back office facility and from there to the national service. The camera keeps "
    "nothing after the transfer is confirmed; {engineer} tried that at {register}.",
    "source_and_sharing": "Reads come from our own cameras. They are shared with the national service and, through "
    "it, with forces whose staff are authorised. The highways authority gets counts without plates.",
    "high_risk_kinds": "Tracking of movements and matching against lists. There is no face recognition and no "
    "automatic decision: an officer looks at each match before anybody is stopped.",
    "data_kinds": "Plate, time, place, direction and two pictures. Visits to a surgery, a school or a place of "
    "worship can be concluded from reads, so searches for such visits are not allowed.",
    "volume": "About {theme.daily:,} reads on a working day, round the clock. Reads are kept for twelve months "
    "and pictures for ninety days, as the national standard sets.",
    "individuals": "Between 20,000 and 26,000 drivers in a month, most of them from the county; the estimate rests "
    "on the council's count and on a survey of where vehicles are registered.",
    "relationship": "Drivers did not choose this and can hardly avoid it. They are told by signs and on our web "
    "page, and can ask for their own data or object by letter or form.",
    "expectation": "Many know that main roads have cameras; few know for how long reads are kept. "
    "{nearby}, so children and ill people are among those who pass.",
    "concerns": "Two complaints in three years, both about signs that could not be read at night; the signs were "
    "changed. In another county a misread led to a wrongful stop, which is why rates are checked here.",
    "technology": "The model has been in use since 2021, meets NASPLE 2.4 and was evaluated by us this year. The "
    "surveillance camera code was gone through principle by principle.",
    "purposes": "{theme.aims} Victims, insurers and those who live along the road gain by it.",
    "consult_individuals": "Parish councils, the chamber of trade and a privacy forum were asked in writing and at "
    "a public meeting, for 28 days. No exact place was named to them.",
    "consult_inside": "Information security, the intelligence bureau, local policing and the rural crime team were "
    "asked; information security wanted a shorter remote access window and got it.",
    "consult_experts": "The supplier was asked about deletion on the camera, and the national service about "
    "capacity. Both answered to {engineer} (anpr.team@demo.example, 01632 960417).",
    "lawful_basis": "The common law duty to prevent and detect crime. The processing is strictly necessary for "
    "that purpose, because the tactics tried before did not suffice.",
    "achieves_purpose": "A published study of the M25 found one line of enquiry in nine hundred "
    "reads. At a like site in the county, reads led to 23 arrests and 9 recovered vehicles in a year; "
    "without them six of those cases would have had no line of enquiry.",
    "other_ways": "{theme.tried} {theme.too_much} The council's own camera faces away and cannot be shared.",
    "function_creep": "A search needs a reason and a reference. Searches are sampled every quarter, and the yearly "
    "review asks whether the aims were met or have changed.",
    "quality": "Capture and read rates are checked on installation and every year; clock and place are checked "
    "with them. Passengers' faces are not kept sharp.",
    "information": "Signs at the roads that lead to {place}, a web page that says what is read and why, and an "
    "answer to requests for one's own data within a month.",
    "processors": "The supplier's engineers get remote access for one fault at a time, are vetted, and are watched "
    "while they are connected. The contract was checked this spring.",
    "transfers": "No. All systems stand in the United Kingdom.",
}
"""Steps 1 to 4 by question; the braces take the theme and the place as the authors would name it, exactly."""


def answers(theme: Theme, place: str, register: str, engineer: str) -> dict[str, str]:
    """Steps 1 to 4 of one DPIA."""
    said = {"theme": theme, "place": place, "register": register, "engineer": engineer, "nearby": NEARBY}
    return {question: text.format(**said) for question, text in ANSWERS.items()}


IMPACTS = {
    "location": f"An open stretch of road. {NEARBY}; neither lies in view of the camera.",
    "resident": "About 900 households use the road to get to work and to shop, most of them twice a day. Two other "
    "roads lead out of the villages without any camera.",
    "transient": "Commuters, deliveries and visitors. They are read once on their way and know of it by the signs. A "
    "refuge in the county was told, so that its staff can advise those who are afraid of being traced.",
}

RISKS = (
    (
        {
            "source": "Somebody with access looks up where a neighbour or former partner was, who is then followed or "
            "harmed.",
            "likelihood": "possible", "severity": "severe", "overall": "medium",
        },
        {
            "option": "Every search gives its reason and reference; one in twenty is audited each quarter by somebody "
            "outside the team.",
            "effect": "reduced", "residual": "low",
        },
    ),
    (
        {
            "source": "A plate is read wrongly and an innocent driver is stopped, delayed and frightened.",
            "likelihood": "possible", "severity": "significant", "overall": "medium",
        },
        {
            "option": "The control room compares the picture with the plate before a patrol is sent; read rates below "
            "the threshold suspend the camera.",
            "effect": "reduced", "residual": "low",
        },
    ),
    (
        {
            "source": "Residents feel watched and avoid the surgery or a meeting that they would have gone to.",
            "likelihood": "remote", "severity": "significant", "overall": "low",
        },
        {
            "option": "Signs and web page say what is not looked at, and the parishes hear every year what came of it.",
            "effect": "reduced", "residual": "low",
        },
    ),
)  # fmt: skip

HIGH_RISK = (
    {
        "source": "With the new cameras every way into the town is watched, and nobody can come or go unseen.",
        "likelihood": "probable", "severity": "severe", "overall": "high",
    },
    {
        "option": "Reads of the inner ring are deleted after seven days unless they match a list.",
        "effect": "reduced", "residual": "high",
    },
)  # fmt: skip

ADVICE = (
    "The purpose is lawful and clearly bounded. Necessity is shown by what was tried before. I ask that the audit of "
    "searches begins with the first read, and that the surgery is told. On that footing it can go ahead."
)
VIEW = (
    "I support it. The place follows from the intelligence, the coverage leaves residents two ways out, and the same "
    "result was not reached by other overt means."
)
REVIEWER = "The ANPR manager, every year with the review of the sites"
PUBLIC_TITLE = "Number plate cameras on a main road of the county"
PUBLIC_SUMMARY = (
    "This assessment looks at what number plate cameras on a main road mean for people who live there and for those "
    "who pass, and at what is done to protect them. Exact places are left out."
)
