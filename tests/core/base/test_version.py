"""One version, said in two places."""

import tomllib

from core.base.paths import RESOURCES
from core.base.version import VERSION


def test_the_program_and_its_package_agree():
    project = tomllib.loads((RESOURCES.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
