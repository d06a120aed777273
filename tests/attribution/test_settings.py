"""What stands around: leading clauses, listeners, outlets, brackets, marks.

One line a case: a sentence, and what is read from it: `who < through whom | cue | content`, hops
nearest to the article first, pieces of a content joined by `…`, `| unsure` where a model is asked.
"""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

SETTINGS: list[tuple[str, list[str]]] = [
    # leading clauses
    ("On Tuesday, during a rally, Brandt said the tax would go.", ["Brandt | said | the tax would go"]),
    ("Contrary to the firm's claims, inspectors say the valve was never closed.", ["inspectors | say | the valve was never closed"]),
    ("On top of that, Brandt said Sunday that the judges were biased.", ["Brandt | said | that the judges were biased"]),
    ("Even as the water fell, officials said that the danger was not over.", ["officials | said | that the danger was not over"]),
    ("While Orlo said that the dam was safe, he moved his family to the hills.", ["Orlo | said | that the dam was safe"]),
    ("As the Fenn Herald reported, the tunnel had flooded twice before.", ["the Fenn Herald | reported | the tunnel had flooded twice before"]),
    ("In an interview with Radio Fenn, Orlo said the gates were old.", ["Radio Fenn < Orlo | said | the gates were old"]),
    ("When asked about the strike, Brandt said it would end soon.", ["Brandt | said | it would end soon"]),
    # addressees and channels
    ("Orlo told Radio Fenn that the gates were old.", ["Radio Fenn < Orlo | told | that the gates were old"]),
    ("Orlo told reporters the gates were old.", ["Orlo | told | the gates were old"]),
    ("Vale told police she had seen nothing.", ["police < Vale | told | she had seen nothing"]),
    ("The clerk told the Fenn Herald he was innocent.", ["the Fenn Herald < The clerk | told | he was innocent"]),
    ("He told Ida Brandt, chairwoman of the panel, that he would resign.", ["He | told | that he would resign"]),
    ("She reminded Orlo of the flood of 1953.", ["She | reminded | Orlo of the flood of 1953"]),
    ("Brandt urged farmers to sell their stocks.", ["Brandt | urged | farmers to sell their stocks"]),
    ("“We were wrong,” Ramo, 58, told AFP in an interview in Skarn on Monday.", ["AFP < Ramo | told | “We were wrong,”"]),
    ("“It was the first such fire,” wrote Ben Jarl in The Harbour Post.", ["The Harbour Post < Ben Jarl | wrote | “It was the first such fire,”"]),
    # brackets
    ("The union split over the vote (“I want my dues back,” wrote Edvard Niels, a welder) and lost members.", ["Edvard Niels | wrote | “I want my dues back,”"]),
    # marks
    ('"The dam is safe," Orlo said.', ['Orlo | said | "The dam is safe,"']),
    ("'The dam is safe,' said Orlo.", ["Orlo | said | 'The dam is safe,'"]),
    ("‘The workers’ union will not sign,’ said Orlo.", ["Orlo | said | ‘The workers’ union will not sign,’"]),
    ("''We built the tool in a week,'' Ms. Vale said.", ["Ms. Vale | said | ''We built the tool in a week,''"]),
    ("”The dam is safe,” Orlo said.", ["Orlo | said | ”The dam is safe,”"]),
    ("“Are you a coward?“ he asked.", ["he | asked | “Are you a coward?“"]),
    ("The “strongman” of Fenn said he would run.", ["The “strongman” of Fenn | said | he would run"]),
    ("Orlo said the vote was “a bad joke” and promised an appeal.", ["Orlo | said | the vote was “a bad joke”", "Orlo | promised | an appeal"]),
    ("“If there is nothing to hide,” she added, “then show us the paper.”", ["she | added | “If there is nothing to hide,” … “then show us the paper.”"]),
    ("“This is the third time,” Orlo said. He left.", ["Orlo | said | “This is the third time,”"]),
    # longer
    ("The ministry said it had received no complaint, but two former inspectors told the Fenn Herald that they had written three letters.", ["The ministry | said | it had received no complaint", "the Fenn Herald < two former inspectors | told | that they had written three letters"]),
    ("“We see trucks; we see no troops,” a Western official said on condition of anonymity.", ["a Western official | said | “We see trucks; we see no troops,”"]),
    ("Vale, who leads the reef group, warned in a letter to the minister that the harbour was dying.", ["Vale | warned | that the harbour was dying"]),
    ("Brandt told Radio Fenn on Monday that the strike, now in its third week, would go on.", ["Radio Fenn < Brandt | told | that the strike, now in its third week, would go on"]),
    ("The bank said in a statement late on Friday that the chairman, who is 71, would step down.", ["The bank | said | that the chairman, who is 71, would step down"]),
    ("Prosecutors argued that although Osk confessed, he showed no remorse.", ["Prosecutors | argued | that although Osk confessed, he showed no remorse"]),
    ("It also said that the wall had moved by two metres since May.", ["It | also said | that the wall had moved by two metres since May"]),
    ("The suit alleges that the firm sold the land twice.", ["The suit | alleges | that the firm sold the land twice"]),
    ("Campaign aides believe her record, built over eight years, will win the north.", ["Campaign aides | believe | her record, built over eight years, will win the north"]),
    ("Osk says the scandal, while painful, was dealt with properly.", ["Osk | says | the scandal, while painful, was dealt with properly"]),
    ("The minister’s spokesman, Jon Karr, denied that the talks had failed.", ["The minister’s spokesman | denied | that the talks had failed"]),
    ("Nobody at the plant had been told, two workers said, that the alarm was off.", ["two workers | said | Nobody at the plant had been told … that the alarm was off"]),
    ("Residents of the valley fear the river will rise again.", ["Residents of the valley | fear | the river will rise again"]),
    ("She asked whether the road was open.", ["She | asked | whether the road was open"]),
    ("“It is late,” she whispered.", ["she | whispered | “It is late,”"]),
    ("The operator of the ferry, Fenn Lines, has denied the charge.", ["The operator of the ferry | has denied | the charge"]),
    ("He was widely expected to say that the tax would fall.", ["He | was widely expected to say | that the tax would fall"]),
    ("The judge, citing the age of the defendant, ordered his release.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SETTINGS, ids=lambda value: value if isinstance(value, str) else "")
def test_settings_stay_outside(sentence: str, expected: list[str]) -> None:
    """Times, places, listeners and leading clauses are no content."""
    assert reads(sentence) == expected
