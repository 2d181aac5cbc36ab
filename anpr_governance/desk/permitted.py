"""The table of permissions: what each role may see and keep, and which steps it may take."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import Step, steps_of


def machines() -> list[type[Any]]:
    """Every model with a state that an app defines in its own package, by label."""
    found = [
        model
        for config in apps.get_app_configs()
        for model in config.get_models()
        if issubclass(model, Stateful) and model.__module__.startswith(f"{config.name}.")
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def as_markdown() -> str:
    """The table that CI compares with docs/permissions.md."""
    return "\n".join([*_rights(), *_steps()]) + "\n"


def _rights() -> Iterator[str]:
    table = facts("roles")
    yield "# Permissions"
    yield ""
    yield "Made by `manage.py permissions`; CI compares it. A role holds these on its organisation, while it is held."
    yield ""
    yield "| Role | May |"
    yield "| --- | --- |"
    for slug, role in table["roles"].items():
        titles = ", ".join(table["permissions"][name]["title"].lower() for name in role["permissions"])
        yield f"| {Role(slug).label} (`{slug}`) | {titles or '–'} |"


def _steps() -> Iterator[str]:
    for model in machines():
        yield ""
        yield f"## {str(model._meta.verbose_name).capitalize()} (`{model._meta.label_lower}`)"
        yield ""
        yield "| Step | From | To | By | Hat | Sealed | Reason | Unless |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for step in steps_of(model):
            yield _row(step)


def _row(step: Step) -> str:
    guards = "<br>".join(f"`{guard.name}` ({guard.clause})" for guard in step.unless) or "–"
    cells = (step.name, ", ".join(step.source), ", ".join(step.targets) or "kept", ", ".join(step.by), step.hat or "–")
    marks = ("yes" if step.seals else "–", "yes" if step.reason else "–", guards)
    return f"| {' | '.join([*cells, *marks])} |"
