from pathlib import Path

import pytest

from tests.helpers.console import Console


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)
