"""What every test may ask for: the flag that rewrites goldens, and the real dumps where they exist."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.thorough import THOROUGH

# A slow machine is no fault of the code: no test asserts a time. On a build server the same examples are tried each time, so
# that a change is judged by what it changes; new ones are found where people work.
EXAMPLES = 500 if THOROUGH else 50
settings.register_profile("papersite", deadline=None, max_examples=EXAMPLES)
settings.register_profile("papersite-ci", deadline=None, max_examples=EXAMPLES, derandomize=True)
settings.load_profile("papersite-ci" if os.environ.get("CI") else "papersite")

ROOT = Path(__file__).resolve().parent.parent
DUMPS = ROOT.parent / "shared" / "dumps"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what the code says now into the golden files; git then shows the difference."""
    parser.addoption("--accept", action="store_true", help="rewrite golden files with what the code makes now")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def dumps_dir() -> Path:
    """The folder of real dumps beside the checkout; tests that need it skip where it does not exist."""
    if not DUMPS.is_dir() or not any(DUMPS.iterdir()):
        pytest.skip(f"no real dumps at {DUMPS}")
    return DUMPS
