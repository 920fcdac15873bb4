"""First start: the first administrator, then alliance, Länder, networks, cities, themes and people, step by step."""
