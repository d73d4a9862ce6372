// Waits until a pointer, the focus or a finger first comes to a link to a paper or to a footnote. Only then is what shows glimpses
// of them read (later/glimpse.js), and goes on with what is happening by that time.
const EVENTS = ["pointerover", "pointerdown", "pointerup", "pointercancel", "focusin", "focusout"];
const { glimpse } = document.querySelector("script[data-glimpse]").dataset;
let latest = null;
let asked = false;

async function heed(event) {
  latest = event;
  if (asked || !event.target.closest?.("main a[href]")) return;
  asked = true;
  const { begin } = await import(new URL(glimpse, document.baseURI));
  for (const name of EVENTS) removeEventListener(name, heed);
  begin(latest);
}

for (const name of EVENTS) addEventListener(name, heed);
