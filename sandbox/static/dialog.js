// Native modal dialogs: the browser keeps the focus inside, makes the rest inert and gives the focus back.

import {h} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {keepOnTop} from "./toasts.js";

/** Opens `dialog` modally, and tidies up after it. */
export function showDialog(dialog) {
  if (!dialog.isConnected) document.body.append(dialog);
  const opener = document.activeElement;
  dialog.showModal();
  keepOnTop();
  dialog.addEventListener("close", () => {
    keepOnTop();
    dialog.remove();
    if (opener?.isConnected && document.activeElement === document.body) opener.focus();
  }, {once: true});
}

/** Asks a `confirm` object of Block Kit; resolves to whether the person confirmed. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const labels = {"aria-labelledby": "confirm-title", "aria-describedby": "confirm-text"};
    const dialog = h("dialog", {class: "confirm", ...labels});
    const answer = (yes) => {
      dialog.returnValue = yes ? "yes" : "no";
      dialog.close();
    };
    const style = confirm.style === "danger" ? "button danger" : "button primary";
    dialog.append(
      h("h2", {id: "confirm-title"}, textObject(confirm.title)),
      h("p", {id: "confirm-text"}, textObject(confirm.text)),
      h("div", {class: "dialog-actions"},
        h("button", {type: "button", class: "button", on: {click: () => answer(false)}}, textObject(confirm.deny)),
        h("button", {type: "button", class: style, on: {click: () => answer(true)}}, textObject(confirm.confirm))),
    );
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), {once: true});
    showDialog(dialog);
  });
}
