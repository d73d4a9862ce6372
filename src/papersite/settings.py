"""What the user decided beside the notes: the vocabulary's additions and the review's answers.

READS `notes/tags.toml` and `notes/review.toml`. A file that can't be used is a problem, and the site is built without it:
these files are written while a preview runs, and half a line must not take the site away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papersite.config import Config
from papersite.model import Problem
from papersite.review import Override
from papersite.tags import Vocabulary

TAGS_FILE = "tags.toml"
REVIEW_FILE = "review.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the notes of a library are to be read: the vocabulary, the user's overrides by review key, and whether drafts count."""

    vocabulary: Vocabulary
    overrides: Mapping[str, Override]
    drafts: bool = False
