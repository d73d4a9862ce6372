"""graph.json: one paper, tag or edge a line, everything by its place."""

from __future__ import annotations

import json

from papersite.exports.graph import GraphFile, GraphPaper, GraphTag, NearPair, write_graph

SMALL = GraphFile(
    papers=(
        GraphPaper("rlhf", 'From "human" feedback', "en", 2022, (1,), 0, 2),
        GraphPaper("memo", "整合性の<研究>メモ", "ja", None, (), None, 2),
    ),
    tags=(GraphTag("learning", "学習"), GraphTag("alignment", "整合性", (0,))),
    groups=(1,),
    cites=((0, 1),),
    related=(NearPair(0, 1, 0.5, "tags", "整合性"),),
)


def test_the_file_has_one_paper_tag_or_edge_a_line() -> None:
    assert write_graph(SMALL).decode() == (
        '{"papers":[\n'
        '{"slug":"rlhf","title":"From \\"human\\" feedback","lang":"en","year":2022,"tags":[1],"group":0,"degree":2},\n'
        '{"slug":"memo","title":"整合性の<研究>メモ","lang":"ja","year":null,"tags":[],"group":null,"degree":2}\n'
        "],\n"
        '"tags":[\n'
        '{"slug":"learning","label":"学習","parents":[]},\n'
        '{"slug":"alignment","label":"整合性","parents":[0]}\n'
        "],\n"
        '"groups":[\n1\n],\n'
        '"cites":[\n[0,1]\n],\n'
        '"related":[\n[0,1,0.5,"tags","整合性"]\n]}\n'
    )


def test_a_file_without_edges_is_json_too() -> None:
    assert json.loads(write_graph(GraphFile((), (), (), (), ()))) == {
        "papers": [],
        "tags": [],
        "groups": [],
        "cites": [],
        "related": [],
    }
