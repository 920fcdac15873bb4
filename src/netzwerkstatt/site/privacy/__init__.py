"""Pages about personal data: what is kept and how long, my data, leaving, and the audit page."""
