// Runs before the page is painted, so that a chosen colour scheme never flashes; js/switch.js offers the choice.
try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch {
  // A browser that keeps nothing for us: the device's own scheme stays.
}
