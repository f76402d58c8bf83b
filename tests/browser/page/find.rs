//! Finding: filters, search, counts, the state in the address, permalinks. What must be shown is counted from the ledger.

use duixian::ledger::Target;
use duixian_browser::pages::{self, Made, checkable, code};
use duixian_browser::tab::Tab;
use serde_json::json;
use std::collections::BTreeSet;

/// The keys of the targets that are shown, in their order.
const SHOWN: &str =
    "[...document.querySelectorAll('article.t')].filter(one => one.checkVisibility()).map(one => one.id)";

/// The numbers that the filter gives out: how many of how many.
const SAID: &str = "document.querySelector('#shown').textContent.match(/\\d+/g).map(Number)";

fn page() -> Tab {
    Tab::at(&Made::ZH.of(pages::district()))
}

/// The keys of the checkable targets of which `which` is true.
fn keys(which: impl Fn(&Target) -> bool) -> Vec<String> {
    checkable(pages::district()).filter(|target| which(target)).map(|target| target.key.clone()).collect()
}

/// Ticks these marks and no others.
fn tick(tab: &Tab, marks: &[&str]) {
    tab.value(&format!(
        "document.querySelectorAll('#filter input[name=mark]').forEach(box => {{
            if (box.checked !== {}.includes(box.value)) box.click();
        }})",
        json!(marks)
    ));
}

/// Chooses an option; an empty one chooses all.
fn choose(tab: &Tab, name: &str, value: &str) {
    tab.value(&format!(
        "(() => {{
            const field = document.querySelector('#filter select[name={name}]');
            field.value = {};
            if (field.value !== {0}) throw new Error('{name} has no such option: ' + {0});
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
            field.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }})()",
        json!(value)
    ));
}

fn sees(tab: &Tab, expected: Vec<String>) {
    let counts = [expected.len(), keys(|_| true).len()];
    tab.becomes(SHOWN, expected);
    tab.becomes(SAID, counts.to_vec());
}

#[test]
fn every_target_is_shown_at_first_with_what_it_is() {
    let tab = page();
    sees(&tab, keys(|_| true));
    for target in checkable(pages::district()) {
        let said = tab.value(&format!("({{ ...document.getElementById('{}').dataset }})", target.key));
        assert_eq!(said["mark"], code(&target.mark), "{}", target.key);
        assert_eq!(said["reason"], code(&target.reason), "{}", target.key);
        assert_eq!(said["kind"], code(&target.kind), "{}", target.key);
        assert_eq!(said["confidence"], code(&target.confidence), "{}", target.key);
        assert!(said["section"].is_string(), "{}", target.key);
    }
}

#[test]
fn marks_are_filtered() {
    let tab = page();
    for marks in [&["missed"][..], &["met", "not_mentioned"], &["met", "missed", "not_mentioned"]] {
        tick(&tab, marks);
        sees(&tab, keys(|target| marks.contains(&code(&target.mark).as_str())));
    }
}

/// Chooses each value that the sample has in turn, then all.
fn each_value(tab: &Tab, name: &str, of: fn(&Target) -> String) {
    let values: BTreeSet<String> = checkable(pages::district()).map(of).collect();
    assert!(values.len() > 1, "{name} tells nothing apart in the sample");
    for value in values {
        choose(tab, name, &value);
        sees(tab, keys(|target| of(target) == value));
    }
    choose(tab, name, "");
}

#[test]
fn reasons_kinds_and_confidence_are_filtered() {
    let tab = page();
    each_value(&tab, "reason", |target| code(&target.reason));
    each_value(&tab, "kind", |target| code(&target.kind));
    each_value(&tab, "confidence", |target| code(&target.confidence));
    sees(&tab, keys(|_| true));
}

#[test]
fn sections_are_filtered_and_every_target_lies_in_one() {
    let tab = page();
    let options = tab
        .list("[...document.querySelectorAll('#filter select[name=section] option')].map(one => one.value)");
    assert_eq!(options.first().map(String::as_str), Some(""), "the first option is all");
    let mut found = Vec::new();
    for option in options.iter().skip(1) {
        choose(&tab, "section", option);
        tab.becomes(&format!("{SHOWN}.length === {SAID}[0] && {SHOWN}.length > 0"), true);
        let shown = tab.list(SHOWN);
        // One section of the plan: its heading is in the path of each target.
        let paths = checkable(pages::district())
            .filter(|target| shown.contains(&target.key))
            .map(|target| &target.at.section);
        let common = paths.map(|path| path.iter().collect::<BTreeSet<_>>()).reduce(|all, path| &all & &path);
        assert!(common.is_some_and(|common| !common.is_empty()), "{option}: {shown:?}");
        found.extend(shown);
    }
    found.sort();
    let mut all = keys(|_| true);
    all.sort();
    assert_eq!(found, all);
}

#[test]
fn filters_narrow_each_other_and_counts_follow() {
    let tab = page();
    choose(&tab, "kind", "quantified");
    let quantified = |target: &Target| code(&target.kind) == "quantified";
    let beside = |mark: &str| {
        format!(
            "Number(document.querySelector('#filter input[name=mark][value={mark}]').closest('label').textContent.match(/\\d+/)[0])"
        )
    };
    for mark in ["met", "missed", "not_mentioned"] {
        let count = keys(|target| quantified(target) && code(&target.mark) == mark).len();
        tab.becomes(&beside(mark), count);
    }
    tick(&tab, &["missed"]);
    sees(&tab, keys(|target| quantified(target) && code(&target.mark) == "missed"));
    tab.click("#filter [type=reset]");
    sees(&tab, keys(|_| true));
    tab.becomes("location.hash.includes('kind=')", false);
}

#[test]
fn search_finds_what_is_written() {
    let tab = page();
    let word = "改造";
    tab.value("document.querySelector('#filter input[name=q]').focus()");
    tab.type_text(word);
    // Every quote of a target that holds the word is found, and nothing of which neither the card nor its section says it.
    let quoted = keys(|target| {
        target.quote.contains(word) || target.evidence.iter().any(|said| said.quote.contains(word))
    });
    assert!(!quoted.is_empty() && quoted.len() < keys(|_| true).len());
    tab.until(&format!("{SAID}[0] < {SAID}[1]"));
    let shown = tab.list(SHOWN);
    assert!(quoted.iter().all(|key| shown.contains(key)), "{quoted:?} in {shown:?}");
    let without = format!(
        "[...document.querySelectorAll('article.t:not([hidden])')].filter(card => {{
            const section = document.querySelector(`#filter select[name=section] option[value=\"${{card.dataset.section || '-'}}\"]`);
            return !card.textContent.includes('{word}') && !section.textContent.includes('{word}');
        }}).map(card => card.id)"
    );
    assert_eq!(tab.list(&without), [""; 0]);
    tab.press("Escape");
    sees(&tab, keys(|_| true));
}

#[test]
fn search_that_finds_nothing_says_so() {
    let tab = page();
    tab.value("document.querySelector('#filter input[name=q]').focus()");
    tab.type_text("没有这样的话");
    sees(&tab, vec![]);
}

#[test]
fn passages_that_were_refused_are_not_searched() {
    let tab = page();
    let refused = tab.text(
        "(() => {
            const shown = [...document.querySelectorAll('article.t > :not(details)')].map(one => one.textContent).join();
            const refused = [...document.querySelectorAll('article.t details .cite')].map(one => one.textContent);
            return refused.find(text => text.length > 6 && !shown.includes(text));
        })()",
    );
    tab.value("document.querySelector('#filter input[name=q]').focus()");
    tab.type_text(&refused);
    sees(&tab, vec![]);
}

#[test]
fn what_headings_count_is_not_shown_beside_what_a_filter_leaves() {
    let tab = page();
    let counted = "[...document.querySelectorAll('.targets .tally')].some(one => one.checkVisibility())";
    tab.becomes(counted, true);
    tick(&tab, &["missed"]);
    tab.becomes(counted, false);
    tab.click("#filter [type=reset]");
    tab.becomes(counted, true);
}

#[test]
fn the_address_keeps_the_state() {
    let tab = page();
    tick(&tab, &["missed", "not_mentioned"]);
    choose(&tab, "kind", "quantified");
    let wanted = keys(|target| code(&target.kind) == "quantified" && code(&target.mark) != "met");
    sees(&tab, wanted.clone());
    tab.until("location.hash.startsWith('#?') && location.hash.includes('kind=quantified')");
    tab.reload();
    sees(&tab, wanted);
    assert_eq!(tab.text("document.querySelector('#filter select[name=kind]').value"), "quantified");
}

#[test]
fn an_address_that_was_sent_shows_the_same_and_back_goes_back() {
    let url = Made::ZH.of(pages::district());
    let tab = Tab::at(&format!("{url}#?mark=missed&kind=deliverable&q=%E6%A0%A1"));
    assert_eq!(tab.text("document.querySelector('#filter input[name=q]').value"), "校");
    tab.go(&format!("{url}#?mark=met"));
    sees(&tab, keys(|target| code(&target.mark) == "met"));
    tab.value("location.hash = '#?mark=missed'");
    sees(&tab, keys(|target| code(&target.mark) == "missed"));
    tab.value("history.back()");
    sees(&tab, keys(|target| code(&target.mark) == "met"));
    tab.value("history.forward()");
    sees(&tab, keys(|target| code(&target.mark) == "missed"));
}

#[test]
fn a_state_that_cannot_be_is_taken_as_far_as_it_can() {
    let url = Made::ZH.of(pages::district());
    let tab = Tab::at(&format!("{url}#?mark=nonsense&kind=%E0%A4%A&section=%3Cscript%3E&&=&q"));
    tab.until(&format!("{SHOWN}.length >= 0"));
    assert_eq!(tab.complaints(), [""; 0]);
}

/// Whether an element is shown and its upper edge in the window.
fn in_view(key: &str) -> String {
    format!(
        "(() => {{
            const one = document.getElementById('{key}');
            const top = one.getBoundingClientRect().top;
            return one.checkVisibility() && top >= 0 && top < innerHeight;
        }})()"
    )
}

#[test]
fn a_permalink_leads_to_its_target() {
    let url = Made::ZH.of(pages::district());
    let last = keys(|_| true).pop().expect("a target");
    Tab::at(&format!("{url}#{last}")).until(&in_view(&last));
    let tab = Tab::at(&url);
    tab.click(&format!("[id='{last}'] a.key"));
    tab.until(&format!("location.hash.startsWith('#{last}')"));
    tab.until(&in_view(&last));
}

#[test]
fn a_permalink_leads_to_an_effort() {
    let effort =
        pages::district().targets.iter().find(|target| code(&target.kind) == "effort").expect("an effort");
    let tab = Tab::at(&format!("{}#{}", Made::ZH.of(pages::district()), effort.key));
    tab.until(&in_view(&effort.key));
}

#[test]
fn a_permalink_shows_what_a_filter_hides() {
    let url = Made::ZH.of(pages::district());
    let missed = keys(|target| code(&target.mark) == "missed").pop().expect("a missed target");
    let tab = Tab::at(&format!("{url}#?mark=met"));
    tab.until(&format!("!{SHOWN}.includes('{missed}')"));
    tab.value(&format!("location.hash = '#{missed}'"));
    tab.until(&in_view(&missed));
    let tab = {
        drop(tab);
        Tab::at(&format!("{url}#{missed}?mark=met"))
    };
    tab.until(&in_view(&missed));
}
