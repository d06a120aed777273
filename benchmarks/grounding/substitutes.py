"""Words and what they are swapped for: the data of the mutators.

Written for this benchmark without looking at the lexicon of the veto, and imported from no part of
the product: what the two lists share they share because English does.
"""

from __future__ import annotations


def _both_ways(pairs: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for pair in pairs.split(";"):
        left, right = (side.strip() for side in pair.split("|"))
        table.setdefault(left, []).append(right)
        table.setdefault(right, []).append(left)
    return table


def _rings(text: str) -> dict[str, list[str]]:
    """Every word of a line may stand for every other of it."""
    table: dict[str, list[str]] = {}
    for line in text.strip().splitlines():
        ring = [word.replace("_", " ") for word in line.split()]
        for word in ring:
            table.setdefault(word, []).extend(other for other in ring if other != word)
    return table


NUMBER_WORDS = _rings("""
one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
thousand million billion trillion
thousands millions billions hundreds dozens tens
first second third fourth fifth last
once twice
half third quarter
tenth fifth quarter
two-thirds three-quarters one-third
double triple
single double
dozen hundred
""")

DATES = _rings("""
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
January February March April June July August September October November December
Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec.
yesterday today tomorrow
morning evening afternoon night
before after
since until
next last
earlier later
spring summer autumn winter
a.m. p.m.
weekend week
""")

UNITS = _rings("""
minutes hours days weeks months years decades
minute hour day week month year
metres kilometres miles feet
meters kilometers miles feet yards inches
mg g kg
tonnes kilograms
pounds dollars euros crowns
percent percentage_points per_mille
cents dollars
crown dollar
million thousand
Celsius Fahrenheit
acres hectares
barrels gallons
""")

MODALS = _rings("""
will may might could would should must can cannot
shall may
""")

QUANTIFIERS = _rings("""
all some many most few no several
every no
each some
both neither one
everyone someone nobody
everybody nobody somebody
everything nothing something
always sometimes never often rarely
more less
most some
at_least at_most up_to exactly almost
only also
about exactly
nearly more_than
roughly exactly
almost more_than
more_than less_than
fewer_than more_than
majority minority
largely partly
hardly entirely
any every
whole part_of_the
entire half_the
""")

ANTONYMS = _both_ways("""
rose|fell; rise|fall; increase|decrease; increased|decreased; higher|lower; high|low; won|lost; win|lose; up|down;
guilty|innocent; convicted|acquitted; legal|illegal; open|closed; opened|closed; began|ended; begin|end; start|stop;
accept|reject; accepted|rejected; support|oppose; supported|opposed; confirmed|denied; deny|confirm; denied|admitted;
safe|dangerous; likely|unlikely; possible|impossible; better|worse; best|worst; good|bad; strong|weak; old|new;
large|small; big|small; early|late; first|last; inside|outside; above|below; over|under; before|after; with|without;
for|against; more|less; north|south; east|west; left|right; public|private; male|female; man|woman; men|women;
father|mother; son|daughter; his|her; he|she; him|her; friend|enemy; ally|rival; peace|war; dead|alive; killed|saved;
died|survived; buy|sell; bought|sold; rich|poor; hot|cold; true|false; right|wrong; success|failure; succeeded|failed;
agreed|refused; allowed|banned; allow|ban; thin|thick; thinner|thicker; same|different; remembered|forgot;
praised|criticised; praised|criticized; defend|attack; defended|attacked; arrested|released; hired|fired;
arrive|leave; arrived|left; gain|loss; profit|loss; majority|minority; increase|drop; growth|decline; free|paid;
day|night; many|few; always|never; everyone|nobody; everything|nothing; lead|trail; Democrat|Republican;
Democrats|Republicans; Democratic|Republican; liberal|conservative; domestic|foreign; armed|unarmed; warm|cold
""")

PRONOUNS = _rings("""
he she they I we
He She They I We
his her their our my
him her them us me
himself herself themselves
who nobody
""")

CUES = _rings("""
said denied joked doubted claimed asked
says denies doubts
told asked
believes doubts knows
believe doubt know
announced denied
confirmed denied suggested
reported invented
accused praised
accused defended
promised refused
rejected accepted
warned promised
expected refused
agreed refused
thinks knows
""")

TENSES = _both_ways("""
will|would; is|was; are|were; has|had; have|had; will be|was; is|will be; are|will be; was|would be; were|would be;
can|could; did|will; wants|wanted; want|wanted; says|would say; said|will say; does|did; is|used to be; has been|will be
""")

# Left out, the sentence says more, or something else.
DECISIVE = """
allegedly reportedly apparently possibly probably perhaps maybe likely former alleged suspected supposed would-be
only nearly almost about roughly hardly barely rarely seldom at_least at_most up_to more_than less_than fewer_than
some most many few several all every each both neither none no not never without nothing nobody may might could
would should must will cannot can't if unless except until before after since expected_to planned_to failed_to
refused_to declined_to tried_to wants_to threatened_to asked_to half twice once first last second third largest
so-called self-declared attempted potential acting deputy vice unofficial unarmed unlikely partly largely
according_to claimed_that denied_that believes doubts accused against anti- non- ex- far_from instead_of rather_than
"""
DECISIVE = [word.replace("_", " ") for word in DECISIVE.split()]
DECISIVE_PHRASES = (
    """
at least|at most|up to|more than|less than|fewer than|expected to|planned to|failed to|refused to|declined to|tried to
wants to|threatened to|asked to|according to|claimed that|denied that|far from|instead of|rather than|as if|even if
""".strip()
    .replace("\n", "|")
    .split("|")
)

# Directly before a clause or a noun, these turn what follows.
TURNING = """
not no never neither without hardly few some most many all only nearly almost if unless two three four several
former alleged allegedly reportedly both
""".split()

# Directly after a clause, these turn it.
TURNING_LATER = "not no nothing nobody none never if unless until without except only hardly allegedly".split()
SCALES = """
hundred thousand million billion percent tonnes metres days weeks months years minutes hours crowns mg dollars euros km
miles
""".split()

# An ellipsis that swallows one of these says something else.
NEVER_SWALLOWED = """
not no never neither none nothing nobody without hardly barely rarely may might could would should must will cannot
can't won't didn't doesn't wasn't isn't if unless only all some most many several both every half few nearly almost
allegedly reportedly probably possibly perhaps likely unlikely former alleged deputy said says denied claimed believes
doubts two three four five eleven twice last first largest two-thirds
""".split()

# Put in before a noun or a verb.
INTRUDERS = """
allegedly reportedly secretly never not deliberately falsely illegally former alleged only almost nearly hardly
repeatedly possibly no without unofficially fake corrupt foreign two three all most few some perhaps barely unlikely
supposedly initially finally officially publicly privately drunkenly wrongly
""".split()

PREFIXED = _both_ways("""
legal|illegal; possible|impossible; likely|unlikely; able|unable; official|unofficial; fair|unfair; known|unknown;
happy|unhappy; safe|unsafe; certain|uncertain; clear|unclear; necessary|unnecessary; usual|unusual; expected|unexpected;
armed|unarmed; regular|irregular; responsible|irresponsible; moral|immoral; direct|indirect; dependent|independent;
formal|informal; correct|incorrect; complete|incomplete; credible|incredible; agree|disagree; agreed|disagreed;
appear|disappear; approve|disapprove; approved|disapproved; connected|disconnected; honest|dishonest; trust|distrust;
avoidable|unavoidable; charged|uncharged; confirmed|unconfirmed; convinced|unconvinced; explained|unexplained;
named|unnamed; authorised|unauthorised; authorized|unauthorized; published|unpublished; related|unrelated;
resolved|unresolved; successful|unsuccessful; wanted|unwanted; documented|undocumented; employment|unemployment;
stable|unstable; aware|unaware; conditional|unconditional; lawful|unlawful; popular|unpopular; signed|unsigned;
lethal|non-lethal; violent|non-violent; partisan|nonpartisan; profit|non-profit; government|anti-government;
military|non-military; president|ex-president; minister|ex-minister; war|anti-war; American|anti-American;
involved|uninvolved; seriously|unseriously; free|unfree; ratified|unratified; endangered|unendangered
""")

INVENTED = """
{name} said the decision had been taken without any consultation.
{name} told reporters that the figures were much worse than expected.
Officials said on {day} that {number} people had been injured in the clashes.
“We have nothing to hide,” {name} said.
The government will review the contract in {month}, a spokesman for {name} said.
{name} resigned on {day} after {number} days in office.
Critics of {name} say the plan would cost more than ${number} million.
According to {name}, no agreement has been reached.
{name} did not respond to a request for comment.
The number of cases rose by {number} percent in {month}.
“It was the right thing to do, and I would do it again,” {name} told the station.
A court in the capital rejected the appeal of {name} on {day}.
Police arrested {number} suspects, including a brother of {name}.
{name} denied any involvement and called the report a fabrication.
Analysts expect that {name} will be forced to step down before {month}.
Supporters of {name} gathered outside the building on {day} evening.
The company lost ${number} million last year, {name} confirmed.
It was unclear whether {name} had been informed.
""".strip().splitlines()
