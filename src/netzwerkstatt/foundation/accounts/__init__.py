"""People and guests: who is there, and how they sign in."""
