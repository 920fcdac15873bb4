"""Demography: how many people of which age live where, and how many will."""
