// The app's Home tab: the view it published, or a word about why there is none yet.

import {renderBlocks} from "./blocks.js";
import {h} from "./dom.js";
import {act, state, watch} from "./store.js";
import {Surface} from "./surface.js";
import {toast} from "./toasts.js";

const PATIENCE = 6000;

export class Home {
  constructor() {
    this.blocks = h("div", {class: "blocks home-blocks"});
    this.words = h("p", {class: "empty", role: "status"});
    const panel = {role: "tabpanel", id: "panel-home", "aria-labelledby": "tab-home"};
    this.node = h("div", {class: "home", tabindex: "0", ...panel}, this.words, this.blocks);
    this.surface = null;
    watch(["home", "app"], () => this.render());
  }

  /** Opens the tab, which tells the app that someone looks at it. */
  async enter() {
    this.waiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.waiting = false;
      this.render();
    }, PATIENCE);
    this.render();
    const answer = await act({do: "open_home"});
    if (!answer.ok) toast(answer.error);
  }

  render() {
    const view = state.home;
    this.words.hidden = Boolean(view);
    this.blocks.hidden = !view;
    if (!view) {
      const absent = state.app.connected
        ? `${state.app.name} hasn't shown anything here yet.`
        : `${state.app.name} isn't connected, so there is nothing to see here yet.`;
      this.words.textContent = this.waiting && state.app.connected ? "Loading…" : absent;
      return;
    }
    if (this.surface?.target.view_id !== view.id) {
      this.surface = new Surface({view_id: view.id});
      this.blocks.replaceChildren();
    }
    this.surface.adopt(view.blocks, view.state?.values);
    renderBlocks(this.blocks, view.blocks, this.surface);
  }
}
