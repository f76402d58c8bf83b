//! From each quote to its place in the reports' text and back.

use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::paper::bare;
use duixian_browser::tab::Tab;

/// For an id: the words of the reports from the beginning of that mark to the end of its paragraph; null where there is no such mark.
const WORDS: &str = "id => {
    const mark = document.getElementById(id);
    if (mark?.tagName !== 'MARK') return null;
    const block = mark.closest('p, li, td, th, tr, h1, h2, h3, h4, h5, h6');
    const range = document.createRange();
    range.setStartBefore(mark);
    range.setEndAfter(block.lastChild);
    const words = range.cloneContents();
    words.querySelectorAll('a').forEach(link => link.remove());
    return words.textContent;
}";

#[test]
fn every_quote_leads_to_its_place() {
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    for target in checkable(pages::district()) {
        let key = &target.key;
        let links = tab.list(&format!(
            "[...document.getElementById('{key}').querySelectorAll('a.in-source')].map(link => link.getAttribute('href'))"
        ));
        let evidence = target
            .evidence
            .iter()
            .enumerate()
            .map(|(index, said)| (format!("{key}-e{}", index + 1), &said.quote));
        for (id, quote) in std::iter::once((format!("{key}-at"), &target.quote)).chain(evidence) {
            assert!(links.contains(&format!("#{id}")), "{key} has no link to {id}: {links:?}");
            let words = tab.value(&format!("({WORDS})('{id}')"));
            let words = bare(words.as_str().unwrap_or_else(|| panic!("there is no mark {id}")));
            assert!(words.starts_with(&bare(quote)), "{id}: {quote} is not at {words}");
        }
    }
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    for ledger in [pages::district(), pages::list(), pages::empty()] {
        let tab = Tab::at(&Made::ZH.of(ledger));
        let lost = "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))
            .filter(href => !href.startsWith('#') || !document.getElementById(href.slice(1)))";
        assert_eq!(tab.list(lost), [""; 0]);
        let twice = "[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)";
        assert_eq!(tab.list(twice), [""; 0]);
    }
}

#[test]
fn every_mark_leads_back() {
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    let marks = tab.number("document.querySelectorAll('mark.target[id], mark.evidence[id]').length");
    let quotes: usize = checkable(pages::district()).map(|target| 1 + target.evidence.len()).sum();
    assert!(marks >= quotes as f64, "{marks} marks for {quotes} quotes");
    let stray = "[...document.querySelectorAll('mark.target[id], mark.evidence[id]')].filter(mark => {
        const key = mark.id.replace(/-(at|e\\d+)$/, '');
        return !mark.closest('p, li, tr, h1, h2, h3, h4, h5, h6').querySelector(`a[href=\"#${key}\"]`);
    }).map(mark => mark.id)";
    assert_eq!(tab.list(stray), [""; 0]);
}

#[test]
fn a_place_that_is_folded_away_is_opened_when_it_is_gone_to() {
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    let target = checkable(pages::district()).next().expect("a target");
    tab.click(&format!("[id='{}'] a.in-source[href='#{0}-at']", target.key));
    tab.until(&format!(
        "(() => {{
            const mark = document.getElementById('{}-at');
            const top = mark.getBoundingClientRect().top;
            return mark.checkVisibility() && top >= 0 && top < innerHeight;
        }})()",
        target.key
    ));
}
