"""A page as tests look at it: its elements, headings, ids, links and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Markup(HTMLParser):
    """The elements of a page in order, each with its attributes; raises AssertionError for tags that don't nest."""

    source: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)  # innermost element, text

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self.feed(self.source)
        self.close()
        assert self._open == [], f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>: {names}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID and not self._is_self_closed():
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> closes <{self._open[-1]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data))

    def _is_self_closed(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")

    @property
    def headings(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.elements if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [str(attributes["id"]) for _, attributes in self.elements if attributes.get("id")]

    @property
    def text(self) -> str:
        """All text, with one space between pieces."""
        return " ".join(" ".join(data.split()) for _, data in self.texts)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of the elements of a name that have some attributes; `class_` is a class among others."""

        def fits(attributes: dict[str, str | None]) -> bool:
            own = {**attributes, "class_": attributes.get("class")}
            return all(value in str(own.get(name) or "").split() for name, value in wanted.items())

        return [attributes for name, attributes in self.elements if name == tag and fits(attributes)]

    def links(self) -> list[str]:
        """Where the page leads and what it loads."""
        return [str(a[name]) for _, a in self.elements for name in ("href", "src") if a.get(name)]
