"""The content of the tables: what the sources say, and that tables which point at each other agree."""

import pytest

from anpr_governance.regulation import facts

MATRIX = {"srn": "VVMEE", "la_major": "VVMEE", "la_minor": "VMMEE", "crowded": "VMMEE", "private": "MEEEE"}


@pytest.mark.requirement("T076", "T078")
@pytest.mark.parametrize("place", MATRIX)
def test_the_matrix_has_the_letters_of_the_appendix(place: str) -> None:
    row = facts("matrix")["matrix"][place]

    assert "".join(row[ground] for ground in facts("grounds")["grounds"]) == MATRIX[place]


def test_the_matrix_has_a_row_for_each_kind_of_place_that_it_advises_on() -> None:
    kinds = facts("place_types")["place_types"]

    assert [kind for kind, row in kinds.items() if row["in_matrix"]] == list(facts("matrix")["matrix"])
    assert not kinds["unknown"]["in_matrix"]


def test_each_letter_has_words_and_only_exceptional_cases_need_a_reason() -> None:
    codes = facts("matrix")["codes"]

    assert sorted(codes, key=lambda letter: -codes[letter]["rank"]) == ["V", "M", "E"]
    assert [letter for letter, code in codes.items() if code.get("needs_reason")] == ["E"]
    assert all(code["words"] for code in codes.values())


@pytest.mark.requirement("T024")
def test_five_grounds_roll_up_to_four_categories() -> None:
    grounds = facts("grounds")["grounds"]
    categories = facts("threat_categories")["threat_categories"]

    assert len(grounds) == 5
    assert {slug: tuple(row["grounds"]) for slug, row in categories.items()} == {
        category: tuple(ground for ground, row in grounds.items() if row["category"] == category)
        for category in ("national_security", "serious_crime", "local_crime", "community")
    }


@pytest.mark.requirement("T026")
def test_national_security_comes_first_and_asks_four_subjects() -> None:
    table = facts("threat_categories")
    asked = [slug for slug, row in table["questions"].items() if row["category"] == "national_security"]

    assert next(iter(table["threat_categories"])) == "national_security"
    assert asked == ["cni", "borders", "crowded_places", "ct_intelligence"]
    assert {row["category"] for row in table["questions"].values()} == set(table["threat_categories"])


@pytest.mark.requirement("T033", "T040")
def test_the_need_has_eight_factors_in_the_order_of_the_guidance() -> None:
    factors = list(facts("need_factors")["need_factors"].values())

    assert [factor["clause"] for factor in factors] == [f"G 3.1 b{number}" for number in range(1, 9)]
    assert [factor["number"] for factor in factors] == list(range(1, 9))


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ("need_factors", "need_factors"),
        ("dpia_template", "dpia_template"),
        ("dpia_template", "impacts"),
        ("threat_categories", "questions"),
        ("proposal_tasks", "proposal_tasks"),
        ("review_tree", "review_tree"),
    ],
)
def test_each_question_says_why_it_is_asked_and_what_a_good_answer_holds(table: str, part: str) -> None:
    rows = facts(table)[part].values()

    assert all(row["why"] and row["good_answer"] and row["clause"] for row in rows)
    assert all(row.get("question") or row["label"] for row in rows)


@pytest.mark.requirement("T046", "T047", "T050")
def test_the_dpia_has_seven_steps_three_impacts_and_seven_items_of_sign_off() -> None:
    template = facts("dpia_template")

    assert list(template["steps"]) == [str(number) for number in range(1, 8)]
    assert list(template["impacts"]) == ["location", "resident", "transient"]
    assert [item["number"] for item in template["sign_off"].values()] == list(range(1, 8))
    assert {question["step"] for question in template["dpia_template"].values()} == {1, 2, 3, 4}
    assert {question["part"] for question in template["dpia_template"].values() if question["step"] == 2} == set(
        template["parts"]
    )


def test_every_overall_rating_is_suggested_for_a_pair_of_scales_and_severe_probable_is_high() -> None:
    scales = facts("scales")

    assert set(scales["suggestion"]) == set(scales["severity"])
    assert all(set(row) == set(scales["likelihood"]) for row in scales["suggestion"].values())
    assert {rating for row in scales["suggestion"].values() for rating in row.values()} == set(scales["overall"])
    assert scales["suggestion"]["severe"]["probable"] == "high"
    assert [rating for rating, row in scales["overall"].items() if row["needs_measure"]] == ["medium", "high"]


@pytest.mark.requirement("T052")
def test_the_four_statutory_contents_are_held_by_steps_of_the_template() -> None:
    contents = facts("statutory_contents")["statutory_contents"]

    assert list(contents) == ["a", "b", "c", "d"]
    assert {str(step) for row in contents.values() for step in row["steps"]} <= set(facts("dpia_template")["steps"])


@pytest.mark.requirement("T155")
def test_exemptions_are_absolute_or_qualified_as_the_act_says() -> None:
    rows = facts("exemptions")["exemptions"]
    absolute = {row["section"] for row in rows.values() if row["kind"] == "absolute"}

    assert absolute == {"21", "23(1)", "23(5)", "32", "34", "40(2)", "41", "44"}
    assert {row["kind"] for row in rows.values()} == {"absolute", "qualified"}
    assert {row["test"] for row in rows.values()} == set(facts("exemptions")["tests"])
    assert rows["s24-1"]["test"] == "required"
    assert rows["s31-1-a"]["test"] == rows["s43-2"]["test"] == "prejudice"


@pytest.mark.requirement("T156")
def test_what_excludes_another_exemption_is_excluded_by_it() -> None:
    rows = facts("exemptions")["exemptions"]
    pairs = {(slug, other) for slug, row in rows.items() for other in row.get("exclusive_with", ())}

    assert ("s23-1", "s24-1") in pairs
    assert pairs == {(other, slug) for slug, other in pairs}


def test_incompatible_hats_are_those_of_the_workflows() -> None:
    rules = facts("incompatible_hats")["incompatible_hats"].values()
    pairs = {strength: {r["hats"] for r in rules if r["strength"] == strength} for strength in ("hard", "with-reason")}

    assert pairs["hard"] == {
        ("author", "approver"),
        ("author", "dpo"),
        ("dpo", "measures"),
        ("dpo", "residual_risk"),
        ("dpo", "sign_off"),
        ("redactor", "checker"),
        ("redactor", "releaser"),
        ("requester", "authoriser"),
    }
    assert pairs["with-reason"] == {("tester", "accepter"), ("surveillance_lead", "sign_off"), ("group", "board")}
    assert {rule["scope"] for rule in rules} == {"version", "case"}
    assert len(rules) == sum(map(len, pairs.values()))


@pytest.mark.requirement("T080")
def test_the_default_route_is_the_group_and_then_the_board() -> None:
    route, bodies, roles = facts("route")["route"], facts("quorum")["quorum"], facts("roles")["roles"]

    assert [entry["body"] for entry in route["default"]["entries"]] == ["strategy_group", "finance_strategy_board"]
    assert [dict(entry) for entry in route["temporary"]["entries"]] == [{"kind": "person", "role": "strategic-lead"}]
    assert all(
        entry.get("body") in bodies or entry.get("role") in roles for way in route.values() for entry in way["entries"]
    )
    assert {row["route"] for row in facts("deployments")["deployments"].values()} - {""} <= set(route)


def test_each_body_has_a_chair_and_a_number_that_its_disciplines_can_meet() -> None:
    table, roles = facts("quorum"), facts("roles")["roles"]

    for body in table["quorum"].values():
        assert {body["chair_role"], body["member_role"]} <= set(roles)
        assert set(body["disciplines"]) <= set(table["disciplines"])
        assert body["least"] >= max(1, body["least_disciplines"])


def test_roles_hold_only_permissions_that_are_named_and_each_permission_has_a_holder() -> None:
    table = facts("roles")
    held = {codename for role in table["roles"].values() for codename in role["permissions"]}

    assert held == set(table["permissions"])
    assert len(table["roles"]) == 15


def test_an_organisation_administrator_sees_no_content_and_an_auditor_changes_nothing() -> None:
    roles = facts("roles")["roles"]

    assert "view_content" not in roles["org-admin"]["permissions"]
    assert [slug for slug, role in roles.items() if "view_content" not in role["permissions"]] == ["org-admin"]
    assert all(codename.startswith(("view_", "export_")) for codename in roles["auditor"]["permissions"])
    assert "export_full_dpia" not in roles["auditor"]["permissions"]
    assert "view_locations" not in roles["foi-officer"]["permissions"]


@pytest.mark.requirement("T087", "T089", "T091", "T093", "T094")
def test_every_answer_of_the_review_leads_to_a_question_or_a_leaf_and_every_leaf_is_reached() -> None:
    tree = facts("review_tree")
    ways = [answer["next"] for question in tree["review_tree"].values() for answer in question["answers"].values()]

    assert set(ways) <= set(tree["review_tree"]) | set(tree["leaves"])
    assert set(tree["leaves"]) <= set(ways)
    assert {leaf["clause"]: leaf["outcome"] for leaf in tree["leaves"].values()} == {
        "G 7.4": "cease",
        "G 7.6": "continue",
        "G 7.8": "continue",
        "G 7.9": "cease",
    }
    assert [slug for slug, leaf in tree["leaves"].items() if leaf.get("needs_group")] == ["continue_changed"]


@pytest.mark.requirement("T085", "T110")
def test_reviews_and_checks_fall_due_as_the_sources_say() -> None:
    intervals = facts("intervals")["intervals"]

    assert intervals["location_review"]["months"] == 12
    assert intervals["location_review"]["lead_days"] == 60
    assert intervals["performance_check_with_images"]["months"] == 12
    assert intervals["performance_check_without_images"]["months"] == 6
    assert intervals["temporary_deployment"]["months"] == 12
    assert intervals["ico_reply"]["weeks"] == 6
    assert intervals["foi_reply"]["working_days"] == 20


def test_every_interval_has_one_length_and_every_reminder_comes_before_its_escalation() -> None:
    table = facts("intervals")
    units = ("months", "weeks", "days", "working_days", "hours")

    assert all(sum(unit in row for unit in units) == 1 for row in table["intervals"].values())
    assert list(table["reminders"]["before_days"]) == [30, 7, 1]
    levels = [(level["level"], level["overdue_days"]) for level in table["escalation"]]
    assert levels == sorted(levels)
    assert {role for level in table["escalation"] for role in level["roles"]} <= set(facts("roles")["roles"])


def test_every_duty_of_the_calendar_counts_by_an_interval_and_belongs_to_a_role() -> None:
    duties = facts("duties")["duties"]

    assert list(duties) == [f"C{number}" for number in range(1, 23)]
    assert {row["interval"] for row in duties.values()} - {""} <= set(facts("intervals")["intervals"])
    assert {row["role"] for row in duties.values()} <= set(facts("roles")["roles"])


@pytest.mark.requirement("T057")
def test_the_tasks_of_a_proposal_end_by_a_person_or_by_a_record() -> None:
    tasks = facts("proposal_tasks")["proposal_tasks"]

    assert next(iter(tasks)) == "assessments_reviewed"
    assert list(tasks)[-1] == "dpia"
    assert all((row["done_by"] == "record") == ("ends_at" in row) for row in tasks.values())
    assert {row["done_by"] for row in tasks.values()} == {"person", "record"}


@pytest.mark.requirement("T007")
def test_there_is_a_compliance_statement_for_each_law_and_standard() -> None:
    assert list(facts("compliance_statements")["compliance_statements"]) == [
        "dpa",
        "uk_gdpr",
        "hra",
        "pofa",
        "code",
        "nasple",
    ]


@pytest.mark.requirement("T010")
def test_the_purposes_are_the_five_of_the_act() -> None:
    assert list(facts("law_enforcement_purposes")["law_enforcement_purposes"]) == [
        "prevention",
        "investigation",
        "detection",
        "prosecution",
        "public_security",
    ]


def test_only_two_deployments_go_without_an_assessment_of_data_protection() -> None:
    assert set(facts("dpia_exemptions")["dpia_exemptions"]) == {"operational", "ripa"}
    assert set(facts("dpia_exemptions")["dpia_exemptions"]) <= set(facts("deployments")["deployments"])


def test_a_gap_says_what_closes_it_and_a_found_site_starts_with_need_and_dpia_at_most() -> None:
    gaps = facts("gap_kinds")["gap_kinds"]

    assert all(row["closed_by"] for row in gaps.values())
    assert {kind for kind, row in gaps.items() if "found" in row["origins"]} == {
        "need",
        "dpia",
        "dpia_outside",
        "moved",
    }


def test_a_suspension_names_what_must_come_before_collection_resumes() -> None:
    table = facts("reason_codes")
    codes = table["reason_codes"]

    assert {row["resume_needs"] for row in codes.values()} - {""} == set(table["resume_needs"])
    assert codes["failed_test"]["resume_needs"] == "accepted_check"
    assert {code for code, row in codes.items() if row["resume_needs"] == "decision_to_continue"} == {
        "not_justified",
        "ordered",
    }


def test_the_leaves_of_the_review_name_a_reason_to_cease_that_exists() -> None:
    codes = {leaf["reason_code"] for leaf in facts("review_tree")["leaves"].values() if "reason_code" in leaf}

    assert codes <= set(facts("reason_codes")["cease"])


def test_only_the_lower_marking_may_be_published() -> None:
    assert [slug for slug, row in facts("markings")["markings"].items() if row["public"]] == ["official"]


@pytest.mark.requirement("T111")
def test_the_version_of_the_standards_in_force_is_known_and_its_thresholds_are_not_verified() -> None:
    table = facts("nasple")

    assert table["current"]["version"] in table["nasple"]
    assert {slug: (row["counts"], row["of"]) for slug, row in table["thresholds"].items()} == {
        "capture": ("captured", "visible"),
        "read": ("read", "captured"),
        "delivery": ("captured", "visible"),
        "in_time": ("read", "captured"),
        "intake": ("captured", "visible"),
        "right": ("read", "captured"),
    }
    assert not any(row["verified"] for row in table["thresholds"].values())
    assert {row["source"] for row in table["thresholds"].values() if "component" in row} == {"house"}


@pytest.mark.requirement("T108")
def test_every_kind_of_component_has_its_own_counts_and_thresholds() -> None:
    table = facts("nasple")

    assert set(table["components"]) == {"nrd", "link", "bof"}
    assert all(
        list(row["counts"]) == ["vehicles", "visible", "captured", "read"] for row in table["components"].values()
    )
    assert {row.get("component", "nrd") for row in table["thresholds"].values()} == set(table["components"])


def test_each_requirement_stands_on_a_clause() -> None:
    rows = facts("requirements")["requirements"]

    assert list(rows) == [f"T{number:03}" for number in range(1, 161)]
    assert all(row["clauses"] for row in rows.values())
    assert {row["section"] for row in rows.values()} == set(facts("requirements")["sections"])


def test_a_term_is_explained_in_a_sentence_of_its_own() -> None:
    terms = facts("glossary")["glossary"].values()

    assert len({row["term"] for row in terms}) == len(terms)
    assert all(row["meaning"].endswith(".") and len(row["meaning"]) < 300 for row in terms)
