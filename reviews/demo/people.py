"""Who works in the forces of the demonstration; every name is invented."""

from dataclasses import dataclass

from anpr_governance.organisations.roles import Role


@dataclass(frozen=True)
class Holder:
    """Somebody with a sign-in `slug`, and the role that they hold."""

    slug: str
    role: str
    name: str
    rank: str
    discipline: str = ""
    first: bool = False
    area: str = ""
    order: str = ""
    acts_for: str = ""


GROUP, BOARD = Role.GROUP_MEMBER, Role.BOARD_MEMBER

DEMO_PEOPLE = (
    Holder("org-admin", Role.ORG_ADMIN, "Orla Merriman", "Head of business services"),
    Holder("org-admin-2", Role.ORG_ADMIN, "Desmond Achterberg", "Business services manager"),
    Holder("anpr-manager", Role.ANPR_MANAGER, "Meredith Stannage", "Inspector"),
    Holder("anpr-manager-2", Role.ANPR_MANAGER, "Callum Brightwell", "Inspector"),
    Holder("anpr-specialist", Role.ANPR_SPECIALIST, "Yusuf Tamblyn", "ANPR engineer"),
    Holder("analyst", Role.ANALYST, "Ingrid Fellowes", "Principal analyst"),
    Holder("major-crime-lead", Role.MAJOR_CRIME_LEAD, "Dominic Harkaway", "Detective Superintendent"),
    Holder("strategic-lead", Role.STRATEGIC_LEAD, "Rosalind Achurch", "Chief Superintendent", first=True),
    Holder(
        "strategic-lead-2", Role.STRATEGIC_LEAD, "Gareth Ollerenshaw", "Superintendent",
        order="Letter of the chief constable on stand-ins", acts_for="strategic-lead",
    ),
    Holder("group-member", GROUP, "Patience Loxley", "Chief Inspector", "specialist_operations"),
    Holder("group-member-2", GROUP, "Hamish Quantrill", "Detective Inspector", "force_intelligence"),
    Holder("group-member-3", GROUP, "Leonie Vasey", "Senior analyst", "analysis"),
    Holder("group-member-4", GROUP, "Tobias Wren-Lacey", "Information manager", "information"),
    Holder("group-member-5", GROUP, "Sunita Halvorsen", "Head of ICT", "ict"),
    Holder("group-member-6", GROUP, "Edwin Marchetti", "Finance business partner", "finance"),
    Holder("board-member", BOARD, "Philippa Drakelow", "Deputy Chief Constable", first=True),
    Holder("board-member-2", BOARD, "Osian Trevanion", "Chief finance officer"),
    Holder("board-member-3", BOARD, "Beatrix Summerhill", "Assistant Chief Constable"),
    Holder("board-member-4", BOARD, "Anselm Okonjo-Reed", "Head of people services"),
    Holder("chief-officer", Role.CHIEF_OFFICER, "Helena Swinnerton", "Assistant Chief Constable", first=True),
    Holder("dpo", Role.DPO, "Marcus Penhallow", "Data protection officer"),
    Holder("surveillance-lead", Role.SURVEILLANCE_LEAD, "Judith Abernathy", "Superintendent"),
    Holder("foi-officer", Role.FOI_OFFICER, "Freya Lindqvist", "Information rights officer"),
    Holder("foi-officer-2", Role.FOI_OFFICER, "Barnaby Okell", "Information rights officer"),
    Holder("finance-officer", Role.FINANCE_OFFICER, "Constance Mabey", "Asset accountant"),
    Holder("lpa-commander", Role.LPA_COMMANDER, "Piers Wintringham", "Chief Inspector", area="Vale"),
    Holder("auditor", Role.AUDITOR, "Nerys Calloway", "Internal auditor"),
)  # fmt: skip

OTHER_PEOPLE = (
    Holder("org-admin", Role.ORG_ADMIN, "Wilfred Sadleir", "Head of corporate services"),
    Holder("org-admin-2", Role.ORG_ADMIN, "Aoife Brannock", "Corporate services manager"),
    Holder("anpr-manager", Role.ANPR_MANAGER, "Gideon Prowse", "Inspector"),
    Holder("anpr-specialist", Role.ANPR_SPECIALIST, "Tamsin Ekwall", "ANPR engineer"),
    Holder("analyst", Role.ANALYST, "Rafael Thistlewood", "Analyst"),
    Holder("major-crime-lead", Role.MAJOR_CRIME_LEAD, "Sheila Garrowby", "Detective Chief Inspector"),
    Holder("strategic-lead", Role.STRATEGIC_LEAD, "Lucian Hebblewhite", "Chief Superintendent", first=True),
    Holder("group-member", GROUP, "Martha Oxborrow", "Chief Inspector", "specialist_operations"),
    Holder("group-member-2", GROUP, "Kenji Fairclough", "Detective Inspector", "force_intelligence"),
    Holder("group-member-3", GROUP, "Roisin Templar", "Information manager", "information"),
    Holder("board-member", BOARD, "Augusta Whitlam", "Deputy Chief Constable", first=True),
    Holder("board-member-2", BOARD, "Sefton Mallory", "Chief finance officer"),
    Holder("board-member-3", BOARD, "Dilys Aspinwall", "Assistant Chief Constable"),
    Holder("chief-officer", Role.CHIEF_OFFICER, "Conrad Ellingham", "Assistant Chief Constable", first=True),
    Holder("dpo", Role.DPO, "Winifred Oakeshott", "Data protection officer"),
    Holder("surveillance-lead", Role.SURVEILLANCE_LEAD, "Magnus Thorold", "Superintendent"),
    Holder("foi-officer", Role.FOI_OFFICER, "Imogen Carbury", "Information rights officer"),
    Holder("finance-officer", Role.FINANCE_OFFICER, "Ephraim Nuttall", "Asset accountant"),
    Holder("lpa-commander", Role.LPA_COMMANDER, "Sabine Royston", "Chief Inspector", area="Northbridge town"),
    Holder("auditor", Role.AUDITOR, "Alasdair Penrose", "Internal auditor"),
)
