"""The preview in a real browser: a page changes in place, and nothing that a reader or a script did to it is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from papersite.errors import TemplateError
from papersite.model import Origin, Problem
from papersite.serving.server import Preview, application, listen
from papersite.serving.snapshot import Edition
from tests.fake_edition import FakeEdition

pytestmark = pytest.mark.browser

# As strict as the theme's own policy: whatever the preview adds must live under it.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
# What a theme's scripts do: add elements, show what is hidden, change attributes and words.
SCRIPT = b"""
const button = document.querySelector("button.tool");
button.hidden = false;
button.textContent = "ready";
document.documentElement.dataset.scheme = "dark";
for (const block of document.querySelectorAll("pre")) {
  const copy = document.createElement("button");
  copy.className = "copy";
  copy.textContent = "copy";
  block.append(copy);
}
window.runs = (window.runs ?? 0) + 1;
"""


def page(body: str, *, css: str = "1", script: str = "1", title: str = "A page") -> bytes:
    return f"""<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css?v={css}">
<script type="module" src="/tools.js?v={script}"></script>
</head>
<body>
<button class="tool" hidden>wait</button>
<input type="search" id="q"> <input type="checkbox" id="c">
<main>
{body}
</main>
</body>
</html>
""".encode()


LONG = "\n".join(f'<p id="p{number}">段落 {number}</p>' for number in range(200))
BODY = f"<h1>報酬の設計</h1>\n<details><summary>more</summary>hidden</details>\n<pre>code one</pre>\n{LONG}"


class Live:
    """A preview of one page, and a browser's page that shows it."""

    def __init__(self, browser: Browser) -> None:
        self.files: dict[str, bytes | Exception] = {
            "index.html": page(BODY),
            "site.css": b"h1 { color: rgb(1, 2, 3) }",
            "tools.js": SCRIPT,
        }
        self.problems: tuple[Problem, ...] = ()
        self.failure: Exception | None = None
        self.preview = Preview(self._assemble, say=lambda _: None)
        self.preview.renew()
        listening = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        self.server = uvicorn.Server(
            uvicorn.Config(application(self.preview), log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, daemon=True)
        self.thread.start()
        self.errors: list[str] = []
        self.tab: Page = browser.new_page()
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.tab.goto(self.url)
        expect(self.tab.locator("button.tool")).to_have_text("ready")

    def _assemble(self, _changed: object) -> Edition:
        if self.failure:
            raise self.failure
        return FakeEdition(dict(self.files), problems=self.problems)

    def renew(self, **files: bytes | Exception) -> None:
        self.files |= {name.replace("_", "."): data for name, data in files.items()}
        self.preview.renew()

    def close(self) -> None:
        self.tab.close()
        self.preview.hub.close()
        self.server.should_exit = True
        self.thread.join(5)


@pytest.fixture
def live(browser: Browser) -> Iterator[Live]:
    live = Live(browser)
    # A page that was loaded anew would not have this.
    live.tab.evaluate("window.same = true")
    yield live
    live.close()
    assert live.errors == []


def is_same_page(live: Live) -> bool:
    return bool(live.tab.evaluate("window.same === true && window.runs === 1"))


def test_a_change_is_made_in_place_and_all_else_stays_as_it_was(live: Live) -> None:
    tab = live.tab
    tab.locator("#q").fill("強化")
    tab.locator("#c").check()
    tab.locator("summary").click()
    tab.locator("#p150").scroll_into_view_if_needed()
    scrolled = tab.evaluate("scrollY")
    tab.evaluate("window.kept = document.querySelector('#p150')")
    live.renew(index_html=page(BODY.replace("段落 150", "書き直した段落"), title="Another title"))
    expect(tab.locator("#p150")).to_have_text("書き直した段落")
    expect(tab).to_have_title("Another title")
    assert is_same_page(live)
    assert tab.evaluate("window.kept === document.querySelector('#p150')")
    assert tab.evaluate("scrollY") == scrolled > 0
    expect(tab.locator("#q")).to_have_value("強化")
    expect(tab.locator("#c")).to_be_checked()
    expect(tab.locator("details")).to_have_attribute("open", "")
    expect(tab.locator("button.tool")).to_have_text("ready")
    expect(tab.locator("button.tool")).to_be_visible()
    expect(tab.locator("pre button.copy")).to_have_count(1)
    assert tab.evaluate("document.documentElement.dataset.scheme") == "dark"


def test_paragraphs_come_and_go_and_come_back(live: Live) -> None:
    tab = live.tab
    live.renew(index_html=page("<p>only this</p>"))
    expect(tab.locator("main p")).to_have_count(1)
    expect(tab.locator("main h1")).to_have_count(0)
    live.renew(index_html=page(f"<p>before</p>{BODY}"))
    expect(tab.locator("main p")).to_have_count(201)
    live.renew(index_html=page(BODY))
    expect(tab.locator("main p")).to_have_count(200)
    assert is_same_page(live)


def test_code_that_changes_keeps_the_button_a_script_gave_it(live: Live) -> None:
    live.renew(index_html=page(BODY.replace("code one", "code two")))
    expect(live.tab.locator("pre")).to_have_text("code twocopy")


def test_what_the_server_changes_wins_over_what_a_script_had_made_of_it(live: Live) -> None:
    live.renew(index_html=page(BODY).replace(b">wait<", b">another word<"))
    expect(live.tab.locator("button.tool")).to_have_text("another word")
    assert is_same_page(live)


def test_a_new_style_sheet_takes_the_place_of_the_old_one_without_a_reload(live: Live) -> None:
    heading = live.tab.locator("main h1")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    live.renew(index_html=page(BODY, css="2"), site_css=b"h1 { color: rgb(9, 8, 7) }")
    expect(heading).to_have_css("color", "rgb(9, 8, 7)")
    expect(live.tab.locator("head link[rel=stylesheet]")).to_have_count(1)
    assert is_same_page(live)


def test_a_changed_script_loads_the_page_anew(live: Live) -> None:
    with live.tab.expect_navigation():
        live.renew(index_html=page(BODY, script="2"))
    expect(live.tab.locator("button.tool")).to_have_text("ready")
    assert live.tab.evaluate("window.same === undefined && window.runs === 1")


def test_an_edition_that_changes_other_pages_leaves_this_one_alone(live: Live) -> None:
    live.tab.wait_for_selector("papersite-overlay", state="attached")  # it comes with the first word from the server
    live.tab.evaluate("""
      window.changes = 0;
      new MutationObserver((all) => (window.changes += all.length)).observe(document, {subtree: true, childList: true});
    """)
    with live.tab.expect_response("**/state?*"):
        live.renew(other_html=b"<p>other")
    with live.tab.expect_response("**/state?*"):
        live.renew(other_html=b"<p>another")
    assert live.tab.evaluate("window.changes") == 0


def test_a_failure_is_shown_with_its_place_and_goes_when_it_is_mended(live: Live) -> None:
    panel = live.tab.get_by_role("alert")
    live.failure = TemplateError("unexpected '}' <b>", Origin(PurePosixPath("templates/page.html"), 7, 7))
    live.renew()
    expect(panel).to_contain_text("templates/page.html:7")
    expect(panel).to_contain_text("unexpected '}' <b>")
    expect(live.tab.locator("main h1")).to_have_text("報酬の設計")
    live.failure = None
    live.renew()
    expect(panel).to_have_count(0)
    assert is_same_page(live)


def test_a_page_that_fails_is_shown_as_it_was_and_is_mended_in_place(live: Live) -> None:
    live.renew(index_html=TemplateError("no such filter"))
    expect(live.tab.get_by_role("alert")).to_contain_text("no such filter")
    expect(live.tab.locator("main h1")).to_have_text("報酬の設計")
    live.renew(index_html=page(BODY.replace("報酬", "方策")))
    expect(live.tab.locator("main h1")).to_have_text("方策の設計")
    expect(live.tab.get_by_role("alert")).to_have_count(0)
    assert is_same_page(live)


def test_problems_are_counted_and_listed_when_asked_for(live: Live) -> None:
    live.problems = (Problem("missing-date", "this note has no date", Origin(PurePosixPath("notes/a.md"), 3, 3)),)
    live.renew()
    summary = live.tab.locator("papersite-overlay summary")
    expect(summary).to_have_text("1 problem")
    expect(live.tab.get_by_text("this note has no date")).to_be_hidden()
    summary.click()
    expect(live.tab.get_by_text("this note has no date")).to_be_visible()
    live.renew(index_html=page(BODY.replace("報酬", "方策")))
    expect(live.tab.locator("main h1")).to_have_text("方策の設計")
    expect(live.tab.get_by_text("this note has no date")).to_be_visible()
    live.problems = ()
    live.renew()
    expect(summary).to_have_count(0)


def test_a_page_that_is_gone_becomes_the_page_that_says_so(live: Live) -> None:
    del live.files["index.html"]
    live.renew()
    expect(live.tab.locator("body")).to_contain_text("no such page")
    live.renew(index_html=page(BODY))
    expect(live.tab.locator("main h1")).to_have_text("報酬の設計")
    assert [error for error in live.errors if "404" not in error] == []
    live.errors.clear()


def test_who_is_writing_in_a_field_goes_on_writing(live: Live) -> None:
    field = live.tab.locator("#q")
    field.fill("強化学習")
    field.evaluate("each => each.setSelectionRange(2, 4)")
    live.renew(index_html=page(f"<p>new above</p>{BODY}"))
    expect(live.tab.locator("main p").first).to_have_text("new above")
    assert field.evaluate("each => [document.activeElement === each, each.value, each.selectionStart, each.selectionEnd]") == [
        *(True, "強化学習", 2, 4)
    ]


def test_what_a_problem_says_stays_text_however_it_reads(live: Live) -> None:
    hostile = '</li><img src=x onerror="window.hit = 1"><script>window.hit = 1</script>'
    live.problems = (Problem("unreadable", f"{hostile} said", Origin(PurePosixPath(f"notes/{hostile}.md"))),)
    live.renew()
    live.tab.locator("papersite-overlay summary").click()
    told = live.tab.locator("papersite-overlay .problems li").first
    expect(told).to_contain_text(f"{hostile} said")
    expect(told).to_contain_text(f"notes/{hostile}.md")
    assert live.tab.evaluate("window.hit === undefined")
    expect(live.tab.locator("papersite-overlay img, papersite-overlay script")).to_have_count(0)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_who_asks_for_it_is_taken_to_what_changed(live: Live, motion: Literal["no-preference", "reduce"]) -> None:
    tab = live.tab
    tab.emulate_media(reduced_motion=motion)
    button = tab.get_by_role("button", name="Go to what changed")
    changed = tab.locator("#p150")
    live.renew(index_html=page(BODY.replace("段落 150", "一度書き直した段落")))
    expect(changed).to_have_text("一度書き直した段落")
    assert tab.evaluate("scrollY") == 0
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    live.renew(index_html=page(BODY.replace("段落 150", "二度書き直した段落").replace("段落 180", "その後の段落")))
    expect(changed).to_be_in_viewport()
    marks = changed.evaluate("each => each.getAnimations().flatMap(a => a.effect.getKeyframes()).map(f => f.outlineColor)")
    assert len(marks) == 2
    assert (marks[0] == marks[1]) == (motion == "reduce")
    assert changed.get_attribute("style") is None
    assert is_same_page(live)
    tab.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    tab.reload()
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        pytest.param(BODY.replace('<p id="p150">', '<p id="new">新しい段落</p><p id="p150">'), "#new", id="added"),
        pytest.param(BODY.replace('<p id="p150">段落 150</p>', ""), "#p151", id="removed"),
    ],
)
def test_what_came_or_went_is_gone_to_as_well(live: Live, body: str, place: str) -> None:
    live.tab.get_by_role("button", name="Go to what changed").click()
    live.renew(index_html=page(body))
    expect(live.tab.locator(place)).to_be_in_viewport()
