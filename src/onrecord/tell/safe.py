"""Text from outside made harmless to show: what would steer a terminal or a reader's eye."""

import re
import unicodedata

# controls, lone surrogates, line separators, bidi controls, tags and other invisible formats; the
# joiners U+200C and U+200D stay, for Burmese and Persian cannot be written without them
_KEPT = frozenset("\u200c\u200d")
_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp", "Cf", "Co", "Cn"})
_PLAIN = re.compile(r"[ -~]*")


def one_line(text: str) -> str:
    """The text with every character that steers written out, as in \\x1b; line breaks too."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown(c) for c in text)


def many_lines(text: str) -> str:
    """As `one_line`, but line feeds stay and a tab is a blank; CR LF is one line feed."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(one_line(part.replace("\t", " ")) for part in lines)


def _shown(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in _STEERING:
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
