// The live connection: events from the server, and a way back when it breaks.

const LONGEST_WAIT = 8000;

/** Opens the websocket of `person` and keeps it open. `onEvent` gets each event, `onState` true or false as the
 * connection comes and goes; `onResync` is called whenever it has come: events may have been missed before. */
export function connect(person, {onEvent, onState, onResync}) {
  let wait = 250;

  function open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/page/live?${new URLSearchParams({person})}`);
    socket.addEventListener("open", () => {
      wait = 250;
      onState(true);
      onResync();
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
