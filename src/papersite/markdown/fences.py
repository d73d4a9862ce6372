"""Code fences: CommonMark's (4.5), with two mercies inside list items, where copying shifts lines.

A fence indented too deep for its item is still a fence if it closes, and code that fell out of its item's indentation still
belongs to the fence if that closes within the item. What to do about a fence that never closes is for the formats to say; here
it runs to the end of its container, as CommonMark has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock

from papersite.regex import lazy_regex

_OPENING = lazy_regex(r"(`{3,})([^`\n]*)\Z|(~{3,})([^\n]*)\Z")
_CLOSING = lazy_regex(r"(`{3,}|~{3,})[ \t]*\Z")
_ITEM = lazy_regex(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class _End:
    """Where a fence ends: the line after its code, and whether that line closes it."""

    line: int
    closed: bool


def fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A fenced code block."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    match = _OPENING.match(state.src, pos, state.eMarks[start_line])
    if match is None:
        return False
    mark = match[1] or match[3]
    deep = state.is_code_block(start_line)
    if deep and not state.blkIndent:
        return False
    if silent and not deep:
        return True
    end = _find_end(state, start_line, end_line, mark, deep)
    if deep and not end.closed:
        return False
    if silent:
        return True
    token = state.push("fence", "code", 0)
    token.info = unescapeAll(match[2] if match[1] else match[4]).strip()
    # CommonMark takes the opening line's indentation off each line; code that fell out moves back as a whole.
    margin = min((state.sCount[line] for line in range(start_line + 1, end.line) if not state.isEmpty(line)), default=0)
    indent = state.sCount[start_line] if margin >= state.blkIndent else margin
    token.content = state.getLines(start_line + 1, end.line, indent, True)
    token.markup = mark
    state.line = end.line + end.closed
    token.map = [start_line, state.line]
    return True


def _find_end(state: StateBlock, start_line: int, end_line: int, mark: str, deep: bool) -> _End:
    fallen = 0  # the first line of code that fell out of the list item
    line = start_line + 1
    while line < end_line:
        column = state.sCount[line]
        outside = column < state.blkIndent and not state.isEmpty(line)
        if outside and (column < 0 or not state.blkIndent):
            break
        pos = state.bMarks[line] + state.tShift[line]
        if _closes(state, line, pos, mark) and (deep or column - state.blkIndent < 4):
            if not outside or not fallen:
                return _End(line, True)
            break
        if outside:
            if _ITEM.match(state.src, pos, state.eMarks[line]):
                break
            fallen = fallen or line
        line += 1
    return _End(fallen or line, False)


def _closes(state: StateBlock, line: int, pos: int, mark: str) -> bool:
    if not state.src.startswith(mark, pos):
        return False
    match = _CLOSING.match(state.src, pos, state.eMarks[line])
    return match is not None and match[1][0] == mark[0]
