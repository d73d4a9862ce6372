// The card of the chosen paper: title, tags, what it is joined with, and its summary, read from its own page when asked for.
const root = document.documentElement.dataset.root;
const summaries = new Map();

export const addressOf = (paper) => new URL(root + paper.url, document.baseURI);

// A text with {names}, filled in.
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString?.() ?? values[name]);

export const countsOf = (paper) => ({ cites: paper.cites.length, cited: paper.citedBy.length, near: paper.near.length });

// What an edge says: who cites whom, or why two papers are near.
export function meaningOf(edge, words) {
  return edge.kind === "cites" ? filled(words.cites, { one: edge.source.short, other: edge.target.short }) : `${words[edge.reason] ?? ""} ${edge.detail}`.trim();
}

export function show(card, paper, words) {
  card.hidden = !paper;
  if (!paper) return;
  const part = (selector) => card.querySelector(selector);
  const title = part("a.title");
  title.textContent = paper.title;
  title.lang = paper.lang;
  title.href = addressOf(paper);
  const facts = [paper.year, filled(words.counts, countsOf(paper))].filter(Boolean);
  part(".by").replaceChildren(...facts.map((fact) => element("span", {}, String(fact))));
  part(".tags").replaceChildren(...paper.tags.map(({ slug, label }) => {
    const place = element("li");
    place.append(element("a", { className: "tag", href: `${root}tags/${encodeURIComponent(slug)}/` }, label));
    return place;
  }));
  const summary = part(".summary");
  summary.textContent = "";
  summaryOf(paper).then((found) => {
    if (title.textContent !== paper.title || !found) return; // another paper was chosen meanwhile
    summary.textContent = found.textContent;
    summary.lang = found.lang;
  });
}

function summaryOf(paper) {
  const address = addressOf(paper).href;
  if (!summaries.has(address)) {
    summaries.set(address, fetch(address).then(async (answer) => {
      if (!answer.ok) return null;
      return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".abstract p");
    }).catch(() => null));
  }
  return summaries.get(address);
}

export function element(name, properties = {}, text = "") {
  return Object.assign(document.createElement(name), properties, text ? { textContent: text } : {});
}
