//! What a series says of its years and of its body: a year that is missing, two reports of one year, a new name; the work goes on.

use crate::corpus::input;
use crate::expect::word;
use duixian::ledger::{Ledger, NoticeEntry};
use duixian::pipeline::{self, Input, Options};
use std::path::Path;

/// A report of the invented series by its name.
fn report(name: &str) -> Input {
    input(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/series").join(name))
}

/// The same with words changed, under another name.
fn changed(name: &str, as_name: &str, words: &[(&str, &str)]) -> Input {
    let text = String::from_utf8(report(name).bytes).expect("UTF-8");
    let text = words.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{name} does not say {old}");
        text.replace(old, new)
    });
    Input { name: as_name.to_owned(), bytes: text.into_bytes() }
}

fn checked(inputs: &[Input]) -> Ledger {
    pipeline::check(inputs, &Options::default()).expect("a series")
}

/// The notices of a kind.
fn of<'a>(ledger: &'a Ledger, kind: &str) -> Vec<&'a NoticeEntry> {
    ledger.notices.iter().filter(|notice| word(&notice.kind) == kind).collect()
}

/// The reports whose targets were looked for in the next.
fn compared(ledger: &Ledger) -> Vec<usize> {
    let mut reports: Vec<usize> = ledger.targets.iter().map(|target| target.at.report).collect();
    reports.dedup();
    reports
}

const SERIES: [&str; 4] = ["a-2018.md", "b-2019.md", "c-2020.md", "d-2022.md"];

#[test]
fn a_year_without_a_report_is_named_and_the_others_are_compared() {
    let ledger = checked(&SERIES.map(report));
    let notices = of(&ledger, "year_missing");
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!((notice.args["years"].as_str(), notice.report), ("2021", Some(3)));
    assert_eq!(compared(&ledger), [0, 1]);
    let whole = checked(&SERIES.map(report)[..3]);
    assert!(of(&whole, "year_missing").is_empty());
}

#[test]
fn two_reports_of_one_year_are_named_and_both_serve() {
    let [a, b, c, _] = SERIES.map(report);
    let twice = changed("b-2019.md", "b2-2019.md", &[]);
    let ledger = checked(&[a, b, twice, c]);
    let notices = of(&ledger, "same_year");
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!((notice.args["year"].as_str(), notice.report), ("2019", Some(2)));
    assert_eq!((notice.args["earlier"].as_str(), notice.args["later"].as_str()), ("b-2019.md", "b2-2019.md"));
    // The promises for 2019 meet the first, those for 2020 are of the second.
    assert_eq!(compared(&ledger), [0, 2]);
}

#[test]
fn a_new_name_of_the_body_is_said_once_and_another_place_is_a_warning() {
    let [a, b, ..] = SERIES.map(report);
    let city = [("青岩县", "青岩市")];
    let renamed = [a, b, changed("c-2020.md", "c-2020.md", &city), changed("d-2022.md", "d-2022.md", &city)];
    let ledger = checked(&renamed);
    let notices = of(&ledger, "body_renamed");
    let [notice] = notices.as_slice() else { panic!("{notices:?}") };
    assert_eq!(notice.report, Some(2));
    assert!(notice.args["earlier"].contains("青岩县") && notice.args["later"].contains("青岩市"));
    assert!(of(&ledger, "different_bodies").is_empty());
    assert_eq!(compared(&ledger), [0, 1]);
    let other = checked(&[report("a-2018.md"), changed("b-2019.md", "b-2019.md", &[("青岩县", "白石县")])]);
    assert!(of(&other, "body_renamed").is_empty() && of(&other, "different_bodies").len() == 1);
}
