// Marks in the table of contents what is being read.
const entries = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) entries.set(heading, link);
}
const headings = [...entries.keys()];
let marked = null;

function mark() {
  // The heading being read is the last one above the upper third of the window.
  const line = innerHeight / 3;
  const read = headings.findLast((heading) => heading.getBoundingClientRect().top < line) ?? null;
  if (read === marked) return;
  entries.get(marked)?.removeAttribute("aria-current");
  const link = entries.get(read);
  link?.setAttribute("aria-current", "true");
  const box = link?.closest(".contents");
  if (box && box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
  marked = read;
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    mark();
  });
}, { passive: true });
mark();
