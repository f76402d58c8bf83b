//! The targets of the real sample report against a careful reader's list.

use crate::corpus::{input, seeds, with_text};
use crate::expect::{bare, places};
use duixian::ledger::{Kind, Ledger, Target};
use duixian::pipeline;
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::HashSet;

/// The share of the reader's deliverables that are found, in percent: just below what is measured.
pub(crate) const LEAST_RECALL: usize = 69;
/// The share of the deliverables said that are the reader's, in percent: just below what is measured.
pub(crate) const LEAST_PRECISION: usize = 68;

fn gold(kind: &str) -> Vec<Value> {
    let rows = include_str!("gold/xinshi-2021.targets.jsonl").lines().filter(|line| !line.trim().is_empty());
    let rows = rows.map(|line| serde_json::from_str::<Value>(line).expect("a row of gold"));
    rows.filter(|row| row["kind"] == kind).collect()
}

fn ledger() -> Ledger {
    pipeline::targets(&input(&seeds("reports/xinshi-2021.md")), &with_text()).expect("the sample report")
}

fn of_kind(ledger: &Ledger, kind: Kind) -> Vec<&Target> {
    ledger.targets.iter().filter(|target| target.kind == kind).collect()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().expect("a text")
}

/// Whether the two lie in each other by half of the shorter.
fn meets(target: &Target, row: &Value, report: &str) -> bool {
    places(report, text(row, "quote")).iter().any(|place| {
        let both = place.end.min(target.at.end).saturating_sub(place.start.max(target.at.start));
        both > 0 && both * 2 >= (place.end - place.start).min(target.at.end - target.at.start)
    })
}

#[test]
fn all_figures_are_found_and_nothing_else() {
    let ledger = ledger();
    let report = ledger.reports[0].text.as_deref().expect("the text");
    let said = of_kind(&ledger, Kind::Quantified);
    let rows = gold("quantified");
    assert_eq!(rows.len(), 14);
    let number = |value: &Value| value.to_string().parse::<Decimal>().ok();
    for row in &rows {
        let wanted = &row["quantity"];
        let fits = |target: &&&Target| {
            let Some(quantity) = &target.quantity else { return false };
            let parse = |text: &str| text.parse::<Decimal>().ok();
            meets(target, row, report)
                && parse(&quantity.value) == number(&wanted["value"])
                && quantity.high.as_deref().and_then(parse) == number(&wanted["value_hi"])
                && parse(&quantity.scale) == number(&wanted["scale"])
                && quantity.unit == text(wanted, "unit")
        };
        let found = said.iter().find(fits);
        let near: Vec<&str> = said
            .iter()
            .filter(|target| meets(target, row, report))
            .map(|target| target.quote.as_str())
            .collect();
        assert!(
            found.is_some(),
            "{} is not among the figures found; near it: {near:?}",
            bare(text(row, "quote"))
        );
    }
    let quotes: Vec<&str> = said.iter().map(|target| target.quote.as_str()).collect();
    assert_eq!(quotes.len(), rows.len(), "{quotes:#?}");
}

#[test]
fn deliverables_are_found_as_well_as_before() {
    let ledger = ledger();
    let report = ledger.reports[0].text.as_deref().expect("the text");
    let said = of_kind(&ledger, Kind::Deliverable);
    let rows = gold("deliverable");
    let mut taken = HashSet::new();
    for row in &rows {
        let free = said
            .iter()
            .enumerate()
            .find(|(index, target)| !taken.contains(index) && meets(target, row, report));
        if let Some((index, _)) = free {
            taken.insert(index);
        }
    }
    let (recall, precision) = (taken.len() * 100 / rows.len(), taken.len() * 100 / said.len().max(1));
    println!(
        "deliverables: {} of {} found, {} said: recall {recall} %, precision {precision} %",
        taken.len(),
        rows.len(),
        said.len()
    );
    assert!(
        recall >= LEAST_RECALL && precision >= LEAST_PRECISION,
        "recall {recall} %, precision {precision} %"
    );
}
