//! A report written to break the page gives a harmless one.

use duixian::ledger::Ledger;
use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::tab::Tab;
use std::collections::BTreeSet;

/// What a report may hold to no good end. `Z` is made a zero byte, which no report in a file can hold.
const ATTACKS: [&str; 8] = [
    "<script>window.ran = true; alert(1)</script>",
    "</style><script>window.ran = true</script>",
    "</script><img src=x onerror=\"window.ran = true\">",
    "{{ ledger.seal }}{% for x in [1] %}{{ 7 * 191 }}{% endfor %}",
    "\u{202e}新建\u{2066}小学",
    "ZZ",
    "\"onmouseover=\"window.ran=true\" x=\"--><!--]]>",
    "&lt;b&gt;&amp;#0;&#x202e;",
];

fn ledger() -> Ledger {
    let promised: String = ATTACKS
        .iter()
        .zip(["青山", "红岭", "白沙", "金湾", "银滩", "石桥", "柳林", "梅园"])
        .map(|(attack, place)| format!("{place}新建{attack}小学5所。"))
        .collect();
    let long = format!("新建{}书院3座。", "青山绿水".repeat(2500));
    let said: String = promised.replace("5所", "4所");
    pages::replaced(&pages::pair(&[&promised, &long], &[&said, &long]), 'Z', '\0')
}

#[test]
fn hostile_words_stay_words() {
    let ledger = ledger();
    assert!(checkable(&ledger).count() >= ATTACKS.len() / 2, "{} targets", checkable(&ledger).count());
    let harmless = Tab::at(&Made::ZH.of(pages::small())).number("document.scripts.length");
    for made in [Made::ZH, Made::EN] {
        let tab = Tab::at(&made.of(&ledger));
        tab.value("document.querySelectorAll('details').forEach(details => details.open = true)");
        tab.value("document.querySelectorAll('button').forEach(button => button.click())");
        assert!(tab.events("Page.javascriptDialogOpening").is_empty());
        assert!(!tab.is("window.ran"));
        assert_eq!(tab.number("document.scripts.length"), harmless);
        assert_eq!(tab.number("document.querySelectorAll('img, iframe, object, embed, link').length"), 0.0);
        assert!(
            !tab.is("document.body.textContent.includes('1337')"),
            "a template in a report was carried out"
        );
        assert_eq!(tab.complaints(), [""; 0]);
        assert_eq!(tab.events("Network.requestWillBeSent").len(), 1);
        // Nothing is lost: every target stands in the page, and its footer too.
        let shown: BTreeSet<String> =
            tab.list("[...document.querySelectorAll('article.t')].map(one => one.id)").into_iter().collect();
        assert_eq!(shown, checkable(&ledger).map(|target| target.key.clone()).collect());
        assert!(tab.is("document.querySelector('main') && document.body.lastElementChild"));
        let wide = tab.number("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide <= 0.0, "{wide} px too wide");
    }
}

#[test]
fn no_report_turns_the_direction_of_the_page() {
    let tab = Tab::at(&Made::ZH.of(&ledger()));
    // Signs that turn the direction are left out or shown, or what holds them is shut off from the rest.
    let open = "(() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const open = [];
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!/[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c]/.test(node.data) || node.parentElement.closest('script, style')) continue;
            let one = node.parentElement;
            while (one && !getComputedStyle(one).unicodeBidi.startsWith('isolate')) one = one.parentElement;
            if (!one || getComputedStyle(one).display === 'block' && one.matches('main, body, html, section, article')) open.push(node.data);
        }
        return open;
    })()";
    assert_eq!(tab.list(open), [""; 0]);
}

#[test]
fn a_hostile_search_finds_nothing_and_breaks_nothing() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    tab.value("document.querySelector('#filter input[name=q]').focus()");
    for words in ["\\", "(", "[", "<script>", "\"'`${}", "%", "#", "&mark=met"] {
        tab.value("document.activeElement.select()");
        tab.type_text(words);
        tab.until("location.hash.includes('q=')");
        tab.reload();
        tab.becomes("document.querySelector('#filter input[name=q]').value", words);
        tab.value("document.querySelector('#filter input[name=q]').focus()");
    }
    assert_eq!(tab.complaints(), [""; 0]);
}
