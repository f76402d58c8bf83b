//! The sheet for a sitting, whole, of the invented pair in both languages.

use crate::cases::without_style;
use crate::corpus::ledgers;
use crate::support::snapshot;
use duixian::lang::labels::labels_or_english;
use duixian::ledger::Mark;
use duixian::render::{Setting, by_name};

/// The sheet of the invented pair.
fn sheet(language: &str) -> String {
    let (_, ledger) = ledgers().find(|(run, _)| run.name == "chenghu").expect("the invented pair");
    let setting = Setting::new(labels_or_english(language));
    let render = by_name("sheet").expect("a known format").render;
    String::from_utf8(render(ledger, &setting).expect("it renders")).expect("UTF-8")
}

#[test]
fn the_sheet_is_the_same_at_every_run() {
    let hash = regex::Regex::new("sha256-[A-Za-z0-9+/=]+").unwrap();
    for language in ["zh", "en"] {
        let page = without_style(&sheet(language));
        snapshot(&format!("sheet-{language}"), &hash.replace(&page, "[hash of the style]"));
    }
}

#[test]
fn every_target_that_needs_an_answer_has_a_number_and_a_question() {
    let (_, ledger) = ledgers().find(|(run, _)| run.name == "chenghu").expect("the invented pair");
    let asked = |mark| ledger.targets.iter().filter(move |target| target.mark == Some(mark));
    let page = sheet("zh");
    for (nth, target) in asked(Mark::Missed).chain(asked(Mark::NotMentioned)).enumerate() {
        let head = format!("<article id=\"{}\"", target.key);
        let card = page.split_once(&head).unwrap_or_else(|| panic!("{head}")).1;
        let card = card.split_once("</article>").expect("its end").0;
        assert!(card.contains(&format!(">{}. ", nth + 1)), "{card}");
        assert_eq!(card.matches("class=\"ask\"").count(), 1, "{card}");
    }
    assert_eq!(page.matches("<article").count(), ledger.totals.missed + ledger.totals.not_mentioned);
}
