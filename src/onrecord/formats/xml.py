"""XML as a tree, read without DTDs, entities, network or bottomless depth."""

import re

from lxml import etree

from onrecord.formats.text import decode, refused, what_it_is

# the lists that we read nest nine deep; 200 leaves room and stops a hostile file
_DEEPEST = 200
_DOCTYPE = re.compile(rb"<!\s*(?:doctype|entity)", re.I)
_XINCLUDE = b"http://www.w3.org/2001/XInclude"
_DECLARED = re.compile(r"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


def read_xml(content: bytes, name: str, root: str) -> etree._Element:
    """The root element, which must be called `root` and stand in no namespace.

    Refuses, with line and column where there is one: no XML, a cut or malformed file, any
    document type declaration or entity, XInclude, elements more than 200 deep, bytes that are
    not UTF-8. Comments and processing instructions are left out. Reads the whole file.
    """
    expect_xml(content, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as why:
        line, column = why.position
        raise refused(
            f"XML that is not whole or not well formed ({_in_words(why)})",
            name,
            line=line,
            field=f"column {column}",
        ) from why
    if tree.getroottree().docinfo.internalDTD is not None:
        raise refused("XML with a document type declaration, which no list has", name)
    if tree.tag != root:
        raise refused(f"another kind of XML: its root is {tree.tag!r} and not {root!r}", name)
    _refuse_depth(tree, name)
    return tree


def _in_words(why: etree.XMLSyntaxError) -> str:
    """What libxml2 says, without the place and without its advice to switch the limits off."""
    said = " ".join((why.msg or "it cannot be read").split())
    return re.split(r", (?:line [0-9]|use XML_|try XML_)|: [0-9]+, use", said)[0]


def expect_xml(content: bytes, name: str) -> None:
    """Refuse what must not reach a parser of XML at all."""
    kind = what_it_is(content)
    if kind is not None:
        said = {"empty": "an empty file", "blanks only": "a file of blanks only"}
        raise refused(said.get(kind, f"not XML but {kind}"), name)
    text = decode(content, name)  # another encoding could hide a declaration from the next look
    declared = _DECLARED.match(text)
    if declared is not None and declared[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise refused(f"XML that says it is {declared[1]}, not UTF-8", name)
    found = _DOCTYPE.search(content)
    if found is not None:
        line = content.count(b"\n", 0, found.start()) + 1
        raise refused(
            "XML with a document type or entity declaration, which no list has", name, line=line
        )
    if _XINCLUDE in content:
        raise refused("XML that includes another file, which no list does", name)


def _refuse_depth(tree: etree._Element, name: str) -> None:
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise refused(
                f"elements more than {_DEEPEST} deep", name, line=getattr(element, "sourceline", 0)
            )
