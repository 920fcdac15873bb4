"""Documents: one block tree, written as PDF, stored once and for good."""
