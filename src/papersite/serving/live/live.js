// Keeps an open page as new as its source, in place: scroll, open details, what is typed and what scripts have added stay.
//
// Runs before the page's own modules, so what it sees now is what the server wrote. Later, only what the server wrote
// differently is changed: whatever else differs, a script or the reader did.
(() => {
  const OWN = "/__papersite__/";
  let shown = document.currentScript.dataset.page;

  // ── what the server wrote ──────────────────────────────────────────────────────────────────────────────────────────

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const ownText = (element) => [...element.childNodes].filter((node) => !isElement(node)).map((node) => node.nodeValue).join("\0");

  // node → its text, or for an element its attributes and the text that stands in it directly
  const written = new WeakMap();

  function record(node, source = node) {
    written.set(node, isElement(node)
      ? { attributes: new Map([...source.attributes].map(({ name, value }) => [name, value])), text: ownText(source) }
      : source.nodeValue);
  }

  function recordAll(root) {
    record(root);
    const nodes = document.createTreeWalker(root);
    while (nodes.nextNode()) record(nodes.currentNode);
  }
  recordAll(document.documentElement);

  // ── the newer version of this page ─────────────────────────────────────────────────────────────────────────────────

  const address = () => location.pathname + location.search;
  const isOurs = (node) => node.nodeName === "SCRIPT" && node.src.includes(OWN);
  const scripts = (page) => [...page.querySelectorAll("script[src]")].filter((each) => !isOurs(each)).map((each) => each.getAttribute("src"));

  async function update(version) {
    const response = await fetch(address(), { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // Scripts run once: with others, or with a page that says something else altogether, it is another page.
    if (!response.ok || String(scripts(page)) !== String(scripts(document))) {
      location.reload();
      return;
    }
    const { Idiomorph } = await import(`${OWN}idiomorph.js`);
    await swapStyles(page);
    document.title = page.title;
    const changed = morph(Idiomorph, page.body);
    shown = version;
    if (follows) goTo(changed);
    document.dispatchEvent(new CustomEvent("papersite:patched"));
  }

  function morph(Idiomorph, body) {
    const newer = new Map(); // element of this page → its newer self
    const changed = new Set(); // elements that say something else now, or stand beside what is gone
    // A script may have put a text node of its own in the place of the server's: then the element's words as a whole count.
    const sameText = (node, next) => written.has(node)
      ? written.get(node) === next.nodeValue
      : written.get(node.parentNode)?.text === ownText(next.parentNode);
    Idiomorph.morph(document.body, body, {
      callbacks: {
        beforeNodeAdded: (node) => !isOurs(node),
        afterNodeAdded: (node) => {
          recordAll(node);
          if (isElement(node) || node.nodeValue.trim()) changed.add(isElement(node) ? node : node.parentElement);
        },
        beforeNodeRemoved: (node) => {
          const goes = written.has(node) && !isOurs(node);
          if (goes && isElement(node)) changed.add(node.nextElementSibling ?? node.parentElement);
          return goes;
        },
        beforeNodeMorphed: (node, next) => {
          if (!isElement(node)) {
            if (!sameText(node, next) && node.nodeValue.trim() !== next.nodeValue.trim()) changed.add(node.parentElement);
            return !sameText(node, next);
          }
          newer.set(node, next);
          return true;
        },
        afterNodeMorphed: (node, next) => record(node, next),
        beforeAttributeUpdated: (name, element) =>
          written.get(element)?.attributes.get(name) !== (newer.get(element)?.getAttribute(name) ?? undefined),
      },
    });
    return changed;
  }

  // ── going where it changed ─────────────────────────────────────────────────────────────────────────────────────────

  // Which page is looked at stays the reader's business, and so does where on it, unless they ask to be taken along.
  const FOLLOW = "papersite-follow";
  const stored = () => {
    try {
      return localStorage;
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  let follows = stored()?.getItem(FOLLOW) === "yes";

  function goTo(changed) {
    const shownNow = [...changed].filter((each) => each.isConnected && each !== document.body && each.getClientRects().length);
    const inMain = shownNow.filter((each) => each.closest("main"));
    const [first] = (inMain.length ? inMain : shownNow)
      .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    if (!first) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    // An animation leaves no attribute behind and needs no style sheet of the page's; a calm one only stands there, and goes.
    const mark = { outline: "3px solid orange", outlineOffset: "4px" };
    first.animate([mark, calm ? mark : { ...mark, outlineColor: "transparent" }], { duration: 2000, easing: "ease-in" });
  }

  const follow = document.createElement("button");
  follow.className = "follow";
  follow.type = "button";
  follow.title = "Go to what changed";
  follow.setAttribute("aria-label", follow.title);
  function setFollow(yes) {
    follows = yes;
    follow.setAttribute("aria-pressed", String(yes));
    stored()?.setItem(FOLLOW, yes ? "yes" : "no");
  }
  setFollow(follows);
  follow.addEventListener("click", () => setFollow(!follows));

  // A new style sheet is there before the old one goes, so that the page is never without.
  async function swapStyles(page) {
    const path = (link) => new URL(link.href, location.href).pathname;
    const old = new Map([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => [path(link), link]));
    await Promise.all([...page.querySelectorAll("link[rel=stylesheet]")].map((link) => {
      const before = old.get(path(link));
      old.delete(path(link));
      if (before?.getAttribute("href") === link.getAttribute("href")) return null;
      const next = document.createElement("link");
      next.rel = "stylesheet";
      next.href = link.getAttribute("href");
      const loaded = new Promise((done) => next.addEventListener("load", done) ?? next.addEventListener("error", done));
      if (before) before.after(next);
      else document.head.append(next);
      return loaded.then(() => before?.remove());
    }));
    for (const link of old.values()) link.remove();
  }

  // ── what is wrong ──────────────────────────────────────────────────────────────────────────────────────────────────

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function told({ message, place, excerpt }) {
    const lines = excerpt.map(({ line, text, here }) => element("li", here ? "here" : "", element("b", "", String(line)), text));
    return [element("p", "place", place), element("p", "message", message), element("ol", "excerpt", ...lines)];
  }

  const host = document.createElement("papersite-overlay");
  const shadow = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${OWN}live.css`;
  shadow.append(style, follow);

  function show({ failure, problems, count }) {
    const open = shadow.querySelector("details")?.open ?? false;
    const parts = [];
    if (failure) {
      const panel = element("section", "failure", element("p", "title", "This is the last version that worked"), ...told(failure));
      panel.setAttribute("role", "alert");
      parts.push(panel);
    }
    if (count) {
      const name = count === 1 ? "1 problem" : `${count} problems`;
      const list = problems.map((each) => element("li", each.severity, ...told(each)));
      if (count > problems.length) list.push(element("li", "", `and ${count - problems.length} more: papersite check`));
      const details = element("details", "problems", element("summary", "", name), element("ul", "", ...list));
      details.open = open;
      parts.push(details);
    }
    // The button stays where it is, for moving it would take the focus from it.
    for (const old of [...shadow.children]) if (old !== follow && old !== style) old.remove();
    for (const part of parts) shadow.insertBefore(part, follow);
    if (!host.isConnected) document.documentElement.append(host);
  }

  // ── word from the server ───────────────────────────────────────────────────────────────────────────────────────────

  let busy = false;
  let again = false;

  async function look() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        const state = await (await fetch(`${OWN}state?page=${encodeURIComponent(location.pathname)}`)).json();
        show(state);
        if (state.page !== shown) await update(state.page);
      } while (again);
    } catch {
      // The server has gone; the stream says when it is back.
    } finally {
      busy = false;
    }
  }

  // A hidden page lets its stream go, for a browser opens no more than six to one host; shown again, it asks anew.
  let stream = null;
  function listen() {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(`${OWN}events`);
      stream.onmessage = look;
    }
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      stream = null;
      listen();
    }
  });
  listen();
})();
