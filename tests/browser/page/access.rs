//! No barriers: axe-core finds nothing at AA, in both languages, both themes, draft and final.

use duixian::ledger::Ledger;
use duixian_browser::axe::barriers;
use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::tab::Tab;

fn nothing_stands_in_the_way(pages: &[Made], ledger: &Ledger) {
    let tab = Tab::new();
    let mut found = Vec::new();
    for made in pages {
        tab.go(&made.of(ledger));
        tab.value("document.querySelectorAll('details').forEach(details => details.open = true)");
        for theme in ["light", "dark"] {
            tab.prefer(&[("prefers-color-scheme", theme)]);
            found.extend(barriers(&tab).iter().map(|barrier| format!("{made:?} {theme}: {barrier}")));
        }
    }
    assert!(found.is_empty(), "{} barriers\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_card_and_each_of_its_buttons_has_a_name_of_its_own() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    for target in checkable(pages::small()) {
        let card = format!("document.getElementById('{}')", target.key);
        let name = tab.text(&format!("{card}.ariaLabel"));
        assert_eq!(
            name,
            format!(
                "{}：{}",
                tab.text(&format!("{card}.querySelector('.mark').textContent")),
                target.subject
            )
        );
        for (button, word) in [("copy-text", "复制文字"), ("copy-link", "复制链接")] {
            let name = tab.text(&format!("{card}.querySelector('.{button}').ariaLabel"));
            assert_eq!(name, format!("{word}：{}", target.subject));
        }
    }
    let tab = Tab::at(&Made::ZH.of(pages::list()));
    let target = checkable(pages::list()).next().expect("a target");
    let name = tab.text(&format!("document.querySelector(\"[id='{}'] .copy-text\").ariaLabel", target.key));
    assert_eq!(name, format!("复制文字：{}", target.subject));
}

/// Both languages, each as draft and final.
const ALL: &[Made] = &[Made::ZH, Made::ZH.last(), Made::EN, Made::EN.last()];

#[test]
fn axe_finds_nothing_in_a_check_of_each_kind() {
    nothing_stands_in_the_way(ALL, pages::small());
}

#[test]
fn axe_finds_nothing_in_a_long_check() {
    nothing_stands_in_the_way(&[Made::ZH, Made::EN.last()], pages::district());
}

#[test]
fn axe_finds_nothing_in_a_list_of_targets() {
    nothing_stands_in_the_way(&[Made::ZH, Made::EN.last()], pages::list());
}

#[test]
fn axe_finds_nothing_in_an_empty_page() {
    nothing_stands_in_the_way(ALL, pages::empty());
}

#[test]
fn axe_finds_nothing_in_a_sheet() {
    nothing_stands_in_the_way(&[Made::SHEET, Made { ui: "en", ..Made::SHEET }.last()], pages::district());
}
