// Narrows the list of all papers: tags, venue, year, author, language, each with the number of papers it would leave. Tags add
// up, values of another kind are alternatives. What is chosen stands in the address; the page is never read again.
const KINDS = ["tag", "venue", "year", "author", "lang"];
const MOST_OPTIONS = 80;

const form = document.querySelector("form.facets");
const { Index } = await import(new URL(form.dataset.engine, document.baseURI));
// Without an index the list stays whole, and the form hidden.
const index = await Index.load(new URL(`${document.documentElement.dataset.root}search/`, document.baseURI));
const selects = Object.fromEntries(KINDS.map((kind) => [kind, form.elements[kind]]));
const chips = form.querySelector("ul");
const count = document.querySelector(".page-head .lead");
const untouched = count.textContent;
const labels = {
  tag: new Map(index.tags.map(({ slug, label }) => [slug, label])),
  lang: new Map(Object.entries(JSON.parse(document.querySelector("dialog.search").dataset.langs))),
};
const label = (kind, value) => labels[kind]?.get(value) ?? value;

const bySlug = new Map(index.papers.map((paper) => [paper.slug, paper]));
const rows = [...document.querySelectorAll(".row")].map((row) => {
  const slug = decodeURIComponent(new URL(row.querySelector(".title").href).pathname.split("/").at(-2));
  return { row, paper: bySlug.get(slug) };
}).filter(({ paper }) => paper);
let chosen = new Map();

function valuesOf(paper, kind) {
  if (kind === "tag") return [...paper.tags].map((tag) => index.tags[tag].slug);
  if (kind === "author") return paper.authors;
  return paper[kind] ? [paper[kind]] : [];
}

function fits(paper, without) {
  return KINDS.every((kind) => {
    const wanted = chosen.get(kind) ?? [];
    if (!wanted.length || (kind === without && kind !== "tag")) return true;
    const own = valuesOf(paper, kind);
    return kind === "tag" ? wanted.every((value) => own.includes(value)) : wanted.some((value) => own.includes(value));
  });
}

function show() {
  let found = 0;
  for (const { row, paper } of rows) {
    row.hidden = !fits(paper);
    found += !row.hidden;
  }
  for (const month of document.querySelectorAll(".month")) {
    const left = month.querySelectorAll(".row:not([hidden])").length;
    month.hidden = !left;
    month.querySelector("h2 .n").textContent = left;
  }
  const narrowed = [...chosen.values()].some((values) => values.length);
  count.textContent = narrowed ? form.dataset.count.replace("{n}", found).replace("{all}", rows.length) : untouched;
  offer();
}

function offer() {
  for (const kind of KINDS) {
    const counts = new Map();
    for (const { paper } of rows.filter((row) => fits(row.paper, kind))) {
      for (const value of valuesOf(paper, kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const free = [...counts].filter(([value]) => !(chosen.get(kind) ?? []).includes(value));
    free.sort((a, b) => (kind === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1] || a[0].localeCompare(b[0])));
    const options = free.slice(0, MOST_OPTIONS).map(([value, number]) => new Option(`${label(kind, value)} (${number})`, value));
    selects[kind].replaceChildren(selects[kind].options[0], ...options);
    selects[kind].value = "";
    selects[kind].closest("label").hidden = !options.length && kind !== "author";
  }
  chips.replaceChildren(...[...chosen].flatMap(([kind, values]) => values.map((value) => chip(kind, value))));
}

function chip(kind, value) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${label(kind, value)} ×`;
  button.addEventListener("click", () => {
    choose(kind, (chosen.get(kind) ?? []).filter((each) => each !== value));
    selects[kind].focus();
  });
  const place = document.createElement("li");
  place.append(button);
  return place;
}

function choose(kind, values) {
  chosen.set(kind, values);
  const query = new URLSearchParams([...chosen].flatMap(([name, all]) => all.map((value) => [name, value])));
  history.pushState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  show();
}

async function follow() {
  const query = new URLSearchParams(location.search);
  chosen = new Map(KINDS.map((kind) => [kind, query.getAll(kind)]));
  if (chosen.get("author").length) await index.withAuthors();
  show();
}

form.addEventListener("change", ({ target }) => target.value && choose(target.name, [...(chosen.get(target.name) ?? []), target.value]));
form.addEventListener("submit", (event) => event.preventDefault());
selects.author.addEventListener("focus", async () => {
  await index.withAuthors();
  offer();
}, { once: true });
addEventListener("popstate", follow);
await follow();
form.hidden = false;
