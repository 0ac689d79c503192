// Building and patching the page's DOM. Text only ever becomes text nodes and attributes are only ever set
// by name, so nothing a person or the app writes can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element. Props: `class`, `on: {event: listener}`, `data: {}`, `style: {}`; `true` sets a bare
 * attribute, and false, null or undefined leaves it out. Children may be nodes, strings or nested lists. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") listen(node, value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function listen(node, listeners) {
  for (const [event, listener] of Object.entries(listeners)) node.addEventListener(event, listener);
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

const ICONS = {
  hash: "M8 3 6 17M14 3l-2 14M4 7h13M3 13h13",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  send: "M3 10 17 3.5 13.5 17 9.5 11.5zM9.5 11.5 17 3.5",
  plus: "M10 4v12M4 10h12",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4l-6 6 6 6",
  down: "M5 8l5 5 5-5",
  more: "M10 4.5v.01M10 10v.01M10 15.5v.01",
  eye: "M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z",
  clock: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 6v4.3l2.8 1.7",
  theme: "M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  external: "M8 4H4v12h12v-4M11 3.5h5.5V9M16.2 3.8 9 11",
  bolt: "M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z",
  warn: "M10 3 18 17H2zM10 8v4M10 14.5v.01",
  check: "M4 10.5l4 4 8-9",
  file: "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
  loop: "M10 10C6 4.5 2 6 2 10s4 5.5 8 0 8-4 8 0-4 5.5-8 0z",
  reply: "M8 4.5 3 9.5l5 5M3.5 9.5H12a5 5 0 0 1 5 5v1.5",
};

/** A decorative line icon of 20 units; what it means must be said by the element around it. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", class: "icon"};
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon; `label` is its name, and what hovering shows. `more` are further props. */
export function iconButton(name, label, onClick, {size = 20, class: extra = "", ...more} = {}) {
  const classes = extra ? `icon-button ${extra}` : "icon-button";
  const props = {type: "button", class: classes, "aria-label": label, title: label, on: {click: onClick}, ...more};
  return h("button", props, icon(name, size));
}

/** What a button needs that opens a menu (see menu.js). */
export const OPENS_MENU = {"aria-haspopup": "menu", "aria-expanded": "false"};

let counter = 0;

/** An id that no other element of this page has. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Brings `container`'s children in line with `entries` ({key, signature, make}): a child whose key and
 * signature are unchanged stays the very same node, with its focus, caret and scroll; where a changed one
 * held the focus, it goes to the element with the same `data-focus` in the new node. */
export function reconcile(container, entries) {
  const wanted = new Set(entries.map(({key}) => key));
  const held = focusInside(container);
  for (const node of [...container.children]) if (!wanted.has(node.patchKey)) node.remove();
  const before = new Map([...container.children].map((node) => [node.patchKey, node]));
  let place = container.firstElementChild;
  for (const {key, signature, make} of entries) {
    let node = before.get(key);
    if (!node || node.patchSignature !== signature) {
      const fresh = make();
      fresh.patchKey = key;
      fresh.patchSignature = signature;
      if (node) {
        if (place === node) place = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else container.insertBefore(node, place);
  }
  restoreFocus(container, held);
}

function focusInside(container) {
  const active = document.activeElement;
  if (!active || !container.contains(active)) return null;
  const child = [...container.children].find((node) => node.contains(active));
  const caret = typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  return {key: child.patchKey, focus: active.dataset.focus, caret};
}

function restoreFocus(container, held) {
  if (!held?.focus || container.contains(document.activeElement)) return;
  const child = [...container.children].find((node) => node.patchKey === held.key);
  const again = child?.querySelector(`[data-focus="${CSS.escape(held.focus)}"]`);
  if (!again) return;
  again.focus();
  if (held.caret && typeof again.selectionStart === "number") again.setSelectionRange(...held.caret);
}

/** Says `text` to screen readers, politely. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** Places `popup` (a shown popover) under `anchor`, or above it where there is more room; at most `tallest` pixels. */
export function placeBeside(popup, anchor, {sameWidth = false, tallest = 320} = {}) {
  const box = anchor.getBoundingClientRect();
  if (sameWidth) popup.style.setProperty("width", `${box.width}px`);
  const room = window.innerHeight - box.bottom - 12;
  const above = room < Math.min(popup.scrollHeight, 240) && box.top > room;
  popup.style.setProperty("max-height", `${Math.max(96, Math.min(tallest, above ? box.top - 12 : room))}px`);
  const top = above ? box.top - popup.offsetHeight - 4 : box.bottom + 4;
  const left = Math.min(box.left, window.innerWidth - popup.offsetWidth - 8);
  popup.style.setProperty("top", `${Math.max(4, top)}px`);
  popup.style.setProperty("left", `${Math.max(8, left)}px`);
}
