// The select menus of Block Kit, each a Picker with its own source of choices.

import {avatar} from "./avatar.js";
import {h, icon} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {Picker} from "./picker.js";
import {conversationById, conversationName, nameOf, personById, state} from "./store.js";
import {chosen, valueOf} from "./values.js";

/** A select of any kind; `labels` carries its accessible name and description. */
export function select(block, element, surface, labels) {
  const many = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const {toChoice, source, ...rest} = sources[kind](element, (query) => surface.options(block, element, query));
  const current = chosen(element, surface.value(block, element));
  const picker = new Picker({
    source, many, labels, ...rest,
    most: element.max_selected_items,
    chosen: (many ? (current ?? []) : [current].filter(Boolean)).map(toChoice),
    placeholder: element.placeholder?.text ?? (many ? "Choose…" : "Choose an option"),
    focusKey: element.action_id,
    clearable: block.type === "input" && block.optional,
    onChange: (values) => surface.change(block, element, valueOf(element, many ? values : (values[0] ?? null))),
  });
  return picker.node;
}

const sources = {
  static: (element) => ({toChoice: optionChoice, source: (query) => matching(allOptions(element), query)}),
  external: (element, ask) => ({
    toChoice: optionChoice,
    remote: true,
    leastQuery: element.min_query_length ?? 3,
    source: async (query) => (await ask(query)).flatMap(optionsOrGroup),
  }),
  users: () => ({toChoice: personChoice, source: (query) => matching(peopleInOrder().map(personChoice), query)}),
  conversations: (element) => ({
    toChoice: conversationChoice,
    source: (query) => matching(conversationsFor(element.filter).map(conversationChoice), query),
  }),
  channels: () => ({
    toChoice: conversationChoice,
    source: (query) => matching(conversationsFor({include: ["public"]}).map(conversationChoice), query),
  }),
};

function allOptions(element) {
  const groups = element.option_groups ?? [{options: element.options ?? []}];
  return groups.flatMap(optionsOrGroup);
}

function optionsOrGroup(item) {
  if (!item.options) return [optionChoice(item)];
  return item.options.map((option) => ({...optionChoice(option), group: item.label?.text}));
}

function optionChoice(option) {
  const words = h("span", {}, textObject(option.text)).textContent;
  const detail = option.description?.text;
  return {id: option.value, text: words, label: () => textObject(option.text), detail, value: option};
}

function personChoice(id) {
  const person = personById(id);
  const name = nameOf(id);
  const left = person?.role === "deactivated" ? "deactivated" : null;
  return {
    id,
    value: id,
    text: name,
    label: () => [name],
    lead: () => avatar(id, "tiny"),
    search: `${name} ${person?.real_name ?? ""} ${person?.name ?? ""}`,
    detail: [person?.real_name === name ? null : person?.real_name, person?.title, left].filter(Boolean).join(" · "),
  };
}

/** Everybody by name; who has left comes last, since someone may still try. */
function peopleInOrder() {
  const gone = (person) => Number(person.role === "deactivated");
  const order = (a, b) => gone(a) - gone(b) || nameOf(a.id).localeCompare(nameOf(b.id));
  return [...state.people].sort(order).map((person) => person.id);
}

function conversationsFor(filter) {
  const include = filter?.include ?? ["public", "private", "im"];
  return state.conversations
    .filter((conversation) => include.includes(conversation.kind))
    .filter((conversation) => !(filter?.exclude_bot_users && conversation.is_app))
    .map((conversation) => conversation.id);
}

function conversationChoice(id) {
  const conversation = conversationById(id);
  const name = conversation ? conversationName(conversation) : id;
  const lead = () => {
    if (conversation?.kind === "im") return avatar(conversation.with, "tiny");
    return icon(conversation?.kind === "private" ? "lock" : "hash", 16);
  };
  return {id, value: id, text: name, label: () => [name], lead};
}

function matching(choices, query) {
  const words = query.toLowerCase().replace(/^[@#]/, "").split(/\s+/).filter(Boolean);
  return choices.filter((choice) => {
    const haystack = (choice.search ?? `${choice.text} ${choice.detail ?? ""}`).toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
