// What part of the plane the picture shows: (x, y) of the plane stands in its middle, and `scale` says how large.
const CLOSEST = 6;
const EDGE = 36; // pixels between the outermost papers and the rim

export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  width = 1;
  height = 1;
  whole = 1; // the scale at which everything is shown: the farthest one may go

  resize(width, height) {
    this.width = width;
    this.height = height;
  }

  toScreen({ x, y }) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  toPlane(left, top) {
    return { x: (left - this.width / 2) / this.scale + this.x, y: (top - this.height / 2) / this.scale + this.y };
  }

  // Where the camera would show some papers whole, as { x, y, scale }; some pixels at the left and below are taken.
  fitting(papers, closest = 1.6, taken = { left: 0, below: 0 }) {
    if (!papers.length) return { x: 0, y: 0, scale: 1 };
    const [wide, high] = [this.width - taken.left, this.height - taken.below];
    const [left, right] = extent(papers.map(({ x }) => x));
    const [top, bottom] = extent(papers.map(({ y }) => y));
    const room = Math.min(EDGE, wide / 8, high / 8);
    const scale = Math.min((wide - 2 * room) / Math.max(1, right - left), (high - 2 * room) / Math.max(1, bottom - top), closest);
    const kept = Math.max(this.whole, scale);
    return { x: (left + right - taken.left / kept) / 2, y: (top + bottom + taken.below / kept) / 2, scale };
  }

  set({ x, y, scale }) {
    this.x = x;
    this.y = y;
    this.scale = Math.min(CLOSEST, Math.max(this.whole, scale));
  }

  // Larger or smaller around a point of the screen, which stays where it is.
  zoomed(factor, left = this.width / 2, top = this.height / 2) {
    const scale = Math.min(CLOSEST, Math.max(this.whole, this.scale * factor));
    const kept = this.toPlane(left, top);
    return { x: kept.x - (left - this.width / 2) / scale, y: kept.y - (top - this.height / 2) / scale, scale };
  }

  get isWhole() {
    return this.scale <= this.whole * 1.001;
  }
}

const extent = (values) => values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
