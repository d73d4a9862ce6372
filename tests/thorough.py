"""How much is tried: a little by default, so that all tests end soon, or all of it where PAPERSITE_THOROUGH is set."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("PAPERSITE_THOROUGH"))
