"""What stands beside the notes: the vocabulary's additions, the review's answers, and what registries say of papers.

READS `tags.toml`, `review.toml` and `metadata.json` in the notes folder. A file that can't be used is a problem, and the site
is built without it: these files are written while a preview runs, and half a line must not take the site away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from papersite.config import FILE_NAME, Config
from papersite.errors import ConfigError
from papersite.metadata import METADATA_FILE, parse_metadata
from papersite.model import Origin, PaperId, PaperMetadata, Problem, Severity
from papersite.remembering.last_round import LastRound
from papersite.review import Override, parse_overrides
from papersite.tags import Vocabulary
from papersite.toml_text import TomlError, read_toml
from papersite.whole_files import is_of_the_file, read_regular

TAGS_FILE = "tags.toml"
REVIEW_FILE = "review.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a library's notes are to be read: the vocabulary, the user's answers by review key, what registries say of papers.

    `drafts` says whether they count, `language` is the site's: the one in which tags are named where a reason for being near
    names them.
    """

    vocabulary: Vocabulary
    overrides: Mapping[str, Override] = field(default_factory=dict)
    metadata: Mapping[PaperId, PaperMetadata] = field(default_factory=dict)
    drafts: bool = False
    language: str = "ja"


def read_settings(
    notes_dir: Path,
    root: Path,
    config: Config,
    keys: Collection[str],
    last: LastRound | None = None,
    built_in: Vocabulary | None = None,
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a site, and what is wrong with their files; `keys` are the review keys of its notes, `built_in` is the
    vocabulary that comes with papersite, where it has been read.

    Raises ConfigError for a mistake in site.toml's own `[tags]`.
    """
    last = last or LastRound()
    vocabulary = built_in or Vocabulary.built_in()
    if config.tags:
        vocabulary = last.whole(_with_table, vocabulary, config.tags, _text(root / FILE_NAME, root)[0] or "")
    tags = notes_dir / TAGS_FILE
    text, unreadable = _text(tags, root)
    vocabulary, tag_problems = last.whole(_with_tags_file, vocabulary, _relative(tags, root), text)
    overrides: Mapping[str, Override] = {}
    review = notes_dir / REVIEW_FILE
    text, review_problems = _text(review, root)
    if text is not None:
        overrides, review_problems = parse_overrides(text, _relative(review, root), keys)
    metadata, metadata_problems = read_metadata(notes_dir / METADATA_FILE, root)
    settings = Settings(vocabulary, overrides, metadata, config.drafts, config.language)
    return settings, (*unreadable, *tag_problems, *review_problems, *metadata_problems)


def read_metadata(file: Path, root: Path) -> tuple[Mapping[PaperId, PaperMetadata], tuple[Problem, ...]]:
    """What a metadata.json says, and what is wrong with it; nothing of either where there is no such file."""
    text, problems = _text(file, root)
    return ({}, problems) if text is None else _parsed(text, _relative(file, root))


# A preview reads the settings after each change, and thousands of papers take a while.
_parsed = lru_cache(maxsize=1)(parse_metadata)


def _with_table(vocabulary: Vocabulary, table: Mapping[str, object], text: str) -> Vocabulary:
    return vocabulary.extended(table, PurePosixPath(FILE_NAME), text)


def _with_tags_file(vocabulary: Vocabulary, path: PurePosixPath, text: str | None) -> tuple[Vocabulary, tuple[Problem, ...]]:
    if text is None:
        return vocabulary, ()
    try:
        return vocabulary.extended(read_toml(text), path, text), ()
    except TomlError as error:
        origin = Origin(path, error.line, error.line)
        return vocabulary, (Problem("bad-tags-file", f"{error.message}; left out", origin, Severity.ERROR),)
    except ConfigError as error:
        return vocabulary, (Problem("bad-tags-file", f"{error.message}; left out", error.origin, Severity.ERROR),)


def _text(file: Path, root: Path) -> tuple[str | None, tuple[Problem, ...]]:
    """What a file says, or None and, if there is one all the same, what is wrong with it."""
    try:
        data = read_regular(file)
    except FileNotFoundError:
        return None, ()
    except OSError as error:
        if not is_of_the_file(error):
            raise
        message = f"this could not be read ({error.strerror or error}); left out"
        return None, (Problem("unreadable", message, Origin(_relative(file, root)), Severity.ERROR),)
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n"), ()


def _relative(file: Path, root: Path) -> PurePosixPath:
    return PurePosixPath(file.relative_to(root).as_posix())
