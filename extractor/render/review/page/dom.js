// Elements and text. Everything that comes from a document or a model reaches the page through
// `put`: as text nodes, never as markup.

// What would be obeyed or hidden instead of read: C0 but for tab and line feed, DEL, C1, embeddings and
// overrides of writing direction, interlinear and tag characters. Marks of direction (U+200E, U+200F,
// U+061C) stay: right-to-left texts need them, and every stretch of text is isolated anyway.
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff]|\udb40[\udc00-\udc7f]/;
const OBEYED_ALL = new RegExp(OBEYED.source, "g");

/** An element with attributes (`class`, `data-…`, `aria-…`, or a function for `onclick`) and children. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  put(element, ...children);
  return element;
}

/** Append children; strings become text in which control characters are shown. */
function put(parent, ...children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    if (child instanceof Node) parent.append(child);
    else putText(parent, String(child));
  }
}

function putText(parent, text) {
  if (!OBEYED.test(text)) {
    parent.append(text);
    return;
  }
  let from = 0;
  for (const found of text.matchAll(OBEYED_ALL)) {
    if (found.index > from) parent.append(text.slice(from, found.index));
    const badge = document.createElement("span");
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    badge.className = "control";
    badge.textContent = "U+" + code;
    badge.title = "a control character stands here";
    parent.append(badge);
    from = found.index + found[0].length;
  }
  if (from < text.length) parent.append(text.slice(from));
}

/** Text of the document or the model, in its own direction. */
function words(text, attributes) {
  return el("bdi", attributes, text);
}

/** Replace what is in an element. */
function fill(element, ...children) {
  element.replaceChildren();
  put(element, ...children);
}

function byId(id) {
  return document.getElementById("review-" + id);
}

/** A number with its noun. */
function count(number, noun, plural) {
  return number.toLocaleString("en") + " " + (number === 1 ? noun : plural || noun + "s");
}

/** An address as a link only when it is http or https; anything else is text. */
function address(text) {
  let url = null;
  try {
    url = new URL(text);
  } catch {
    url = null;
  }
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.username || url.password) return words(text);
  return el("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, words(text));
}

/** Say it to a screen reader. */
function announce(message) {
  byId("status").textContent = message;
}
