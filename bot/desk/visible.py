"""What people typed, so that it can be shown to agents: nothing hidden in it, nothing that acts."""


def visible(text: str) -> str:
    """A text in which characters that turn, hide or control are written out, as `⟨U+202E⟩`."""
    return "".join(
        char if char.isprintable() or char == "\n" else f"⟨U+{ord(char):04X}⟩" for char in text
    )


def cell(text: str) -> str:
    """A text on one line, which no spreadsheet takes for a formula."""
    line = visible(text).replace("\n", " ⏎ ")
    return f"'{line}" if line[:1] in tuple("=+-@") else line
