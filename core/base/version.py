"""The version of the program, as `pyproject.toml` says it."""

VERSION = "0.1.0"
