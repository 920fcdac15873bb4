"""The alliance: Länder, districts, city networks, cities, organisations, themes – and who has which role there."""
