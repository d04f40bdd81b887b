"""The folder of a site in, its settings for Apache out (2.4): as .htaccess, and for the server's own configuration."""

import re

from site_gen.headers.rules import (
    ASKED,
    FEEDS,
    FOREVER,
    HASHED,
    HEADERS,
    HIDDEN,
    HSTS,
    MISSING,
    PACKED,
    TYPES,
    WITH_CHARSET,
)

_MODULES = "mod_headers、mod_mime、mod_dir、mod_alias（あれば mod_deflate と mod_filter も）"


def htaccess(base: str) -> str:
    """The text of .htaccess, which a host allows by AllowOverride FileInfo Indexes."""
    return "\n".join((
        "# 特定個人情報保護評価書のサイトを Apache で公開するための設定（site-gen headers が作りました）",
        "#",
        f"# 置く場所: サーバーのサイトのフォルダー（{base} の index.html の隣）に、.htaccess という名前のまま置きます。",
        f"# {MISSING} も同じフォルダーに置きます。",
        f"# サーバーで AllowOverride FileInfo Indexes（または All）と、{_MODULES}が使えることが要ります。",
        "# 置いて 500 のエラーになるときは、サーバーの管理者に、上の2つを尋ねてください。",
        "",
        *_body(base),
        "",
    ))


def conf(base: str) -> str:
    """The same for the server's configuration, where nothing has to be allowed first."""
    return "\n".join((
        "# 特定個人情報保護評価書のサイトを Apache で公開するための設定（site-gen headers が作りました）",
        "#",
        "# 置く場所: /etc/apache2/conf-available/site-gen.conf（「a2enconf site-gen」で有効にします）、または",
        "# /etc/httpd/conf.d/site-gen.conf に置きます。「apachectl configtest」で確かめてから、読み込み直します。",
        "# 下の <Directory> を、サイトを置いたフォルダーに直してください。",
        f"# {MISSING} もサイトのフォルダー（index.html の隣）に置きます。",
        f"# 要るもの: {_MODULES}",
        "# （Debian や Ubuntu では「a2enmod headers」で mod_headers を有効にします）",
        "",
        f'<Directory "/var/www/html{base.rstrip("/")}">',
        "    Require all granted",
        "    AllowOverride None",
        "    Options -Indexes -MultiViews",
        *(f"    {line}" if line else "" for line in _body(base)),
        "</Directory>",
        "",
    ))


def _body(base: str) -> tuple[str, ...]:
    return (
        "DirectoryIndex index.html",
        "# ファイルだけを見せます。ページのないフォルダーは、一覧を出さずに 404 にします。",
        "SetHandler default-handler",
        f"ErrorDocument 404 {base}{MISSING}",
        "",
        "# 名前が . で始まるファイル（site-gen の目印など）は見せません。",
        f'RedirectMatch 404 "{HIDDEN}"',
        "",
        "# 見出し（ヘッダー）",
        *(f'Header always set {name} "{value}"' for name, value in HEADERS),
        "# https だけで公開しているサーバーでは、次の行の # を外すことを勧めます（サーバー全体に効きます）。",
        f'# Header always set {HSTS[0]} "{HSTS[1]}"',
        "",
        "# 検索の索引のうち、名前に内容の指紋が付いたファイルは変わりません。ほかは毎回、変わっていないかを尋ねさせます。",
        f'Header always set Cache-Control "{ASKED}"',
        f'<FilesMatch "{HASHED}">',
        f'    Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_STATUS}} -in {{\'200\', \'206\', \'304\'}}"',
        "</FilesMatch>",
        "",
        "# ファイルの種類",
        *(f"AddType {kind} {' '.join(_endings(kind))}" for kind in dict.fromkeys(TYPES.values())),
        f"AddCharset utf-8 {' '.join('.' + ending for ending in WITH_CHARSET)}",
        *(line for name, kind in FEEDS.items() for line in (
            f'<FilesMatch "^{re.escape(name)}$">',
            f"    ForceType {kind}",
            "</FilesMatch>",
        )),
        "",
        "# 文字のファイルは縮めて送ります。検索の索引（.pf_… と .pagefind）は初めから縮めてあり、そのまま送ります。",
        f"RemoveEncoding {' '.join(_endings('application/octet-stream'))}",
        "<IfModule mod_deflate.c>",
        "    <IfModule mod_filter.c>",
        *(f"        AddOutputFilterByType DEFLATE {kind}" for kind in dict.fromkeys(PACKED)),
        "    </IfModule>",
        "    # 縮めて送ったものも、変わっていなければ 304 で答えられるようにします。",
        """    RequestHeader edit If-None-Match '^(.*)-gzip"$' '$1"'""",
        "</IfModule>",
    )


def _endings(kind: str) -> list[str]:
    return [f".{ending}" for ending, its in TYPES.items() if its == kind]
