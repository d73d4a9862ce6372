// Images of notes as large as the window, by a press or by Enter. Nothing on the page moves: the image is shown again in a dialog.
const { close } = document.querySelector("[data-close]").dataset;
let dialog = null;

function open(image) {
  dialog?.remove();
  dialog = document.createElement("dialog");
  dialog.className = "zoom";
  dialog.ariaLabel = image.alt;
  const large = new Image();
  large.src = image.currentSrc || image.src;
  large.alt = image.alt;
  const form = document.createElement("form");
  form.method = "dialog";
  const button = document.createElement("button");
  button.ariaLabel = close;
  button.textContent = "×";
  form.append(button);
  dialog.append(large, form);
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

for (const image of document.querySelectorAll(".prose img")) {
  if (image.closest("a")) continue; // it leads elsewhere
  image.classList.add("zoomable");
  image.tabIndex = 0;
  image.role = "button";
  image.ariaHasPopup = "dialog";
  image.addEventListener("click", () => open(image));
  image.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(image);
  });
}
