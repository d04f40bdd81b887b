"""The folder of a site in, its web.config for IIS out (8 or newer).

What names alone decide cannot be said there without the module URL Rewrite, which a server may lack and answer 500 for: so
every file is asked for again, those that never change too, and feeds have the types of XML and JSON.
"""

from xml.sax.saxutils import quoteattr

from site_gen.headers.rules import HEADERS, HSTS, MISSING, TYPES, WITH_CHARSET


def web_config(base: str) -> str:
    """The text of web.config, to lie beside index.html."""
    missing = f"{base}{MISSING}".strip("/").replace("/", "\\")  # a path below the site's physical folder
    return "\n".join((
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!--",
        "  特定個人情報保護評価書のサイトを IIS（8 以降）で公開するための設定（site-gen headers が作りました）",
        "",
        f"  置く場所: サーバーのサイトのフォルダー（{base} の index.html の隣）に、web.config という名前のまま置きます。",
        f"  {MISSING} も同じフォルダーに置きます。",
        "  すでに web.config があるときは、置き換えずに、中身を合わせてください。",
        "  .pf_meta などの種類が決まっていないと IIS はファイルを渡さず、検索が動きません。",
        "  仮想ディレクトリで公開しているときは、httpErrors の path を、実際に置いた場所に合わせてください。",
        "-->",
        "<configuration>",
        "  <system.webServer>",
        "    <defaultDocument enabled=\"true\">",
        "      <files>",
        "        <clear />",
        "        <add value=\"index.html\" />",
        "      </files>",
        "    </defaultDocument>",
        "    <directoryBrowse enabled=\"false\" />",
        "    <!-- 見出し（ヘッダー） -->",
        "    <httpProtocol>",
        "      <customHeaders>",
        "        <remove name=\"X-Powered-By\" />",
        *(line for name, value in HEADERS for line in (
            f"        <remove name={quoteattr(name)} />",
            f"        <add name={quoteattr(name)} value={quoteattr(value)} />",
        )),
        "        <!-- https だけで公開しているサーバーでは、次の行を有効にすることを勧めます（サーバー全体に効きます）。",
        f"        <add name={quoteattr(HSTS[0])} value={quoteattr(HSTS[1])} />",
        "        -->",
        "      </customHeaders>",
        "    </httpProtocol>",
        "    <!-- ファイルの種類。ファイルは毎回、変わっていないかを尋ねさせます（no-cache）。 -->",
        "    <staticContent>",
        "      <clientCache cacheControlMode=\"DisableCache\" />",
        *(line for ending, kind in TYPES.items() for line in (
            f"      <remove fileExtension={quoteattr('.' + ending)} />",
            f"      <mimeMap fileExtension={quoteattr('.' + ending)} mimeType={quoteattr(_with_charset(ending, kind))} />",
        )),
        "    </staticContent>",
        "    <!-- 文字のファイルは縮めて送ります（何を縮めるかはサーバーの設定によります。検索の索引は加えないでください）。 -->",
        "    <urlCompression doStaticCompression=\"true\" />",
        "    <!-- 名前が . で始まるファイルとフォルダー（site-gen の目印など）は見せません。 -->",
        *_filtered("add", "    "),
        "    <httpErrors errorMode=\"Custom\">",
        "      <remove statusCode=\"404\" subStatusCode=\"-1\" />",
        f"      <error statusCode=\"404\" prefixLanguageFilePath=\"\" path={quoteattr(missing)} responseMode=\"File\" />",
        "    </httpErrors>",
        "  </system.webServer>",
        "  <!-- 証明書を更新するときに読まれるフォルダーだけは見せます。 -->",
        "  <location path=\".well-known\">",
        "    <system.webServer>",
        *_filtered("remove", "      "),
        "    </system.webServer>",
        "  </location>",
        "</configuration>",
        "",
    ))


def _filtered(change: str, indent: str) -> tuple[str, ...]:
    """`add` or `remove` the rule that hides every name which begins with a dot, as HIDDEN says it elsewhere."""
    lines = ("<security>", "  <requestFiltering>", "    <denyUrlSequences>", f'      <{change} sequence="/." />',
             "    </denyUrlSequences>", "  </requestFiltering>", "</security>")
    return tuple(f"{indent}{line}" for line in lines)


def _with_charset(ending: str, kind: str) -> str:
    return f"{kind}; charset=utf-8" if ending in WITH_CHARSET else kind
