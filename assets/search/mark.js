/* The words of a search (`kensaku` in the address, later in the history) are marked on the page that a result leads to, and the first of them in
   the item that is asked for is brought into sight. */

import { button, make } from "./elements.js";
import { marks } from "./excerpt.js";
import { words } from "./normal.js";
import { synonyms } from "./search.js";
import { spellings } from "./variants.js";

const MOST = 500; // marks, after which nobody follows them and a long page gets slow
const LINES = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, th, td, caption, summary, figcaption, div, section, ul, ol, dl";
const LEFT_OUT = ".vh, nav, script, svg, .filter, .copy, .choices, .plain-words, [hidden]";

/** Marks the words that were searched for in the text of the page, and says so; gives how many places there are. */
export async function mark() {
  const query = taken();
  const asked = words([...query].slice(0, 200).join(""));
  if (!asked.length) return 0;
  const groups = await synonyms().catch(() => []); // a site without an index has none
  const wanted = asked.map((word) => spellings(word.chars.join(""), groups));
  let count = 0;
  for (const nodes of lines(document.getElementById("main"))) if (count < MOST) count += inLine(nodes, wanted);
  if (count) tell(query, count);
  show();
  return count;
}

/** The query, which goes from the address into the history: an address that is copied from here is the page's own. */
function taken() {
  const address = new URL(location.href);
  const query = address.searchParams.get("kensaku") ?? history.state?.kensaku ?? "";
  address.searchParams.delete("kensaku");
  history.replaceState({ ...history.state, kensaku: query }, "", address);
  return query;
}

/** One line above the text that says what the marks are, with ways on, back and without. */
function tell(query, count) {
  const at = document.querySelector("main .page-head, main h1");
  if (!at) return;
  const back = new URL("../../search/index.html", import.meta.url);
  back.searchParams.set("q", query);
  const line = make("p", { class: "marked-note" }, `検索した「${query}」に印を付けました（${count < MOST ? "" : "はじめの"}${count}か所）。 `);
  line.append(
    button("次の箇所へ", next), " ",
    button("印を消す", () => { clear(); line.remove(); document.getElementById("main").focus(); }), " ",
    make("a", { href: back.href }, "検索結果へ"),
  );
  at.after(line);
}

/** The mark after the one where the reader is comes into sight and gets the focus; after the last, the first. */
let reached = null;
function next() {
  const all = [...document.querySelectorAll("main mark")];
  const one = all[(all.indexOf(reached) + 1) % all.length];
  if (!one) return;
  reached = one;
  open(one);
  one.tabIndex = -1;
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "center" });
}

function clear() {
  for (const one of document.querySelectorAll("main mark")) {
    const parent = one.parentNode;
    one.replaceWith(...one.childNodes);
    parent.normalize();
  }
  history.replaceState({ ...history.state, kensaku: undefined }, "");
}

/** The text of the page as lists of text nodes that belong together: links and ends of lines within a paragraph are no ends. */
function lines(root) {
  const found = [];
  let line = [], home = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const block = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest(LINES) : null;
    if (node.nodeType === Node.ELEMENT_NODE ? node.matches(LINES) : block !== home) {
      if (line.length) found.push(line);
      line = [];
      home = block;
    }
    if (node.nodeType === Node.TEXT_NODE) {
      home = block;
      line.push(node);
    } else if (node.matches("br")) {
      line.push({ data: " ", length: 1 });
    }
  }
  return [...found, line];
}

function inLine(nodes, wanted) {
  const text = nodes.map((node) => node.data).join("").replaceAll("\n", " "); // an end of a line in HTML is a blank
  const found = marks(text, wanted).filter((one) => one.start < one.end);
  let at = text.length;
  for (const node of nodes.toReversed()) {
    at -= node.length;
    if (!(node instanceof Text)) continue;
    for (const { start, end } of found.toReversed()) {
      const from = Math.max(0, start - at), to = Math.min(node.length, end - at);
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      range.surroundContents(document.createElement("mark"));
    }
  }
  return found.length;
}

/** The first mark in the target, else below it, comes into sight; what is folded away opens. */
function show() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const all = [...document.querySelectorAll("main mark")];
  const below = (one) => target.contains(one) || target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const first = target ? all.find((one) => target.contains(one)) ?? all.find(below) : all[0];
  if (!first) return;
  reached = all[all.indexOf(first) - 1] ?? null; // so that the next one is this one
  open(first);
  first.scrollIntoView({ block: "center" });
}

function open(one) {
  for (let fold = one.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
