"""A mapping turns another register's columns into ours: TOML that a person can read and write."""

import tomllib
from collections.abc import Mapping as Facts
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cameras.register.columns import CHOICE, YES_NO, register_columns
from cameras.register.values import Wrong, choice, yes_no

TABLES = ("columns", "defaults", "prefixes", "values", "empty")
LONGEST = 60_000
"""Characters: a mapping is typed by people; a longer one is some other file."""


class MappingRefused(ValueError):
    """The mapping cannot be used; one sentence says where and why."""


@dataclass(frozen=True)
class Mapping:
    """Register column → source column, and what to do with the cells on the way. `named`: one was given."""

    columns: Facts[str, str] = field(default_factory=dict)
    defaults: Facts[str, str] = field(default_factory=dict)
    prefixes: Facts[str, str] = field(default_factory=dict)
    values: Facts[str, Facts[str, str]] = field(default_factory=dict)
    empty: Facts[str, frozenset[str]] = field(default_factory=dict)
    named: bool = False


def read(toml: str) -> Mapping:
    """The mapping that `toml` holds. Raises `MappingRefused`."""
    if len(toml) > LONGEST:
        raise MappingRefused(_("The mapping is too long to be one. Give a TOML file of register columns."))
    try:
        found = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingRefused(_("The mapping is no TOML: %(error)s.") % {"error": error}) from None
    _only(found, TABLES, "")
    _known(found)
    return Mapping(
        columns=_texts(found, "columns"),
        defaults=_defaults(_texts(found, "defaults")),
        prefixes=_texts(found, "prefixes"),
        values={name: _values(name, table) for name, table in _table(found, "values").items()},
        empty={name: _empty(name, words) for name, words in _table(found, "empty").items()},
        named=True,
    )


def _only(found: dict[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in names:
            sentence = _("The mapping has a part [%(name)s]. It may hold %(names)s.")
            raise MappingRefused(sentence % {"name": f"{where}{name}", "names": ", ".join(names)})


def _table(found: dict[str, Any], name: str) -> dict[str, Any]:
    table = found.get(name, {})
    if not isinstance(table, dict):
        raise MappingRefused(_("[%(name)s] of the mapping is no table.") % {"name": name})
    return table


def _known(found: dict[str, Any]) -> None:
    for part in TABLES:
        for name in _table(found, part):
            if name not in register_columns():
                sentence = _("[%(part)s] of the mapping names %(name)s, which is no column of the register.")
                raise MappingRefused(sentence % {"part": part, "name": name})


def _texts(found: dict[str, Any], part: str) -> dict[str, str]:
    return {name: _plain(f"{part}.{name}", value) for name, value in _table(found, part).items()}


def _plain(where: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise MappingRefused(_("%(where)s of the mapping is no text.") % {"where": where})
    return str(value).strip() if where.startswith(("columns.", "defaults.")) else str(value)


def _defaults(defaults: dict[str, str]) -> dict[str, str]:
    return {name: _checked(name, value, f"defaults.{name}") for name, value in defaults.items()}


def _checked(name: str, value: str, where: str) -> str:
    """A value that the mapping itself gives is one of the register's."""
    column = register_columns()[name]
    try:
        if value and column.kind in (CHOICE, YES_NO):
            return yes_no(value, column) if column.kind == YES_NO else choice(value, column)
    except Wrong as wrong:
        words = {"where": where, "value": value, "why": wrong}
        raise MappingRefused(_("%(where)s of the mapping gives “%(value)s”. %(why)s") % words) from None
    return value


def _values(name: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict):
        raise MappingRefused(_("[%(name)s] of the mapping is no table.") % {"name": f"values.{name}"})
    where = f"values.{name}"
    return {str(source).strip(): _checked(name, _plain(where, ours), where) for source, ours in table.items()}


def _empty(name: str, words: Any) -> frozenset[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        sentence = _('empty.%(name)s of the mapping is no list of texts, for example ["n/a"].')
        raise MappingRefused(sentence % {"name": name})
    return frozenset(word.strip() for word in words)


def written(mapping: Mapping) -> str:
    """The mapping as the TOML file that people hand on."""
    parts = [
        _part("columns", mapping.columns),
        _part("defaults", mapping.defaults),
        _part("prefixes", mapping.prefixes),
    ]
    parts += [_part(f"values.{name}", table) for name, table in mapping.values.items()]
    lists = {name: sorted(words) for name, words in mapping.empty.items() if words}
    if lists:
        rows = [f"{name} = [{', '.join(_quoted(word) for word in words)}]" for name, words in lists.items()]
        parts.append("\n".join(["[empty]", *rows]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(name: str, table: Facts[str, str]) -> str:
    rows = [f"{_key(key)} = {_quoted(value)}" for key, value in table.items()]
    return "\n".join([f"[{name}]", *rows]) if rows else ""


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _quoted(key)


def _quoted(value: str) -> str:
    """A TOML basic string."""
    out = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in out) + '"'
