import pytest

from onrecord.errors import InputError
from onrecord.formats.local import read_local_xml, root_name, stream_local_xml

LIST = (
    b'<list xmlns="urn:a" xmlns:b="urn:b"><head/><b:entry n="1"><c>x</c></b:entry><entry/></list>'
)


def streamed(content: bytes) -> list[tuple[str, list[str]]]:
    parts = stream_local_xml(content, "f.xml", "list", ("entry",), ("head", "entries"))
    return [(str(part.tag), [str(child.tag) for child in part]) for part in parts]


def test_elements_go_by_their_local_names_whatever_the_namespace() -> None:
    root = read_local_xml(LIST, "f.xml", "list")

    assert [child.tag for child in root] == ["head", "entry", "entry"]
    assert root_name(LIST) == "list"
    assert root_name(b"uid,name") is None


def test_parts_come_one_after_another_with_all_in_them() -> None:
    assert streamed(LIST) == [("entry", ["c"]), ("entry", [])]


def test_a_part_inside_a_part_belongs_to_it() -> None:
    assert streamed(b"<list><entry><entry/></entry></list>") == [("entry", ["entry"])]


def test_a_comment_between_parts_is_nothing() -> None:
    assert streamed(b"<list><!-- a --><entries><entry/><?b c?><entry/></entries></list>") == [
        ("entry", []),
        ("entry", []),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "^an empty file: f.xml"),
        (b"\x89PNG\r\n\x1a\n", "^not XML but a PNG image"),
        (b"<lists/>", "^another kind of XML: its root is 'lists' and not 'list'"),
        (b"<list><entry></list>", "^XML that is not whole"),
        (b"<list><entry/>", "^XML that is not whole"),
        (b'<!DOCTYPE list [<!ENTITY a "b">]><list/>', "^XML with a document type"),
        (b"<list>" + b"<entry>" * 300 + b"</entry>" * 300 + b"</list>", "deep|not whole"),
        (b'<list xmlns:x="http://www.w3.org/2001/XInclude"/>', "^XML that includes"),
    ],
)
def test_what_is_no_such_list_is_refused_either_way(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_local_xml(content, "f.xml", "list")
    with pytest.raises(InputError, match=says):
        streamed(content)


def test_an_element_around_the_parts_must_be_known() -> None:
    with pytest.raises(InputError, match="an element that is not known: 'moons'"):
        streamed(b"<list><moons/><entry/></list>")
