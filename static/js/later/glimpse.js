// A glimpse of what a link leads to: of a paper, from that page itself, and of a footnote. It comes after a moment's rest of the
// pointer, on focus, or under a long press; it stays while the pointer is on it, and Escape closes it (WCAG 1.4.13).
const REST = 350; // milliseconds on a link to a paper; a footnote is here already, and comes at once
const PRESS = 500;
const GRACE = 250; // to move the pointer from the link onto the glimpse
const TREMBLE = 10; // pixels that a resting finger may move
const pages = new Map();
let panel = null;
let timer = 0;
let current = null;
let press = null; // of a finger, until it clicks or comes down elsewhere

const papers = new URL(`${document.documentElement.dataset.root}papers/`, location.href);
const isNote = (link) => link.role === "doc-noteref";
// Only the folder of a paper is a page of ours: the files beside it hold what a note says, and read as HTML that could be anything.
const leads = (link) => {
  const url = new URL(link.href, location.href);
  return url.origin === papers.origin && url.pathname.startsWith(papers.pathname)
    && /^[^/]+\/$/.test(url.pathname.slice(papers.pathname.length)) && url.pathname !== location.pathname;
};
const linkOf = (event) => {
  const link = event.target.closest?.("main a[href]");
  return link && (isNote(link) || leads(link)) ? link : null;
};

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

async function head(url) {
  const address = url.split("#")[0];
  if (!pages.has(address)) {
    pages.set(address, fetch(address).then(async (answer) => {
      if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) return null;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-preview]");
      const summary = page.querySelector(".abstract p");
      if (found && summary) found.append(summary);
      for (const extra of found?.querySelectorAll(".out, .kicker, .facts a, .cite") ?? []) extra.remove();
      return found;
    }).catch(() => null));
  }
  return pages.get(address);
}

function ofPaper(link, found) {
  const copy = found.cloneNode(true);
  for (const inner of copy.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  const title = copy.querySelector("h1");
  const way = Object.assign(document.createElement("a"), { className: "title", href: link.href, tabIndex: -1 });
  way.append(...title.childNodes);
  title.append(way);
  return copy.children;
}

function ofNote(link) {
  const copy = document.getElementById(decodeURIComponent(link.hash.slice(1))).cloneNode(true);
  for (const back of copy.querySelectorAll("[role=doc-backlink]")) back.remove();
  for (const inner of copy.querySelectorAll("a")) inner.tabIndex = -1;
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  return copy.childNodes;
}

async function show(link) {
  const found = isNote(link) || (await head(link.href));
  if (!found || current !== link) return;
  panel = document.createElement("div");
  panel.className = "preview";
  // The link itself is there for who listens: this shows what follows it, to the eye alone.
  panel.setAttribute("aria-hidden", "true");
  panel.append(...(isNote(link) ? ofNote(link) : ofPaper(link, found)));
  document.body.append(panel);
  place(link.getClientRects()[0] ?? link.getBoundingClientRect(), link.getBoundingClientRect().bottom);
}

// Below the link's last line, or above its first one.
function place(box, bottom) {
  const room = document.documentElement.clientWidth - panel.offsetWidth - 16;
  const below = bottom + panel.offsetHeight + 12 < innerHeight || box.top < panel.offsetHeight + 12;
  panel.style.insetInlineStart = `${scrollX + Math.max(16, Math.min(box.left, room))}px`;
  panel.style.insetBlockStart = `${scrollY + (below ? bottom + 8 : box.top - panel.offsetHeight - 8)}px`;
}

function hide() {
  clearTimeout(timer);
  current = null;
  panel?.remove();
  panel = null;
}

// Shows it when an event is so many milliseconds old.
function wait(event, link, time, then) {
  if (link === current) return panel && clearTimeout(timer);
  hide();
  current = link;
  timer = setTimeout(() => {
    then?.();
    show(link);
  }, time - (performance.now() - event.timeStamp));
}

function leave() {
  clearTimeout(timer);
  if (panel) timer = setTimeout(hide, GRACE);
  else hide();
}

// ── the pointer, the focus, the finger ───────────────────────────────────────────────────────────────────────────────

const STARTS = {
  pointerover(event) {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link) wait(event, link, isNote(link) ? 0 : REST);
    else if (panel?.contains(event.target)) clearTimeout(timer);
    else if (current && !current.matches(":focus-visible")) leave();
  },
  focusin(event) {
    const link = linkOf(event);
    if (link?.matches(":focus-visible")) wait(event, link, isNote(link) ? 0 : REST);
  },
  pointerdown(event) {
    if (!panel?.contains(event.target)) hide();
    const link = event.pointerType === "touch" && linkOf(event);
    press = link ? { link, x: event.clientX, y: event.clientY, long: false } : null;
    if (link) wait(event, link, PRESS, () => { press.long = true; });
  },
};

// Takes over, with the event that is the latest so far.
export function begin(latest) {
  for (const [name, start] of Object.entries(STARTS)) addEventListener(name, start);
  STARTS[latest.type]?.(latest);
}

addEventListener("focusout", (event) => panel?.contains(event.relatedTarget) || hide());
addEventListener("keydown", (event) => event.key === "Escape" && hide());
addEventListener("pointermove", (event) => {
  if (press && !press.long && Math.hypot(event.clientX - press.x, event.clientY - press.y) > TREMBLE) hide();
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => press && !press.long && hide());
// The browser's own menu would lie over the glimpse; the glimpse's title is a link that has it.
addEventListener("contextmenu", (event) => press && linkOf(event) === press.link && event.preventDefault());
addEventListener("click", (event) => {
  // The click that ends a long press is none.
  if (press?.long && linkOf(event) === press.link) event.preventDefault();
  else if (current && isNote(current)) hide();
  press = null;
});
