// Single-key shortcuts: off while the reader types, and for good where she turned them off (WCAG 2.1.4).
const dialog = document.querySelector("dialog.keys");
const choice = dialog.querySelector("input");
let on = true;
try {
  on = localStorage.getItem("keys") !== "off";
} catch {
  // Nothing kept: they are on.
}
choice.checked = on;
choice.addEventListener("change", () => {
  on = choice.checked;
  try {
    localStorage.setItem("keys", on ? "on" : "off");
  } catch {
    // Holds for this page.
  }
});

function step(by) {
  const links = [...document.querySelectorAll("main .title[href]")].filter((link) => link.checkVisibility());
  const here = links.indexOf(document.activeElement);
  const next = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const follow = (selector) => document.querySelector(selector)?.click();
const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => follow(".neighbours .newer"),
  p: () => follow(".neighbours .older"),
  h: () => follow(".brand"),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (event.key === "?") dialog.showModal();
  else if (on && Object.hasOwn(ACTIONS, event.key)) ACTIONS[event.key]();
});
