"""The overview panel."""
