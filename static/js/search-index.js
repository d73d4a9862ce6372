// Finding papers by any piece of their text, in files that papersite/search/ writes; nothing here touches the page.
// Folding and grams are those of papersite/search/folding.py: change both or neither.

const WIDE = "\\u0370-\\u03ff\\u0400-\\u04ff\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30fc-\\u30ff\\u3400-\\u4dbf"
  + "\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const RUN = new RegExp(`[a-z0-9]+|[${WIDE}]+`, "gu");
const LATIN = /[a-z0-9]/;
const HYPHEN = /[-\u2010\u2011\u2013]/;
// A character with what is written on or after it and changes it: accents, voicing marks, half-width ones included.
const CLUSTER = /[^][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu;
const BUCKET_BITS = 14;

// Characters come again and again, and folding one costs fifty times as much as looking it up.
const known = new Map();

function foldCluster(cluster) {
  if (!known.has(cluster)) known.set(cluster, foldAnew(cluster));
  return known.get(cluster);
}

function foldAnew(cluster) {
  return cluster.normalize("NFKC").toLowerCase().replaceAll("ς", "σ")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replaceAll("\u00ad", "")
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

// A text as it is compared, and for each of its characters where what it came from begins and ends in the text.
export function foldWithPlaces(text) {
  let folded = "";
  let places = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const made = foldCluster(cluster);
    for (let unit = 0; unit < made.length; unit++) places.push([index, index + cluster.length]);
    folded += made;
  }
  if (HYPHEN.test(folded)) {
    const units = [...Array(folded.length).keys()];
    const kept = units.filter((i) => !(HYPHEN.test(folded[i]) && LATIN.test(folded[i - 1] ?? "") && LATIN.test(folded[i + 1] ?? "")));
    places = kept.map((i) => places[i]);
    folded = kept.map((i) => folded[i]).join("");
  }
  return { folded, places };
}

export const fold = (text) => foldWithPlaces(text).folded;

// The grams that a text with such a piece must have. Two Latin letters at the front of a longer piece may end a word there.
export function grams(folded) {
  const found = new Set();
  for (const { 0: run, index } of folded.matchAll(RUN)) {
    const chars = [...run];
    const size = LATIN.test(chars[0]) ? 3 : 2;
    for (let i = 0; i + size <= chars.length; i++) found.add(chars.slice(i, i + size).join(""));
    if (size === 3 && chars.length === 2 && (index || run === folded)) found.add(`^${run}`);
  }
  return [...found];
}

export function bucketsOf(gram) {
  let value = 0x811c9dc5;
  for (const char of gram) value = Math.imul(value ^ char.codePointAt(0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  value = (value ^ (value >>> 16)) >>> 0;
  const mask = (1 << BUCKET_BITS) - 1;
  return [value & mask, value >>> (32 - BUCKET_BITS), (value >>> 9) & mask];
}

// ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// The terms of a query, all of which a paper must have. A term is what stands between spaces or between quotation marks; each
// is a list of ways to have it, and a way a list of pieces: "on-policy" is had as onpolicy, or as on and policy.
export function termsOf(query) {
  const terms = [];
  for (const [, quoted, word] of query.normalize("NFKC").matchAll(/"([^"]+)"|([^\s"]+)/g)) {
    const whole = fold(quoted ?? word).trim();
    if (!whole) continue;
    const parts = quoted ? [] : word.split(/[-\u2010\u2011\u2013]/).map(fold).filter(Boolean);
    terms.push(parts.length > 1 ? [[whole], parts] : [[whole]]);
  }
  return terms;
}

// Where a piece stands in a folded text; one or two Latin letters count at the beginning of a word only.
function* findAll(piece, folded) {
  const short = piece.length < 3 && LATIN.test(piece[0]);
  for (let at = folded.indexOf(piece); at >= 0; at = folded.indexOf(piece, at + piece.length)) {
    if (!short || !LATIN.test(folded[at - 1] ?? "")) yield at;
  }
}

const has = (piece, folded) => !findAll(piece, folded).next().done;
const hasTerm = (term, folded) => term.some((way) => way.every((piece) => has(piece, folded)));

// A query reads few rows: of a long piece some grams, far apart, by one bucket each; of a short one all buckets of each gram.
const MOST_ROWS = 8;
const LEAST_ROWS = 3; // of a piece
// With so many papers found under the name that was asked for, nobody misses those that have only another one.
const ENOUGH = 40;

function rowsOf(piece, most) {
  const all = grams(piece);
  const chosen = all.filter((_, i) => Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length));
  return chosen.flatMap((gram) => bucketsOf(gram).slice(0, Math.max(1, Math.floor(most / chosen.length))));
}

// ── the index ────────────────────────────────────────────────────────────────────────────────────────────────────────

export class Index {
  constructor(base, { rows, venues, tags, papers }) {
    this.base = base;
    this.rows = rows;
    this.venues = venues;
    this.tags = tags.map(([slug, label, other, aliases, parents, kind]) => ({
      slug, label, kind, parents, names: [...new Set([label, other, ...aliases].map((name) => fold(name).trim()))],
    }));
    this.above = this.tags.map(({ parents }) => this.#withAbove(parents));
    this.papers = papers.map(([slug, title, date, year, venue, own, lang, provisional], place) => ({
      slug, title, date: date || "", year: year ? String(year) : "", venue: venues[venue - 1] ?? "", own, lang, place,
      provisional: Boolean(provisional), tags: new Set([...own, ...own.flatMap((tag) => [...this.above[tag]])]),
      foldedTitle: fold(title), authors: [],
    }));
    this.width = (papers.length + 7) >> 3;
    this.parts = new Map();
    this.texts = new Map();
  }

  static async load(base) {
    const answer = await fetch(new URL("index.bin", base));
    if (!answer.ok) throw new Error(`no search index: ${answer.status}`);
    return new Index(base, await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).json());
  }

  #withAbove(own) {
    const found = new Set();
    const waiting = [...own];
    while (waiting.length) {
      const tag = waiting.pop();
      if (found.has(tag)) continue;
      found.add(tag);
      waiting.push(...this.tags[tag].parents);
    }
    return found;
  }

  // Who wrote which paper is much to read and seldom asked for.
  async withAuthors() {
    this.authors ??= fetch(new URL("authors.json", this.base)).then(async (answer) => {
      for (const [name, places] of await answer.json()) for (const place of places) this.papers[place].authors.push(name);
    });
    await this.authors;
  }

  async #row(bucket) {
    const number = Math.floor(bucket / this.rows);
    if (!this.parts.has(number)) {
      const address = new URL(`grams/${number}.bin`, this.base);
      this.parts.set(number, fetch(address).then(async (answer) => new Uint8Array(await answer.arrayBuffer())));
    }
    const first = (bucket % this.rows) * this.width;
    return (await this.parts.get(number)).subarray(first, first + this.width);
  }

  // The papers whose text may have all terms, and those whose tags help: a bit for each paper, never too few, a few too many.
  async #mayHave(terms) {
    const most = Math.max(LEAST_ROWS, Math.floor(MOST_ROWS / terms.flat().length));
    const rowOf = async (way) => {
      const buckets = way.flatMap((piece) => rowsOf(piece, most));
      return all(await Promise.all(buckets.map((bucket) => this.#row(bucket))), this.width);
    };
    const rows = await Promise.all(terms.map(async (ways) => any(await Promise.all(ways.map(rowOf)), this.width)));
    const text = all(rows, this.width);
    const tags = all(rows.map((row, i) => any([row, this.#tagged(terms[i])], this.width)), this.width);
    return { text, tags };
  }

  // The papers that carry a tag, or one below it, of which some name has a term.
  #tagged(term) {
    const named = this.tags.map(({ names }) => names.some((name) => hasTerm(term, name)));
    const row = new Uint8Array(this.width);
    for (const { tags, place } of this.papers) if ([...tags].some((tag) => named[tag])) row[place >> 3] |= 1 << (place & 7);
    return row;
  }

  text(paper) {
    if (!this.texts.has(paper.slug)) {
      const address = new URL(`text/${encodeURIComponent(paper.slug)}.json`, this.base);
      this.texts.set(paper.slug, fetch(address).then(async (answer) => (await answer.json()).map(([id, text]) => ({ id, text, ...foldWithPlaces(text) }))));
    }
    return this.texts.get(paper.slug);
  }

  // Other names of the tag that a whole query names, at most a few: 強化学習 is Reinforcement learning too.
  otherNames(query) {
    const asked = fold(query).trim();
    const names = this.tags.filter(({ names }) => names.includes(asked)).flatMap(({ names }) => names);
    return [...new Set(names)].filter((name) => name.length > 2 && !name.includes(asked)).slice(0, 2);
  }

  // The papers that may answer a query, the likelier first: the title says it, the text may, a tag helps, the text may have
  // another name for it; then the newer.
  async candidates(query) {
    const terms = termsOf(query);
    if (!terms.length) return [];
    const { text, tags } = await this.#mayHave(terms);
    const found = new Map();
    for (const paper of this.papers) {
      if (!isSet(tags, paper)) continue;
      const likely = saysAll(terms, [paper.foldedTitle]) ? 3 : isSet(text, paper) ? 2 : 1;
      found.set(paper, { paper, terms, likely });
    }
    const others = found.size < ENOUGH ? this.otherNames(query) : [];
    if (others.length) {
      const other = [others.map((name) => [name])];
      const also = await this.#mayHave(other);
      for (const paper of this.papers) if (isSet(also.text, paper) && !found.has(paper)) found.set(paper, { paper, terms: other, likely: 0 });
    }
    const newest = (a, b) => b.paper.date.localeCompare(a.paper.date) || b.paper.place - a.paper.place;
    return [...found.values()].sort((a, b) => b.likely - a.likely || newest(a, b));
  }

  // What a candidate says of the terms: its sentences, and its tags of which some name has one. Null if it does not have them.
  async confirm({ paper, terms }) {
    const sections = await this.text(paper);
    const tags = [...paper.tags].map((tag) => this.tags[tag]);
    if (!saysAll(terms, [...sections.map(({ folded }) => folded), ...tags.flatMap(({ names }) => names)])) return null;
    const pieces = [...new Set(terms.flat(2))];
    const said = sections.filter(({ id }) => id !== "title").flatMap((section) => sentencesOf(section, pieces));
    // Prose says more than formulas and listings, and a sentence more than a name.
    const rank = ({ id, pieces: found, runs }) => found - (id === "facts" ? 8 : runs.some(([run]) => CODE.test(run)) ? 4 : 0);
    said.sort((a, b) => rank(b) - rank(a));
    const named = tags.filter(({ names }) => pieces.some((piece) => names.some((name) => has(piece, name))));
    return { paper, pieces, tags: named, sentences: said.slice(0, 2) };
  }
}

const isSet = (row, { place }) => Boolean(row[place >> 3] & (1 << (place & 7)));
const all = (rows, width) => rows.reduce((both, row) => both.map((bits, i) => bits & row[i]), new Uint8Array(width).fill(255));
const any = (rows, width) => rows.reduce((both, row) => both.map((bits, i) => bits | row[i]), new Uint8Array(width));
const saysAll = (terms, texts) => terms.every((term) => texts.some((folded) => hasTerm(term, folded)));

// ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────

const SIDE = 60; // characters shown before the first mark
const LONGEST = 160;
const CODE = /[\\{}]|[=;()]$|_\w/;
// A point ends a sentence behind a word, not behind "Dr" or "et al".
const END = /[。．！？\n]|(?<=[\p{Ll}\d)\]]{3})[.!?](?=\s)/gu;

// Where a text has some pieces: pairs of first and last place, in order, none within another.
export function marksOf({ folded, places }, pieces) {
  const found = [];
  for (const piece of pieces) {
    for (const at of findAll(piece, folded)) found.push([places[at][0], places[at + piece.length - 1][1]]);
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const kept = [];
  for (const mark of found) if (!kept.length || mark[0] >= kept.at(-1)[1]) kept.push(mark);
  return kept;
}

// The sentences of a section that have pieces: their texts cut into [text, marked] runs, and how many pieces each has.
function sentencesOf(section, pieces) {
  const marks = marksOf(section, pieces);
  const found = [];
  let from = 0;
  for (const end of [...section.text.matchAll(END)].map(({ index }) => index + 1).concat(section.text.length)) {
    const own = marks.filter(([first]) => first >= from && first < end);
    if (own.length) found.push({ id: section.id, ...cut(section.text, from, end, own) });
    if (found.length > 20) break;
    from = end;
  }
  return found;
}

function cut(text, from, end, marks) {
  const start = Math.max(from, marks[0][0] - SIDE);
  const stop = Math.min(end, Math.max(start + LONGEST, marks[0][1]));
  const runs = start > from ? [["…", false]] : [];
  let at = start;
  for (const [first, last] of marks.filter((mark) => mark[1] <= stop)) {
    runs.push([text.slice(at, first), false], [text.slice(first, last), true]);
    at = last;
  }
  runs.push([text.slice(at, stop).trimEnd() + (stop < end ? "…" : ""), false]);
  const words = new Set(marks.map(([first, last]) => fold(text.slice(first, last))));
  return { runs: runs.filter(([run]) => run), pieces: words.size, words: text.slice(...marks[0]) };
}
