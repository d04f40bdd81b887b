// A page's data in, its HTML out; one function a kind of page (layouts/ has a file for each), as in ../hugo/layouts.
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const text = (value) => String(value).replace(/[&<>"']/g, (one) => ESCAPED[one]);
const each = (list, show) => (list ?? []).map(show).join("");
const KOME = ' <a class="kome" href="#kome">※ 重要な変更の対象</a>';
const KEY = `<details class="key" id="yomikata">
<summary>記号と表示の読み方</summary>
<dl>
<div><dt id="kome">※ 重要な変更の対象</dt><dd>特定個人情報保護評価指針の別表に定める「重要な変更」の対象となる記載項目です。変更するときは、リスクを相当程度変動させない場合を除き、評価の再実施が必要です。項目名に付いた※だけがこの印で、本文の中の※は注記です。</dd></div>
<div><dt>なし、－</dt><dd>評価書に、そのとおり書かれています。</dd></div>
<div><dt>空欄</dt><dd>項目はありますが、何も書かれていません。</dd></div>
<div><dt>記載を要しない項目</dt><dd>ほかの項目の選択により、様式が記載を求めていません。</dd></div>
<div><dt>未収録</dt><dd>このサイトの原稿に、この項目が含まれていません。</dd></div>
<div><dt>要約</dt><dd>原文の文章ではなく、内容を短く言い換えたものです。</dd></div>
</dl>
</details>`;
const NOTHING = { blank: "空欄", unmet: "記載を要しない項目です", absent: "未収録" };

const folder = (stem) => stem.replace(/\/[^/]*$/, "");
const up = (data) => "../".repeat(data.page.url.split("/").length - 2) || "./";
const link = (data, url) => `${up(data)}${url.replace(/^\//, "")}index.html`;
const homeOf = (data, stem = data.page.filePathStem) => data.collections.at.get(`${folder(stem)}/_index`);
const inside = (data, stem = data.page.filePathStem) => data.collections.inside.get(folder(stem)) ?? [];
const days = (data) => inside(data).filter((one) => one.data.layout === "day");
const nothing = (state) => (NOTHING[state] ? `<p class="nothing ${state}">${NOTHING[state]}</p>` : "");
const prose = (value) => each(String(value).split("\n\n"), (one) => `<p>${text(one).replaceAll("\n", "<br>")}</p>`);
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function value(item, row) {
  const v = item.v;
  if (v === undefined || v === null) return nothing(item.s);
  if (row.k === "choice") {
    if (typeof v === "string") return `<p>${text(v)}</p>`;
    const list = `<ul>${row.o.map((one, n) => `<li>${n + 1}) ${text(one)}${n === v ? " <b>選択</b>" : ""}</li>`).join("")}</ul>`;
    return `<p class="chosen">${text(row.o[v])}</p>${row.o.length <= 3
      ? `<div class="choices short"><p>選択肢</p>${list}</div>`
      : `<details class="choices"><summary>選択肢（全${row.o.length}項目）</summary>${list}</details>`}`;
  }
  if (row.k === "checks") {
    if (!isMap(v)) return `<p>${text(v)}</p>`;
    return `<ul class="checks">${row.o.map((one, n) => (n in v
      ? `<li class="yes">${text(one)}${v[n] ? `（${text(v[n])}）` : ""}<span>：該当</span></li>`
      : `<li>${text(one)}<span>：非該当</span></li>`)).join("")}</ul>`;
  }
  if (Array.isArray(v)) {
    return row.k === "recorded"
      ? each(v, (group) => `${group.h ? `<h4 class="sub">${text(group.h)}</h4>` : ""}<ol class="recorded" start="${group.first}">${
        each(group.v, (one) => `<li>${text(one)}</li>`)}</ol>`)
      : `<ol>${each(v, (one) => `<li>${text(one)}</li>`)}</ol>`;
  }
  if (isMap(v)) {
    return `<table><thead><tr>${each(v.columns, (one) => `<th scope="col">${text(one)}</th>`)}</tr></thead><tbody>${
      each(v.rows, (row) => `<tr>${each(row, (one) => `<td>${text(one)}</td>`)}</tr>`)}</tbody></table>`;
  }
  return row.k === "prose" ? prose(v) : `<p>${text(v)}</p>`;
}

function short(item, rows) {
  const row = rows[item.i], v = item.v;
  if (v === undefined || v === null) return item.s ? `<span class="nothing">${NOTHING[item.s]}</span>` : "";
  if (isMap(v)) return row.o.map((one, n) => (n in v ? `${text(one)}${v[n] ? `（${text(v[n])}）` : ""} ` : "")).join("");
  return row.k === "choice" && typeof v !== "string" ? text(row.o[v]) : text(v);
}

/** Rows of the form; `at` says below what, how deep, and on which kind of page: { rows, level, above, base, whole }. */
function items(list, at) {
  let out = "", open = false;
  for (const item of list ?? []) {
    const row = at.rows[item.i], anchor = item.a ?? `${at.above}-${row.x}`, below = { ...at, above: anchor };
    if (!["section", "risk", "block", "table"].includes(row.k)) {
      out += `${open ? "" : '<dl class="rows">\n'}<div id="${anchor}"><dt><a class="self" href="#${anchor}" tabindex="-1">${text(row.t)}</a>${
        row.m ? KOME : ""}</dt><dd>${row.k === "group" ? "" : value(item, row)}${items(item.c, below)}</dd></div>\n`;
      open = true;
      continue;
    }
    if (open) out += "</dl>\n";
    open = false;
    if (item.more) {
      out += at.whole ? "" : `<p class="more" id="${anchor}"><a href="${at.base}${item.more}/index.html">${text(row.t)}の一覧と内容を見る</a></p>\n`;
    } else if (row.k === "block") out += blocks(item.b, row.t, at);
    else if (row.k === "table") out += item.b ? table(item.b, row.t, anchor, at.rows) : "";
    else {
      out += `<section id="${anchor}">
<h${at.level}><a class="self" href="#${anchor}">${text(row.t)}</a>${row.m ? KOME : ""}</h${at.level}>
${nothing(item.s)}${items(item.c, { ...below, level: at.level + 1 })}
</section>
`;
    }
  }
  return open ? `${out}</dl>` : out;
}

const blocks = (list, label, at) => each(list, (one) => `<section class="block" id="${one.a}">
<h${at.level}><a class="self" href="#${one.a}">${text(label)}${one.n}　${text(one.name ?? one.c[0].v ?? "")}</a></h${at.level}>
${items(one.c.slice(1), { ...at, level: at.level + 1, above: one.a })}
</section>
`);

const table = (list, label, anchor, rows) => `<div class="scroll" role="group" aria-labelledby="${anchor}-c" tabindex="0"><table class="stack" id="${anchor}">
<caption id="${anchor}-c">${text(label)}（${list.length}行）</caption>
<thead><tr>${each(list[0].c, (one) => `<th scope="col">${text(rows[one.i].t)}</th>`)}</tr></thead>
<tbody>
${each(list, (row) => `<tr id="${row.a}">${each(row.c, (one) => `<td data-label="${text(rows[one.i].t)}">${short(one, rows)}</td>`)}</tr>\n`)}</tbody></table></div>
`;

const body = (data, of, level, whole) => {
  const at = { rows: data.form, level, above: "", base: "../", whole };
  return items(of.items, at) + each(of.sheets, (one) => `<section id="${one.a}">
<h${level}><a class="self" href="#${one.a}">${text(one.name ?? one.c[0].v ?? "")}</a></h${level}>
${items(one.c.slice(1), { ...at, level: level + 1, above: one.a })}
</section>
`);
};

const changed = (data, day, level, home) => each(day.rows, (one, n) => `<section class="change" id="${one.a}">
<h${level}><a class="self" href="#${one.a}">${text(one.n)}<span class="vh">、${day.day}の${n + 1}件目</span></a></h${level}>
<p class="meta"><span class="tag">${text(one.when)}</span>${one.m ? KOME : ""}</p>
${one.to?.length ? `<div class="places"><p>対象の項目：</p><ul>${each(one.to, (to) => `<li><a href="../${to.p}/index.html#${to.a}">${text(to.t)}</a></li>`)}</ul></div>` : ""}
<dl class="change-rows">
<div><dt>変更前の記載</dt><dd>${one.before ? prose(one.before) : nothing("blank")}</dd></div>
<div><dt>変更後の記載</dt><dd>${one.after ? prose(one.after) : nothing("blank")}</dd></div>
${one.why ? `<div><dt>提出時期に係る説明</dt><dd>${prose(one.why)}</dd></div>` : ""}
</dl>
<p class="cite">引用するとき：<span class="cite-text">${text(home.municipality)}「${text(home.title)}」 変更箇所 ${day.day} ${one.a}</span> <span class="cite-at">${day.url ?? data.page.url}#${one.a}</span></p>
</section>
`);

const contents = (data, list) => each(list.filter((one) => one.data.nav), (one) => {
  const here = one.url === data.page.url;
  return `\n<li><a href="${link(data, one.url)}"${here ? ' aria-current="page"' : ""}>${text(one.data.title)}</a>${here && data.items
    ? `<ul class="inside">${each(data.items, (item) => `<li><a href="#${item.a}">${text(data.form[item.i].t)}</a></li>`)}</ul>` : ""}</li>`;
});

function frame(data, main, home) {
  const beside = home ? inside(data) : [], at = beside.findIndex((one) => one.url === data.page.url);
  const above = [];
  for (let stem = folder(data.page.filePathStem); stem; stem = folder(stem)) {
    const one = data.collections.at.get(`${stem}/_index`);
    if (one && one.url !== data.page.url) above.unshift(one);
  }
  const first = data.collections.at.get("/_index");
  const step = (one, name, words) => (one ? `<li class="${name}"><a rel="${name === "previous" ? "prev" : "next"}" href="${link(data, one.url)}">${words}：${text(one.data.title)}</a></li>` : "");
  return `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(data.title)}${home ? ` - ${text(home.title)} - ${text(home.municipality)}` : ""}</title>
<meta name="description" content="${text(data.title)}。特定個人情報保護評価書のページです。">
<link rel="stylesheet" href="${up(data)}assets/site.css">
<link rel="icon" href="${up(data)}assets/icon.svg" type="image/svg+xml">
<script src="${up(data)}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#main">本文へ移動</a>
<header class="site-head">
<p class="site-name"><a href="${up(data)}index.html">${text(first.data.title)}</a></p>
<form class="search-box" role="search" action="${up(data)}search/index.html#kekka">
<label for="kensaku-go" class="vh">サイト内を検索する言葉</label>
<input type="search" id="kensaku-go" name="q" maxlength="200" autocomplete="off" enterkeyhint="search" aria-keyshortcuts="/">
<button type="submit">検索</button>
</form>
<ul class="site-links">
<li><a href="${up(data)}glossary/index.html">用語集</a></li>
</ul>
</header>
${data.layout === "portal" ? "" : `<nav class="crumbs" aria-label="現在の位置">
<ol>
${each([first, ...above], (one) => `<li><a href="${link(data, one.url)}">${text(one.data.title)}</a></li>\n`)}<li aria-current="page">${text(data.title)}</li>
</ol>
</nav>`}
<div class="frame">
<main id="main" tabindex="-1">
${main}
${home ? `<nav class="steps" aria-label="前後のページ">
<ul>
${step(beside[at - 1], "previous", "前のページ")}${step(beside[at + 1], "following", "次のページ")}
</ul>
</nav>` : ""}
</main>
${home ? `<nav class="document" id="mokuji" tabindex="-1" aria-label="この評価書の目次">
<p class="nav-title">この評価書の目次</p>
<ul>
${contents(data, beside)}
</ul>
</nav>` : ""}
</div>
<footer class="site-foot">
<p>発行：見本市　ライセンス：CC BY 4.0</p>
</footer>
</body>
</html>
`;
}

const head = (data, home) => `<header class="page-head">
<h1>${text(data.title)}</h1>
<ul class="about">
<li>${text(home.municipality)}（架空の自治体）</li>
<li>${text(home.title)}</li>
${each(home.about, (one) => `<li>${text(one)}</li>\n`)}</ul>
</header>
${KEY}
`;
const plain = (data) => `<header class="page-head"><h1>${text(data.title)}</h1></header>`;
/** A page of an assessment: its head and what `show` makes of the data and those of the assessment's first page. */
const of = (show) => (data) => {
  const home = homeOf(data).data;
  return frame(data, head(data, home) + show(data, home), home);
};

const assessment = (data) => {
  const list = data.collections.inside.get(folder(data.page.filePathStem)) ?? [];
  const day = list.find((one) => one.data.layout === "day");
  return frame(data, `${head(data, data)}
<section id="suji"><h2>ひと目でわかる概要</h2>
<dl class="figures">${each(data.figures, (one) => `<div><dt>${text(one.t)}</dt><dd>${one.n}</dd></div>`)}</dl>
</section>
<section id="henko-saikin"><h2>最近の変更</h2>
${day ? `<p>${day.data.day}の${day.data.rows.length}件のうち10件</p>
<ul class="plain">${each(day.data.rows.slice(0, 10), (one) => `<li><a href="${link(data, day.url)}#${one.a}">${text(one.n)}</a></li>`)}</ul>` : ""}
</section>
<section id="mokuji-honbun"><h2>内容</h2>
<ul class="parts">${contents(data, list)}</ul></section>
<section id="hyoshi"><h2>表紙</h2>
${items(data.items, { rows: data.form, level: 3, above: "", base: "", whole: false })}
</section>`);
};

const part = of((data) => `${data.items ? `<nav class="contents" aria-label="このページの内容"><ul>${
  each(data.items, (one) => `<li><a href="#${one.a}">${text(data.form[one.i].t)}</a></li>`)}</ul></nav>` : ""}
${body(data, data, 2, false)}`);

const listed = (data, of, level, whole) => `${of.blocks?.length ? blocks(of.blocks, of.label, { rows: data.form, level, base: "../", whole }) : ""}
${of.rows?.length ? table(of.rows, of.label, "ichiran", data.form) : ""}`;

const flows = of((data) => `${data.blocks?.length ? `<div class="scroll" role="group" aria-labelledby="ichiran-c" tabindex="0"><table class="stack list">
<caption id="ichiran-c">${data.label}の一覧（${data.blocks.length}件）</caption>
<thead><tr><th scope="col">番号</th><th scope="col">${data.label}の名称</th><th scope="col">法令上の根拠</th></tr></thead>
<tbody>
${each(data.blocks, (one) => `<tr><th scope="row" class="short"><a href="#${one.a}">${data.label}${one.n}</a></th><td>${text(one.c[0].v ?? "")}</td><td>${text(one.c[1].v ?? "")}</td></tr>\n`)}</tbody></table></div>` : ""}
${listed(data, data, 2, false)}`);

const changes = of((data) => each(days(data), (day) => `<section class="day" aria-labelledby="${day.data.rows[0].a}-d">
<h2 id="${day.data.rows[0].a}-d">${day.data.day} <small>${day.data.rows.length}件</small></h2>
<p class="whole-day"><a href="${link(data, day.url)}">${day.data.day}の変更の前と後を読む</a></p>
<ol class="plain timeline">
${each(day.data.rows, (one, n) => `<li id="${one.a}"><p><a href="${link(data, day.url)}#${one.a}">${text(one.n)}<span class="vh">、${day.data.day}の${n + 1}件目</span></a> <span class="tag">${text(one.when)}</span>${one.m ? ' <span class="kome">※ 重要な変更の対象</span>' : ""}</p>
${each(one.to?.slice(0, 2), (to) => `<p class="place"><span class="vh">対象の項目：</span><a href="../${to.p}/index.html#${to.a}">${text(to.t)}</a></p>`)}
<p class="brief">${text([...one.after].slice(0, 60).join(""))}</p></li>
`)}</ol>
</section>
`));

const byitem = of((data) => {
  const found = new Map();
  for (const day of days(data).reverse()) {
    for (const row of day.data.rows) {
      for (const to of row.to ?? []) found.set(to.t, [...(found.get(to.t) ?? []), { day, row, to }]);
    }
  }
  return each([...found.keys()].sort(), (title) => {
    const all = found.get(title), { to } = all[0];
    return `<section class="item-history" id="${to.a}-h">
<h2><a href="../${to.p}/index.html#${to.a}">${text(title)}</a></h2>
<ol class="plain">
${each(all, ({ day, row }) => `<li><p><a href="${link(data, day.url)}#${row.a}">${day.data.day}の変更</a>　<span class="tag">${text(row.when)}</span></p>
<details><summary>${day.data.day}より前の記載</summary><div class="was">${prose(row.before)}</div></details></li>
`)}</ol>
</section>
`;
  });
});

const day = of((data, home) => `<p>${data.rows.length}件の変更です。</p>\n${changed(data, data, 2, home)}`);

const all = of((data, home) => `<section id="hyoshi"><h2>表紙</h2>
${items(home.items, { rows: data.form, level: 3, above: "", base: "../", whole: true })}
</section>
${each(inside(data), (one) => (one.data.layout === "part"
    ? `<section class="part" id="${one.fileSlug}"><h2>${text(one.data.title)}</h2>\n${body(data, one.data, 3, true)}</section>\n`
    : one.data.layout === "blocks" ? `<section class="part"><h2>${text(one.data.title)}</h2>\n${listed(data, one.data, 3, true)}</section>\n` : ""))}
<section class="part" id="henko"><h2>変更箇所</h2>
${each(days(data), (one) => `<section class="day"><h3>${one.data.day} <small>${one.data.rows.length}件</small></h3>${changed(data, { ...one.data, url: one.url }, 4, home)}</section>`)}
</section>`);

const portal = (data) => frame(data, `${plain(data)}
<section id="jichitai">
<h2>自治体</h2>
${each((data.collections.inside.get("") ?? []).filter((one) => one.data.layout === "municipality"), (home) => `<section><h3><a href="${link(data, home.url)}">${text(home.data.title)}</a></h3>
<ul class="plain">${each(data.collections.inside.get(folder(home.filePathStem)), (one) => `<li><a href="${link(data, one.url)}">${text(one.data.title)}</a>　${text(one.data.about[0])}</li>`)}</ul></section>
`)}
</section>
<section id="henko">
<h2>最近の変更</h2>
<ul class="plain">${each(data.collections.days.slice(0, 10), (one) => {
  const home = homeOf(data, one.filePathStem).data;
  return `<li><a href="${link(data, one.url)}">${text(home.municipality)}　${text(home.title)}　${text(one.data.title)}（${one.data.rows.length}件）</a></li>`;
})}</ul>
</section>`);

const municipality = (data) => frame(data, `${plain(data)}
<table class="stack"><thead><tr><th scope="col">評価書</th><th scope="col">様式</th><th scope="col">公表日</th><th scope="col">変更</th></tr></thead><tbody>
${each(inside(data), (one) => `<tr><th scope="row"><a href="${link(data, one.url)}">${text(one.data.title)}</a></th><td>${text(one.data.about[0])}</td><td>${text(one.data.about[1] ?? "")}</td><td>${one.data.figures[2].n}</td></tr>
`)}</tbody></table>`);

function named(data, pages, key) {
  const wrapped = (heads, rows) => (rows ? `<div class="scroll" role="group" tabindex="0"><table class="stack flows">
<thead><tr><th scope="col">行</th><th scope="col">ファイル</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div>
` : "");
  const heads = (row) => (row ? each(row.c, (one) => `<th scope="col">${text(data.form[one.i].t)}</th>`) : "");
  const cells = (row) => each(row.c, (one) => `<td data-label="${text(data.form[one.i].t)}">${short(one, data.form)}</td>`);
  return each(pages, (page) => {
    const own = page.data, home = homeOf(data, page.filePathStem), url = link(data, page.url);
    const [blocks, rows, contracts] = [own.inblocks?.[key] ?? [], own.inrows?.[key] ?? [], own.incontracts?.[key] ?? []];
    const whose = `${text(home.data.municipality)} ${text(home.data.title)}`;
    return `<section>
<h2>${text(home.data.municipality)}　${text(home.data.title)} <small>${blocks.length + rows.length + contracts.length}行</small></h2>
<p><a href="${link(data, home.url)}">${text(home.data.municipality)}「${text(home.data.title)}」（${text(home.data.about[0])}）を読む</a></p>
${wrapped(heads(own.blocks?.[0]), each(blocks.map((n) => own.blocks[n]), (one) => `<tr><th scope="row"><a href="${url}#${one.a}">${own.label}${one.n}<span class="vh">（${whose}、${text(own.file)}）</span></a></th><td data-label="ファイル">${text(own.file)}</td>${cells(one)}</tr>\n`))}
${wrapped(heads(own.rows?.[0]), each(rows.map((n) => own.rows[n]), (one) => `<tr><th scope="row"><a href="${url}#${one.a}">${one.n}</a></th><td data-label="ファイル">${text(own.file)}</td>${cells(one)}</tr>\n`))}
${wrapped('<th scope="col">用途</th><th scope="col">方法</th><th scope="col">再委託、時期・頻度</th>', each(contracts.map((n) => own.contracts[n]), (one) => `<tr><th scope="row"><a href="${url}#${one.a}">${text(one.n)}</a></th>${each(one.v, (cell) => `<td>${text(cell)}</td>`)}</tr>\n`))}
</section>
`;
  });
}

const naming = (data, key) => data.collections.naming.get(key) ?? [];
const party = (data) => frame(data, `<header class="page-head"><h1>${text(data.title)}</h1>
<ul class="about"><li>${naming(data, data.key).length}ページ</li></ul></header>
<p>評価書の中で「${text(data.title)}」を相手として書いている行を集めたものです。</p>
${named(data, naming(data, data.key), data.key)}`);

const provision = (data) => frame(data, `<header class="page-head"><h1>${text(data.title)}</h1>
<ul class="about"><li>${naming(data, data.key).length}ページ</li></ul></header>
${named(data, naming(data, data.key), data.key)}`);

const statute = (data) => frame(data, `${plain(data)}
<table class="stack"><thead><tr><th scope="col">条文</th><th scope="col">根拠とする提供・移転</th></tr></thead><tbody>
${each(data.provisions, (one) => `<tr><th scope="row"><a href="${link(data, `/${one.p}/`)}">${text(one.t)}</a></th><td>${naming(data, one.p).length}</td></tr>
`)}</tbody></table>`);

const terms = (data) => frame(data, `${plain(data)}
<table class="stack"><thead><tr><th scope="col">名称</th><th scope="col">ページ</th></tr></thead><tbody>
${each([...data.collections.at.values()].filter((one) => one.url.startsWith(data.page.url) && one.url !== data.page.url), (one) => `<tr><th scope="row"><a href="${link(data, one.url)}">${text(one.data.title)}</a></th><td>${naming(data, one.data.key).length}</td></tr>
`)}</tbody></table>`);

const year = (data) => frame(data, `${plain(data)}
${each(data.collections.days.filter((one) => one.data.year === data.year), (day) => {
  const home = homeOf(data, day.filePathStem);
  return `<section class="day"><h2><a href="${link(data, day.url)}">${text(home.data.municipality)}　${text(home.data.title)}　${day.data.day}</a> <small>${day.data.rows.length}件</small></h2>
<ol class="plain timeline">
${each(day.data.rows, (one) => `<li><p><a href="${link(data, day.url)}#${one.a}">${text(one.n)}</a> <span class="tag">${text(one.when)}</span></p>${each(one.to?.slice(0, 2), (to) => `<p class="place"><a href="${link(data, home.url).replace("index.html", "")}${to.p}/index.html#${to.a}">${text(to.t)}</a></p>`)}<p class="brief">${text([...one.after].slice(0, 60).join(""))}</p></li>
`)}</ol></section>
`;
})}`);

module.exports = {
  portal, municipality, assessment, part, blocks: flows, changes, byitem, day, all, party, provision, statute, terms, year,
};
