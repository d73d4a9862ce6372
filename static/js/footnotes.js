// Footnotes where they are mentioned: shown while the pointer or the focus is on the mention, or the pointer on what is shown.
// Escape closes it (WCAG 1.4.13). Without this they are read at the end of the note.
const LEAVE = 250; // to move the pointer from the mention onto the footnote
let tip = null;
let timer = 0;

function hide() {
  clearTimeout(timer);
  tip?.remove();
  tip = null;
}

function show(mention) {
  hide();
  tip = document.createElement("div");
  tip.className = "preview";
  // The mention leads whoever listens to the footnote itself.
  tip.setAttribute("aria-hidden", "true");
  tip.append(...document.getElementById(decodeURIComponent(mention.hash.slice(1))).cloneNode(true).childNodes);
  for (const back of tip.querySelectorAll("[role=doc-backlink]")) back.remove();
  for (const link of tip.querySelectorAll("a")) link.tabIndex = -1;
  for (const named of tip.querySelectorAll("[id]")) named.removeAttribute("id");
  document.body.append(tip);
  const box = mention.getBoundingClientRect();
  const room = document.documentElement.clientWidth - tip.offsetWidth - 16;
  const above = box.bottom + tip.offsetHeight + 12 > innerHeight && box.top > tip.offsetHeight + 12;
  tip.style.insetInlineStart = `${scrollX + Math.max(16, Math.min(box.left, room))}px`;
  tip.style.insetBlockStart = `${scrollY + (above ? box.top - tip.offsetHeight - 8 : box.bottom + 8)}px`;
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", hide);
}

for (const mention of document.querySelectorAll("[role=doc-noteref]")) {
  mention.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(mention));
  mention.addEventListener("pointerleave", () => { timer = setTimeout(hide, LEAVE); });
  mention.addEventListener("focus", () => show(mention));
  mention.addEventListener("blur", hide);
  mention.addEventListener("click", hide);
}
addEventListener("keydown", (event) => event.key === "Escape" && hide());
