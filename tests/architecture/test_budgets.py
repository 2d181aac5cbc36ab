"""Small functions, small files, annotations and reasons everywhere."""

import ast
from statistics import median, quantiles

from tests.architecture.tree import ROOT, functions, length, modules, named, templates

LONGEST_FUNCTION = 50
TYPICAL_FUNCTION = 8
MOST_FUNCTIONS = 25  # nine in ten are no longer
LONGEST_FILE = 400
LONGEST_TEMPLATE = 80
LONGEST_COMPONENT = 40


def test_no_function_is_long() -> None:
    assert [function.place for function in functions() if function.lines > LONGEST_FUNCTION] == []


def test_most_functions_are_short() -> None:
    lengths = [function.lines for function in functions()]
    assert median(lengths) <= TYPICAL_FUNCTION
    assert quantiles(lengths, n=10)[-1] <= MOST_FUNCTIONS


def test_no_file_is_long() -> None:
    kept = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").glob("*")]
    assert [named(path) for path in kept if path.is_file() and length(path) > LONGEST_FILE] == []


def test_every_function_is_annotated() -> None:
    assert [function.place for function in functions() if not _annotated(function.node)] == []


def _annotated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    bare = [a for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
    return node.returns is not None and not bare


def test_every_module_says_why_it_is_there() -> None:
    empty = [path for path in modules() if path.read_text(encoding="utf-8").strip()]
    assert [named(path) for path in empty if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_no_template_is_long() -> None:
    found = []
    for path in templates():
        limit = LONGEST_COMPONENT if "components" in path.parts else LONGEST_TEMPLATE
        if length(path) > limit:
            found.append(named(path))
    assert found == []


def test_every_component_names_its_context_on_its_first_line() -> None:
    components = [path for path in templates() if "components" in path.parts]
    silent = [named(path) for path in components if not path.read_text().startswith("{#")]
    assert silent == []
