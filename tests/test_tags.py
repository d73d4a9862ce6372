"""Tags of every source mean the terms of one vocabulary, and a site's owner may change it."""

from __future__ import annotations

import pickle
import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.errors import ConfigError
from papersite.tag_spelling import singular_key, tag_key
from papersite.tags import Vocabulary, collect, count_tags
from papersite.vocabulary import read_text

BUILT_IN = Vocabulary.built_in()
TWIN = Vocabulary(BUILT_IN.terms)  # remembers nothing of what BUILT_IN was asked before


def extended(text: str, base: Vocabulary = BUILT_IN) -> Vocabulary:
    """The vocabulary extended by the text of a TOML file."""
    return base.extended(tomllib.loads(text), PurePosixPath("notes/tags.toml"), text)


# ── the built-in vocabulary ──────────────────────────────────────────────────────────────────────────────────────────


def test_no_two_terms_are_written_alike() -> None:
    owner: dict[str, str] = {}
    clashes = [
        (name, term.slug, owner[tag_key(name)])
        for term in BUILT_IN.terms
        for name in (term.slug, term.en, term.ja, *term.aliases)
        if owner.setdefault(tag_key(name), term.slug) != term.slug
    ]
    assert clashes == []


def test_parents_are_terms_and_never_go_round() -> None:
    slugs = {term.slug for term in BUILT_IN.terms}
    assert len(slugs) == len(BUILT_IN.terms)
    assert [(term.slug, parent) for term in BUILT_IN.terms for parent in term.parents if parent not in slugs] == []
    above = {term.slug: set(term.parents) for term in BUILT_IN.terms}
    while above:  # terms whose parents are all gone leave, row by row; a circle would stay
        free = {slug for slug, parents in above.items() if not parents & above.keys()}
        assert free, sorted(above)
        above = {slug: parents for slug, parents in above.items() if slug not in free}


def test_every_term_has_a_japanese_or_proper_label_and_a_plain_slug() -> None:
    for term in BUILT_IN.terms:
        assert term.en and term.ja
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term.slug), term.slug
        assert len(set(term.aliases)) == len(term.aliases)


def test_the_vocabulary_is_large_and_of_all_kinds() -> None:
    kinds = [term.kind for term in BUILT_IN.terms]
    assert kinds.count("topic") >= 350
    assert kinds.count("venue") >= 100
    assert kinds.count("meta") >= 15


@pytest.mark.parametrize(
    ("slug", "spellings"),
    [
        (
            "language-models",
            ("LanguageModel", "#LLM", "LLMs", "大規模言語モデル", "large-language-models", "ＬＬＭ"),
        ),
        (
            "computer-vision",
            ("ComputerVision", "# コンピュータビジョンとパターン認識", "コンピュータービジョン", "cs.CV"),
        ),
        ("natural-language-processing", ("NLP", "自然言語処理", "計算と言語", "Computation and Language", "cs.CL")),
        ("computer-science", ("コンピューターサイエンス", "Computer Science")),
        ("hardware-architecture", ("ハードウェアアーキテクチャー", "cs.AR", "Hardware Architecture")),
        ("reinforcement-learning", ("ReinforcementLearning", "強化学習", "RL")),
        ("supervised-fine-tuning", ("Supervised-FineTuning (SFT)", "SFT", "supervised finetuning")),
        ("peft", ("PEFT(Adaptor/LoRA)", "Adapter/LoRA", "LoRA", "PEFT")),
        ("mixture-of-experts", ("MoE(Mixture-of-Experts)", "MoE", "混合エキスパート")),
        ("ppo", ("PPO (ProximalPolicyOptimization)", "PPO")),
        ("speech-recognition", ("AutomaticSpeechRecognition(ASR)", "音声認識")),
        ("variational-autoencoders", ("VAE", "VariationalAutoEncoder", "VAE/VariationalAutoEncoder")),
        ("personalization", ("Personalisation", "パーソナライゼーション")),
        ("neurips", ("NeurIPS", "NIPS", "NeurIPS2024", "NIPS'17", "neurips 2023")),
        ("emnlp", ("EMNLP", "EMNLP Findings", "Findings of EMNLP 2023")),
        ("selected", ("Selected Papers/Blogs",)),
        ("read-later", ("read-later", "あとで読む")),
        ("nearest-neighbour-search", ("ANNS",)),
        ("neural-networks", ("NeuralNetwork", "ANN", "ニューラルネット")),
    ],
)
def test_spellings_of_every_source_mean_one_term(slug: str, spellings: tuple[str, ...]) -> None:
    assert {spelling: BUILT_IN.term(spelling).slug for spelling in spellings} == dict.fromkeys(spellings, slug)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NLP", "LLM"),
        ("AI", "AIAgents"),
        ("AI", "GenerativeAI"),
        ("Document", "DocumentSummarization"),
        ("Encoder", "Encoder-Decoder"),
        ("VLM", "MLLM"),
        ("FoundationModel", "LanguageModel"),
        ("RLHF", "RLVR"),
        ("Fine-tuning", "InstructionTuning"),
        ("Supervised", "SFT"),
        ("Search", "WebSearch"),
        ("推論", "推論高速化"),
        ("RecommenderSystems", "RecSys"),
        ("EducationalDataMining", "EDM"),
        ("Science", "Science Robotics"),
        ("Neural Networks", "Neural Networks journal"),
        ("C", "C++"),
        ("ACL", "TACL"),
    ],
)
def test_different_ideas_stay_apart(one: str, other: str) -> None:
    assert BUILT_IN.term(one).slug != BUILT_IN.term(other).slug


def test_what_is_about_the_note_is_no_topic() -> None:
    metas = ("Pocket", "read-later", "Selected Papers/Blogs", "Reference Collection", "Article", "Blog", "reading")
    assert {BUILT_IN.term(tag).kind for tag in metas} == {"meta"}


def test_a_term_has_those_above_it_nearest_first() -> None:
    assert BUILT_IN.ancestors("grpo")[:2] == ("reinforcement-learning", "rlvr")
    assert "machine-learning" in BUILT_IN.ancestors("grpo")
    assert BUILT_IN.ancestors("no-such-term") == ()


# ── tags that no term knows ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_tag_is_a_term_labelled_as_written() -> None:
    term = BUILT_IN.term("#PebbleSorting")
    assert (term.slug, term.en, term.ja, term.kind) == ("pebble-sorting", "PebbleSorting", "PebbleSorting", "topic")
    assert not BUILT_IN.knows("PebbleSorting")


def test_the_acronym_behind_an_unknown_tag_is_another_spelling_of_it() -> None:
    assert BUILT_IN.term("Pebble Sorting Network (PSN)").slug == BUILT_IN.term("PebbleSortingNetwork").slug
    assert BUILT_IN.term("Pebble (Marble)").slug == "pebble-marble"


def test_spellings_of_an_unknown_tag_meet_under_the_most_frequent() -> None:
    vocabulary = BUILT_IN.knowing({"PebbleSorting": 3, "pebble sortings": 1, "pebblesorting": 1, "NLP": 9})
    terms = {vocabulary.term(tag) for tag in ("PebbleSorting", "pebble sorting", "pebblesorting")}
    (term,) = terms
    assert (term.slug, term.en) == ("pebble-sorting", "PebbleSorting")
    assert "pebblesorting" in vocabulary.old_slugs(term)
    assert vocabulary.term("NLP") == BUILT_IN.term("NLP")


def test_the_slug_of_an_unknown_tag_does_not_follow_the_counts() -> None:
    counts = {"PebbleSorting": 1, "pebblesorting": 5}
    swapped = {"PebbleSorting": 5, "pebblesorting": 1}
    slugs = {BUILT_IN.knowing(usage).term("pebblesorting").slug for usage in (counts, swapped)}
    assert slugs == {"pebble-sorting"}


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_any_tag_means_a_term_and_its_slug_is_never_another_terms(tag: str) -> None:
    term = BUILT_IN.term(tag)
    known = BUILT_IN.by_slug(term.slug)
    assert known is None or known == term
    assert TWIN.term(tag) == term


# ── venues ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tag", "venue"),
    [
        ("ACL", ("ACL", None)),
        ("ICLR'25", ("ICLR", 2025)),
        ("ICLR25", ("ICLR", 2025)),
        ("NeurIPS2024", ("NeurIPS", 2024)),
        ("NIPS'17", ("NeurIPS", 2017)),
        ("SIGKDD", ("KDD", None)),
        ("arXiv'25", ("arXiv", 2025)),
        ("EMNLP Findings", ("EMNLP Findings", None)),
        ("Findings of ACL 2024", ("ACL Findings", 2024)),
        ("ICML'24 Workshop", ("ICML Workshop", 2024)),
        ("ICLR'24 Oral", ("ICLR", 2024)),
        ("Nature Machine Intelligence", ("Nature Machine Intelligence", None)),
        ("PebbleConf'19", ("PebbleConf", 2019)),
        ("NLP", None),
        ("LLM'25", None),
        ("Findings", None),
        ("Qwen2.5", None),
        ("GPT-4", None),
        ("", None),
    ],
)
def test_a_tag_that_names_a_venue_gives_its_name_and_year(tag: str, venue: tuple[str, int | None] | None) -> None:
    assert BUILT_IN.venue(tag) == venue


def test_an_unknown_venue_has_one_page_for_all_years() -> None:
    first, second = BUILT_IN.term("PebbleConf'19"), BUILT_IN.term("PebbleConf’21")
    assert (first.slug, first.kind) == (second.slug, second.kind) == ("pebble-conf", "venue")


# ── what a site's owner says ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_key_is_a_new_term() -> None:
    vocabulary = extended(
        '[pebble-sorting]\nen = "Pebble sorting"\nja = "小石の整列"\naliases = ["PS"]\nparents = ["algorithms", "NLP"]\n'
    )
    term = vocabulary.term("小石の整列")
    assert (term.slug, term.en) == ("pebble-sorting", "Pebble sorting")
    assert term.parents == ("algorithms", "natural-language-processing")
    assert vocabulary.term("PS") == term
    assert not BUILT_IN.knows("PS")


def test_any_name_of_a_term_reaches_it() -> None:
    term = extended('[LLM]\nja = "巨大言語モデル"\nhide = true\n').term("LanguageModel")
    assert (term.slug, term.ja, term.en, term.hidden) == ("language-models", "巨大言語モデル", "Language models", True)


def test_an_alias_leaves_the_term_that_had_it() -> None:
    vocabulary = extended('[pebble-positions]\naliases = ["RoPE"]\n')
    assert vocabulary.term("RoPE").slug == "pebble-positions"
    assert "RoPE" not in vocabulary.term("PositionalEncoding").aliases
    assert vocabulary.term("PositionalEncoding").slug == "positional-encoding"


def test_a_term_given_as_an_alias_is_merged() -> None:
    vocabulary = extended('[vision-language-models]\naliases = ["multimodal-language-models"]\n')
    assert vocabulary.term("MLLM").slug == vocabulary.term("VLM").slug == "vision-language-models"
    assert vocabulary.by_slug("multimodal-language-models") is None
    assert "multimodal-language-models" in vocabulary.old_slugs(vocabulary.term("VLM"))
    assert vocabulary.term("UMM").parents == ("vision-language-models",)


def test_ignored_tags_are_left_out() -> None:
    vocabulary = extended('ignore = ["Pocket", "#メモ"]\n')
    assert [term.slug for term in vocabulary.terms_of(["pocket", "NLP", "メモ", "自然言語処理", ""])] == [
        "natural-language-processing"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            '[rag]\nalias = ["x"]\n', 'notes/tags.toml:2: unknown key "alias" in rag (did you mean "aliases"?)', id="key"
        ),
        pytest.param('[rag]\naliases = "x"\n', "notes/tags.toml:2: rag.aliases: expected a list of strings", id="string"),
        pytest.param('rag = "x"\n', "notes/tags.toml:1: rag: expected a table", id="no table"),
        pytest.param("[rag]\nhide = 1\n", "notes/tags.toml:2: rag.hide: expected true or false", id="hide"),
        pytest.param('[rag]\nen = ""\n', "notes/tags.toml:2: rag.en: expected a label", id="empty label"),
        pytest.param('[rag]\nkind = "venu"\n', "notes/tags.toml:2: rag.kind: expected one of topic, venue, meta", id="kind"),
        pytest.param("ignore = 3\n", "notes/tags.toml:1: ignore: expected a list", id="ignore"),
        pytest.param(
            '\n[pebbles]\nparents = ["atention"]\n',
            'notes/tags.toml:3: pebbles.parents: no term is called "atention" (did you mean "attention"?)',
            id="unknown parent",
        ),
        pytest.param(
            '[machine-learning]\nparents = ["deep-learning"]\n',
            "notes/tags.toml:2: machine-learning.parents go round: machine-learning → deep-learning → machine-learning",
            id="circle",
        ),
        pytest.param(
            'a-term = { parents = ["b-term"] }\nb-term = { parents = ["a-term"] }\n',
            "notes/tags.toml:2: b-term.parents go round: b-term → a-term → b-term",
            id="circle of new terms",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        extended(text)
    assert message in str(caught.value)


def test_all_mistakes_are_told_at_once_in_order() -> None:
    with pytest.raises(ConfigError) as caught:
        extended("[one]\nhide = 1\n\n[two]\nlabel = 2\n")
    assert [line.split(": ")[0] for line in str(caught.value).split("\n")] == ["notes/tags.toml:2", "notes/tags.toml:5"]


def test_a_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(ConfigError, match=r"notes/tags\.toml:2: not TOML"):
        read_text('a = 1\nb = "\n', PurePosixPath("notes/tags.toml"))


def test_extending_leaves_the_built_in_vocabulary_alone() -> None:
    before = BUILT_IN.term("LLM")
    extended('[LLM]\nen = "Something else"\n')
    assert Vocabulary.built_in() is BUILT_IN
    assert BUILT_IN.term("LLM") == before


def test_a_vocabulary_travels_between_workers() -> None:
    vocabulary = extended('ignore = ["Pocket"]\n[LLM]\naliases = ["PebbleModel"]\n')
    assert vocabulary.term("PebbleModel").slug == "language-models"
    copy = pickle.loads(pickle.dumps(vocabulary))
    assert copy == vocabulary
    assert hash(copy) == hash(vocabulary)
    assert copy.term("PebbleModel") == vocabulary.term("PebbleModel")
    assert copy.ignores("pocket")


# ── terms in use ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_counts_once_for_a_term_however_often_it_names_it() -> None:
    uses = collect(BUILT_IN, [["NLP", "LLM", "LanguageModel"], ["大規模言語モデル", "#LLM"], []])
    assert [(use.term.slug, use.count) for use in uses] == [("language-models", 2), ("natural-language-processing", 1)]
    assert uses[0].spellings == (("LLM", 2), ("LanguageModel", 1), ("大規模言語モデル", 1))


def test_tags_are_counted_by_record_as_written() -> None:
    assert count_tags([["#NLP", "NLP", " nlp "], ["NLP"]]) == {"NLP": 2, "nlp": 1}


def test_old_addresses_are_never_those_of_terms() -> None:
    term = BUILT_IN.term("LLM")
    old = BUILT_IN.old_slugs(term, ["LanguageModel", "大規模言語モデル", "language models", "NLP"])
    assert old == ("language-model", "languagemodel", "大規模言語モデル")


# ── real dumps ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nearly_all_tags_of_the_real_notes_are_known(dumps_dir: Path) -> None:
    openers = re.findall(r"^(#.*?)\s*Issue Date", (dumps_dir / "keypoint-notes.txt").read_text(encoding="utf-8"), re.MULTILINE)
    tags = {tag.strip() for line in openers for tag in re.split(r"(?:^|\s)#", line) if tag.strip()}
    unknown = sorted(tag for tag in tags if not BUILT_IN.knows(tag))
    assert len(tags) > 200
    assert len(unknown) <= len(tags) // 50, unknown


def test_a_plural_never_hides_a_term() -> None:
    for term in BUILT_IN.terms:
        for name in (term.slug, term.en, *term.aliases):
            assert BUILT_IN.term(name).slug == term.slug, (name, singular_key(name))
