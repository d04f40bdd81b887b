/* What the other scripts of the site share: one name, no work of its own. */

"use strict";

const siteGen = {
  /** An element with attributes and children, strings as text. */
  make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  },

  /** Text as it is searched: width, case and spaces do not matter. */
  plain: (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, ""),
};
