"""What hosts of static files look for: `.nojekyll`, so that GitHub Pages serves the files as they are, and `CNAME`, its custom
domain (https://docs.github.com/en/pages/configuring-a-custom-domain-for-your-github-pages-site).
"""

from __future__ import annotations


def write_nojekyll(_view: None) -> bytes:
    """An empty file: that it is there is all it says."""
    return b""


def write_cname(domain: str) -> bytes:
    """The domain on a line of its own."""
    return f"{domain}\n".encode()
