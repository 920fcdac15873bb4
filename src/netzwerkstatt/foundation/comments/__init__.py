"""What people say about an item, below it."""
