"""The violations panel."""
