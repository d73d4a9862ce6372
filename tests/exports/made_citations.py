"""Citations as hypothesis makes them: any text that a note might hold, and what readers of files trip over more often."""

from __future__ import annotations

from hypothesis import strategies as st

from papersite.exports.citation import Citation, Genre
from papersite.exports.people import Person

HOSTILE = "{}\\%$#&_~^\"@,=' \n\r\t\x00\x0b\x1c\x85\u2028\ud800注意機構東京ガé𠮷👩\u200d🔬"
TEXTS = st.one_of(
    st.text(HOSTILE, max_size=20),
    st.text(max_size=12),
    st.sampled_from(
        ("ER  - ", "TY  - JOUR", "}\n\n@misc{x,", "and", " and ", r"\input{x}", "</script>", "others", "注意だけでよい")
    ),
)
# What an address may be made of by the time it comes here: printable, without white space.
ADDRESSES = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), max_size=20).map(
    "https://example.org/{}".format
)
PEOPLE = st.builds(Person, family=TEXTS, given=TEXTS, suffix=st.sampled_from(("", "Jr.")))
CITATIONS = st.builds(
    Citation,
    key=st.from_regex(r"[a-z][a-z0-9.-]{0,12}", fullmatch=True),
    genre=st.sampled_from(Genre),
    title=TEXTS,
    people=st.lists(PEOPLE, max_size=3).map(tuple),
    more_people=st.booleans(),
    year=st.none() | st.integers(1000, 2100),
    container=TEXTS,
    doi=st.just("") | st.just("10.5555/3295222"),
    arxiv=st.just("") | st.just("1706.03762"),
    arxiv_class=st.just("") | st.just("cs.CL"),
    url=st.just("") | ADDRESSES,
    keywords=st.lists(TEXTS, max_size=2).map(tuple),
    lang=st.sampled_from(("", "ja", "en")),
    note=TEXTS,
)

TRANSFORMER = Citation(
    key="vaswani2017attention",
    genre=Genre.CONFERENCE,
    title="Attention Is All You Need",
    people=(Person("Vaswani", "Ashish"), Person("Shazeer", "Noam")),
    year=2017,
    container="NeurIPS",
    doi="10.5555/3295222",
    arxiv="1706.03762",
    arxiv_class="cs.CL",
    url="https://arxiv.org/abs/1706.03762",
    keywords=("Attention", "Machine translation"),
    lang="en",
)
JAPANESE = Citation(
    key="yamada2023llm",
    genre=Genre.JOURNAL,
    title="小さな LLM の評価：100% の再現をめざして",
    people=(Person("山田", "花子"), Person("国立情報学研究所")),
    year=2023,
    container="自然言語処理",
    lang="ja",
)
