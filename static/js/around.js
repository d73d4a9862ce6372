// The graph around a paper: its values and what draws them are read when the reader opens it.
const MOST = [30, 60]; // papers at one step and at two
const details = document.querySelector("details.around");
let chart = null;

async function show() {
  const host = details.querySelector(".chart");
  const steps = Number(details.querySelector("input:checked").value);
  try {
    const { open } = await import(new URL(host.dataset.chart, document.baseURI));
    chart ??= await open(host);
    const start = chart.graph.papers.find(({ url }) => decodeURIComponent(url) === decodeURIComponent(details.dataset.paper));
    await chart.show(start ? chart.kit.library.around(start, steps, MOST[steps - 1]) : []);
    if (start) chart.choose(start, { quiet: true });
  } catch (error) {
    host.querySelector(".chart-status").textContent = host.dataset.failed;
    throw error;
  }
}

details.addEventListener("toggle", () => details.open && !chart && show());
details.addEventListener("change", show);
details.hidden = false;
