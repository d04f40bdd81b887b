/* Counts of pages by facet and value in, boxes to choose values with out: which conditions there are, and which are set. */

import { button, make } from "./elements.js";

const SHORT = 8; // values of a condition that are not folded away
const MANY = 20; // folded values among which one looks by a part of the name

/**
 * The panel of conditions and the list of those that are set. `changed` is called when a person chose; `leave` when they want
 * to see the results. Gives {panel, set, chosen, choose, show}: two elements, and functions to read, to set, and to show counts.
 */
export function conditions(changed, leave) {
  let chosen = {}; // by name of a facet, its chosen values
  const sets = new Map(); // by name: the fieldset with its boxes by value
  const wide = matchMedia("(min-width: 64rem)");
  const reset = button("絞り込みをやめる", () => { chosen = {}; changed(); leave(); });
  const see = button("結果を見る", leave, { class: "search-see" });
  const panel = make("details", { class: "search-facets" }, make("summary", {}, "絞り込む"), make("p", {}, reset, " ", see));
  const set = make("ul", { class: "search-set", "aria-label": "絞り込みの条件" });
  panel.open = wide.matches;
  wide.addEventListener("change", () => { panel.open = wide.matches; });

  const values = () => Object.entries(chosen).flatMap(([name, some]) => some.map((value) => [name, value]));
  const without = (name, value) => () => {
    chosen = { ...chosen, [name]: chosen[name].filter((one) => one !== value) };
    changed();
    leave(); // the button is gone
  };

  /** Shows how many pages each value would leave; boxes stay the same elements, so that none loses the focus. */
  function show(counts, total) {
    for (const name of Object.keys(counts)) {
      if (sets.has(name)) continue;
      sets.set(name, fieldset(name, (some) => { chosen = { ...chosen, [name]: some }; changed(); }));
      panel.lastElementChild.before(sets.get(name).element);
    }
    for (const [name, one] of sets) one.update(counts[name] ?? {}, chosen[name] ?? []);
    const any = values();
    reset.hidden = !any.length;
    see.hidden = !total;
    see.textContent = `結果を見る（${total}ページ）`;
    panel.querySelector("summary").textContent = any.length ? `絞り込む（条件 ${any.length}つ）` : "絞り込む";
    panel.hidden = !any.length && [...sets.values()].every((one) => one.element.hidden);
    set.replaceChildren(...any.map(([name, value]) => make("li", {}, button(`${value} ×`, without(name, value), { "aria-label": `条件「${value}」を外す` }))));
    set.hidden = !any.length;
  }

  return {
    panel, set, show, values: () => values().map(([, value]) => value), chosen: () => chosen, choose: (some) => { chosen = some; },
  };
}

/** Puts `labels` at the end of `home` in their order; the one with the focus is not moved, as it would lose it. */
function inOrder(home, labels) {
  const still = labels.findIndex((label) => label.parentElement === home && label.contains(document.activeElement));
  for (const [at, label] of labels.entries()) {
    if (at < still) labels[still].before(label);
    else if (at !== still) home.append(label);
  }
}

/** The boxes of one facet; `choose` is called with the values that are ticked. */
function fieldset(name, choose) {
  const list = make("div");
  const part = make("input", { type: "search", autocomplete: "off" });
  const narrow = make("p", { class: "facet-narrow" }, make("label", {}, `${name}の名前の一部`, part)); // of a hundred names nobody reads all
  const rest = make("details", {}, make("summary"), narrow);
  const element = make("fieldset", {}, make("legend", {}, name), list, rest);
  const boxes = new Map();
  const leaveOut = () => {
    for (const [value, { label }] of boxes) label.classList.toggle("other", label.parentElement === rest && !value.includes(part.value.trim()));
  };
  part.addEventListener("input", leaveOut);
  const box = (value) => {
    const input = make("input", { type: "checkbox", value });
    const count = make("span", { class: "facet-count" });
    input.addEventListener("change", () => choose([...boxes].filter(([, one]) => one.input.checked).map(([one]) => one)));
    return { input, count, label: make("label", {}, input, make("span", {}, value, " ", count)) };
  };
  const update = (counts, chosen) => {
    for (const value of [...Object.keys(counts), ...chosen]) if (!boxes.has(value)) boxes.set(value, box(value));
    let shown = 0;
    const [above, below] = [[], []]; // in the order of the form, whatever was searched before
    for (const value of new Set([...Object.keys(counts), ...boxes.keys()])) {
      const { input, count, label } = boxes.get(value);
      const pages = counts[value]; // null: not looked into
      const here = document.activeElement === input; // it stays where it is
      input.checked = chosen.includes(value);
      count.textContent = pages === null ? "" : `${pages ?? 0}ページ`;
      label.hidden = !pages && pages !== null && !input.checked && !here;
      const first = here && label.parentElement ? label.parentElement === list : label.hidden || shown < SHORT || input.checked;
      (first ? above : below).push(label);
      shown += !label.hidden;
    }
    inOrder(list, above);
    inOrder(rest, below);
    leaveOut();
    const folded = below.filter((label) => !label.hidden).length;
    rest.hidden = !folded;
    rest.firstElementChild.textContent = `ほかの${name}（${folded}）`;
    narrow.hidden = folded <= MANY;
    element.hidden = !shown;
  };
  return { element, update };
}
