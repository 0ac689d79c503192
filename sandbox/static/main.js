// The page: loads the state, connects, and puts the parts together.

import {Unknown} from "./api.js";
import {startClock} from "./clock.js";
import {Composer} from "./composer.js";
import {Conversation} from "./conversation.js";
import {h, icon} from "./dom.js";
import {Home} from "./home.js";
import {connect} from "./live.js";
import {sayInModal, startModals} from "./modal.js";
import {
  act, appConversation, conversationById, conversationName, countUnread, heardEvent, load, personById, state, update,
  watch,
} from "./store.js";
import {startSidebar} from "./sidebar.js";
import {applyTheme, startTheme} from "./theme.js";
import {toast} from "./toasts.js";

const RETRY = 1500;
const byId = (id) => document.getElementById(id);

applyTheme();

async function start() {
  try {
    await load();
  } catch (problem) {
    if (problem instanceof Unknown) {
      byId("boot").replaceChildren(`${problem.message} `, h("a", {href: "/"}, "Start afresh"));
      return;
    }
    byId("boot").textContent = "The sandbox doesn't answer yet. Trying again…";
    setTimeout(start, RETRY);
    return;
  }
  byId("boot").remove();
  byId("app").hidden = false;
  new Page();
}

class Page {
  constructor() {
    this.composer = new Composer();
    this.conversation = new Conversation((message) => this.composer.replyTo(message));
    this.home = new Home();
    byId("panel").append(this.home.node, this.conversation.node);
    byId("main").append(this.composer.node);
    startTheme(byId("theme"));
    startClock();
    startSidebar((place) => this.go(place));
    startModals();
    this.#startTabs();
    this.#startMenu();
    watch(["app", "live"], () => this.#banner());
    watch(["conversations", "people", "place"], () => this.#header());
    connect(state.me.id, {
      onEvent: (event) => this.#onEvent(event),
      onState: (live) => update({live}),
      onResync: () => this.#resync(),
    });
    window.addEventListener("popstate", () => this.go(this.#placeInAddress(), {remember: false}));
    this.go(this.#placeInAddress(), {remember: false});
  }

  /** Goes to {kind: "channel", id} or {kind: "home"}; the address follows, so that "back" works. */
  go(place, {remember = true} = {}) {
    if (remember) history.pushState(null, "", this.#addressOf(place));
    update({place});
    document.body.classList.remove("sidebar-open");
    const atHome = place.kind === "home";
    this.home.node.hidden = !atHome;
    this.conversation.node.hidden = this.composer.node.hidden = atHome;
    if (atHome) {
      this.conversation.leave();
      this.home.enter();
      return;
    }
    if (conversationById(place.id)?.is_app) this.#tellMessagesOpened();
    this.composer.enter(place.id);
    this.conversation.enter(place.id);
    if (remember) this.composer.focus();
  }

  async #tellMessagesOpened() {
    const answer = await act({do: "open_messages"});
    if (!answer.ok) toast(answer.error);
  }

  #placeInAddress() {
    const wanted = new URLSearchParams(location.search).get("at");
    if (wanted === "home") return {kind: "home"};
    const first = state.conversations.find(({kind}) => kind === "public") ?? state.conversations[0];
    const found = conversationById(wanted) ?? first;
    return found ? {kind: "channel", id: found.id} : {kind: "home"};
  }

  #addressOf(place) {
    return `/?${new URLSearchParams({person: state.me.id, at: place.kind === "home" ? "home" : place.id})}`;
  }

  #onEvent(event) {
    heardEvent();
    switch (event.type) {
      case "message":
        if (!this.conversation.shows(event.message.channel)) countUnread(event.message);
        return this.conversation.put(event.message, {isNew: true});
      case "message_changed": return this.conversation.put(event.message, {isNew: false});
      case "message_deleted": return this.conversation.remove(event);
      case "notice": return sayInModal(event.text) || toast(event.text);
      case "app": return update({app: {...state.app, connected: event.connected}});
      case "modals": case "home": case "clock": case "conversations":
        return update({[event.type]: event[event.type]});
      case "people":
        return update({people: event.people, me: event.people.find(({id}) => id === state.me.id) ?? state.me});
      default: return undefined;
    }
  }

  async #resync() {
    try {
      await load();
      await this.conversation.resync();
    } catch {
      toast("The sandbox can't be reached. The page goes on trying.");
    }
  }

  #header() {
    const {place} = state;
    if (!place) return;
    const conversation = place.kind === "channel" ? conversationById(place.id) : null;
    const inApp = place.kind === "home" || conversation?.is_app;
    byId("tabs").hidden = !inApp;
    byId("members").textContent = aboutWords(conversation);
    const name = inApp ? state.app.name : conversation ? conversationName(conversation) : "";
    const sign = {public: "hash", private: "lock"}[conversation?.kind];
    byId("place-title").replaceChildren(...[sign && icon(sign), h("span", {}, name)].filter(Boolean));
    for (const [tab, here] of [["tab-home", place.kind === "home"], ["tab-messages", place.kind !== "home"]]) {
      byId(tab).setAttribute("aria-selected", String(here));
      byId(tab).tabIndex = here ? 0 : -1;
    }
  }

  #startTabs() {
    const toMessages = () => {
      const dm = appConversation();
      if (dm) this.go({kind: "channel", id: dm.id});
      else toast(`There are no messages with ${state.app.name} yet.`);
    };
    byId("tab-home").addEventListener("click", () => this.go({kind: "home"}));
    byId("tab-messages").addEventListener("click", toMessages);
    byId("tabs").addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = byId(state.place.kind === "home" ? "tab-messages" : "tab-home");
      other.click();
      other.focus();
    });
  }

  #startMenu() {
    byId("open-sidebar").append(icon("menu"));
    byId("theme").append(icon("theme"));
    byId("open-sidebar").addEventListener("click", () => {
      document.body.classList.add("sidebar-open");
      byId("switcher").focus();
    });
    byId("shade").addEventListener("click", () => document.body.classList.remove("sidebar-open"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.body.classList.remove("sidebar-open");
    });
    document.addEventListener("click", (event) => {
      const target = event.target.closest("[data-open-channel]");
      if (!target) return;
      event.preventDefault();
      if (conversationById(target.dataset.openChannel)) this.go({kind: "channel", id: target.dataset.openChannel});
    });
  }

  #banner() {
    const absent = state.app.connected ? "" : `${state.app.name} isn't connected: it won't answer until it is.`;
    const words = state.live ? absent : "Reconnecting to the sandbox…";
    byId("banner").hidden = !words;
    byId("banner").textContent = words;
  }
}

/** What stands beside the name of a conversation: how many are in a channel, what someone does. */
function aboutWords(conversation) {
  if (!conversation || conversation.is_app) return "";
  if (conversation.kind === "im") return personById(conversation.with)?.title ?? "";
  const count = conversation.members.length;
  return `${count} ${count === 1 ? "member" : "members"}`;
}

start();
