// One combobox for every select of Block Kit: search, arrows, Enter; single or many (with tokens); its options may
// come from the page or, after each pause in the typing, from the app.

import {announce, h, icon, iconButton, placeBeside, uniqueId} from "./dom.js";

const SEARCH_PAUSE = 200;
const MOST_SHOWN = 100;

/** A choice is {id, label, text, detail?, group?, value}: `label` is for the eye (nodes), `text` for search. */
export class Picker {
  /** `source(query)` gives choices (a promise of them if `remote`); `chosen` are those picked already; `onChange`
   * gets the values of all that are. `many` (at most `most`) or one (which can be taken back if `clearable`);
   * `leastQuery` characters start a search; `labels` are ARIA attributes; also `placeholder` and `focusKey`. */
  constructor({chosen, labels, focusKey, leastQuery = 0, ...about}) {
    Object.assign(this, {leastQuery, ...about});
    this.chosen = [...chosen];
    this.shown = [];
    this.at = -1;
    this.listId = uniqueId("options");
    this.input = h("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
      "aria-controls": this.listId, "aria-autocomplete": "list", data: {focus: focusKey}, ...labels,
    });
    this.list = h("ul", {class: "options", role: "listbox", id: this.listId, popover: "manual"});
    if (this.many) this.list.setAttribute("aria-multiselectable", "true");
    this.node = h("div", {class: this.many ? "picker picker-many" : "picker"}, this.input, icon("down", 16), this.list);
    this.#listen();
    this.#paint();
  }

  #listen() {
    this.input.addEventListener("input", () => this.#search(this.input.value));
    this.input.addEventListener("focus", () => !this.many && this.input.select());
    this.input.addEventListener("click", () => this.#open());
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.node.addEventListener("pointerdown", (event) => {
      if (event.target === this.input || event.target.closest("button")) return;
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#pick(this.shown[Number(option.dataset.index)]);
      else if (!event.target.closest(".options")) this.input.focus(), this.#open();
    });
  }

  get isOpen() {
    return this.list.matches(":popover-open");
  }

  #open() {
    if (!this.isOpen) this.#search("");
  }

  #close() {
    clearTimeout(this.timer);
    if (this.isOpen) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.#paintInput();
  }

  #search(query) {
    clearTimeout(this.timer);
    const asked = query.trim();
    this.asked = asked;
    if (asked.length < this.leastQuery) {
      this.#show([], `Type at least ${this.leastQuery} character${this.leastQuery === 1 ? "" : "s"} to search.`);
      return;
    }
    if (!this.remote) this.#fill(this.source(asked));
    else {
      this.#show([], "Searching…");
      this.timer = setTimeout(() => this.#ask(asked), SEARCH_PAUSE);
    }
  }

  async #ask(query) {
    const found = await this.source(query);
    const still = this.asked === query && document.activeElement === this.input;
    if (still) this.#fill(found);
  }

  #fill(found) {
    this.#show(found.slice(0, MOST_SHOWN), found.length ? "" : "No matches.");
  }

  #show(choices, message) {
    this.shown = choices;
    this.at = choices.length ? Math.max(0, choices.findIndex((choice) => this.#has(choice))) : -1;
    let group = null;
    const rows = choices.flatMap((choice, index) => {
      const heading = choice.group && choice.group !== group;
      group = choice.group ?? group;
      return [heading && note("options-heading", choice.group), this.#row(choice, index)];
    });
    this.list.replaceChildren(...rows.filter(Boolean));
    if (message) this.list.append(note("options-empty", message));
    if (message) announce(message);
    if (!this.isOpen) this.list.showPopover();
    this.input.setAttribute("aria-expanded", "true");
    placeBeside(this.list, this.node, {sameWidth: true});
    this.#mark();
  }

  #row(choice, index) {
    const selected = String(this.#has(choice));
    const detail = choice.detail && h("span", {class: "option-detail"}, choice.detail);
    const attributes = {role: "option", id: `${this.listId}-${index}`, "aria-selected": selected, data: {index}};
    const words = h("span", {class: "option-words"}, h("span", {}, choice.label()), detail);
    return h("li", attributes, choice.lead?.(), words, selected === "true" && icon("check", 16));
  }

  #mark() {
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const active = Number(option.dataset.index) === this.at;
      option.classList.toggle("active", active);
      if (active) option.scrollIntoView({block: "nearest"});
    }
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #onKey(event) {
    if (event.key === "Escape" && this.isOpen) {
      this.#close();
      event.preventDefault();
      event.stopPropagation();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (!this.isOpen) this.#open();
      else this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.isOpen) this.#open();
      else if (this.at >= 0) this.#pick(this.shown[this.at]);
    } else if (event.key === "Backspace" && !this.input.value && this.chosen.length && this.many) {
      this.#drop(this.chosen.at(-1));
    }
  }

  #move(step) {
    if (!this.shown.length) return;
    this.at = (this.at + step + this.shown.length) % this.shown.length;
    this.#mark();
  }

  #has(choice) {
    return this.chosen.some((other) => other.id === choice.id);
  }

  #pick(choice) {
    if (this.#has(choice) && this.many) {
      this.#drop(choice);
      return;
    }
    if (this.many && this.most && this.chosen.length >= this.most) {
      this.#show(this.shown, `You can choose at most ${this.most}.`);
      return;
    }
    this.chosen = this.many ? [...this.chosen, choice] : [choice];
    this.#changed(`${choice.text} chosen`);
  }

  #drop(choice) {
    this.chosen = this.chosen.filter((other) => other.id !== choice.id);
    this.#changed(`${choice.text} removed`);
  }

  #changed(words) {
    announce(words);
    if (this.many) this.input.value = "";
    this.#close();
    this.#paint();
    this.onChange(this.chosen.map((choice) => choice.value));
  }

  #paint() {
    for (const node of this.node.querySelectorAll(".token, .picker-clear")) node.remove();
    if (this.many) this.input.before(...this.chosen.map((choice) => this.#token(choice)));
    else if (this.clearable && this.chosen.length) this.input.after(this.#clearButton());
    this.#paintInput();
  }

  #paintInput() {
    if (!this.many) this.input.value = this.chosen[0]?.text ?? "";
    else this.input.value = "";
    const hint = this.many && this.chosen.length ? "" : (this.placeholder ?? "");
    this.input.setAttribute("placeholder", hint);
  }

  #token(choice) {
    const remove = () => {
      this.#drop(choice);
      this.input.focus();
    };
    const attributes = {type: "button", "aria-label": `Remove ${choice.text}`, on: {click: remove}};
    return h("span", {class: "token"}, choice.lead?.(), choice.label(), h("button", attributes, icon("close", 14)));
  }

  #clearButton() {
    const clear = () => {
      this.#drop(this.chosen[0]);
      this.input.focus();
    };
    return iconButton("close", "Clear", clear, {size: 14, class: "picker-clear"});
  }
}

function note(className, words) {
  return h("li", {class: className, role: "presentation"}, words);
}
