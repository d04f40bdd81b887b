/* On every page: "/" goes to the field of the search, and what a search found is marked where its result leads. */

"use strict";

/** Keys of one letter can get in the way of people who speak to their computer: the page of the search turns this one off. */
function silent() {
  try {
    return localStorage.getItem("kensaku-key") === "off";
  } catch {
    return false; // where nothing may be kept, nothing was turned off
  }
}

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing || silent()) return;
  const field = document.getElementById("kensaku-go");
  if (!field?.checkVisibility()) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// What the page of the search says until its script is there, which on a slow line takes a while, and as a file never comes.
for (const one of document.querySelectorAll("[data-when]")) one.hidden = (one.dataset.when === "file") !== (location.protocol === "file:");

/* The list of what stands on the page, beside it on a wide screen, says where the reader is. */
const inside = [...document.querySelectorAll(".inside a")];
const places = inside.map((one) => document.getElementById(decodeURIComponent(one.hash.slice(1))));
let here = -1;
function follow() {
  const at = places.findLastIndex((one) => one?.getBoundingClientRect().top < innerHeight / 3);
  if (at === here) return;
  inside[here]?.removeAttribute("aria-current");
  inside[at]?.setAttribute("aria-current", "location");
  here = at;
  const list = document.getElementById("mokuji");
  const seen = inside[at]?.offsetTop - list.scrollTop;
  if (list.contains(document.activeElement)) return; // its place is the reader's then
  if (seen < 0 || seen > list.clientHeight - 50) list.scrollTop += seen - list.clientHeight / 2;
}
if (inside.length) {
  addEventListener("scroll", follow, { passive: true });
  follow();
}

// Tab stops at a table that scrolls, not at one that fits (which keeps the focus if it has it).
const fits = new ResizeObserver((seen) => {
  for (const { target: one } of seen) {
    if (one.scrollWidth > one.clientWidth + 1) one.tabIndex = 0;
    else if (one !== document.activeElement) one.removeAttribute("tabindex");
  }
});
for (const one of document.querySelectorAll(".scroll")) fits.observe(one);

if (new URLSearchParams(location.search).has("kensaku") || history.state?.kensaku) {
  import("./search/mark.js").then(({ mark }) => mark()).catch(() => {}); // a page opened as a file stays as it is
}
