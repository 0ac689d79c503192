// A popup menu after the ARIA pattern: arrows move, Home and End jump, letters search, Escape closes and gives
// the focus back to the button that opened it.

import {h, placeBeside, uniqueId} from "./dom.js";

/** Opens a menu at `anchor`. Items: {label, lead?, detail?, checked?, onPick or href, newTab?} or {heading}. */
export function openMenu(anchor, items, label) {
  const menu = h("div", {class: "menu", role: "menu", id: uniqueId("menu"), popover: "auto", "aria-label": label});
  menu.append(...items.map((item) => menuItem(item, menu)));
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.addEventListener("keydown", (event) => onKey(event, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (inside && anchor.isConnected) anchor.focus();
  });
  menu.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  placeBeside(menu, anchor, {tallest: 640});
  (menu.querySelector('[aria-checked="true"]') ?? choices(menu)[0])?.focus();
}

function menuItem(item, menu) {
  if (item.heading) return h("div", {class: "menu-heading", role: "presentation"}, item.heading);
  const pick = () => {
    menu.hidePopover();
    item.onPick?.();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const attributes = {role, tabindex: "-1", class: "menu-item", on: {click: pick}};
  if (item.checked !== undefined) attributes["aria-checked"] = String(item.checked);
  if (item.href) attributes.href = item.href;
  if (item.newTab) Object.assign(attributes, {target: "_blank", rel: "noopener noreferrer"});
  const tag = item.href ? "a" : "button";
  if (tag === "button") attributes.type = "button";
  const detail = item.detail && h("span", {class: "menu-detail"}, item.detail);
  return h(tag, attributes, item.lead, h("span", {class: "menu-words"}, h("span", {}, item.label), detail));
}

function choices(menu) {
  return [...menu.querySelectorAll(".menu-item")];
}

function onKey(event, menu) {
  const all = choices(menu);
  const at = all.indexOf(document.activeElement);
  const steps = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1};
  if (event.key in steps) all.at(steps[event.key] % all.length)?.focus();
  else if (event.key === "Tab") menu.hidePopover();
  else if (event.key === " " && all[at]?.href) all[at].click();
  else if (event.key.length === 1 && event.key !== " ") findByLetter(all, at, event.key);
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

function findByLetter(all, at, letter) {
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  order.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}
