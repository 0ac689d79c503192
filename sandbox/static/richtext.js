// rich_text blocks → DOM. Every run is a text node: nothing in it is parsed again.

import {h} from "./dom.js";
import {channelMention, dateNode, emoji, link, mention} from "./mrkdwn.js";

const STYLES = [["code", "code"], ["strike", "s"], ["underline", "u"], ["italic", "em"], ["bold", "strong"]];

/** The nodes of a rich_text block. */
export function richText(block) {
  return block.elements.map(part);
}

function part(item) {
  const indent = {"--indent": String(item.indent ?? 0)};
  switch (item.type) {
    case "rich_text_list": {
      const start = item.offset ? item.offset + 1 : null;
      const attributes = {class: item.border ? "bordered" : null, style: indent, start};
      const rows = item.elements.map((row) => h("li", {}, runs(row.elements)));
      return h(item.style === "ordered" ? "ol" : "ul", attributes, rows);
    }
    case "rich_text_preformatted":
      return h("pre", {}, h("code", {}, item.elements.map((run) => run.text ?? run.url ?? "")));
    case "rich_text_quote":
      return h("blockquote", {}, runs(item.elements));
    default:
      return h("div", {class: "rich-section"}, runs(item.elements ?? []));
  }
}

function runs(elements) {
  return elements.map((run) => {
    const tags = STYLES.filter(([style]) => run.style?.[style]).map(([, tag]) => tag);
    return tags.reduce((node, tag) => h(tag, {}, node), leaf(run));
  });
}

function leaf(run) {
  switch (run.type) {
    case "text": return run.text;
    case "link": return link(run.url, run.text || run.url);
    case "user": return mention(run.user_id);
    case "channel": return channelMention(run.channel_id);
    case "usergroup": return h("span", {class: "mention"}, `@${run.usergroup_id}`);
    case "broadcast": return h("span", {class: "mention mention-me"}, `@${run.range}`);
    case "emoji": return emoji(run.name);
    case "date": return dateNode(run.timestamp, run.format ?? "{date_long}", run.url, run.fallback);
    case "color": return h("span", {class: "colour", style: {"--swatch": run.value}}, run.value);
    default: return run.text ?? "";
  }
}
