"""Several values in one cell, taken apart where the cell numbers them."""

import re

# (1) … (2) …   1) … 2) …   a) … b) …   (1)-(3) …   (1) to (6) …
_MARK = re.compile(
    r"(?:(?<=\s)|(?<=[;,.])|^)"
    r"\(?([0-9]{1,2}|[a-z])\)(?:(?:-|\s+to\s+)\(?([0-9]{1,2}|[a-z])\))?(?=[\s(\w\"'“‘-])"
)


def several(text: str) -> list[str]:
    """The values of a cell, in their order; one where it does not number them from the first on.

    `(1) to (3) X (4) Y` is X and Y: the same value for several numbers stands once. A dash, as in
    `(1) - (2) X`, is the value "-". Commas, semicolons and blanks around one are no part of it.
    """
    marks = list(_MARK.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return [text.strip()] if text.strip() else []
    kept: list[re.Match[str]] = []
    expected = 1
    for mark in marks:
        if _number(mark[1]) == expected and (not kept or mark[1].isdigit() is kept[0][1].isdigit()):
            kept.append(mark)
            expected = (_number(mark[2]) if mark[2] else expected) + 1
    if not kept:
        return [text.strip()]
    ends = [*(mark.start() for mark in kept[1:]), len(text)]
    values = [text[m.end() : end].strip(" \t\r\n;,") for m, end in zip(kept, ends, strict=True)]
    return [value for value in values if value]


def _number(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1
