"""A result whose every string is what an attacker says, and the search of a page for what came of it."""

from __future__ import annotations

from typing import Any

from extractor import Result, Reviewed
from tests.support.results import TEXT, ferry_result

#: What the contract fixes is left as it is; every other string of a result is what an attacker says.
FIXED = {"kind", "level", "speech", "status", "schema_version", "grounding"}

#: Elements and attributes that a review never makes, as a selector.
INTRUDERS = (
    "iframe, object, embed, svg, math, img, video, audio, base, link, form:not([method=dialog]), template, marquee, "
    "[srcdoc], [style], [contenteditable], [popover]"
)


def hostile(payload: str) -> Reviewed:
    """A result and a text whose every string holds the payload."""
    data = _with(ferry_result().model_dump(by_alias=True), payload)
    data["meta"] = {payload: payload}
    data["answers"] = {payload: {payload: [payload, {"text": payload, "spans": [], "grounding": payload}]}}
    data["document"]["furniture"] = [{"start": 0, "end": 3, "text": payload, "kind": "other"}]
    return Reviewed(Result.model_validate(data), f"{payload}\n{TEXT}\n{payload}")


def _with(value: Any, payload: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _with(part, payload, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_with(part, payload, key) for part in value]
    return payload if isinstance(value, str) and key not in FIXED else value


#: Goes through every document of the page, presses what can be pressed, and lists what is not the page's own:
#: `[found, window.ran, documents]`.
SEARCH = """intruders => {
    const found = [];
    const own = document.querySelectorAll("script").length;
    for (const entry of document.querySelectorAll(".document")) {
        document.querySelectorAll(".document")[entry.dataset.document].click();
        for (const tab of document.querySelectorAll("[role=tab]")) tab.click();
        for (const one of document.querySelectorAll(".sentence, .source-name, .statement, .ref")) one.click();
        const strange = [...document.querySelectorAll(intruders)].map((one) => one.outerHTML);
        const handlers = [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames())
            .filter((name) => name.startsWith("on"));
        const links = [...document.querySelectorAll("#review-about a")]
            .map((one) => one.protocol + one.username).filter((is) => !["http:", "https:"].includes(is));
        if (document.querySelectorAll("script").length !== own) strange.push("script");
        found.push(...strange, ...handlers, ...links);
    }
    return [found, window.ran, document.querySelectorAll(".document").length];
}"""
