"""The console without a window: everything below this line runs where Qt does not."""
