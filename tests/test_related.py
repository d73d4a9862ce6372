"""Which papers are near each other, and why."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from papersite.related import SHOWN, Profile, related
from tests.steps import steps


def paper(slug: str, cites: str = "", tags: str = "", text: str = "") -> Profile:
    return Profile(slug, frozenset(cites.split()), tuple(tags.split()), text)


def near(profiles: list[Profile], slug: str) -> list[str]:
    place = [profile.slug for profile in profiles].index(slug)
    return [each.slug for each in related(profiles)[place]]


# Papers that share nothing with others, so that what two papers share is rare.
_OTHERS = [paper(f"other-{number}", f"x{number}", f"tag{number}", f"word{number}word") for number in range(12)]


def test_the_kinds_of_evidence_weigh_in_order() -> None:
    profiles = [
        paper("here", "one two", "looms", "weaving cloth slowly"),
        paper("coupled", "one"),
        paper("cocited"),
        paper("tagged", tags="looms"),
        paper("worded", text="slowly weaving cloth"),
        paper("citing", "here cocited"),
        *_OTHERS,
    ]
    assert near(profiles, "here") == ["coupled", "cocited", "tagged", "worded"]


def test_every_reason_says_what_is_shared() -> None:
    profiles = [paper("here", "dapo", "rl", "weaving looms"), paper("there", "dapo", "rl", "weaving looms"), *_OTHERS]
    (only,) = related(profiles, {"dapo": "DAPO: An Open System", "rl": "Reinforcement learning"})[0]
    assert only.reasons == (
        ("coupled", "DAPO: An Open System"),
        ("tags", "Reinforcement learning"),
        ("words", "looms, weaving"),
    )


def test_long_reasons_name_the_rarest_and_count_the_rest() -> None:
    common = [paper(f"also-{number}", "e") for number in range(3)]
    profiles = [paper("here", "a b c d e"), paper("there", "a b c d e"), *common, *_OTHERS]
    assert related(profiles)[0][0].reasons == (("coupled", "a, b, c +2"),)


def test_a_rare_tag_counts_more_than_a_common_one() -> None:
    profiles = [
        paper("here", tags="rare common"),
        paper("by-common", tags="common"),
        paper("by-rare", tags="rare"),
        *(paper(f"also-{number}", tags="common") for number in range(3)),
        *_OTHERS,
    ]
    assert near(profiles, "here")[0] == "by-rare"


def test_a_tag_that_most_papers_have_brings_none_together() -> None:
    assert tuple(related([paper(f"p{number}", tags="nlp") for number in range(40)])) == ((),) * 40


def test_a_paper_that_everyone_cites_brings_none_together() -> None:
    assert any(related([paper(f"p{number}", "attention") for number in range(50)]))
    assert not any(related([paper(f"p{number}", "attention") for number in range(70)]))


def test_nothing_shared_is_nothing_near() -> None:
    assert tuple(related(_OTHERS)) == ((),) * len(_OTHERS)
    assert tuple(related([])) == ()


def test_japanese_words_are_shared_too() -> None:
    profiles = [
        paper("here", text="強化学習と報酬モデルとロールアウト"),
        paper("there", text="報酬モデルのロールアウトと強化学習"),
        *_OTHERS,
    ]
    (only,) = related(profiles)[0]
    assert only.reasons == (("words", "モデル, ロールアウト, 報酬 +1"),)


_PROFILES = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from("abcdefgh"), max_size=4),
        st.lists(st.sampled_from(("rl", "nlp", "vision")), max_size=3, unique=True),
        st.sampled_from(("", "weaving looms", "looms of cloth", "強化学習の織機")),
    ),
    max_size=14,
).map(
    lambda made: [Profile("abcdefghijklmn"[place], cites, tuple(tags), text) for place, (cites, tags, text) in enumerate(made)]
)


@settings(deadline=None, max_examples=120)
@given(_PROFILES)
def test_a_paper_is_never_near_itself_nor_twice_and_the_nearest_comes_first(profiles: list[Profile]) -> None:
    for profile, found in zip(profiles, related(profiles), strict=True):
        slugs = [each.slug for each in found]
        assert profile.slug not in slugs
        assert len(set(slugs)) == len(slugs) <= SHOWN
        assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
        assert all(each.reasons and all(detail for _, detail in each.reasons) for each in found)


@settings(deadline=None, max_examples=60)
@given(_PROFILES)
def test_two_papers_are_as_near_from_either_side(profiles: list[Profile]) -> None:
    weights = {
        (profile.slug, each.slug): (each.weight, each.reasons)
        for profile, found in zip(profiles, related(profiles), strict=True)
        for each in found
    }
    assert all(weights.get((there, here), here_to_there) == here_to_there for (here, there), here_to_there in weights.items())


def test_the_cost_does_not_grow_with_the_square_of_the_library() -> None:
    """Four times the papers take some four times the steps, not sixteen: each of them shares features with many."""

    def cost(papers: int) -> int:
        profiles = [
            paper(f"p{n}", f"c{n % (papers // 40)} d{n % (papers // 20)}", f"t{n % 40}", f"wordy{n % (papers // 10)}x")
            for n in range(papers)
        ]
        return steps(lambda: list(related(profiles)))

    assert cost(800) < 8 * cost(200)
