// What no page of the site may hold, by the DOM that a browser makes of it: gives a line for each thing found.
// `page` is an address to parse without running it, or empty for the page that is open; `own` is the site's address.
async ([page, own]) => {
  const found = [];
  const address = page || location.href;
  const tree = page === '' ? document : new DOMParser().parseFromString(await (await fetch(page)).text(), 'text/html');
  const images = /^data:image\/(png|gif|jpeg|webp|svg\+xml)[;,]/;
  const tell = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
  const resolved = (value) => {
    try {
      return new URL(value, address);
    } catch {
      return null;
    }
  };
  const isOwn = (value) => resolved(value)?.href.startsWith(own) ?? false;

  function inspect(element) {
    const name = element.localName;
    if (name === 'script' && element.type !== 'application/ld+json' && !isOwn(element.getAttribute('src'))) tell('a script', element);
    if (['base', 'object', 'embed', 'style', 'applet', 'frame', 'portal'].includes(name)) tell('an element', element);
    if (name === 'iframe' && !isOwn(element.getAttribute('src'))) tell('a frame', element);
    if (name === 'link' && /stylesheet|preload|prefetch|icon/.test(element.rel) && !isOwn(element.getAttribute('href'))) {
      tell('a link', element);
    }
    if (name === 'meta' && element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy') {
      const target = /^0; *url=(.*)$/.exec(element.content)?.[1];
      if (!target || !isOwn(target) || element.closest('body')) tell('a refresh', element);
    }
    for (const { name: attribute, value } of element.attributes) {
      if (attribute.startsWith('on') || ['srcdoc', 'formaction', 'ping'].includes(attribute)) tell(attribute, element);
      // The theme's own scripts put the card of a preview in its place and give a diagram its height.
      if (attribute === 'style' && !(page === '' && element.matches('.preview, iframe.diagram'))) tell('a style', element);
      if (['href', 'src', 'action', 'xlink:href', 'data', 'poster', 'background'].includes(attribute)) {
        const scheme = resolved(value)?.protocol;
        const image = name === 'img' && images.test(value);
        if (scheme && !['http:', 'https:', 'mailto:'].includes(scheme) && !image) tell('an address', element);
        if (!['a', 'link'].includes(name) && !isOwn(value) && !image) tell('a resource', element);
      }
    }
    if (element.shadowRoot) element.shadowRoot.querySelectorAll('*').forEach(inspect);
  }

  tree.querySelectorAll('*').forEach(inspect);
  for (const id of ['main', 'found', 'keys-title']) {
    if (tree.querySelectorAll(`#${id}`).length > 1) found.push(`two elements are #${id}`);
  }
  if (window.pwned) found.push('a script ran');
  if ({}.polluted !== undefined) found.push('a prototype was changed');
  if (!(document.body instanceof HTMLElement) || typeof document.querySelector !== 'function') found.push('the document is clobbered');
  return found;
}
