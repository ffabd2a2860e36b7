import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats.several import several


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("  ", []),
        ("Zenda", ["Zenda"]),
        ("(1) Zenda,  Old Town (2) Strelsau", ["Zenda,  Old Town", "Strelsau"]),
        ("1) Ruritania 2) Burlesdon", ["Ruritania", "Burlesdon"]),
        ("a) Ruritania b) Burlesdon", ["Ruritania", "Burlesdon"]),
        ("a) 1945; b) 1950", ["1945", "1950"]),
        ("(1)AT0712501 (Ruritanian). (2)A-374184", ["AT0712501 (Ruritanian).", "A-374184"]),
        ("(1)-(2) Ruritania", ["Ruritania"]),
        ("(1) to (6) Ruritania (7) Burlesdon", ["Ruritania", "Burlesdon"]),
        ("(1) - (2) Ruritania number", ["-", "Ruritania number"]),
        ("Strelsau (2) Zenda", ["Strelsau (2) Zenda"]),
        ("(2) Strelsau (3) Zenda", ["(2) Strelsau (3) Zenda"]),
        ("(1) Zenda (near b) the forest) (2) Strelsau", ["Zenda (near b) the forest)", "Strelsau"]),
        ("(Ruritanian). Issued 1890", ["(Ruritanian). Issued 1890"]),
    ],
)
def test_numbered_values_are_several_and_any_other_text_is_one(
    text: str, values: list[str]
) -> None:
    assert several(text) == values


@given(st.text())
def test_no_text_makes_a_blank_value(text: str) -> None:
    assert all(value.strip() for value in several(text))
