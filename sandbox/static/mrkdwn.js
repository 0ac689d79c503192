// Slack's mrkdwn → DOM nodes. The text arrives with &, < and > escaped, so a "<" here can only be a reference
// (a mention, a link, a date) that the sender meant; anything else is shown literally.

import {fillDate} from "./dates.js";
import {h} from "./dom.js";
import {emojiFor} from "./emoji.js";
import {conversationById, nameOf, state} from "./store.js";

const ATOM = /`[^`\n]+`|<[^<>\n]+>|https?:\/\/[^\s<>|`]+|:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:/g;
const FIRST = 0xe000; // atoms stand in the text as private-use characters while styles are found
const MOST_ATOMS = 6400;
const STYLES = {"*": "strong", "_": "em", "~": "s"};

/** Undoes Slack's three escapes. */
function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The nodes of a mrkdwn text, code blocks and quotes included. */
export function mrkdwn(text) {
  const nodes = [];
  for (const [index, part] of String(text ?? "").split("```").entries()) {
    const fenced = index % 2 === 1;
    if (fenced) nodes.push(h("pre", {}, h("code", {}, unescape(part).replace(/^\n/, "").replace(/\n$/, ""))));
    else nodes.push(...paragraphs(index > 0 ? part.replace(/^\n/, "") : part));
  }
  return nodes;
}

function paragraphs(text) {
  const nodes = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const rest = lines[at].startsWith("&gt;&gt;&gt;");
    let end = at;
    if (rest) end = lines.length;
    else while (end < lines.length && lines[end].startsWith("&gt;")) end += 1;
    if (end > at) {
      const quoted = lines.slice(at, end).map((line) => line.replace(/^(?:&gt;&gt;&gt;|&gt;) ?/, ""));
      nodes.push(h("blockquote", {}, inline(quoted.join("\n"))));
      at = end;
      continue;
    }
    nodes.push(...inline(lines[at]));
    at += 1;
    if (at < lines.length && !lines[at].startsWith("&gt;")) nodes.push(h("br"));
  }
  return nodes;
}

/** The nodes of one run of mrkdwn: styles, references, emoji; newlines stay newlines (`white-space: pre-wrap`). */
function inline(text) {
  const atoms = [];
  const safe = text.replace(/[\uE000-\uF8FF]/g, "\uFFFD");
  const marked = safe.replace(ATOM, (found) => {
    if (atoms.length === MOST_ATOMS) return found;
    const [node, trailing] = atomOf(found);
    atoms.push(node);
    return String.fromCharCode(FIRST + atoms.length - 1) + trailing;
  });
  return styled(marked, atoms);
}

function styled(text, atoms) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(...leaves(plain, atoms));
    plain = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const end = text[at] in STYLES ? closing(text, at) : -1;
    if (end < 0) {
      plain += text[at];
      continue;
    }
    flush();
    nodes.push(h(STYLES[text[at]], {}, styled(text.slice(at + 1, end), atoms)));
    at = end;
  }
  flush();
  return nodes;
}

/** Where the style that opens at `at` ends, or -1: it must hug its words and stand free of other words. */
function closing(text, at) {
  const mark = text[at];
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ") || /\s/.test(text[at + 1] ?? " ")) return -1;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === "\n") return -1;
    const hugs = !/\s/.test(text[end - 1]) && text[end - 1] !== mark;
    if (text[end] === mark && hugs && !/[\p{L}\p{N}]/u.test(text[end + 1] ?? " ")) return end;
  }
  return -1;
}

function leaves(text, atoms) {
  return text.split(/([\uE000-\uF8FF])/).filter(Boolean).map((part) => {
    const atom = part.length === 1 ? atoms[part.charCodeAt(0) - FIRST] : undefined;
    return atom ?? document.createTextNode(unescape(part));
  });
}

/** [node, the text that follows it] for something ATOM found. */
function atomOf(found) {
  if (found.startsWith("`")) return [h("code", {}, unescape(found.slice(1, -1))), ""];
  if (found.startsWith("<")) return [reference(found.slice(1, -1)), ""];
  if (found.startsWith("http")) {
    const url = found.replace(/(?:[.,;:!?)*_~'"]|&gt;|&lt;)+$/, "");
    return [link(unescape(url), unescape(url)), found.slice(url.length)];
  }
  return [emoji(found.slice(1, -1)), ""];
}

function reference(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : unescape(body.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return mention(target.slice(1), label);
  if (/^#C\w+$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ""));
}

/** "@Alice", marked when it is the reader. An unknown id falls back to its label, as Slack does. */
export function mention(id, label = null) {
  const name = nameOf(id) === id && label ? label : nameOf(id);
  return h("span", {class: id === state.me.id ? "mention mention-me" : "mention"}, `@${name}`);
}

export function channelMention(id, label = null) {
  const name = conversationById(id)?.name ?? label ?? id;
  return h("a", {class: "mention", href: "#", data: {openChannel: id}}, `#${name}`);
}

function special(body, label) {
  if (["channel", "here", "everyone"].includes(body)) return h("span", {class: "mention mention-me"}, `@${body}`);
  const [kind, ...rest] = body.split("^");
  if (kind === "date") return dateNode(Number(rest[0]), rest[1] ?? "", rest[2], label);
  if (kind === "subteam") return h("span", {class: "mention"}, label ?? `@${rest[0]}`);
  return h("span", {}, label ?? `<!${body}>`);
}

/** A date that each reader sees in their own time; what can't be read falls back to its text. */
export function dateNode(seconds, template, url, fallback) {
  const text = Number.isFinite(seconds) ? fillDate(template, seconds) : (fallback ?? "");
  return url ? link(unescape(url), text) : h("time", {title: fallback ?? ""}, text);
}

/** A link that leaves the page; only web and mail addresses become one, the rest stays text. */
export function link(url, label) {
  const safe = /^(?:https?:\/\/|mailto:)/i.test(url);
  if (!safe) return document.createTextNode(label === url ? `<${url}>` : `<${url}|${label}>`);
  return h("a", {href: url, target: "_blank", rel: "noopener noreferrer"}, label);
}

/** The emoji of a shortcode, with its name for screen readers; an unknown one as it is written. */
export function emoji(name) {
  const character = emojiFor(name);
  if (!character) return document.createTextNode(`:${name}:`);
  const props = {class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:`};
  return h("span", props, character);
}

/** Plain words of a message for a preview or a screen reader: references by name, no marks. */
export function plainOf(text) {
  return h("div", {}, mrkdwn(text)).textContent.replace(/\s+/g, " ").trim();
}

/** A text object: mrkdwn is rendered, plain_text is shown literally but for its emoji. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  if (object.emoji === false) return [object.text];
  return object.text.split(/(:[a-z0-9_+'-]+:)/).map((part) => {
    const known = /^:.+:$/.test(part) && emojiFor(part.slice(1, -1));
    return known ? emoji(part.slice(1, -1)) : part;
  });
}
