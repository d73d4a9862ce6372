// A glimpse of the paper behind a link, from that page itself: after a moment's rest of the pointer, on focus, or under a long
// press. It stays while the pointer is on it, and Escape closes it (WCAG 1.4.13).
const REST = 350;
const PRESS = 500;
const GRACE = 250; // to move the pointer from the link onto the glimpse
const TREMBLE = 10; // pixels that a resting finger may move
const pages = new Map();
let panel = null;
let timer = 0;
let current = null;
let press = null; // of a finger, until it clicks or comes down elsewhere

const papers = new URL(`${document.documentElement.dataset.root}papers/`, location.href);
const leads = (link) => {
  const url = new URL(link.href, location.href);
  return url.origin === papers.origin && url.pathname.startsWith(papers.pathname)
    && url.pathname !== papers.pathname && url.pathname !== location.pathname;
};
const linkOf = (event) => {
  const link = event.target.closest?.("main a[href]");
  return link && leads(link) ? link : null;
};

async function head(url) {
  const address = url.split("#")[0];
  if (!pages.has(address)) {
    pages.set(address, fetch(address).then(async (answer) => {
      if (!answer.ok) return null;
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

async function show(link) {
  const found = await head(link.href);
  if (!found || current !== link) return;
  panel = document.createElement("div");
  panel.className = "preview";
  // The link itself is there for who listens: this shows what follows it, to the eye alone.
  panel.setAttribute("aria-hidden", "true");
  panel.append(...found.cloneNode(true).children);
  for (const inner of panel.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  const title = panel.querySelector("h1");
  const way = Object.assign(document.createElement("a"), { className: "title", href: link.href, tabIndex: -1 });
  way.append(...title.childNodes);
  title.append(way);
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

function wait(link, time, then) {
  if (link === current) return panel && clearTimeout(timer);
  hide();
  current = link;
  timer = setTimeout(() => {
    then?.();
    show(link);
  }, time);
}

function leave() {
  clearTimeout(timer);
  if (panel) timer = setTimeout(hide, GRACE);
  else hide();
}

addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const link = linkOf(event);
  if (link) wait(link, REST);
  else if (panel?.contains(event.target)) clearTimeout(timer);
  else if (current && !current.matches(":focus-visible")) leave();
});
addEventListener("focusin", (event) => {
  const link = linkOf(event);
  if (link?.matches(":focus-visible")) wait(link, REST);
});
addEventListener("focusout", (event) => panel?.contains(event.relatedTarget) || hide());
addEventListener("keydown", (event) => event.key === "Escape" && hide());

// ── the finger ───────────────────────────────────────────────────────────────────────────────────────────────────────

addEventListener("pointerdown", (event) => {
  if (!panel?.contains(event.target)) hide();
  const link = event.pointerType === "touch" && linkOf(event);
  press = link ? { link, x: event.clientX, y: event.clientY, long: false } : null;
  if (link) wait(link, PRESS, () => { press.long = true; });
});
addEventListener("pointermove", (event) => {
  if (press && !press.long && Math.hypot(event.clientX - press.x, event.clientY - press.y) > TREMBLE) hide();
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => press && !press.long && hide());
// The browser's own menu would lie over the glimpse; the glimpse's title is a link that has it.
addEventListener("contextmenu", (event) => press && linkOf(event) === press.link && event.preventDefault());
// The click that ends a long press is none.
addEventListener("click", (event) => {
  if (press?.long && linkOf(event) === press.link) event.preventDefault();
  press = null;
});
