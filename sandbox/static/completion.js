// What the message box offers while someone types: commands after "/", people after "@", channels after "#".

import {avatar} from "./avatar.js";
import {h, icon} from "./dom.js";
import {nameOf, state} from "./store.js";

const MOST = 8;
const LONGEST_NAME = 40;

/** What can be completed at the caret: {label, from, items} or null. An item is {lead, words, detail, insert}. */
export function completionAt(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return commandsFor(before);
  const found = before.match(/(?:^|[\s(])([@#])([^\n@#]*)$/);
  if (!found || found[2].length > LONGEST_NAME) return null;
  const from = caret - found[2].length - 1;
  const items = found[1] === "@" ? peopleFor(found[2]) : channelsFor(found[2]);
  return items.length ? {label: found[1] === "@" ? "People" : "Channels", from, items} : null;
}

/** The command that a text begins with, once its name is complete; or null. */
export function commandIn(text) {
  const name = text.match(/^(\/\S+)(?:\s|$)/)?.[1];
  return state.commands.find(({command}) => command === name) ?? null;
}

function commandsFor(typed) {
  const found = state.commands.filter(({command}) => command.startsWith(typed.toLowerCase()));
  if (!found.length || found.some(({command}) => command === typed)) return null;
  const items = found.slice(0, MOST).map(({command, description, usage_hint: hint}) => ({
    lead: avatar(state.app.user_id, "small"),
    words: [h("b", {}, command), hint && h("span", {class: "usage"}, ` ${hint}`)],
    detail: description,
    insert: `${command} `,
  }));
  return {label: "Commands", from: 0, items};
}

function peopleFor(query) {
  const wanted = query.toLowerCase();
  const fits = (person) => namesOf(person).some((name) => startsSomeWord(name.toLowerCase(), wanted));
  return state.people
    .filter((person) => person.role !== "deactivated" && fits(person))
    .sort((a, b) => nameOf(a.id).localeCompare(nameOf(b.id)))
    .slice(0, MOST)
    .map((person) => ({
      lead: avatar(person.id, "small"),
      words: [h("b", {}, nameOf(person.id))],
      detail: [`@${person.name}`, person.title].filter(Boolean).join(" · "),
      insert: `@${nameOf(person.id)} `,
    }));
}

function channelsFor(query) {
  const wanted = query.toLowerCase();
  return state.conversations
    .filter(({kind, name}) => kind !== "im" && name.toLowerCase().includes(wanted))
    .slice(0, MOST)
    .map(({kind, name}) => ({
      lead: icon(kind === "private" ? "lock" : "hash", 18),
      words: [h("b", {}, name)],
      insert: `#${name} `,
    }));
}

function namesOf(person) {
  return [person.display_name, person.real_name, person.name].filter(Boolean);
}

/** Whether a name, read from any of its words on, begins with what was typed: "okaf", "grace o". */
function startsSomeWord(name, typed) {
  return name.split(/(?<=\s)/).some((_, at, words) => words.slice(at).join("").startsWith(typed));
}
