"""Reports, decisions, objections."""
