"""An element of XML from which each child is taken once, so that none is passed over unseen."""

from collections.abc import Callable, Collection
from typing import TypeVar

from lxml import etree

from onrecord.errors import InputError
from onrecord.formats.text import refused

_T = TypeVar("_T")


class Node:
    """One element with its children; `done` refuses what was not taken.

    Texts are without outer blanks, and with one blank for any run of them inside: lists pad their
    values and break their lines anew each time. Blank is absent.
    """

    __slots__ = ("_left", "element", "name")

    def __init__(self, name: str, element: etree._Element) -> None:
        self.name = name
        self.element = element
        self._left: dict[str, list[etree._Element]] = {}
        for child in element:
            self._left.setdefault(str(child.tag), []).append(child)

    @property
    def is_empty(self) -> bool:
        """Whether it has neither children nor text."""
        return not len(self.element) and not (self.element.text or "").strip()

    def refused(self, what: str, tag: str | None = None) -> InputError:
        """The error that names this element's line; raise it."""
        line = getattr(self.element, "sourceline", None)  # its stub has no type
        return refused(what, self.name, line=line, field=tag or str(self.element.tag))

    def nodes(self, tag: str) -> "list[Node]":
        """All children of that name, taken."""
        return [Node(self.name, child) for child in self._left.pop(tag, ())]

    def texts(self, tag: str) -> list[str]:
        """The texts of all children of that name, blank ones left out; refuses elements inside."""
        found = []
        for child in self._left.pop(tag, ()):
            if len(child):
                raise self.refused(f"an element that is not known: {child[0].tag!r}", tag)
            text = " ".join((child.text or "").split())
            if text:
                found.append(text)
        return found

    def take_if_any(self, tag: str, read: Callable[[str], _T]) -> _T | None:
        """The one child's text, read; None where there is none; refuses two."""
        texts = self.texts(tag)
        if not texts:
            return None
        if len(texts) > 1:
            raise self.refused(f"stands {len(texts)} times where one is published", tag)
        try:
            return read(texts[0])
        except ValueError as why:
            raise self.refused(str(why), tag) from why

    def take(self, tag: str, read: Callable[[str], _T]) -> _T:
        """The same; refuses a child that is absent or blank."""
        value = self.take_if_any(tag, read)
        if value is None:
            raise self.refused("nothing where a value must be", tag)
        return value

    def done(self, ignored: Collection[str] = (), attributes: Collection[str] = ()) -> None:
        """Refuse an element, attribute or text that was neither taken nor is ignored by name."""
        for tag in self._left:
            if tag not in ignored:
                raise self.refused(f"an element that is not known: {tag!r}")
        for attribute in self.element.attrib:
            if str(attribute) not in attributes:
                raise self.refused(f"an attribute that is not known: {str(attribute)!r}")
        loose = [self.element.text, *(child.tail for child in self.element)]
        if len(self.element) and any(text and text.strip() for text in loose):
            raise self.refused("text between elements, where there is none")
