"""The gettext catalogue: collect message ids from core and gui, merge translations, compile.

    uv run packaging/catalogue.py            collect, keep translations, compile
    uv run packaging/catalogue.py add F.json collect, take translations {msgid: zh} from F.json, compile

Message ids are English, so the English catalogue repeats them; the Chinese one must be complete.
"""

from __future__ import annotations

import ast
import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("main.py", "core", "gui")
LANGUAGES = ("zh", "en")
FIXED = datetime(2026, 1, 1, tzinfo=UTC)


def message_ids() -> dict[str, list[tuple[str, int]]]:
    """Every literal id of a `P("…")` call, with where it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in _python_files():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "P"
                and node.args
            ):
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                    found.setdefault(text.value, []).append((name, node.lineno))
    return found


def _python_files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def catalogue_path(language: str) -> Path:
    return ROOT / "resources" / "i18n" / language / "LC_MESSAGES" / "qunzhang.po"


def read(language: str) -> dict[str, str]:
    """Translations by id as they stand in the catalogue; {} when there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def compiled(language: str, translations: dict[str, str]) -> bytes:
    """The .mo file as bytes; the same for the same translations."""
    buffer = io.BytesIO()
    write_mo(buffer, _catalogue(language, translations))
    return buffer.getvalue()


def _catalogue(language: str, translations: dict[str, str]) -> Catalog:
    # Fixed dates: the same translations must compile to the same bytes.
    catalogue = Catalog(
        locale=language, project="Qunzhang", version="1", fuzzy=False, header_comment="", last_translator="-",
        language_team="-", msgid_bugs_address="-", creation_date=FIXED, revision_date=FIXED,
    )  # fmt: skip
    for msgid in sorted(translations):
        catalogue.add(msgid, translations[msgid])
    return catalogue


def main(arguments: list[str]) -> int:
    added: dict[str, str] = {}
    for name in arguments[1:] if arguments[:1] == ["add"] else []:
        added |= json.loads(Path(name).read_text(encoding="utf-8"))
    ids = message_ids()
    missing = 0
    for language in LANGUAGES:
        known = read(language) | (added if language == "zh" else {})
        translations = {msgid: msgid if language == "en" else known.get(msgid, "") for msgid in ids}
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, _catalogue(language, translations), width=0, omit_header=False)
        path.with_suffix(".mo").write_bytes(compiled(language, translations))
        for msgid, text in translations.items():
            if not text:
                missing += 1
                print(f"{language}: no translation: {msgid!r} {ids[msgid][0]}")
    print(f"{len(ids)} messages, {missing} untranslated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
