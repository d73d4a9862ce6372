"""What Markdown costs: this renderer beside plain markdown-it-py, on the same text, in one run.

    python benchmarks/markdown.py [file ...]

Without files the sample notes are taken, repeated until they are as long as a year of digests. Both renderers run in turns, and
the fastest turn of each counts, in processor time, so that a busy machine changes little. The second table says where our
time goes; code is coloured and formulas are set, which plain markdown-it-py does not do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from markdown_it import MarkdownIt

from papersite.markdown import render
from papersite.markdown.highlight import code_html, read_info
from papersite.markdown.mathml import FormulaError, to_mathml
from papersite.markdown.page import Page
from papersite.markdown.parser import parse_blocks, parse_inlines

ROOT = Path(__file__).resolve().parent.parent
LENGTH = 374_000  # bytes
TURNS = 7


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare this renderer with plain markdown-it-py.")
    parser.add_argument("files", nargs="*", type=Path, help="texts to render, one after the other")
    text = read(parser.parse_args().files)
    plain = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    theirs, ours = fastest(lambda: plain.render(text), lambda: rendered(text))
    print(f"{len(text.encode()) / 1000:.0f} kB")
    print(f"plain markdown-it-py  {1000 * theirs:7.1f} ms")
    print(f"papersite.markdown    {1000 * ours:7.1f} ms   {ours / theirs:.2f} times\n")
    parts = shares(text)
    for name, seconds in (*parts.items(), ("writing and the rest", max(0.0, ours - sum(parts.values())))):
        print(f"  {name:22}{1000 * seconds:7.1f} ms   {100 * seconds / ours:3.0f} %")


def read(files: list[Path]) -> str:
    """The text to measure on."""
    chosen = files or sorted(path for path in (ROOT / "notes").iterdir() if path.suffix in (".md", ".txt"))
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in chosen)
    times = 1 if files else -(-LENGTH // len(text.encode()))
    return "\n\n".join([text] * times)


def rendered(text: str) -> None:
    """Render afresh: formulas and code are remembered by their source, which would be unfair."""
    to_mathml.cache_clear()
    code_html.cache_clear()
    render(text)


def fastest(*functions: Callable[[], object]) -> list[float]:
    """The fastest of several turns of each function, in seconds of processor time; the turns alternate."""
    best = [float("inf")] * len(functions)
    for _ in range(TURNS):
        for index, function in enumerate(functions):
            started = time.process_time()
            function()
            best[index] = min(best[index], time.process_time() - started)
    return best


def shares(text: str) -> dict[str, float]:
    """Seconds for the parts of our rendering that can be run alone."""
    tokens, env = parse_blocks(text, Page())
    parse_inlines(tokens, env)
    fences = [(token.content, read_info(token.info)) for token in tokens if token.type == "fence"]
    children = [child for token in tokens for child in token.children or ()]
    formulas = [(t.content, bool(t.meta.get("display", True))) for t in [*tokens, *children] if t.type.startswith("formula")]

    def inlines() -> None:
        again, fresh = parse_blocks(text, Page())
        parse_inlines(again, fresh)

    blocks, both, code, math = fastest(
        lambda: parse_blocks(text, Page()),
        inlines,
        lambda: [code_html.__wrapped__(source, fence) for source, fence in fences],
        lambda: convert(formulas),
    )
    return {"blocks": blocks, "lines": both - blocks, f"{len(fences)} code blocks": code, f"{len(formulas)} formulas": math}


def convert(formulas: list[tuple[str, bool]]) -> None:
    """Set formulas as if for the first time."""
    for source, display in formulas:
        with suppress(FormulaError):
            to_mathml.__wrapped__(source, display=display)


if __name__ == "__main__":
    main()
