"""Asking registries about papers, for `papersite fetch`, which is the only time that papersite asks them.

`arxiv`, `crossref` and `openreview` say how each is asked and what of an answer is believed (pure), `asking` sends requests at
the pace each allows (the edge), `fetch` goes through what is wanted and hands on all that is known after every answer, so that
nothing is lost when the work is broken off; `keeping` writes that down.
"""

from papersite.fetching.asking import Network
from papersite.fetching.fetch import Outcome, fetch, wanted
from papersite.fetching.keeping import keep
from papersite.fetching.service import Addresses

__all__ = ["Addresses", "Network", "Outcome", "fetch", "keep", "wanted"]
