// One message: who, when, what; and what can be done with it.

import {avatar} from "./avatar.js";
import {renderBlocks} from "./blocks.js";
import {clockTime, dateOf, fullTime} from "./dates.js";
import {h, icon, iconButton, OPENS_MENU} from "./dom.js";
import {openMenu} from "./menu.js";
import {mrkdwn, plainOf} from "./mrkdwn.js";
import {file} from "./pictures.js";
import {act, nameOf, state} from "./store.js";
import {surfaceOfMessage} from "./surface.js";
import {toast} from "./toasts.js";

/** The article of a message. `follows` is true right after one of the same author; `root` is the message whose
 * thread it answers, where that is known. */
export function messageNode(message, {follows, root, onReply}) {
  const name = nameOf(message.user);
  const body = h("div", {class: "message-body"});
  const node = h("article", {
    class: ["message", follows && "follows", message.ephemeral && "ephemeral"].filter(Boolean).join(" "),
    "aria-label": `${name}, ${fullTime(dateOf(message.ts))}`,
    tabindex: "-1",
  });
  const parts = [
    h("div", {class: "message-side"}, follows ? time(message) : avatar(message.user)),
    h("div", {class: "message-main"},
      message.ephemeral && h("p", {class: "only-you"}, icon("eye", 14), "Only visible to you"),
      !follows && head(message, name), isReply(message) && answers(root), body,
      (message.files ?? []).map(file)),
    tools(message, onReply),
  ];
  node.append(...parts.filter(Boolean));
  fillBody(body, message);
  return node;
}

/** What the message looks like in the list: when this changes, its node is made again. */
export function signatureOf(message, follows) {
  return JSON.stringify([message, follows, nameOf(message.user)]);
}

export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

function head(message, name) {
  const badge = message.bot && h("span", {class: "badge-app"}, "App");
  return h("p", {class: "message-head"}, h("b", {class: "author"}, name), badge, time(message));
}

function time(message) {
  const date = dateOf(message.ts);
  return h("time", {datetime: date.toISOString(), title: fullTime(date)}, clockTime(date));
}

function answers(root) {
  const words = root ? `${nameOf(root.user)}: ${plainOf(root.text ?? "").slice(0, 80)}` : "an earlier message";
  return h("p", {class: "answers"}, icon("reply", 14), `In a thread, answering ${words}`);
}

/** Brings the body in line with the message; blocks that haven't changed stay the same nodes. */
function fillBody(body, message) {
  if (message.blocks?.length) {
    const blocks = h("div", {class: "blocks"});
    renderBlocks(blocks, message.blocks, surfaceOfMessage(message));
    body.append(blocks);
  } else if (message.text) {
    body.append(h("div", {class: "message-text"}, mrkdwn(message.text)));
  }
  if (message.edited && !message.bot) endOf(body).append(h("span", {class: "edited"}, " (edited)"));
}

/** Where "(edited)" goes: behind the last words, or on a line of its own below buttons and the like. */
function endOf(body) {
  const text = ".message-text, .rich-text:last-child > .rich-section:last-child";
  return body.querySelector(`${text}, .section:last-child .section-text:last-child`) ?? body;
}

function tools(message, onReply) {
  const items = () => toolItems(message, onReply);
  if (message.ephemeral || !items().length) return null;
  const open = () => openMenu(more, items(), "Message actions");
  const more = iconButton("more", "More actions", open, {...OPENS_MENU, data: {focus: `more ${message.id}`}});
  return h("div", {class: "message-tools"}, more);
}

function toolItems(message, onReply) {
  const shortcuts = state.shortcuts.filter(({type}) => type === "message").map((shortcut) => ({
    label: shortcut.name,
    detail: `${shortcut.description ?? ""} · ${state.app.name}`.replace(/^ · /, ""),
    onPick: () => run(shortcut, message),
  }));
  return [...shortcuts, {label: "Reply in thread", lead: icon("reply", 18), onPick: () => onReply(message)}];
}

async function run(shortcut, message) {
  const about = {callback_id: shortcut.callback_id, channel: message.channel, ts: message.ts};
  const answer = await act({do: "message_shortcut", ...about});
  if (!answer.ok) toast(answer.error);
}
