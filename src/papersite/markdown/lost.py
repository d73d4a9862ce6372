"""Marks for what copying lost: `![figure](lost:figure)`, `[post](lost:post)`. They become quiet labels, not broken images.

So does what stands on another host."""

from __future__ import annotations

from papersite.markdown.page import escape

_JAPANESE = {
    "figure": "図",
    "image": "画像",
    "post": "投稿",
    "video": "動画",
    "audio": "音声",
    "embed": "埋め込み",
    "table": "表",
    "equation": "数式",
    "formula": "数式",
    "code": "コード",
    "link": "リンク",
    "slide": "スライド",
    "file": "ファイル",
}


def lost_mark(kind: str, text: str, lang: str) -> str:
    """A label that says what is not here. `text` is what the dump said of it, shown when it says more than the kind."""
    kind = "".join(char for char in kind.lower() if char.isascii() and (char.isalnum() or char == "-")) or "figure"
    return f'<span class="lost lost-{kind}" data-lost="{kind}">{escape(_label(kind, text, lang))}</span>'


def elsewhere_mark(address: str, text: str, lang: str, *, linked: bool) -> str:
    """A label for an image of another host. A page asks no other host for anything, so it leads there instead of showing it;
    within a link (`linked`) it only says what is there.
    """
    if linked:
        return lost_mark("figure", text, lang)
    return f'<a class="lost elsewhere" href="{escape(address)}" rel="noopener">{escape(_label("figure", text, lang))}</a>'


def _label(kind: str, text: str, lang: str) -> str:
    label = _JAPANESE.get(kind, kind) if lang == "ja" else kind
    said = text.strip()
    return label if said.casefold() in (kind, label, "") else f"{label}: {said}"
