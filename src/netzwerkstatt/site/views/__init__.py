"""The site's pages: start, cities, my desk, and what one reads about the house."""
