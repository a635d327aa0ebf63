"""Every sample, spoilt in every way: read or refused in one line, never a crash, a hang or a part of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.intake.importing import scratch
from tests.helpers.hostile import attempt, attempt_roster
from tests.helpers.mutations import mutant, samples, write

SAMPLES = samples()
ROSTERS = ("roster.csv", "roster.xlsx", "wecom_groupchat_get.json")
PART = 8
"""Mutants of each sample; the soak in tests/bench makes as many as there is time for."""


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_spoilt_samples_are_read_or_refused(name: str, tmp_path: Path) -> None:
    with scratch() as store:
        for seed in range(PART):
            path = write(tmp_path, name, mutant(seed, name, SAMPLES[name]))
            attempt(store, path, accept=seed % 2 == 0)


@pytest.mark.parametrize("name", ROSTERS)
def test_spoilt_member_lists_are_read_or_refused(name: str, tmp_path: Path) -> None:
    for seed in range(PART):
        attempt_roster(write(tmp_path, name, mutant(seed, name, SAMPLES[name])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 2**32), st.booleans())
def test_any_sample_any_accident(tmp_path: Path, name: str, seed: int, accept: bool) -> None:
    with scratch() as store:
        attempt(store, write(tmp_path, name, mutant(seed, name, SAMPLES[name])), accept)
