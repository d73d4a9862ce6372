// Narrows the list of all papers by what facets.bin says of each. Tags add up, values of another kind are alternatives. What is
// chosen stands in the address. The list may be cut into pages: rows that stand elsewhere are taken from there as they are shown.
const SHOWN = 100;
const MOST_OPTIONS = 300;

const form = document.querySelector("form.facets");
const answer = await fetch(form.dataset.facets);
// Without the file the list stays as it is, and the form hidden.
if (!answer.ok) throw new Error(`no facets: ${answer.status}`);
const facets = await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).json();
const KINDS = Object.keys(facets).filter((kind) => form.elements[kind]);
const size = facets.tag.papers.length;
const labels = JSON.parse(form.dataset.labels);
const { lang } = document.documentElement;

const list = document.querySelector(".months");
const pager = document.querySelector(".pager");
const more = document.querySelector("button.further");
const none = document.querySelector("main .empty");
const chips = form.querySelector("ul");
const count = document.querySelector(".page-head .lead");
const untouched = { count: count.textContent, months: [...list.children] };
const number = (value) => value.toLocaleString(lang);
const valueOf = (kind, at) => facets[kind].values[at][0];
const label = (kind, at) => labels[kind]?.[valueOf(kind, at)] ?? facets[kind].values[at][1];

let chosen = new Map(); // kind, places of values
let standing = untouched.months;
let upTo = SHOWN;
let turn = 0;

// ── what is found ────────────────────────────────────────────────────────────────────────────────────────────────────

const holds = (kind, own, wanted) => (kind === "tag" ? wanted.every((at) => own.includes(at)) : wanted.some((at) => own.includes(at)));

// The papers that fit all that is chosen; for a kind whose values are alternatives, whatever is chosen of it.
function fitting(without) {
  const asked = KINDS.map((kind) => [kind, chosen.get(kind) ?? []]).filter(([kind, wanted]) => wanted.length && (kind !== without || kind === "tag"));
  return [...Array(size).keys()].filter((paper) => asked.every(([kind, wanted]) => holds(kind, facets[kind].papers[paper], wanted)));
}

async function show() {
  const mine = ++turn;
  offer();
  const narrowed = [...chosen.values()].some((values) => values.length);
  const found = narrowed ? fitting() : [];
  const sections = narrowed ? await sectionsOf(found, found.slice(0, upTo)) : untouched.months;
  if (mine !== turn) return;
  // What stands there already keeps the focus and the reader's place: taken out and put back it would lose both.
  if (sections !== standing) list.replaceChildren(...(standing = sections));
  if (pager) pager.hidden = narrowed;
  more.hidden = found.length <= upTo;
  none.hidden = !narrowed || found.length > 0;
  const words = form.dataset.count.replace("{n}", number(found.length)).replace("{all}", number(size));
  count.textContent = narrowed ? words : untouched.count;
}

// Rows in stretches of a month, each under the heading it has on its own page.
async function sectionsOf(found, shown) {
  const rows = await Promise.all(shown.map(rowOf));
  const monthOf = (paper) => facets.month.papers[paper][0];
  const sections = new Map();
  rows.forEach((row, at) => {
    const month = monthOf(shown[at]);
    if (!sections.has(month)) {
      const section = row.closest(".month").cloneNode(true);
      section.querySelector("h2 .n").textContent = number(found.filter((paper) => monthOf(paper) === month).length);
      section.querySelector(".rows").replaceChildren();
      sections.set(month, section);
    }
    sections.get(month).querySelector(".rows").append(row.cloneNode(true));
  });
  return [...sections.values()];
}

// ── rows, here and on the other pages of the list ────────────────────────────────────────────────────────────────────

const whole = form.dataset.whole; // the first page; the others stand below it
const each = Number(form.dataset.each);
const pages = new Map([[Number(form.dataset.part) - 1, untouched.months.flatMap((month) => [...month.querySelectorAll(".row")])]]);

async function rowOf(paper) {
  const page = Math.floor(paper / each);
  if (!pages.has(page)) pages.set(page, read(new URL(page ? `${whole}page/${page + 1}/` : whole, document.baseURI)));
  return (await pages.get(page))[paper % each];
}

async function read(address) {
  const other = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  for (const link of other.querySelectorAll(".months a[href]")) link.href = new URL(link.getAttribute("href"), address);
  return [...other.querySelectorAll(".months .row")];
}

// ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function offer() {
  for (const kind of KINDS) {
    const counts = new Map();
    for (const paper of fitting(kind)) for (const at of facets[kind].papers[paper]) counts.set(at, (counts.get(at) ?? 0) + 1);
    for (const at of chosen.get(kind) ?? []) counts.delete(at);
    const name = (at) => label(kind, at);
    const order = kind === "year" ? (a, b) => name(b[0]).localeCompare(name(a[0])) : (a, b) => b[1] - a[1] || name(a[0]).localeCompare(name(b[0]), lang);
    const options = [...counts].sort(order).slice(0, MOST_OPTIONS).map(([at, papers]) => new Option(`${name(at)} (${number(papers)})`, valueOf(kind, at)));
    const select = form.elements[kind];
    select.replaceChildren(select.options[0], ...options);
    select.value = "";
    select.disabled = !options.length;
  }
  chips.replaceChildren(...[...chosen].flatMap(([kind, values]) => values.map((at) => chip(kind, at))));
}

function chip(kind, at) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${label(kind, at)} ×`;
  button.addEventListener("click", () => {
    choose(kind, chosen.get(kind).filter((other) => other !== at));
    (chips.querySelector("button") ?? form.elements[kind]).focus();
  });
  const place = document.createElement("li");
  place.append(button);
  return place;
}

function choose(kind, values) {
  chosen.set(kind, values);
  upTo = SHOWN;
  const query = new URLSearchParams([...chosen].flatMap(([name, all]) => all.map((at) => [name, valueOf(name, at)])));
  history.pushState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  show();
}

function follow() {
  const query = new URLSearchParams(location.search);
  const placeOf = (kind, value) => facets[kind].values.findIndex(([known]) => known === value);
  chosen = new Map(KINDS.map((kind) => [kind, query.getAll(kind).map((value) => placeOf(kind, value)).filter((at) => at >= 0)]));
  upTo = SHOWN;
  return show();
}

form.addEventListener("change", ({ target }) => {
  const at = facets[target.name].values.findIndex(([value]) => value === target.value);
  if (at >= 0) choose(target.name, [...(chosen.get(target.name) ?? []), at]);
});
form.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => {
  upTo += SHOWN;
  show();
});
addEventListener("popstate", follow);
form.hidden = false;
await follow();
