"""A sheet: a document as a frozen dataclass whose every field is `disclosed()` or `withheld()`.

The same sheet gives page, PDF and CSV, and the bytes that a signature seals. What a public copy may not hold is
replaced in the data (`documents/reduction.py`) before any template exists.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, Self, dataclass_transform

from anpr_governance.database.canonical import canonical

SHEETS: dict[str, type["Sheet"]] = {}


def disclosed(label: Any, *, clause: str = "", section: Any = "") -> Any:
    """A field whose content may be published, but for the spans that a release withholds."""
    return dataclasses.field(metadata={"kind": "disclosed", "label": label, "clause": clause, "section": section})


def withheld(label: Any, because: str, *, clause: str = "", section: Any = "") -> Any:
    """A field that no public copy holds; `because` is an exemption id of regulation/exemptions.toml or *internal*."""
    meta = {"kind": "withheld", "because": because, "label": label, "clause": clause, "section": section}
    return dataclasses.field(metadata=meta)


class Sheet:
    """Base of all sheets; `name` and `schema_version` are sealed with the content."""

    name: ClassVar[str]
    schema_version: ClassVar[int]

    @classmethod
    def of(cls, record: Any, on: date) -> Self:
        """Build the sheet of `record` as it stands; `on` is the day of the step that asks."""
        raise TypeError(f"{cls.__name__} does not say how it is filled")

    @classmethod
    def parts(cls) -> Mapping[str, dataclasses.Field[Any]]:
        """The declared fields by name."""
        return {part.name: part for part in dataclasses.fields(cls)}  # type: ignore[arg-type]

    def content(self) -> dict[str, Any]:
        """Field name → plain value."""
        return {name: getattr(self, name) for name in self.parts()}

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys, naming sheet and schema version: what is sealed."""
        return canonical({"sheet": self.name, "schema_version": self.schema_version, "content": self.content()})


@dataclass_transform(frozen_default=True, field_specifiers=(disclosed, withheld))
def sheet(name: str, version: int) -> Callable[[type[Any]], type[Any]]:
    """Declare a sheet; a field that is neither `disclosed()` nor `withheld()` is an error at import."""

    def declare(cls: type[Any]) -> type[Any]:
        frozen = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        bare = [part.name for part in dataclasses.fields(frozen) if "kind" not in part.metadata]
        if bare:
            raise TypeError(f"{cls.__name__}: say disclosed() or withheld() for {', '.join(bare)}")
        frozen.name, frozen.schema_version = name, version
        SHEETS[name] = frozen
        return frozen

    return declare
