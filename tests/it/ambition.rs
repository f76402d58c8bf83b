//! The ambition check: a promise and what the same report says of the year before, row by row (`ambition.toml`), and a careful reader's
//! table of the real sample report.

use crate::corpus::{input, ledgers, seeds, with_text};
use crate::expect::{bare, places, word};
use duixian::ledger::{Ambition, Kind, Ledger, Relation, Target};
use duixian::pipeline::{self, Input};
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    promise: String,
    said: String,
    relation: String,
    /// Words that the actual must hold.
    #[serde(default)]
    actual: String,
}

/// One report of an invented county with one paragraph in each half.
fn report(row: &Row) -> String {
    include_str!("ambition.report.md").replace("{promise}", &row.promise).replace("{said}", &row.said)
}

fn targets(row: &Row) -> Ledger {
    let input = Input { name: "report.md".to_owned(), bytes: report(row).into_bytes() };
    pipeline::targets(&input, &with_text()).unwrap_or_else(|error| panic!("{row:?}: {error}"))
}

/// The first quantified target that stands in the promise.
fn ambition<'a>(row: &Row, ledger: &'a Ledger) -> Option<&'a Ambition> {
    let stands = |target: &&Target| {
        target.kind == Kind::Quantified && row.promise.contains(target.quote.trim_end_matches('。'))
    };
    ledger.targets.iter().find(stands)?.ambition.as_ref()
}

#[test]
fn every_row_gets_the_relation_of_a_careful_reader() {
    let rows: Rows = toml::from_str(include_str!("ambition.toml")).expect("ambition.toml parses");
    let mut wrong = Vec::new();
    for row in &rows.row {
        let ledger = targets(row);
        let found = ambition(row, &ledger);
        let said = found.map_or("no target".to_owned(), |ambition| word(&ambition.relation));
        let quote = found.and_then(|ambition| ambition.actual.as_ref()).map_or("", |actual| &actual.quote);
        if said != row.relation || !quote.contains(row.actual.as_str()) {
            wrong.push(format!(
                "{} ← {}: {said} “{quote}” instead of {} “{}”",
                row.promise, row.said, row.relation, row.actual
            ));
        }
        assert_eq!(quote.is_empty(), said == "no_baseline" || said == "no target", "{row:?}");
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.row.len(), wrong.join("\n"));
}

#[test]
fn the_check_says_the_same_as_the_targets_alone() {
    let promised = input(&seeds("reports/chenghu-2023.md"));
    let later = input(&seeds("reports/chenghu-2024.md"));
    let alone = pipeline::targets(&promised, &with_text()).expect("one report");
    let checked = pipeline::check(&[promised, later], &with_text()).expect("two reports");
    let of = |ledger: &Ledger| -> Vec<(String, Option<Ambition>)> {
        ledger.targets.iter().map(|target| (target.key.clone(), target.ambition.clone())).collect()
    };
    assert_eq!(of(&alone), of(&checked));
    assert!(of(&alone).iter().any(|(_, ambition)| ambition.is_some()));
}

#[test]
fn every_actual_is_quoted_from_the_review_half_of_the_same_report() {
    let mut seen = 0;
    for (run, ledger) in ledgers() {
        for target in &ledger.targets {
            let Some(ambition) = &target.ambition else { continue };
            let bare = ambition.relation == Relation::NoBaseline;
            assert_eq!(ambition.actual.is_none(), bare, "{}: {}", run.name, target.quote);
            let Some(actual) = &ambition.actual else { continue };
            let report = &ledger.reports[actual.at.report];
            let half = report.review_half.expect("a review half");
            let text = report.text.as_deref().expect("the text");
            assert_eq!(actual.at.report, target.at.report, "{}: {}", run.name, target.quote);
            assert_eq!(text.get(actual.at.start..actual.at.end), Some(actual.quote.as_str()), "{}", run.name);
            assert!(half.start <= actual.at.start && actual.at.end <= half.end, "{}", run.name);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn only_figures_of_a_report_with_a_review_half_are_set_against_the_year_before() {
    let ledger =
        pipeline::targets(&input(&seeds("reports/xinshi-2021.md")), &with_text()).expect("the sample");
    for target in &ledger.targets {
        assert_eq!(target.ambition.is_some(), target.kind == Kind::Quantified, "{}", target.quote);
        assert!(target.mark.is_none(), "{}", target.quote);
    }
    let plan = "（虚构文本）\n政府工作报告\n各位代表：\n一、2025年工作安排\n2025年，新建小学5所。\n";
    let input = Input { name: "plan.md".to_owned(), bytes: plan.as_bytes().to_vec() };
    let ledger = pipeline::targets(&input, &with_text()).expect("a plan half alone");
    assert!(ledger.reports[0].review_half.is_none());
    assert!(ledger.targets.iter().any(|target| target.quantity.is_some()));
    assert!(ledger.targets.iter().all(|target| target.ambition.is_none()));
}

#[test]
fn the_sample_report_agrees_with_a_careful_reader() {
    let ledger =
        pipeline::targets(&input(&seeds("reports/xinshi-2021.md")), &with_text()).expect("the sample");
    let report = ledger.reports[0].text.as_deref().expect("the text");
    let overlaps = |quote: &str, start: usize, end: usize| {
        places(report, quote).iter().any(|place| place.start < end && start < place.end)
    };
    let rows = include_str!("gold/xinshi-2021.ambition.jsonl").lines();
    let rows: Vec<Value> = rows.map(|line| serde_json::from_str(line).expect("a row of gold")).collect();
    assert_eq!(rows.len(), 14);
    let mut wrong = Vec::new();
    // What the reader is not sure of is no measure.
    for row in rows.iter().filter(|row| row["sure"] != Value::Bool(false)) {
        let quote = row["target_quote"].as_str().expect("a quote");
        let fits = |target: &&Target| {
            target.quantity.is_some()
                && overlaps(quote, target.at.start, target.at.end)
                && bare(&target.quote).contains(&bare(quote))
        };
        let target = ledger.targets.iter().find(fits).unwrap_or_else(|| panic!("{quote}: no such target"));
        let ambition = target.ambition.as_ref().expect("an ambition");
        let same_actual = match (&ambition.actual, row["actual_quote"].as_str()) {
            (Some(said), Some(wanted)) => overlaps(wanted, said.at.start, said.at.end),
            (None, None) => true,
            _ => false,
        };
        if word(&ambition.relation) != row["relation"] || !same_actual {
            wrong.push(format!("{quote}: {ambition:?} instead of {row}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
