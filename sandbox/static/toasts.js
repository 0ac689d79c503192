// Short notices in a corner: what Slack itself would say when something went wrong. They stay until dismissed,
// or for a while that gives enough time to read them; pointing at one or focusing it keeps it.

import {h, icon, iconButton} from "./dom.js";

const STAYS = 12_000;

/** Shows `text`; the same text is not shown twice at a time. */
export function toast(text) {
  const region = document.getElementById("toasts");
  const same = [...region.children].some((node) => node.dataset.text === text);
  if (same) return;
  const close = iconButton("close", "Dismiss", () => node.remove(), {size: 16});
  const node = h("div", {class: "toast", data: {text}}, icon("warn", 18), h("p", {}, text), close);
  let timer = setTimeout(() => node.remove(), STAYS);
  const keep = () => clearTimeout(timer);
  node.addEventListener("pointerenter", keep);
  node.addEventListener("focusin", keep);
  node.addEventListener("pointerleave", () => {
    timer = setTimeout(() => node.remove(), STAYS);
  });
  region.append(node);
  keepOnTop();
}

/** Brings the notices in front of an open dialog, where they can be seen and dismissed. */
export function keepOnTop() {
  const region = document.getElementById("toasts");
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const home = dialog ?? document.body;
  if (region.parentElement !== home) home.append(region);
}
