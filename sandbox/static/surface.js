// What blocks live on: a modal, a Home tab or a message. It holds what people have put into the inputs and takes
// what they do to the server, one thing after the other.

import {act} from "./store.js";
import {toast} from "./toasts.js";
import {initialValue, isInput, refreshed} from "./values.js";

const TYPING_PAUSE = 250;

export class Surface {
  /** `target` is {view_id}, {channel, ts} or {message_id}. */
  constructor(target) {
    this.target = target;
    this.values = new Map();
    this.typing = new Map();
    this.last = Promise.resolve();
    this.onChange = () => {};
  }

  /** Takes over the server's values for inputs this tab hasn't touched, and forgets inputs that are gone. */
  adopt(blocks, stateValues = {}) {
    const seen = new Set();
    for (const [block, element] of elementsOf(blocks)) {
      const key = keyOf(block.block_id, element.action_id);
      seen.add(key);
      const known = stateValues[block.block_id]?.[element.action_id];
      const kept = this.values.get(key)?.type === element.type;
      const value = kept ? this.values.get(key) : (known ?? initialValue(element));
      this.values.set(key, refreshed(element, value));
    }
    for (const key of this.values.keys()) if (!seen.has(key)) this.values.delete(key);
  }

  value(block, element) {
    return this.values.get(keyOf(block.block_id, element.action_id)) ?? initialValue(element);
  }

  /** An input was changed. Text waits for a pause in the typing; whatever is done next sends it first. */
  change(block, element, value, {typed = false} = {}) {
    const key = keyOf(block.block_id, element.action_id);
    this.values.set(key, value);
    this.onChange(block);
    clearTimeout(this.typing.get(key)?.timer);
    const send = () => {
      this.typing.delete(key);
      return this.#send({do: "state", ...this.#about(block, element), value});
    };
    if (!typed) return send();
    this.typing.set(key, {send, timer: setTimeout(send, TYPING_PAUSE)});
    return Promise.resolve({ok: true});
  }

  /** A button, an option of an overflow menu, or Enter in an input that listens for it. */
  press(block, element, value) {
    this.flush();
    return this.#send({do: "press", ...this.#about(block, element), ...(value ? {value} : {})});
  }

  async options(block, element, query) {
    const answer = await act({do: "options", ...this.#about(block, element), query});
    if (!answer.ok) toast(answer.error);
    return answer.options ?? [];
  }

  /** Hands files (of the browser) to the server; resolves to Slack's file objects, or null after saying why not. */
  async upload(block, element, files) {
    const contents = await Promise.all(files.map(async (file) => ({
      name: file.name, mimetype: file.type || "application/octet-stream", data: await base64(file),
    })));
    const answer = await this.#send({do: "upload", ...this.#about(block, element), files: contents});
    return answer.ok ? answer.files : null;
  }

  /** Sends what is still waiting for a pause in the typing; resolves when the server has everything. */
  flush() {
    for (const {send, timer} of [...this.typing.values()]) {
      clearTimeout(timer);
      send();
    }
    return this.last;
  }

  #about(block, element) {
    return {surface: this.target, block_id: block.block_id, action_id: element.action_id};
  }

  #send(body) {
    this.last = this.last.then(() => act(body)).then((answer) => {
      if (!answer.ok) toast(answer.error);
      return answer;
    });
    return this.last;
  }
}

function keyOf(blockId, actionId) {
  return `${blockId}\n${actionId}`;
}

/** [block, element] for every element of the blocks that holds a value. */
export function* elementsOf(blocks) {
  for (const block of blocks) {
    const elements = block.type === "actions" ? block.elements : [block.element ?? block.accessory];
    for (const element of elements) if (element && isInput(element)) yield [block, element];
  }
}

const ofMessages = new Map();

/** The surface of a message: kept, so that what was chosen in it survives an update. */
export function surfaceOfMessage(message) {
  if (!ofMessages.has(message.id)) {
    const target = message.ephemeral ? {message_id: message.id} : {channel: message.channel, ts: message.ts};
    ofMessages.set(message.id, new Surface(target));
  }
  const surface = ofMessages.get(message.id);
  surface.adopt(message.blocks ?? [], message.state?.values);
  return surface;
}


function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
