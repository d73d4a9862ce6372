// Draws one diagram, told by the page around: { source, dark, font } comes in, { height } or { error } goes out.

addEventListener("message", async ({ data, source: page }) => {
  if (page !== parent || typeof data?.source !== "string") return;
  document.documentElement.style.colorScheme = data.dark ? "dark" : "light";
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    // What a diagram's own settings may not touch: Mermaid's list, and style sheets, which could ask other hosts for pictures.
    secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "suppressErrorRendering", "maxEdges", "themeCSS"],
    theme: data.dark ? "dark" : "neutral",
    fontFamily: data.font,
    suppressErrorRendering: true,
  });
  try {
    const { svg } = await mermaid.render("diagram", data.source);
    document.body.innerHTML = svg;
    page.postMessage({ height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  } catch (error) {
    document.body.textContent = "";
    page.postMessage({ error: String(error?.message ?? error) }, "*");
  }
});
parent.postMessage({ ready: true }, "*");
