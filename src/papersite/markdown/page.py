"""What one rendering gathers as it goes: problems, images, features, and names that must stay unique.

This is the only thing in the room that changes; it lives as long as one call of `render`, in markdown-it's `env` as `page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from papersite.markdown.values import BodyProblem, MarkdownOptions
from papersite.model import Heading


@dataclass(slots=True)
class Page:
    """The state of one rendering."""

    options: MarkdownOptions = field(default_factory=MarkdownOptions)
    lang: str = "ja"
    top_level: int = 2
    id_prefix: str = ""
    problems: list[BodyProblem] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)  # a set that keeps order
    features: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)  # without the prefix
    abbreviations: dict[str, str] = field(default_factory=dict)
    raw: bool = False  # whether the note has raw HTML
    line: int = 0  # of the block being written, 1-based

    def problem(self, kind: str, message: str) -> None:
        """Note a problem with the block at hand; one of a kind per line and message."""
        problem = BodyProblem(kind, message, self.line)
        if problem not in self.problems[-8:]:
            self.problems.append(problem)

    def unique_id(self, name: str) -> str:
        """A name made unique among the ids of this note: `name`, `name-2`, `name-3`, …"""
        if name not in self.ids:
            self.ids.add(name)
            return name
        number = self._counts.get(name, 1) + 1
        while f"{name}-{number}" in self.ids:
            number += 1
        self._counts[name] = number
        self.ids.add(f"{name}-{number}")
        return f"{name}-{number}"

    _counts: dict[str, int] = field(default_factory=dict)


class Definitions(dict[str, Any]):
    """The link definitions of a note (`[label]: url`), which remembers those a link asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """The definition of a label."""
        if key in self:
            self.used.add(key)
            return self[key]
        return default


def page_of(env: Any) -> Page:
    """The page that an environment of markdown-it belongs to."""
    page = env["page"]
    assert isinstance(page, Page)
    return page


def attributes(pairs: Iterable[tuple[str, str | None]]) -> str:
    """HTML attributes, each with its leading space; those that are None are left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value is not None)


def escape(text: str) -> str:
    """Text as HTML, within elements and within double-quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
