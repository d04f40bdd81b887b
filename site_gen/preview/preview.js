/* On every page of a preview: what livereload does not do by itself. The panel of problems comes and goes without the page being
   loaded again; a page that is loaded again stays where it was. */

"use strict";

{ // a name of this script's own, like `here`, must be none of the page's scripts': the whole of this one would not run

const shown = { ...document.currentScript.dataset };
const ID = "site-gen-problems";
const PLACE = `site-gen-place ${location.pathname}`;
const STATELESS = /\/(?:site|preview|livereload)\.js$/;
const CLOSED = "site-gen-closed";

/** What may be kept for this tab; where nothing may be kept, nothing is. */
function kept(name, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(name);
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch { /* so be it */ }
  return null;
}

function close(panel) {
  const inside = panel.contains(document.activeElement);
  kept(CLOSED, panel.dataset.key);
  dress(panel);
  if (inside) document.querySelector(".sg-open")?.focus({ preventScroll: true });
}

/** Escape closes the panel wherever the focus is, but where it is somebody else's: in a field, of a word that is being composed. */
addEventListener("keydown", (event) => {
  const panel = document.getElementById(ID);
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !panel || panel.hidden) return;
  if (!event.target.closest?.("input, textarea, select, dialog[open], [contenteditable]")) close(panel);
});

/** Gives the panel its buttons; one that was closed stays a button until other problems come. */
function dress(panel) {
  document.querySelector(".sg-open")?.remove();
  if (!panel) return;
  panel.hidden = kept(CLOSED) === panel.dataset.key;
  const button = panel.querySelector(".sg-close");
  button.hidden = false;
  button.onclick = () => close(panel);
  if (panel.hidden) {
    const open = document.createElement("button");
    open.type = "button";
    open.className = "sg-open";
    open.textContent = panel.querySelector("h2").textContent;
    open.onclick = () => {
      kept(CLOSED, null);
      dress(panel);
      panel.focus({ preventScroll: true });
    };
    panel.after(open);
  }
}

async function problems() {
  const answer = await fetch("/~preview/problems", { cache: "no-store" });
  put(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(ID));
}

/** Puts the panel `found`, or none, in the place of the one that is there. */
function put(found) {
  const before = document.getElementById(ID);
  const inside = before?.contains(document.activeElement);
  before?.remove();
  if (found) document.body.prepend(document.adoptNode(found));
  dress(document.getElementById(ID));
  if (inside) document.getElementById(ID)?.focus({ preventScroll: true });
}

/** Where the page is, so that it is there again after it was loaded: the browser goes by pixels of a page that may be longer now. */
function remember() {
  const open = [...document.querySelectorAll("details")].map((one) => (one.open ? 1 : 0)).join("");
  kept(PLACE, JSON.stringify({ x: scrollX, y: scrollY, open, focus: document.activeElement?.id ?? "" }));
}

function restore() {
  const found = kept(PLACE);
  kept(PLACE, null);
  if (!found) return;
  const { x, y, open, focus } = JSON.parse(found);
  const all = document.querySelectorAll("details");
  if (all.length === open.length) all.forEach((one, at) => { one.open = open[at] === "1"; });
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  scrollTo({ left: x, top: y, behavior: "instant" });
}

/* -- the page as it is now in the place of this one ------------------------------------------------------------------ */

let served; // the page as it was sent, which scripts have changed nothing in, without its panel, which comes and goes by itself
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
const stamp = (page) => page.querySelector("script[data-page]");

/** The page as it is now, and its panel of problems apart from it. */
async function fetched(how) {
  const page = parsed(await (await fetch(location.pathname, { cache: how })).text());
  const panel = page.getElementById(ID);
  panel?.remove();
  return { page, panel };
}

/** Where `before` and `after` differ: pairs of nodes as deep as can be, `before` null where there is none to go. */
function* differences(before, after) {
  if (before.isEqualNode(after)) return;
  const same = before.nodeType === 1 && before.cloneNode().isEqualNode(after.cloneNode());
  if (!same || before.childNodes.length !== after.childNodes.length) yield [before, after];
  else for (const [at, child] of before.childNodes.entries()) yield* differences(child, after.childNodes[at]);
}

/** The node of this page that was sent as `node`: where it stands below the next element with an id. Null where a script has
 * changed it since. */
function here(node) {
  const way = [];
  let above = node;
  for (; above.nodeType !== 1 || (!above.id && above.localName !== "body"); above = above.parentNode) {
    way.unshift([...above.parentNode.childNodes].indexOf(above));
  }
  const found = way.reduce((one, at) => one?.childNodes[at], above.id ? document.getElementById(above.id) : document.body);
  return found?.isEqualNode(node) ? found : null;
}

/** What a page loads and says of itself, its title aside. */
const head = (page) => [...page.head.querySelectorAll("link, meta, script:not([data-page])")].map((one) => one.outerHTML).join();
const isStateful = (page) => [...page.scripts].some((one) => one.getAttribute("src") && !STATELESS.test(one.src));

/** Changes of this page only what an edit changed: nothing else is laid out again, and what scripts have made of it stays. Scripts
 * that order or choose rows know them; there only what is in a row is changed. */
function patch(before, after) {
  if (head(before) !== head(after)) return false;
  const rows = isStateful(document);
  const found = [...differences(before.body, after.body)].map(([old, now]) => [here(old), now]);
  const fits = ([old]) => old && old !== document.body && (!rows || old.parentElement.closest("td, dd, p"));
  if (!found.length || found.length > 50 || !found.every(fits)) return false;
  for (const [old, now] of found) old.replaceWith(document.importNode(now, true));
  return true;
}

/** Puts the whole page in the place of this one, which takes half the time of loading it and does not flicker. Only where no
 * script of the page has begun anything that would be lost, and nothing is marked as the target of the address. */
function swap(after) {
  if (isStateful(after) || isStateful(document) || location.hash) return false;
  remember(); // where the reader has come to meanwhile
  document.body.replaceChildren(...document.importNode(after.body, true).childNodes);
  dress(document.getElementById(ID));
  restore();
  return true;
}

/** Whether the page could be brought up to date without being loaded. */
async function renew() {
  const { page: after, panel } = await fetched("no-store");
  const known = served && stamp(served).dataset.page === shown.page;
  if (!(known && patch(served, after)) && !swap(after)) return false;
  put(panel);
  kept(PLACE, null);
  document.title = after.title;
  Object.assign(shown, stamp(after).dataset);
  served = after;
  return true;
}

window.LiveReloadPluginSiteGen = class {
  static identifier = "site-gen";
  static version = "1";

  /** What livereload tells the server of this page. */
  analyze() {
    return { page: shown.page, problems: shown.problems, assets: shown.assets };
  }

  /** Whether nothing is left to do for livereload. */
  reload(path) {
    if (path === "~preview/problems") {
      problems().catch(() => location.reload());
      return true;
    }
    if (path.endsWith(".css")) return false;
    remember();
    if (path === "*") return false; // a script or a picture is another one
    renew().then((done) => done || location.reload(), () => location.reload());
    return true;
  }
};

dress(document.getElementById(ID));
restore();
addEventListener("load", () => setTimeout(async () => { served ??= (await fetched("default").catch(() => ({}))).page; }, 300));

}
