"""Texts in languages and scripts that nobody prepared: lines, sentences and spans hold."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import Document, Extractor
from extractor.document.language import detect
from tests.document.test_furniture import MENU, TAIL
from tests.support.fake_client import FakeClient

STORIES = {
    "ar": "قرر مجلس الميناء مساء الاثنين إغلاق محطة العبّارات القديمة بعد سنوات من الجدل بين السكان.\n\n"
    "«لم يكن أحد يريد ذلك»، قالت آنا هولت التي ترأس المجلس للصحفيين مساء اليوم نفسه.\n\n"
    "ورفض رئيس البلدية التعليق على التصويت، بحسب متحدث باسمه يوم الثلاثاء في المدينة.\n",
    "he": "מועצת הנמל החליטה ביום שני בערב לסגור את מסוף המעבורות הישן לאחר שנים של ויכוחים.\n\n"
    '"איש לא רצה בכך", אמרה אנה הולט העומדת בראש המועצה לעיתונאים באותו הערב.\n\n'
    "ראש העירייה סירב להגיב על ההצבעה, כך אמר דובר מטעמו ביום שלישי בבוקר בעיר.\n",
    "th": "สภาท่าเรือลงมติเมื่อค่ำวันจันทร์ให้ปิดท่าเรือข้ามฟากเก่าหลังจากชาวเมืองถกเถียงกันมานานหลายปี\n\n"
    "“ไม่มีใครต้องการเรื่องนี้” แอนนา โฮลต์ ประธานสภากล่าวกับผู้สื่อข่าวในค่ำวันเดียวกันที่ศาลากลาง\n\n"
    "นายกเทศมนตรีปฏิเสธที่จะให้ความเห็นเรื่องการลงมติ โฆษกกล่าวเมื่อวันอังคารที่ศาลากลางของเมือง\n",
    "ja": "港湾評議会は月曜日の夜遅く、老朽化した古いフェリーターミナルを閉鎖することを決定した。\n\n"
    "『誰も望んでいなかった。しかし屋根が落ちそうだ』と評議会のアン・ホルト議長は記者団に述べた。\n\n"
    "市長は採決についてのコメントを拒否したと、報道官が火曜日の朝に市庁舎で明らかにした。\n",
    "ko": "항만 위원회는 월요일 늦게 오래된 여객선 터미널을 폐쇄하기로 결정했다고 시 당국이 밝혔다.\n\n"
    "“아무도 원하지 않았습니다”라고 위원회를 이끄는 안나 홀트가 같은 날 저녁 기자들에게 말했다.\n\n"
    "시장은 표결에 대한 논평을 거부했다고 대변인이 화요일 아침 시청에서 기자들에게 말했다.\n",
    "ka": "ნავსადგურის საბჭომ ორშაბათს გვიან ღამით ძველი საბორნე ტერმინალის დახურვას დაუჭირა მხარი.\n\n"
    "„ეს არავის სურდა“, უთხრა ჟურნალისტებს ანა ჰოლტმა, რომელიც საბჭოს ხელმძღვანელობს ქალაქში.\n\n"
    "მერმა კენჭისყრაზე კომენტარის გაკეთება არ ისურვა, თქვა მისმა წარმომადგენელმა სამშაბათს დილით.\n",
}


def fake(_messages: object, asked: Any) -> dict[str, Any]:
    """A fake model that credits nobody."""
    if asked.__name__ == "ClaimsAnswer":
        return {"claims": []}
    if asked.__name__ == "SummaryAnswer":
        return {"sentences": [{"text": "?", "support": [1]}]}
    (name, field), *_ = asked.model_fields.items()
    return {name: [""] * next(part.min_length for part in field.metadata if hasattr(part, "min_length"))}


@pytest.mark.parametrize("language", STORIES)
def test_a_page_in_any_script_is_left_with_its_story(language: str) -> None:
    """Between an English menu and English comments the story is found by its look alone."""
    story = STORIES[language]
    document = Document.from_text(f"{MENU}\n{story}\n{TAIL}")
    kept = "".join(document.text[sentence.start : sentence.end] for sentence in document.story)
    assert "".join(kept.split()) == "".join(story.split())


@pytest.mark.parametrize("language", STORIES)
def test_claims_in_any_script_point_at_their_words(language: str) -> None:
    """The language is known, the report says that there are no rules for it, every span holds its words."""
    story = STORIES[language]
    assert detect(story) == language
    with Extractor.with_client(FakeClient(fake, "a-large-model")) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(story))
    assert len(result.claims) >= 3
    assert all(story[span.start : span.end] == span.text for claim in result.claims for span in claim.content)
    assert any("no rules for language" in warning for warning in result.report.warnings)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "ja",
            ["『誰も望まない。しかし仕方がない』と市長は語った。", "「屋根が落ちる。」と彼は言った。", "彼は去った。"],
        ),
        ("ja", ["「閉じない引用。", "彼は言った。"]),
        (
            "zh",
            ["「没有人想要。但没有办法。」市长表示。", "“屋顶要塌了。”她告诉记者。", "“好。”", "会议结束后大家回家。"],
        ),
        ("km", ["ស្ពានមានសុវត្ថិភាព។", "គណបក្សប្រឆាំងមិនជឿទេ។"]),
        ("hi", ["पुल सुरक्षित है।", "विपक्ष को भरोसा नहीं है।"]),
        ("ur", ["پل محفوظ ہے۔", "اپوزیشن کو یقین نہیں۔"]),
        ("am", ["ድልድዩ ደህና ነው ብለዋል።", "ተቃዋሚዎች አያምኑም።"]),
    ],
)
def test_sentences_end_where_the_script_ends_them(language: str, sentences: list[str]) -> None:
    """A Japanese or Chinese quotation stays whole, with who said it; stops of other scripts are stops."""
    text = (" " if language in ("hi", "ur", "am", "km") else "").join(sentences)
    document = Document.from_text(text, language=language, keep_furniture=True, title="")
    assert [text[sentence.start : sentence.end] for sentence in document.sentences] == sentences
