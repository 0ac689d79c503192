// What this tab knows: one plain object, and who wants to hear when a part of it changes.

import * as api from "./api.js";

const MOST_FETCHES = 5;

/** The server's state (see /page/state), plus where this person is: `place` is {kind: "channel", id} or
 * {kind: "home"}; `live` says whether events arrive. */
export const state = {
  team: null, app: null, clock: null, me: null, people: [], conversations: [], commands: [], shortcuts: [],
  modals: [], home: null, place: null, live: false, clockSeenAt: 0,
};

const listeners = new Map();

/** Calls `listener` whenever one of `parts` (keys of `state`) is set. */
export function watch(parts, listener) {
  for (const part of parts) listeners.set(part, [...(listeners.get(part) ?? []), listener]);
}

/** Sets parts of the state and tells whoever watches them, each listener once. */
export function update(changes) {
  if (changes.clock) changes = {...changes, clockSeenAt: performance.now()};
  Object.assign(state, changes);
  const told = new Set(Object.keys(changes).flatMap((part) => listeners.get(part) ?? []));
  for (const listener of told) listener();
}

/** Loads everything afresh; throws when the server can't be reached. */
export async function load() {
  update(await undisturbed(() => api.fetchState(state.me?.id ?? api.personInAddress())));
}

let eventsHeard = 0;

/** Notes that an event came: what is being fetched at this moment may be older than it. */
export function heardEvent() {
  eventsHeard += 1;
}

/** Fetches again while events come in meanwhile, so that an old answer never undoes a newer event. */
export async function undisturbed(fetch) {
  for (let left = MOST_FETCHES; ; left -= 1) {
    const before = eventsHeard;
    const answer = await fetch();
    if (before === eventsHeard || left === 1) return answer;
  }
}

/** Does something as this tab's person; see api.act. */
export function act(body) {
  return api.act(state.me.id, body);
}

export function personById(id) {
  return state.people.find((person) => person.id === id) ?? null;
}

/** The name that is shown for a user id; an unknown id stays as it is. */
export function nameOf(id) {
  const person = personById(id);
  if (person) return person.display_name || person.real_name || person.name;
  return id === state.app?.user_id ? state.app.name : id;
}

export function conversationById(id) {
  return state.conversations.find((conversation) => conversation.id === id) ?? null;
}

/** The name of a conversation as its members see it: the channel's, or the other person's. */
export function conversationName(conversation) {
  if (conversation.kind !== "im") return conversation.name;
  if (conversation.is_app) return state.app.name;
  return conversation.with === state.me.id ? `${nameOf(state.me.id)} (you)` : nameOf(conversation.with);
}

/** Counts a message that someone else wrote as unread, until the server says otherwise. */
export function countUnread(message) {
  if (message.user === state.me.id) return;
  setUnread(message.channel, (conversationById(message.channel)?.unread ?? 0) + 1);
}

export function markRead(channel) {
  setUnread(channel, 0);
}

function setUnread(channel, unread) {
  if ((conversationById(channel)?.unread ?? unread) === unread) return;
  const change = (conversation) => (conversation.id === channel ? {...conversation, unread} : conversation);
  update({conversations: state.conversations.map(change)});
}

/** The conversation with the app, or null before there is one. */
export function appConversation() {
  return state.conversations.find((conversation) => conversation.is_app) ?? null;
}

/** The workspace's time now, in epoch milliseconds. */
export function workspaceNow() {
  return state.clock.now * 1000 + (performance.now() - state.clockSeenAt);
}
