// How the picture looks: colours from the theme's style sheet, edges, points, and labels that never lie on one another.
const GROUPS = 8;
const LABEL_AREA = 11_000; // square pixels a label may claim, so that the picture stays calm
const FEW = 40; // papers in view that leave room for longer labels
const WIDE = 600; // pixels
const CELL = 48; // of the grid in which labels look for room

// The colours of the moment. Custom properties come unresolved (light-dark(), oklch()), so an element wears each in turn.
export function coloursOf(element) {
  const probe = document.createElement("i");
  probe.hidden = true;
  element.append(probe);
  const worn = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const groups = Array.from({ length: GROUPS }, (_, n) => worn(`--group-${n + 1}`));
  const colours = { groups, other: worn("--group-other"), paper: worn("--paper"), ink: worn("--ink"), soft: worn("--ink-soft"), line: worn("--line-strong"), accent: worn("--accent"), font: getComputedStyle(element).fontFamily };
  probe.remove();
  return colours;
}

export const radiusOf = (paper, camera) => Math.max(1.7, paper.radius * camera.scale ** 0.62);

// Draws a scene: { papers, edges, groups, focus, chosen, lit, found, covered }. `focus` is the paper pointed at or chosen, `lit`
// those that stand out with it (null for all), `found` those that a search names (null for none asked), `covered` the boxes
// that other parts of the page lie on.
export function draw(context, camera, colours, scene) {
  const { width, height } = camera;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  const spots = new Map();
  for (const paper of scene.papers) {
    const [x, y] = camera.toScreen(paper);
    spots.set(paper, { x, y, radius: radiusOf(paper, camera) });
  }
  const seen = ({ x, y, radius }) => x > -radius && x < width + radius && y > -radius && y < height + radius;
  drawEdges(context, colours, scene, spots);
  drawPoints(context, colours, scene, spots);
  drawLabels(context, camera, colours, scene, new Map([...spots].filter(([, spot]) => seen(spot))));
}

// ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function drawEdges(context, colours, { edges, focus, lit, found, papers }, spots) {
  const faint = lit || found;
  const crowded = papers.length > 200;
  for (const kind of ["related", "cites"]) {
    const isCitation = kind === "cites";
    context.strokeStyle = colours.line;
    context.globalAlpha = (faint ? 0.25 : 1) * (isCitation ? (crowded ? 0.34 : 0.6) : crowded ? 0.14 : 0.55);
    context.lineWidth = isCitation ? 1 : 0.8;
    // Dashes cost ten times a plain line; among thousands they are not seen.
    context.setLineDash(isCitation || crowded ? [] : [1.5, 3]);
    context.beginPath();
    for (const edge of edges) {
      if (edge.kind !== kind || (!edge.strong && crowded) || edge.source === focus || edge.target === focus) continue;
      const [from, to] = [spots.get(edge.source), spots.get(edge.target)];
      if (!from || !to) continue;
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  if (focus) for (const edge of focus.edges) drawFocused(context, colours, edge, spots, edges);
  context.setLineDash([]);
}

// An edge of the paper in focus: an arrow from the citing paper to the cited one, or dots between those that are near.
function drawFocused(context, colours, edge, spots, edges) {
  const [from, to] = [spots.get(edge.source), spots.get(edge.target)];
  if (!from || !to || !edges.has(edge)) return;
  const isCitation = edge.kind === "cites";
  context.strokeStyle = context.fillStyle = isCitation ? colours.ink : colours.soft;
  context.lineWidth = isCitation ? 1.4 : 1.2;
  context.globalAlpha = isCitation ? 0.75 : 0.8;
  context.setLineDash(isCitation ? [] : [1.5, 3.5]);
  const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  const [x, y] = [to.x - dx * (to.radius + 2), to.y - dy * (to.radius + 2)];
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(x, y);
  context.stroke();
  if (isCitation && long > to.radius + from.radius + 8) {
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 8 * dx - 3.2 * dy, y - 8 * dy + 3.2 * dx);
    context.lineTo(x - 8 * dx + 3.2 * dy, y - 8 * dy - 3.2 * dx);
    context.fill();
  }
  context.globalAlpha = 1;
}

// ── points ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function drawPoints(context, colours, { papers, focus, chosen, lit, found }, spots) {
  const standsOut = (paper) => (lit ? lit.has(paper) : !found || found.has(paper));
  // One path for all points of a colour: a path for each takes twice as long.
  const paths = new Map();
  for (const [paper, { x, y, radius }] of spots) {
    const key = `${standsOut(paper) ? 1 : 0.16} ${paper.group ?? ""}`;
    if (!paths.has(key)) paths.set(key, new Path2D());
    const path = paths.get(key);
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.strokeStyle = colours.paper;
  context.lineWidth = 1;
  for (const [key, path] of paths) {
    const [alpha, group] = key.split(" ");
    context.globalAlpha = Number(alpha);
    context.fillStyle = group === "" ? colours.other : colours.groups[group % GROUPS];
    context.fill(path);
    context.stroke(path);
  }
  context.globalAlpha = 1;
  for (const [paper, wide] of [[focus, 1.6], [chosen, 2.4]]) {
    const spot = paper && spots.get(paper);
    if (!spot) continue;
    context.strokeStyle = colours.ink;
    context.lineWidth = wide;
    context.beginPath();
    context.arc(spot.x, spot.y, spot.radius + 2.5, 0, 2 * Math.PI);
    context.stroke();
  }
}

// ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const widths = new Map();
function widthOf(context, text) {
  const key = `${context.font} ${text}`;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width);
  return widths.get(key);
}

// The room that labels have taken, in cells, so that each looks only at those beside it.
class Room {
  #cells = new Map();

  #around(box, visit) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row++) visit(column * 4096 + row);
    }
  }

  isFree(box) {
    let free = true;
    this.#around(box, (cell) => {
      for (const other of this.#cells.get(cell) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) free = false;
      }
    });
    return free;
  }

  take(box) {
    this.#around(box, (cell) => this.#cells.set(cell, [...(this.#cells.get(cell) ?? []), box]));
  }
}

function drawLabels(context, camera, colours, { groups, papers, focus, chosen, lit, found, covered }, spots) {
  const room = new Room();
  for (const box of covered) room.take(box);
  // A label may cover a small point, but not the large ones: they are what one looks for.
  for (const { x, y, radius } of spots.values()) if (radius > 6) room.take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const hasRoom = spots.size < FEW && camera.width > WIDE;
  const isFar = camera.scale < camera.whole * 1.7 && papers.length > FEW; // among few, each has its own label
  if (isFar && !lit && !found) drawGroups(context, camera, colours, groups, papers, room);
  const first = (paper) => (paper === focus || paper === chosen ? 3 : lit?.has(paper) ? 2 : found?.has(paper) ? 2 : 0);
  const weight = (paper) => paper.citedBy.length + paper.degree / 40;
  const ranked = [...spots].filter(([paper]) => first(paper) || (!lit && !found))
    .sort(([a], [b]) => first(b) - first(a) || weight(b) - weight(a) || a.place - b.place);
  let left = Math.max(12, (camera.width * camera.height) / LABEL_AREA);
  for (const [paper, spot] of ranked) {
    if (left <= 0 && !first(paper)) break;
    const isMain = paper === focus || paper === chosen;
    context.font = `${isMain ? "600 13px" : "12px"} ${colours.font}`;
    const text = isMain ? clipped(context, paper.title, Math.min(420, camera.width - 24)) : hasRoom ? paper.long : paper.short;
    if (label(context, camera, colours.paper, colours.ink, text, spot, room, isMain)) left--;
  }
}

// Puts a text below, above or beside a point, where there is room; `must` puts it below in any case. Measuring costs most of it,
// and most texts find no room: those that would not even if each letter were as narrow as an i are not measured.
const NARROWEST = 2.5; // pixels of a letter at 12px
function label(context, camera, halo, ink, text, spot, room, must) {
  if (!must && !boxFor((text.length * NARROWEST) / 2 + 2, camera, spot, room)) return false;
  const box = boxFor(widthOf(context, text) / 2 + 2, camera, spot, room, must);
  if (!box) return false;
  room.take(box);
  written(context, text, (box.left + box.right) / 2, (box.top + box.bottom) / 2, halo, ink, 3.5);
  return true;
}

function boxFor(half, camera, { x, y, radius }, room, must = false) {
  const near = radius + 9;
  const inside = Math.max(half + 2, Math.min(camera.width - half - 2, x));
  const places = [[inside, y + near], [inside, y - near], [x + radius + 4 + half, y], [x - radius - 4 - half, y]];
  const boxes = places.map(([atX, atY]) => ({ left: atX - half, right: atX + half, top: atY - 8, bottom: atY + 8 }));
  const isInside = (box) => box.left >= 0 && box.right <= camera.width && box.top >= 0 && box.bottom <= camera.height;
  return boxes.find((box) => must || (isInside(box) && room.isFree(box)));
}

// From afar, each colour says what it stands for in the middle of its papers.
function drawGroups(context, camera, colours, groups, papers, room) {
  groups.forEach(({ label: name }, group) => {
    const own = papers.filter((paper) => paper.group === group);
    if (own.length < 4) return;
    const [x, y] = camera.toScreen({ x: middle(own.map((paper) => paper.x)), y: middle(own.map((paper) => paper.y)) });
    context.font = `650 ${Math.round(13 + Math.min(7, Math.sqrt(own.length) / 2.2))}px ${colours.font}`;
    const half = widthOf(context, name) / 2 + 6;
    for (const shift of [0, -26, 26, -52, 52, -78, 78]) {
      const box = { left: x - half, right: x + half, top: y + shift - 13, bottom: y + shift + 13 };
      if (shift !== 78 && !room.isFree(box)) continue;
      room.take(box);
      written(context, name, x, y + shift, colours.paper, colours.groups[group % GROUPS], 6);
      break;
    }
  });
}

function written(context, text, x, y, halo, ink, wide) {
  context.globalAlpha = 0.9;
  context.strokeStyle = halo;
  context.lineWidth = wide;
  context.strokeText(text, x, y);
  context.globalAlpha = 1;
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

function clipped(context, text, most) {
  if (widthOf(context, text) <= most) return text;
  let end = text.length;
  while (end > 1 && widthOf(context, `${text.slice(0, end)}…`) > most) end = Math.floor(end * 0.92);
  return `${text.slice(0, end).trimEnd()}…`;
}

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
