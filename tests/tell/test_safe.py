import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tell.safe import many_lines, one_line


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("Ka Pa Sa", "Ka Pa Sa"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("two\nlines", "two\\x0alines"),
        ("left\u202eright", "left\\u202eright"),
        ("joined\u200cup", "joined\u200cup"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("မင်းအောင်လှိုင်", "မင်းအောင်လှိုင်"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_would_steer_is_written_out_and_the_rest_stays(given_: str, shown: str) -> None:
    assert one_line(given_) == shown


@given(st.text())
def test_a_line_stays_one_line_that_any_terminal_can_take(text: str) -> None:
    shown = one_line(text)

    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    shown.encode()


@given(st.text())
def test_of_the_controls_only_line_feeds_are_left_in_many_lines(text: str) -> None:
    assert not {c for c in many_lines(text) if ord(c) < 32} - {"\n"}
