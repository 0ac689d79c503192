// The values of inputs, in the shapes of Slack's own `state.values`, and the checks that Slack's client makes
// before it sends a form.

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Which key of its value a kind of input keeps what was chosen under. */
const KEYS = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  rich_text_input: "rich_text_value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  checkboxes: "selected_options",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  file_input: "files",
};

const INITIAL = {
  value: "initial_value",
  rich_text_value: "initial_value",
  selected_option: "initial_option",
  selected_options: "initial_options",
  selected_user: "initial_user",
  selected_users: "initial_users",
  selected_conversation: "initial_conversation",
  selected_conversations: "initial_conversations",
  selected_channel: "initial_channel",
  selected_channels: "initial_channels",
  selected_date: "initial_date",
  selected_time: "initial_time",
  selected_date_time: "initial_date_time",
};

/** What was chosen, out of an element's value: a string, an option, a list, or null. */
export function chosen(element, value) {
  return value?.[KEYS[element.type]] ?? null;
}

/** Slack's value for an element out of what was chosen. */
export function valueOf(element, choice) {
  return {type: element.type, [KEYS[element.type]]: choice};
}

/** The value an element starts with. */
export function initialValue(element) {
  return valueOf(element, element[INITIAL[KEYS[element.type]]] ?? null);
}

/** A kept value in the words of the element as it is now: an option may have got another text, or be gone. */
export function refreshed(element, value) {
  const offered = element.options ?? element.option_groups?.flatMap(({options}) => options);
  const kept = chosen(element, value);
  if (!offered || kept === null) return value;
  const now = (option) => offered.find((other) => other.value === option.value);
  if (Array.isArray(kept)) return valueOf(element, kept.map(now).filter(Boolean));
  return now(kept) ? valueOf(element, now(kept)) : initialValue(element);
}

export function isInput(element) {
  return element.type in KEYS;
}

/** Why an input block can't be sent as it stands, in words, or null. */
export function complaint(block, value) {
  const element = block.element;
  const choice = chosen(element, value);
  const empty = choice === null || choice.length === 0 || (typeof choice === "string" && !choice.trim());
  if (empty) return block.optional ? null : "Please complete this required field.";
  if (element.type === "email_text_input" && !EMAIL.test(choice)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !isWebAddress(choice)) return "Please enter a valid URL.";
  if (element.type === "number_input") return numberComplaint(element, choice);
  return lengthComplaint(element, choice);
}

function isWebAddress(text) {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function numberComplaint(element, text) {
  const pattern = element.is_decimal_allowed ? /^-?\d*\.?\d+$/ : /^-?\d+$/;
  if (!pattern.test(text)) return `Please enter a ${element.is_decimal_allowed ? "" : "whole "}number.`;
  const {min_value: least, max_value: most} = element;
  if (least !== undefined && Number(text) < Number(least)) return `Please enter a number of at least ${least}.`;
  if (most !== undefined && Number(text) > Number(most)) return `Please enter a number of at most ${most}.`;
  return null;
}

function lengthComplaint(element, choice) {
  const {min_length: least, max_length: most} = element;
  if (typeof choice !== "string") return null;
  if (least && choice.length < least) return `Please enter at least ${least} characters.`;
  if (most && choice.length > most) return `Please use at most ${most} characters.`;
  return null;
}
