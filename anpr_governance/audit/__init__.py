"""The append-only chain of what happened, one for each organisation, readable and checkable without the product.

It stands below every other app and so knows no model: people, organisations and records are named in text.
"""

from typing import TYPE_CHECKING, Any

from anpr_governance.audit.entry import Entry

if TYPE_CHECKING:
    from anpr_governance.audit.chain import append, append_many

__all__ = ["Entry", "append", "append_many"]


def __getattr__(name: str) -> Any:
    """Appending on first use: it needs the models, which are not there yet while apps are loaded."""
    if name in ("append", "append_many"):
        from anpr_governance.audit import chain

        return getattr(chain, name)
    raise AttributeError(name)
