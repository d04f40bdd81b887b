/* Filter and order for long tables. An enhancement: the tables are complete without it. Reads cells, writes nothing but
   controls, `hidden` and the order of rows; no inline script or style, no request. Needs common.js. */

"use strict";

(() => {
  const { make, plain } = siteGen;
  const byWords = new Intl.Collator("ja", { numeric: true });

  /** What a reader sees of a cell. */
  const seen = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".vh").forEach((one) => one.remove());
    return copy.textContent.trim();
  };

  // 第七十三項 is found by 第73項, and stands between 第7項 and 第80項: numerals that count something, up to the thousands.
  const DIGITS = "〇一二三四五六七八九";
  const UNITS = { 十: 10, 百: 100, 千: 1000 };
  const value = (numeral) => {
    let sum = 0, digit = 0;
    for (const one of numeral) {
      if (UNITS[one]) {
        sum += (digit || 1) * UNITS[one];
        digit = 0;
      } else digit = digit * 10 + DIGITS.indexOf(one);
    }
    return sum + digit;
  };
  const numbered = (text) => text.replace(/[〇一二三四五六七八九十百千]+(?=[条項号の])|(?<=第)[〇一二三四五六七八九十百千]+/g, value);

  const tools = (place) => {
    const table = document.getElementById(place.dataset.table)?.closest("table");
    if (!table) return;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows].map((row) => {
      const cells = [...row.cells].map((cell) => numbered(seen(cell)));
      // Other names of what the row is about, and the text of the block that it stands for.
      const block = document.getElementById(row.querySelector("th a[href^='#']")?.hash.slice(1));
      const more = [row.dataset.also ?? "", block && !row.contains(block) ? numbered(seen(block)) : ""];
      return { row, cells, text: plain([...cells, ...more].join("\n")) };
    });
    // A column of counts alone is put in order from the largest, as everyone asks for that; － counts as nothing.
    const count = (text) => (/^[0-9,]+$/.test(text) ? Number(text.replaceAll(",", "")) : text === "－" ? 0 : NaN);
    const counts = heads.map((_, at) => at > 0 && rows.every((one) => !Number.isNaN(count(one.cells[at]))));

    const id = place.dataset.table;
    const words = make("input", { type: "search", id: `${id}-go`, autocomplete: "off", enterkeyhint: "search" });
    const orders = [["", "表のとおり"], ...heads.map((head, at) => [String(at), `${seen(head)}${counts[at] ? "の多い順" : "の順"}`])];
    const order = make("select", { id: `${id}-jun` }, ...orders.map(([value, text]) => make("option", { value }, text)));
    const said = make("p", { role: "status" });
    const reset = make("button", { type: "button" }, "条件を消す");
    const field = (text, control) => make("p", {}, make("label", { for: control.id }, text), control);

    const apply = () => {
      const asked = words.value.split(/\s+/).map((word) => plain(numbered(word))).filter(Boolean);
      const at = Number(order.value);
      const compare = counts[at]
        ? (one, other) => count(other.cells[at]) - count(one.cells[at])
        : (one, other) => byWords.compare(one.cells[at], other.cells[at]);
      body.append(...(order.value ? [...rows].sort(compare) : rows).map((one) => one.row));
      let shown = 0;
      for (const one of rows) {
        one.row.hidden = !asked.every((word) => one.text.includes(word));
        shown += !one.row.hidden;
      }
      heads.forEach((head, place) => {
        if (order.value && place === at) head.setAttribute("aria-sort", counts[at] ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const all = shown === rows.length ? `${shown}行すべて` : `${rows.length}行のうち${shown}行`;
      said.textContent = all + (order.value ? `（${order.selectedOptions[0].text}）` : "") + (shown ? "" : "。語を含む行はありません");
      said.classList.toggle("filtered", shown !== rows.length);
      // 「上の行と同じ」 is true in the order of the form only; what the row repeats stands in the cell.
      table.classList.toggle("rearranged", Boolean(order.value) || shown !== rows.length);
    };
    // The address keeps the conditions, so that whoever follows a row and comes back finds them.
    const changed = () => {
      const found = new URLSearchParams(location.search);
      for (const one of [words, order]) one.value.trim() ? found.set(one.id, one.value.trim()) : found.delete(one.id);
      try {
        history.replaceState(null, "", `${location.pathname}${found.size ? `?${found}` : ""}${location.hash}`);
      } catch {
        // A page opened as a file may not change its address in some browsers; it filters all the same.
      }
      apply();
    };
    let waiting;
    words.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(changed, 250); // so that the count is said once a word, not once a letter
    });
    order.addEventListener("change", changed);
    reset.addEventListener("click", () => {
      clearTimeout(waiting);
      words.value = order.value = "";
      changed();
    });
    // A link to a row that the conditions hide shows everything, rather than nothing.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !body.contains(target) || !target.closest("[hidden]")) return;
      words.value = "";
      changed();
      target.scrollIntoView();
    };
    place.append(
      make("div", { class: "filter", role: "group", "aria-label": `${seen(table.caption)}の絞り込みと並べ替え` },
        make("div", {}, field("語（表の中から）", words), field("並べ方", order))),
      make("div", { class: "filtered-count" }, said, reset));
    const asked = new URLSearchParams(location.search);
    words.value = asked.get(words.id) ?? "";
    order.value = asked.get(order.id) ?? "";
    if (order.selectedIndex < 0) order.value = "";
    apply();
    reveal();
    addEventListener("hashchange", reveal);
  };

  document.querySelectorAll(".table-tools").forEach(tools);
})();
