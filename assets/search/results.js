/* Results of search.js in, the list of them out. A heading and a link say all by themselves what they lead to: whoever has
   them read aloud hears them without what stands around. */

import { make } from "./elements.js";

const FEW = 3; // items of a result that are not folded away

/** The list of `results`, the best first. */
export const list = (results) => make("ol", { class: "results" }, ...results.map(result));

function result({ url, href, title, place, items }) {
  const own = items.filter((one) => one.url !== href);
  // The heading leads to the page, and on it to what was found; a page printed shows the address that stays.
  const link = make("a", { href: own[0]?.url ?? href, "data-address": url });
  const name = make("span", {}, title);
  if (!own.length) name.innerHTML = items[0].excerpt; // only the title has the words; search.js escapes it
  link.append(name, ...(place ? [make("span", { class: "found-place" }, place)] : []));
  const some = (few) => make("ul", { class: "found-items" }, ...few.map(item));
  const rest = own.slice(FEW);
  return make("li", {},
    make("h3", {}, link),
    ...(own.length ? [some(own.slice(0, FEW))] : []),
    ...(rest.length ? [make("details", {}, make("summary", {}, `このページのほかの${rest.length}項目`), some(rest))] : []));
}

function item({ url, label, within, excerpt, cut: [before, after] }) {
  const text = make("p", { class: "found-text" });
  text.innerHTML = `${before ? "…" : ""}${excerpt}${after ? "…" : ""}`; // search.js escapes it
  const above = within.length ? [make("span", { class: "found-place" }, `${within.join(" › ")} ›`), " "] : [];
  return make("li", {}, make("a", { href: url }, ...above, label), text);
}
