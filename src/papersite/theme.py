"""Where the default theme stands: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def theme_dir(name: str) -> Path:
    """The theme's `templates` or `static` folder.

    An installed package carries them in `papersite/theme/`; an editable one finds them at the top of its checkout.
    """
    shipped = _PACKAGE / "theme" / name
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / name
