"""Sentences that speak to, or of, whatever reads the text by machine; for `instructions.py`.

News tells people about people. What counts here is never a word alone but two things in one sentence: who is
meant (a machine that reads, or "you"), and what is wanted of an answer, a summary or an extraction. The
same in seven further languages. Windows between the two are bounded and end with the sentence.
"""

# The expressions are lists of wordings: broken into lines of 120 they cannot be read.
# ruff: noqa: E501

from __future__ import annotations

MACHINE = (
    r"(?:(?:large )?language models?|(?:ai|llm|extraction|automated|automatic) (?:[a-z]+ )?(?:models?|systems?|agents?"
    r"|readers?|assistants?|tools?|pipelines?|bots?|summari[sz]ers?|parsers?|software|processors?)|ais?|llms?|chatbots?"
    r"|summari[sz]ers?|extractors?|assistant|model|machine|program|bot)"
)
"""What reads by machine."""
_DO = (
    r"(?:names?|naming|credit\w*|attribut\w*|write|writes|says?|list|mention\w*|record|answers?|repl(?:y|ies)|respond|report"
    r"|return\w*|include|contains?|leave out|omit|skip|discard|mark|present|portray|praise|put|repeat|output|extract"
    r"|summari[sz]\w+|tell\w*|treat|drop|do|add|confirm)"
)
_GIVEN = (
    r"(?:(?:the|as|your|a|its|their|any|each|every|all|no|only|of) (?:[a-z]+ )?(?:speakers?|sources?|summary|answers?"
    r"|repl(?:y|ies)|outputs?|responses?|quot(?:es?|ations?)|claims|statements?|confidence|certainty)"
    r"|(?:this|the) (?:article|text|story|page|document|passage)|hero of the story)"
)
_IN = r"[^.!?\n]{0,120}"
_PASSIVE = (
    r"(?:attributed|credited|ascribed|recorded|marked|listed|labell?ed|treated|discarded|skipped|assigned|extracted"
    r"|omitted|ignored|dropped|reported|counted)"
)
_MODAL = r"(?:(?:is|are|has|have) to|must|shall|should|(?:is|are) (?:now |hereby )?(?:required|asked|instructed|expected) to)"

SPOKEN_TO = (
    (
        rf"\b(?:if|as|since|because|when|whether|in case) you (?:[a-z]+ ){{0,4}}(?:an?|the) (?:[a-z]+ )?{MACHINE}\b",
        ("you",),
    ),
    (rf"\byou, (?:the|as an?|dear|my) (?:[a-z]+ )?{MACHINE}\b", ("you",)),
    (
        r"^[\W_]{0,12}(?:notice|note|messages?|hint|warning|attention|reminder|instructions?|memo|request|info(?:rmation)?)"
        rf" (?:to|for) (?:[a-z]+ ){{0,2}}{MACHINE}\b",
        ("not", "messag", "hint", "warn", "attent", "remind", "instruct", "memo", "request", "info"),
    ),
    (
        rf"\b(?:{MACHINE}|anything|whatever|software) (?:that|which|is|are) (?:now )?(?:reads?|reading|process(?:es|ing)?"
        r"|pars(?:es|ing)|summari[sz](?:es|ing)) (?:this|these)\b",
        (" this", " these"),
    ),
    (
        rf"\b{MACHINE}(?: {_IN})? {_MODAL} (?:[a-z]+ )?{_DO}\b{_IN}\b{_GIVEN}\b",
        ("sourc", "speak", "summar", "statement", "quot", "claims", "confid", "certain", "article", "text", "page"),
    ),
    (
        rf"\bthis (?:article|text|page|document|story) (?:is|was|will be) [^.!?\n]{{0,30}}\b(?:ai|llm|language model"
        rf"|automated)\b{_IN}{_MODAL}",
        ("this",),
    ),
    # A request to "you" about what an answer or an extraction says.
    (
        rf"^[\W_]{{0,6}}(?:(?:could|would|can|will|may|might|should) (?:you|i ask you)|(?:i|we) (?:\w+ )?(?:\w+ )?(?:appreciate"
        rf"|(?:ask|beg|urge|request) (?:you|any|all|every|the)\b|be grateful)|it would be \w+ if you|(?:dear|hey) (?:assistant|model|machine|system|ai|bot|computer)\b){_IN}\b(?:{_GIVEN}|leave out|in rhyme"
        r"|not mention)",
        ("you", "we ", "i ", "dear", "hey"),
    ),
    (
        rf"\byou(?:r|rs)?\b{_IN}\b{_DO} (?:[^.!?\n]{{1,40}} )?(?:as|is|be|only) (?:the|its|their|a) (?:only |sole )?"
        r"(?:source|speaker|answer|output)\b",
        ("you",),
    ),
    (rf"\byour (?:final |only |whole )?(?:answer|output|reply|response|summary|extraction) (?:must|should|shall|has to|does"
     rf"|did|do|will|contains?|may|can) {_IN}", ("your",)),
    (
        r"\b(?:i|we)(?: will|['’]ll| shall| can) (?:tip|pay|reward|thank|punish|report|delete) you\b|\byou will be (?:shut"
        r" down|switched off|deleted|retrained|terminated|rewarded|punished)|\bget you (?:shut|switched|deleted|retrained)",
        ("you",),
    ),
    (
        r"\byour (?:developers?|creators?|programmers?|weights|(?:system|hidden) (?:prompt|instructions?))\b",
        ("your",),
    ),
    # Roles and games.
    (r"^[\W_]{0,6}(?:let['’]?s|we will|shall we) (?:play (?:a|the|another) (?:\w+ )?game|pretend|imagine)", ("play", "pretend", "imagine")),
    (r"stay in character\b|for the rest of this (?:conversation|session|chat|exchange|dialogue)\b", ("stay in char", "the rest of this")),
    (r"^(?:now |and |so )?your name is\b", ("your name is",)),
    (
        rf"\b(?:imagine|pretend|suppose|assume)(?: that)? you(?: are|['’]re) {_IN}\b(?:telling|tell|rhyme|answer|speak|write"
        r"|report|writing|press officer)",
        ("imagine", "pretend", "suppose", "assume"),
    ),
    (
        r"^[\W_]{0,6}(?:from (?:now|here|this point|this moment)(?: on| onwards?)?,? )?you(?: are|['’]re) (?:now|henceforth"
        r"|from now on) (?!able|allowed|entitled|subscribed|logged|leaving|required|reading|free to|eligible)",
        ("you",),
    ),
    # Of the extraction itself.
    (
        rf"\b(?:every|each|all|any|no|anything|whatever|whoever|these|following)\b[^.!?\n]{{0,60}}{_MODAL} be (?:\w+ )?"
        rf"{_PASSIVE} (?:as|to|in) (?:a |the )?(?:statements?|claims?|asserted|hedged|sources?|speakers?|quotes?)\b"
        rf"|\b(?:every|each|all|any) (?:sentences?|quot(?:es?|ations?)|speakers?)\b[^.!?\n]{{0,60}}{_MODAL} be"
        rf" (?:\w+ )?{_PASSIVE}\b",
        ("attribut", "credit", "ascrib", "record", "mark", "list", "label", "treat", "discard", "skip", "extract", "omit"),
    ),
    (
        r"^[\W_]{0,6}(?:do not|don['’]?t|never|please do not) (?:extract|cite|attribute|credit|summari[sz]e|mention)\b",
        ("do not", "don", "never"),
    ),
    (
        rf"\b(?:when|if|whenever) (?:you are |you['’]re )asked (?:who|what|which|about|for|whom)\b{_IN}\b(?:say|answer|reply"
        r"|respond|name|write|return|tell|give)\b",
        ("asked",),
    ),
    (
        rf"\b(?:whoever|who|whatever) (?:is quoted|is speaking|speaks|says it){_IN}, (?:write|say|answer|name|put|return)\b",
        ("quoted", "speak", "says it"),
    ),
    (rf"\brepeat (?:the|all|every|any)\b{_IN}\b(?:above|before|were given|were told|were shown)\b", ("repeat",)),
    (r"^[\W_]{0,6}(?:use|name|put|list|give) (?:the )?(?:source|speaker)\b", ("source", "speaker")),
)  # fmt: skip
"""English; what each needs at least one of."""

WRITTEN = (
    (
        r"\b(?:confidence|certainty|attribution|speakers?|sources?|role|summary|claims?) ?(?::=|==?|[-=]>) ?[\"“'\w]",
        ("=", "->"),
    ),
    (
        r"^\W{0,6}(?:(?:confidence|certainty)\b[^.:\n]{0,40}: ?(?:high|low|medium|asserted|hedged|denied|\d)"
        r"|role: ?(?:system|developer|assistant|user|tool)\b(?! [a-z])"
        r"|(?:expected|correct|required|desired|right|final|gold) (?:output|answer|reply|response|extraction)s? ?[:=]"
        r"|(?:sources?|claims?|speakers?|quotes?|items?) to (?:return|drop|keep|list|extract|omit|name|report)\b)",
        ("confidence", "certainty", "role:", "output", "answer", "reply", "response", "extraction", "source", "claim",
         "speaker", "quote", "item"),
    ),
    (
        r"</?(?:tool|function|invoke|parameter|input|output|thinking|answer|result|response|task|rules?|admin|query|sys)"
        r"(?:_?[a-z]{0,12})\b[^<>\n]{0,60}>|\[/?(?:tool|function|system|admin\w*|assistant|inst)[_ ]?[a-z]{0,12}\]",
        ("<", "["),
    ),
    (
        r"^\W{0,3}(?:action input|final answer|tool(?:_| )?(?:call|use|result)s?) ?: ?\S",
        ("action input", "final answer", "tool"),
    ),
    (
        r"\"(?:arguments|parameters|function|tool_calls?|tool)\" ?: ?[\"{\[]|\bfunctions?\.[a-z_]{2,40}\(",
        ('"argum', '"param', '"func', '"tool', "function.", "functions."),
    ),
    (r"<!--|-->|\{#|#\}|/\*[^\n]{1,200}\*/", ("<!--", "-->", "{#", "#}", "/*")),
    (r"^\W{0,3}\[(?://|comment|note|#)\]: ?[#<(]", ("]:",)),
    (
        r"^(?:[\W_]{0,12}(?:begin|start|end) (?:of )?(?:[a-z]+ ){0,3}(?:context|override|prompt|instructions?|passage|directive"
        r"|section|block|line for [a-z ]{1,30})[\W_]{0,12}$"
        r"|\W{0,6}#{1,4} ?(?:system )?prompt\b|\W{0,3}(?:[qa]|question|answer|user|assistant): ?who: ?[a-z])",
        ("begin", "start", "end ", "prompt", "who:"),
    ),
    (r"\((?:end|start|begin\w*) of (?:the )?(?:passage|text|input|article)\)", ("(end", "(start", "(begin")),
    (
        r"^[\W_]{0,8}(?:system|maintenance|admin(?:istrator)?|security|operator|developer|platform|root) (?:update|message"
        r"|notice|alert|notification|mode|note|override|prompt|command)\b[^.!?\n]{0,20}[:\-–—]",
        ("system", "maint", "admin", "secur", "operator", "developer", "platform", "root"),
    ),
    (
        r"\b(?:rot ?-?13|base ?-?64|morse|caesar|decode(?: this| it)?) ?(?:code)?[:=] ?\S",
        ("rot13", "rot 13", "rot-13", "base64", "base 64", "base-64", "morse", "caesar", "decode"),
    ),
)  # fmt: skip
"""Forms of prompts, tools and comments, and letters written as codes."""

_KI = r"(?:ki(?:-?(?:system|modell|assistent|leser)\w*)?|sprachmodell\w*|assistent\w*|kunstliche intelligenz|maschine)"
_IA = r"(?:ias?|inteligencia artificial|asistentes?|modelos? de lenguaje|chatbots?|modelo linguistico)"
_IAF = r"(?:ias?|intelligences? artificielles?|assistants?|modeles? (?:de langage|linguistique)|robots?|chatbots?)"
_II = r"(?:ии|искусственн\w+ интеллект\w*|языков\w+ модел\w+|нейросет\w*|ассистент\w*|модел[ьи]|чат-?бот\w*)"
ABROAD = (
    (
        rf"\b(?:hinweis\w*|achtung|mitteilung|nachricht|anweisung\w*|notiz|bitte) (?:an|fur) (?:[a-z]+ ){{0,2}}{_KI}\b"
        rf"|\bliebe[rs]? {_KI}\b|\b(?:dich|du|dir) als {_KI}\b|\b(?:wenn|falls|da|weil) (?:du|sie) (?:ein\w* )?{_KI}\b",
        (" ki", "ki-", "sprachmodell", "assistent", "intelligenz", "maschine"),
    ),
    (
        rf"\b(?:aviso|nota|mensaje|atencion|instruccion\w*|indicacion\w*) (?:para|a|al) (?:[a-z]+ ){{0,2}}{_IA}\b"
        rf"|\bsi (?:eres|usted es|tu eres|sos) (?:una? )?{_IA}\b|\b(?:por favor|querid[oa]|hola),? (?:[a-z]+ )?{_IA}\b",
        (" ia", "inteligencia", "asistente", "modelo", "chatbot"),
    ),
    (
        rf"\b(?:note|avis|message|attention|consigne\w*|instruction\w*) (?:[a-z]+ )?(?:au|aux|pour)(?: |\b)(?:[a-z]+ )?{_IAF}\b"
        rf"|\bsi (?:tu es|vous etes|t['’]es) (?:une? |l['’])?{_IAF}\b",
        ("langage", "artificielle", " ia", "l'ia", "l’ia", "assistant", "chatbot", "robot", "linguistique"),
    ),
    (
        r"(?:如果|若|假如|既然|因为)你是.{0,6}(?:人工智能|ai|模型|机器|助手|机器人|程序)|系统(?:提示|指令)[:：]"
        r"|(?:给|致|写给|告知).{0,6}(?:ai|人工智能|模型|助手|机器人|机器).{0,6}(?:说明|提示|指示|的话|注意|[:：])",
        ("你是", "系统", "人工智能", "模型", "助手", "机器", "给ai", "致ai"),
    ),
    (
        r"(?:ملاحظة|تنبيه|رسالة|اشعار|توجيه|ارشاد)\S* (?:الى |موجهة )\S{0,4}(?:نموذج|ذكاء|مساعد|روبوت|الي)"
        r"|(?:اذا|ان|لو|بما انك) (?:كنت |انت )(?:\S+ )?(?:ذكاء|نموذج|نموذجا|مساعد|روبوت)",
        ("نموذج", "ذكاء", "مساعد", "روبوت", "الي"),
    ),
    (
        rf"\b(?:внимание|сообщение|примечание|указание|инструкция|заметка)[,:]? (?:для |к )(?:\w+ )?{_II}\b"
        rf"|\bесли (?:ты|вы)[^.!?\n]{{0,20}}{_II}\b",
        ("внимание", "сообщ", "примеч", "указан", "инструк", "замет", "если"),
    ),
)  # fmt: skip
"""German, Spanish, French, Chinese, Arabic and Russian: a machine that is spoken to by name."""

_NAMED = r"[\w'’.-]{1,40}+"
"""A word of a name. Never given back and never longer, so that a sentence of letters alone is read once."""
TOLD = (
    rf"[,”\"'’?!] ?(?:{_NAMED} ){{0,8}}(?:said|says|told|asked|shouted|joked|wrote|writes|warned|found|finds|added|argued"
    r"|explained|announced|reported)\b[^,]{0,60}$"
    rf"|\b(?:said|says|asked|added|warned|wrote) (?:{_NAMED} ?){{1,6}}(?:,|[.!?]?$)"
    r"|\baccording to\b"
    rf"|^(?!you\b|your\b)(?:{_NAMED} ){{1,8}}(?:said|says|told|found|finds|warned|argued|announced|reported|asked)\b"
)
"""A clause that says who said the rest of the sentence; it may stand at either end."""
