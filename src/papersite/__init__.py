"""papersite turns a folder of paper notes, as they are, into one tagged, cross-linked site."""

__version__ = "0.1.0"
