"""A page in the browser loses what repeats: who judges each element need not see the sixtieth row of a sort.

An element goes when everything that it and what is in it are has stood twice on the page before it. What a thing is is all that a
rule for elements can tell apart: its way down from the top, tags, classes, attributes, and whether it has words. A row with one
picture more than the others stays, as does one with a link without words. Two stay of each for what neighbours and striped rows do to
each other, and in each parent the last, the longest and the one with the longest word; headings, what labels and ids lead to, and all of
a row and of a drawing stay too. In long runs (tests/long.py) everything does.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.long import LONG

# Values of attributes are compared where few are possible; of the others whether there is one, of links where they lead by its kind.
THIN = """() => {
    const told = /^(class|role|type|scope|lang|hidden|open|disabled|checked|tabindex|colspan|aria-(?!label|describedby|controls|owns).*)$/
    const lead = value => /^[a-z]+:|^#/.exec(value)?.[0] ?? '/'
    const attribute = ({name, value}) => name === 'href' ? lead(value) : told.test(name) ? `${name}=${value}` : value.trim() ? name : `${name}=`
    const itself = one => {
        const words = [...one.childNodes].some(inside => inside.nodeType === Node.TEXT_NODE && inside.data.trim())
        return `${one.localName} ${[...one.attributes].map(attribute).sort().join(' ')}${words ? ' words' : ''}`
    }
    const known = new Map([...document.body.querySelectorAll('*')].map(one => [one, itself(one)]))
    const sorts = (one, above) => {
        const here = `${above}/${known.get(one)}`
        return [here, ...[...one.children].flatMap(child => sorts(child, here))]
    }
    const ids = ['for', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns']
    const leads = ids.flatMap(name => [...document.querySelectorAll(`[${name}]`)].flatMap(
        one => one.getAttribute(name).split(' ').map(id => [one, document.getElementById(id)]).filter(([, to]) => to)))
    const needed = one => one.matches('h1, h2, h3, h4, h5, h6')
        || leads.some(([from, to]) => one.contains(to) ? !one.contains(from) : from.localName === 'label' && one.contains(from))
    const whole = one => one.matches('svg, select, table, thead, tr, dl:has(> dt, > dd)') || one.querySelector(':scope > tr > [rowspan]')
    const most = (all, much) => all.reduce((found, one) => much(one) > much(found) ? one : found, all[0])
    const word = one => Math.max(0, ...(one.textContent.match(/[!-~]+/g) ?? []).map(found => found.length))
    const times = new Map()
    const thin = (one, above) => {
        const here = `${above}/${known.get(one)}`, children = [...one.children]
        const same = Map.groupBy(children, child => known.get(child))
        const stay = new Set([children.at(-1), ...[...same.values()].flatMap(all => [most(all, child => child.textContent.length), most(all, word)])])
        times.set(here, (times.get(here) ?? 0) + 1)
        for (const child of children)
            if (!whole(one) && !stay.has(child) && !needed(child) && sorts(child, here).every(sort => times.get(sort) > 1)) child.remove()
            else thin(child, here)
    }
    thin(document.body, '')
}"""


def thin(page: Page) -> None:
    """Take from the open page what repeats."""
    if not LONG:
        page.evaluate(THIN)
