"""notes/review.toml: what a dump left uncertain of a note, and what a person says instead.

The command `review` writes one table for each uncertain note: what was found and proposed as comments, and empty fields. What a
person fills in wins over everything a dump says, from the next build on. A table's key is made of the note's own words, so
that it stays when records come and go around it. Here is no file access, and no judgement of what is uncertain.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PurePosixPath

from papersite.errors import ConfigError
from papersite.identity import parse_id
from papersite.model import IdScheme, Note, Origin, PaperId, Problem, Severity, TitleSource
from papersite.regex import lazy_regex
from papersite.remembering.last_round import LastRound
from papersite.slugs import short_digest
from papersite.tag_spelling import split_year, tag_key
from papersite.toml_text import TomlError, read_toml

PATH = PurePosixPath("notes/review.toml")
_TEXTS = ("title", "arxiv", "venue")
_LISTS = ("authors", "tags")
_FIELDS = ("title", "arxiv", "authors", "venue", "tags")  # in the order in which they are written
# Comments that begin like this are ours and are written anew each time; all others are the user's and stay (as in gettext).
_OURS = "#:"
_OPENING = """\
# What papersite could not read for certain. Fill in what you know: it wins over everything the notes say.
# An empty field says nothing. Comments that begin with "#:" are written anew by each `papersite review`; yours stay.
"""
# A key is made of this many folded characters: those of a first line, for a note grows at its end.
_KEY_LETTERS = 32
_LINE_LETTERS = 12  # a shorter line (`元ポスト:`, `関連`) tells too little
_MARK = lazy_regex(r"!?\[[^\]\n]*\]\([^)\s]*\)|https?://\S+")
_NOT_WORD = lazy_regex(r"[\W_]+")
_GONE = "its note is gone, or has changed in its first words, date or tags"


@dataclass(frozen=True, slots=True)
class Override:
    """What a person says of a note. None and empty say nothing."""

    title: str | None = None
    arxiv: PaperId | None = None
    arxiv_version: int | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A note of which something is uncertain: what is, and what it may be, as pairs of title and evidence, the best first."""

    note: Note
    proposals: tuple[tuple[str, str], ...]
    problem: str


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def review_key(note: Note) -> str:
    """The key of a note, made of its format, date, tags and first words; not unique among twins (see `review_keys`).

    It does not depend on where the note stands, and not on how its text goes on.
    """
    tags = " ".join(sorted(tag_key(tag) for tag in note.tags))
    digest = short_digest(f"{tags}\n{_first_words(note)}", 10)
    return f"{note.format}-{note.date or 'undated'}-{digest}"


def review_keys(notes: Sequence[Note], last: LastRound | None = None) -> tuple[str, ...]:
    """The keys of a library's notes as read, each unique: of twins the second gets `-2`, the third `-3`, in their order."""
    seen: Counter[str] = Counter()
    keys = []
    for key in (last or LastRound()).each(review_key, notes):
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return tuple(keys)


def telling_words(note: Note) -> str:
    """The first words of a note that tell it from others: those of its first line that is long enough; empty if none is."""
    lines = (line for text in (note.summary or "", note.body.text) for line in _folded_lines(text))
    return next((line[:_KEY_LETTERS] for line in lines if len(line) >= _LINE_LETTERS), "")


def _first_words(note: Note) -> str:
    for text in (note.summary or "", note.body.text):
        folded = _folded_lines(text)
        telling = next((line for line in folded if len(line) >= _LINE_LETTERS), "".join(folded))
        if telling:
            return telling[:_KEY_LETTERS]
    return ""


def _folded_lines(text: str) -> list[str]:
    return [_NOT_WORD.sub("", unicodedata.normalize("NFKC", _MARK.sub("", line)).casefold()) for line in text.split("\n")]


# ── what a person says ───────────────────────────────────────────────────────────────────────────────────────────────


def parse_overrides(
    text: str, path: PurePosixPath = PATH, keys: Collection[str] | None = None
) -> tuple[dict[str, Override], tuple[Problem, ...]]:
    """What a review.toml says, by key, and what is wrong with it; a table with a mistake still says the rest.

    With the keys of all notes, a table that belongs to no note is a problem too, if a person filled it in.
    """
    try:
        tables = read_toml(text)
    except TomlError as error:
        return {}, (_not_toml(error, path),)
    lines = text.split("\n")
    overrides: dict[str, Override] = {}
    problems: list[Problem] = []
    for key, table in tables.items():
        if not isinstance(table, dict):
            found = f'"{key}" stands outside of a table: expected it below the [key] of a note. Move it there'
            problems.append(Problem("bad-review", found, _origin(path, lines, key), Severity.WARNING))
            continue
        override, mistakes = _read_override(table)
        problems += [Problem("bad-review", why, _origin(path, lines, key, name)) for name, why in mistakes]
        if override == Override():
            continue
        overrides[key] = override
        if keys is not None and key not in keys:
            near = difflib.get_close_matches(key, sorted(keys), n=1)
            hint = f' (did you mean "{near[0]}"?)' if near else ""
            found = f'no note has the key "{key}"{hint}: {_GONE}. What it says is not used'
            problems.append(Problem("unknown-review-key", found, _origin(path, lines, key)))
    return overrides, tuple(problems)


def apply_overrides(notes: Sequence[Note], overrides: Mapping[str, Override]) -> tuple[Note, ...]:
    """The notes with what a person says of them instead of what their dumps say. `notes` are all notes, as read."""
    if not overrides:
        return tuple(notes)
    return tuple(apply_override(note, overrides.get(key)) for note, key in zip(notes, review_keys(notes), strict=True))


def apply_override(note: Note, override: Override | None) -> Note:
    """A note with what a person says of it, if anything; otherwise the very same note."""
    if override is None:
        return note
    if override.title:
        note = replace(note, title=override.title, title_source=TitleSource.OVERRIDE)
    if override.arxiv:
        others = tuple(each for each in note.ids if each.scheme is not IdScheme.ARXIV)
        note = replace(note, ids=(override.arxiv, *others), arxiv_version=override.arxiv_version)
    return replace(
        note,
        authors=override.authors or note.authors,
        venue=override.venue or note.venue,
        year=override.year or note.year,
        tags=override.tags or note.tags,
    )


def _read_override(table: Mapping[str, object]) -> tuple[Override, list[tuple[str, str]]]:
    """What a table says, and its mistakes: the field, and why."""
    mistakes: list[tuple[str, str]] = []
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        if name in _TEXTS and isinstance(value, str):
            texts[name] = " ".join(value.split())
        elif name in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
            lists[name] = tuple(" ".join(each.split()) for each in value if each.strip())
        elif name in _TEXTS or name in _LISTS:
            mistakes.append(
                (name, f"{name}: expected {'a string' if name in _TEXTS else 'a list of strings'}, found {value!r}")
            )
        else:
            near = difflib.get_close_matches(name, _FIELDS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known fields: {', '.join(_FIELDS)}"
            mistakes.append((name, f'unknown field "{name}" ({hint})'))
    found = parse_id(IdScheme.ARXIV, texts.get("arxiv", ""))
    if texts.get("arxiv") and found is None:
        mistakes.append(("arxiv", f'arxiv: expected an identifier such as "1706.03762", found "{texts["arxiv"]}"'))
    venue, year = split_year(texts.get("venue", ""))
    override = Override(
        title=texts.get("title") or None,
        arxiv=found.id if found else None,
        arxiv_version=found.version if found else None,
        authors=lists.get("authors", ()),
        venue=venue or None,
        year=year,
        tags=tuple(tag.lstrip("#") for tag in lists.get("tags", ())),
    )
    return override, mistakes


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Block:
    """A table of review.toml as written: its key, and its lines, header first. The text above all tables has no key."""

    key: str | None
    lines: tuple[str, ...]


def write_review(existing: str, uncertain: Iterable[Uncertain], notes: Sequence[Note]) -> str:
    """A review.toml brought up to date: `existing` is its text so far, empty if there is none; `notes` are all notes, as read.

    What a person wrote stays, in its place: filled fields, comments, the order of tables. Our comments are written anew, tables
    for newly uncertain notes are added, and a table that is needed no more goes if nobody wrote in it. Writing twice changes
    nothing. Raises ConfigError if `existing` is no TOML: rewriting it could lose what was meant.
    """
    try:
        tables = read_toml(existing)
    except TomlError as error:
        problem = _not_toml(error, PATH)
        raise ConfigError(problem.message, problem.origin) from error
    key_at = {note.origin: key for note, key in zip(notes, review_keys(notes), strict=True)}
    asked = {key_at[each.note.origin]: each for each in uncertain if each.note.origin in key_at}
    blocks = [_renewed(block, asked, key_at.values()) for block in _blocks(existing or _OPENING, tables)]
    blocks += [_new_block(key, each) for key, each in asked.items() if key not in tables]
    texts = ["\n".join(block.lines).strip("\n") for block in blocks if block]
    return "\n\n".join(text for text in texts if text) + "\n"


def _blocks(text: str, tables: Mapping[str, object]) -> Iterator[_Block]:
    """A valid TOML text cut before each header of a top table."""
    key: str | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        header = re.match(r"""\s*\[\s*["']?([^\[\]"']+?)["']?\s*\]\s*(?:#.*)?$""", line)
        if header and isinstance(tables.get(header[1]), dict):
            yield _Block(key, tuple(lines))
            key, lines = header[1], []
        lines.append(line)
    yield _Block(key, tuple(lines))


def _renewed(block: _Block, asked: Mapping[str, Uncertain], keys: Collection[str]) -> _Block | None:
    """A table with our comments written anew; None for one that is needed no more and that nobody wrote in."""
    if block.key is None:
        return block
    header, *rest = block.lines
    kept = [line for line in rest if not line.lstrip().startswith(_OURS)]
    if block.key in asked:
        return _Block(block.key, (header, *_comments(asked[block.key]), *kept))
    if not any(_is_written(line) for line in kept):
        return None
    why = "settled" if block.key in keys else f"no note has this key any more: {_GONE}"
    return _Block(block.key, (header, f"{_OURS} {why}", *kept))


def _is_written(line: str) -> bool:
    """Whether a line holds something of a person: anything but a blank or an empty field."""
    name, _, value = line.partition("=")
    return bool(line.strip()) and not (name.strip() in _FIELDS and value.strip() in {'""', "[]"})


def _new_block(key: str, uncertain: Uncertain) -> _Block:
    fields = (f"{name} = []" if name in _LISTS else f'{name} = ""' for name in _FIELDS)
    return _Block(key, (f"[{key}]", *_comments(uncertain), *fields))


def _comments(uncertain: Uncertain) -> Iterator[str]:
    note = uncertain.note
    where = [str(note.origin), *([str(note.date)] if note.date else []), *(f"#{tag}" for tag in note.tags[:8])]
    yield _comment(" ".join(where))
    yield _comment(uncertain.problem)
    for title, evidence in uncertain.proposals:
        yield _comment(f"may be {json.dumps(title, ensure_ascii=False)} ({evidence})")


def _comment(text: str) -> str:
    # TOML allows no control characters in comments (https://toml.io/en/v1.0.0#comment).
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return f"{_OURS} {' '.join(plain.split())}"


def _not_toml(error: TomlError, path: PurePosixPath) -> Problem:
    found = f"{error.message}. Nothing of it is used"
    return Problem("bad-review", found, Origin(path, error.line, error.line), Severity.ERROR)


def _origin(path: PurePosixPath, lines: Sequence[str], key: str, field: str = "") -> Origin:
    """The line of a table's header or of a field in it, 1 where it can't be found."""
    quoted = rf"""["']?{re.escape(key)}["']?"""
    header = re.compile(rf"\s*\[\s*{quoted}\s*\]|\s*{quoted}\s*[.=]")
    start = next((number for number, line in enumerate(lines, start=1) if header.match(line)), 1)
    within = re.compile(rf"\s*{re.escape(field)}\s*=")
    own = takewhile(lambda number: not lines[number - 1].lstrip().startswith("["), range(start + 1, len(lines) + 1))
    line = next((number for number in own if field and within.match(lines[number - 1])), start)
    return Origin(path, line, line)
