"""The log of all changes: one change, one event."""
