// Several notes on one paper: shows one of them, or all. What is hidden is still found by the browser's own search and by links
// into it, and then all are shown again.
const nav = document.querySelector(".switch");
const notes = [...document.querySelectorAll(".note")];
const links = [...nav.querySelectorAll("a")];
const all = document.createElement("button");
const choices = [...links, all];

function show(choice) {
  const only = links.indexOf(choice);
  notes.forEach((note, at) => (only < 0 || only === at ? note.removeAttribute("hidden") : note.setAttribute("hidden", "until-found")));
  for (const each of choices) {
    if (each === choice) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show(link);
  });
}
all.type = "button";
all.textContent = nav.dataset.all;
all.addEventListener("click", () => show(all));
nav.querySelector("p").append(all);
for (const note of notes) note.addEventListener("beforematch", () => show(all));

// A browser without `until-found` does not open what a link leads into.
function openTarget(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!target?.closest(".note[hidden]")) return;
  show(all);
  target.scrollIntoView();
}
addEventListener("hashchange", () => openTarget(location.hash));
document.querySelector(".contents")?.addEventListener("click", ({ target }) => target.hash && openTarget(target.hash));
show(all);
