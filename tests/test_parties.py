"""Names as documents write them: which party they mean, and what its address is."""

from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import Alias
from site_gen.parties import Naming, core, key_of, names
from site_gen.problem import Span

NOBODY = Naming("mihon", (), ())


def _names(naming: Naming, kind: str, *written: str) -> list[str]:
    return [party.name for party in naming.parties(kind, written)]  # type: ignore[arg-type]  # a kind of party, as a word


def test_width_and_white_space_make_no_other_party() -> None:
    """ＡＧＳ 株式会社 is AGS株式会社."""
    assert key_of("ＡＧＳ　株式会社") == key_of("AGS株式会社") == key_of("ags株式会社")
    assert key_of("AGS株式会社") != key_of("AGSプロサービス株式会社")


def test_an_address_is_the_same_on_every_machine() -> None:
    """The digits are part of published addresses: another digest would break every link."""
    assert key_of("文部科学大臣") == "h11728ae4"
    found = NOBODY.party("recipient", "文部科学大臣")
    assert found and found.path == "recipients/h11728ae4"


def test_alternatives_are_parties_of_their_own() -> None:
    """又は, 及び and 、 join names, unless what stands before them describes all of them."""
    assert _names(NOBODY, "recipient", "厚生労働大臣又は都道府県知事") == ["厚生労働大臣", "都道府県知事"]
    assert _names(NOBODY, "recipient", "文部科学大臣、都道府県知事又は都道府県教育委員会") == [
        "文部科学大臣", "都道府県知事", "都道府県教育委員会",
    ]
    described = "公営住宅法第二条第十六号に規定する事業主体である都道府県知事又は市町村長"
    assert _names(NOBODY, "recipient", described) == [described]


def test_a_bracket_says_more_of_a_name() -> None:
    """Also with a bracket inside it."""
    assert _names(NOBODY, "recipient", "市町村長（児童手当法（昭和46年法律第73号）第17条第1項の表に掲げる者を含む。）") == ["市町村長"]
    assert _names(NOBODY, "contractor", "見本（株）") == ["見本（株）"]


def test_what_is_no_name_is_no_party() -> None:
    """Marks, references to lists and sentences."""
    for text in ("なし", "－", "※（別紙）移転先一覧を参照。", "別紙のとおり", "未定（入札の後に決まる。）", "", "自部署", "あ" * 201):
        assert _names(NOBODY, "recipient", text) == [], text


def test_a_department_belongs_to_its_municipality() -> None:
    """Also one that is written as 提供先: 学事課 is of the board of education of the same city."""
    found = NOBODY.party("recipient", "学事課")
    assert found and found.kind == "department" and found.path == f"departments/mihon/{key_of('学事課')}"
    other = Naming("betsu", (), ()).party("department", "学事課")
    assert other and other.path != found.path


def test_the_list_of_departments_joins_short_and_long_names() -> None:
    """市民課 is 市民生活部 市民課 where only one of the list ends so; 総務課 of two is neither."""
    naming = Naming("mihon", ("市民生活部 市民課", "市民生活部 総務課", "消防本部 総務課"), ())
    assert _names(naming, "department", "市民課", "市民生活部　市民課") == ["市民生活部 市民課"]
    assert _names(naming, "department", "総務課") == ["総務課"]


def test_departments_joined_by_a_point_are_several() -> None:
    """When each part is one, by the list or by its end; a name with a point of its own is one."""
    naming = Naming("mihon", ("市民部 文化・スポーツ課", "市民部 広報"), (Alias("department", "収納・債権", "shuno", (), "", Span("a")),))
    for written, found in {
        "障害福祉課・障害者更生相談センター": ["障害福祉課", "障害者更生相談センター"],
        "介護保険課及び高齢者支援課": ["介護保険課", "高齢者支援課"],
        "介護保険課、並びに福祉事務所": ["介護保険課", "福祉事務所"],
        "文化・スポーツ課": ["市民部 文化・スポーツ課"],
        "文化及びスポーツ課": ["文化及びスポーツ課"],
        "子育て・保育課": ["子育て・保育課"],
        "東部・西部保健センター": ["東部・西部保健センター"],
        "広報・秘書室": ["市民部 広報", "秘書室"],
        "収納・債権": ["収納・債権"],
        "総務課（庶務係・人事係）": ["総務課（庶務係・人事係）"],
    }.items():
        assert _names(naming, "department", written) == found, written
    assert _names(naming, "recipient", "学事課・教職員課") == ["学事課", "教職員課"]
    assert _names(naming, "recipient", "年金事務所・労働局") == ["年金事務所・労働局"]
    assert _names(naming, "contractor", "見本課・見本室") == ["見本課・見本室"]


def test_aliases_join_names_and_give_addresses() -> None:
    """Those of one municipality count there only."""
    aliases = (
        Alias("recipient", "他の市区町村", "hoka", ("他市町村",), "", Span("a")),
        Alias("department", "市民課", "shimin", ("窓口課",), "mihon", Span("a")),
    )
    naming = Naming("mihon", (), aliases)
    assert naming.parties("recipient", ("他市町村から入手",))[0].path == "recipients/hoka"
    assert naming.parties("department", ("窓口課",))[0].path == "departments/mihon/shimin"
    assert Naming("betsu", (), aliases).parties("department", ("窓口課",))[0].name == "窓口課"


def test_names_of_a_cell_end_outside_brackets() -> None:
    """One a line or between 、."""
    assert list(names("・市民課、税務課（資産税、市民税）\n福祉課")) == ["市民課", "税務課（資産税、市民税）", "福祉課"]


def test_companies_have_a_core() -> None:
    """(株) before or behind a name is the same company, most likely."""
    assert core("株式会社見本システム") == core("見本システム㈱") == core("（株）見本 システム")


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text breaks it, and an address is a folder and a name that any server takes."""
    for party in NOBODY.parties("recipient", names(text)):
        folder, _, key = party.path.rpartition("/")
        assert folder in ("recipients", "departments/mihon") and key.isascii() and key.isalnum() and key[0].isalpha()
