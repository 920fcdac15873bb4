"""Numbered paragraphs, each with what it rests on."""
