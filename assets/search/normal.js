/* A text in, the text as it is searched out, with the place in the original of each of its characters. The twin of
   site_gen/search/normal.py: tests/test_browser_search.py holds the two together over all of Unicode and the corpus. */

// What follows a character and belongs to it: accents, kana voicing marks, and what nobody sees.
const MARKS = /[\u0300-\u036f\u3099\u309a\uff9e\uff9f]/u;
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/u;
const DASH = /[‐‑‒–—―−﹣]/gu;
const TILDE = /[〜∼⁓]/gu;
// Spelled out, as \s is not the same in Python and JavaScript.
const BLANK = /[\t\n\v\f\r\u001c-\u001f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const LATIN = /[a-z0-9]/;

/** `text` as it is searched: {chars, starts, ends}, the characters (code points) and where in `text` the cluster of each
    begins and ends (UTF-16). */
export function normal(text) {
  const chars = [], starts = [], ends = [];
  const add = (char, start, end) => { chars.push(char); starts.push(start); ends.push(end); };
  let blank = null; // a run of white space that is kept only if Latin stands on both sides
  for (const [cluster, start] of clusters(text)) {
    const end = start + cluster.length;
    for (const char of folded(cluster)) {
      if (BLANK.test(char)) {
        blank ??= [start, end];
        blank[1] = end;
        continue;
      }
      if (blank && chars.length && LATIN.test(chars.at(-1)) && LATIN.test(char)) add(" ", ...blank);
      blank = null;
      add(char, start, end);
    }
  }
  return { chars, starts, ends };
}

/** `text` as it is searched, as one string. */
export const plain = (text) => normal(text).chars.join("");

/** The words of a query on white space of any width; what stands in quotes is one: [{text, chars}]. */
export function words(query) {
  const found = [];
  const width = query.normalize("NFKC").replace(/[“”„‟〝〞〟]/gu, '"');
  for (const [, phrase, word] of width.matchAll(/"([^"]*)"|([^\s\u0085"]+)/gu)) {
    const text = phrase ?? word;
    const { chars } = normal(text);
    if (chars.length) found.push({ text: text.trim(), chars });
  }
  return found;
}

function* clusters(text) {
  let cluster = "", at = 0, start = 0;
  for (const char of text) {
    if (cluster && !MARKS.test(char) && !INVISIBLE.test(char)) {
      yield [cluster, start];
      cluster = "";
      start = at;
    }
    cluster += char;
    at += char.length;
  }
  if (cluster) yield [cluster, start];
}

function folded(cluster) {
  let seen = "";
  for (const char of cluster) if (!INVISIBLE.test(char)) seen += char;
  return seen.normalize("NFKC").toLowerCase().replace(DASH, "-").replace(TILDE, "~");
}
