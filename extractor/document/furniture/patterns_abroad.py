"""What single lines of furniture look like in German, French, Spanish, Italian, Portuguese and Dutch.

Like the English ones in `patterns.py`, which hold words of these languages too where they are part
of a longer list: every pattern describes a whole short line, in any case.
"""

from __future__ import annotations

from extractor.schema import FurnitureKind

LANGUAGES = frozenset({"de", "fr", "es", "it", "pt", "nl"})
_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|linkedin|xing|pinterest|telegram|reddit|pocket|e-?mail|tumblr|skype|google\+?)"
)
_ON = r"(?:auf|bei|über|per|sur|par|en|su|op|no|via)"
_MONTH = (
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|janvier|février"
    r"|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre"
    r"|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|februari|maart|mei"
    r"|augustus)"
)
_DAY = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|maandag|dinsdag|woensdag|donderdag|vrijdag"
    r"|zaterdag|zondag)"
)
_DATE = rf"(?:{_DAY},? )?(?:le |de |den )?\d{{1,2}}\.?(?:er)? (?:de )?{_MONTH}(?: de)? \d{{4}}"
_NO_SENTENCE = r"(?!.*[^\W\d_]{3}[.!?]$)"
"""The line does not end as a sentence does."""

LINES: dict[FurnitureKind, tuple[str, ...]] = {
    "counter": (
        r"(?:lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|leestijd)\W{0,3}.{0,30}",
        r"(?:vor|il y a|hace|há) \d+ (?:minuten?|stunden?|tag(?:en)?|wochen?|heures?|jours?|horas?|días?|dias?)",
    ),
    "share": (
        rf"(?:klick,? um |cliquez pour |haz clic para )?(?:diesen )?(?:artikel |beitrag )?{_ON} {_NETWORK} "
        r"(?:zu )?(?:teilen|weiterempfehlen|empfehlen|twittern)\b.{0,40}",
        r"(?:diesen )?(?:artikel|beitrag|seite)(?: jetzt)? (?:teilen|versenden|drucken|merken)\W{0,3}",
        rf"(?:partager|compartir|condividi|compartilhar|compartilhe|delen|deel)\b.{{0,25}}{_NETWORK}.{{0,20}}",
        rf"(?:auf|mit) {_NETWORK} (?:folgen|verbinden)|folgen sie uns.{{0,60}}|s[ií]guenos.{{0,60}}"
        r"|suivez-nous.{0,60}",
        r"teilen|drucken|imprimer|imprimir|stampa|merken|partager|compartir",
    ),
    "related": (
        r"(?:vielleicht )?auch interessant\W{0,3}.{0,100}|meist ?gelesen\w{0,2}|weiterlesen.{0,60}",
        r"(?:mehr|weitere)(?: \w{2,20})? (?:zum thema|artikel|themen|nachrichten|meldungen|beiträge|news)\W{0,2}",
        r"(?:das|dies) könnte (?:sie|dich|euch) (?:auch|ebenfalls) interessieren.{0,20}",
        r"mehr (?:lesen|dazu)\b.{0,60}|lesen sie (?:auch|mehr|hier|dazu)\b.{0,120}|lies auch.{0,90}"
        r"|siehe auch\b.{0,100}",
        r"(?:nächste[rs]?|vorherige[rs]?|ältere[rs]?|neuere[rs]?) (?:artikel|beitrag|beiträge|post)\b.{0,100}",
        r"(?:à )?(?:voir|lire)(?: aussi| également)\s?:?.{0,120}|articles? récents?|sur le même sujet|les plus lus",
        r"le più lette|lo más (?:leído|visto)|más (?:noticias|información|leídas)\W{0,2}|mais lidas|leia mais.{0,90}"
        r"|ver más|saiba mais.{0,60}|veja também.{0,100}|te puede interesar.{0,60}|meest gelezen|meer nieuws",
        r"(?:etiquetas|mots[- ]clés|étiquettes|palabras clave|tópicos|stichworte|themen|schlagwörter)\b\s?:?.{0,120}",
    ),
    "comments": (
        r"(?:schreib|hinterlass|verfass)\w{0,2} .{0,25}(?:kommentar|kommentare|antwort)\b.{0,40}",
        r"\d* ?kommentare?(?: \(\d+\)| zu .{1,90}| lesen| anzeigen)?"
        r"|kommentar (?:schreiben|verfassen|hinterlassen|abschicken).{0,40}|antworten?(?: abbrechen)?",
        r"(?:laisser|ajouter|écrire|publier|poster) (?:un |votre )commentaire.{0,40}|vos (?:réactions|commentaires)",
        r"(?:deja|dejar|escribe|añade|publicar|enviar) (?:un |una |tu )(?:comentario|respuesta).{0,40}"
        r"|cancelar respuesta",
        r"(?:lascia|scrivi|aggiungi) un commento.{0,40}|(?:deixe|escreva|faça) (?:um|seu|o seu) comentário.{0,40}"
        r"|(?:plaats|laat|geef) (?:een )?reactie.{0,40}",
        r"(?:votre adresse e-mail ne sera pas publiée|tu dirección de correo electrónico no será publicada"
        r"|il tuo indirizzo email non sarà pubblicato|o seu endereço de e-?mail não será publicado).{0,100}",
        r"(?:erforderliche felder sind|los campos obligatorios|les champs obligatoires|i campi obbligatori).{0,80}",
    ),
    "newsletter": (
        r".{0,60}\bnewsletter\b.{0,40}\b(?:abonnieren|anmelden|bestellen|erhalten|abonnez|inscri\w{2,8}"
        r"|suscr\w{2,8}|iscri\w{2,6}|aanmelden)\b.{0,60}",
        r"(?:abonnez-vous|inscrivez-vous|suscríbete|suscríbase|iscriviti|inscreva-se|assine|schrijf je in"
        r"|abonnieren sie|jetzt abonnieren)\b.{0,120}",
    ),
    "cookie": (
        r"(?:wir|(?:diese|unsere) (?:web)?(?:seite|site)) (?:verwende[nt]|nutz(?:en|t)|setzt) (?:\w+ ){0,3}cookies\b"
        r".{0,150}",
        r"(?:ce site|nous|este sitio(?: web)?|esta (?:web|página)|questo sito|este site|deze (?:web)?site) (?:web )?"
        r"(?:utilis\w{1,4}|utiliza|usa|gebruikt) (?:\w+ ){0,4}cookies\b.{0,150}",
        r"(?:alle )?cookies? (?:akzeptieren|ablehnen|einstellungen)|cookie-?(?:einstellungen|richtlinie|hinweise)",
    ),
    "navigation": (
        r"startseite|impressum|datenschutz(?:erklärung|hinweise)?|agb|kontakt|über uns|mediadaten|suchen?(?: nach)?"
        r"\W{0,3}|anmelden|einloggen|registrieren|zum inhalt(?: springen)?|nach oben|mehr anzeigen|alle anzeigen"
        r"|hauptmenü|karriere|hilfe|nutzungsbedingungen|barrierefreiheit|zur (?:startseite|navigation|suche)",
        r"accueil|mentions légales|connexion|se connecter|s['’]inscrire|rechercher?|politique de confidentialité"
        r"|contact(?:ez-nous)?|qui sommes-nous|plan du site|aller au contenu|haut de page|cgu|cgv",
        r"inicio|portada|aviso legal|política de (?:privacidad|cookies)|iniciar sesión|reg[ií]str(?:ate|arse|o)|buscar"
        r"|contacto|quiénes somos|mapa del sitio|ir al contenido|accedi|cerca|chi siamo|contatti|entrar|início"
        r"|quem somos|contato|zoeken|inloggen|over ons",
    ),
    "copyright": (
        r"(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati"
        r"|todos os direitos reservados|alle rechten voorbehouden)\b.{0,120}",
    ),
    "credit": (
        rf"{_NO_SENTENCE}(?:fotos?|bild(?:er)?|bildnachweis|bildquelle|titelbild|symbolbild|archivbild|archivfoto"
        r"|crédit photo|imagen|fotografía)\s?[:©|]\s?.{2,110}",
        r"(?:© ?)?(?:dpa|afp|apa|picture[- ]alliance|imago(?: images)?|ullstein bild|efe|ansa|belga|keystone)"
        r"(?: ?[/|,-] ?[^.]{2,60})?",
    ),
    "dateline": (
        rf"{_NO_SENTENCE}(?:veröffentlicht|aktualisiert|stand:|publié|mis à jour|publicado|actualizado|pubblicato"
        r"|aggiornato|gepubliceerd)\W{0,3}.{0,25}\d.{0,60}",
        rf"{_NO_SENTENCE}(?:am |le |el |il )?{_DATE}(?:[ ,|•·–-]{{1,5}}.{{0,40}})?",
    ),
    "byline": (
        r"(?:ein (?:artikel|beitrag|gastbeitrag|kommentar|interview)|text|geschrieben|verfasst)(?: von|:) [^.]{3,60}",
        r"über (?:den autor|die autorin|die autoren)|à propos de l['’]auteure?|sobre (?:el autor|la autora|o autor)",
    ),
}
