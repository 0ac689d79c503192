// The message box: sends messages and slash commands, completes names, and keeps a draft for each place.

import {commandIn, completionAt} from "./completion.js";
import {announce, h, icon, iconButton, OPENS_MENU, placeBeside} from "./dom.js";
import {openMenu} from "./menu.js";
import {plainOf} from "./mrkdwn.js";
import {act, conversationById, conversationName, nameOf, state} from "./store.js";
import {toast} from "./toasts.js";

const drafts = new Map();

export class Composer {
  constructor() {
    this.channel = null;
    this.completion = null;
    this.at = 0;
    this.box = h("textarea", {
      rows: "1", id: "message-box", "aria-autocomplete": "list", "aria-controls": "completions", autocomplete: "off",
      "aria-describedby": "composer-hint",
    });
    this.list = h("ul", {class: "options completions", role: "listbox", id: "completions", popover: "manual"});
    this.hint = h("p", {class: "composer-hint", id: "composer-hint"});
    this.reply = h("div", {class: "composer-reply", hidden: true});
    this.send = h("button", {type: "submit", class: "send", "aria-label": "Send", disabled: true}, icon("send"));
    this.node = this.#build();
    this.#listen();
  }

  #build() {
    const shortcuts = iconButton("bolt", "Shortcuts", () => openShortcuts(shortcuts), OPENS_MENU);
    const bar = h("div", {class: "composer-bar"}, shortcuts, this.hint, this.send);
    return h("form", {class: "composer", "aria-label": "Message"}, this.reply, this.box, bar, this.list);
  }

  #listen() {
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("keydown", (event) => this.#onKey(event));
    this.box.addEventListener("click", () => this.#complete());
    this.box.addEventListener("blur", () => this.#hide());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#accept(Number(option.dataset.index));
    });
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Shows the box for a conversation, with the draft that was left there. */
  enter(channel) {
    if (channel === this.channel) return;
    this.channel = channel;
    const conversation = conversationById(channel);
    const name = conversation ? conversationName(conversation) : "";
    const place = conversation?.kind === "im" ? name : `#${name}`;
    this.box.setAttribute("aria-label", `Message ${place}`);
    this.box.setAttribute("placeholder", `Message ${place}`);
    this.#put(drafts.get(channel) ?? "");
    this.replyTo(null);
  }

  focus() {
    this.box.focus();
  }

  /** The next message will answer `message` in its thread; null: it will stand on its own. */
  replyTo(message) {
    this.thread = message ? (message.thread_ts ?? message.ts) : null;
    this.reply.hidden = !message;
    if (!message) return;
    const words = `Replying to ${nameOf(message.user)}: ${plainOf(message.text ?? "").slice(0, 80)}`;
    const stop = iconButton("close", "Don't reply", () => this.replyTo(null), {size: 14});
    this.reply.replaceChildren(icon("reply", 16), h("span", {}, words), stop);
    this.focus();
  }

  #put(text) {
    this.box.value = text;
    this.#typed({quiet: true});
  }

  #typed({quiet = false} = {}) {
    drafts.set(this.channel, this.box.value);
    this.send.disabled = !this.box.value.trim();
    this.box.style.setProperty("height", "auto");
    this.box.style.setProperty("height", `${Math.min(this.box.scrollHeight, 240)}px`);
    this.hint.textContent = hintFor(commandIn(this.box.value));
    if (quiet) this.#hide();
    else this.#complete();
  }

  #complete() {
    this.completion = completionAt(this.box.value, this.box.selectionStart);
    this.at = 0;
    if (!this.completion) {
      this.#hide();
      return;
    }
    this.list.setAttribute("aria-label", this.completion.label);
    this.list.replaceChildren(...this.completion.items.map(optionRow));
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    placeBeside(this.list, this.node, {sameWidth: true});
    this.#mark();
  }

  #mark() {
    for (const option of this.list.children) {
      const active = Number(option.dataset.index) === this.at;
      option.classList.toggle("active", active);
      option.setAttribute("aria-selected", String(active));
      if (active) option.scrollIntoView({block: "nearest"});
      if (active) announce(option.textContent);
    }
    this.box.setAttribute("aria-activedescendant", `completion-${this.at}`);
  }

  #hide() {
    this.completion = null;
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.box.removeAttribute("aria-activedescendant");
  }

  #accept(index) {
    const {from, items} = this.completion;
    const rest = this.box.value.slice(this.box.selectionStart).replace(/^ /, "");
    const before = this.box.value.slice(0, from) + items[index].insert;
    this.#put(before + rest);
    this.box.setSelectionRange(before.length, before.length);
    this.focus();
  }

  #onKey(event) {
    if (event.isComposing) return;
    if (this.completion && this.#onListKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.thread) this.replyTo(null);
  }

  #onListKey(event) {
    const count = this.completion.items.length;
    if (event.key === "Escape") this.#hide();
    else if (event.key === "ArrowDown") this.at = (this.at + 1) % count;
    else if (event.key === "ArrowUp") this.at = (this.at + count - 1) % count;
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) this.#accept(this.at);
    else return false;
    if (event.key.startsWith("Arrow")) this.#mark();
    return true;
  }

  async #send() {
    const text = this.box.value.trim();
    if (!text) return;
    const {channel, thread} = this;
    const isCommand = /^\/[a-z]/i.test(text);
    this.#put("");
    if (!isCommand) this.replyTo(null);
    const message = {do: "say", channel, text, ...(thread ? {thread_ts: thread} : {})};
    const answer = await act(isCommand ? {do: "command", channel, text} : message);
    if (answer.ok) return;
    toast(answer.error);
    this.#giveBack(channel, text);
  }

  /** What couldn't be sent comes back into the box, unless something new stands there already. */
  #giveBack(channel, text) {
    if (drafts.get(channel)) return;
    drafts.set(channel, text);
    if (this.channel === channel) this.#put(text);
  }
}

function hintFor(command) {
  if (!command) return "";
  const usage = [command.command, command.usage_hint].filter(Boolean).join(" ");
  return [usage, command.description].filter(Boolean).join(" – ");
}

function optionRow(item, index) {
  const detail = item.detail && h("span", {class: "option-detail"}, item.detail);
  const words = h("span", {class: "option-words"}, h("span", {}, item.words), detail);
  return h("li", {role: "option", id: `completion-${index}`, data: {index}}, item.lead, words);
}

/** The menu of global shortcuts, at the button that opens it. */
function openShortcuts(anchor) {
  const found = state.shortcuts.filter(({type}) => type === "global");
  const items = found.map((shortcut) => ({
    label: shortcut.name,
    detail: shortcut.description,
    onPick: async () => {
      const answer = await act({do: "shortcut", callback_id: shortcut.callback_id});
      if (!answer.ok) toast(answer.error);
    },
  }));
  const heading = {heading: found.length ? `Shortcuts of ${state.app.name}` : "This app has no shortcuts"};
  openMenu(anchor, [heading, ...items], "Shortcuts");
}
