// Buttons that copy: the text of a code block, the paper's BibTeX, a Markdown link to this page. There are none where a browser
// has no clipboard to give, as on a page without TLS.
const { copy, copied } = document.querySelector("[data-copy]").dataset;

function offer(button, textOf) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(await textOf());
    button.textContent = copied;
    setTimeout(() => (button.textContent = label), 2000);
  });
}

// From a disk no file can be read by a script: then the button does what the link to the file does.
async function read(address) {
  try {
    return await (await fetch(address)).text();
  } catch (error) {
    location.assign(address);
    throw error;
  }
}

function link(title) {
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
  return `[${title.replace(/[\\[\]]/g, "\\$&")}](${address})`;
}

if (navigator.clipboard) {
  for (const block of document.querySelectorAll(".prose .code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    offer(button, () => block.querySelector("code").textContent);
    block.append(button);
  }
  for (const button of document.querySelectorAll(".copies button")) {
    const { from, title } = button.dataset;
    offer(button, () => (from ? read(from) : link(title)));
    button.parentElement.hidden = false;
  }
}
