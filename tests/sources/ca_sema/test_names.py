import pytest

from onrecord.sources.ca_sema.names import aliases, bilingual, slug

FORMS = {"ltd", "co ltd", "ооо"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zenda Works", ["Zenda Works"]),
        ("Zenda Works/Usines de Zenda", ["Zenda Works", "Usines de Zenda"]),
        ("Steel Mills (Hmaw Bi/Pyi)", ["Steel Mills (Hmaw Bi/Pyi)"]),
        ("Zenda Mills A/S", ["Zenda Mills A/S"]),
        ("Zenda Mills/Old Mills/New Mills", ["Zenda Mills/Old Mills/New Mills"]),
    ],
)
def test_a_single_slash_between_whole_names_parts_two_languages(
    text: str, names: list[str]
) -> None:
    assert bilingual(text) == names


@pytest.mark.parametrize(
    ("text", "of_person", "names"),
    [
        ("Rupert, Rupert, The Bold", True, ["Rupert", "The Bold"]),
        ("Rupert; Ruprecht, Roberto", True, ["Rupert", "Ruprecht", "Roberto"]),
        ("Руперт ХЕНЦАУ / Руперт ГЕНЦАУ", True, ["Руперт ХЕНЦАУ", "Руперт ГЕНЦАУ"]),
        ("Rupert of Hentzau or Count Rupert", True, ["Rupert of Hentzau", "Count Rupert"]),
        ("Zenda Arms Co., Ltd., Arsenal", False, ["Zenda Arms Co., Ltd.", "Arsenal"]),
        ("Zenda Arms, Co. Ltd", False, ["Zenda Arms, Co. Ltd"]),
        ("Работы Зенды, ООО; Zenda, the Works", False, ["Работы Зенды, ООО", "Zenda, the Works"]),
        (", ; ", False, []),
    ],
)
def test_aliases_joined_in_one_string_are_each_a_name(
    text: str, of_person: bool, names: list[str]
) -> None:
    assert [name.text for name in aliases(text, FORMS, of_person=of_person)] == names


def test_the_language_that_the_list_says_before_an_alias_is_its_language() -> None:
    names = aliases("also Rupert, Russian : Руперт, Byname: Bold", FORMS, of_person=True)

    assert [(name.text, name.language) for name in names] == [
        ("Rupert", None),
        ("Руперт", "Russian"),
        ("Byname: Bold", None),
    ]


def test_a_key_keeps_letters_of_any_script_and_no_accents() -> None:
    assert slug(" Bélarus-Bank  №7 ") == "belarus-bank-no7"
    assert slug("Зенда Банк") == "зенда-банк"
