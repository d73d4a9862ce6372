"""The program: `papersite`, or `python -m papersite`.

What version it is it says before anything else is loaded; loading what reads the flags takes three times as long as Python
itself takes to start.
"""

import sys

from papersite import __version__


def main() -> int:
    """Runs the command that the program was called with; returns its exit status."""
    if sys.argv[1:] == ["--version"]:
        print(f"papersite {__version__}")
        return 0
    from papersite.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
