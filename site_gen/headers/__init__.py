"""A site and the folder it is published in, in: the settings for its web server out, as files to copy (nginx, Apache, IIS), with
a page for addresses that lead nowhere.

That page is here and not in the site, whose links are all relative: a server shows it at the address that was asked for, at any
depth, so its links have to begin with the folder of the site, which only this command knows.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_gen.headers import apache, iis, nginx
from site_gen.headers.rules import MISSING
from site_gen.model import Site
from site_gen.pages import missing_page
from site_gen.render import Renderer

BASE = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*")  # what needs no escape in any of the three languages


def files(site: Site, base: str, templates: Sequence[Path] = ()) -> Iterator[tuple[str, str]]:
    """Path and text of each file to copy, of a site that lies at `base` (matches BASE: `/` or `/pia/`) on its server, with the
    folders `templates` of the city's own.

    Raises jinja2.TemplateError for a mistake in a template.
    """
    yield "README.txt", _README.format(base=base)
    yield MISSING, Renderer(templates).html(missing_page(site, base)) + "\n"
    yield "nginx/site-gen.conf", nginx.conf(base)
    yield "apache/.htaccess", apache.htaccess(base)
    yield "apache/site-gen.conf", apache.conf(base)
    yield "iis/web.config", iis.web_config(base)


_README = """\
ウェブサーバーの設定（site-gen headers が作りました）

サイトのアドレスが「https://（サーバー）{base}」であるものとして作っています。違うときは、
--base を付けて作り直してください（例: site-gen headers --base /pia/）。

1. 404.html を、サーバーのサイトのフォルダーに置きます（index.html の隣）。
2. サーバーに合うものを1つ選んで置きます。置く場所は、それぞれのファイルの初めにも書いてあります。

   nginx   nginx/site-gen.conf を server {{ }} の中から include します。
   Apache  apache/.htaccess をサイトのフォルダーに置きます。サーバーの設定を書き換えられるなら、
           代わりに apache/site-gen.conf を使います（そのほうが速く、確実です）。
   IIS     iis/web.config をサイトのフォルダーに置きます。

   .htaccess が見えないときは、Windows ではエクスプローラーの「表示」で「ファイル名拡張子」と「隠しファイル」を選びます。

3. 次のことを確かめます（開発者ツールの「ネットワーク」か curl -I で見られます）。
   - どのページにも Content-Security-Policy が付く。
   - 検索のページで、言葉を入れると結果が出る。
   - ないアドレスを開くと、状態 404 で「ページが見つかりません」のページが出る。
   - 「{base}.site-gen」は 404 になる。

404.html、.htaccess、web.config はサイトの一部ではありません。サイトを入れ替えるときも、消さずに残してください。
サイトを別のアドレスへ移すときは、作り直して置き換えてください。
"""
