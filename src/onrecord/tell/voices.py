"""Voices of a brief in words: how far a speaker stands by what was said, and the words."""

from onrecord.link import Voice
from onrecord.model.report import Naming, Stance
from onrecord.tell.document import Ref
from onrecord.tell.index import Index
from onrecord.tell.words import NAMING, RECORD


def standing(voice: Voice) -> str:
    """How far a speaker stands by the words: named or not, on the record, through whom."""
    parts = [NAMING[voice.naming] if voice.naming is not Naming.NAMED else ""]
    parts.append(RECORD[voice.record])
    parts.append(f"via {voice.relay}" if voice.relay else "")
    parts.append(f"as told by {voice.told_by}" if voice.told_by else "")
    if voice.note:
        parts.append(voice.note)
    elif voice.stance not in (Stance.ASSERTS, Stance.DENIES):
        parts.append(voice.stance.replace("_", " "))
    if voice.hedged:
        parts.append("hedged")
    return "".join(f", {part}" for part in parts if part)


def span_refs(voice: Voice | None, index: Index) -> tuple[Ref, ...]:
    """The reference into the text of a voice; empty where there is no voice."""
    return (index.span(voice.span, voice.statement),) if voice else ()


def unquoted(voice: Voice) -> str:
    """The words of a voice on one line, without quotation marks around and "that" before them."""
    words = " … ".join(span.text for span in voice.content)
    return " ".join(words.split()).strip('“”"').removeprefix("that ")


def upper(sentence: str) -> str:
    """A sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]
