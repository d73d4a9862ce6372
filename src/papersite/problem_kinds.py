"""Every kind of problem by name: what it means, and what to do about it. docs/problems.md is made of this.

A problem's kind is what site.toml's `[problems]` gives a level to, so a kind is documented here before it is used, and is
never renamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its name, what was found, and what a person can do."""

    name: str
    meaning: str
    remedy: str


_FILES = (
    ProblemKind("unreadable", "A file could not be read, or went away while it was.", "Look at its permissions; build again."),
    ProblemKind("too-large", "A file is larger than notes and their images are.", "Split it, or move it out of `notes/`."),
    ProblemKind(
        "outside-symlink",
        "A link leads out of `notes/`, or one in `static/` out of the site's folder; it is not followed.",
        "Copy what it leads to.",
    ),
    ProblemKind(
        "bad-file-name",
        "A file whose name has control characters or backslashes, is no UTF-8, or differs from another's by case only.",
        "Rename it.",
    ),
    ProblemKind(
        "active-drawing",
        "An SVG image beside notes holds a script or fetches something; that was taken out.",
        "Export it without, or as PNG.",
    ),
    ProblemKind("symlink-loop", "A link leads back to where it stands.", "Delete the link."),
    ProblemKind("guessed-encoding", "A file is in an encoding that had to be guessed.", "Save it as UTF-8."),
    ProblemKind("mixed-encodings", "A file changes its encoding half way.", "Save it as UTF-8, and look at that place."),
    ProblemKind("undecodable-bytes", "Some bytes are no text; they are shown as �.", "Correct the place that is named."),
    ProblemKind(
        "control-characters",
        "Invisible control characters, direction marks among them; they are shown as symbols.",
        "Delete them if nobody meant them.",
    ),
)

_NOTES = (
    ProblemKind("unknown-format", "No format knows the file; it is published as one plain note.", "Nothing, if it is one."),
    ProblemKind(
        "no-notes", "A table, JSON or other file that is no prose and holds no notes that any format knows.", "Nothing."
    ),
    ProblemKind(
        "bad-front-matter", "The block above a note is broken, doubled, unclosed or too large.", "Mend the line named."
    ),
    ProblemKind("unknown-field", "A field that papersite does not know; it is kept in the note.", "Correct its spelling."),
    ProblemKind("bad-date", "What stands where a date is expected is none.", "Write it as 2025-01-31."),
    ProblemKind("missing-date", "A note without a date.", "Add one."),
    ProblemKind("missing-title", "A note without a title; a working title takes its place.", "Add one."),
    ProblemKind("missing-tags", "A note without tags.", "Add some."),
    ProblemKind("missing-link", "A note without an address of its paper.", "Add it: notes meet by their addresses."),
    ProblemKind("empty-note", "A note in which nothing is written.", "Write something, or delete it."),
    ProblemKind("malformed-record", "A part of a dump that begins like a note and goes on otherwise.", "Mend the lines named."),
    ProblemKind("stray-text", "Text between notes that belongs to none; it is published.", "Put it where it belongs."),
    ProblemKind("unclosed-fence", "A code block that never ends.", "Close it with the marks that opened it."),
)

_BODIES = (
    ProblemKind("missing-image", "An image that is not beside the note.", "Put the file there, or correct its name."),
    ProblemKind("too-long", "A note too long to be read as Markdown; it is shown as it stands.", "Split it."),
    ProblemKind("bad-math", "A formula that cannot be set; its source is shown.", "Correct the formula."),
    ProblemKind("unsafe-html", "HTML that could do more than show text; it is shown as text or taken off.", "Write Markdown."),
)

_LIBRARY = (
    ProblemKind("duplicate-slug", "Two papers want one address; one got another.", "Give one of them a `slug`."),
    ProblemKind("taken-alias", "An alias asks for an address where something else stands.", "Delete it, or choose another."),
    ProblemKind("near-miss", "Two papers look like one, and their identifiers differ.", "If they are one, give both one id."),
    ProblemKind("uncertain-title", "A title that was taken from the text.", "`papersite review` asks for the right one."),
    ProblemKind(
        "title-conflict", "Several papers are cited by the name of this one.", "`papersite review` asks which is right."
    ),
    ProblemKind("bad-review", "An entry of `notes/review.toml` that can't be used.", "Mend the line named."),
    ProblemKind("unknown-review-key", "An entry of `notes/review.toml` about a note that is gone.", "Delete it."),
    ProblemKind("bad-tags-file", "`notes/tags.toml` can't be read; the vocabulary is used without it.", "Mend the line named."),
    ProblemKind(
        "bad-metadata", "An entry of `notes/metadata.json` that can't be used.", "`papersite fetch --again` writes it anew."
    ),
)

_LINKS = (
    ProblemKind("broken-link", "A link to a page or a place that the site does not have.", "Correct it in the note named."),
    ProblemKind("dead-link", "A link to another site where nobody answers.", "Correct it, or link to a copy."),
    ProblemKind("silent-link", "A link to another site that turns programs away, or is busy.", "Look at it yourself."),
)

SECTIONS: tuple[tuple[str, tuple[ProblemKind, ...]], ...] = (
    ("Files", _FILES),
    ("Notes", _NOTES),
    ("What stands in a note", _BODIES),
    ("The library", _LIBRARY),
    ("Links (`papersite check`, and `--external` for other sites)", _LINKS),
)

KINDS: Mapping[str, ProblemKind] = MappingProxyType({kind.name: kind for _, kinds in SECTIONS for kind in kinds})


def kinds_as_markdown() -> str:
    """The tables of docs/problems.md."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for title, kinds in SECTIONS:
        yield from (f"## {title}", "", "| kind | what it means | what to do |", "|---|---|---|")
        yield from (f"| `{kind.name}` | {kind.meaning} | {kind.remedy} |" for kind in kinds)
        yield ""
