"""Why a command of ours can't do its work: shown as it is, one line each, without a traceback."""

from collections.abc import Sequence


class CannotStart(Exception):
    """Sentences for whoever runs Everloop, each with its mend."""

    exit_code = 1

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines: Sequence[str] = lines


class WrongSettings(CannotStart):
    """One line for each setting that is missing or can't be used; none repeats a secret."""

    exit_code = 2
