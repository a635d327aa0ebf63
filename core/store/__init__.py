"""The record on disk: tables, migrations with backup, the bulk writer, readers that return plain records."""
