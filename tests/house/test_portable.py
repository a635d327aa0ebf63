"""What would break on Windows or macOS and can be seen from anywhere."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.base.file_names import is_portable

ROOT = Path(__file__).resolve().parents[2]
CODE = [ROOT / "main.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")]
FOLDERS = ("core", "gui", "tests", "resources", "docs", "packaging")
UNIX_MODULES = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})
UNIX_NAMES = frozenset({
    "os.nice", "os.fork", "os.getuid", "os.geteuid", "os.mkfifo", "os.fchmod", "os.O_NOFOLLOW", "os.O_CLOEXEC",
    "os.sched_getaffinity", "os.sync", "os.uname", "signal.SIGKILL", "signal.SIGALRM", "signal.SIGHUP", "signal.alarm",
    "time.tzset", "socket.AF_UNIX",
})  # fmt: skip
WINDOWS_MODULES = frozenset({"msvcrt", "winreg", "winsound", "_winapi"})


def test_every_text_names_its_encoding() -> None:
    """Windows reads and writes in the code page of the country otherwise."""
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--select", "PLW1514", "--target-version",
         "py311", "--output-format", "concise", "main.py", "core", "gui", "packaging", "tests"],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_one_system_is_asked_for_only_where_it_is_known_to_be_there() -> None:
    odd = []
    for path in CODE:
        for node, guarded in _guarded(ast.parse(path.read_text(encoding="utf-8")), False):
            if not guarded and (names := _of_one_system(node)):
                odd.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)} {', '.join(names)}")
    assert odd == []


def test_moments_are_written_with_signs_that_every_system_knows() -> None:
    """Windows refuses "%-d", and may refuse Chinese between the signs."""
    odd = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for pattern in _moment_patterns(node):
                if not pattern.isascii() or "%-" in pattern or "%s" in pattern or "%e" in pattern:
                    odd.append(f"{path.relative_to(ROOT)}: {pattern}")
    assert odd == []


def test_our_own_files_have_names_that_every_system_takes() -> None:
    paths = [
        path.relative_to(ROOT)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if "__pycache__" not in path.parts
    ]
    assert [str(path) for path in paths if not is_portable(path.name) or len(str(path)) > 140] == []
    alike = Counter(str(path).lower() for path in paths)
    assert [name for name, count in alike.items() if count > 1] == []


def test_a_packed_child_is_told_from_the_program_before_anything_else() -> None:
    """Otherwise every process that a packed program starts would open the window again."""
    last = ast.parse((ROOT / "main.py").read_text(encoding="utf-8")).body[-1]
    assert isinstance(last, ast.If)
    assert ast.unparse(last.test) == "__name__ == '__main__'"
    assert ast.unparse(last.body[0]) == "freeze_support()"


def _guarded(node: ast.AST, guarded: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, and whether it stands under a condition that asks for the platform."""
    yield node, guarded
    inside = guarded or (isinstance(node, ast.If) and "platform" in ast.unparse(node.test))
    for child in ast.iter_child_nodes(node):
        yield from _guarded(child, inside)


def _of_one_system(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    elif isinstance(node, ast.Attribute):
        names = [ast.unparse(node)]
    else:
        return []
    return [
        name
        for name in names
        if name in UNIX_MODULES | WINDOWS_MODULES | UNIX_NAMES or name.startswith("ctypes.windll")
    ]


def _moment_patterns(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
        yield from (
            each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )  # fmt: skip
    elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        text = "".join(
            part.value
            for part in getattr(node.format_spec, "values", ())
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        if text.startswith("%"):
            yield text
