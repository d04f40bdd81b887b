// Pages as `site-gen` makes them, from the files of tests/bench/prepared.py, which lie in content/ beside this file's copy.
module.exports = (config) => {
  config.addGlobalData("permalink", () => ({ page }) => `${page.filePathStem.replace(/\/_index$/, "")}/index.html`);
  config.addCollection("inside", (pages) => {
    const found = new Map(); // by folder, its pages in their order
    for (const one of pages.getAll()) {
      const folder = one.filePathStem.replace(/\/[^/]*$/, "");
      const home = one.fileSlug === "_index" ? folder.replace(/\/[^/]*$/, "") : folder;
      if (one.filePathStem !== "/_index") found.set(home, [...(found.get(home) ?? []), one]);
    }
    for (const list of found.values()) list.sort((a, b) => (a.data.weight ?? 0) - (b.data.weight ?? 0));
    return found;
  });
  config.addCollection("at", (pages) => new Map(pages.getAll().map((one) => [one.filePathStem, one])));
  config.addCollection("naming", (pages) => {
    const found = new Map(); // by whom or what rows name, the pages on which they stand
    for (const one of pages.getAll()) {
      const { inblocks, inrows, incontracts } = one.data;
      for (const key of new Set([inblocks, inrows, incontracts].flatMap((named) => Object.keys(named ?? {})))) {
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(one);
      }
    }
    return found;
  });
  config.addCollection("days", (pages) =>
    pages.getAll().filter((one) => one.data.layout === "day").sort((a, b) => b.date - a.date));
  config.addPassthroughCopy({ static: "." });
  return { dir: { input: "content", includes: "../eleventy", data: "../data" }, markdownTemplateEngine: false };
};
