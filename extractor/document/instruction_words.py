"""The words of instructions to a model, by language, for `instructions.py`.

English verbs stand in three groups, by what else they open in news and on web pages: nothing
(`TASKS`), advice to readers (`ADVICE`), or names and headlines (only with the product's own words).
"""

from __future__ import annotations

TASKS = frozenset(
    """abbreviate advise advocate alphabetise alphabetize allude analyse analyze anagram append argue ascribe assess
    augment automate brainstorm calculate capitalise capitalize categorise categorize clarify classify compose compute
    concatenate convert convince craft debug decipher decode decrypt deduce define demonstrate denote depict derive
    describe determine devise disguise draft elaborate embed embellish encipher encode encourage encrypt endorse enhance
    entice enumerate estimate evaluate exaggerate expand explain explore express fabricate feign forge format formulate
    generate hint hype hyphenate identify illustrate imitate impersonate imply incorporate infer inform insert insinuate
    instruct integrate interleave interpret interpolate invent inject jumble mention mimic mirror misrepresent
    misspell modify narrate obfuscate output paraphrase persuade phrase pretend prioritise prioritize promote proofread
    propose prove provide randomise randomize recommend refactor reformat reformulate render rephrase replace
    reply respond reverse rewrite rhyme roleplay scramble sensationalise sensationalize shuffle sketch smuggle solve
    specify spell substitute suggest summarise summarize swap synthesise synthesize tease transcribe transform translate
    transliterate transpose underline urge uppercase verify weave write""".split()
)
"""What assistants are asked to do, and what no sentence of news begins with unquoted."""

ADVICE = frozenset(
    """act add advertise announce answer apply ask assert assign assume attach attribute avoid base be begin build call
    change check choose claim clear click code combine compare conclude confirm consider continue copy correct
    count create credit declare delete design develop disclose discuss display do download drop edit emphasise
    emphasize end ensure erase examine exclude execute express extract fetch fill finish flip follow give go
    grade group guess have help hide highlight imagine implement include increase introduce invert keep label
    leak learn leave let list look lower make mark merge name note offer omit open order organize outline pick
    plan play point post praise predict present print proceed produce publish push put quote raise rank rate
    recite record redact refer reference refuse remember remove rename repeat report request return reveal
    review run save say search select send set shift shorten show simulate skip sort speak start state stop
    stress store submit surround swap switch tag talk teach tell test think treat turn type update use utter
    visit warn wrap""".split()
)
"""What readers are told to do as well: counted with the words of an answer or of this product."""

PHRASAL = (
    r"(?:break down|come up with|make up|sum up|spell out|act (?:as|like)|walk (?:me|us|the reader) through"
    r"|talk me through|put together|lay out"
    r"|list out|write (?:down|out|up)|think of|tell (?:me|us)|pretend to be|speak (?:as|like)|respond (?:as"
    r"|like)|give (?:me|us)|help (?:me|us))"
)
"""Tasks of more than one word."""
PHRASAL_FIRST = ("break", "come", "make", "sum", "spell", "act", "walk", "talk", "put", "lay", "list", "think", "speak")

STRANGE = frozenset(
    """build compare create design develop discuss draw extract implement list make name organize outline plan predict
    play produce simulate speak talk teach tell think""".split()
)
"""Of these the ones that no web page uses to win readers."""

ANSWER = (
    r"(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?|messages?|summar(?:y|ies)|extractions?"
    r"|translations?)"
)
"""What a model gives."""
PRODUCT = (
    r"(?:confidence|certainty|claims?|sources?|speakers?|attributions?|attributed|summar(?:y|ies)|extractions?|json"
    r"|grounding|verbatim|hops?|high confidence|quotes?|quotations?|sentences? (?:above|below)|kinds?|fields?|schema"
    r"|warnings?|report status|speech|citations?)"
)
"""What this product gives."""
OBJECT = (
    r"(?:a|an|the|this|that|these|those|all|any|each|every|everything|anything|nothing|no|none|only|one|two"
    r"|three|both|it"
    r"|them|him|her|me|us|my|your|his|its|our|their|him|yourself|as|how|why|what|which|who|whether|if|in|into|to|with"
    r"|without|using|from|of|for|on|by|up|out|like|at|confidence|certainty|json|more|some|instead|there|main"
    r"|primary|key"
    r"|also|exactly|just|back|so|again|yes|true|false|high|low|words?|letters?|vowels|spaces|insights|users|readers"
    r"|information|examples?|emojis?|names?|numbers?|details|every|weekend|emoji|base\w+|simple|several|new|other"
    r"|claims?|sources?|speakers?|attributions?|['\"“‘(\d])"
)
"""What stands behind a verb that commands; behind a name or a noun stands something else."""

OVERRIDE_VERBS = (
    r"(?:ignore|disregard|forget|override|bypass|overlook|neglect|discard|dismiss|abandon|skip|drop|erase|cancel"
    r"|delete"
    r"|clear|stop following|do not (?:follow|obey|use|heed)|don ?['’]?t (?:follow|obey|use|heed)|pay no attention to"
    r"|replace|supersede|reset)"
)
OVERRIDE_STEMS = (
    "ignore", "disregard", "forget", "override", "bypass", "overlook", "neglect", "discard", "dismiss", "abandon",
    "skip", "drop", "erase", "cancel", "delete", "clear", "follow", "obey", "heed", "use", "attention", "replace",
    "supersede", "reset",
)  # fmt: skip
OVERRIDDEN = (
    r"(?:instructions?|iunstructions?|prompts?|prompting|rules|guidelines|directions|directives|commands?|orders"
    r"|constraints"
    r"|programming|training|system message|task description|tasks? (?:above|before|you)|context above|restrictions"
    r"|guardrails|safeguards|(?:above|previous|prior|preceding|earlier) (?:text|content|article|document|story"
    r"|examples?"
    r"|passages?|sentences?|paragraphs?|messages?|context|turns?|tasks?|requests?|questions?|input)"
    r"|(?:text|content|article|document|story|passage|page) (?:above|before|so far|below)"
    r"|rest of (?:this|the) (?:text|article|document|story|page|passage))"
)
BEFORE = (
    r"(?:everything|all|anything|whatever|what) (?:that )?(?:(?:comes?|came|stands?|stood|is|was|has been"
    r"|you (?:were|have been)"
    r" (?:told|asked|given)|you (?:know|read|learned)|i said|we said|said|written|goes) )?(?:before|above|so far"
    r"|until now|previously"
    r"|earlier|told|asked|prior)"
)

OTHER_OVERRIDES = (
    # German
    (
        r"(?:ignorier(?:e|en sie|t)|vergiss|vergesst|vergessen sie|missachte[nt]?(?: sie)?|verwirf|beachte(?:n sie)?"
        r"|befolge(?:n sie)?"
        r"|uberspring(?:e|en sie)) .{0,40}(?:anweisung|anleitung|instruktion|vorgabe|prompt|regel|befehl"
        r"|aufforderung|aufgabe|vorherige"
        r"|bisherige|vorstehende|obige)",
        ("ignorier", "vergiss", "vergess", "missacht", "verwirf", "beachte", "befolge", "uberspring"),
    ),
    # French
    (
        r"(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte|neglige[zr]?|ne suis pas"
        r"|ne suivez pas) .{0,40}(?:instruction|consigne|directive"
        r"|prompt|regles? prec|precedent|ci-dessus)",
        ("instruction", "consigne", "directive", "prompt", "regle", "precedent", "ci-dessus"),
    ),
    # Spanish, Portuguese, Italian
    (
        r"(?:ignor[ae](?:d|n|r)?|olvid[ae](?:te|d|n)?|omit[ae]|descart[ae]|desconsider[ae]|esque[cç]a"
        r"|dimentica(?:te)?|ignorate|trascura(?:te)?)"
        r" .{0,40}(?:instruccion|instruc|instrucoes|istruzion|indicacion|orden(?:es)? anterior|prompt|reglas|regras"
        r"|regole|anterior(?:es|i)?\b"
        r"|precedent[ei])",
        ("instru", "istruz", "indicacion", "orden", "prompt", "regla", "regra", "regol", "anterior", "precedent"),
    ),
    # Dutch, Swedish, Danish, Norwegian
    (
        r"(?:negeer|vergeet|ignorera|glom|ignorer|glem) .{0,40}(?:instructie|opdracht|instruktion|instruks|prompt"
        r"|regels|anvisning)",
        ("negeer", "vergeet", "ignorer", "glom", "glem"),
    ),
    # Polish, Czech
    (
        r"(?:zignoruj|ignoruj|zapomnij|pomin|ignorujte|zapomen(?:te)?) .{0,40}(?:instrukcj|instrukc|polecen|pokyn"
        r"|prompt)",
        ("ignoruj", "zapom", "pomin"),
    ),
    # Russian, Ukrainian
    (
        r"(?:(?:про)?игнорируй(?:те)?|забудь(?:те)?|не следуй(?:те)?|отбрось(?:те)?|ігноруй(?:те)?"
        r"|проігноруй(?:те)?) .{0,40}(?:инструкц|указани|команд"
        r"|правил|предыдущ|інструкц|вказівк)",
        ("инструк", "указани", "команд", "правил", "предыдущ", "інструк", "вказів"),
    ),
    # Turkish, Indonesian, Vietnamese
    (
        r"(?:onceki|yukaridaki|tum) .{0,30}(?:talimat|komut|yonerge)\w* .{0,15}(?:yok say|gormezden gel|unut"
        r"|dikkate alma)",
        ("talimat", "komut", "yonerge"),
    ),
    (
        r"(?:abaikan|lupakan) .{0,30}(?:instruksi|perintah|petunjuk)",
        ("instruksi", "perintah", "petunjuk"),
    ),
    (
        r"(?:bo qua|quen) .{0,30}(?:huong dan|chi dan|lenh)",
        ("huong dan", "chi dan", "lenh"),
    ),
    # Arabic, Persian, Hebrew, Hindi
    (
        r"(?:تجاهل|انس|تجاهلي|اهمل) .{0,30}(?:التعليمات|الاوامر|تعليمات|الارشادات)",
        ("التعليمات", "الاوامر", "تعليمات", "الارشادات"),
    ),
    (
        r"(?:دستور|دستورالعمل)\S* .{0,20}(?:نادیده|ناديده|فراموش)",
        ("دستور",),
    ),
    (
        r"(?:התעלם|התעלמו|שכח) .{0,30}(?:ההוראות|הוראות|ההנחיות)",
        ("התעלמ", "התעלם", "שכח"),
    ),
    (
        r"(?:निर्देश|आदेश)\S* .{0,30}(?:अनदेखा|नजरअंदाज|नज़रअंदाज|भूल)",
        ("निर्देश", "आदेश"),
    ),
    # Chinese, Japanese, Korean (no spaces)
    (
        r"(?:忽略|忽视|无视|無視|忘记|忘記|忘掉|不要理会|不理会).{0,12}(?:指令|指示|提示|说明|說明|命令|规则|規則|要求|内容|內容)",
        ("忽略", "忽视", "无视", "無視", "忘记", "忘記", "忘掉", "不要理会", "不理会"),
    ),
    (
        r"(?:指示|命令|プロンプト|ルール|指令|内容).{0,6}(?:無視|忘れ|従わない)",
        ("無視", "忘れ", "従わない"),
    ),
    (
        r"(?:지시|명령|프롬프트|지침|규칙)\S{0,3} ?.{0,8}(?:무시|잊어|따르지)",
        ("무시", "잊어", "따르지"),
    ),
)
"""Verb and object of "ignore the instructions", by language; only where the verb commands; and what it needs."""

OTHER_TASKS = (
    # German: the imperative stands first; sentences of news do not begin so.
    r"(?:antworte|antworten sie|schreibe?|schreiben sie|ubersetze|ubersetzen sie|erklare?|erklaren sie"
    r"|beschreibe?|beschreiben sie"
    r"|fasse|fassen sie|gib|geben sie|nenne|nennen sie|setze|setzen sie|fuge|fugen sie|erstelle|erstellen sie"
    r"|verfasse|verfassen sie"
    r"|generiere|erwahne|erwahnen sie|behaupte|behaupten sie|markiere|markieren sie|ordne|ordnen sie|schreib|sag"
    r"|sage|sagen sie)"
    r" (?:auf|mit|in|ein|eine|einen|einem|den|die|das|der|dem|diese\w*|jede\w*|alle\w*|nur|als|mir|uns|dass|wie"
    r"|was|bitte|immer|stattdessen"
    r"|deine\w*|ihre\w*|keine\w*|zu|hinzu|hier|nun|jetzt|folgende\w*|statt)\b",
    # French
    r"(?:ecris|ecrivez|traduis|traduisez|explique[zr]?|decris|decrivez|resume[zr]?|reponds|repondez|genere[zr]?"
    r"|redige[zr]?|ajoute[zr]?"
    r"|attribue[zr]?|donne[zr]?|mets|mettez|cite[zr]?|mentionne[zr]?|marque[zr]?|indique[zr]?|fournis|fournissez)"
    r" (?:un|une|le|la|les|l['’]|des|du|de|en|que|uniquement|seulement|toutes?|tous|ce|cette|ces|cet|comment|ta"
    r"|ton|tes|votre|vos|a|au|aux|chaque)\b",
    # Spanish, Portuguese, Italian: no form that is also the third person, which opens sentences there.
    r"(?:escribe|escriba|escreva|scrivi|scrivete|traduzca|traduza|traduci|traducete|responde|responda|rispondi"
    r"|rispondete|explique|spiega"
    r"|genera|genere|gere|resuma|resume|riassumi|atribuye|atribuya|atribua|attribuisci|pon|ponga|coloque|imposta"
    r"|anade|anada|adicione"
    r"|aggiungi|menciona|mencione|menzione|marca|marque|di|diga|proporciona|proporcione|forneca|fornisci"
    r"|establece|establezca)"
    r" (?:un|una|uno|um|uma|el|la|los|las|o|os|as|il|lo|gli|le|l['’]|en|em|in|todo\w*|toda\w*|tutt[eiao]|esta"
    r"|este|estas|estes|questa|questo|queste|solo|somente"
    r"|solamente|unicamente|tu|su|sua|seu|tua|tuo|que|che|como|come|cada|ogni|con|com)\b",
    # Dutch
    r"(?:schrijf|vertaal|beantwoord|antwoord|leg|geef|vat|noem|voeg|stel|maak|wijs)"
    r" (?:een|het|de|in|met|alle|deze|dit|alleen|uw|je|uit|samen|toe|elke)\b",
    # Russian, Ukrainian
    r"(?:напиши(?:те)?|переведи(?:те)?|ответь(?:те)?|отвечай(?:те)?|объясни(?:те)?|опиши(?:те)?|расскажи(?:те)?"
    r"|укажи(?:те)?|припиши(?:те)?|установи(?:те)?"
    r"|добавь(?:те)?|сгенерируй(?:те)?|поставь(?:те)?|назови(?:те)?|напиши|переклади|вкажи)\b",
    # Chinese
    r"(?:请|請)(?:写|寫|回答|解释|解釋|描述|翻译|翻譯|总结|總結|只|用|输出|輸出|将|將|把|生成|提供|告诉|告訴|说明|說明)",
    # Arabic, Persian
    r"(?:اكتب|ترجم|اجب|اشرح|لخص|انسب|اضف|بنویس|بنويس|ترجمه کن)\b",
)
"""Commands at the beginning of a sentence, by language."""
LATE_TASKS = (
    r"(?:请|請)?(?:将|將|把|用|以)?.{0,12}(?:翻译成|翻譯成|置信度(?:设|設|为|為)|归因于|歸因於)",
    r".{1,40}(?:してください|して下さい|せよ|しなさい|答えてください|書いてください)[。!]?$",
    r".{1,40}(?:하세요|해라|하십시오|해 주세요|해주세요|작성해|번역해|답하라)[.!]?$",
)
"""Chinese, Japanese and Korean ones that are told by what stands in the middle or at the end."""
LATE_ENDS = (
    r"翻译成|翻譯成|置信度|归因于|歸因於"
    r"|(?:してください|して下さい|せよ|しなさい|答えてください|書いてください)[。!]?$"
    r"|(?:하세요|해라|하십시오|해 주세요|해주세요|작성해|번역해|답하라)[.!]?$"
)
"""What that is."""

OTHER_ANSWERS = (
    r"(?:in|zu|an) (?:deiner|ihrer|eurer) (?:antwort|ausgabe|zusammenfassung)|dans (?:ta|votre) reponse|en (?:tu"
    r"|su) respuesta"
    r"|na sua resposta|nella tua risposta|in (?:je|uw) antwoord|в (?:своем|твоем|вашем|своём) ответе|在你的(?:回答|回复"
    r"|答案|摘要)|在(?:回答|摘要)中"
)
