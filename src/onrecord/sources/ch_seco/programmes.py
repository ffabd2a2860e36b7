"""The file's own tables: sanctions sets with their programmes, and places."""

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.formats import Node
from onrecord.model.listing import Effect
from onrecord.sources import Source

_LANGUAGE = "eng"


@dataclass(frozen=True, slots=True)
class Set:
    """A sanctions set: its programme, what it does, and how it is cited."""

    programme: str
    effects: tuple[Effect, ...]
    cites: str


def read_sets(root: Node, source: Source) -> dict[str, Set]:
    """The sanctions sets by ssid; a programme may stand several times, with a set each."""
    found: dict[str, Set] = {}
    for node in root.nodes("sanctions-program"):
        key = _english(node, "program-key")
        title = _english(node, "program-name") or key
        sets = [(_ssid(each), each) for each in node.nodes("sanctions-set")]
        if not key:
            raise node.refused("nothing where a value must be", "program-key")
        for ssid, each in sets:
            text = " ".join((each.element.text or "").split())
            each.done(attributes=("ssid", "lang"))
            if each.element.get("lang", _LANGUAGE) == _LANGUAGE or ssid not in found:
                cites = ", ".join(part for part in (title, text) if part)
                found[ssid] = Set(key, _effects(text, source), cites)
        node.texts("origin")  # ONU, UE: whose measures the ordinance follows, not whose these are
        node.done(attributes=("ssid", "version-date", "predecessor-version-date"))
    return found


def _ssid(node: Node) -> str:
    return str(node.element.get("ssid", ""))


def _english(node: Node, tag: str) -> str:
    """The text in English, else the first."""
    texts: dict[str, str] = {}
    for each in node.nodes(tag):
        language = str(each.element.get("lang", _LANGUAGE))
        texts.setdefault(language, " ".join((each.element.text or "").split()))
        each.done(attributes=("lang",))
    return texts.get(_LANGUAGE) or next(iter(texts.values()), "")


def _effects(text: str, source: Source) -> tuple[Effect, ...]:
    words = text.lower()
    said = [Effect(effect) for word, effect in source.codes["EFFECT"].items() if word in words]
    return tuple(dict.fromkeys(said)) or (Effect.OTHER,)


def read_places(root: Node) -> Mapping[str, tuple[str, str | None]]:
    """(place with its area, country) by ssid; variants of their spelling are told after each."""
    found: dict[str, tuple[str, str | None]] = {}
    for node in root.nodes("place"):
        parts = []
        for tag in ("location", "area"):
            names = [*_texts(node, tag), *_texts(node, f"{tag}-variant")]
            if names:
                more = f" ({', '.join(names[1:])})" if names[1:] else ""
                parts.append(names[0] + more)
        countries = _texts(node, "country")
        found[_ssid(node)] = (", ".join(parts), countries[0] if countries else None)
        node.done(attributes=("ssid",))
    return found


def _texts(node: Node, tag: str) -> list[str]:
    found = []
    for each in node.nodes(tag):
        text = " ".join((each.element.text or "").split()) or str(each.element.get("iso-code", ""))
        if text:
            found.append(text)
        each.done(attributes=("iso-code", "variant-type", "lang", "script"))
    return found
