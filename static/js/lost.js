// On the page for addresses that lead nowhere: offers to search for the words of the address.
const form = document.querySelector("form.seek");
const NAMES = new Set(["papers", "tags", "authors", "venues", "years", "index", "html", "htm"]);

function wordsOf(path) {
  try {
    path = decodeURIComponent(path);
  } catch {
    // An address that is no UTF-8: what of it is plain can still be searched for.
    path = path.replace(/%[0-9a-f]{2}/gi, " ");
  }
  return (path.match(/\d+\.\d+|[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !NAMES.has(word.toLowerCase()));
}

const base = new URL(form.action).pathname;
const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
form.elements.q.value = wordsOf(path).join(" ");
form.hidden = false;
