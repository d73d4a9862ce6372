// Opens the search: by its button, by `/`, by Ctrl K or ⌘ K, or by ?q= in the address. The search itself is read only then.
const dialog = document.querySelector("dialog.search");
const button = document.querySelector("button.find");

async function open(query) {
  const { ask } = await import(new URL(dialog.dataset.module, document.baseURI));
  await ask(dialog, query);
}

button.addEventListener("click", () => open());
button.hidden = false;
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)
    || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey);
  if (!asked || event.isComposing) return;
  event.preventDefault();
  open();
});
const query = new URLSearchParams(location.search).get("q");
if (query) open(query);
