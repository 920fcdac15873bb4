"""Voices: dots with a budget – cast, counted and budgeted once for all rooms."""
