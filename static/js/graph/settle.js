// A worker that finds a place for each paper, with the forces of D3. The same papers get the same places: d3-force draws its
// small displacements from a generator that always begins alike, and nothing here is random or looks at the clock.
//
// Asked: { scripts, groups, radii, links: [source, target, strength], aspect, steps }. Answers with Float32Arrays of x and y in
// turn, some on the way (`settled: false`) and one when all is at rest.
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const EVERY = 12; // ticks between two answers; the first comes at once, for the papers start among those of their colour
const MOST = 1.6; // times that the cloud is stretched to the shape of the picture
const LEAST_ALPHA = 0.001;

addEventListener("message", ({ data }) => {
  importScripts(...data.scripts);
  const nodes = seeds(data);
  const links = data.links.map(([source, target, strength]) => ({ source, target, strength }));
  const ticks = nodes.length > 400 ? 100 : 260;
  const crowd = Math.min(1, 120 / nodes.length) ** 0.25;
  const simulation = d3.forceSimulation(nodes).stop()
    .alphaDecay(1 - LEAST_ALPHA ** (1 / ticks))
    .force("charge", d3.forceManyBody().strength(({ radius }) => -crowd * (60 + 9 * radius)).distanceMax(300).theta(1.2))
    .force("links", d3.forceLink(links).distance((link) => 26 + link.source.radius + link.target.radius).strength(strengthOf(nodes.length, data.links)))
    .force("apart", d3.forceCollide(({ radius }) => radius + 3))
    .force("x", d3.forceX(({ homeX }) => homeX).strength(0.07))
    .force("y", d3.forceY(({ homeY }) => homeY).strength(0.07 * data.aspect));
  for (let tick = 1; tick <= ticks; tick++) {
    simulation.tick();
    if (tick === ticks || (data.steps && tick % EVERY === 1)) answer(nodes, data.aspect, tick === ticks);
  }
});

function answer(nodes, aspect, settled) {
  const places = new Float32Array(2 * nodes.length);
  // The forces make a round cloud; a little wider or taller it fills the picture, and its labels have more room.
  const wider = (aspect * extent(nodes, "y")) / extent(nodes, "x");
  const [acrossBy, downBy] = [Math.max(1, Math.min(MOST, wider)), Math.max(1, Math.min(MOST, 1 / wider))];
  nodes.forEach(({ x, y }, n) => {
    places[2 * n] = x * acrossBy;
    places[2 * n + 1] = y * downBy;
  });
  postMessage({ places, settled }, [places.buffer]);
}

const extent = (nodes, axis) => Math.max(...nodes.map((node) => node[axis])) - Math.min(...nodes.map((node) => node[axis])) || 1;

// A link pulls less where its papers have many: else the most cited ones would draw all groups into one.
function strengthOf(count, links) {
  const degrees = new Array(count).fill(0);
  for (const [source, target] of links) {
    degrees[source]++;
    degrees[target]++;
  }
  return (link) => link.strength / Math.max(1, Math.min(degrees[link.source.index], degrees[link.target.index]));
}

// Where the papers start, and what pulls them home: those of a colour lie in a disc, in the order of the library.
function seeds({ groups, radii, links, aspect }) {
  const homes = homesOf(groups, links, aspect);
  const met = new Map();
  return groups.map((group, n) => {
    const rank = met.get(group) ?? 0;
    met.set(group, rank + 1);
    const [homeX, homeY] = homes.get(group);
    const far = 17 * Math.sqrt(rank + 0.5);
    return { radius: radii[n], homeX, homeY, x: homeX + far * Math.cos(rank * GOLDEN), y: homeY + far * Math.sin(rank * GOLDEN) };
  });
}

// The discs of the groups: those with many edges between them side by side, in the shape of the picture.
function homesOf(groups, links, aspect) {
  const sizes = new Map();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const nodes = [...sizes].map(([group, size], n) => ({ group, size, x: 40 * Math.cos(n * GOLDEN), y: 40 * Math.sin(n * GOLDEN) }));
  const placeOf = new Map(nodes.map(({ group }, n) => [group, n]));
  const between = new Map();
  for (const [source, target] of links) {
    const [one, other] = [placeOf.get(groups[source]), placeOf.get(groups[target])].sort((a, b) => a - b);
    if (one !== other) between.set(one * nodes.length + other, (between.get(one * nodes.length + other) ?? 0) + 1);
  }
  const joined = [...between].map(([pair, count]) => ({ source: Math.floor(pair / nodes.length), target: pair % nodes.length, count }));
  d3.forceSimulation(nodes).stop()
    .force("links", d3.forceLink(joined).distance(10).strength(({ count, source, target }) => Math.min(0.5, count / Math.min(source.size, target.size) / 4)))
    .force("apart", d3.forceCollide(({ size }) => 19 * Math.sqrt(size) + 8).iterations(4))
    .force("x", d3.forceX(0).strength(0.05))
    .force("y", d3.forceY(0).strength(0.05 * aspect * aspect))
    .tick(200);
  return new Map(nodes.map(({ group, x, y }) => [group, [x, y]]));
}
