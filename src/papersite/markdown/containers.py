"""Blocks that are read out of other blocks: callouts out of quotes, tasks out of list items."""

from __future__ import annotations

import re

from markdown_it.token import Token

# GitHub's alerts and Obsidian's callouts: a kind, perhaps `+` or `-` to fold it, perhaps a title.
_CALLOUT = re.compile(r"\[!([^\[\]\n]{1,40})\]([+-]?)(?:[ \t\u3000]+([^\n]*))?[ \t]*(?:\n|$)")
_TASK = re.compile(r"\[([ xX\u3000])\][ \t\u3000]+(?=\S)")

# Kinds people write, the class each gets, and its Japanese title.
_KINDS = {
    "note": ("note", "補足"),
    "info": ("note", "情報"),
    "tip": ("tip", "ヒント"),
    "hint": ("tip", "ヒント"),
    "important": ("important", "重要"),
    "warning": ("warning", "警告"),
    "caution": ("caution", "注意"),
    "danger": ("caution", "危険"),
    "summary": ("note", "要約"),
    "abstract": ("note", "概要"),
    "tldr": ("note", "要約"),
    "question": ("note", "疑問"),
    "example": ("note", "例"),
    "quote": ("note", "引用"),
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


def callouts(tokens: list[Token], lang: str) -> None:
    """Turn `> [!NOTE] title` into callouts, in place."""
    stack: list[Token | None] = []
    for index, token in enumerate(tokens):
        if token.type == "blockquote_open":
            stack.append(token if _begin_callout(tokens, index, lang) else None)
        elif token.type == "blockquote_close" and (opening := stack.pop()) is not None:
            token.type, token.tag = "callout_close", opening.tag
            token.meta = opening.meta


def _begin_callout(tokens: list[Token], index: int, lang: str) -> bool:
    if index + 2 >= len(tokens) or tokens[index + 1].type != "paragraph_open":
        return False
    body = tokens[index + 2]
    match = _CALLOUT.match(body.content)
    if match is None:
        return False
    kind = match[1].strip()
    known = _KINDS.get(kind.casefold())
    title = (match[3] or "").strip() or ((known[1] if lang == "ja" else kind.capitalize()) if known else kind)
    opening = tokens[index]
    opening.type, opening.tag = "callout_open", "details" if match[2] else "div"
    opening.meta = {"kind": known[0] if known else "note", "fold": match[2], "title": title}
    body.content = body.content[match.end() :].lstrip()
    if body.map and "\n" in match[0]:
        body.map = [body.map[0] + 1, body.map[1]]
    if not body.content:
        tokens[index + 1].hidden = tokens[index + 3].hidden = True
    return True


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
