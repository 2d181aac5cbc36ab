"""Every benchmark by name, in the order of the table."""

from collections.abc import Callable

from bench import audit, deciding, drawing, exporting, importing, opening, pages, paging
from bench.dataset import Size
from bench.measuring import Row

BENCHES: dict[str, Callable[[Size], list[Row]]] = {
    "double_decision": deciding.double_decision,
    "register_vs_floor": pages.register_vs_floor,
    "register_vs_admin": pages.register_vs_admin,
    "rights_cost": pages.rights_cost,
    "sql_per_page": pages.sql_per_page,
    "deep_page": paging.deep_page,
    "step_cpu": deciding.step_cpu,
    "open_due": opening.open_due,
    "map": drawing.drawing,
    "csv_export": exporting.csv_export,
    "xlsx_export": exporting.xlsx_export,
    "import": importing.importing,
    "audit_append": audit.audit_append,
    "audit_verify": audit.audit_verify,
}
