// The live connection: events from the server, and a way back when it breaks.

const LONGEST_WAIT = 8000;

/** Opens the websocket of `person` and keeps it open. `onEvent` gets each event, `onState` true or false as the
 * connection comes and goes, and `onResync` is called after a reconnection: events may have been missed. */
export function connect(person, {onEvent, onState, onResync}) {
  let wait = 250;
  let everOpen = false;

  function open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/page/live?${new URLSearchParams({person})}`);
    socket.addEventListener("open", () => {
      wait = 250;
      onState(true);
      if (everOpen) onResync();
      everOpen = true;
    });
    socket.addEventListener("message", ({data}) => onEvent(JSON.parse(data)));
    socket.addEventListener("close", () => {
      onState(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  open();
}
