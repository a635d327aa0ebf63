"""Measures and the data behind dashboards."""
