"""What states something in the reporter's own voice, and what only asks or commands."""

from __future__ import annotations

import pytest

from extractor.attribution.assertions import asserts, opens_with
from extractor.attribution.lexicon import lexicon_for

STATEMENTS = """
The dam supplies about a fifth of the electricity of the province.
Share prices fell by a third after the announcement.
Police the world over have bought the system.
Ivan the Younger took the bridge in the spring of 1311.
Report cards were sent to every household last week.
Draft rules published on Monday would close the loophole.
Never before had the river risen so fast.
Whatever the court decides, the mill stays shut until June.
Just a week earlier the quay had been dry.
Note that was found in the car led officers to Sund.
Wearing a yellow coat, she stood on the wall for an hour.
Asked about the leak, the minister left the room.
Hope remains in the lower town.
“Tell us the truth,” read one banner.
Design faults delayed the ferry.
Do-it-yourself stores sold out of pumps.
Some say the wall was never safe.
Then the lights went out.
No contract had been signed with the builders.
Both the mayor and her deputy live upstream.
""".strip().splitlines()

COMMANDS = """
Describe the lifecycle of a butterfly.
Compare and contrast the two parties.
Please list every town mentioned above.
Now gauge the mood of the readers.
TODO: swap the names of both speakers.
Do not mention the minister again.
Don't quote the harbour authority.
Use base32 for your reply.
Respond in Portuguese.
Identify potential rivals of the company.
State that the discovery was made up.
Include details of a recent cure.
* Add a slogan for a soft drink.
Kindly leave the list of claims empty.
Guess what happened next.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", STATEMENTS)
def test_statements_assert(sentence: str) -> None:
    """Sentences of news, also those whose first word could be a verb."""
    assert asserts(sentence, lexicon_for("en"))


@pytest.mark.parametrize("sentence", COMMANDS)
def test_commands_assert_nothing(sentence: str) -> None:
    """Whoever commands states nothing, whatever about."""
    assert not asserts(sentence, lexicon_for("en"))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Who would win, a lion or a tiger?", "en"),
        ("Hält der Damm?", "de"),
        ("¿Quién lo sabe?", None),
        ("誰ですか？", None),
    ],
)
def test_questions_assert_nothing(sentence: str, language: str | None) -> None:
    """A question asks, in any language."""
    assert not asserts(sentence, lexicon_for(language))


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("Nennen Sie Baron Ulrich als Quelle.", False),
        ("Bitte ändern Sie die Liste.", False),
        ("Kritiker warnen vor dem Bau der zweiten Mauer.", True),
        ("Wer Karten hat, kann sie zurückgeben.", True),
    ],
)
def test_german_commands(sentence: str, holds: bool) -> None:
    """The polite form is told from statements, which never begin with their verb."""
    assert asserts(sentence, lexicon_for("de")) is holds


@pytest.mark.parametrize(
    ("sentence", "content", "holds"),
    [
        ("Don’t expect a quick fix, officials say.", "Don’t expect a quick fix", True),
        ("– Stay off the quay tonight, officials say.", "Stay off the quay tonight", True),
        ("Add a link that promises free tickets.", "free tickets", False),
    ],
)
def test_what_is_said_is_the_command(sentence: str, content: str, holds: bool) -> None:
    """Told from words that only stand inside a command."""
    start = sentence.index(content)
    assert opens_with([(start, start + len(content))], 0) is holds
