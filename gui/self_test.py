"""The smoke test of a build: imports everything, migrates a store, opens every panel."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import core
import gui


def modules() -> Iterator[str]:
    """Names of all modules of core and gui."""
    for package in (core, gui):
        yield package.__name__
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name:
                yield found.name


def run() -> None:
    """One line for each thing that works. Whatever does not raises."""
    names = list(modules())
    for name in names:
        importlib.import_module(name)
    print(f"imported {len(names)} modules")
    with tempfile.TemporaryDirectory() as folder:
        _with_store(Path(folder))


def _with_store(folder: Path) -> None:
    from core.base.phrase import LANGUAGES
    from core.desk.desk import Desk
    from core.store.store import open_store
    from gui.app import build
    from gui.shots import settle

    store = open_store(folder / "self-test.db")
    print("migrated a store")
    context, shell = build(Desk(store), remember=False)
    try:
        shell.show()
        for language in LANGUAGES:
            context.set_language(language)
            for key in shell.place_keys():
                shell.show_panel(key)
                settle(context, 0.02)
                print(f"opened {key} ({language})")
    finally:
        shell.close()
        context.close()
        shell.deleteLater()
        store.close()
    print("ok")
