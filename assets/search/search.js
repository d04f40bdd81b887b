/* A query in, the published pages that hold all its words out. The index is Pagefind's over tokens of two characters
   (site_gen/search/tokens.py); what it finds is exact, so that nothing here judges texts but for excerpts and ranks. */

import { excerpt, marks } from "./excerpt.js";
import { plain, words } from "./normal.js";
import { spellings } from "./variants.js";

const ROOT = new URL("../../", import.meta.url);
const LONGEST = 200; // characters of a query
const MANY = 30; // words of a query: as many as a number has bits
const RANKED = 5000; // pages; above it an order by relevance would take too long
const AHEAD = 3; // bundles that are loaded while one is searched
const PLACE = "自治体"; // the facet by which bundles are chosen
const CHANGE = ["種類", "変更"]; // the facet of documents that tell what was once written
const INDEX = ["種類", "索引のページ"]; // and of pages that only lead on: one law has a hundred, and its name is in the title of each
const LEADING = 3; // of them come before the texts themselves

/**
 * The pages that hold all words of `query`, the best first.
 *
 * `facets` is {name: [values]}: a page counts with what it holds under one of the values of each name. `limit` is how many
 * results come with their texts (0: only counts). A large site is searched part by part, only the parts of the chosen 自治体 if
 * any are: `progress` is called with (name of the part, its number from 1, how many there are).
 *
 * Gives {total, results, facets, variants}. `results` are [{url, title, place, exact, items: [{url, label, within, excerpt,
 * cut}]}]: `exact` says that all words stand there as asked for, excerpts are HTML, `cut` says at which ends they are cut,
 * `within` are the headings above. `facets` is {name: {value: pages}}, with null for a 自治体 that was not searched. `variants`
 * are [{word, spellings}]. Of the `given` words the first `asked` were looked for. Throws an AbortError when `signal` says so, another error when the index cannot be read.
 */
export async function search(query, options = {}) {
  try {
    return await answered(query, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    once.clear(); // another index may have been published since this one was loaded
    return answered(query, options);
  }
}

async function answered(query, { facets = {}, limit = 10, signal, progress = () => {} }) {
  const all = words([...query].slice(0, LONGEST).join(""));
  const asked = all.slice(0, MANY);
  const nothing = { total: 0, results: [], facets: {}, variants: [], asked: 0, given: 0 };
  if (!asked.length) return nothing;
  const { bundles, synonyms } = await opened();
  const wanted = asked.map((word) => spellings(word.chars.join(""), synonyms));
  const inside = among(bundles, facets);
  const found = [];
  for (const [at, bundle] of inside.entries()) {
    signal?.throwIfAborted();
    progress(bundle.name, at + 1, inside.length);
    for (const next of inside.slice(at + 1, at + 1 + AHEAD)) loaded(next).catch(() => {}); // told when it is its turn
    found.push(await searched(await loaded(bundle), wanted, facets));
  }
  signal?.throwIfAborted();
  const pages = ordered(found.flatMap((one, at) => one.pages.map((page) => ({ ...page, bundle: at }))));
  const results = await Promise.all(pages.slice(0, limit).map(async (page) => result(await read(page, wanted), query)));
  signal?.throwIfAborted();
  const elsewhere = bundles.filter((one) => !inside.includes(one)).flatMap((one) => one.homes);
  return { total: pages.length, results, facets: summed(found, facets, elsewhere), variants: included(found, asked, wanted), asked: asked.length, given: all.length };
}

/** Loads what a search under `facets` needs first, so that it is fast: the list of bundles, and the first one. */
export async function prime(facets = {}) {
  const { bundles } = await opened();
  const [first] = among(bundles, facets);
  if (first) await loaded(first);
}

/** How many pages can be found, in how many parts, and of which 自治体 (none are named where there is one part). */
export async function extent() {
  const { bundles } = await opened();
  return {
    pages: bundles.reduce((sum, one) => sum + one.pages, 0), parts: bundles.length,
    homes: [...new Set(bundles.flatMap((one) => one.homes))],
  };
}

/** The synonyms of the glossary, groups of words. */
export const synonyms = async () => (await opened()).synonyms;

/* -- files --------------------------------------------------------------------------------------------------------- */

const once = new Map();

/** What `make` promises, asked for once; what failed is asked for again. */
function kept(key, make) {
  if (!once.has(key)) once.set(key, make().catch((error) => { once.delete(key); throw error; }));
  return once.get(key);
}

async function json(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

const opened = () => kept("search/", async () => {
  const [bundles, groups] = await Promise.all(["bundles", "synonyms"].map((name) =>
    json(new URL(`search/${name}.json`, ROOT), { cache: "no-cache" }))); // the only names that stay while what they hold changes
  return { bundles, synonyms: groups };
});

const engine = () => kept("pagefind.js", () => import(new URL("search/index/pagefind.js", ROOT)));

/** What `start` gives, the first one before any other begins: it starts the engine that all share, and two starts at a time
 * would be two engines, of which one forgets what the other knows. */
let first = null;
async function alone(start) {
  if (!first) {
    first = start();
    first.catch(() => { first = null; });
    return first;
  }
  await first.catch(() => {});
  return first ? start() : alone(start);
}

async function started(pagefind, folder) {
  const instance = pagefind.createInstance({ basePath: folder.href, noWorker: true }); // a worker is 12 KB for some milliseconds
  await instance.filters(); // there are none; but `init` is done before the engine is there
  return instance;
}

/** A bundle ready to be searched: Pagefind over it, and the facets of its documents by fragment. */
const loaded = (bundle) => kept(bundle.folder, async () => {
  const folder = new URL(`${bundle.folder.replace(/\/*$/, "")}/`, ROOT);
  const [pagefind, facets] = await Promise.all([engine(), json(new URL(bundle.facets, folder))]);
  const instance = await alone(() => started(pagefind, folder));
  const documents = new Map(Object.entries(facets.documents).map(([id, [page, ...values]]) => [id, { id, page, values }]));
  return { folder, instance, facets, documents, titles: facets.titles.map(plain) };
});

const fragment = (folder, id) => kept(`${folder}${id}`, async () => {
  const answer = await fetch(new URL(`fragment/${id}.pf_fragment`, folder));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b; // unless the server unpacked it
  const plainly = zipped ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))) : new Response(bytes);
  return JSON.parse((await plainly.text()).replace(/^pagefind_dcd/, ""));
});

/** Those of `bundles` in which there can be pages of the chosen 自治体; where there are several, each names its own. */
function among(bundles, facets) {
  const places = facets[PLACE] ?? [];
  if (bundles.length === 1 || !places.length) return bundles;
  return bundles.filter((one) => places.some((name) => one.homes.includes(name)));
}

/* -- tokens -------------------------------------------------------------------------------------------------------- */

const digits = (number, places) => number.toString(36).padStart(places, "0");

function encoded(char) {
  const code = char.codePointAt(0);
  return code < 46655 ? digits(code, 3) : `zzz${digits(code, 4)}`;
}

/** The tokens of a word: of each two neighbours; of a single character one of its own. */
function tokens(word) {
  const codes = [...word].map(encoded);
  return codes.length === 1 ? [`zzzz${codes[0]}`] : codes.slice(1).map((code, at) => codes[at] + code);
}

/** Those of a label, which are words of their own. */
const ofLabel = (words) => words.map((word) => `${word}l`);

const phrase = (words) => `"${words.join(" ")}"`;

/** The first, the middle and the last token, which rank nearly as well as all. */
function telling(word) {
  const all = tokens(word);
  return [...new Set([all[0], all[all.length >> 1], all.at(-1)])].join(" ");
}

/* -- one bundle ---------------------------------------------------------------------------------------------------- */

/** The pages of a bundle that hold each word in one of its spellings: {pages, counts, spelt}. */
async function searched({ folder, instance, facets, documents, titles }, wanted, chosen) {
  // By word, by spelling: the documents that hold it.
  const hits = await Promise.all(wanted.map((ways) => Promise.all(ways.map((way) => holding(instance, way)))));
  const seen = new Map(); // by document: the words in it, those in the spelling asked for, those in labels, as bits
  const spelt = hits.map((ways, word) => ways.map(({ ids, called }, way) => {
    for (const id of ids) {
      if (!documents.has(id)) throw new Error(`${folder}: lists of another index`);
      const one = seen.get(id) ?? { ...documents.get(id), any: 0, exact: 0, called: 0 };
      one.any |= 1 << word;
      if (!way) one.exact |= 1 << word;
      if (called.has(id)) one.called |= 1 << word;
      seen.set(id, one);
    }
    return ids;
  }));
  const all = 2 ** wanted.length - 1;
  const names = facets.names.map((name) => new Set((chosen[name] ?? []).map((value) => numberOf(facets, name, value))));
  const pages = new Map();
  const counted = new Map(); // by value: the words of each page under it
  for (const one of seen.values()) {
    const missing = names.flatMap((values, name) => (!values.size || one.values.some((value) => values.has(value)) ? [] : [name]));
    for (const value of one.values) {
      // What choosing this value would show: conditions of its own name stand aside.
      if (missing.some((name) => name !== facets.values[value][0])) continue;
      const words = counted.get(value) ?? counted.set(value, new Map()).get(value);
      words.set(one.page, words.get(one.page) | one.any);
    }
    if (missing.length) continue;
    const page = pages.get(one.page) ?? { folder, number: one.page, documents: [], any: 0, exact: 0, called: 0, score: 0 };
    page.documents.push(one);
    page.any |= one.any;
    page.exact |= one.exact;
    page.called |= one.called;
    pages.set(one.page, page);
  }
  const whole = [...pages.values()].filter((page) => page.any >>> 0 === all);
  const [past, index] = [numberOf(facets, ...CHANGE), numberOf(facets, ...INDEX)];
  const only = (page, value) => page.documents.every((one) => one.values.includes(value));
  for (const page of whole) {
    page.tier = [page.exact >>> 0 === all ? 0 : 1, only(page, past) ? 1 : 0, naming(wanted, titles[page.number], page.called)];
    page.leads = only(page, index);
  }
  if (whole.length && whole.length <= RANKED) await score(whole, instance, wanted, hits);
  const counts = new Map();
  for (const [value, words] of counted) {
    const [name, label] = [facets.names[facets.values[value][0]], facets.values[value][1]];
    const count = [...words.values()].filter((bits) => bits >>> 0 === all).length;
    counts.set(value, { name, label, count });
  }
  const shown = new Set(whole.flatMap((page) => page.documents.map((one) => one.id)));
  return {
    pages: whole, names: facets.names, counts,
    spelt: spelt.map((ways) => ways.map((ids) => ids.some((id) => shown.has(id)))),
  };
}

/** The documents that hold `way`, and those of them of which it stands in a label: {ids, called}. */
async function holding(instance, way) {
  const words = tokens(way);
  const [texts, labels] = await Promise.all([words, ofLabel(words)].map(async (some) =>
    (await instance.search(phrase(some))).results.map((result) => result.id)));
  return { ids: [...new Set([...texts, ...labels])], called: new Set(labels) };
}

/** Where all words of a page stand at best: 0 in its title, 1 in that and its labels (`called` has the bits of the words), 2 elsewhere. */
function naming(wanted, title, called) {
  const titled = wanted.map((ways) => ways.some((way) => title.includes(way)));
  if (titled.every(Boolean)) return 0;
  return titled.every((has, word) => has || called & (1 << word)) ? 1 : 2;
}

const numberOf = (facets, name, value) =>
  facets.values.findIndex(([of, label]) => facets.names[of] === name && label === value);

/** Pagefind's own relevance, of the first spelling of each word that is found at all. */
async function score(pages, instance, wanted, hits) {
  for (const [word, ways] of wanted.entries()) {
    const at = ways.findIndex((_, way) => hits[word][way].ids.length);
    const scores = new Map((await instance.search(telling(ways[at]))).results.map((result) => [result.id, result.score]));
    for (const page of pages) page.score += Math.max(...page.documents.map((one) => scores.get(one.id) ?? 0));
  }
}

/* -- results ------------------------------------------------------------------------------------------------------- */

/** Exact spelling, then today's text, then titles, then labels, then Pagefind's relevance. */
function ordered(pages) {
  pages.sort(byRank);
  for (const page of pages.filter((one) => one.leads).slice(LEADING)) page.tier[2] = 3;
  return pages.sort(byRank);
}

const byRank = (one, other) =>
  byTier(one, other) || other.score - one.score || inOrder(one, other);
const byTier = (one, other) => one.tier.map((tier, at) => tier - other.tier[at]).find((step) => step) ?? 0;
const inOrder = (one, other) => one.bundle - other.bundle || one.number - other.number;

/** A page with the texts of its documents. */
async function read(page, wanted) {
  const fragments = await Promise.all(page.documents.map((one) => fragment(page.folder, one.id)));
  return { ...page, ...fragments[0], items: fragments.flatMap((one) => [...sections(one, wanted)]) };
}

/** The items of a fragment that hold a word, each with the headings above it and its text cut down to where most words stand. */
function* sections({ content, anchors }, wanted) {
  const above = [];
  const starts = [{ element: "h1", id: "", text: "", at: 0 }, ...anchors];
  for (const [at, { element, id, text, at: start }] of starts.entries()) {
    while (above.length && above.at(-1).element >= element) above.pop(); // h2, h3: in the order of letters
    const own = content.slice(start, starts[at + 1]?.at ?? content.length).replace(/\n$/, "");
    const places = marks(own, wanted);
    if (places.length) {
      const words = new Set(places.map((place) => place.word)).size;
      yield { id, label: text, within: above.map((one) => one.text), words, ...excerpt(own, places, text) };
    }
    if (id) above.push({ element, text });
  }
}

function result({ url, meta, items, tier }, query) {
  const page = new URL(url, ROOT);
  page.searchParams.set("kensaku", query);
  const address = (id) => (id ? `${page.href}#${encodeURIComponent(id)}` : page.href);
  const named = items.filter((item) => item.id);
  // The title is an item of its own only where nothing else is found.
  const shown = (named.length ? named : items).sort((one, other) => other.words - one.words);
  return {
    url: new URL(url, ROOT).href, href: page.href, title: meta.title, place: meta.place ?? "", exact: tier[0] === 0,
    items: shown.map(({ id, label, within, excerpt, cut }) => ({ url: address(id), label: label || meta.title, within, excerpt, cut })),
  };
}

/** {name: {value: pages}} over all bundles, in their order; values without a page are left out unless they are chosen, and
 * `elsewhere` are 自治体 that were not looked into. */
function summed(found, chosen, elsewhere) {
  const sums = {};
  const none = () => Object.create(null); // a value in an address may have any name
  for (const { names, counts } of found) {
    for (const name of names) sums[name] ??= none();
    for (const { name, label, count } of [...counts].sort(([one], [other]) => one - other).map(([, count]) => count)) {
      sums[name][label] = (sums[name][label] ?? 0) + count;
    }
  }
  for (const [name, values] of Object.entries(sums)) {
    for (const [label, count] of Object.entries(values)) if (!count && !chosen[name]?.includes(label)) delete values[label];
  }
  if (elsewhere.length) sums[PLACE] ??= none();
  for (const [name, labels] of Object.entries(chosen)) for (const label of labels) if (sums[name]) sums[name][label] ??= 0;
  for (const label of elsewhere) if (!(label in sums[PLACE])) sums[PLACE][label] = null;
  return sums;
}

/** By word, the other spellings in which results hold it. */
function included(found, asked, wanted) {
  return asked.map((word, at) => ({
    word: word.text,
    spellings: wanted[at].filter((_, way) => way && found.some((one) => one.spelt[at][way])),
  })).filter((one) => one.spellings.length);
}
