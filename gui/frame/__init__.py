"""Parts of the main window around the panels."""
