"""The folder of a site in, its settings for nginx out (1.20 or newer): to be included in a server block."""

import re

from site_gen.headers.rules import (
    ASKED,
    FEEDS,
    FOREVER,
    HASHED,
    HASHED_FOLDER,
    HEADERS,
    HIDDEN,
    HSTS,
    MISSING,
    PACKED,
    TYPES,
    WITH_CHARSET,
)


def conf(base: str) -> str:
    """The text of the file. All headers are said in one place, as a location that says one of its own inherits none."""
    return "\n".join((
        "# 特定個人情報保護評価書のサイトを nginx で公開するための設定（site-gen headers が作りました）",
        "#",
        "# 置く場所: このファイルを /etc/nginx/snippets/site-gen.conf などに置き、サイトを公開する server { } の中に",
        "#     include snippets/site-gen.conf;",
        "# と書きます。「nginx -t」で確かめてから、「nginx -s reload」で読み込みます。",
        f"# サイトのファイルは、その server の root の下の「{base}」に置きます。別の場所に置くときは、下の alias を使います。",
        f"# {MISSING} もサイトのフォルダー（index.html の隣）に置きます。",
        *(["# その server にすでに「location / { }」があるときは、それを消してから include します。"] if base == "/" else []),
        "",
        "# 検索の索引のうち、名前に内容の指紋が付いたファイルは変わりません。ほかは毎回、変わっていないかを尋ねさせます。",
        f'set $site_gen_cache "{ASKED}";',
        f'if ($uri ~ "^{re.escape(base)}{HASHED_FOLDER}.*{HASHED}") {{',
        f'    set $site_gen_cache "{FOREVER}";',
        "}",
        "",
        *([f"location = {base.rstrip('/')} {{", f"    return 301 {base};", "}", ""] if base != "/" else []),
        f"location ^~ {base} {{",
        "    # サイトが root の下にないとき（最後の / も要ります）:",
        "    # alias /srv/site-gen/;",
        "",
        "    index index.html;",
        "    autoindex off;",
        "    absolute_redirect off;",
        "    server_tokens off;",
        f"    error_page 404 {base}{MISSING};",
        "",
        "    # 見出し（ヘッダー）。server や http の add_header は、ここには引き継がれません。",
        *(f'    add_header {name} "{value}" always;' for name, value in HEADERS),
        "    add_header Cache-Control $site_gen_cache always;",
        "    # https だけで公開しているサーバーでは、次の行の # を外すことを勧めます（サーバー全体に効きます）。",
        f'    # add_header {HSTS[0]} "{HSTS[1]}" always;',
        "",
        "    # ファイルの種類。ここにないものは、そのままのデータとして送ります。",
        "    types {",
        *(f"        {kind} {' '.join(_endings(kind))};" for kind in dict.fromkeys(TYPES.values())),
        "    }",
        "    default_type application/octet-stream;",
        "    charset utf-8;",
        f"    charset_types {' '.join(TYPES[ending] for ending in WITH_CHARSET if ending != 'html')};",
        "",
        "    # 文字のファイルは縮めて送ります。検索の索引（.pf_… と .pagefind）は初めから縮めてあるので、加えないでください。",
        "    gzip on;",
        "    gzip_vary on;",
        "    gzip_comp_level 6;",
        "    gzip_min_length 1000;",
        f"    gzip_types {' '.join(kind for kind in dict.fromkeys(PACKED) if kind != 'text/html')};",
        "",
        "    # 名前が . で始まるファイル（site-gen の目印など）は見せません。",
        f"    location ~ {HIDDEN} {{",
        "        return 404;",
        "    }",
        "    # フィード",
        *(line for name, kind in FEEDS.items() for line in (
            f"    location ~ /{re.escape(name)}$ {{",
            "        types { }",
            f"        default_type {kind};",
            "    }",
        )),
        "}",
        "",
    ))


def _endings(kind: str) -> list[str]:
    return [ending for ending, its in TYPES.items() if its == kind]
