"""Where the cameras of the demonstration stand: invented names on the grid of a river valley."""

from dataclasses import dataclass
from typing import Any

from cameras.register.places import to_globe


@dataclass(frozen=True)
class Place:
    """A place as a register describes it; `kind` is a row of the deployment matrix."""

    register: str
    name: str
    road: str
    kind: str
    easting: int
    northing: int
    area: str
    direction: str = "Both directions"
    lanes: int = 2

    def fields(self) -> dict[str, Any]:
        """The columns of a site, without its area and state."""
        ((latitude, longitude),) = to_globe([(self.easting, self.northing)])
        return {
            "site_reference": self.register, "name": self.name, "road": self.road, "place_type": self.kind,
            "easting": float(self.easting), "northing": float(self.northing), "direction": self.direction,
            "latitude": round(latitude, 6), "longitude": round(longitude, 6), "lanes": self.lanes,
        }  # fmt: skip


_ROWS = (
    # Sought, decided and put up here
    Place("SV-101", "Ashmead Bridge", "A48", "la_major", 371240, 213480, "Vale", "Northbound", 2),
    Place("SV-102", "Kingsmere ring road, east", "A4217", "la_major", 384910, 221330, "Kingsmere", lanes=4),
    Place("SV-103", "Kingsmere ring road, docks", "A4217", "la_major", 384120, 219870, "Kingsmere", lanes=4),
    Place("SV-104", "Kingsmere ring road, hospital", "A4217", "la_major", 383150, 222040, "Kingsmere", lanes=4),
    Place("SV-105", "Tillbrook Cross", "B4213", "la_minor", 378260, 227910, "Vale"),
    Place("SV-106", "Quay Road freight terminal", "A38", "la_major", 376840, 216520, "Vale", "Southbound"),
    Place("SV-107", "Wexley bypass", "A417", "srn", 369480, 224350, "Forest", lanes=4),
    Place("SV-108", "Harrow Lane roundabout", "A4172", "la_major", 366930, 228440, "Forest"),
    Place("SV-109", "Brockhurst services slip", "M509", "srn", 388720, 216010, "Kingsmere", "Eastbound", 3),
    Place("SV-110", "Saltway junction", "A435", "la_major", 390140, 225600, "Vale"),
    Place("SV-111", "Coldharbour crossroads", "B4008", "la_minor", 380470, 211270, "Vale"),
    Place("SV-112", "Fernhill viaduct", "A466", "la_major", 361350, 219820, "Forest"),
    Place("SV-113", "Lower Dunstan", "B4221", "la_minor", 364480, 231790, "Forest"),
    Place("SV-114", "Marl Pit Lane", "C151", "la_minor", 373390, 231220, "Vale", lanes=1),
    Place("SV-115", "St Oswin's retail park", "Private road", "private", 385640, 220420, "Kingsmere"),
    Place("SV-116", "Priory Gate", "A4019", "la_major", 387350, 223910, "Kingsmere"),
    Place("SV-117", "Severn sluice", "A48", "la_major", 367920, 210150, "Forest"),
    Place("SV-118", "Aldermoor showground", "B4632", "crowded", 393760, 229010, "Vale"),
    Place("SV-119", "Thornlea village", "B4215", "la_minor", 372280, 226240, "Forest"),
    Place("SV-120", "Overbury quarry", "B4208", "la_minor", 375560, 233480, "Vale"),
    Place("SV-121", "Weir Lane", "C208", "la_minor", 377730, 221090, "Vale", lanes=1),
    Place("SV-122", "Station Parade", "A4151", "la_major", 365710, 214600, "Forest"),
    Place("SV-123", "Hopyard bend", "B4216", "la_minor", 370010, 232950, "Forest"),
    Place("SV-124", "Ferry Lane", "C97", "la_minor", 379180, 208330, "Vale", lanes=1),
    # Found when the register was taken over
    Place("SV-001", "Northern gate", "A38", "la_major", 381520, 229640, "Vale", "Northbound"),
    Place("SV-002", "Southern gate", "A38", "la_major", 374690, 209210, "Vale", "Southbound"),
    Place("SV-003", "Forest gateway, west", "A40", "srn", 359870, 217640, "Forest", lanes=4),
    Place("SV-004", "Forest gateway, east", "A40", "srn", 368330, 218520, "Forest", lanes=4),
    Place("SV-005", "Market Street", "A4153", "la_major", 384450, 221020, "Kingsmere"),
    Place("SV-006", "Castle Meads car park", "Private road", "private", 384020, 221480, "Kingsmere"),
    Place("SV-007", "Bus station approach", "A4153", "crowded", 384780, 221510, "Kingsmere"),
    Place("SV-008", "Eastgate", "A4019", "la_major", 386110, 221870, "Kingsmere"),
    Place("SV-009", "Linden Hill", "B4063", "la_minor", 388050, 220710, "Kingsmere"),
    Place("SV-010", "Hop Pole corner", "B4226", "la_minor", 363140, 212880, "Forest"),
    Place("SV-011", "Old toll house", "B4234", "la_minor", 362210, 209470, "Forest"),
    Place("SV-012", "Grange Farm turn", "B4231", "la_minor", 370570, 207720, "Forest"),
    Place("SV-013", "Mill Street bridge", "A46", "la_major", 389470, 213290, "Vale"),
    Place("SV-014", "Upper Swelling", "B4077", "la_minor", 394380, 220450, "Vale"),
    Place("SV-015", "Racecourse lane", "A435", "crowded", 392010, 224870, "Vale"),
    Place("SV-016", "Canal wharf", "A4217", "la_major", 383620, 220540, "Kingsmere"),
    Place("SV-016B", "Canal wharf (second entry)", "A4217", "la_major", 383610, 220550, "Kingsmere"),
    Place("SV-017", "Gasworks corner", "A4151", "la_major", 366030, 214980, "Forest"),
    Place("SV-018", "Abbey fields", "B4060", "la_minor", 376410, 206960, "Vale"),
    # Partners' and those without the machine
    Place("KC-11", "Kingsmere council: Albion Square", "A4153", "crowded", 384600, 220890, "Kingsmere"),
    Place("KC-14", "Kingsmere council: park and ride", "A4019", "la_major", 388610, 222760, "Kingsmere"),
    Place("RP-01", "Covert authority, Vale", "", "unknown", 377000, 220000, "Vale"),
    # The second force
    Place("NB-01", "Northbridge: Corn Hill", "A6110", "la_major", 441300, 402180, "Northbridge town"),
    Place("NB-02", "Northbridge: Tannery Row", "A6110", "la_minor", 442950, 403010, "Northbridge town"),
    Place("NB-03", "Northbridge: Beacon moor", "A616", "la_major", 437700, 404560, "Northbridge moor"),
    Place("NB-04", "Northbridge: Viaduct Street", "A629", "la_major", 440080, 401270, "Northbridge town"),
    Place("NB-05", "Northbridge: Sheepwash", "B6046", "la_minor", 436210, 406930, "Northbridge moor"),
)
PLACES = {place.register: place for place in _ROWS}
