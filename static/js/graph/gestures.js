// What pointers, the wheel and keys ask of a picture. The picture itself, its camera and what is chosen are chart.js's.
const STILL = 5; // pixels a press may wander and still be a click
const STEP = 1.4; // of one press of + or −
const CONE = 0.7; // cosine of the widest angle at which a paper lies in the direction of an arrow: four cones leave no gap

export function listen(canvas, chart) {
  pointers(canvas, chart);
  wheel(canvas, chart);
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !key(event.key, chart, canvas)) return;
    event.preventDefault();
    event.stopPropagation(); // these keys mean something else on the page around
  });
}

// ── pointers: one drags, two zoom ────────────────────────────────────────────────────────────────────────────────────

function pointers(canvas, chart) {
  const down = new Map();
  let travelled = 0;
  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const between = () => {
    const [a, b] = [...down.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, long: Math.hypot(a.x - b.x, a.y - b.y) };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!down.size) travelled = 0;
    down.set(event.pointerId, placeOf(event));
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = placeOf(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") chart.point(chart.at(here, 6));
      return;
    }
    const { camera } = chart;
    if (down.size === 2) {
      const old = between();
      down.set(event.pointerId, here);
      const now = between();
      travelled = Infinity;
      const view = camera.zoomed(now.long / Math.max(1, old.long), now.x, now.y);
      chart.move({ ...view, x: view.x - (now.x - old.x) / view.scale, y: view.y - (now.y - old.y) / view.scale });
      return;
    }
    down.set(event.pointerId, here);
    travelled += Math.hypot(here.x - before.x, here.y - before.y);
    if (travelled > STILL) {
      canvas.classList.add("dragging");
      chart.move({ x: camera.x - (here.x - before.x) / camera.scale, y: camera.y - (here.y - before.y) / camera.scale, scale: camera.scale });
    }
  });
  const up = (event) => {
    if (!down.delete(event.pointerId)) return;
    canvas.classList.remove("dragging");
    if (event.type === "pointerup" && travelled <= STILL) chart.choose(chart.at(placeOf(event), event.pointerType === "mouse" ? 6 : 16));
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => chart.point(null));
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = placeOf(event);
    chart.move(chart.camera.zoomed(STEP * STEP, x, y), true);
  });
}

// The wheel zooms, but never holds a reader who scrolls by: outwards it stops at the whole picture and lets the page go on,
// and inwards it begins only where the picture stands in view.
function wheel(canvas, chart) {
  canvas.addEventListener("wheel", (event) => {
    const box = canvas.getBoundingClientRect();
    const outwards = event.deltaY > 0;
    if (!event.ctrlKey && (outwards ? chart.camera.isWhole : box.top < 0)) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 160 : 1);
    chart.move(chart.camera.zoomed(Math.exp(-Math.max(-240, Math.min(240, pixels)) * (event.ctrlKey ? 0.01 : 0.0022)), event.clientX - box.left, event.clientY - box.top));
  }, { passive: false });
}

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Whether a key meant something here.
function key(name, chart, canvas) {
  if (name in ARROWS) chart.choose(towards(ARROWS[name], chart), { follow: true });
  else if (name === "PageDown" || name === "PageUp") along(name === "PageDown" ? 1 : -1, chart);
  else if (name === "j" || name === "k") ranked(name === "j" ? 1 : -1, chart);
  else if (name === "Home") chart.choose(chart.ranked()[0] ?? null, { follow: true });
  else if (name === "Enter" && chart.chosen) chart.open();
  else if (name === "Escape") chart.chosen ? chart.choose(null) : canvas.blur();
  else if (name === "+" || name === "=") chart.move(chart.camera.zoomed(STEP), true);
  else if (name === "-") chart.move(chart.camera.zoomed(1 / STEP), true);
  else if (name === "0") chart.showAll();
  else return false;
  return true;
}

// The nearest paper in a direction; the more it lies aside, the farther it counts. Without a chosen paper, the foremost.
function towards([dx, dy], chart) {
  const from = chart.chosen;
  if (!from) return chart.ranked()[0] ?? null;
  let best = from;
  let least = Infinity;
  for (const paper of chart.shown) {
    const [x, y] = [paper.x - from.x, paper.y - from.y];
    const far = Math.hypot(x, y);
    const ahead = (x * dx + y * dy) / far;
    if (paper === from || !(ahead > CONE)) continue;
    const counts = far / ahead ** 2;
    if (counts < least) [best, least] = [paper, counts];
  }
  return best;
}

// The next in the order of the most cited, so that every paper can be reached, however the arrows go round it.
function ranked(step, chart) {
  const all = chart.ranked();
  const here = all.indexOf(chart.chosen);
  chart.choose(all.at(here < 0 ? (step > 0 ? 0 : -1) : (here + step) % all.length) ?? null, { follow: true });
}

// The next of the papers that one is joined with. The walk goes round the paper it began at until an arrow leaves it.
let hub = null;
let spoke = -1;
function along(step, chart) {
  if (chart.chosen !== hub && chart.chosen !== chart.spokesOf(hub)[spoke]) [hub, spoke] = [chart.chosen, step > 0 ? -1 : 0];
  const spokes = chart.spokesOf(hub);
  if (!spokes.length) return;
  spoke = (spoke + step + spokes.length) % spokes.length;
  chart.choose(spokes[spoke], { follow: true });
}
