// Opens the search: by its button, by `/`, by Ctrl K or ⌘ K, or by ?q= in the address. The search itself is read only then.
// This is no module, so that it runs where a page was opened from the disk: browsers read no module there, and no index either.
{
  const dialog = document.querySelector("dialog.search");
  const button = document.querySelector("button.find");

  const find = async (query) => {
    if (location.protocol === "file:") {
      dialog.querySelector(".from-disk").hidden = false;
      if (!dialog.open) dialog.showModal();
      return;
    }
    const { ask } = await import(new URL(dialog.dataset.module, document.baseURI));
    await ask(dialog, query);
  };

  button.addEventListener("click", () => find());
  button.hidden = false;
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)
      || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey);
    if (!asked || event.isComposing) return;
    event.preventDefault();
    find();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query) find(query);
}
