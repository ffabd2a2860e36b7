"""Names in parts, each part with its spelling variants by language and script."""

from collections import defaultdict
from collections.abc import Iterator

from onrecord.formats import Node
from onrecord.model.listing import Name, NameKind

_LATIN = "LATN"
_TITLES = ("title",)


def read_name(node: Node, kind: NameKind) -> tuple[list[Name], list[str]]:
    """The name and its variants, and the titles among its parts.

    Variants in another script replace all parts that have one in it; a Latin variant replaces its
    own part only, so that each other spelling makes one more name and not one of each mixture.
    """
    language = str(node.element.get("lang", "")) or None
    parts: list[tuple[int, str, list[tuple[str, str, str]]]] = []
    titles: list[str] = []
    for place, part in enumerate(node.nodes("name-part")):
        value = " ".join(part.texts("value"))
        variants = [_variant(each) for each in part.nodes("spelling-variant")]
        order = str(part.element.get("order", ""))
        if part.element.get("name-part-type") in _TITLES:
            titles.append(value)
        elif value:
            number = int(order) if order.isdecimal() else place
            parts.append((number, value, [each for each in variants if each[0]]))
        part.done(attributes=("order", "name-part-type"))
    parts.sort(key=lambda part: part[0])
    texts = [value for _, value, _ in parts]
    if not texts:
        return [], titles
    other = kind if kind is not NameKind.PRIMARY else NameKind.ALIAS
    names = [Name(" ".join(texts), kind, language=language)]
    names += [
        Name(text, other, script or None, spoken or None)
        for text, spoken, script in _variants(texts, [found for _, _, found in parts])
    ]
    return names, [title for title in titles if title]


def _variant(node: Node) -> tuple[str, str, str]:
    """(text, language, script) of a spelling variant."""
    text = " ".join((node.element.text or "").split())
    language, script = (str(node.element.get(each, "")) for each in ("lang", "script"))
    node.done(attributes=("lang", "script", "spelling-variant-type", "ssid"))
    return text, language, script


def _variants(
    texts: list[str], found: list[list[tuple[str, str, str]]]
) -> Iterator[tuple[str, str, str]]:
    scripts: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for at, variants in enumerate(found):
        for text, language, script in variants:
            taken = scripts[language, script]
            if script.upper() in (_LATIN, "") or at in taken:
                yield " ".join([*texts[:at], text, *texts[at + 1 :]]), language, script.title()
            else:
                taken[at] = text
    for (language, script), replaced in scripts.items():
        if replaced:
            parts = [replaced.get(at, text) for at, text in enumerate(texts)]
            yield " ".join(parts), language, script.title()
