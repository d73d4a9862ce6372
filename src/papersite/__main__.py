"""The program: `papersite`, or `python -m papersite`.

What version it is it says before anything else is loaded; loading what reads the flags takes three times as long as Python
itself takes to start.
"""

import os
import sys

from papersite import __version__


def main() -> int:
    """Runs the command that the program was called with, and ends the process with its exit status."""
    if sys.argv[1:] == ["--version"]:
        print(f"papersite {__version__}")
        return 0
    from papersite.cli import main as run

    # Python would take apart what was made, object by object: 0.9 of the 12 s after an edit at 10,000 notes. What is open is
    # closed by now, and what was said is flushed.
    os._exit(run())


if __name__ == "__main__":
    sys.exit(main())
