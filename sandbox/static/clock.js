// The bar with the workspace's clock, which can be moved forward; the app inside follows it.

import {dayAndTime} from "./dates.js";
import {announce, h, icon} from "./dom.js";
import {act, state, watch, workspaceNow} from "./store.js";
import {busyWhile} from "./elements.js";
import {toast} from "./toasts.js";

const STEPS = [
  ["+1 hour", {advance: 3600}, "Move the clock one hour forward"],
  ["+1 day", {advance: 86_400}, "Move the clock one day forward"],
  ["Next Monday 9:00", {to: "next_monday_9"}, "Move the clock to next Monday, 9 o'clock"],
];

/** Fills the clock bar and keeps it going. */
export function startClock() {
  const bar = document.getElementById("clock");
  const now = h("time", {id: "now"});
  const ahead = h("span", {class: "ahead", hidden: true});
  const back = stepButton("Back to now", {reset: true}, "Set the clock back to the real time");
  bar.append(icon("clock", 18), h("span", {class: "now-words"}, now, ahead),
    h("div", {class: "clock-steps"}, STEPS.map((step) => stepButton(...step)), back));
  const tick = () => {
    const words = dayAndTime(new Date(workspaceNow()));
    if (now.textContent !== words) now.textContent = words;
  };
  const render = () => {
    tick();
    const {offset} = state.clock;
    ahead.hidden = back.hidden = Math.abs(offset) < 1;
    ahead.textContent = ahead.hidden ? "" : aheadWords(offset);
    bar.title = `The workspace's time, in the zone of ${state.me.real_name || state.me.name} (${state.me.tz})`;
  };
  watch(["clock", "me"], render);
  render();
  setInterval(tick, 1000);
}

function stepButton(words, change, label) {
  const node = h("button", {type: "button", class: "button small", title: label}, words);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-disabled") === "true") return;
    const answer = await busyWhile(node, act({do: "clock", ...change}));
    if (!answer.ok) toast(answer.error);
    else announce(`The clock shows ${dayAndTime(new Date(workspaceNow()))}`);
  });
  return node;
}

/** "3 days 2 h ahead", in the two largest units. */
function aheadWords(offset) {
  const units = [["day", 86_400], ["h", 3600], ["min", 60]];
  let left = Math.abs(Math.round(offset / 60)) * 60;
  const parts = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count) parts.push(`${count} ${unit}${unit === "day" && count > 1 ? "s" : ""}`);
  }
  const words = parts.slice(0, 2).join(" ") || "a moment";
  return offset < 0 ? `${words} behind` : `${words} ahead`;
}

