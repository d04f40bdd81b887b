/* The words of a search (`kensaku` in the address) are marked on the page that a result leads to, and the first of them in
   the item that is asked for is brought into sight. */

import { marks } from "./excerpt.js";
import { words } from "./normal.js";
import { synonyms } from "./search.js";
import { spellings } from "./variants.js";

const LINES = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, th, td, caption, summary, figcaption, div, section, ul, ol, dl";
const LEFT_OUT = ".vh, nav, script, svg, .filter, .copy, .choices, [hidden]";

/** Marks the words of the address in the text of the page; gives how many places there are. */
export async function mark() {
  const asked = words([...(new URLSearchParams(location.search).get("kensaku") ?? "")].slice(0, 200).join(""));
  if (!asked.length) return 0;
  const groups = await synonyms().catch(() => []); // a site without an index has none
  const wanted = asked.map((word) => spellings(word.chars.join(""), groups));
  let count = 0;
  for (const nodes of lines(document.getElementById("main"))) count += inLine(nodes, wanted);
  show();
  return count;
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
  for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  first.scrollIntoView({ block: "center" });
}
