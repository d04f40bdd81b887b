"""A word is found where a reader would take it for that word: whole, the longest, the first, not in headings and links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.mentions import mentions

TERMS = ("個人番号", "個人番号カード", "特定個人情報", "特定個人情報ファイル", "中間サーバー", "住基ネット", "GW", "4情報", "マイナポータル")
NAMES = (*((name, name) for name in TERMS), ("マイナンバー", "個人番号"), ("個人番号", "二つ目"))

TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("個人番号を", ("個人番号",)),
    ("個人番号カードと個人番号", ("個人番号カード", "個人番号")),
    ("特定個人情報ファイルの特定個人情報", ("特定個人情報ファイル", "特定個人情報")),
    ("個人番号利用事務", ()),
    ("新個人番号", ()),
    ("当該個人番号、各中間サーバー", ("個人番号", "中間サーバー")),
    ("個人番号等及び中間サーバー側", ("個人番号", "中間サーバー")),
    ("住基ネット中間サーバー", ()),
    ("中間サーバー・プラットフォーム", ("中間サーバー",)),
    ("GWAN、LGW、ＧＷ、GW", ("GW",)),
    ("14情報、４情報", ("4情報",)),
    ("マイナンバーと個人番号", ("個人番号",)),
    ("＜個人番号＞\n個人番号", ("個人番号",)),
    ("|個人番号|\n|-|\n|GW|", ("GW",)),
    ("[個人番号](https://x.example/)と\n・マイナポータル", ("マイナポータル",)),
    ("個人**番号**", ()),
    ("", ()),
)  # fmt: skip


@pytest.mark.parametrize(("text", "keys"), TEXTS, ids=[text or "nothing" for text, _ in TEXTS])
def test_mentions(text: str, keys: tuple[str, ...]) -> None:
    """Each word once, in the order of the text."""
    assert tuple(one.key for one in mentions(text, NAMES)) == keys


def test_places() -> None:
    """The place is that of the first mention outside headings and links, in whatever width it is written."""
    text = "＜ＧＷ＞\n[GW](https://x.example/)、ＧＷ、GW"
    (found,) = mentions(text, NAMES)
    assert (found.start, found.end) == (text.index("ＧＷ、"), text.index("ＧＷ、") + 2)
    assert mentions(text, ()) == ()


PIECES = st.sampled_from(("個人番号", "カード", "の", "等", "GW", "Ｇ", "Ｗ", "・", "＜", "＞", "\n", "**", "|", "利用", "1", "住基ネット"))


@settings(deadline=None, database=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_text(text: str) -> None:
    """What is found is a word of the list, each key once, in order, and none over another."""
    found = mentions(text, NAMES)
    assert len({one.key for one in found}) == len(found)
    end = 0
    for one in found:
        assert one.start >= end
        end = one.end
        assert text[one.start : one.end].replace("Ｇ", "G").replace("Ｗ", "W") in {name for name, key in NAMES if key == one.key}
