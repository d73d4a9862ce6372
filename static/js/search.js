// The search dialog: a combobox whose list holds papers, each with the sentences that answer. What is found, and how, is the
// business of search-index.js.
const PAGE = 8;
const FILTERS = ["tag", "venue", "year", "author", "lang"];
const MOST_OPTIONS = 40;
const MOST_TEXTS = 24; // read for one page of results, so that a phrase that nobody wrote costs little

let ui = null;
let ready = null;

export async function ask(dialog, query) {
  if (!dialog.open) dialog.showModal();
  try {
    ui = await (ready ??= prepare(dialog));
  } catch (error) {
    ready = null; // the next time may be better
    dialog.querySelector("[role=status]").textContent = dialog.dataset.failed;
    throw error;
  }
  if (query !== undefined) ui.input.value = query;
  ui.input.select();
  await search();
}

async function prepare(dialog) {
  const engine = await import(new URL(dialog.dataset.engine, document.baseURI));
  const base = new URL(`${document.documentElement.dataset.root}search/`, document.baseURI);
  const part = (selector) => dialog.querySelector(selector);
  const made = {
    dialog, engine, words: dialog.dataset, turn: 0, active: -1, shown: [], candidates: [],
    index: await engine.Index.load(base),
    input: part("input"), list: part("[role=listbox]"), status: part("[role=status]"), more: part(".more"), filters: part("details"),
    selects: Object.fromEntries(FILTERS.map((name) => [name, part(`select[name=${name}]`)])),
  };
  let waiting = 0;
  made.input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 60);
  });
  made.input.addEventListener("keydown", move);
  made.more.addEventListener("click", () => show(PAGE));
  made.filters.addEventListener("change", () => search());
  made.filters.addEventListener("toggle", async () => {
    await made.index.withAuthors();
    offer();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return made;
}

// ── what is found ────────────────────────────────────────────────────────────────────────────────────────────────────

async function search() {
  const turn = ++ui.turn;
  const query = ui.input.value;
  const filtered = FILTERS.some((name) => ui.selects[name].value);
  if (!query.trim() && !filtered) {
    ui.candidates = [];
    offer();
    reset();
    ui.status.textContent = ui.words.hint;
    return;
  }
  const candidates = query.trim() ? await ui.index.candidates(query) : ui.index.papers.toReversed().map((paper) => ({ paper }));
  if (turn !== ui.turn) return;
  ui.candidates = candidates;
  offer();
  ui.queue = candidates.filter(({ paper }) => FILTERS.every((name) => fits(paper, name)));
  ui.upTo = 0;
  ui.found = 0;
  ui.fresh = true;
  await show(PAGE);
}

// Confirms candidates until so many more papers are shown; the list before is kept until the first of them is there.
async function show(wanted) {
  const { turn } = ui;
  const goal = ui.found + wanted;
  const limit = Math.min(ui.queue.length, ui.upTo + MOST_TEXTS);
  while (ui.found < goal && ui.upTo < limit) {
    const some = ui.queue.slice(ui.upTo, Math.min(limit, ui.upTo + goal - ui.found));
    const results = await Promise.all(some.map((candidate) => (candidate.terms ? ui.index.confirm(candidate) : { ...candidate, pieces: [], sentences: [] })));
    if (turn !== ui.turn) return;
    if (ui.fresh) reset();
    ui.fresh = false;
    ui.upTo += some.length;
    for (const result of results) if (result) add(result);
  }
  if (ui.fresh) reset();
  const rest = ui.queue.length - ui.upTo;
  ui.more.hidden = !rest;
  const [many, one] = rest ? [ui.words.about, ui.words.about] : [ui.words.found, ui.words.foundOne];
  const count = ui.found + rest;
  ui.status.textContent = count ? (count === 1 ? one : many).replace("{n}", count.toLocaleString()) : ui.words.none;
}

function reset() {
  ui.list.replaceChildren();
  ui.shown = [];
  ui.found = 0;
  ui.more.hidden = true;
  ui.input.setAttribute("aria-expanded", "false");
  activate(-1);
}

// ── filters ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function valuesOf(paper, name) {
  if (name === "tag") return [...paper.tags].map((tag) => ui.index.tags[tag].slug);
  if (name === "author") return paper.authors;
  return paper[name] ? [paper[name]] : [];
}

const fits = (paper, name) => !ui.selects[name].value || valuesOf(paper, name).includes(ui.selects[name].value);

// What each filter offers: the values of the papers that all the other filters let through, the most frequent first.
function offer() {
  const labels = { tag: new Map(ui.index.tags.map(({ slug, label }) => [slug, label])), lang: new Map(Object.entries(JSON.parse(ui.words.langs))) };
  const all = ui.candidates.length || ui.input.value.trim() ? ui.candidates.map(({ paper }) => paper) : ui.index.papers;
  for (const name of FILTERS) {
    const select = ui.selects[name];
    const counts = new Map();
    for (const paper of all.filter((each) => FILTERS.every((other) => other === name || fits(each, other)))) {
      for (const value of valuesOf(paper, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const ranked = [...counts].sort((a, b) => (name === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1])).slice(0, MOST_OPTIONS);
    if (select.value && !counts.has(select.value)) ranked.unshift([select.value, 0]);
    const chosen = select.value;
    const options = ranked.map(([value, count]) => new Option(`${labels[name]?.get(value) ?? value} (${count})`, value));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
    select.disabled = !options.length;
  }
}

// ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function add({ paper, pieces, tags: named = [], sentences }) {
  const option = element("a", { role: "option", id: `found-${ui.found}`, tabIndex: -1, href: addressOf(paper, sentences[0]) });
  const title = { text: paper.title, ...ui.engine.foldWithPlaces(paper.title) };
  option.append(element("span", { className: "title" }, marked(title, pieces)));
  const narrow = paper.own.filter((tag) => !paper.own.some((other) => other !== tag && ui.index.above[other].has(tag)));
  const own = narrow.map((tag) => ui.index.tags[tag]).filter(({ kind }) => kind === "topic");
  const tags = [...new Set([...named, ...own])].slice(0, Math.max(3, named.length));
  const facts = [paper.venue, paper.year].filter(Boolean).map((fact) => element("span", {}, [fact]));
  for (const tag of tags) facts.push(element("span", {}, named.includes(tag) ? [element("mark", {}, [`#${tag.label}`])] : [`#${tag.label}`]));
  if (facts.length) option.append(element("span", { className: "by" }, facts));
  for (const { runs } of sentences) {
    option.append(element("span", { className: "said" }, runs.map(([text, isMark]) => (isMark ? element("mark", {}, [text]) : text))));
  }
  const number = ui.found++;
  option.addEventListener("pointermove", () => activate(number));
  ui.list.append(option);
  ui.shown.push(option);
  ui.input.setAttribute("aria-expanded", "true");
  if (number === 0) activate(0);
}

function addressOf(paper, sentence) {
  const page = `${document.documentElement.dataset.root}papers/${encodeURIComponent(paper.slug)}/`;
  return sentence && sentence.id !== "facts" ? `${page}#${sentence.id}:~:text=${encodeURIComponent(sentence.words).replaceAll("-", "%2D")}` : page;
}

function marked(title, pieces) {
  const runs = [];
  let at = 0;
  for (const [first, last] of ui.engine.marksOf(title, pieces)) {
    runs.push(title.text.slice(at, first), element("mark", {}, [title.text.slice(first, last)]));
    at = last;
  }
  return [...runs, title.text.slice(at)];
}

function element(name, properties, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  if (properties.role) made.setAttribute("role", properties.role);
  made.append(...children);
  return made;
}

// ── the keyboard ─────────────────────────────────────────────────────────────────────────────────────────────────────

function activate(number) {
  ui.shown[ui.active]?.removeAttribute("aria-selected");
  ui.active = number;
  const option = ui.shown[number];
  option?.setAttribute("aria-selected", "true");
  if (option) ui.input.setAttribute("aria-activedescendant", option.id);
  else ui.input.removeAttribute("aria-activedescendant");
}

async function move(event) {
  if (event.isComposing) return; // the keys belong to the input method
  if (event.key === "Enter") {
    event.preventDefault();
    const option = ui.shown[ui.active];
    if (!option) return;
    if (event.ctrlKey || event.metaKey) open(option.href);
    else {
      ui.dialog.close();
      option.click();
    }
    return;
  }
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  if (event.key === "ArrowDown" && ui.active === ui.shown.length - 1 && !ui.more.hidden) await show(PAGE);
  const next = Math.max(0, Math.min(ui.shown.length - 1, ui.active + steps[event.key]));
  if (ui.shown.length) activate(next);
  ui.shown[next]?.scrollIntoView({ block: "nearest" });
}
