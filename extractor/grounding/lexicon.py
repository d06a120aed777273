"""English words that decide what a sentence says: data for the veto, one set a class.

Lower case, without inflections unless listed. Sets may overlap: the first that holds a word, in
the order of `CLASSES`, names it. Sources: closed word classes of any English grammar (numerals,
negators, modals, quantifiers, pronouns); hedges and reporting verbs after Hyland (Hedging in
Scientific Research Articles, 1998) and the cues of PARC 3.0 (Pareti 2016).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = _words("""
    zero nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions trillion trillions dozen dozens score scores pair couple
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth twentieth
    thirtieth fortieth fiftieth hundredth thousandth millionth half halves quarter quarters thirds fifths tenths
    once twice thrice double doubled triple tripled quadruple single ones teens twenties thirties forties fifties
    sixties seventies eighties nineties
""")

UNITS = _words("""
    percent percentage percentages cent cents dollar dollars euro euros pound pounds yen yuan rouble roubles ruble
    rubles rupee rupees franc francs peso pesos lira dinar dirham riyal
    second seconds minute minutes hour hours day days week weeks fortnight month months year years decade decades
    century centuries am pm a.m p.m
    kilometer kilometers kilometre kilometres meter meters metre metres mile miles foot feet inch inches yard yards
    centimeter centimetre centimeters centimetres millimeter millimeters km cm mm acre acres hectare hectares
    mg milligram milligrams microgram micrograms crown crowns krone kroner shekel shekels baht won rand real reais
    kilogram kilograms kilo kilos kg gram grams ton tons tonne tonnes ounce ounces oz lb lbs stone
    liter liters litre litres gallon gallons barrel barrels celsius fahrenheit degree degrees
    watt watts kilowatt kilowatts megawatt megawatts gigawatt gigawatts volt volts mph kph bps basis point points
    bit bits byte bytes megabyte megabytes gigabyte gigabytes hertz times fold
""")

DATES = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec today yesterday tomorrow tonight
    morning afternoon evening night midnight noon spring summer autumn winter bc ad bce ce ago later earlier
    last next before after since until till by during
""")

NEGATIONS = _words("""
    not n't no none never neither nor nobody nothing nowhere without cannot hardly scarcely barely rarely seldom
    non nay unlike lack lacks lacked lacking fail fails failed failing failure deny denies denied denying denial
    refuse refuses refused refusing refusal reject rejects rejected rejecting rejection decline declines declined
    declining dispute disputes disputed disputing avoid avoids avoided avoiding prevent prevents prevented preventing
    stop stops stopped stopping cease ceases ceased doubt doubts doubted doubting contrary instead except excluding
    absent absence false falsely untrue wrong wrongly incorrect incorrectly unlikely impossible unable far rather
    ban bans banned banning forbid forbids forbade forbidden
""")

MODALS = _words("""
    will would shall should can could may might must ought need needs dare wo sha ca 'll 'd gonna going
    able likely bound supposed set due expect expected expects plan plans planned intend intends intended hope hopes
    hoped want wants wanted try tries tried trying
""")

QUANTIFIERS = _words("""
    all some any every each most many much more less least few fewer fewest several both either enough plenty little
    lot lots majority minority part partly half whole entire total only just merely solely at up almost nearly about
    around approximately roughly over under above below exactly precisely always often usually sometimes frequently
    occasionally generally mostly mainly largely another other others numerous various countless everyone everybody
    everything someone somebody something anyone anybody anything best worst too very entirely completely fully
    virtually practically
""")

HEDGES = _words("""
    alleged allegedly reported reportedly apparent apparently supposed supposedly purported purportedly so-called
    possible possibly probable probably perhaps maybe potential potentially presumably seemingly ostensibly arguably
    seem seems seemed appear appears appeared suggest suggests suggested suspect suspects suspected believe believes
    believed think thinks thought assume assumes assumed estimate estimates estimated claim claims claimed former
    formerly ex acting interim deputy vice fake mock attempted would-be self-declared self-proclaimed unconfirmed
    unverified if unless whether provided otherwise although though despite rumored rumoured hypothetical
    allege alleges accuse accuses accused question questions questioned
""")

PRONOUNS = _words("""
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself
    himself herself itself ourselves themselves who whom whose which this these those someone
""")

REPORTING = _words("""
    say says said saying tell tells told telling report reports reported reporting announce announces announced
    state states stated add adds added adding note notes noted argue argues argued insist insists insisted explain
    explains explained warn warns warned claim claims claimed write writes wrote written tweet tweets tweeted ask asks
    asked reply replies replied respond responds responded according quote quotes quoted cite cites cited citing
    confirm confirms confirmed declare declares declared mention mentions mentioned admit admits admitted concede
    concedes conceded acknowledge acknowledges acknowledged suggest suggests suggested allege alleges alleged deny
    denies denied assert asserts asserted maintain maintains maintained comment comments commented remark remarks
    remarked joke jokes joked continue continues continued recall recalls recalled testify testifies testified
    predict predicts predicted promise promises promised urge urges urged call calls called accuse accuses accused
    charge charges charged complain complains complained caution cautions cautioned stress stresses stressed
    emphasize emphasizes emphasized emphasise emphasised reiterate reiterates reiterated reveal reveals revealed
    disclose disclosed describe describes described conclude concludes concluded agree agrees agreed observe observes
    observed contend contends contended posted shouted whispered yelled exclaimed cried vow vows vowed pledge pledges
    pledged threaten threatens threatened
""")

AUXILIARIES = _words("is are was were do does did has have had would should could must might need")

# Directly before a word that an answer writes with a capital, as if its sentence began there: the cut
# changed the statement (`Neither army moved` -> `Army moved`, `if it fails` -> `It fails`).
CUT_OFF = (
    QUANTIFIERS
    | NUMBERS
    | _words("""
    non than if unless whether until except although
    alleged allegedly reportedly apparently supposedly possibly probably
    perhaps maybe potential former ex acting interim deputy vice fake mock attempted would-be self-declared
    self-proclaimed so-called unconfirmed suspected supposed purported apparent likely unlikely
""")
)
NEGATORS = _words(
    "not no never neither nor without hardly scarcely barely rarely seldom cannot nobody nothing few only"
)
# Between such a word and the cut these make no difference (`only the president`, `all of the votes`).
PASSED_OVER = _words("the a an of these those this that his her their its my our your such")

# Directly after the last word of an answer that ends there with a full stop: the cut changed the
# statement (`They did nothing` -> `They did.`, `It closes if …` -> `It closes.`).
CUT_SHORT = _words("""
    not no never none neither nor nothing nobody nowhere without hardly scarcely barely rarely seldom few little
    if unless until except only when before after under than provided although though but
    allegedly reportedly apparently supposedly possibly probably perhaps maybe
""")

# Left out without a change of sense, unless what stands beside them says otherwise.
ARTICLES = _words("the a an")
COMPLEMENTIZERS = _words("that")
ADDITIVES = _words("also")
# Only between commas, or at the start before one: `, however,`.
CONNECTIVES = _words("however moreover furthermore additionally nonetheless nevertheless")

# Persons counted: `officials` for `official` changes who speaks.
PERSON_ENDINGS = (
    "er",
    "or",
    "ist",
    "ian",
    "ant",
    "ent",
    "man",
    "woman",
    "ee",
    "eer",
    "ess",
    "ster",
    "ite",
    "ean",
    "ese",
)
PERSONS = _words("""
    official witness source analyst expert aide ally critic rival lawmaker spokesperson person child boy girl father
    mother brother sister son daughter friend colleague victim suspect doctor nurse judge lawyer attorney police
    soldier guard chief head leader king queen prince princess president minister ambassador diplomat envoy delegate
    representative secretary mayor governor senator congressman deputy member activist scholar professor student
    teacher author host guest adult teen teenager kid baby neighbor neighbour relative parent husband wife widow
    clerk coach captain pilot monk priest bishop rabbi imam hostage refugee migrant
    candidate civilian casualty fatality youth elder fan star cop spy rebel inmate convict juror intern athlete
    individual human body family crew team unit firm bank office union board panel council committee ministry embassy
    charity station channel magazine journal website site study report survey poll document email e-mail memo
    letter mate magistrate advocate graduate associate pal thug recruit native celebrity peer saint sheriff
    outlet agency company group party country state nation government court paper newspaper network
""")

# With and without the s these are different words, not forms of one.
S_CHANGES_SENSE = _words("""
    arm good custom force right mean glass air damage fund new ground security saving spectacle interest wood people
    short spirit step cloth content effect letter manner moral pain premise quarter remain ruin sale scale term thank
    value waste water work authority charge color colour compass minute regard respect sand spare brain bowel
    draught exchange facility humanity import export line meter odd oar order outskirt particular politic physic
    proceed provision return slack tropic troop utensil valuable earning earthwork green heaven height liberty look
    mathematic economic ethic statistic tactic genetic athletic acoustic dynamic number time sometime somewhere their
    your other beside toward afterward always perhaps less thus plus minus this series species news mass
""")

CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("negation", NEGATIONS),
    ("number", NUMBERS),
    ("unit", UNITS),
    ("date", DATES),
    ("modal", MODALS),
    ("hedge", HEDGES),
    ("quantifier", QUANTIFIERS),
    ("pronoun", PRONOUNS),
    ("reporting verb", REPORTING),
)
