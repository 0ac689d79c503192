// Pictures and files in messages. Nothing is fetched from outside this machine: a picture from elsewhere is shown
// as its description, with a link.

import {h, icon} from "./dom.js";
import {link} from "./mrkdwn.js";

/** An image of Block Kit, or its description where it isn't of this machine. */
export function image(item, className) {
  const url = item.image_url ?? item.slack_file?.url ?? "";
  const alt = item.alt_text ?? "";
  const absent = () => h("span", {class: `${className} image-elsewhere`}, "🖼 ", url ? link(url, alt || "Picture") : alt);
  if (!isLocal(url)) return absent();
  const picture = h("img", {src: url, alt, class: className, loading: "lazy"});
  picture.addEventListener("error", () => picture.replaceWith(absent()), {once: true});
  return picture;
}

function isLocal(url) {
  if (!url) return false;
  const {origin, protocol} = new URL(url, location.href);
  return origin === location.origin || protocol === "data:";
}

/** A file of a message: pictures with a preview, everything to download. */
export function file(item) {
  const url = item.url_private_download ?? item.url_private ?? item.permalink ?? "";
  const name = item.title || item.name;
  const preview = item.mimetype?.startsWith("image/") && isLocal(item.url_private ?? url);
  const size = item.size ? `${item.mimetype ?? "file"} · ${readableSize(item.size)}` : (item.mimetype ?? "file");
  return h("figure", {class: "file"},
    preview && h("img", {src: item.url_private ?? url, alt: item.alt_txt ?? name, loading: "lazy"}),
    h("figcaption", {}, icon("file"), h("span", {class: "file-words"}, h("b", {}, name), h("small", {}, size)),
      isLocal(url) && h("a", {href: url, download: item.name ?? name, class: "button small"}, "Download")));
}

function readableSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
