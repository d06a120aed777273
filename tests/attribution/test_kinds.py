"""Kinds of cue: according to, passives, refusals, nouns, attitudes, chains, and words that only look like cues.

One line a case: a sentence, and what is read from it: `who < through whom | cue | content`, hops
nearest to the article first, pieces of a content joined by `…`, `| unsure` where a model is asked.
"""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

KINDS: list[tuple[str, list[str]]] = [
    # according to, citing
    ("Sales fell, per research firm Countwell, and Osk hinted that the firm would close.", ["research firm Countwell | per | Sales fell", "Osk | hinted | that the firm would close"]),
    ("Citing two aides, the Valley Post says that the plant was closed in January.", ["the Valley Post < two aides | says | that the plant was closed in January"]),
    ("The Valley Post first reported the sale on Monday, citing two bankers.", ["The Valley Post < two bankers | first reported | the sale on Monday"]),
    ("Citing the weather, the ministry said the road would stay closed.", ["the ministry | said | the road would stay closed"]),
    ("Sales were down 40% last year, per research firm Countwell.", ["research firm Countwell | per | Sales were down 40% last year"]),
    ("The dam is safe, according to the ministry.", ["the ministry | according to | The dam is safe"]),
    ("According to the ministry, the dam is safe.", ["the ministry | According to | the dam is safe"]),
    ("According to data released Friday by state regulators, revenue fell.", ["data released Friday by state regulators | According to | revenue fell"]),
    ("Revenue fell last year, according to data released Friday by state regulators.", ["data released Friday by state regulators | according to | Revenue fell last year"]),
    ("According to Orlo, a former engineer, the dam is safe.", ["Orlo | According to | the dam is safe"]),
    ("US media reported, citing two officials, that Tavria was looking for shells.", ["US media < two officials | reported | that Tavria was looking for shells"]),
    ("“It is over,” Orlo said, according to a transcript of the show.", ["a transcript of the show < Orlo | said | “It is over,”"]),
    ("“It is over,” Orlo said in a statement according to The Blaze.", ["The Blaze < Orlo | said | “It is over,”"]),
    ("The Daily Mast reported, according to sources in the room, that Orlo would resign.", ["The Daily Mast < sources in the room | reported | that Orlo would resign"]),
    ("The dam is safe, the Daily Mast reported, citing a harbour pilot.", ["the Daily Mast < a harbour pilot | reported | The dam is safe"]),
    # chains
    ("Radio Fenn quoted Orlo as saying that he had written three letters.", ["Radio Fenn < Orlo | saying | that he had written three letters"]),
    ("Orlo was quoted as saying by Radio Fenn that he would not back down.", ["Radio Fenn < Orlo | was quoted as saying | that he would not back down"]),
    ("Orlo was quoted by Radio Fenn as saying that he would not back down.", ["Radio Fenn < Orlo | saying | that he would not back down"]),
    ("“We are tired,” Brandt was quoted as saying by the Valley Post.", ["the Valley Post < Brandt | was quoted as saying | “We are tired,”"]),
    ("The mayor was quoted as saying that the bridge was safe.", ["The mayor | was quoted as saying | that the bridge was safe"]),
    ("Police said witnesses saw a man run away.", ["Police | said | witnesses saw a man run away"]),
    ("The Daily Mast reported that the campaign said the poll was wrong.", ["The Daily Mast < the campaign | reported | the poll was wrong"]),
    ("A spokesman said Brandt believes the tax is unfair.", ["A spokesman < Brandt | said | the tax is unfair"]),
    # predicates, and what somebody was heard to say
    ("The minister has been very clear that the dam is safe.", ["The minister | has been very clear | that the dam is safe"]),
    ("It is clear that the dam is safe.", []),
    ("Residents are worried that the dam will break.", ["Residents | are worried | that the dam will break"]),
    ("Orlo was heard on a bus saying that the dam would break.", ["Orlo | was heard on a bus saying | that the dam would break"]),
    ("The woman identified herself to reporters as a clerk.", ["The woman | identified herself | a clerk"]),
    # documents and naming verbs
    ("Polls show Brandt up by 10 points.", ["Polls | show | Brandt up by 10 points"]),
    ("Brandt’s office calls the whole thing a sham.", ["Brandt’s office | calls | the whole thing a sham"]),
    ("Half of the dams are old, a Radio Fenn analysis shows.", ["a Radio Fenn analysis | shows | Half of the dams are old"]),
    ("Osk registered the firm, according to state records.", ["state records | according to | Osk registered the firm"]),
    # participles in front of, and inside, a main clause
    ("After saying he would not run, Orlo took to the hills.", ["Orlo | saying | he would not run"]),
    ("Orlo, after saying he would not run, took to the hills.", ["Orlo | saying | he would not run"]),
    ("“It is over,” the governor said, before adding that he, Orlo, was tired.", ["the governor | said | “It is over,”", "the governor | adding | that he, Orlo, was tired"]),
    # passive
    ("Brandt has been accused of “faking it” by her former partner.", ["her former partner | has been accused | Brandt … of “faking it”"]),
    ("Brandt liked to say that she had never been to sea.", ["Brandt | liked to say | that she had never been to sea"]),
    ("The ministry was warned by the operator that the wall was cracked.", ["the operator | was warned | that the wall was cracked"]),
    ("The plan was criticised by Orlo as a gift to the rich.", ["Orlo | was criticised | The plan … as a gift to the rich"]),
    ("She is expected to argue that the senator is out of touch.", ["She | is expected to argue | that the senator is out of touch"]),
    ("He went on to say that the gates were old.", ["He | went on to say | that the gates were old"]),
    ("Orlo was quick to add that nobody had been hurt.", ["Orlo | was quick to add | that nobody had been hurt"]),
    ("She’s describing the benefits of shorter shifts.", ["She | ’s describing | the benefits of shorter shifts"]),
    # declined
    ("Osk neither confirmed nor denied the talks.", ["Osk | neither confirmed nor denied | the talks"]),
    ("Orlo declined to comment on the leak.", ["Orlo | declined to comment | the leak"]),
    ("The ministry did not immediately respond to a request for comment.", ["The ministry | did not immediately respond | "]),
    ("A spokeswoman would not say when, or if, the road will open.", ["A spokeswoman | would not say | when, or if, the road will open"]),
    ("Brandt refused to give details about the sale.", ["Brandt | refused to give | details about the sale"]),
    ("The operator could not be reached for comment.", ["The operator | could not be reached | "]),
    # nominal
    ("Brandt has not withdrawn her claim that the vote was stolen.", ["her | claim | that the vote was stolen | unsure"]),
    ("Osk’s most explosive claim is that the chief knew.", ["Osk’s | claim is | that the chief knew"]),
    # attitude and object
    ("Osk hinted in May that the firm would close.", ["Osk | hinted | that the firm would close"]),
    ("Vale accepted that she had never seen the books.", ["Vale | accepted | that she had never seen the books"]),
    ("The driver denied it and was cited for failure to stop.", ["The driver | denied | it"]),
    ("Pell told the court he “would never” have agreed to it.", ["Pell | told | he “would never” have agreed to it"]),
    ("Osk believes the price will fall.", ["Osk | believes | the price will fall"]),
    ("The union wants the law to be changed.", ["The union | wants | the law to be changed"]),
    ("Brandt hopes to win the north.", ["Brandt | hopes | to win the north"]),
    ("Critics called the plan a sham.", ["Critics | called | the plan a sham"]),
    ("The mayor accused the firm of lying.", ["The mayor | accused | the firm of lying"]),
    ("Farmers blamed the ministry for the delay.", ["Farmers | blamed | the ministry for the delay"]),
    ("Orlo referred to the treaty as “a bad joke.”", ["Orlo | referred to | the treaty as “a bad joke.”"]),
    ("Both parties have urged the president to resign.", ["Both parties | have urged | the president to resign"]),
    ("Brandt pointed out that the road was closed.", ["Brandt | pointed out | that the road was closed"]),
    ("Orlo called for an inquiry.", ["Orlo | called for | an inquiry"]),
    # nothing
    ("Shares declined 3% on Tuesday.", []),
    ("The claims office opened a new branch.", []),
    ("The firm reported losses.", []),
    ("He added salt.", []),
    ("Did she say the dam was safe?", []),
    ("A junior doctor asked not to be named.", []),
    ("The drive continues north through three states.", []),
    ("Last week proved to be the coldest.", []),
    ("It became known that the files were gone.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), KINDS, ids=lambda value: value if isinstance(value, str) else "")
def test_each_kind_of_cue_is_read(sentence: str, expected: list[str]) -> None:
    """Every kind of cue is read with its source and content, and nothing else is."""
    assert reads(sentence) == expected
