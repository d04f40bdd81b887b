/* Filter and order for the timeline of changes, and a button that copies the citation of a row. An enhancement: the pages
   are complete without it. Reads what the templates wrote (data-* of rows), writes nothing but controls, `hidden`, the
   order of days and where the site lies; no inline script or style, no request. Needs common.js. */

"use strict";

(() => {
  const { make, plain } = siteGen;

  /* -- the timeline ----------------------------------------------------------------------------------------------- */

  /** The text of a row before and after the change, so that a word is found although a part of it is marked. */
  const searched = (row) =>
    ["del", "ins"].map((left_out) => {
      const copy = row.cloneNode(true);
      copy.querySelectorAll(`.vh, ${left_out}`).forEach((one) => one.remove());
      return plain(copy.textContent);
    }).join("\n");

  const timeline = (place) => {
    const listed = (name) => place.dataset[name].split("|").filter(Boolean);
    const days = [...document.querySelectorAll("section.day")].map((section) => {
      const title = section.querySelector("h2");
      return {
        section,
        key: section.dataset.day,
        count: title.querySelector("small"),
        links: ["nav.contents", ".inside"].map((list) => document.querySelector(`${list} a[href="#${title.id}"]`)?.parentElement).filter(Boolean),
        rows: [...section.querySelectorAll(".timeline > li")].map((row) => ({ row, text: searched(row), ...row.dataset })),
      };
    });
    const total = days.reduce((sum, day) => sum + day.rows.length, 0);

    // Controls. The first choice of each is "no condition" and has an empty value, which stays out of the address.
    const option = ([value, text]) => make("option", { value }, text);
    const field = (text, control) => make("p", {}, make("label", { for: control.id }, text), control);
    const unknown = (name, text) => (days.some((day) => day.rows.some((row) => !row[name])) ? [["-", text]] : []);
    const short = (part) => part.split(/[ \u3000]/)[0];

    const timings = [["", "すべて"], ...listed("timings").map((text) => [text, text]), ...unknown("timing", "記載なし")];
    const radios = timings.map(([value], at) => make("input", { type: "radio", name: "jiki", id: `jiki-${at}`, value }));
    const parts = [["", "すべての部"], ...listed("parts").map((text) => [short(text), text]), ...unknown("part", "部が分からないもの")];
    const part = make("select", { id: "bu" }, ...parts.map(option));
    const kome = make("input", { type: "checkbox", id: "kome-dake" });
    const words = make("input", { type: "search", id: "go", autocomplete: "off", enterkeyhint: "search" });
    const orders = [["", "新しい順"], ["old", "古い順"]];
    const order = make("select", { id: "jun" }, ...orders.map(option));
    const reset = make("button", { type: "button" }, "条件を消す");
    const said = make("p", { role: "status" });

    const panel = make("details", { class: "filter" },
      make("summary", {}, "変更を絞り込む・並べ替える"),
      make("div", { role: "search", "aria-label": "変更の絞り込みと並べ替え" },
        make("fieldset", {}, make("legend", {}, "提出時期"),
          ...radios.map((radio, at) => make("label", {}, radio, timings[at][1]))),
        field("部", part),
        field("並べ方", order),
        field(`語（項目の名前${{ 1: "と変わった語", cut: "と変わった語の初め" }[place.dataset.brief] ?? ""}から）`, words),
        make("p", { class: "one" }, make("label", {}, kome, "※ 重要な変更の対象だけ"))));
    panel.open = matchMedia("(min-width: 48rem)").matches;

    // State: the address holds it, the controls show it.
    const fields = {
      jiki: { get: () => radios.find((radio) => radio.checked).value,
              set: (value) => { (radios.find((radio) => radio.value === value) ?? radios[0]).checked = true; } },
      bu: { get: () => part.value, set: (value) => { part.value = value; if (part.selectedIndex < 0) part.value = ""; } },
      kome: { get: () => (kome.checked ? "1" : ""), set: (value) => { kome.checked = value === "1"; } },
      go: { get: () => words.value.trim(), set: (value) => { words.value = value; } },
      jun: { get: () => order.value, set: (value) => { order.value = value; if (order.selectedIndex < 0) order.value = ""; } },
    };
    const query = () => {
      const found = new URLSearchParams();
      for (const [name, one] of Object.entries(fields)) if (one.get()) found.set(name, one.get());
      return found.toString();
    };
    const read = () => {
      const found = new URLSearchParams(location.search);
      for (const [name, one] of Object.entries(fields)) one.set(found.get(name) ?? "");
    };

    const end = document.createComment("");
    days.at(-1).section.after(end);
    let arranged = "";
    const arrange = (how) => {
      if (how === arranged) return;
      arranged = how;
      const dated = days.filter((day) => day.key), rest = days.filter((day) => !day.key);
      // Sorting keeps the order of equal days; days without a date stay last, as nobody knows where they belong.
      const found = how ? [...dated.sort((one, other) => one.key.localeCompare(other.key)), ...rest] : days;
      end.before(...found.map((day) => day.section));
      for (const day of found) for (const link of day.links) link.parentElement.append(link);
    };

    const apply = () => {
      const want = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.get()]));
      const asked = want.go.split(/\s+/).map(plain).filter(Boolean);
      const is = (values, wanted) => !wanted || (wanted === "-" ? !values : values.split("|").includes(wanted));
      let shown = 0;
      for (const day of days) {
        let here = 0;
        for (const one of day.rows) {
          const fits = is(one.timing, want.jiki) && is(one.part, want.bu) && (!want.kome || one.kome === "1") &&
            asked.every((word) => one.text.includes(word));
          one.row.hidden = !fits;
          here += fits;
        }
        day.section.hidden = !here;
        for (const link of day.links) link.hidden = !here;
        day.count.textContent = here === day.rows.length ? `${here}件` : `${day.rows.length}件のうち${here}件`;
        shown += here;
      }
      arrange(want.jun);
      const all = shown === total ? `${total}件すべて` : `${total}件のうち${shown}件`;
      said.textContent = all + (want.jun ? `（${order.selectedOptions[0].text}）` : "") + (shown ? "" : "。条件に合う変更はありません");
      said.classList.toggle("filtered", shown !== total);
    };

    // A new condition is a step of the history; the letters of one word are one step.
    let typing = false;
    const changed = (typed) => {
      const asked = query();
      const address = location.pathname + (asked ? `?${asked}` : "");
      if (`?${asked}` !== (location.search || "?")) {
        try {
          history[typed && typing ? "replaceState" : "pushState"](null, "", address);
        } catch {
          // A page opened as a file may not change its address in some browsers; it filters all the same.
        }
        typing = typed;
      }
      apply();
    };
    let waiting;
    words.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(true), 250); // so that the count is said once a word, not once a letter
    });
    panel.addEventListener("change", (event) => {
      if (event.target !== words) changed(false);
    });
    reset.addEventListener("click", () => {
      clearTimeout(waiting);
      for (const one of Object.values(fields)) one.set("");
      changed(false);
    });
    addEventListener("popstate", () => {
      clearTimeout(waiting);
      typing = false;
      read();
      apply();
    });
    // A link to a row that the conditions hide shows everything, rather than nothing.
    const reveal = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target?.closest("[hidden]")) return;
      for (const one of Object.values(fields)) one.set("");
      apply();
      target.scrollIntoView();
    };

    place.append(panel, make("div", { class: "filtered-count" }, said, reset));
    read();
    apply();
    reveal();
    addEventListener("hashchange", reveal);
  };

  /* -- citations -------------------------------------------------------------------------------------------------- */

  /** Whether `text` came into the clipboard; the old way serves pages opened as files and over http. */
  const copied = async (text, place) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make("textarea", { class: "vh", tabindex: "-1", "aria-hidden": "true" });
      area.value = text;
      place.append(area);
      area.select();
      try {
        return document.execCommand("copy");
      } catch {
        return false;
      } finally {
        area.remove();
      }
    }
  };

  const citation = (row) => {
    const place = row.querySelector(".copy");
    const name = row.querySelector(".self").textContent;
    const button = make("button", { type: "button" }, "引用をコピー", make("span", { class: "vh" }, `：${name}`));
    const said = make("span", { role: "status" });
    // Without 公開URL the citation holds where the row lies in the site; on the web it is known where the site lies.
    const at = row.querySelector(".cite-at");
    const relative = at.querySelector("small");
    if (relative && location.protocol !== "file:") {
      at.firstElementChild.textContent = `${location.href.split(/[?#]/)[0]}#${row.id}`;
      relative.remove();
    }
    let fading;
    button.addEventListener("click", async () => {
      said.textContent = "";
      clearTimeout(fading);
      const done = await copied(`${row.querySelector(".cite-text").textContent} ${at.textContent}`, place);
      button.focus();
      said.textContent = done ? "コピーしました" : "コピーできませんでした";
      fading = setTimeout(() => { said.textContent = ""; }, 8000);
    });
    place.append(button, said);
  };

  const place = document.getElementById("henko-shiborikomi");
  if (place && document.querySelector("section.day")) timeline(place);
  document.querySelectorAll("section.change:has(.copy)").forEach(citation);
})();
