import pytest

from onrecord.errors import InputError
from onrecord.formats import Node, read_xml


def read(content: str | bytes) -> Node:
    packed = content.encode() if isinstance(content, str) else content
    return Node("a.xml", read_xml(packed, "a.xml", "LIST"))


def nested(deep: int) -> str:
    return "<LIST>" + "<A>" * (deep - 1) + "</A>" * (deep - 1) + "</LIST>"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<LIST>", r"^XML that is not whole.*: a\.xml, line 1, column"),
        ("<LIST/><LIST/>", r"^XML that is not whole .*: a\.xml, line 1, column"),
        ("<LIST>&amp;&zenda;</LIST>", r"^XML that is not whole .*'zenda' not defined"),
        ("<LIST>\n\x01</LIST>", r"^XML that is not whole .*: a\.xml, line 2"),
        ("<!DOCTYPE LIST SYSTEM 'file:///etc/passwd'><LIST/>", "document type or entity"),
        ("\n<!doctype LIST><LIST/>", r"document type or entity .*: a\.xml, line 2"),
        ('<LIST xmlns:i="http://www.w3.org/2001/XInclude"/>', "includes another file"),
        ("<PARTS/>", "its root is 'PARTS' and not 'LIST'"),
        ('<LIST xmlns="http://zenda.example"/>', "its root is '{http://zenda.example}LIST'"),
        (nested(201), "^elements more than 200 deep"),
        (
            nested(100_000),
            r"^XML that is not whole or not well formed \(Excessive depth in document\)",
        ),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><LIST/>", "says it is ISO-8859-1, not UTF-8"),
        (b"<LIST>\xe9</LIST>", r"^byte 0xe9 at byte 6 is not utf-8: a\.xml, line 1"),
        ("<LIST/>".encode("utf-16-le"), "^a NUL byte"),
        (b"\x1f\x8b\x08", "^not XML but a gzip file"),
        (b" \n", "^a file of blanks only"),
    ],
)
def test_hostile_or_broken_xml_is_refused_in_one_line(content: str | bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        read(content)
    assert len(str(told.value).splitlines()) == 1


def test_what_nests_to_the_limit_is_read_and_comments_are_left_out() -> None:
    read(nested(200))
    assert read("<LIST><!-- a --><A>1<!-- b -->2</A><?php x?></LIST>").texts("A") == ["12"]


def test_texts_are_without_padding_and_blank_ones_are_absent() -> None:
    node = read("<LIST><A>\n  Black\n  Michael </A><A> </A><A/></LIST>")

    assert node.texts("A") == ["Black Michael"]
    assert node.take_if_any("A", str) is None


def test_one_child_where_two_stand_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"stands 2 times where one is published: a\.xml, line 1, A"
    ):
        read("<LIST><A>1</A><A>2</A></LIST>").take("A", int)
    with pytest.raises(InputError, match=r"^nothing where a value must be: a\.xml, line 1, B"):
        read("<LIST/>").take("B", int)
    with pytest.raises(InputError, match=r"^invalid literal .*: a\.xml, line 1, A"):
        read("<LIST><A>x</A></LIST>").take("A", int)


def test_what_was_not_taken_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="an element that is not known: 'NEW'"):
        read("<LIST><NEW/></LIST>").done()
    with pytest.raises(InputError, match="an attribute that is not known: 'new'"):
        read("<LIST new='1'/>").done()
    with pytest.raises(InputError, match="text between elements"):
        read("<LIST><A/>stray</LIST>").done({"A": "numbers the rows"})

    read("<LIST new='1'><A/></LIST>").done({"A": "numbers the rows"}, {"new"})
