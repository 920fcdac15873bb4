"""The workbench for alliances of cities."""

__version__ = "0.1.0"
