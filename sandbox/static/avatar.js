// Coloured initials: the same person has the same colour everywhere.

import {h, icon} from "./dom.js";
import {nameOf, personById, state} from "./store.js";

const COLOURS = 10;

/** The avatar of a user id; decorative, since the name always stands beside it. */
export function avatar(id, size = "medium") {
  const person = personById(id);
  const kind = id === state.app?.user_id ? "app" : colourOf(id);
  const props = {class: `avatar avatar-${size} avatar-${kind}`, "aria-hidden": "true"};
  if (kind === "app") return h("span", props, icon("loop", "70%"));
  const words = (person?.real_name || nameOf(id)).split(/\s+/).filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
  return h("span", props, initials || "?");
}

function colourOf(id) {
  return Math.max(0, state.people.findIndex((person) => person.id === id)) % COLOURS;
}
