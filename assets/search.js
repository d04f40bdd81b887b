/* For whoever embeds the search: `search(query, {facets, limit, signal})`, as search/search.js has it. */

export { search } from "./search/search.js";
