// The button that goes round the colour schemes: as the device, light, dark. js/scheme.js applies the choice on the next page.
const SCHEMES = ["auto", "light", "dark"];
const root = document.documentElement;
const button = document.querySelector("button.scheme");

function show(scheme) {
  if (scheme === "auto") delete root.dataset.scheme;
  else root.dataset.scheme = scheme;
  button.title = button.ariaLabel = button.dataset[scheme];
}

button.addEventListener("click", () => {
  const scheme = SCHEMES[(SCHEMES.indexOf(root.dataset.scheme ?? "auto") + 1) % SCHEMES.length];
  show(scheme);
  try {
    localStorage.setItem("scheme", scheme);
  } catch {
    // Not kept, but shown.
  }
});
show(root.dataset.scheme ?? "auto");
button.hidden = false;
