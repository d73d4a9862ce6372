// A glimpse of the paper behind a link, from that page itself: shown after a moment's rest of the pointer, or on focus.
const REST = 350;
const pages = new Map();
let panel = null;
let timer = 0;
let current = null;

const papers = new URL(`${document.documentElement.dataset.root}papers/`, location.href);
const leads = (link) => {
  const url = new URL(link.href, location.href);
  return url.origin === papers.origin && url.pathname.startsWith(papers.pathname)
    && url.pathname !== papers.pathname && url.pathname !== location.pathname;
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
      for (const extra of found?.querySelectorAll(".out, .kicker") ?? []) extra.remove();
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
  panel.setAttribute("aria-hidden", "true");
  panel.append(...[...found.cloneNode(true).children]);
  for (const inner of panel.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  document.body.append(panel);
  place(link.getClientRects()[0] ?? link.getBoundingClientRect());
}

function place(box) {
  const room = document.documentElement.clientWidth - panel.offsetWidth - 16;
  const below = box.bottom + panel.offsetHeight + 12 < innerHeight || box.top < panel.offsetHeight + 12;
  panel.style.insetInlineStart = `${scrollX + Math.max(16, Math.min(box.left, room))}px`;
  panel.style.insetBlockStart = `${scrollY + (below ? box.bottom + 8 : box.top - panel.offsetHeight - 8)}px`;
}

function hide() {
  clearTimeout(timer);
  current = null;
  panel?.remove();
  panel = null;
}

function rest(event) {
  const link = event.target.closest?.("main a[href]");
  if (!link || link === current || !leads(link)) return;
  hide();
  current = link;
  timer = setTimeout(show, REST, link);
}

if (matchMedia("(hover: hover)").matches) {
  addEventListener("pointerover", rest);
  addEventListener("pointerout", (event) => current?.contains(event.target) && !current.contains(event.relatedTarget) && hide());
  addEventListener("focusin", rest);
  addEventListener("focusout", hide);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
