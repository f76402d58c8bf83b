//! The measured accuracy at the end of a report: there for the rules that were measured, and for no others.

use crate::support::{EARLIER, LATER};
use duixian::lang::labels::labels_or_english;
use duixian::ledger::Ledger;
use duixian::pipeline::{self, Input, Options, WITHOUT_SAY, rule_files};
use duixian::render::{Setting, by_name};
use serde_json::Value;

/// The file that `tests/fit/measure.sh` writes.
const MEASURED: &str = include_str!("../../src/render/accuracy.json");

fn ledger(rules: &str) -> Ledger {
    let input = |name: &str, text: &str| Input { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let inputs = [input("earlier.md", EARLIER), input("later.md", LATER)];
    let mut ledger = pipeline::check(&inputs, &Options::default()).expect("the invented pair");
    ledger.tool.rules = rules.to_owned();
    ledger
}

/// The section of the measured accuracy in a report for these rules.
fn section(rules: &str, format: &str, language: &str, heading: &str) -> String {
    let setting = Setting::new(labels_or_english(language));
    let page = (by_name(format).expect("a format").render)(&ledger(rules), &setting).expect("it renders");
    let page = String::from_utf8(page).expect("UTF-8");
    let (_, section) =
        page.rsplit_once(heading).unwrap_or_else(|| panic!("{format} {language}: no {heading}"));
    // In the page its own end, before the footer; in Markdown it is the last.
    section.split("</section>").next().unwrap_or_default().to_owned()
}

/// Every language and format, with the heading and what is said where nothing was measured.
const SAID: [(&str, &str, &str); 2] =
    [("zh", "实测准确度", "未就这套规则测量过"), ("en", "Measured accuracy", "Not measured for these rules")];

#[test]
fn the_rules_that_were_measured_come_with_their_numbers() {
    let measured: Value = serde_json::from_str(MEASURED).expect("JSON");
    let rules = measured["rules"].as_str().expect("the rules");
    for (language, heading, not) in SAID {
        for format in ["html", "md"] {
            let section = section(rules, format, language, heading);
            assert!(!section.contains(not), "{section}");
            assert!(section.contains(&format!(" {} ", measured["pairs"])), "{section}");
            // The four rows, in the order of the file but by kind: every number of each, one behind the other.
            let mut rest = section.as_str();
            for (kind, tables) in
                ["quantified", "deliverable"].iter().flat_map(|kind| [(kind, "built_in"), (kind, "left_out")])
            {
                let scores = &measured[tables][kind];
                let share = |name: &str| format!("{:.2}", scores[name].as_f64().expect("a share"));
                let counts =
                    ["missed_found", "missed_wrong"].map(|name| scores[name].as_array().expect("two counts"));
                let counts = counts.into_iter().flatten().map(Value::to_string);
                for number in [share("f1"), share("evidence"), share("macro_f1")].into_iter().chain(counts) {
                    let found = rest.split_once(&number);
                    rest = found
                        .unwrap_or_else(|| {
                            panic!("{format} {language}: {kind} {tables} lacks {number}: {rest}")
                        })
                        .1;
                }
            }
        }
    }
}

#[test]
fn other_rules_are_said_to_be_unmeasured() {
    for (language, heading, not) in SAID {
        for format in ["html", "md"] {
            let section = section(&"ab".repeat(32), format, language, heading);
            assert!(section.contains(not), "{section}");
            assert!(!section.contains("0.") && !section.contains("<table"), "{section}");
        }
    }
}

#[test]
fn what_was_measured_is_no_part_of_the_rules() {
    assert!(WITHOUT_SAY.contains(&"render"));
    assert!(rule_files().iter().all(|(name, _)| !name.contains("accuracy")));
}
