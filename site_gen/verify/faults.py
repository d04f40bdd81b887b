"""What is wrong with a written file, as problems: the page, what is wrong there in words, and what to do about it."""

from site_gen.problem import Problem, Span, error, warning

_TEMPLATE = "テンプレートを変えたなら、そこを直してください。変えていないのに出るときは、このプログラムの誤りです"


def empty(path: str) -> Problem:
    """A file without content."""
    return error(Span(path), "empty-file", "ファイルの中身がありません", "もう一度作ってください。画像なら、元の画像を確かめてください")


def cut_off(path: str) -> Problem:
    """A file that ends before its end, or is not what its name says."""
    return error(Span(path), "broken-file", "ファイルが最後まで書かれていないか、形式が壊れています", "もう一度作ってください。" + _TEMPLATE)


def no_text(path: str) -> Problem:
    """A page that is not UTF-8."""
    return error(Span(path), "broken-file", "UTF-8 として読めない文字があります", _TEMPLATE)


def no_file(path: str) -> Problem:
    """A link of the file system, or what is no file at all."""
    return error(Span(path), "bad-name", "ふつうのファイルではありません（リンクなど）", "中身を持つファイルに置き換えてください")


def hidden(path: str, name: str) -> Problem:
    """A hidden file, which some program or somebody has put there."""
    return error(Span(path), "bad-name", f"「{name}」は隠しファイルで、サイトのものではありません",
                 "消すか、「site-gen build」でもう一度作ってください。サーバーの設定のファイル（.htaccess など）は、公開先のフォルダーに直接置きます")


def name(path: str, name: str, longest: int) -> Problem:
    """A name that some server refuses."""
    return error(Span(path), "bad-name", f"「{name}」は、サーバーが受け付けないことのある名前です",
                 f"英小文字で始め、英小文字・数字・ハイフン・点だけの{longest}文字以内の名前にしてください（Windows の装置の名前は使えません）")


def unread(path: str, kind: str) -> Problem:
    """A kind of file that nothing here reads: it could hold scripts, or run on the server."""
    return error(Span(path), "unread-file", f"「{kind or path.rpartition('/')[2]}」のファイルは、中に何があるか確かめられません",
                 "サイトに要らなければ消してください。ページは .html に、画像は PNG、JPEG、WebP、GIF、SVG に、表は CSV にして置き直してください")


def heavy(path: str, size: int, limit: int) -> Problem:
    """A page that is slow to load on a telephone; the text itself may need it, so that it can be published."""
    return warning(Span(path), "page-heavy", f"ページが{size / 1000:,.0f} KB あります（目安は{limit / 1000:,.0f} KB まで）",
                   "公開はできます。長い記載を分けられるか、テンプレートに余分なものがないかを確かめてください")


def dead_link(path: str, link: str, is_folder: bool) -> Problem:
    """A link to a file that is not there."""
    if is_folder:
        return error(Span(path), "dead-link", f"リンク「{link}」はフォルダーを指しています",
                     "index.html まで書いてください（フォルダーだけでは、ファイルとして開いたときに見られません）")
    return error(Span(path), "dead-link", f"リンク「{link}」の先にファイルがありません", _TEMPLATE)


def no_link(path: str, where: str) -> Problem:
    """A link without an address."""
    return error(Span(path), "dead-link", f"{where} にリンクの先が書かれていません", _TEMPLATE)


def dead_anchor(path: str, link: str, target: str, anchor: str) -> Problem:
    """A link to a place that its page does not have."""
    return error(Span(path), "dead-anchor", f"リンク「{link}」の先の {target} に「{anchor}」という場所がありません", _TEMPLATE)


def id_twice(path: str, name: str, twice: bool) -> Problem:
    """An id that is there twice, or is none."""
    if twice:
        return error(Span(path), "duplicate-id", f"id「{name}」が2回使われています", "リンクの先が決まりません。" + _TEMPLATE)
    return error(Span(path), "bad-id", f"id「{name}」は使えません", "空でない、空白のない名前にしてください。" + _TEMPLATE)


def absolute(path: str, where: str, link: str) -> Problem:
    """A link that depends on where the site lies."""
    return error(Span(path), "absolute-link", f"{where} の「{link}」は、サイトの置き場所が変わると切れるリンクです",
                 "今のページから見た相対の位置（../ で始まるものなど）で書いてください")


def scheme(path: str, where: str, link: str) -> Problem:
    """A link of a kind that no browser should be given."""
    return error(Span(path), "link-scheme", f"{where} の「{link[:80]}」は、使えない種類のリンクです",
                 "サイトの中は相対の位置で、外は http・https・mailto・tel で書き、画像などはファイルにしてください")


def third_party(path: str, where: str, link: str) -> Problem:
    """Something that a visitor's browser would load from another server."""
    return error(Span(path), "third-party", f"{where} が、よその場所「{link[:80]}」から読み込みます",
                 "見る人の情報がよそに渡らないよう、ファイルを assets に置いて使うか、ふつうのリンクにしてください")


def inline_script(path: str, where: str) -> Problem:
    """A script in a page, which the policy of the site refuses."""
    return error(Span(path), "inline-script", f"ページの中にスクリプトがあります（{where}）", "assets の .js ファイルに移してください")


def inline_style(path: str, where: str) -> Problem:
    """A style in a page, which the policy of the site refuses."""
    return error(Span(path), "inline-style", f"ページの中に見た目の指定があります（{where}）", "assets の .css ファイルに移してください")


def refused(path: str, tag: str) -> Problem:
    """An element that the policy of the site refuses, or that changes what links mean."""
    return error(Span(path), "refused-element", f"使えない要素 <{tag}> があります", "ほかのページへのリンクに替えてください")


def escaped(path: str, where: str, near: str) -> Problem:
    """A backslash in a style, behind which an address could hide."""
    return error(Span(path), "style-escape", f"{where} に「\\」があります（「{near.strip()}」のあたり）",
                 "「\\」で書いた文字は、よその場所を隠せます。その文字そのもの（引用符の中の記号など）に書き直してください")
