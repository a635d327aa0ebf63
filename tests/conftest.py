"""What every test has: an offscreen Qt, a store of its own, no user data folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A slow moment of a shared machine is no failure of a property.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
# Windows' own folders are not asked from the environment, but these go before them.
_WINDOWS = ("LOCALAPPDATA", "APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA")


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing a test does may touch the user's own store, preferences or remembered heads."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", *_WINDOWS):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _one_empty_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """To make a store is to run every migration, 80 ms, and the suite makes two thousand: one is made and copied.

    A file that is there already goes the way it goes for users.
    """
    from core.store import store as opening

    empty = tmp_path_factory.mktemp("empty") / "empty.db"
    opening.open_store(empty).close()
    migrate = opening.migrate

    def copied(engine: Engine, path: Path | None) -> None:
        try:
            if path is None or path.exists():
                raise FileExistsError
            shutil.copyfile(empty, path)
        except OSError:
            migrate(engine, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "migrate", copied)
        yield


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "group.db"


@pytest.fixture
def store(store_path: Path) -> Iterator[object]:
    from core.store.store import open_store

    opened = open_store(store_path)
    yield opened
    opened.close()
