import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.formats import Row, read_records, read_rows

PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(st.lists(PLAIN, min_size=2, max_size=4), min_size=1))
def test_what_is_written_reads_back_the_same(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)

    assert [fields for _, fields in read_records(written.getvalue(), "a.csv")] == table


def test_rows_know_the_line_that_they_end_on() -> None:
    text = 'a,b\r\n\r\n"c\r\nd",e\r\nf,g'

    assert [(line, len(fields)) for line, fields in read_records(text, "a.csv")] == [
        (1, 2),
        (4, 2),
        (5, 2),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('a,b\nc,"d', r"a quote is never closed\): a\.csv, line 2"),
        ('a,b\nc,"' + "d" * 200_000, r"a quote is never closed\): a\.csv, line 2"),
        ('a,b\nc,"d"e', r"cannot be read .*: a\.csv, line 2"),
    ],
)
def test_what_is_no_row_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        list(read_records(text, "a.csv"))


def row(**columns: str) -> Row:
    return Row("a.csv", 7, dict(columns))


def test_a_column_left_over_is_an_error_unless_ignored_by_name() -> None:
    given_row = row(NAME=" Zenda ", NEW="x")
    assert given_row.take("NAME", str) == "Zenda"

    given_row.done({"NEW": "numbers the rows"})
    with pytest.raises(InputError, match=r"^a column that is not known: 'NEW': a\.csv, line 7"):
        given_row.done(())


def test_a_blank_column_is_absent_and_a_needed_one_is_refused() -> None:
    assert row(NAME=" ").take_if_any("NAME", str) is None
    assert row().take_if_any("NAME", str) is None
    with pytest.raises(InputError, match=r"^nothing where a value must be: a\.csv, line 7, NAME"):
        row(NAME=" ").take("NAME", str)


def test_a_value_that_cannot_be_read_is_told_with_its_place() -> None:
    with pytest.raises(InputError, match=r"^invalid literal.*: a\.csv, line 7, COUNT"):
        row(COUNT="many").take("COUNT", int)


def test_a_code_is_its_meaning_and_an_unknown_one_is_refused() -> None:
    assert row(TYPE="P").code("TYPE", {"P": "person"}) == "person"
    with pytest.raises(InputError, match=r"^a code that is not known: 'Q': a\.csv, line 7, TYPE"):
        row(TYPE="Q").code("TYPE", {"P": "person"})


def test_a_header_stands_over_every_row() -> None:
    rows = list(read_rows("A,B\n1,2\n", "a.csv", ("A",)))

    assert rows[0].take("B", str) == "2"
    with pytest.raises(InputError, match=r"^a row of 1 fields under a header of 2: a\.csv, line 2"):
        list(read_rows("A,B\n1\n", "a.csv"))
    with pytest.raises(InputError, match=r"^a column is lacking: 'C': a\.csv, line 1"):
        list(read_rows("A,B\n", "a.csv", ("C",)))
