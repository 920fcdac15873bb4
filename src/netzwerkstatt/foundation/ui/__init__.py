"""What every page is made of: the look, the parts, the words for numbers and days."""
