"""R06: what a statement does is read from its words, whoever says it and of whatever."""

import pytest

from onrecord.model.report import Report, Stance, Statement
from onrecord.read import read

SENTENCES = [
    # denials, and what is none
    ("The ministry denied that its ships had called at the port.", "denies"),
    ("The minister flatly denied any part in the sale.", "denies"),
    ("Ruritania denies any such trade.", "denies"),
    ("The governor has repeatedly denied wrongdoing.", "denies"),
    ("The company rejected the allegations as absurd.", "denies"),
    ("The army dismissed the report.", "denies"),
    ("The bank disputes the finding.", "denies"),
    ("The spokesman refuted claims that the factory made shells.", "denies"),
    ("The allegation was denied by the ministry.", "denies"),
    ("Ruritania insisted it no longer had dealings with the firm.", "denies"),
    ("The general insisted the army had no ties with the militia.", "denies"),
    ("The envoy insists that his country never sold the missiles.", "denies"),
    ("The ministry maintained that it had not shipped any oil.", "denies"),
    ("The minister said he had never met the trader.", "denies"),
    ("The company said it had nothing to do with the shipment.", "denies"),
    ("The embassy said the reports were baseless.", "denies"),
    ("The spokesman told reporters the story was untrue.", "denies"),
    ("“There is no such contract. Absolutely not,” the minister said.", "denies"),
    ("The bank said it was not involved in the transfers.", "denies"),
    # not denied is neither denied nor confirmed
    ("The ministry did not deny that its ships had called at the port.", "does_not_deny"),
    ("Officials did not explicitly deny that some advisers stayed.", "does_not_deny"),
    ("The minister has not denied the report.", "does_not_deny"),
    ("The army never denied owning the mine.", "does_not_deny"),
    ("The company stopped short of denying the sale.", "does_not_deny"),
    ("The bank does not dispute the finding.", "does_not_deny"),
    ("The sale was not denied by the ministry.", "does_not_deny"),
    ("The envoy refused to deny the meeting.", "does_not_deny"),
    # left open
    ("The minister did not rule out new sanctions.", "does_not_rule_out"),
    ("The president would not rule out a military response.", "does_not_rule_out"),
    ("The official declined to rule out further listings.", "does_not_rule_out"),
    ("Ruritania has not ruled out leaving the treaty.", "does_not_rule_out"),
    ("The general refused to rule out a strike.", "does_not_rule_out"),
    ("The possibility of talks was not ruled out by the ministry.", "does_not_rule_out"),
    # refusals to speak
    ("The ministry refused to confirm or deny the report.", "declines"),
    ("The spokesman declined to comment.", "declines"),
    ("The official declined to specify which firms were meant.", "declines"),
    ("The general would not say how many men had left.", "declines"),
    ("The army would neither confirm nor deny the strike.", "declines"),
    ("The bank declined to name its partners.", "declines"),
    ("The company refused to disclose the price.", "declines"),
    ("The minister would not elaborate.", "declines"),
    ("The spokeswoman had no comment.", "declines"),
    ("The ministry did not confirm the arrest.", "declines"),
    ("The envoy did not say when he would return.", "declines"),
    ("The minister never said that the talks had failed.", "declines"),
    # silence
    ("The embassy did not immediately respond to a request for comment.", "no_response"),
    ("The company did not respond to e-mailed questions.", "no_response"),
    ("The general could not be reached for comment.", "no_response"),
    ("There was no immediate comment from the ministry.", "no_response"),
    ("There was no response to a request for comment from the embassy.", "no_response"),
    ("The trader has not replied to requests for comment.", "no_response"),
    # assertions, confirmations
    ("The minister said that the talks would resume.", "asserts"),
    ("The official said there was no indication of a sale.", "asserts"),
    ("The general said the ties were not what they had been.", "asserts"),
    ("Ruritania insists that the trade stopped years ago.", "asserts"),
    ("Talks had resumed, according to a senior official.", "asserts"),
    ("“We will return,” the minister said.", "asserts"),
    ("The minister said he did not know the trader.", "asserts"),
    ("The ministry confirmed that two ships had called.", "confirms"),
    ("The company acknowledged the error.", "confirms"),
    ("The general admitted that the army had bought the shells.", "confirms"),
    # beliefs, accusations
    ("Analysts believe that the missile can reach the coast.", "believes"),
    ("The ship was believed to have carried coal.", "believes"),
    ("Western diplomats suspect that the firm is a front.", "alleges"),
    ("The minister accused the company of smuggling oil.", "alleges"),
    ("The trader is accused of laundering money.", "alleges"),
    ("Prosecutors allege that the bank moved the funds.", "alleges"),
    # what one wants of others, or means to do
    ("The minister demanded that the troops withdraw.", "demands"),
    ("The council called on the army to free the prisoners.", "demands"),
    ("The envoy urged the government to cut its ties.", "demands"),
    ("Ruritania is pressing for a ban on the trade.", "demands"),
    ("Ruritania wants to keep the port open.", "wants"),
    ("The general warned that the strikes would go on.", "warns"),
    ("The minister threatened to close the border.", "warns"),
    ("The president promised to lift the ban.", "promises"),
    ("The army vowed that it would return power.", "promises"),
    ("The senator asked whether the sale was lawful.", "asks"),
]


def statements(report: Report) -> tuple[Statement, ...]:
    return report.statements


@pytest.mark.parametrize(("sentence", "stance"), SENTENCES)
def test_the_stance_of_a_sentence(sentence: str, stance: str) -> None:
    found = statements(read(sentence, id="one"))

    assert Stance(stance) in [one.stance for one in found]
    if stance not in ("denies",):
        assert Stance.DENIES not in [one.stance for one in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The ministry denied the report.", "The ministry has denied the report."),
        ("Ruritania denied the sale.", "Orsinia denied the sale."),
        ("The general did not deny the sale.", "The general does not deny the sale."),
        ("The minister denied the sale.", "The sale was denied by the minister."),
        ("The bank did not rule out a sale.", "The bank has not ruled out a sale."),
        (
            "The minister accused the bank of fraud.",
            "The bank was accused of fraud by the minister.",
        ),
        ("Anna Berg denied the sale.", "Tun Myint denied the sale."),
    ],
)
def test_another_name_tense_or_voice_leaves_the_stance(before: str, after: str) -> None:
    first, second = read(before, id="a").statements, read(after, id="b").statements

    assert [one.stance for one in first] == [one.stance for one in second]


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("The official said the trade may have gone on.", True),
        ("The official said the trade had gone on.", False),
        ("“As I understand, the trade went on,” the minister said.", True),
        ("The trader was believed to have fled.", True),
    ],
)
def test_words_that_leave_room_are_told(sentence: str, hedged: bool) -> None:
    assert read(sentence, id="one").statements[0].hedged is hedged
