// Block Kit's layout blocks → DOM.

import {h, reconcile, uniqueId} from "./dom.js";
import {element, unknown} from "./elements.js";
import {textObject} from "./mrkdwn.js";
import {image} from "./pictures.js";
import {richText} from "./richtext.js";

/** Brings `container` in line with `blocks`. A block that hasn't changed stays the same node, so a half-typed text,
 * its caret and an open menu survive an update around it. `errors` are sentences by block_id. */
export function renderBlocks(container, blocks, surface, errors = {}) {
  reconcile(container, blocks.map((block, index) => ({
    key: block.block_id ?? `block ${index}`,
    signature: JSON.stringify(block),
    make: () => makeBlock(block, surface),
  })));
  for (const node of container.children) showError(node, errors[node.patchKey]);
}

const MAKERS = {
  section, header, divider, context, actions, input, image: imageBlock, rich_text: richTextBlock,
};

function makeBlock(block, surface) {
  return (MAKERS[block.type] ?? (() => unknown(block.type)))(block, surface);
}

function section(block, surface) {
  const words = block.text && h("div", {class: "section-text"}, textObject(block.text));
  const cells = block.fields?.map((item) => h("div", {}, textObject(item)));
  const fields = cells && h("div", {class: "section-fields"}, cells);
  const main = h("div", {class: "section-main"}, words, fields);
  if (!block.accessory) return h("div", {class: "block section"}, main);
  const labels = {"aria-label": block.accessory.accessibility_label ?? main.textContent.slice(0, 150)};
  const accessory = element(block, block.accessory, surface, labels);
  return h("div", {class: "block section"}, main, h("div", {class: "section-accessory"}, accessory));
}

function header(block) {
  return h("h3", {class: "block header"}, textObject(block.text));
}

function divider() {
  return h("hr", {class: "block divider"});
}

function context(block) {
  const parts = block.elements.map((item) =>
    item.type === "image" ? image(item, "context-image") : h("span", {class: "context-text"}, textObject(item)));
  return h("div", {class: "block context"}, parts);
}

function actions(block, surface) {
  return h("div", {class: "block actions"}, block.elements.map((item) => element(block, item, surface)));
}

function imageBlock(block) {
  const title = block.title && h("figcaption", {}, textObject(block.title));
  return h("figure", {class: "block image"}, title, image(block, "block-image"));
}

function richTextBlock(block) {
  return h("div", {class: "block rich-text"}, richText(block));
}

const GROUPS = new Set(["radio_buttons", "checkboxes"]);

function input(block, surface) {
  const id = uniqueId("field");
  const hint = block.hint && h("p", {class: "hint", id: `${id}-hint`}, textObject(block.hint));
  const labels = {
    "aria-labelledby": `${id}-label`,
    "aria-describedby": hint ? `${id}-hint` : null,
    "aria-required": block.optional ? null : "true",
  };
  const control = element(block, block.element, surface, GROUPS.has(block.element.type) ? labels : {id, ...labels});
  const optional = block.optional && h("span", {class: "optional"}, " (optional)");
  const words = [h("span", {id: `${id}-label`}, textObject(block.label)), optional];
  const label = GROUPS.has(block.element.type)
    ? h("div", {class: "field-label"}, words)
    : h("label", {class: "field-label", for: id}, words);
  const error = h("p", {class: "field-error", id: `${id}-error`, hidden: true});
  return h("div", {class: "block field", data: {describedby: hint ? `${id}-hint` : ""}}, label, control, hint, error);
}

/** Shows or clears the error of an input block, tied to its control for screen readers. */
function showError(node, text) {
  const error = node.querySelector(":scope > .field-error");
  if (!error) return;
  const control = node.querySelector("[aria-labelledby]");
  error.textContent = text ?? "";
  error.hidden = !text;
  node.classList.toggle("has-error", Boolean(text));
  const described = [text ? error.id : "", node.dataset.describedby].filter(Boolean).join(" ");
  if (described) control.setAttribute("aria-describedby", described);
  else control.removeAttribute("aria-describedby");
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
