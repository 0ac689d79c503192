// The sidebar: the workspace, who you are, channels, direct messages and the app.

import {avatar} from "./avatar.js";
import {dayAndTime} from "./dates.js";
import {h, icon, reconcile} from "./dom.js";
import {openMenu} from "./menu.js";
import {conversationName, nameOf, state, watch, workspaceNow} from "./store.js";

const ROLES = {
  admin: "Admin", owner: "Owner", guest: "Guest", single_guest: "Single-channel guest", deactivated: "Deactivated",
  bot: "Bot", stranger: "From another company",
};

/** Keeps the sidebar in line with the state. `onGo(place)` is called when someone picks where to go. */
export function startSidebar(onGo) {
  const sections = document.getElementById("sidebar-sections");
  const switcher = document.getElementById("switcher");
  switcher.addEventListener("click", () => openSwitcher(switcher));
  const render = () => {
    document.getElementById("team-name").textContent = state.team.name;
    renderSwitcher(switcher);
    reconcile(sections, [
      section("Channels", state.conversations.filter(({kind}) => kind !== "im"), onGo),
      section("Direct messages", state.conversations.filter((one) => one.kind === "im" && !one.is_app), onGo),
      appSection(onGo),
    ].filter(Boolean));
    const waiting = state.conversations.reduce((sum, {unread}) => sum + unread, 0);
    document.title = `${waiting ? `(${waiting}) ` : ""}${state.team.name} – ${nameOf(state.me.id)}`;
  };
  watch(["team", "me", "people", "conversations", "place", "app"], render);
  render();
}

function renderSwitcher(switcher) {
  const role = ROLES[state.me.role];
  const detail = [state.me.title, role].filter(Boolean).join(" · ");
  const words = h("span", {}, "You are ", h("b", {}, nameOf(state.me.id)));
  switcher.replaceChildren(
    avatar(state.me.id, "small"), h("span", {class: "switcher-words"}, words, h("small", {}, detail)), icon("down", 16));
}

function addressOf(person) {
  return `/?${new URLSearchParams({person: person.id})}`;
}

/** Who someone can be: everybody of the company. Ctrl or middle click opens another tab, as with any link. */
function openSwitcher(anchor) {
  const items = state.people.filter((person) => person.role !== "bot").map((person) => ({
    lead: avatar(person.id, "small"),
    label: person.real_name || person.name,
    detail: [person.title, ROLES[person.role], dayAndTime(new Date(workspaceNow()), person)].filter(Boolean).join(" · "),
    checked: person.id === state.me.id,
    href: addressOf(person),
  }));
  const another = {
    lead: icon("external", 18), label: "Open a second tab", detail: "to be someone else there at the same time",
    href: addressOf(state.people.find((person) => person.id !== state.me.id && person.role !== "bot") ?? state.me),
    newTab: true,
  };
  openMenu(anchor, [{heading: "Be someone else"}, ...items, another], "Be someone else");
}

function section(title, conversations, onGo) {
  if (!conversations.length) return null;
  return {
    key: title,
    signature: JSON.stringify([conversations, state.place, state.people]),
    make: () => h("section", {},
      h("h2", {}, title), h("ul", {}, conversations.map((conversation) => h("li", {}, row(conversation, onGo))))),
  };
}

function row(conversation, onGo) {
  const name = conversationName(conversation);
  const lead = conversation.kind === "im"
    ? avatar(conversation.with, "tiny")
    : icon(conversation.kind === "private" ? "lock" : "hash", 18);
  const here = state.place?.kind === "channel" && state.place.id === conversation.id;
  return place({kind: "channel", id: conversation.id}, {lead, name, unread: conversation.unread, here, onGo});
}

function place(target, {lead, name, unread, here, onGo}) {
  const marks = ["place", here && "here", unread && "unread"].filter(Boolean).join(" ");
  const words = unread ? `${name}, ${unread} unread` : name;
  const attributes = {type: "button", class: marks, "aria-label": words, "aria-current": here ? "page" : null};
  const count = unread > 99 ? "99+" : String(unread);
  const badge = unread ? h("span", {class: "unread-badge", "aria-hidden": "true"}, count) : null;
  const focus = `go ${target.kind} ${target.id ?? ""}`;
  const props = {...attributes, data: {focus}, on: {click: () => onGo(target)}};
  return h("button", props, lead, h("span", {class: "place-name"}, name), badge);
}

function appSection(onGo) {
  const dm = state.conversations.find((conversation) => conversation.is_app);
  const here = state.place?.kind === "home" || (state.place?.kind === "channel" && state.place.id === dm?.id);
  const lead = () => avatar(state.app.user_id, "tiny");
  const target = dm?.unread ? {kind: "channel", id: dm.id} : {kind: "home"};
  return {
    key: "Apps",
    signature: JSON.stringify([state.app, dm, here]),
    make: () => h("section", {}, h("h2", {}, "Apps"), h("ul", {}, h("li", {},
      place(target, {lead: lead(), name: state.app.name, unread: dm?.unread ?? 0, here, onGo})))),
  };
}
