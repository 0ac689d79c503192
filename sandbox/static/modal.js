// The stack of modals: the top view in a native dialog, each view in a pane of its own so that what was typed
// underneath is still there when the view above it closes.

import {avatar} from "./avatar.js";
import {renderBlocks} from "./blocks.js";
import {showDialog} from "./dialog.js";
import {announce, h, iconButton} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {act, state, watch} from "./store.js";
import {elementsOf, Surface} from "./surface.js";
import {toast} from "./toasts.js";
import {complaint} from "./values.js";

const TROUBLE = "We had some trouble connecting. Try again?";
const FIELDS = "input:not([type=file]), textarea";

const panes = new Map();
const closing = new Set();
let dialog = null;

/** Follows the state's stack of modals from now on. */
export function startModals() {
  watch(["modals"], sync);
  sync();
}

function sync() {
  const stack = state.modals.filter((view) => !closing.has(view.id));
  const ids = new Set(state.modals.map((view) => view.id));
  for (const id of panes.keys()) if (!ids.has(id)) panes.delete(id);
  for (const id of closing) if (!ids.has(id)) closing.delete(id);
  for (const view of stack) {
    if (!panes.has(view.id)) panes.set(view.id, new Pane(view));
    panes.get(view.id).show(view, stack.length > 1 && view.id !== stack[0].id);
  }
  const top = stack.length ? panes.get(stack.at(-1).id) : null;
  if (!top) shut();
  else present(top);
}

function shut() {
  const was = dialog;
  dialog = null;
  if (was?.open) was.close();
}

function present(pane) {
  if (dialog?.firstElementChild === pane.node) return;
  const fresh = dialog === null;
  if (fresh) {
    dialog = h("dialog", {class: "modal", "aria-labelledby": "modal-title"});
    const mine = dialog;
    mine.addEventListener("cancel", (event) => {
      if (event.target !== mine) return;
      event.preventDefault();
      topPane()?.close(false);
    });
    mine.addEventListener("close", () => {
      if (dialog !== mine) return;
      dialog = null;
      topPane()?.close(false);
    });
  }
  for (const other of panes.values()) other.title.removeAttribute("id");
  pane.title.id = "modal-title";
  dialog.firstElementChild?.remove();
  dialog.prepend(pane.node);
  if (fresh) showDialog(dialog);
  pane.focusFirst();
}

/** Shows `text` in the open modal, if there is one; false where there is none. */
export function sayInModal(text) {
  const pane = topPane();
  pane?.say(text);
  return Boolean(pane);
}

function topPane() {
  const view = state.modals.filter((item) => !closing.has(item.id)).at(-1);
  return view ? panes.get(view.id) : null;
}

/** One view of the stack: its header, its blocks, its buttons, and what goes wrong in it. */
class Pane {
  constructor(view) {
    this.view = view;
    this.surface = new Surface({view_id: view.id});
    this.surface.onChange = (block) => this.#forgive(block.block_id);
    this.errors = {};
    this.title = h("h2", {class: "modal-title"});
    this.back = iconButton("back", "Back", () => this.close(false));
    this.body = h("div", {class: "modal-body blocks"});
    this.banner = h("p", {class: "banner error", role: "alert", hidden: true});
    this.cancel = h("button", {type: "button", class: "button", on: {click: () => this.close(false)}});
    this.submit = h("button", {type: "submit", class: "button primary"});
    this.node = this.#build();
  }

  #build() {
    const closeAll = iconButton("close", "Close", () => this.close(true));
    const header = h("header", {}, this.back, avatar(state.app.user_id, "small"), this.title, closeAll);
    const footer = h("footer", {}, this.cancel, this.submit);
    const submit = (event) => {
      event.preventDefault();
      this.#send();
    };
    return h("form", {class: "modal-form", novalidate: true, on: {submit}}, header, this.banner, this.body, footer);
  }

  show(view, hasBack) {
    const answered = JSON.stringify(view.errors ?? {}) !== JSON.stringify(this.view.errors ?? {});
    this.view = view;
    this.title.replaceChildren(...textObject(view.title));
    this.back.hidden = !hasBack;
    this.cancel.replaceChildren(...(view.close ? textObject(view.close) : [view.submit ? "Cancel" : "Close"]));
    this.submit.hidden = !view.submit;
    this.submit.replaceChildren(...textObject(view.submit));
    if (answered || Object.keys(view.errors ?? {}).length === 0) this.errors = {...view.errors};
    this.surface.adopt(view.blocks, view.state?.values);
    this.#render();
    if (answered && Object.keys(this.errors).length) this.#toFirstError();
  }

  #render() {
    renderBlocks(this.body, this.view.blocks, this.surface, this.errors);
  }

  #forgive(blockId) {
    if (!(blockId in this.errors)) return;
    delete this.errors[blockId];
    this.#render();
  }

  focusFirst() {
    const wanted = [...elementsOf(this.view.blocks)].find(([, element]) => element.focus_on_load)?.[1];
    const named = wanted && this.body.querySelector(`[data-focus="${CSS.escape(wanted.action_id)}"]`);
    (named ?? this.body.querySelector(FIELDS) ?? this.body.querySelector("button") ?? this.cancel).focus();
  }

  async #send() {
    if (this.submit.getAttribute("aria-disabled") === "true") return;
    this.say(null);
    this.errors = this.#complaints();
    this.#render();
    if (Object.keys(this.errors).length) {
      this.#toFirstError();
      return;
    }
    this.#busy(true);
    await this.surface.flush();
    const answer = await act({do: "submit", view_id: this.view.id});
    this.#busy(false);
    if (!answer.ok) this.say(answer.error || TROUBLE);
    else if (answer.result === "failed") this.say(TROUBLE);
  }

  #complaints() {
    const inputs = this.view.blocks.filter((block) => block.type === "input");
    const about = (block) => complaint(block, this.surface.value(block, block.element));
    const found = inputs.map((block) => [block.block_id, about(block)]);
    return Object.fromEntries(found.filter(([, text]) => text));
  }

  #toFirstError() {
    const first = this.body.querySelector(".has-error");
    const control = first?.querySelector('[role="combobox"], textarea, input');
    control?.focus();
    first?.scrollIntoView({block: "nearest"});
    const count = Object.keys(this.errors).length;
    announce(count === 1 ? `1 field needs a look: ${Object.values(this.errors)[0]}` : `${count} fields need a look`);
  }

  #busy(busy) {
    this.submit.classList.toggle("busy", busy);
    if (busy) this.submit.setAttribute("aria-disabled", "true");
    else this.submit.removeAttribute("aria-disabled");
  }

  /** A sentence above the fields: what went wrong as a whole; null takes it away. */
  say(text) {
    this.banner.textContent = text ?? "";
    this.banner.hidden = !text;
  }

  /** Closes this view, or the whole stack: at once on the page, since the person has decided. */
  async close(all) {
    const gone = all ? state.modals : [this.view];
    for (const view of gone) closing.add(view.id);
    sync();
    await this.surface.flush();
    const answer = await act({do: "close", view_id: this.view.id, all});
    if (answer.ok) return;
    for (const view of gone) closing.delete(view.id);
    toast(answer.error);
    sync();
  }
}
