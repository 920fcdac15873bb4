"""Texts compared and put together word by word."""
