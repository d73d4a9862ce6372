"""Tables, as GitHub has them, with cells that may hold formulas, ruby and wikilinks.

GitHub splits a row at every `|`. Here a `|` inside `$…$`, `{漢字|かんじ}` or `[[id|text]]` belongs to the cell; one inside code
does too, if only then the row has as many cells as the header.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from papersite.markdown.formulas import dollar_end
from papersite.regex import lazy_regex

_DELIMITER = lazy_regex(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ATOM = lazy_regex(r"\\.|\$|\{[^{}|\n]{1,60}(?:\|[^{}|\n]{1,60})+\}|\[\[[^\[\]|\n]{1,300}\|[^\[\]|\n]{1,300}\]\]|\|")
_CODE = lazy_regex(r"(?<!`)(`+)(?!`)[^|`]*(?:\|[^|`]*)*(?<!`)\1(?!`)")
_MOST_FILLED = 20_000  # empty cells put into the short rows of one table; a wide header over short rows grows by squares

Cell = tuple[str, int]  # text, and where it stands: in its row, then in the source


def table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A header row, a delimiter row, and rows until a blank line or another block."""
    if start_line + 2 > end_line or state.is_code_block(start_line):
        return False
    below = start_line + 1
    if state.sCount[below] < state.blkIndent or state.is_code_block(below):
        return False
    ruled = _line(state, below)
    if ruled[:1] not in ("|", "-", ":") or ruled[:2] in ("- ", "-\t") or ("|" not in ruled and ":" not in ruled):
        return False
    if "|" not in _line(state, start_line) or _DELIMITER.fullmatch(ruled) is None:
        return False
    aligns = [_alignment(cell) for cell in ruled.strip().strip("|").split("|")]
    header = _cells(state, start_line, len(aligns))
    if len(header) != len(aligns):
        return False
    if silent:
        return True
    opening = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1)
    _row(state, start_line, header, aligns, "th")
    state.push("thead_close", "thead", -1)
    line = start_line + 2
    filled = 0
    parent, state.parentType = state.parentType, "table"
    interrupting = state.md.block.ruler.getRules("blockquote")
    while line < end_line and filled < _MOST_FILLED:
        if state.sCount[line] < state.blkIndent or state.isEmpty(line) or state.is_code_block(line):
            break
        if any(rule(state, line, end_line, True) for rule in interrupting):
            break
        if line == start_line + 2:
            state.push("tbody_open", "tbody", 1)
        cells = _cells(state, line, len(aligns))
        _row(state, line, cells, aligns, "td")
        filled += max(0, len(aligns) - len(cells))
        line += 1
    if line > start_line + 2:
        state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    state.parentType = parent
    opening.map = [start_line, line]
    state.line = line
    return True


def split_row(row: str, columns: int) -> list[Cell]:
    """The cells of a row. Where they are too many, bars inside code are tried as part of the code."""
    cells = _split(row, None)
    if len(cells) > columns and "`" in row:
        spans = [match.span() for match in _CODE.finditer(row)]
        joined = _split(row, spans)
        if len(joined) == columns:
            return joined
    return cells


def _split(row: str, code: list[tuple[int, int]] | None) -> list[Cell]:
    cells: list[Cell] = []
    start = pos = 0
    if row.startswith("|"):
        start = pos = 1
    spans = iter(code or ())
    span = next(spans, None)
    while match := _ATOM.search(row, pos):
        while span and span[1] <= match.start():
            span = next(spans, None)
        if span and span[0] <= match.start():
            pos = span[1]
        elif match[0] == "$":
            pos = dollar_end(row, match.start(), len(row)) or match.end()
        elif match[0] == "|":
            cells.append((row[start : match.start()], start))
            start = pos = match.end()
        else:
            pos = match.end()
    if start < len(row):
        cells.append((row[start:], start))
    return cells


def _cells(state: StateBlock, line: int, columns: int) -> list[Cell]:
    first = state.bMarks[line] + state.tShift[line]
    row = state.src[first : state.eMarks[line]].rstrip()
    return [(text.strip(), first + column + len(text) - len(text.lstrip())) for text, column in split_row(row, columns)]


def _row(state: StateBlock, line: int, cells: list[Cell], aligns: list[str], tag: str) -> None:
    """One row. GitHub drops cells beyond the header's; here the last cell takes them, so that no text is lost."""
    if len(cells) > len(aligns):
        rest = " | ".join(text for text, _ in cells[len(aligns) - 1 :])
        cells = [*cells[: len(aligns) - 1], (rest, cells[len(aligns) - 1][1])]
    state.push("tr_open", "tr", 1)
    for index, align in enumerate(aligns):
        opening = state.push(f"{tag}_open", tag, 1)
        if align:
            opening.attrs = {"style": f"text-align:{align}"}
        cell = state.push("inline", "", 0)
        text, column = cells[index] if index < len(cells) else ("", 0)
        # A bar that had to be escaped only to stay in its cell; inside a formula `\|` is a norm.
        cell.content = text.replace("\\|", "|") if "$" not in text else text
        cell.map = [line, line + 1]
        cell.meta = {"offset": column}
        cell.children = []
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _alignment(cell: str) -> str:
    cell = cell.strip()
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return "left" if cell.startswith(":") else ""
