"""How long a text is for Slack: its clients count in UTF-16 units, so an emoji may count twice."""


def units(text: str) -> int:
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def clip(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is longer than `most` units."""
    if units(text) <= most:
        return text
    while units(text) > most - 1:
        text = text[: -max(1, (units(text) - most) // 2)]
    return text.rstrip() + "…"
