"""The append-only chain of what happened, one for each organisation, readable and checkable without the product.

It stands below every other app and so knows no model: people, organisations and records are named in text.
"""

from typing import TYPE_CHECKING, Any

from anpr_governance.audit.entry import Entry

if TYPE_CHECKING:
    from anpr_governance.audit.chain import append

__all__ = ["Entry", "append"]


def __getattr__(name: str) -> Any:
    """`append` on first use: it needs the models, which are not there yet while apps are loaded."""
    if name == "append":
        from anpr_governance.audit.chain import append

        return append
    raise AttributeError(name)
