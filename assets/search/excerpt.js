/* A text and words in, where the words stand in it and what to show of it out. */

import { normal } from "./normal.js";

const LENGTH = 90; // characters of an excerpt
const JOINED = /[\u0300-\u036f\u3099\u309a\uff9e\uff9f\u200d\ufe00-\ufe0f\udc00-\udfff]/; // what no text is cut before

/** Where `text` holds one of the spellings of each word: [{start, end, word}] in the order of the text, none inside another.
    Lines are texts of their own. */
export function marks(text, wanted) {
  const found = [];
  let start = 0;
  for (const line of text.split("\n")) {
    found.push(...inLine(line, wanted).map((one) => ({ ...one, start: one.start + start, end: one.end + start })));
    start += line.length + 1;
  }
  return found;
}

function inLine(line, wanted) {
  const { chars, starts, ends } = normal(line);
  const text = chars.join("");
  const places = chars.flatMap((char, at) => (char.length === 1 ? [at] : [at, at])); // of UTF-16 units among characters
  const found = [];
  wanted.forEach((ways, word) => {
    for (const way of ways) {
      for (let at = text.indexOf(way); at >= 0; at = text.indexOf(way, at + 1)) {
        found.push({ start: starts[places[at]], end: ends[places[at + way.length - 1]], word });
      }
    }
  });
  found.sort((one, other) => one.start - other.start || other.end - one.end);
  const kept = [];
  for (const one of found) {
    const last = kept.at(-1);
    if (!last || one.start >= last.end) kept.push(one);
    else if (one.end > last.end) last.end = one.end;
    // A word inside another one is marked with it, but counts.
    if (last && one.start < last.end && one.word !== last.word) kept.push({ ...one, start: last.end, end: last.end });
  }
  return kept;
}

/** About 90 characters of `text` around where most different words stand, as HTML, and on which sides it is cut:
    {excerpt, cut}. The text begins with `label`, which is shown beside it: what stands below tells more. */
export function excerpt(text, places, label) {
  const below = text.startsWith(label) ? label.length : 0;
  const best = densest(places, below);
  const spare = Math.max(0, LENGTH - (best.end - best.start));
  const least = best.start > below ? Math.min(below && below + 1, best.start) : 0;
  const from = Math.max(least, Math.min(best.start - (spare >> 1), text.length - LENGTH));
  const start = whole(text, from), end = whole(text, Math.max(best.end, Math.min(text.length, from + LENGTH)));
  const inside = places.filter((one) => one.start < one.end && one.start >= start && one.end <= end);
  return { excerpt: marked(text, start, end, inside), cut: [start > least, end < text.length] };
}

/** The window that holds most different words, then begins `below`, then holds most places. */
function densest(places, below) {
  let best = null;
  places.forEach((first, at) => {
    const held = places.slice(at).filter((one) => one.end <= Math.max(first.end, first.start + LENGTH));
    const value = new Set(held.map((one) => one.word)).size * 2000 + (first.start >= below) * 1000 + Math.min(held.length, 999);
    if (!best || value > best.value) best = { value, start: first.start, end: Math.max(...held.map((one) => one.end)) };
  });
  return best;
}

/** The next place from `at` on where `text` may be cut. */
function whole(text, at) {
  while (at < text.length && at > 0 && JOINED.test(text[at])) at += 1;
  return at;
}

/** The part of `text` from `start` to `end` as HTML with `places` in <mark>; ends of lines are blanks. */
export function marked(text, start, end, places) {
  let html = "", at = start;
  for (const one of places) {
    html += `${escaped(text.slice(at, one.start))}<mark>${escaped(text.slice(one.start, one.end))}</mark>`;
    at = one.end;
  }
  return html + escaped(text.slice(at, end));
}

const escaped = (text) =>
  text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]).replaceAll("\n", " ");
