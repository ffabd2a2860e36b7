"""Lines of JSON with a check over all of them, since not every byte bears on an answer.

The check stands first, over the bytes of the line as it is without it.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_SEALED = re.compile(rb'\{"check":"([0-9a-f]{16})",(.*)')
_EARLIER = (b'{"accepts":', b'{"at":')  # lines of before 25 November 2026 have no check


def sealed(plain: Mapping[str, Any]) -> str:
    """An object as its line."""
    body = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f'{{"check":"{_check(body.encode())}",{body[1:]}'


def unsealed(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises ValueError for one that is not as it was written."""
    found = _SEALED.fullmatch(line)
    body = line if found is None else b"{" + found[2]
    is_whole = line.startswith(_EARLIER) if found is None else found[1].decode() == _check(body)
    plain = json.loads(body)
    if not is_whole or not isinstance(plain, dict):
        raise ValueError("not as it was written")
    return plain


def _check(body: bytes) -> str:
    return sha256(body).hexdigest()[:16]
