/* On every page of a preview: what livereload does not do by itself. The panel of problems comes and goes without the page being
   loaded again; a page that is loaded again stays where it was. */

"use strict";

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
  kept(CLOSED, panel.dataset.key);
  dress(panel);
  document.querySelector(".sg-open")?.focus({ preventScroll: true });
}

/** Gives the panel its buttons; one that was closed stays a button until other problems come. */
function dress(panel) {
  document.querySelector(".sg-open")?.remove();
  if (!panel) return;
  panel.hidden = kept(CLOSED) === panel.dataset.key;
  const button = panel.querySelector(".sg-close");
  button.hidden = false;
  button.onclick = () => close(panel);
  panel.onkeydown = (event) => { if (event.key === "Escape") close(panel); };
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
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(ID);
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

/** Puts the page as it is now in the place of this one, which takes half the time of loading it and does not flicker. Only where no
 * script of the page has begun anything that would be lost, and nothing is marked as the target of the address. */
async function swap() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const scripts = [...found.scripts, ...document.scripts].filter((one) => one.src && !STATELESS.test(one.src));
  if (scripts.length || location.hash) return false;
  document.title = found.title;
  document.body.replaceChildren(...found.body.childNodes);
  Object.assign(shown, found.querySelector("script[data-page]").dataset);
  dress(document.getElementById(ID));
  restore();
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
    swap().then((done) => done || location.reload(), () => location.reload());
    return true;
  }
};

dress(document.getElementById(ID));
restore();
