// A conversation: its messages by day, older ones on request, new ones as they come.

import {dateOf, dayKey, dayName} from "./dates.js";
import {announce, h, reconcile} from "./dom.js";
import {isReply, messageNode, signatureOf} from "./message.js";
import {fetchMessages} from "./api.js";
import {act, conversationById, conversationName, markRead, nameOf, state, undisturbed} from "./store.js";
import {toast} from "./toasts.js";

const TOGETHER = 5 * 60;
const NEAR_END = 80;

export class Conversation {
  /** `onReply(message)` is called when someone wants to answer in a thread. */
  constructor(onReply) {
    this.onReply = onReply;
    this.channel = null;
    this.messages = new Map();
    this.more = false;
    this.older = h("button", {type: "button", class: "button older", hidden: true}, "Show older messages");
    this.older.addEventListener("click", () => this.#loadOlder());
    this.rows = h("div", {class: "rows"});
    this.log = h("div", {class: "log", role: "log", "aria-live": "off", tabindex: "0"}, this.older, this.rows);
    this.node = this.log;
    document.addEventListener("visibilitychange", () => document.hidden || this.channel && this.#read());
  }

  /** Shows a channel from its newest messages on; the first unread one gets a line above it. */
  async enter(channel) {
    const unread = conversationById(channel)?.unread ?? 0;
    this.channel = channel;
    this.messages = new Map();
    this.newFrom = null;
    this.loading = true;
    this.log.setAttribute("aria-label", `Messages with ${this.#name()}`);
    this.render();
    await this.resync();
    const others = [...this.#sorted()].filter((message) => message.user !== state.me.id);
    markRead(channel);
    this.newFrom = unread > 0 ? (others.at(-unread) ?? others[0])?.id : null;
    this.render();
    this.#toEnd();
  }

  leave() {
    this.channel = null;
  }

  /** Fetches the newest messages again, after a reconnection or on entering; also marks the channel as read. */
  async resync() {
    const channel = this.channel;
    if (!channel) return;
    try {
      const page = await undisturbed(() => fetchMessages(state.me.id, channel));
      if (channel !== this.channel) return;
      this.#takeOver(page);
    } catch {
      toast("The messages couldn't be loaded. They will be as soon as the sandbox answers again.");
    }
    this.loading = false;
    this.render();
  }

  /** A page of the newest: what is not in it any more, though as new as its oldest, was deleted meanwhile. */
  #takeOver({messages, more}) {
    const from = messages[0]?.ts ?? "";
    for (const [id, message] of this.messages) if (Number(message.ts) >= Number(from)) this.messages.delete(id);
    if (!this.messages.size) this.more = more;
    for (const message of messages) this.messages.set(message.id, message);
  }

  async #loadOlder() {
    const channel = this.channel;
    const oldest = this.#sorted()[0];
    const height = this.log.scrollHeight - this.log.scrollTop;
    try {
      const page = await fetchMessages(state.me.id, channel, oldest.ts);
      if (channel !== this.channel) return;
      for (const message of page.messages) this.messages.set(message.id, message);
      this.more = page.more;
    } catch {
      toast("Older messages couldn't be loaded. Please try again.");
    }
    this.render();
    this.log.scrollTop = this.log.scrollHeight - height;
    if (this.older.hidden) this.log.focus();
  }

  /** Whether someone is looking at this channel right now. */
  shows(channel) {
    return channel === this.channel && !document.hidden;
  }

  /** A message that came or changed; one of another channel, or too old to be shown here, is none of ours. */
  put(message, {isNew}) {
    if (message.channel !== this.channel || !(isNew || this.messages.has(message.id))) return;
    const mine = message.user === state.me.id && !message.ephemeral;
    const follow = mine || this.#atEnd();
    this.messages.set(message.id, message);
    this.render();
    if (follow) this.#toEnd();
    if (!isNew) return;
    if (mine) this.newFrom = null;
    else this.#announce(message);
    if (!document.hidden) this.#read();
  }

  #announce(message) {
    const body = this.rows.querySelector(`[data-message="${CSS.escape(message.id)}"] .message-body`);
    announce(`${nameOf(message.user)}: ${body.innerText.replace(/\s+/g, " ")}`);
  }

  remove({channel, id}) {
    if (channel !== this.channel) return;
    this.messages.delete(id);
    this.render();
  }

  /** Marks the channel as read, here at once and then at the server. */
  #read() {
    markRead(this.channel);
    act({do: "read", channel: this.channel});
  }

  render() {
    if (!this.channel) return;
    this.older.hidden = !this.more;
    const sorted = this.#sorted();
    const entries = [];
    let before = null;
    for (const message of sorted) {
      entries.push(...this.#dividers(message, before), this.#entry(message, before));
      before = message;
    }
    if (!sorted.length) entries.push(this.#emptiness());
    reconcile(this.rows, entries);
  }

  #entry(message, before) {
    const isNewMark = message.id === this.newFrom;
    const near = before && Number(message.ts) - Number(before.ts) < TOGETHER && sameDay(message, before);
    const alike = near && before.user === message.user && before.ephemeral === message.ephemeral;
    const follows = Boolean(alike) && !isNewMark && !isReply(message) && !message.ephemeral;
    const root = isReply(message) ? [...this.messages.values()].find(({ts}) => ts === message.thread_ts) : null;
    return {
      key: message.id,
      signature: signatureOf(message, follows),
      make: () => {
        const node = messageNode(message, {follows, root, onReply: this.onReply});
        node.dataset.message = message.id;
        return node;
      },
    };
  }

  #dividers(message, before) {
    const found = [];
    if (!before || !sameDay(message, before)) {
      const words = dayName(dateOf(message.ts));
      const make = () => h("div", {class: "day", role: "separator", "aria-label": words}, h("span", {}, words));
      found.push({key: `day ${dayKey(dateOf(message.ts))}`, signature: words, make});
    }
    if (message.id === this.newFrom) {
      const props = {class: "new-mark", role: "separator", "aria-label": "New messages"};
      found.push({key: "new", signature: "", make: () => h("div", props, h("span", {}, "New"))});
    }
    return found;
  }

  #emptiness() {
    const words = this.loading ? "Loading…" : `This is the very beginning of your messages with ${this.#name()}.`;
    return {key: "empty", signature: words, make: () => h("p", {class: "empty"}, words)};
  }

  #name() {
    const conversation = conversationById(this.channel);
    if (!conversation) return "";
    return conversation.kind === "im" ? conversationName(conversation) : `#${conversation.name}`;
  }

  #sorted() {
    return [...this.messages.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  #atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function sameDay(one, other) {
  return dayKey(dateOf(one.ts)) === dayKey(dateOf(other.ts));
}
