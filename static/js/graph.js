// The page of the graph: what it shows, narrowed by tag, year and kind of edge, and a box that finds a paper in it. What is chosen
// stands in the address, as #paper=slug&tag=slug. The picture itself is graph/chart.js.
const MOST_FOUND = 8;
const page = document.querySelector(".graph-picture");
const host = page.querySelector(".chart");
const form = page.querySelector("form");
const status = form.querySelector("[role=status]");
const reset = form.querySelector("[type=reset]");
const { find: box, tag: tags, from, to, cites, related } = form.elements;
const list = form.querySelector("[role=listbox]");
const legend = page.querySelector(".graph-groups");

page.hidden = false;
const chart = await begin();
const { graph, kit } = chart;
const { element, filled } = kit.card;

async function begin() {
  try {
    const { open } = await import(new URL(host.dataset.chart, document.baseURI));
    return await open(host);
  } catch (error) {
    host.querySelector(".chart-status").textContent = host.dataset.failed;
    throw error;
  }
}

// ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

function offer() {
  const counts = new Map();
  for (const { carried } of graph.papers) for (const tag of carried) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  tags.append(...ranked.map(([tag, count]) => new Option(`${graph.tags[tag].label} (${count})`, graph.tags[tag].slug)));
  const years = [...new Set(graph.papers.map(({ year }) => year).filter(Boolean))].sort((a, b) => b - a);
  for (const select of [from, to]) select.append(...years.map((year) => new Option(year, year)));
  graph.groups.forEach(({ slug, label }, n) => {
    const count = graph.papers.filter(({ group }) => group === n).length;
    const button = element("button", { type: "button" }, label);
    button.prepend(element("i", { className: `dot group-${n + 1}` }));
    button.append(" ", element("span", { className: "n" }, count));
    button.dataset.tag = slug;
    button.addEventListener("click", () => {
      tags.value = tags.value === slug ? "" : slug;
      narrow();
    });
    const place = element("li");
    place.append(button);
    legend.append(place);
  });
  const others = graph.papers.filter(({ group }) => group === null).length;
  if (!others) return;
  const place = element("li");
  place.append(element("i", { className: "dot group-other" }), legend.dataset.other, " ", element("span", { className: "n" }, others));
  legend.append(place);
}

function narrow() {
  const tag = graph.tags.findIndex(({ slug }) => slug === tags.value);
  const [first, last] = [Number(from.value) || -Infinity, Number(to.value) || Infinity];
  const dated = from.value || to.value;
  chart.filter(
    ({ carried, year }) => (tag < 0 || carried.has(tag)) && (!dated || (year !== null && year >= first && year <= last)),
    { cites: cites.checked, related: related.checked },
  );
  const count = chart.shown.length;
  status.textContent = count === graph.papers.length ? "" : count ? filled(status.dataset.shown, { n: count, all: graph.papers.length }) : status.dataset.none;
  reset.hidden = !tags.value && !dated && cites.checked && related.checked;
  for (const button of legend.querySelectorAll("button")) button.setAttribute("aria-pressed", button.dataset.tag === tags.value);
  keep();
}

// ── finding a paper ──────────────────────────────────────────────────────────────────────────────────────────────────

let active = -1;
let results = [];

function seek() {
  const words = kit.library.fold(box.value).split(/\s+/u).filter(Boolean);
  const found = words.length ? chart.shown.filter(({ folded }) => words.every((word) => folded.includes(word))) : [];
  found.sort((a, b) => b.citedBy.length - a.citedBy.length || a.place - b.place);
  chart.search(words.length ? new Set(found) : null);
  results = found.slice(0, MOST_FOUND);
  list.replaceChildren(...results.map((paper, n) => {
    const option = element("li", { id: `graph-found-${n}`, lang: paper.lang }, paper.title);
    option.setAttribute("role", "option");
    if (paper.year) option.append(" ", element("span", { className: "n" }, String(paper.year)));
    option.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the box
    option.addEventListener("click", () => take(paper));
    return option;
  }));
  unfold(results.length > 0);
  activate(results.length ? 0 : -1);
}

function unfold(isOpen) {
  list.hidden = !isOpen;
  box.setAttribute("aria-expanded", isOpen);
}

function activate(number) {
  list.children[active]?.removeAttribute("aria-selected");
  active = number;
  list.children[number]?.setAttribute("aria-selected", "true");
  list.children[number]?.scrollIntoView({ block: "nearest" });
  if (number >= 0) box.setAttribute("aria-activedescendant", `graph-found-${number}`);
  else box.removeAttribute("aria-activedescendant");
}

function take(paper) {
  box.value = "";
  unfold(false);
  chart.search(null);
  chart.choose(paper, { near: true });
  chart.canvas.focus();
}

box.addEventListener("input", seek);
box.addEventListener("blur", () => unfold(false));
box.addEventListener("focus", () => box.value && seek());
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && results.length) activate((active + step + results.length) % results.length);
  else if (event.key === "Enter") results[active] && take(results[active]);
  else if (event.key === "Escape") {
    box.value = "";
    seek();
  } else return;
  event.preventDefault();
});

// ── the address ──────────────────────────────────────────────────────────────────────────────────────────────────────

function keep() {
  const said = new URLSearchParams();
  if (chart.chosen) said.set("paper", chart.chosen.slug);
  for (const [name, { value }] of Object.entries({ tag: tags, from, to })) if (value) said.set(name, value);
  history.replaceState(history.state, "", said.size ? `#${said}` : location.pathname + location.search);
}

// Without this page's script the address leads to the paper in the list; with it, to the picture.
const showPicture = () => page.scrollIntoView({ behavior: "instant", block: "nearest" });

function follow() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const [name, select] of Object.entries({ tag: tags, from, to })) select.value = said.get(name) ?? "";
  const paper = graph.bySlug.get(said.get("paper"));
  narrow();
  if (!paper || !chart.shown.includes(paper)) return;
  chart.choose(paper, { near: true });
  showPicture();
}

form.addEventListener("change", ({ target }) => target !== box && narrow());
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(narrow));
addEventListener("hashchange", follow);
offer();
if (location.hash) showPicture();
await chart.show(graph.papers);
chart.onChoose = keep;
follow();
