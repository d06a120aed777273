"""Who speaks: subjects in front of the verb, behind it, shared with another verb, or in a relative clause.

One line a case: a sentence, and what is read from it: `who < through whom | cue | content`, hops
nearest to the article first, pieces of a content joined by `…`, `| unsure` where a model is asked.
"""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

SPEAKERS: list[tuple[str, list[str]]] = [
    # subject in front
    ("Ann Vale, a zoologist at the Institute for Coastal Studies in Brenn who was not involved, said the sample was small.", ["Ann Vale | said | the sample was small"]),
    ("Ida Brandt, a lawyer who is married to the mayor, told Radio Fenn that the rules were unlawful.", ["Radio Fenn < Ida Brandt | told | that the rules were unlawful"]),
    ("Orlo Vale, 36, claims the firm stole his recipes.", ["Orlo Vale | claims | the firm stole his recipes"]),
    ("The traffic report, prepared by a consultant, estimates the plan would add 600 trips a day.", ["The traffic report | estimates | the plan would add 600 trips a day"]),
    ("Another cautioned that the deal could still fall apart.", ["Another | cautioned | that the deal could still fall apart"]),
    ("“It is for them to sort out,” said one.", ["one | said | “It is for them to sort out,”"]),
    ("A 68-year-old woman said a caller asked her for money.", ["A 68-year-old woman | said | a caller asked her for money"]),
    ("Ms. Orlo said the dam was safe.", ["Ms. Orlo | said | the dam was safe"]),
    ("The mayor said on Tuesday that the bridge would stay closed.", ["The mayor | said | that the bridge would stay closed"]),
    ("Dr. Ann Vale of the Harbour Institute warned that the reef could die within ten years.", ["Dr. Ann Vale of the Harbour Institute | warned | that the reef could die within ten years"]),
    ("Police said the driver had fled on foot.", ["Police | said | the driver had fled on foot"]),
    ("He said he knew nothing about the letter.", ["He | said | he knew nothing about the letter"]),
    ("They say the price is too high.", ["They | say | the price is too high"]),
    ("One in five say they will not vote.", ["One in five | say | they will not vote"]),
    ("Nearly a third say they have no savings.", ["a third | say | they have no savings"]),
    ("Those surveyed say the service has become worse.", ["Those surveyed | say | the service has become worse"]),
    ("More than two-thirds of those in the northern districts predict a colder winter.", ["two-thirds of those in the northern districts | predict | a colder winter | unsure"]),
    ("The report says the valves were never tested.", ["The report | says | the valves were never tested"]),
    ("A new poll shows that support for the treaty has fallen.", ["A new poll | shows | that support for the treaty has fallen"]),
    ("Data indicate that rents rose twice as fast as wages.", ["Data | indicate | that rents rose twice as fast as wages"]),
    ("Ann Vale, 24, a student from Fenn, said the exam was unfair.", ["Ann Vale | said | the exam was unfair"]),
    ("Carl Osk, curator and director of exhibits at the Harbour Museum, Fenn, said the painting was genuine.", ["Carl Osk | said | the painting was genuine"]),
    ("Sen. Ida Brandt (R-Fenn) on Wednesday said the bill was dead.", ["Sen. Ida Brandt | said | the bill was dead"]),
    ("The minister, who took office in May, said the talks had failed.", ["The minister | said | the talks had failed"]),
    ("A man who saw the crash said the lorry never braked.", ["A man | said | the lorry never braked"]),
    ("Officials in the harbour town of Skarn said two boats were missing.", ["Officials in the harbour town of Skarn | said | two boats were missing"]),
    ("The mayor and the police chief said the march would go ahead.", ["The mayor and the police chief | said | the march would go ahead"]),
    # inverted and behind the content
    ("“The dam is safe,” said Orlo.", ["Orlo | said | “The dam is safe,”"]),
    ("“The dam is safe,” Orlo said.", ["Orlo | said | “The dam is safe,”"]),
    ("“Is the dam safe?” asked Ann Vale, an engineer at the ministry.", ["Ann Vale | asked | “Is the dam safe?”"]),
    ("“The dam,” said Orlo, “is safe.”", ["Orlo | said | “The dam,” … “is safe.”"]),
    ("“The dam is safe,” Orlo said on Monday. “Nobody needs to leave.”", ["Orlo | said | “The dam is safe,” … “Nobody needs to leave.”"]),
    ("The dam is safe, the ministry said.", ["the ministry | said | The dam is safe"]),
    ("The dam is safe, said Carl Osk, a spokesman for the operator.", ["Carl Osk | said | The dam is safe"]),
    ("The United Isles see signs that Tavria has asked Moldana for fuel, spokesman Pat Olsen said on Tuesday.", ["spokesman Pat Olsen | said | The United Isles see signs that Tavria has asked Moldana for fuel"]),
    ("Even as the vote moves to Fenn, a district that she hoped to carry by a wide margin, the race will be tight, said Dan Harro, a consultant.", ["Dan Harro | said | Even as the vote moves to Fenn, a district that she hoped to carry by a wide margin, the race will be tight"]),
    ("The mayor believes the ballot was fair, his office said.", ["his office < The mayor | said | the ballot was fair"]),
    ("The outreach, they said, raised new worries.", ["they | said | The outreach … raised new worries"]),
    ("The fund, said Orlo, is empty.", ["Orlo | said | The fund … is empty"]),
    ("In this year's race, small parties will not matter, Osk said.", ["Osk | said | In this year's race, small parties will not matter"]),
    ("Almost half of all pupils are short of sleep, researchers say.", ["researchers | say | Almost half of all pupils are short of sleep"]),
    ("Said Orlo, “The dam is safe.”", ["Orlo | Said | “The dam is safe.”"]),
    # one subject, several verbs
    ("Orlo said the dam was safe and promised to publish the figures.", ["Orlo | said | the dam was safe", "Orlo | promised | to publish the figures"]),
    ("The ministry hid the figures, admitted it lost the files, and promised an inquiry.", ["The ministry | admitted | it lost the files", "The ministry | promised | an inquiry"]),
    ("Orlo compared the plan to a lottery, and urged people not to sign it.", ["Orlo | compared | the plan to a lottery", "Orlo | urged | people not to sign it"]),
    ("“We are tired,” Brandt said, adding that the talks would go on.", ["Brandt | said | “We are tired,”", "Brandt | adding | that the talks would go on"]),
    ("Brandt was in Skarn, promising to build a new harbour.", ["Brandt | promising | to build a new harbour"]),
    ("She rallied the crowd by warning that the mill would close.", ["She | warning | that the mill would close"]),
    ("Orlo lobbied for the law, saying, “The fewer cars, the better.”", ["Orlo | saying | “The fewer cars, the better.”"]),
    ("Vale said the ministry asked that the ship be held and indicated that it would be searched.", ["Vale | said | the ministry asked that the ship be held", "Vale | indicated | that it would be searched"]),
    ("The chief conceded he was late but denied that he had been drunk.", ["The chief | conceded | he was late", "The chief | denied | that he had been drunk"]),
    # relative clauses
    ("Brandt thanked Carl Osk, who said the vote had been fair.", ["Carl Osk | said | the vote had been fair | unsure"]),
    ("They named a group that inspectors say is tied to the fire.", ["They | named | a group", "inspectors | say | is tied to the fire"]),
    ("He told of a fire that he says led him to the church.", ["he | says | led him to the church"]),
    ("“I will vote,” said Nina Dahl, 24, from Fenn, who said the mayor was honest.", ["Nina Dahl | said | “I will vote,”", "Nina Dahl | said | the mayor was honest"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SPEAKERS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_speaker_is_found(sentence: str, expected: list[str]) -> None:
    """The speaker, the cue and what was said are read from the sentence."""
    assert reads(sentence) == expected
