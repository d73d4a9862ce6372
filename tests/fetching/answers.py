"""Answers as the registries write them, of papers that exist; the abstracts are our own words."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

TITLES = {
    "1706.03762": "Attention Is All You Need",
    "1810.04805": "BERT: Pre-training of Deep Bidirectional Transformers",
    "hep-th/9711200": "The Large N Limit of Superconformal Field Theories",
}


def entry(number: str, title: str | None = None) -> str:
    """A paper in arXiv's feed."""
    shown = TITLES.get(number, f"Paper {number}") if title is None else title
    return f"""<entry><id>http://arxiv.org/abs/{number}v5</id><title>{escape(shown)}</title>
    <summary>  Sequences are turned into
    sequences. </summary><published>2017-06-12T17:57:34Z</published>
    <author><name>Ashish Vaswani</name></author><author><name>Łukasz Kaiser</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/ABC</arxiv:doi>
    <category term="cs.CL"/><category term="cs.LG"/></entry>"""


def feed(*entries: str) -> bytes:
    """arXiv's answer."""
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{"".join(entries)}</feed>'.encode()


def refusal() -> bytes:
    """arXiv's answer to an identifier that is none."""
    return feed(
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title>"
        "<summary>incorrect id format</summary></entry>"
    )


def works(*listed: dict[str, object]) -> bytes:
    """Crossref's answer."""
    return json.dumps({"status": "ok", "message": {"items": listed}}).encode()


def work(doi: str, title: str = "A Work") -> dict[str, object]:
    """A work in Crossref's answer."""
    return {
        "DOI": doi,
        "title": [title],
        "author": [{"given": "花子", "family": "山田"}, {"name": "The Collaboration"}, {"family": "Lee"}],
        "container-title": ["Proceedings of Something"],
        "published": {"date-parts": [[2021, 6]]},
        "abstract": "<jats:p>Trees &amp; <jats:italic>graphs</jats:italic>.</jats:p>",
    }


def submission(forum: str, title: object) -> bytes:
    """OpenReview's answer."""
    content = {
        "title": {"value": title},
        "authors": {"value": ["Ada One", "Bo Two"]},
        "abstract": {"value": "Short."},
        "venue": {"value": "ICLR 2025 Oral"},
    }
    return json.dumps({"notes": [{"id": forum, "cdate": 1727481600000, "content": content}]}).encode()
