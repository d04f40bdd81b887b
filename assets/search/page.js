/* The page of the search: what is asked for, in the address and in the form, and what search.js finds for it, in the page.
   Results and conditions are made by results.js and conditions.js, what to try instead by otherwise.js. */

import { conditions } from "./conditions.js";
import { button, make } from "./elements.js";
import { isKana, narrower, offered, others } from "./otherwise.js";
import { list } from "./results.js";
import { extent, prime, search } from "./search.js";

const PARAMETERS = { 自治体: "jichitai", 様式: "yoshiki", 部: "bu", 種類: "shurui", 事務: "jimu" };
const STEP = 10; // results that are shown at once
const PAUSE = 250; // milliseconds without a key after which a word is looked for
const REST = 800; // and after which the count is said: whoever hears it needs no number for every letter

const form = document.querySelector(".search-box");
const field = document.getElementById("kensaku-go");
const found = document.getElementById("kekka");
const heading = document.getElementById("kekka-h");
const said = found.querySelector(".search-said");
const place = found.querySelector(".search-found");
const touch = matchMedia("(hover: none)");
const wide = matchMedia("(min-width: 64rem)");
const LONGEST = 200; // characters of a query, as the field has it

const { panel, set, ...facets } = conditions(
  () => changed(false),
  () => { if (!wide.matches) panel.open = false; heading.focus(); },
);

/* -- what is asked for: the address holds it, the form shows it ----------------------------------------------------- */

let limit = STEP;
let shownFor = ""; // the query whose letters make one step of the history

function read() {
  const asked = new URLSearchParams(location.search);
  field.value = [...asked.get("q") ?? ""].slice(0, LONGEST).join("");
  facets.choose(Object.fromEntries(Object.entries(PARAMETERS).filter(([, key]) => asked.has(key)).map(([name, key]) => [name, asked.getAll(key)])));
  limit = history.state?.limit ?? STEP;
}

function address() {
  const asked = new URLSearchParams();
  if (field.value.trim()) asked.set("q", field.value.trim());
  for (const [name, key] of Object.entries(PARAMETERS)) for (const value of facets.chosen()[name] ?? []) asked.append(key, value);
  const text = asked.toString();
  return location.pathname + (text ? `?${text}` : "");
}

// A new condition or another word is a step of the history; the letters of one word are one step.
let typing = false;
function changed(typed) {
  stop();
  limit = STEP;
  const query = field.value.trim();
  const same = typed && typing && (query.startsWith(shownFor) || shownFor.startsWith(query));
  if (address() !== location.pathname + location.search) {
    history[same ? "replaceState" : "pushState"](null, "", address());
    typing = typed;
  }
  shownFor = query;
  return show(typed ? REST - PAUSE : 0);
}

/* -- finding and showing ------------------------------------------------------------------------------------------- */

let running = null;
let saying; // what will be said when the typing rests
let searched = ""; // the part of the address that is shown

/** Finds what is asked for and shows it; `pause` are the milliseconds after which the count is said. */
async function show(pause = 0) {
  searched = location.search;
  clearTimeout(saying);
  running?.abort();
  const { signal } = running = new AbortController();
  const query = field.value.trim();
  document.title = document.title.replace(/^(「.*」の)?検索/u, () => (query ? `「${query}」の検索` : "検索"));
  if (query) {
    found.dataset.state = "searching";
    found.setAttribute("aria-busy", "true");
  }
  const slow = setTimeout(() => say("調べています…", 0), 1_000);
  try {
    const one = query ? await answer(query, signal) : await begin();
    if (signal.aborted) return;
    replace(one.elements);
    facets.show(one.counts, one.total);
    const more = await one.more().catch(() => ({ elements: [], text: "" })); // what was found stands without it
    if (signal.aborted) return;
    place[one.total ? "prepend" : "append"](...more.elements);
    finish(one.text + more.text, query ? "done" : "idle", one.total, pause);
  } catch (error) {
    if (signal.aborted) return;
    replace([trouble(error)]);
    facets.show({}, 0);
    finish("検索できませんでした。", "done", 0, 0);
  } finally {
    clearTimeout(slow);
  }
}

/** Shows `elements` instead of what is there; who was on a link that stays is on it again. */
function replace(elements) {
  const at = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...elements);
  if (at && !at.isConnected) ([...place.querySelectorAll("a")].find((one) => one.href === at.href) ?? heading).focus({ preventScroll: true });
}

function say(text, pause) {
  clearTimeout(saying);
  const set = () => { if (said.textContent !== text) said.textContent = text; }; // the same words are not said twice
  if (pause) saying = setTimeout(set, pause);
  else set();
}

/** Says what there is, and lets go of what waits for it. */
function finish(text, state, total, pause) {
  found.removeAttribute("aria-busy");
  say(text, pause);
  found.dataset.total = total;
  found.dataset.state = state;
}

/** What stands there before a word is asked for: how much there is, and of a large site the 自治体 to choose from. */
async function begin() {
  const { pages, parts, homes } = await extent();
  const how = parts > 1 ? `${homes.length}の自治体を順に調べます。先に自治体を選ぶと、早く見つかります。` : "";
  return {
    elements: [make("p", {}, `${pages}ページの中から探します。${how}言葉を入れてください。`)], text: "", total: 0, more: async () => NO_MORE,
    counts: parts > 1 ? { 自治体: Object.fromEntries(homes.map((name) => [name, null])) } : {},
  };
}

const NO_MORE = { elements: [], text: "" };

/** What a query finds: elements to show, counts of the facets, how many pages, the sentence that says so, and `more`, which
 * looks for other ways to ask. */
async function answer(query, signal) {
  const chosen = facets.chosen();
  const one = await search(query, { facets: chosen, limit, signal, progress });
  const set = facets.values();
  const under = set.length ? `（条件：${set.join("、")}）` : "";
  const cut = one.asked < one.given ? `はじめの${one.asked}語だけで探しました。` : "";
  const more = async () => {
    const { buttons, said: also } = await offered(await (one.total ? narrower : others)(query, chosen), signal, take);
    return {
      elements: [...(one.total ? [] : also.map((text) => make("p", {}, text))), ...ways(buttons)],
      text: buttons.length && !one.total ? `ほかの探し方が${buttons.length}つあります。` : "",
    };
  };
  if (!one.total) {
    const text = `「${query}」を含むページは見つかりませんでした${under}。${cut}`;
    return { elements: nothing(query), text, total: 0, counts: one.facets, more };
  }
  const shown = one.results.length;
  const spelt = one.variants.map(({ word, spellings }) => `「${word}」は${spellings.map((way) => `「${way}」`).join("")}も含めて探しました。`);
  const part = shown < one.total ? `はじめの${shown}ページを示しています。` : "";
  return {
    elements: [list(one.results), ...rest(one)], total: one.total, counts: one.facets, more,
    text: [`「${query}」は${one.total}ページに見つかりました${under}。`, part, cut, ...spelt].join(""),
  };
}

const ways = (buttons) => (buttons.length ? [make("ul", { class: "search-ways" }, ...buttons)] : []);

function take({ asked, chosen }) {
  field.value = asked;
  facets.choose(chosen);
  changed(false);
  heading.focus();
}

/** Where a large site is being searched; what is said aloud says so once. */
function progress(name, number, count) {
  if (count === 1) return;
  if (number === 1) say(`${count}つに分けて順に調べています…`, 0);
  place.replaceChildren(make("p", { class: "search-progress" }, `${name}を調べています（${number}／${count}）`));
}

/** What to do when there is nothing. */
function nothing(query) {
  const kana = isKana(query) ? "ページの多くは漢字で書かれています。漢字でも入れてみてください。" : "";
  return [
    make("p", {}, `${kana}綴りの違い（サーバとサーバー、第19条と第十九条、取扱いと取り扱いなど）と用語集にある別名も含めて探しました。言葉を減らすか短くするか、`,
      make("a", { href: "#ichiran" }, "一覧から探してください"), "。"),
  ];
}

/** A button for the results that are not shown yet. */
function rest({ total, results }) {
  const left = total - results.length;
  if (!left) return [];
  const act = async () => {
    limit += STEP;
    history.replaceState({ ...history.state, limit }, "");
    await show();
    place.querySelectorAll(".results > li > h3 a")[results.length]?.focus();
  };
  return [make("p", { class: "search-more" }, button(`続きを表示（あと${left}ページ）`, act))];
}

function trouble(error) {
  console.warn(error);
  const why = /^404 .*bundles\.json/.test(error.message)
    ? "このサイトには検索の索引がありません（検索なしで作られています）。下の一覧から探してください。"
    : "検索の索引を読み込めませんでした。ページを読み込み直すか、下の一覧から探してください。";
  return make("p", { class: "banner" }, why);
}

/* -- keys ---------------------------------------------------------------------------------------------------------- */

function keys(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const within = found.contains(event.target);
  if (event.key === "Escape" && (event.target === field || within)) {
    event.preventDefault();
    field.value = "";
    field.focus();
    changed(false).then(() => say("検索する言葉を消しました。", 0));
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && (event.target === field || within)) {
    if (waiting) {
      // What is about to be shown is what one means.
      event.preventDefault();
      changed(true).then(() => place.querySelector(".results a")?.focus());
      return;
    }
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

let waiting = 0;
function later() {
  stop();
  waiting = setTimeout(() => changed(true), PAUSE);
}

function stop() {
  clearTimeout(waiting);
  waiting = 0;
}

/* -- beginning ----------------------------------------------------------------------------------------------------- */

document.querySelector(".search-help").append(make("span", { class: "search-keys" }, "↓キーで結果に移り、Escキーで消します。"));
document.getElementById("ichiran").after(slash());
found.before(panel);
said.after(set);
heading.tabIndex = -1;
field.setAttribute("aria-describedby", "kensaku-help");
field.addEventListener("input", (event) => { if (!event.isComposing) later(); });
field.addEventListener("compositionend", later);
field.addEventListener("compositionstart", stop);
field.addEventListener("focus", () => prime(facets.chosen()).catch(() => {}), { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (touch.matches) field.blur(); // the keyboard on the screen makes room for the results
  changed(false);
});
document.addEventListener("keydown", keys);
addEventListener("popstate", () => {
  if (location.search === searched) return; // a link within the page
  stop();
  typing = false;
  read();
  show();
});
// Whoever comes back from a result finds the list where it was left.
addEventListener("pagehide", () => history.replaceState({ limit, top: scrollY }, ""));
read();
shownFor = field.value.trim();
const top = history.state?.top;
show().then(() => { if (top) scrollTo(0, top); });
