/* A query in, other ways to look for the same out, each with the pages that it finds: the 自治体 that is named in it as a
   condition, fewer words, parts of a word. */

import { button, make } from "./elements.js";
import { extent, search } from "./search.js";

const FEW = 5; // words that are offered alone

/** Who names a 自治体 beside other words most likely looks for these on its pages, few of which name it: a way, or none. */
export async function narrower(query, chosen) {
  const { homes } = await extent();
  const named = [], rest = [];
  for (const word of split(query)) {
    const home = homes.find((name) => word.startsWith(name)) ?? homes.find((name) => word.length > 1 && name.slice(0, -1) === word);
    const behind = home ? word.slice(home.length).replace(/^の/u, "") : word;
    if (home) named.push(home);
    if (behind) rest.push(behind);
  }
  if (!named.length || !rest.length || named.every((name) => chosen["自治体"]?.includes(name))) return [];
  const asked = rest.join(" ");
  return [{
    text: `「${named.join("」「")}」に絞り込んで「${asked}」を探す`, asked, chosen: { ...chosen, 自治体: named },
    none: `${named.join("、")}のページに「${asked}」はありません。`,
  }];
}

/** Ways to find something where there is nothing. */
export async function others(query, chosen) {
  const words = split(query);
  const any = Object.values(chosen).some((values) => values.length);
  const bare = query.replaceAll('"', "");
  const fewer = words.length > 1
    ? words.map((word) => ({ text: `「${word.replaceAll('"', "")}」だけで探す`, asked: word, chosen }))
    : parts(bare).map((part) => ({ text: `「${part}」で探す`, asked: part, chosen }));
  return [
    ...await narrower(query, chosen),
    ...(any ? [{ text: "絞り込みをやめて探す", asked: query, chosen: {} }] : []),
    ...(/".*\s.*"/u.test(query) ? [{ text: "並びを問わずに探す", asked: query.replaceAll('"', " ").trim(), chosen }] : []),
    ...fewer.slice(0, FEW),
  ];
}

/** Buttons for those of `ways` that find something, with how many pages, and what is to be said of the others; `take` is
 * called with the way that a person chose. */
export async function offered(ways, signal, take) {
  const totals = await Promise.all(ways.map(({ asked, chosen }) => search(asked, { facets: chosen, limit: 0, signal })));
  const found = ways.map((way, at) => ({ ...way, total: totals[at].total }));
  return {
    buttons: found.filter((way) => way.total).map((way) => make("li", {}, button(`${way.text}（${way.total}ページ）`, () => take(way)))),
    said: found.filter((way) => !way.total && way.none).map((way) => way.none),
  };
}

/** Whether a query is written in kana only, which few pages are. */
export const isKana = (query) => /^[ぁ-ゖァ-ヶー\s]+$/u.test(query);

const split = (query) => query.match(/"[^"]*"|[^\s"]+/gu) ?? [];

/** Shorter words to try: a compound at the borders of its scripts, else its halves; half a word in kana means nothing. */
function parts(word) {
  if (isKana(word)) return [];
  const runs = word.match(/\p{Script=Han}+|[\p{Script=Katakana}ー]+|[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+|\p{Script=Hiragana}{3,}/gu) ?? [];
  const middle = Math.ceil(word.length / 2);
  const found = runs.some((run) => run !== word) ? runs : [word.slice(0, -1), word.slice(1), word.slice(0, middle), word.slice(middle)];
  return [...new Set(found)].filter((part) => part.length > 1 && part !== word).slice(0, 4);
}
