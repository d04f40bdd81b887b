/* The page of the search: what is asked for, in the address and in the form, and what search.js finds for it, in the page. */

import { extent, prime, search } from "./search.js";

const PARAMETERS = { 自治体: "jichitai", 様式: "yoshiki", 部: "bu", 種類: "shurui", 事務: "jimu" };
const STEP = 10; // results that are shown at once
const PAUSE = 250; // milliseconds without a key after which a word is looked for
const FEW = 3; // items of a result that are not folded away
const SHORT = 8; // values of a condition that are not folded away
const MANY = 20; // folded values among which one looks by a part of the name

const form = document.querySelector(".search-box");
const field = document.getElementById("kensaku-go");
const found = document.getElementById("kekka");
const said = found.querySelector(".search-said");
const place = found.querySelector(".search-found");

/** An element with attributes and children, strings as text. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/* -- what is asked for: the address holds it, the form shows it ----------------------------------------------------- */

let limit = STEP;
let chosen = {}; // by name of a facet, its chosen values

function read() {
  const asked = new URLSearchParams(location.search);
  field.value = asked.get("q") ?? "";
  chosen = {};
  for (const [name, key] of Object.entries(PARAMETERS)) if (asked.has(key)) chosen[name] = asked.getAll(key);
  limit = history.state?.limit ?? STEP;
}

function address() {
  const asked = new URLSearchParams();
  if (field.value.trim()) asked.set("q", field.value.trim());
  for (const [name, key] of Object.entries(PARAMETERS)) for (const value of chosen[name] ?? []) asked.append(key, value);
  const text = asked.toString();
  return location.pathname + (text ? `?${text}` : "");
}

// A new condition is a step of the history; the letters of one word are one step.
let typing = false;
function changed(typed) {
  limit = STEP;
  if (address() !== location.pathname + location.search) {
    history[typed && typing ? "replaceState" : "pushState"](null, "", address());
    typing = typed;
  }
  return show();
}

/* -- finding and showing ------------------------------------------------------------------------------------------- */

let running = null;

async function show() {
  running?.abort();
  const own = running = new AbortController();
  const query = field.value.trim();
  document.title = document.title.replace(/^(「.*」の)?検索/u, query ? `「${query}」の検索` : "検索");
  if (!query) {
    const { text, counts } = await begin();
    if (own.signal.aborted) return;
    place.replaceChildren(text);
    tell("", "idle", 0);
    facets(counts);
    return;
  }
  found.dataset.state = "searching";
  found.setAttribute("aria-busy", "true");
  try {
    const one = await search(query, { facets: chosen, limit, signal: own.signal, progress });
    const shown = one.total ? [...await narrower(query, own.signal), ...results(one)] : await nothing(query, own.signal);
    if (own.signal.aborted) return;
    place.replaceChildren(...shown);
    facets(one.facets);
    tell(one.total ? `${one.total}ページに見つかりました` : `「${query}」を含むページは見つかりませんでした`, "done", one.total);
  } catch (error) {
    if (own.signal.aborted) return;
    place.replaceChildren(trouble(error));
    facets({});
    tell("検索できませんでした", "done", 0);
  }
}

/** Where a large site is being searched; what is said aloud says so once. */
function progress(name, number, count) {
  if (count === 1) return;
  if (number === 1) said.textContent = `${count}つに分けて順に調べています`;
  place.replaceChildren(make("p", { class: "search-progress" }, `${name}を調べています（${number}／${count}）`));
}

/** Says how many there are, and lets go of what waits for it. */
function tell(text, state, total) {
  found.removeAttribute("aria-busy");
  said.textContent = text;
  found.dataset.total = total;
  found.dataset.state = state;
}

/** What stands there before a word is asked for: how much there is, and of a large site the 自治体 to choose from. */
async function begin() {
  try {
    const { pages, parts, homes } = await extent();
    const how = parts > 1 ? `${homes.length}の自治体を順に調べます。先に自治体を選ぶと、早く見つかります。` : "";
    const text = make("p", {}, `${pages}ページの中から探します。${how}言葉を入れてください。`);
    return { text, counts: parts > 1 ? { 自治体: Object.fromEntries(homes.map((name) => [name, null])) } : {} };
  } catch (error) {
    return { text: trouble(error), counts: {} };
  }
}

function trouble(error) {
  console.warn(error);
  const why = /^404 .*bundles\.json/.test(error.message)
    ? "このサイトには検索の索引がありません（検索なしで作られています）。下の一覧から探してください。"
    : "検索の索引を読み込めませんでした。ページを読み込み直すか、下の一覧から探してください。";
  return make("p", { class: "banner" }, why);
}

function results({ total, results: shown, variants }) {
  const parts = [];
  if (variants.length) parts.push(make("p", { class: "search-variants" }, variants.map(inWords).join("　")));
  parts.push(make("ol", { class: "results" }, ...shown.map(result)));
  if (shown.length < total) {
    const more = make("button", { type: "button" }, `続きを表示（あと${total - shown.length}ページ）`);
    more.addEventListener("click", async () => {
      limit += STEP;
      const at = shown.length;
      await show();
      place.querySelectorAll(".results > li > h3 a")[at]?.focus();
    });
    parts.push(make("p", { class: "search-more" }, more));
  }
  return parts;
}

const inWords = ({ word, spellings }) => `「${word}」は${spellings.map((one) => `「${one}」`).join("")}も含めて探しました。`;

function result({ href, title, place: where, items }) {
  const link = make("a", { href }, title);
  const own = items.filter((one) => one.url !== href);
  if (!own.length) link.innerHTML = items[0].excerpt; // only the title has the words; search.js escapes it
  const list = (some) => make("ul", { class: "found-items" }, ...some.map(item));
  const rest = own.slice(FEW);
  return make("li", {},
    make("h3", {}, link),
    ...(where ? [make("p", { class: "found-place" }, where)] : []),
    ...(own.length ? [list(own.slice(0, FEW))] : []),
    ...(rest.length ? [make("details", {}, make("summary", {}, `このページのほかの項目（${rest.length}件）`), list(rest))] : []));
}

function item({ url, label, within, excerpt, cut: [before, after] }) {
  const text = make("p", { class: "found-text" });
  text.innerHTML = `${before ? "…" : ""}${excerpt}${after ? "…" : ""}`; // search.js escapes it
  const above = within.length ? [make("p", { class: "found-place" }, within.join(" › "))] : [];
  return make("li", {}, make("a", { href: url }, label), ...above, text);
}

/** What to do when there is nothing: other conditions, fewer words, parts of the word, if these find anything; the indexes. */
async function nothing(query, signal) {
  const advice = make("p", {}, "綴りの違い（サーバとサーバー、第19条と第十九条、取扱いと取り扱いなど）と用語集にある別名も含めて探しました。言葉を減らすか短くするか、",
    make("a", { href: "#ichiran" }, "一覧から探してください"), "。");
  const words = split(query);
  const any = Object.values(chosen).some((values) => values.length);
  const ways = [
    ...await within(query),
    ...(any ? [["絞り込みをやめて探す", query, {}]] : []),
    ...(/".*\s.*"/u.test(query) ? [["並びを問わずに探す", query.replaceAll('"', " ").trim(), chosen]] : []),
    ...(words.length > 1 ? words.map((word) => [`「${word.replaceAll('"', "")}」だけで探す`, word, chosen]) : parts(query.replaceAll('"', "")).map((part) => [`「${part}」で探す`, part, chosen])),
  ];
  return [advice, ...await offered(ways, signal)];
}

/** Who names a 自治体 beside other words most likely looks for these in its pages, few of which name it. */
const narrower = async (query, signal) => offered(await within(query), signal);

async function within(query) {
  const words = split(query);
  const { homes } = await extent();
  const home = (word) => homes.find((name) => name === word || (word.length > 1 && name.slice(0, -1) === word));
  const named = words.flatMap((word) => home(word) ?? []);
  const rest = words.filter((word) => !home(word)).join(" ");
  if (!named.length || !rest || named.every((name) => chosen["自治体"]?.includes(name))) return [];
  return [[`「${named.join("」「")}」に絞り込んで「${rest}」を探す`, rest, { ...chosen, 自治体: named }]];
}

const split = (query) => query.match(/"[^"]*"|[^\s"]+/gu) ?? [];

/** Buttons for those of `ways` ([text, query, conditions]) that find something, with how much. */
async function offered(ways, signal) {
  const totals = await Promise.all(ways.map(([, asked, facets]) => search(asked, { facets, limit: 0, signal })));
  const list = ways.flatMap(([text, asked, conditions], at) => {
    if (!totals[at].total) return [];
    const button = make("button", { type: "button" }, `${text}（${totals[at].total}ページ）`);
    button.addEventListener("click", () => {
      field.value = asked;
      chosen = conditions;
      changed(false);
      field.focus();
    });
    return [make("li", {}, button)];
  });
  return list.length ? [make("ul", { class: "search-ways" }, ...list)] : [];
}

/** Shorter words to try: a compound at the borders of its scripts, else its halves. */
function parts(word) {
  const runs = word.match(/\p{Script=Han}+|[\p{Script=Katakana}ー]+|[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+|\p{Script=Hiragana}{3,}/gu) ?? [];
  const middle = Math.ceil(word.length / 2);
  const found = runs.some((run) => run !== word) ? runs : [word.slice(0, -1), word.slice(1), word.slice(0, middle), word.slice(middle)];
  return [...new Set(found)].filter((part) => part.length > 1 && part !== word).slice(0, 4);
}

/* -- conditions ---------------------------------------------------------------------------------------------------- */

const panel = make("details", { class: "search-facets" }, make("summary", {}, "絞り込む"));
const sets = new Map(); // by name: the fieldset with its checkboxes by value
const reset = make("button", { type: "button" }, "絞り込みをやめる");
const wide = matchMedia("(min-width: 64rem)");

/** Shows how many pages each value would leave; boxes stay the same elements, so that none loses the focus. */
function facets(counts) {
  for (const [name, values] of Object.entries(counts)) if (!sets.has(name)) sets.set(name, fieldset(name));
  for (const [name, set] of sets) set.update(counts[name] ?? {});
  const any = Object.values(chosen).some((values) => values.length);
  reset.hidden = !any;
  panel.querySelector("summary").textContent = any ? "絞り込む（条件あり）" : "絞り込む";
  panel.hidden = !any && [...sets.values()].every((set) => set.element.hidden);
}

function fieldset(name) {
  const list = make("div");
  const part = make("input", { type: "search", autocomplete: "off" });
  const narrow = make("p", { class: "facet-narrow" }, make("label", {}, `${name}の名前の一部`, part)); // of a hundred names nobody reads all
  const rest = make("details", {}, make("summary"), narrow);
  part.addEventListener("input", () => {
    for (const label of rest.querySelectorAll("label:has([type=checkbox])")) label.classList.toggle("other", !label.textContent.includes(part.value.trim()));
  });
  const element = make("fieldset", {}, make("legend", {}, name), list, rest);
  const boxes = new Map();
  const box = (value) => {
    const input = make("input", { type: "checkbox", value });
    const count = make("span", { class: "facet-count" });
    input.addEventListener("change", () => {
      chosen[name] = [...boxes].filter(([, one]) => one.input.checked).map(([one]) => one);
      changed(false);
    });
    return { input, count, label: make("label", {}, input, make("span", {}, value, " ", count)) };
  };
  const update = (counts) => {
    for (const value of [...Object.keys(counts), ...(chosen[name] ?? [])]) if (!boxes.has(value)) boxes.set(value, box(value));
    let shown = 0;
    for (const [value, one] of boxes) {
      one.input.checked = Boolean(chosen[name]?.includes(value));
      one.count.textContent = counts[value] === null ? "" : `${counts[value] ?? 0}件`; // null: not looked into
      one.label.hidden = (counts[value] === undefined || counts[value] === 0) && !one.input.checked;
      const home = one.label.hidden || shown < SHORT || one.input.checked ? list : rest;
      if (one.label.parentElement !== home && document.activeElement !== one.input) home.append(one.label);
      shown += !one.label.hidden;
    }
    const folded = [...rest.querySelectorAll("label:has([type=checkbox])")].filter((label) => !label.hidden).length;
    rest.hidden = !folded;
    rest.firstElementChild.textContent = `ほかの${name}（${folded}）`;
    narrow.hidden = folded <= MANY;
    element.hidden = !shown;
  };
  panel.lastElementChild.before(element);
  return { element, update };
}

/* -- keys ---------------------------------------------------------------------------------------------------------- */

function keys(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const within = found.contains(event.target);
  if (event.key === "Escape" && (event.target === field || within)) {
    event.preventDefault();
    field.value = "";
    field.focus();
    later(0);
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && (event.target === field || within)) {
    const stops = [field, ...[...place.querySelectorAll(".results a, .results summary, .search-ways button, .search-more button")].filter((one) => one.checkVisibility())];
    const at = stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    if (at < 0 || stops.length < 2) return;
    event.preventDefault();
    stops[Math.min(at, stops.length - 1)].focus();
  }
}

/** A box that turns the key "/" off on this device, and on again; nothing is kept of whoever leaves it alone. */
function slash() {
  const box = make("input", { type: "checkbox" });
  try {
    box.checked = localStorage.getItem("kensaku-key") !== "off";
  } catch {
    return ""; // nothing may be kept
  }
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem("kensaku-key") : localStorage.setItem("kensaku-key", "off")));
  return make("label", { class: "search-key" }, box, "どのページでも「/」キーで検索欄に移る（変えたときだけ、この端末に覚えます）");
}

let waiting;
function later(pause) {
  clearTimeout(waiting);
  waiting = setTimeout(() => changed(true), pause);
}

/* -- beginning ----------------------------------------------------------------------------------------------------- */

document.querySelector(".search-help").after(slash());
panel.append(make("p", {}, reset));
panel.open = wide.matches;
wide.addEventListener("change", () => { panel.open = wide.matches; });
found.before(panel);
reset.addEventListener("click", () => {
  chosen = {};
  changed(false);
  field.focus();
});
field.addEventListener("input", (event) => { if (!event.isComposing) later(PAUSE); });
field.addEventListener("compositionend", () => later(PAUSE));
field.addEventListener("focus", () => prime().catch(() => {}), { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  changed(false);
});
document.addEventListener("keydown", keys);
addEventListener("popstate", () => {
  clearTimeout(waiting);
  typing = false;
  read();
  show();
});
// Whoever comes back from a result finds the list where it was left.
addEventListener("pagehide", () => history.replaceState({ limit, top: scrollY }, ""));
read();
const top = history.state?.top;
show().then(() => { if (top) scrollTo(0, top); });
