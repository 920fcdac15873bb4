"""What an item said before, and what is left when it is deleted."""
