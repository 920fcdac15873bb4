"""Files that belong to an item: pictures, papers, tables."""
