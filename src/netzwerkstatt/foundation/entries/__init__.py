"""Entry and Link: everything one can point at, and the golden thread between."""
