"""Questionnaires: made by coordinators, answered with a code or on paper, counted."""
