"""What people fill in about projects, by subject."""
