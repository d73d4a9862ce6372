// A graph on a canvas: which papers it shows, which one is chosen, and what the camera sees. Its parts are read by the addresses
// on its element (templates/chart.html), each with a digest of its content, so that no browser mixes an old part with a new one.
const PARTS = ["library", "camera", "ink", "card", "gestures"];
const GLIDE = 320; // milliseconds from one view to the next
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const boxOf = ({ offsetLeft: left, offsetTop: top, offsetWidth: wide, offsetHeight: high }) => ({ left, top, right: left + wide, bottom: top + high });
const addressOf = (name) => new URL(name, document.baseURI).href;

// The graph of a `.chart` element, with its values read. Raises what fetching raises.
export async function open(host) {
  const [values, ...parts] = await Promise.all([
    fetch(host.dataset.file, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status} ${answer.url}`)))),
    ...PARTS.map((name) => import(addressOf(host.dataset[name]))),
  ]);
  const kit = Object.fromEntries(PARTS.map((name, n) => [name, parts[n]]));
  return new Chart(host, kit, kit.library.decode(values));
}

class Chart {
  shown = [];
  chosen = null;
  pointed = null;
  found = null; // the papers that a search names
  onChoose = () => {};
  #kinds = { cites: true, related: true };
  #keeps = () => true;
  #all = [];
  #edges = new Set();
  #asked = 0;
  #glide = 0;
  #worker = null;
  #touched = false; // by the reader: then a view that settles no longer follows

  constructor(host, kit, graph) {
    Object.assign(this, { host, kit, graph, words: host.dataset, camera: new kit.camera.Camera() });
    const part = (selector) => host.querySelector(selector);
    Object.assign(this, { canvas: part("canvas"), card: part(".chart-card"), zoom: part(".chart-zoom"), status: part(".chart-status"), caption: part(".chart-caption"), spoken: part("[role=status]") });
    this.context = this.canvas.getContext("2d", { alpha: false });
    kit.gestures.listen(this.canvas, this);
    const buttons = { in: () => this.move(this.camera.zoomed(1.5), true), out: () => this.move(this.camera.zoomed(1 / 1.5), true), reset: () => this.showAll() };
    for (const button of host.querySelectorAll("[data-zoom]")) button.addEventListener("click", buttons[button.dataset.zoom]);
    part(".chart-close").addEventListener("click", () => {
      this.choose(null);
      this.canvas.focus();
    });
    this.card.addEventListener("keydown", (event) => event.key === "Escape" && part(".chart-close").click());
    new ResizeObserver(() => this.#resized()).observe(this.canvas);
    const recolour = () => {
      this.colours = kit.ink.coloursOf(host);
      this.draw();
    };
    dark.addEventListener("change", recolour);
    new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
    document.addEventListener("papersite:patched", recolour);
    recolour();
  }

  // ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────────────

  // Shows some papers, each at its place: at once without motion, else while they find it.
  async show(papers) {
    this.#all = [...papers].sort((a, b) => a.place - b.place);
    this.#touched = false;
    this.#resized();
    this.status.textContent = this.words.drawing;
    await this.#settled();
    this.status.textContent = "";
  }

  #settled() {
    this.#worker?.terminate();
    const worker = (this.#worker = new Worker(addressOf(this.words.settle)));
    const rank = new Map(this.#all.map((paper, n) => [paper, n]));
    const edges = this.graph.edges.filter(({ strong, source, target }) => (strong || rank.size < 60) && rank.has(source) && rank.has(target));
    worker.postMessage({
      scripts: this.words.vendor.trim().split(" ").map(addressOf),
      groups: this.#all.map(({ group }) => group),
      radii: this.#all.map(({ radius }) => radius),
      links: edges.map(({ kind, source, target }) => [rank.get(source), rank.get(target), kind === "cites" ? 1 : 0.4]),
      aspect: Math.max(0.5, Math.min(2, this.camera.width / this.camera.height)),
      steps: !still.matches,
    });
    return new Promise((done, failed) => {
      worker.onmessage = ({ data: { places, settled } }) => {
        this.#all.forEach((paper, n) => {
          paper.x = places[2 * n];
          paper.y = places[2 * n + 1];
        });
        this.#sift();
        this.#whole(!this.#touched);
        if (!settled) return;
        worker.terminate();
        done();
      };
      worker.onerror = failed;
    });
  }

  // Leaves only the papers that a test lets through, and edges of some kinds.
  filter(keeps, kinds) {
    this.#keeps = keeps;
    this.#kinds = kinds;
    this.#sift();
    if (this.chosen && !this.shown.includes(this.chosen)) this.choose(null);
    this.#whole(false);
    if (this.shown.length) this.move(this.camera.fitting(this.shown), true);
  }

  #sift() {
    this.shown = this.#all.filter((paper) => paper.x !== undefined && this.#keeps(paper));
    const there = new Set(this.shown);
    this.#edges = new Set(this.graph.edges.filter(({ kind, source, target }) => this.#kinds[kind] && there.has(source) && there.has(target)));
  }

  search(found) {
    this.found = found;
    this.draw();
  }

  // ── what is chosen ─────────────────────────────────────────────────────────────────────────────────────────────────

  // Chooses a paper, or none. `follow` brings it into view; `near` looks at it with its neighbours; `quiet` shows no card.
  choose(paper, { follow = false, near = false, quiet = false } = {}) {
    const way = this.#meanings(this.chosen, paper);
    this.chosen = paper;
    this.kit.card.show(this.card, quiet ? null : paper, this.words);
    const said = paper ? this.kit.card.filled(this.words.said, { title: paper.title, year: String(paper.year ?? "—"), ...this.kit.card.countsOf(paper) }) : "";
    this.spoken.textContent = [said, ...way].join(" ");
    this.caption.textContent = "";
    if (paper && near) this.move(this.camera.fitting([paper, ...this.spokesOf(paper)], 1.6, this.#taken()), true);
    else if (paper && follow) this.#follow(paper);
    this.draw();
    this.onChoose(paper);
  }

  // What the edges between two papers say; nothing where there is none.
  #meanings(one, other) {
    if (!one || !other || one === other) return [];
    const edges = one.edges.filter((edge) => this.#edges.has(edge) && this.kit.library.across(edge, one) === other);
    return edges.map((edge) => this.kit.card.meaningOf(edge, this.words));
  }

  #follow(paper) {
    const { camera } = this;
    const taken = this.#taken();
    const [left, top] = camera.toScreen(paper);
    const isIn = left > taken.left + 60 && left < camera.width - 60 && top > 50 && top < camera.height - taken.below - 50;
    if (!isIn) this.move({ ...camera.fitting([paper], camera.scale, taken), scale: camera.scale }, true);
  }

  // What the card covers: on a wide picture its left side, on a narrow one what is below.
  #taken() {
    if (this.card.hidden) return { left: 0, below: 0 };
    const { offsetWidth: wide, offsetHeight: high } = this.card;
    return wide < this.camera.width / 2 ? { left: wide, below: 0 } : { left: 0, below: high };
  }

  point(paper) {
    if (paper === this.pointed) return;
    this.pointed = paper;
    this.canvas.classList.toggle("pointing", paper !== null);
    this.caption.textContent = this.#meanings(this.chosen, paper).join(" · ");
    this.draw();
  }

  // The paper at a point of the canvas, or the nearest one within some pixels, or null.
  at({ x, y }, reach) {
    let best = null;
    let least = reach;
    for (const paper of this.shown) {
      const [left, top] = this.camera.toScreen(paper);
      const far = Math.hypot(left - x, top - y) - this.kit.ink.radiusOf(paper, this.camera);
      if (far < least) [best, least] = [paper, far];
    }
    return best;
  }

  // The shown papers that one is joined with by a shown edge.
  spokesOf(paper) {
    if (!paper) return [];
    return [...new Set(paper.edges.filter((edge) => this.#edges.has(edge)).map((edge) => this.kit.library.across(edge, paper)))];
  }

  // The shown papers, the most cited first.
  ranked() {
    return this.shown.toSorted((a, b) => b.citedBy.length - a.citedBy.length || a.place - b.place);
  }

  open() {
    location.assign(this.kit.card.addressOf(this.chosen));
  }

  // ── what is seen ───────────────────────────────────────────────────────────────────────────────────────────────────

  move(view, smoothly = false) {
    this.#touched = true;
    this.#goTo(view, smoothly);
  }

  showAll() {
    this.#goTo(this.camera.fitting(this.shown), true);
  }

  #goTo(view, smoothly) {
    cancelAnimationFrame(this.#glide);
    const { x, y, scale } = this.camera;
    const from = { x, y, scale };
    if (!smoothly || still.matches) {
      this.#look(view);
      return;
    }
    const began = performance.now();
    const step = (now) => {
      const t = Math.max(0, Math.min(1, (now - began) / GLIDE));
      const eased = t * (2 - t);
      const mixed = from.scale * (view.scale / from.scale) ** eased;
      this.#look({ x: from.x + (view.x - from.x) * eased, y: from.y + (view.y - from.y) * eased, scale: mixed });
      if (t < 1) this.#glide = requestAnimationFrame(step);
    };
    this.#glide = requestAnimationFrame(step);
  }

  #look(view) {
    this.camera.set(view);
    // A finger on the whole picture scrolls the page; on a part of it, the picture.
    this.canvas.style.touchAction = this.camera.isWhole ? "pan-y" : "none";
    this.draw();
  }

  #whole(look) {
    const all = this.camera.fitting(this.#all.filter(({ x }) => x !== undefined));
    this.camera.whole = all.scale;
    if (look) this.#look(all);
    else this.draw();
  }

  #resized() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || (width === this.camera.width && height === this.camera.height)) return;
    const wasWhole = this.camera.isWhole;
    this.camera.resize(width, height);
    this.#whole(wasWhole);
  }

  draw() {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#drawNow();
    });
  }

  #drawNow() {
    const { canvas, camera, context } = this;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const focus = this.pointed ?? this.chosen;
    this.kit.ink.draw(context, camera, this.colours, {
      papers: this.shown, edges: this.#edges, groups: this.graph.groups, focus, chosen: this.chosen, found: this.found,
      lit: focus ? new Set([focus, ...this.spokesOf(focus)]) : null,
      covered: [this.card, this.zoom].filter(({ offsetWidth }) => offsetWidth).map(boxOf),
    });
    canvas.dataset.drawn = this.shown.length;
  }
}
