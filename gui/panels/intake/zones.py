"""Time zones offered for local times."""

from __future__ import annotations

from core.base.clock import DEFAULT_ZONE

ZONES = (
    DEFAULT_ZONE, "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Dubai", "UTC",
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney",
)  # fmt: skip
