"""Images: `![alt](file.png "caption")`, with a width if one is asked for, and `![[file.png]]`.

How large an image is and where it is published is not known here; `fill` puts that in.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as commonmark_image
from markdown_it.token import Token

from papersite.markdown.texts import inline_text
from papersite.regex import lazy_regex

# Pandoc's attributes after an image, and the older ` =300x200` within its parentheses.
_ATTRIBUTES = lazy_regex(r"\{([^{}\n]{1,200})\}")
_SIZE = lazy_regex(r"\b(width|height)\s*=\s*[\"']?(\d{1,5}(?:\.\d{1,3})?)(px|%|em|rem)?[\"']?")
_SIZED = lazy_regex(
    r"!\[([^\[\]\n]{0,500})\]\(\s*([^\s()<>]{1,2000})(?:\s+\"([^\"\n]{0,500})\")?\s+=(\d{0,5})(%?)x(\d{0,5})\s*\)"
)
_EMBED = lazy_regex(r"!\[\[([^\[\]|\n]{1,300}\.(?:png|jpe?g|gif|webp|svg|avif))(?:\|([^\[\]\n]{1,300}))?\]\]", re.IGNORECASE)
_SCHEME = lazy_regex(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_GENERIC_ALT = lazy_regex(
    r"\s*(?:image|img|figure|fig|picture|photo|screenshot|untitled|図|画像|写真|スクリーンショット)?[\s\d._-]*"
    r"(?:\.?(?:png|jpe?g|gif|webp|svg|avif))?\s*",
    re.IGNORECASE,
)
_DEEPEST = 8  # images within alternative texts of images


def image(state: StateInline, silent: bool) -> bool:
    """An image and its size. An alternative text within an alternative text … is bounded."""
    if not state.src.startswith("![", state.pos):
        return False
    if found := _EMBED.match(state.src, state.pos, state.posMax) or _SIZED.match(state.src, state.pos, state.posMax):
        return _written(state, silent, found)
    depth = state.env.get("alt_depth", 0)
    if depth >= _DEEPEST or "]" not in state.src[state.pos : state.posMax]:
        return False
    state.env["alt_depth"] = depth + 1
    try:
        matched: bool = commonmark_image(state, silent)
    finally:
        state.env["alt_depth"] = depth
    if matched and (sizes := _ATTRIBUTES.match(state.src, state.pos, state.posMax)) and _SIZE.search(sizes[1]):
        if not silent:
            _set_size(state.tokens[-1], sizes[1])
        state.pos = sizes.end()
    return matched


def _written(state: StateInline, silent: bool, found: re.Match[str]) -> bool:
    if not silent:
        token = state.push("image", "img", 0)
        if found.re == _EMBED:
            size = (found[2] or "").strip()
            alt, src = ("" if size.isdigit() else size), found[1].strip()
            if size.isdigit():
                token.meta["width"] = size
        else:
            alt, src = found[1], found[2]
            if found[3]:
                token.attrs["title"] = found[3]
            for name, value, unit in (("width", found[4], found[5]), ("height", found[6], "")):
                if value:
                    token.meta[name] = value + unit
        token.attrs = {"src": state.md.normalizeLink(src), "alt": alt, **token.attrs}
        token.children = [Token("text", "", 0, content=alt)]
    state.pos = found.end()
    return True


def _set_size(token: Token, written: str) -> None:
    for name, value, unit in _SIZE.findall(written):
        token.meta[name] = value + ("" if unit == "px" else unit)


def stands_alone(children: list[Token]) -> bool:
    """Whether a paragraph is one image and nothing else."""
    return len(children) == 1 and children[0].type == "image"


def is_lost(image: Token) -> bool:
    """Whether an image is a mark of what is lost, or has an address that is not let through."""
    scheme = _SCHEME.match(unquote(str(image.attrs["src"])))
    return scheme is not None and scheme[1].lower() not in ("http", "https")


def caption_of(image: Token) -> str:
    """The caption of an image that stands alone: its title, or an alternative text that says more than "image"."""
    alt = inline_text(image.children or ())
    return str(image.attrs.get("title", "")) or ("" if _GENERIC_ALT.fullmatch(alt) else alt)
