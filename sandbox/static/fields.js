// The inputs of Block Kit that aren't menus: text of every kind, dates and times, radio buttons, checkboxes, files.

import {fromWallClock, toWallClock} from "./dates.js";
import {h, uniqueId} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {chosen, valueOf} from "./values.js";

const COUNTER_FROM = 0.8;

/** Native fields by kind: [input type, extra attributes]. */
const NATIVE = {
  email_text_input: ["email", {inputmode: "email"}],
  url_text_input: ["url", {inputmode: "url"}],
  number_input: ["text", {inputmode: "decimal"}],
  datepicker: ["date", {}],
  timepicker: ["time", {}],
  datetimepicker: ["datetime-local", {}],
};

/** A field for an element; `labels` carries its accessible name and description. */
export function field(block, element, surface, labels) {
  if (element.type === "plain_text_input") return textField(block, element, surface, labels);
  if (element.type === "rich_text_input") return richField(block, element, surface, labels);
  if (element.type === "radio_buttons") return choicesField(block, element, surface, labels, "radio");
  if (element.type === "checkboxes") return choicesField(block, element, surface, labels, "checkbox");
  if (element.type === "file_input") return fileField(block, element, surface, labels);
  if (element.type in NATIVE) return nativeField(block, element, surface, labels);
  return null;
}

function textField(block, element, surface, labels) {
  const control = textControl(element, labels, chosen(element, surface.value(block, element)) ?? "");
  const counter = element.max_length ? h("span", {class: "counter", "aria-hidden": "true"}) : null;
  const count = () => counter && showCount(counter, control.value.length, element.max_length);
  control.addEventListener("input", () => {
    count();
    fitHeight(control);
    surface.change(block, element, valueOf(element, control.value || null), {typed: true});
  });
  control.addEventListener("keydown", (event) => onEnter(event, block, element, surface));
  count();
  queueMicrotask(() => fitHeight(control));
  return h("div", {class: "text-field"}, control, counter);
}

function textControl(element, labels, text) {
  const props = {...propsOf(element, labels), value: text};
  if (element.multiline) return h("textarea", {rows: "4", ...props});
  return h("input", {type: "text", autocomplete: "off", ...props});
}

function propsOf(element, labels) {
  return {class: "input", placeholder: element.placeholder?.text, data: {focus: element.action_id}, ...labels};
}

function showCount(counter, length, most) {
  const left = most - length;
  counter.textContent = length >= most * COUNTER_FROM ? String(left) : "";
  counter.classList.toggle("over", left < 0);
}

function fitHeight(control) {
  if (control.tagName !== "TEXTAREA" || !control.isConnected) return;
  control.style.setProperty("height", "auto");
  control.style.setProperty("height", `${Math.min(control.scrollHeight + 2, 320)}px`);
}

function onEnter(event, block, element, surface) {
  if (event.key !== "Enter" || event.isComposing || element.multiline) return;
  event.preventDefault();
  const wanted = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (block.dispatch_action && wanted.includes("on_enter_pressed")) {
    surface.press(block, element, surface.value(block, element));
  } else {
    event.target.closest("form")?.requestSubmit();
  }
}

function nativeField(block, element, surface, labels) {
  const [type, extra] = NATIVE[element.type];
  const dateTime = element.type === "datetimepicker";
  const current = chosen(element, surface.value(block, element));
  const shown = dateTime && current !== null ? toWallClock(current) : String(current ?? "");
  const control = h("input", {type, ...propsOf(element, labels), ...extra, value: shown});
  const typed = !["date", "time", "datetime-local"].includes(type);
  control.addEventListener("input", () => {
    const text = control.value || null;
    const value = valueOf(element, dateTime && text ? fromWallClock(text) : text);
    surface.change(block, element, value, {typed});
  });
  control.addEventListener("keydown", (event) => typed && onEnter(event, block, element, surface));
  return control;
}

function choicesField(block, element, surface, labels, type) {
  const current = chosen(element, surface.value(block, element));
  const picked = new Set([current ?? []].flat().map((option) => option.value));
  const name = uniqueId(element.action_id);
  const rows = element.options.map((option, index) => {
    const focus = `${element.action_id} ${index}`;
    const box = h("input", {type, name, checked: picked.has(option.value), data: {focus}});
    const detail = option.description && h("small", {}, textObject(option.description));
    return h("label", {class: "choice"}, box, h("span", {}, textObject(option.text), detail));
  });
  const role = type === "radio" ? "radiogroup" : "group";
  const group = h("div", {class: "choices", role, tabindex: "-1", ...labels}, rows);
  if (type === "checkbox") for (const name of ["aria-required", "aria-invalid"]) group.removeAttribute(name);
  group.addEventListener("change", () => {
    const boxes = [...group.querySelectorAll("input")];
    const options = element.options.filter((_, index) => boxes[index].checked);
    surface.change(block, element, valueOf(element, type === "radio" ? (options[0] ?? null) : options));
  });
  return group;
}

/** A rich text field, kept simple: its lines are text; Slack's own formatting bar isn't here. */
function richField(block, element, surface, labels) {
  const text = plainOfRich(chosen(element, surface.value(block, element)));
  const control = h("textarea", {rows: "5", ...propsOf(element, labels), value: text});
  control.addEventListener("input", () => {
    fitHeight(control);
    surface.change(block, element, valueOf(element, richOf(control.value)), {typed: true});
  });
  return control;
}

function richOf(text) {
  if (!text.trim()) return null;
  const section = {type: "rich_text_section", elements: [{type: "text", text}]};
  return {type: "rich_text", elements: [section]};
}

function plainOfRich(value) {
  const runs = (value?.elements ?? []).map((part) => part.elements.map((item) => item.text ?? "").join(""));
  return runs.join("\n");
}

function fileField(block, element, surface, labels) {
  const accept = element.filetypes?.map((kind) => `.${kind}`).join(",");
  const many = (element.max_files ?? 10) > 1;
  const control = h("input", {type: "file", accept, multiple: many, ...propsOf(element, labels)});
  const list = h("ul", {class: "file-list"});
  const show = () => {
    const files = chosen(element, surface.value(block, element)) ?? [];
    list.replaceChildren(...files.map((file) => h("li", {}, file.name ?? file.title)));
  };
  control.addEventListener("change", async () => {
    const files = await surface.upload(block, element, [...control.files].slice(0, element.max_files ?? 10));
    if (files) surface.change(block, element, valueOf(element, files));
    show();
  });
  show();
  return h("div", {}, control, list);
}
