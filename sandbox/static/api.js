// The page's calls to the sandbox's server. Everything is said as one person: the one in the address.

const TROUBLE = "The sandbox doesn't answer. Is `everloop demo` still running?";

/** What was asked for isn't there; the message is the server's sentence about it. */
export class Unknown extends Error {}

/** The id in `?person=`, or null: then the server takes the first person. */
export function personInAddress() {
  return new URLSearchParams(location.search).get("person");
}

async function get(path, parameters) {
  const answer = await fetch(`${path}?${new URLSearchParams(parameters)}`, {cache: "no-store"});
  if (answer.status === 404) throw new Unknown(await answer.text());
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** The whole state as `person` sees it; throws when the server can't be reached. */
export function fetchState(person) {
  return get("/page/state", person ? {person} : {});
}

/** Up to 50 messages before `before` (or the newest), oldest first; marks the channel as read. */
export function fetchMessages(person, channel, before = null) {
  return get("/page/messages", before ? {person, channel, before} : {person, channel});
}

/** Does something as `person`; always resolves to {ok, …} or {ok: false, error}, with a sentence to show. */
export async function act(person, body) {
  try {
    const answer = await fetch(`/page/act?${new URLSearchParams({person})}`, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : {ok: false, error: await answer.text()};
  } catch {
    return {ok: false, error: TROUBLE};
  }
}
