"""The first chapters of a site: assessment, need, proposal, consultation, DPIA, until the bodies can decide."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from anpr_governance.database import clock
from tests.journeys.desk import Desk

PROPOSAL, DPIA, SITE = "/proposals/SVP-P-0001/", "/dpias/SVP-D-0001/v1/", "/sites/SVP-S-0001/"
REVIEW, RELEASE = "/reviews/SVP-R-0001/", "/dpias/SVP-D-0001/redaction/"
PLACE = "the A4190 at Hollins Cross"
SYSTEM = "Fixed"
BALANCE = "Grave harm to few outweighs little for many."
RELEVANT = "Is this category relevant in the area?"
MARKING = "OFFICIAL: May be published once it has been checked."
GROUNDS = {"Serious, organised and major crime": "Serious, organised and major crime", "Local crime": "Local crime"}
TACTIC = {"Tactic 1": "Patrols at night", "Tactic 1: how intrusive": "Less intrusive than ANPR"}
FACTORS: dict[str, dict[str, Any]] = {
    "People affected": {
        "People affected, at least": 400, "People affected, at most": 900, "Source of the number": "Census",
    },
    "Damage or distress": {
        "Does it lead to damage or distress?": "Yes", "What kind of harm": "Loss and fear", "How grave": "Serious",
    },
    "Local views": {}, "Wider views": {},
    "Other tactics": {**TACTIC, "Tactic 1: why it is not enough": "Tried for a year; the raids went on."},
    "How ANPR helps": {"How it detects, deters and disrupts crime": "A read is acted upon within minutes."},
    "Scope of intrusion": {"Vehicles a day": "5000", "Source of the count": "The council's count of last May"},
    "Scale of intrusion": {"Settlement": "Hollins", "Ways in and out": "Valley road\nOld bridge\nNorth lane"},
}  # fmt: skip
WORDS = "Ram raids on village shops by the same few vehicles, 14 in the year to March."


class Story:
    """The desks of everybody in it, opened when first needed."""

    def __init__(self, browser: Browser, base: str, emails: dict[str, str], evidence: Path) -> None:
        self.browser, self.base, self.emails = browser, base, emails
        self.evidence = evidence
        self._desks: dict[str, Desk] = {}

    def __getattr__(self, who: str) -> Desk:
        if who not in self._desks:
            self._desks[who] = Desk(self.browser, self.base, self.emails[who])
        return self._desks[who]


def assessment_is_written(story: Story) -> None:
    desk, here = story.analyst, "/assessments/SVP-A-0001/"
    desk.go("/assessments/")
    desk.follow("Begin an assessment")
    desk.answers({"Area assessed": "Severn valley", "Next review on": clock.today() + timedelta(days=300)})
    desk.press("Save the draft record", "SVP-A-0001 is made")
    for category in ("National security and counter-terrorism", "Community confidence, crime prevention"):
        desk.go(here)
        desk.follow(category)
        desk.answers({RELEVANT: "No", "Why it is not relevant": "Nothing of the kind was reported in three years."})
        desk.press("Save and go back to the list")
    for category in ("Serious, organised and major crime", "Local crime"):
        desk.go(here)
        desk.follow(category)
        desk.answer(RELEVANT, "Yes")
        desk.answer_every_box(WORDS)
        desk.press("Save and go back to the list")
        desk.go(here)
        desk.follow("Add an item of evidence")
        said = {"Ground": GROUNDS[category], "Source": "Crime recording system", "Analysis": WORDS}
        desk.answers({**said, "Effective on": clock.today() - timedelta(days=30), "Marking": MARKING})
        desk.press("Save the changes")


def major_crime_staff_advise(story: Story) -> None:
    desk = story.analyst
    desk.go("/assessments/SVP-A-0001/")
    desk.follow("Ask the major crime staff")
    desk.answers({"Who is asked": "major-crime-lead", "What you ask them": "Which places matter to you?"})
    desk.press("Record that they are asked")
    desk = story.crime_lead
    desk.go("/assessments/SVP-A-0001/")
    desk.follow("Record the advice")
    desk.answer("What they advise", "Watch the valley road between the two bridges.")
    desk.press("Record the advice")


def assessment_is_endorsed(story: Story) -> None:
    desk = story.analyst
    desk.go("/assessments/SVP-A-0001/")
    desk.follow("Submit for endorsement")
    desk = story.lead
    desk.take("/assessments/SVP-A-0001/", "Endorse", "Endorsed")


def place_is_entered(story: Story) -> None:
    desk = story.manager
    desk.go("/sites/add/")
    desk.answers({
        "Deployment": "Fixed", "Whose it is": "Ours", "Register reference": "SV0001", "Name": "A4190 Hollins Cross",
        "Kind of place": "Local authority managed major road", "Road": "A4190", "Lanes": 2, "Easting (OSGB36)": 312000,
        "Northing (OSGB36)": 184000, "Local policing area": "Vale",
    })  # fmt: skip
    desk.press("Add the site", "SVP-S-0001")


def need_is_written(story: Story) -> None:
    desk, here = story.analyst, "/needs/SVP-N-0001/"
    desk.go("/needs/new/")
    desk.answers({"Title": "Raids on village shops", "Aim against which success is judged": "Fewer raids."})
    desk.press("Save the draft record", "SVP-N-0001 is made")
    for factor, own in FACTORS.items():
        desk.go(here)
        desk.follow(factor)
        desk.answers({**own, "Analysis": WORDS})
        desk.press("Save and go back to the list")
    desk.go(f"{here}v1/weighing/")
    desk.answers({"Weighing": "Grave harm to few outweighs little for many.", "Conclusion": "The need is pressing."})
    desk.save()
    desk.go(here)
    desk.follow("Add a ground")
    desk.answers({"Ground": "Local crime", "Assessment": "SVP-A-0001"})
    desk.save()
    desk.go(here)
    desk.follow("Add a site")
    desk.answer("Site", "SV0001")
    desk.save()


def need_is_established(story: Story) -> None:
    desk = story.analyst
    desk.go("/needs/SVP-N-0001/")
    desk.follow("Submit")
    desk = story.lead
    desk.take("/needs/SVP-N-0001/", "Establish the need", "Established")


def proposal_is_begun(story: Story) -> None:
    desk = story.manager
    desk.go("/proposals/new/")
    desk.answers({
        "Title": "Valley road", "What is to be installed": "One pole with a reader for each lane.",
        "Law enforcement purpose": "Detecting crime", "Deployment": "Fixed", "Assessment": "SVP-A-0001",
        "Pressing social need": "SVP-N-0001", "Cost to the force (£)": "18500.00",
    })  # fmt: skip
    desk.press("Save the draft record", "SVP-P-0001 is made")
    desk.go(PROPOSAL)
    desk.follow("Add a site")
    desk.answer("Site", "SV0001")
    desk.press("Add the site")
    desk.go(PROPOSAL)
    desk.follow("Begin")
    desk.reads("Assessing")


def dpia_is_begun(story: Story) -> None:
    desk = story.manager
    desk.go("/dpias/begin/SVP-P-0001/")
    desk.answers({"Title": "Valley road", "Type of system": SYSTEM})
    desk.press("Begin the DPIA", "SVP-D-0001")


def people_are_consulted(story: Story) -> None:
    desk = story.manager
    desk.go(PROPOSAL)
    desk.follow("Record that none stands nearby")
    desk.answer_every_box("None stands within the distance.")
    desk.answer("This task is finished", True)
    desk.press("Save the answer")
    desk.go(f"{PROPOSAL}matrix/")
    desk.press("Look it up and keep the codes")
    desk.go(PROPOSAL)
    desk.follow("Add a stakeholder")
    desk.answers({"Name": "Parish council", "Why they have an interest": "It is their road."})
    desk.save()
    desk.go(PROPOSAL)
    desk.follow("Change how people are consulted")
    desk.answers({"Letters to groups and people": True, "How exactly": "Letters and a public meeting."})
    desk.answers({"Extent": "Everyone with a reasonable interest"})
    desk.answer("Why this extent fits the need and the impact on privacy", "All who live near it were written to.")
    desk.save()
    desk.go(PROPOSAL)
    desk.follow("Make the pack")
    desk.answer("What is proposed, in words for the public", "We ask about a camera on a road in the valley.")
    desk.press("Make the pack", "It names no exact place")
    desk.go(PROPOSAL)
    desk.follow("Open consultation")
    desk.reads("Consulting")


def dpia_is_written(story: Story) -> None:
    desk = story.manager
    desk.go(DPIA)
    for number, path in enumerate(path for path in desk.tasks() if not path.endswith(("/sites/", "/consultation/"))):
        desk.go(path)
        boxes = desk.main.locator("form textarea:visible")
        if boxes.count():
            if number == 0:
                boxes.first.fill(f"A camera is to stand on {PLACE}. Reads are kept for 12 months.")
            desk.answer_every_box("Drivers are recorded as they pass, and every search is audited.")
            desk.save()
    desk.go(f"{DPIA}facts/")
    desk.answers({"ANPR systems before": 40, "ANPR systems after": 41})
    desk.answer("Does it mean a large increase in the number of ANPR systems?", "No")
    desk.save()
    desk.go(f"{DPIA}risks/add/")
    desk.answer("Source of the risk and what it could do to people", "Somebody reads without need where a person was.")
    desk.answers({"How likely is harm?": "Possible", "How severe would it be?": "Significant"})
    desk.answer("Overall risk", "Medium")
    desk.press("Save the risk")
    desk.go(f"{DPIA}risks/")
    desk.follow("Add a measure")
    desk.answer("What will be done to reduce or remove it?", "Every search gives its reason and is audited.")
    desk.answers({"What does it do to the risk?": "Reduced", "What risk is left?": "Low", "Owner": "anpr-specialist"})
    desk.answer("To be done by", clock.today() + timedelta(days=30))
    desk.press("Save the measure")


def consultation_is_closed(story: Story) -> None:
    desk = story.manager
    desk.go(PROPOSAL)
    desk.follow("Record a response")
    desk.answers({"Received on": clock.today(), "What they said": "Keep reads short.", "Our answer": "They are."})
    desk.save()
    desk.go(PROPOSAL)
    desk.follow("Close the consultation")
    desk.press("Close it")
    desk.go(f"{DPIA}content/")
    desk.follow("Send to the DPO")
    desk.reads("With DPO")


def dpo_and_surveillance_lead_advise(story: Story) -> None:
    desk = story.dpo
    desk.go(DPIA)
    desk.follow("Give the DPO's advice")
    desk.answer("Can the processing go ahead?", "Yes, it can go ahead")
    desk.answer("Your advice, in your own words", "It is in proportion; audit every search.")
    desk.save("Awaiting sign-off")
    desk = story.surveillance
    desk.go(DPIA)
    desk.follow("Give the view for overt surveillance")
    desk.answers({"Do you support it?": "Yes, I support it", "Your view": "It adds little to what stands."})
    desk.save()


def tasks_are_finished(story: Story) -> None:
    desk = story.manager
    desk.go(PROPOSAL)
    for path in [path for path in desk.tasks() if "/task/" in path]:
        desk.go(path)
        if not desk.main.get_by_label("This task is finished").count():
            continue
        desk.answer_every_box("Looked into, and it agrees with the assessment.")
        if desk.main.get_by_role("group", name="Asked on").count():
            desk.answer("Asked on", clock.today())
        desk.answer("This task is finished", True)
        desk.press("Save the answer")
    desk.go(PROPOSAL)
    desk.follow("Finish consultation")
    desk.take(PROPOSAL, "Submit for decision", "Deciding")
