//! Without JavaScript everything can be read.

use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::paper::bare;
use duixian_browser::tab::Tab;
use serde_json::json;

/// The words below an element that are shown, also those that are laid out only when they are scrolled to.
const SEEN: &str = "one => {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    let seen = '';
    while (walker.nextNode()) if (walker.currentNode.parentElement.checkVisibility()) seen += walker.currentNode.data;
    return seen;
}";

fn without_scripts() -> Tab {
    let tab = Tab::new();
    tab.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    tab.go(&Made::ZH.of(pages::district()));
    // As a reader opens them, with the mouse.
    tab.value("document.querySelectorAll('details').forEach(details => details.open = true)");
    tab
}

#[test]
fn every_target_is_shown_with_mark_quote_and_evidence() {
    let tab = without_scripts();
    for target in checkable(pages::district()) {
        let seen = bare(&tab.text(&format!("({SEEN})(document.getElementById('{}'))", target.key)));
        for quote in std::iter::once(&target.quote).chain(target.evidence.iter().map(|said| &said.quote)) {
            assert!(seen.contains(&bare(quote)), "{}: {quote} is not in {seen}", target.key);
        }
        let word = match pages::code(&target.mark).as_str() {
            "met" => "已完成",
            "missed" => "未完成",
            "not_mentioned" => "报告未提及",
            _ => continue,
        };
        assert!(seen.contains(word), "{}: {word} is not in {seen}", target.key);
    }
}

#[test]
fn the_whole_of_both_reports_is_in_the_page() {
    let tab = without_scripts();
    let seen = bare(&tab.text(&format!("({SEEN})(document.body)")));
    for report in &pages::district().reports {
        let text = report.text.as_deref().expect("the ledger holds the texts");
        for block in report.blocks.iter().filter(|block| block.kind == "paragraph") {
            // Marks put links into the text: what stands between two sentences' ends is whole all the same.
            let words = text.get(block.start..block.end).expect("a block");
            let piece =
                words.split(['。', '，', '；', '、']).max_by_key(|piece| piece.len()).unwrap_or_default();
            assert!(seen.contains(&bare(piece)), "{} is not in the page", words);
        }
    }
}

#[test]
fn what_needs_a_script_is_not_shown() {
    let tab = without_scripts();
    let dead = "[...document.querySelectorAll('#filter, button')].filter(one => one.checkVisibility()).map(one => one.outerHTML)";
    assert_eq!(tab.list(dead), [""; 0]);
}
