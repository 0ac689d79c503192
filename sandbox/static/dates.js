// Times as the person of this tab reads them: in their own zone, by the workspace's clock.

import {state, workspaceNow} from "./store.js";

const formats = new Map();

function format(options, zone) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", {...options, timeZone: zone}));
  return formats.get(key);
}

function zoneOf(person) {
  return person?.tz || "UTC";
}

/** A message's ts ("1700000000.000100") or a number of seconds, as a Date. */
export function dateOf(ts) {
  return new Date(Number(ts) * 1000);
}

/** Hours and minutes, "09:05", in the zone of `person` (this tab's, unless told). */
export function clockTime(date, person = state.me) {
  return format({hour: "2-digit", minute: "2-digit"}, zoneOf(person)).format(date);
}

/** "Tue 24 Nov, 09:05". */
export function dayAndTime(date, person = state.me) {
  const day = format({weekday: "short", day: "numeric", month: "short"}, zoneOf(person)).format(date);
  return `${day.replace(",", "")}, ${clockTime(date, person)}`;
}

/** "Tuesday, 24 November 2026 at 09:05": what hovering over a time shows. */
export function fullTime(date) {
  const options = {weekday: "long", day: "numeric", month: "long", year: "numeric"};
  return `${format(options, zoneOf(state.me)).format(date)} at ${clockTime(date)}`;
}

/** The calendar day as "2026-11-24", to compare days with. */
export function dayKey(date, zone = zoneOf(state.me)) {
  const parts = format({year: "numeric", month: "2-digit", day: "2-digit"}, zone).formatToParts(date);
  const part = (type) => parts.find((item) => item.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** "Today", "Yesterday", or "Tuesday, 24 November", with the year where it isn't this one. */
export function dayName(date) {
  const now = workspaceNow();
  if (dayKey(date) === dayKey(new Date(now))) return "Today";
  if (dayKey(date) === dayKey(new Date(now - 86_400_000))) return "Yesterday";
  const options = {weekday: "long", day: "numeric", month: "long"};
  if (dayKey(date).slice(0, 4) !== dayKey(new Date(now)).slice(0, 4)) options.year = "numeric";
  return format(options, zoneOf(state.me)).format(date);
}

const WITH_SECONDS = {hour: "2-digit", minute: "2-digit", second: "2-digit"};

const TOKENS = {
  date_num: (date) => dayKey(date),
  date_slash: (date) => dayKey(date).replaceAll("-", "/"),
  date: (date) => format({day: "numeric", month: "long", year: "numeric"}, zoneOf(state.me)).format(date),
  date_short: (date) => format({day: "numeric", month: "short", year: "numeric"}, zoneOf(state.me)).format(date),
  date_long: (date) =>
    format({weekday: "long", day: "numeric", month: "long", year: "numeric"}, zoneOf(state.me)).format(date),
  time: (date) => clockTime(date),
  time_secs: (date) => format(WITH_SECONDS, zoneOf(state.me)).format(date),
  ago: (date) => ago(date),
};

function ago(date) {
  const seconds = (date.getTime() - workspaceNow()) / 1000;
  const relative = new Intl.RelativeTimeFormat("en", {numeric: "auto"});
  for (const [unit, size] of [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600]]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds / 60), "minute");
}

/** Slack's date templates, "{date_short_pretty} at {time}", filled in for this person. */
export function fillDate(template, seconds) {
  const date = dateOf(seconds);
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    const near = name.endsWith("_pretty") && ["Today", "Yesterday"].includes(dayName(date));
    if (near) return dayName(date).toLowerCase();
    const token = TOKENS[name.replace(/_pretty$/, "")];
    return token ? token(date) : whole;
  });
}

/** Epoch seconds → "2026-11-24T09:05" on this person's wall clock, for a datetime-local field. */
export function toWallClock(seconds) {
  const date = dateOf(seconds);
  return `${dayKey(date)}T${clockTime(date)}`;
}

/** The reverse: a wall-clock time of this person's zone → epoch seconds. In a gap it is the time after it. */
export function fromWallClock(text) {
  const wanted = Date.parse(`${text}Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    guess += wanted - Date.parse(`${toWallClock(guess)}Z`) / 1000;
  }
  return guess;
}
