"""Callouts and tasks: `> [!NOTE]` as GitHub and Obsidian have it, `:::message` as Zenn and Qiita do, and `- [ ]`.

Callouts of the first kind and tasks are read out of finished quotes and list items; those between colons are a block of their
own. A title may hold markup, so it becomes an inline text like any other.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from papersite.markdown.page import page_of
from papersite.regex import lazy_regex

# GitHub's alerts and Obsidian's callouts: a kind, perhaps `+` or `-` to fold it, perhaps a title.
_CALLOUT = lazy_regex(r"\[!([^\[\]\n]{1,40})\]([+-]?)(?:[ \t\u3000]+([^\n]*))?[ \t]*(?:\n|$)")
_TASK = lazy_regex(r"\[([ xX\u3000])\][ \t\u3000]+(?=\S)")

_COLONS = lazy_regex(r"(:{3,})[ \t]*(?:([A-Za-z]{1,20})(?:[ \t]+([^\n]*?))?)?[ \t]*")
# What may stand before colons on a line that is itself in a list or a quote.
_MARGIN = " \t>"

# Kinds people write, the class each gets, and its Japanese title.
_KINDS = {
    "note": ("note", "補足"),
    "info": ("note", "情報"),
    "message": ("note", "メッセージ"),
    "tip": ("tip", "ヒント"),
    "hint": ("tip", "ヒント"),
    "important": ("important", "重要"),
    "warning": ("warning", "警告"),
    "warn": ("warning", "警告"),
    "alert": ("caution", "注意"),
    "caution": ("caution", "注意"),
    "danger": ("caution", "危険"),
    "summary": ("note", "要約"),
    "abstract": ("note", "概要"),
    "tldr": ("note", "要約"),
    "question": ("note", "疑問"),
    "example": ("note", "例"),
    "quote": ("note", "引用"),
    "details": ("note", "詳細"),
    "todo": ("note", "ToDo"),
    "success": ("tip", "成功"),
    "failure": ("caution", "失敗"),
    "bug": ("caution", "不具合"),
    "補足": ("note", "補足"),
    "メモ": ("note", "メモ"),
    "参考": ("note", "参考"),
    "ヒント": ("tip", "ヒント"),
    "重要": ("important", "重要"),
    "警告": ("warning", "警告"),
    "注意": ("caution", "注意"),
}


def callouts(tokens: list[Token], lang: str) -> list[Token]:
    """Tokens whose quotes that begin with `[!NOTE] title` are callouts."""
    out: list[Token] = []
    opened: list[Token | None] = []
    for index, token in enumerate(tokens):
        out.append(token)
        if token.type == "blockquote_open":
            title = _begin_callout(tokens, index, lang)
            out += title
            opened.append(token if title else None)
        elif token.type == "blockquote_close" and (opening := opened.pop()) is not None:
            token.type, token.tag = "callout_close", opening.tag
    return out


def _begin_callout(tokens: list[Token], index: int, lang: str) -> list[Token]:
    """Make a quote a callout, if it is one; the tokens of its title, or none."""
    if index + 2 >= len(tokens) or tokens[index + 1].type != "paragraph_open":
        return []
    opening, body = tokens[index], tokens[index + 2]
    match = _CALLOUT.match(body.content)
    if match is None:
        return []
    line = body.map[0] if body.map else 0
    body.content = body.content[match.end() :].lstrip()
    if "\n" in match[0]:
        body.map = [line + 1, body.map[1] if body.map else line + 1]
    if not body.content:
        tokens[index + 1].hidden = tokens[index + 3].hidden = True
    return _open_callout(opening, match[1].strip(), match[3] or "", match[2], lang, line)


def _open_callout(opening: Token, kind: str, title: str, fold: str, lang: str, line: int) -> list[Token]:
    name, japanese = _KINDS.get(kind.casefold(), ("note", kind))
    shown = title.strip() or (japanese if lang == "ja" or kind.casefold() not in _KINDS else kind.capitalize())
    tag = "summary" if fold else "p"
    opening.type, opening.tag = "callout_open", "details" if fold else "div"
    opening.meta = {"kind": name, "fold": fold}
    text = Token("inline", "", 0, content=shown, map=[line, line + 1], children=[])
    return [Token("callout_title_open", tag, 1), text, Token("callout_title_close", tag, -1)]


def colon_callout(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`:::message`, `:::note warn`, `:::details title` and the like, up to the `:::` that closes it."""
    if state.is_code_block(start_line):
        return False
    pos = state.bMarks[start_line] + state.tShift[start_line]
    match = _COLONS.fullmatch(state.src, pos, state.eMarks[start_line])
    closing = _colon_pairs(state).get(start_line, end_line) if match and match[2] else end_line
    if match is None or closing >= end_line or state.sCount[closing] < state.blkIndent:
        return False
    if silent:
        return True
    kind, title = match[2], match[3] or ""
    if title.casefold() in _KINDS and title.isascii():
        kind, title = title, ""
    opening = state.push("callout_open", "div", 1)
    opening.map = [start_line, closing + 1]
    fold = "-" if kind == "details" else ""
    state.tokens += _open_callout(opening, kind, title, fold, page_of(state.env).lang, start_line)
    last, state.lineMax = state.lineMax, closing
    parent, state.parentType = state.parentType, "callout"
    state.md.block.tokenize(state, start_line + 1, closing)
    state.lineMax, state.parentType = last, parent
    state.push("callout_close", opening.tag, -1)
    state.line = closing + 1
    return True


def _colon_pairs(state: StateBlock) -> dict[int, int]:
    """The closing line of each opening line of colons in the whole text, found in one walk."""
    pairs: dict[int, int] | None = state.env.get("colons")
    if pairs is None:
        pairs = state.env["colons"] = {}
        opened: list[tuple[int, int]] = []
        for number, line in enumerate(state.src.split("\n") if ":::" in state.src else ()):
            match = _COLONS.fullmatch(line.strip(_MARGIN))
            if match is None:
                continue
            if match[2]:
                opened.append((number, len(match[1])))
            elif opened and any(length == len(match[1]) for _, length in opened[-8:]):
                while opened[-1][1] != len(match[1]):
                    opened.pop()
                pairs[opened.pop()[0]] = number
    return pairs


def tasks(tokens: list[Token]) -> None:
    """Turn list items that begin with `[ ]` or `[x]` into tasks, in place."""
    lists: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and index + 2 < len(tokens) and tokens[index + 1].type == "paragraph_open":
            body = tokens[index + 2]
            if body.content.startswith("[") and (match := _TASK.match(body.content)):
                body.content = body.content[match.end() :]
                token.attrs["class"] = "task"
                token.meta["checked"] = match[1] in "xX"
                lists[-1].attrs["class"] = "tasks"
