"""Runs a target of `targets` under Atheris: `python fuzz/fuzz.py TARGET [libFuzzer's arguments]`, `all` for all at once.

A run without a corpus of its own starts from the samples of tests/formats, which are small and own-written, and leaves nothing
behind but what made it fail (`crash-…`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["papersite"]):
    from targets import TARGETS

SAMPLES = Path(__file__).parents[1] / "tests" / "formats"
_LARGEST = 4096  # bytes of a seed: small ones are mutated faster


def one_of_all(data: bytes) -> None:
    """The first byte says which target gets the rest."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])


def write_seeds(folder: Path, target: str) -> None:
    """The samples, each as the input of a target."""
    names = list(TARGETS)
    samples = sorted(path for path in SAMPLES.glob("*/*.*") if path.suffix != ".py" and not path.name.endswith(".golden.json"))
    for number, sample in enumerate(samples):
        wanted = names.index(sample.parent.name) if sample.parent.name in names else names.index("reading")
        if target in ("all", sample.parent.name, "markdown", "decoding"):
            start = bytes([wanted]) if target == "all" else b""
            (folder / f"{number:03}").write_bytes(start + sample.read_bytes()[:_LARGEST])


def main(arguments: list[str]) -> None:
    """Fuzzes until something fails, or as long as libFuzzer's arguments say."""
    if not arguments or arguments[0] not in {"all", *TARGETS}:
        sys.exit(f"usage: fuzz.py TARGET [ARGUMENT]…\ntargets: all {' '.join(TARGETS)}")
    target, *rest = arguments
    with tempfile.TemporaryDirectory() as folder:
        if all(argument.startswith("-") for argument in rest):
            write_seeds(Path(folder), target)
            rest.append(folder)
        atheris.Setup(["fuzz.py", "-max_len=8192", "-rss_limit_mb=4096", "-timeout=60", *rest], TARGETS.get(target, one_of_all))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
