"""What a year has brought: for a city, a network, the alliance. Rooms register the numbers (`entries/results.py`)."""
