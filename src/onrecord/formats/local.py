"""XML of any namespace by local names, whole or one part after another."""

from collections.abc import Collection, Iterator
from io import BytesIO

from lxml import etree

from onrecord.formats.text import refused
from onrecord.formats.xml import expect_xml, read_xml

_DEEPEST = 200


def root_name(content: bytes) -> str | None:
    """The local name of the root element; None where the bytes begin no XML."""
    tag = _root_tag(content)
    return None if tag is None else _local(tag)


def read_local_xml(content: bytes, name: str, root: str) -> etree._Element:
    """The root element, called `root` in whatever namespace; all elements lose theirs.

    Publishers move their lists from one namespace to another while the elements stay. Refuses what
    `read_xml` refuses.
    """
    tag = _root_tag(content)
    tree = read_xml(content, name, tag if tag is not None and _local(tag) == root else root)
    for element in tree.iter(etree.Element):
        element.tag = _local(str(element.tag))
    return tree


def stream_local_xml(
    content: bytes, name: str, root: str, parts: Collection[str], holders: Collection[str]
) -> Iterator[etree._Element]:
    """Each element whose local name is among `parts`, with all in it, in the order of the file.

    An element and what stood before it are gone once the next is asked for: memory is that of the
    bytes and of one part. Refuses what `read_xml` refuses, and an element around the parts that is
    not among the `holders`; a fault may show after some parts.
    """
    expect_xml(content, name)
    reading = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth, inside = 0, 0
    try:
        for event, element in reading:
            tag = _local(str(element.tag))
            depth += 1 if event == "start" else -1
            if event == "start":
                if depth == 1 and tag != root:
                    raise _another(name, tag, root)
                if depth > _DEEPEST:
                    raise refused(f"elements more than {_DEEPEST} deep", name)
                inside += tag in parts
                if not inside and depth > 1 and tag not in holders:
                    raise refused(f"an element that is not known: {tag!r}", name)
                continue
            element.tag = tag
            if tag not in parts:
                continue
            inside -= 1
            if not inside:
                yield element
                _forget(element)
    except etree.XMLSyntaxError as why:
        line, column = why.position
        raise refused(
            "XML that is not whole or not well formed", name, line=line, field=f"column {column}"
        ) from why


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _another(name: str, tag: str, root: str) -> Exception:
    return refused(f"another kind of XML: its root is {tag!r} and not {root!r}", name)


def _root_tag(content: bytes) -> str | None:
    """The first element's name; a parser sees no more of the file than it needs for that."""
    reading = etree.iterparse(
        BytesIO(content), events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in reading:
            return str(element.tag)
    except etree.XMLSyntaxError:
        pass
    return None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
