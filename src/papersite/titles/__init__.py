"""Titles for notes that lost theirs: what other notes cite them as, or what their own text calls the paper."""

from papersite.titles.candidates import Candidate
from papersite.titles.cited import CitedTitle, cited_titles
from papersite.titles.deriving import derive_title, derive_titles, placeholder_title

__all__ = ["Candidate", "CitedTitle", "cited_titles", "derive_title", "derive_titles", "placeholder_title"]
