"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import packaging.version

ROOT = Path(__file__).resolve().parents[2]
CODE = [ROOT / "main.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")]


def test_our_packaging_folder_does_not_shadow_the_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert "site-packages" in packaging.version.__file__


def test_no_package_marker_in_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_files_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert [str(path) for path, length in lengths.items() if length > 600] == []
    assert statistics.median(lengths.values()) < 150


def test_functions_stay_under_sixty_lines() -> None:
    long = []
    for path in CODE:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                body = node.end_lineno - node.body[0].lineno + 1
                if body > 60:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {body}")
    assert long == []


def test_every_phrase_has_a_literal_id() -> None:
    """The catalogue tool finds ids by reading the code: an id that is computed would stay untranslated."""
    odd = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "P":
                first = node.args[0] if node.args else None
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    odd.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert odd == []


def test_no_registry_address_is_recorded() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
