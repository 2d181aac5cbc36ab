"""Facts of regulation as data: clauses, intervals, thresholds, the matrix, questions. No rule's number is in code.

Each table is one TOML file beside this one, with its source, version, day in force and who verified it.
A force's own edition of a table is a later `Edition` row; `facts_for` answers with the one in force.
"""

from anpr_governance.regulation.loader import (
    Clause,
    Shipped,
    UnknownFact,
    clause,
    clause_by_slug,
    clauses,
    facts,
    facts_for,
    shipped,
)

__all__ = ["Clause", "Shipped", "UnknownFact", "clause", "clause_by_slug", "clauses", "facts", "facts_for", "shipped"]
