"""What a person reads in blocks: text without marks, mentions as names, choices as they stand."""

from collections.abc import Callable
from typing import Any

from sandbox.controls import STATE_KEYS, elements_of, offered, picked
from sandbox.mrkdwn import visible
from sandbox.wire import Json, as_json, as_list


class Reader:
    """Reads blocks aloud. `name_of` gives the visible name of an id, `state` is what is entered in the
    controls.
    """

    def __init__(
        self, name_of: Callable[[str], str], state: Json, errors: dict[str, str] | None = None
    ) -> None:
        self.name_of = name_of
        self.state = state
        self.errors = errors or {}

    def words(self, node: Any) -> str:
        """The visible text of a text object, or of a message's text."""
        if isinstance(node, str):
            return visible(node, self.name_of)
        text = str(as_json(node).get("text", ""))
        return text if as_json(node).get("type") == "plain_text" else visible(text, self.name_of)

    def blocks(self, blocks: list[Json]) -> str:
        return "\n".join(line for line in map(self.block, blocks) if line)

    def block(self, block: Json) -> str:
        match block["type"]:
            case "rich_text":
                lines = [self.rich(block)]
            case "markdown":
                lines = [block["text"]]
            case "image":
                lines = [self.words(block.get("title")), block.get("alt_text", "")]
            case "context":
                lines = [e["alt_text"] if e["type"] == "image" else self.words(e) for e in block["elements"]]
            case _:
                lines = self._parts(block)
        if block.get("block_id") in self.errors:
            lines.append(self.errors[block["block_id"]])
        return "\n".join(line for line in lines if line)

    def _parts(self, block: Json) -> list[str]:
        texts = [self.words(block[k]) for k in ("text", "label") if block.get(k)]
        fields = [self.words(f) for f in as_list(block.get("fields"))]
        accessory = as_json(block.get("accessory"))
        picture = [accessory["alt_text"]] if accessory.get("type") == "image" else []
        shown = [self.element(block, e) for e in elements_of(block)]
        return [*texts, *fields, *picture, *shown, self.words(block.get("hint") or "")]

    def element(self, block: Json, element: Json) -> str:
        """A button as [its words], a list with its choices marked, a field with what is in it."""
        match element["type"]:
            case "button":
                return f"[{self.words(element['text'])}]"
            case "overflow":
                return "[…]"
            case "radio_buttons" | "checkboxes":
                chosen = self.entered(block, element)
                return "\n".join(self._choice(o, o in chosen) for o in offered(element))
            case _:
                return self.value(block, element) or self.words(element.get("placeholder") or "")

    def _choice(self, option: Json, chosen: bool) -> str:
        description = f" – {self.words(option['description'])}" if option.get("description") else ""
        return f"{'(x)' if chosen else '( )'} {self.words(option['text'])}{description}"

    def entered(self, block: Json, element: Json) -> list[Any]:
        """What is entered in a control, as a list."""
        value = as_json(as_json(self.state.get(block.get("block_id", ""))).get(element.get("action_id", "")))
        return picked(element, value) if element["type"] in STATE_KEYS else []

    def value(self, block: Json, element: Json) -> str:
        """What is entered in a control, as a person reads it."""
        return ", ".join(map(self._entry, self.entered(block, element)))

    def _entry(self, entry: Any) -> str:
        node = as_json(entry)
        if node:
            return self.rich(node) if node.get("type") == "rich_text" else self.words(node["text"])
        return self.name_of(entry) if isinstance(entry, str) else str(entry)

    def rich(self, node: Json) -> str:
        """The text of rich text, line by line."""
        match node["type"]:
            case "user" | "channel" | "usergroup" as kind:
                return ("#" if kind == "channel" else "@") + self.name_of(node[f"{kind}_id"])
            case "broadcast":
                return f"@{node['range']}"
            case "emoji":
                return f":{node['name']}:"
            case "link":
                return node.get("text") or node["url"]
            case "date":
                return node.get("fallback") or node["format"]
            case "text":
                return node["text"]
            case kind:
                between = "\n" if kind in ("rich_text", "rich_text_list") else ""
                return between.join(self.rich(e) for e in as_list(node.get("elements")))
