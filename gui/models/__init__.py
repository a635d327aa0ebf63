"""Table models that hold ids and ask the desk for the page in view."""
