// The graph's values as the picture needs them: papers that know their neighbours, edges, tags with all that is above them.
// Nothing here draws or listens.
const SHORT = 30; // letters of a title beside its point, Japanese ones counting twice, where there are many
const LONG = 52; // and where there is room
const STRONGEST = 2; // related papers of each that the overview draws: all of them would be a ball of wool

export const fold = (text) => text.normalize("NFKC").toLowerCase();

export function decode(file) {
  const above = (tag, seen = new Set()) => {
    if (!seen.has(tag)) {
      seen.add(tag);
      for (const parent of file.tags[tag].parents) above(parent, seen);
    }
    return seen;
  };
  const papers = file.papers.map((paper, place) => ({
    ...paper, place, short: shortened(paper.title, SHORT), long: shortened(paper.title, LONG), folded: fold(paper.title), url: `papers/${encodeURIComponent(paper.slug)}/`,
    tags: paper.tags.map((tag) => file.tags[tag]), carried: new Set(paper.tags.flatMap((tag) => [...above(tag)])),
    cites: [], citedBy: [], near: [], edges: [],
  }));
  const edges = [];
  const join = (kind, source, target, more) => {
    const edge = { kind, source, target, ...more };
    edges.push(edge);
    source.edges.push(edge);
    target.edges.push(edge);
  };
  for (const [source, target] of file.cites) {
    join("cites", papers[source], papers[target], { strong: true });
    papers[source].cites.push(papers[target]);
    papers[target].citedBy.push(papers[source]);
  }
  for (const [one, other, weight, reason, detail] of file.related) join("related", papers[one], papers[other], { weight, reason, detail, strong: false });
  for (const paper of papers) {
    const near = paper.edges.filter(({ kind }) => kind === "related").sort((a, b) => b.weight - a.weight);
    near.forEach((edge, rank) => (edge.strong ||= rank < STRONGEST));
    paper.near = near.map((edge) => across(edge, paper));
    paper.radius = 3.5 + Math.min(11, 1.9 * Math.sqrt(paper.citedBy.length + 0.25 * paper.cites.length));
  }
  const groups = file.groups.map((tag) => file.tags[tag]);
  return { papers, edges, groups, tags: file.tags, bySlug: new Map(papers.map((paper) => [paper.slug, paper])) };
}

export const across = ({ source, target }, paper) => (source === paper ? target : source);

// A paper's neighbours, each once: what it cites, what cites it, what is near.
export const neighboursOf = (paper) => [...new Set([...paper.cites, ...paper.citedBy, ...paper.near])];

// The papers up to some steps around one, the nearer first; the second step is cut where it would be a crowd.
export function around(start, steps, most) {
  const found = new Set([start]);
  let rim = [start];
  for (let step = 0; step < steps; step++) {
    const next = new Set(rim.flatMap(neighboursOf).filter((paper) => !found.has(paper)));
    rim = [...next].sort((a, b) => b.degree - a.degree || a.place - b.place).slice(0, Math.max(0, most - found.size));
    for (const paper of rim) found.add(paper);
  }
  return found;
}

// A title as a label: the name before a colon says it best ("GRPO: …"), else its first words.
function shortened(title, most) {
  const name = title.split(/[:：]\s/u, 1)[0];
  let width = 0;
  let end = 0;
  for (const letter of name) {
    width += letter.charCodeAt(0) > 0x2e7f ? 2 : 1;
    if (width > most) {
      const cut = name.slice(0, end);
      const space = cut.lastIndexOf(" ");
      return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
    }
    end += letter.length;
  }
  return name;
}
