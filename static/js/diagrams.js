// Diagrams: each <pre class="mermaid"> is drawn in a frame beside it, and stays as text where it can't be drawn.
// The frame's origin is opaque, so messages are told apart by the window they come from. What draws is a megabyte on the wire:
// a frame is made when the reader comes within a window's height of its text.

const FRAME = new URL("../diagrams/frame.html", import.meta.url);
const pictures = new Map();
const scheme = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => {
  const chosen = document.documentElement.dataset.scheme;
  return chosen ? chosen === "dark" : scheme.matches;
};

const draw = ({ frame, text }) =>
  frame.contentWindow.postMessage(
    { source: text.textContent, dark: isDark(), font: getComputedStyle(document.body).fontFamily },
    "*",
  );

function add(text) {
  const frame = document.createElement("iframe");
  frame.className = "diagram";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = text.textContent.trim().split("\n", 1)[0];
  frame.src = FRAME;
  text.after(frame);
  pictures.set(frame, { frame, text });
}

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    add(target);
  }
}, { rootMargin: "100% 0px" });

addEventListener("message", ({ data, source }) => {
  const picture = [...pictures.values()].find(({ frame }) => frame.contentWindow === source);
  if (!picture) return;
  if (data.ready) draw(picture);
  else if (data.height) {
    picture.frame.style.blockSize = `${data.height}px`;
    picture.frame.classList.add("drawn");
    picture.text.hidden = true;
  } else if (data.error) {
    picture.frame.remove();
    pictures.delete(picture.frame);
    picture.text.hidden = false;
    picture.text.title = data.error;
  }
});

const redraw = () => pictures.forEach(draw);
scheme.addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-scheme"] });

// The preview patches pages in place: frames that it took away come back, and changed sources are drawn again.
function addAll() {
  const known = new Map([...pictures.values()].map((picture) => [picture.text, picture]));
  for (const text of document.querySelectorAll("pre.mermaid")) {
    const picture = known.get(text);
    if (picture?.frame.isConnected) draw(picture);
    else {
      if (picture) pictures.delete(picture.frame);
      near.observe(text);
    }
  }
}
document.addEventListener("papersite:patched", addAll);
addAll();
