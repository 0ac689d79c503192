// The elements of Block Kit that act at once: buttons, overflow menus; and one door to all the others.

import {confirmed} from "./dialog.js";
import {h, icon, OPENS_MENU} from "./dom.js";
import {field} from "./fields.js";
import {openMenu} from "./menu.js";
import {textObject} from "./mrkdwn.js";
import {image} from "./pictures.js";
import {select} from "./selects.js";

/** An element of a section, of actions, or of an input block; `labels` carries its accessible name. */
export function element(block, item, surface, labels = labelsFor(item)) {
  if (item.type === "button") return button(block, item, surface);
  if (item.type === "workflow_button") return button(block, item, surface);
  if (item.type === "overflow") return overflow(block, item, surface);
  if (item.type === "image") return image(item, "accessory-image");
  const guarded = item.confirm ? guard(surface, item) : surface;
  if (item.type.endsWith("_select")) return select(block, item, guarded, labels);
  return field(block, item, guarded, labels) ?? unknown(item.type);
}

function labelsFor(item) {
  return {"aria-label": item.accessibility_label ?? item.placeholder?.text ?? item.action_id};
}

/** A block or element this page doesn't know: said, so that nobody looks for it in vain. */
export function unknown(type) {
  return h("p", {class: "unknown"}, `The sandbox can't show “${type}” yet.`);
}

function button(block, item, surface) {
  const style = {primary: "button primary", danger: "button danger"}[item.style] ?? "button";
  const node = h("button", {
    type: "button", class: style, "aria-label": item.accessibility_label, data: {focus: item.action_id},
  }, textObject(item.text), item.url && icon("external", 14));
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true" || !(await confirmed(item.confirm))) return;
    if (item.url) openOutside(item.url);
    await busyWhile(node, surface.press(block, item));
  });
  return node;
}

function openOutside(url) {
  if (/^https?:\/\//i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}

/** Marks a button as busy until the app has answered; it keeps the focus and ignores more clicks. */
export async function busyWhile(node, promise) {
  node.setAttribute("aria-disabled", "true");
  node.classList.add("busy");
  try {
    return await promise;
  } finally {
    node.removeAttribute("aria-disabled");
    node.classList.remove("busy");
  }
}

function overflow(block, item, surface) {
  const label = item.accessibility_label ?? "More actions";
  const props = {type: "button", class: "button overflow", "aria-label": label, data: {focus: item.action_id}};
  const node = h("button", {...props, ...OPENS_MENU}, icon("more"));
  const pick = async (option) => {
    if (!(await confirmed(item.confirm))) return;
    if (option.url) openOutside(option.url);
    surface.press(block, item, {type: "overflow", selected_option: option});
  };
  node.addEventListener("click", () => {
    const items = item.options.map((option) => ({
      label: textObject(option.text), detail: option.description?.text, onPick: () => pick(option),
    }));
    openMenu(node, items, label);
  });
  return node;
}

/** The surface, asking `item.confirm` before a change is sent. */
function guard(surface, item) {
  return {
    value: (...about) => surface.value(...about),
    options: (...about) => surface.options(...about),
    press: (...about) => surface.press(...about),
    upload: (...about) => surface.upload(...about),
    change: async (block, element, value, how) => {
      if (await confirmed(item.confirm)) surface.change(block, element, value, how);
    },
  };
}

