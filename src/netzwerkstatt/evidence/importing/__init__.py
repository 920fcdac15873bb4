"""From an official file to a dataset: read whole (`preparing`), then entered in one short transaction (`entering`)."""
