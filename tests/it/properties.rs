//! What must hold of every report, also of broken ones.

use crate::corpus::{Run, ledgers, seeds, with_text};
use duixian::ledger::build::sha256;
use duixian::ledger::{Kind, Ledger, Mark, Place, QuantityEntry, Reason};
use duixian::pipeline::{self, Input, Options};
use duixian::policy::Policy;
use duixian::quantity::compare::{Outcome, base, compare};
use duixian::quantity::numeral::{format, parse};
use duixian::quantity::unit::Units;
use duixian::quantity::{Basis, Bound, Quantity};
use duixian::span::Span;
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashSet};
use std::fs;

/// The runs by which the slow properties are tried: small, of different encodings and formats.
fn some() -> Vec<(&'static Run, &'static Ledger)> {
    ledgers().step_by(9).filter(|(run, _)| run.name != "chenghu").collect()
}

fn checked(inputs: &[Input]) -> Ledger {
    pipeline::check(inputs, &with_text()).expect("a pair that was checked before")
}

fn json(ledger: &Ledger) -> String {
    serde_json::to_string(ledger).expect("JSON")
}

/// That a quote is the text at its place.
fn is_exact(run: &Run, ledger: &Ledger, quote: &str, at: &Place) {
    let text = ledger.reports[at.report].text.as_deref().expect("the text");
    let span = Span::new(at.start, at.end);
    assert!(span.fits(text), "{}: {at:?}", run.name);
    assert_eq!(span.slice(text), quote, "{}", run.name);
    assert!(!quote.trim().is_empty(), "{}: an empty quote at {at:?}", run.name);
}

#[test]
fn quotes_are_exact_and_evidence_comes_from_the_later_review_half() {
    for (run, ledger) in ledgers() {
        let plan = ledger.reports[0].plan_half.expect("a plan half");
        let review = ledger.reports[1].review_half.expect("a review half");
        for target in &ledger.targets {
            is_exact(run, ledger, &target.quote, &target.at);
            assert_eq!(target.at.report, 0);
            assert!(
                plan.start <= target.at.start && target.at.end <= plan.end,
                "{}: {}",
                run.name,
                target.quote
            );
            for said in target.standing.iter().flat_map(|standing| &standing.derived) {
                is_exact(run, ledger, &said.quote, &said.at);
            }
            for said in &target.evidence {
                is_exact(run, ledger, &said.quote, &said.at);
                assert_eq!(said.at.report, 1);
                assert!(
                    review.start <= said.at.start && said.at.end <= review.end,
                    "{}: {}",
                    run.name,
                    said.quote
                );
                assert!(
                    !in_plan(ledger, &said.at),
                    "{}: evidence of the plan half: {}",
                    run.name,
                    said.quote
                );
                assert!((0.0..=1.0).contains(&said.score), "{}: {}", run.name, said.score);
            }
            assert!(target.evidence.len() <= 3);
            for candidate in &target.candidates {
                is_exact(run, ledger, &candidate.quote, &candidate.at);
            }
        }
        for place in ledger.notices.iter().filter_map(|notice| notice.at.as_ref()) {
            let text = ledger.reports[place.report].text.as_deref().expect("the text");
            assert!(Span::new(place.start, place.end).fits(text), "{}: {place:?}", run.name);
        }
    }
}

/// Whether a place lies in a block of its report that looks ahead.
fn in_plan(ledger: &Ledger, at: &Place) -> bool {
    let plan = duixian::outline::Half::Plan;
    let report = &ledger.reports[at.report];
    report.blocks.iter().any(|block| block.half == plan && block.start <= at.start && at.start < block.end)
}

#[test]
fn a_reason_determines_its_mark_and_an_effort_has_none() {
    for (run, ledger) in ledgers() {
        for target in &ledger.targets {
            if target.kind == Kind::Effort {
                let bare = target.mark.is_none() && target.reason.is_none() && target.rule.is_none();
                assert!(bare && target.evidence.is_empty(), "{}: {}", run.name, target.quote);
                continue;
            }
            let Some(reason) = target.reason else {
                // Nothing was found, and the text is incomplete: that is all that can be said.
                let part = target.search.as_ref().is_some_and(|search| !search.complete);
                let bare = target.mark.is_none() && target.rule.is_none() && target.evidence.is_empty();
                assert!(part && bare, "{}: {} has no reason", run.name, target.quote);
                continue;
            };
            let whole = target.search.as_ref().is_none_or(|search| search.complete);
            assert!(whole || reason != Reason::Silent, "{}: {}", run.name, target.quote);
            assert_eq!(target.mark, Some(reason.mark()), "{}: {}", run.name, target.quote);
            assert!(target.rule.is_some() && target.strict.is_some() && target.lenient.is_some());
            assert_eq!(
                target.kind == Kind::Quantified,
                target.quantity.is_some(),
                "{}: {}",
                run.name,
                target.quote
            );
            let silent = reason == Reason::Silent;
            assert_eq!(silent, target.evidence.is_empty(), "{}: {} {reason:?}", run.name, target.quote);
            let mentioned = target.mark != Some(Mark::NotMentioned);
            assert!(mentioned || target.search.is_some(), "{}: no search behind {}", run.name, target.quote);
        }
    }
}

#[test]
fn totals_add_up() {
    for (run, ledger) in ledgers() {
        let totals = &ledger.totals;
        let name = &run.name;
        assert_eq!(totals.extracted, ledger.targets.len(), "{name}");
        assert_eq!(totals.extracted, totals.checkable + totals.effort, "{name}");
        let marked = totals.met + totals.missed + totals.not_mentioned;
        assert_eq!(totals.checkable, marked + totals.unjudged, "{name}");
        assert_eq!(totals.by_reason.values().sum::<usize>(), marked, "{name}");
        assert_eq!(totals.by_kind.values().sum::<usize>(), totals.extracted, "{name}");
        for marks in [&totals.strict, &totals.lenient] {
            assert_eq!(marks.values().sum::<usize>(), marked, "{name}");
        }
        let sum = |of: fn(&duixian::ledger::SectionTotals) -> usize| {
            totals.by_section.iter().map(of).sum::<usize>()
        };
        assert_eq!(sum(|section| section.checkable), totals.checkable, "{name}");
        assert_eq!(sum(|section| section.effort), totals.effort, "{name}");
        assert_eq!(sum(|section| section.met), totals.met, "{name}");
        assert_eq!(sum(|section| section.missed), totals.missed, "{name}");
        assert_eq!(sum(|section| section.not_mentioned), totals.not_mentioned, "{name}");
        assert_eq!(sum(|section| section.unjudged), totals.unjudged, "{name}");
    }
}

#[test]
fn keys_are_unique_and_stable() {
    for (run, ledger) in ledgers() {
        let keys: HashSet<&str> = ledger.targets.iter().map(|target| target.key.as_str()).collect();
        assert_eq!(keys.len(), ledger.targets.len(), "{}", run.name);
        for target in &ledger.targets {
            let (year, hex) = target.key.split_once('-').expect("year-hex");
            assert_eq!(year, target.for_year.map_or("0000".to_owned(), |year| year.to_string()));
            assert!(hex.len() == 8 && hex.chars().all(|c| c.is_ascii_hexdigit()), "{}", target.key);
        }
        // Alone, a report gives the same keys: they do not hang on what the later report says.
        let alone = pipeline::targets(&run.inputs[0], &Options::default()).expect("targets");
        let of = |ledger: &Ledger| ledger.targets.iter().map(|target| target.key.clone()).collect::<Vec<_>>();
        assert_eq!(of(&alone), of(ledger), "{}", run.name);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (run, ledger) in ledgers() {
        assert_eq!(json(&checked(&run.inputs)), json(ledger), "{}", run.name);
    }
}

#[test]
fn file_names_decide_nothing() {
    for (run, ledger) in some() {
        let renamed = |(index, input): (usize, &Input)| Input {
            // The names are exchanged in meaning: the later one sounds earlier.
            name: ["zz-2031.md", "2001/aa.txt"][index].to_owned(),
            bytes: input.bytes.clone(),
        };
        let mut other = checked(&run.inputs.iter().enumerate().map(renamed).collect::<Vec<_>>());
        assert_eq!(
            (other.reports[0].name.as_str(), other.reports[1].name.as_str()),
            ("zz-2031.md", "aa.txt")
        );
        for (there, here) in other.reports.iter_mut().zip(&ledger.reports) {
            there.name.clone_from(&here.name);
        }
        other.seal.clone_from(&ledger.seal);
        assert_eq!(json(&other), json(ledger), "{}", run.name);
    }
}

#[test]
fn reports_come_out_in_the_order_given() {
    let inputs =
        ["chenghu-2023.md", "chenghu-2024.md"].map(|name| crate::corpus::input(&seeds("reports").join(name)));
    let [earlier, later] = inputs;
    let error = pipeline::check(&[later, earlier], &Options::default()).expect_err("the wrong order");
    assert!(error.to_string().contains("2023") && error.to_string().contains("2025"), "{error}");
}

/// Worst, then better.
fn rank(mark: Option<Mark>) -> u8 {
    match mark {
        Some(Mark::Met) => 2,
        Some(Mark::Missed) => 1,
        _ => 0,
    }
}

/// A pair whose one figure is answered by `actual`.
fn answered(actual: u32) -> [Input; 2] {
    let report = |name: &str, done: u16, review: String, plan: &str| Input {
        name: name.to_owned(),
        bytes: format!(
            "示例区政府工作报告\n\n一、{done}年工作回顾\n\n{review}\n\n二、{}年主要任务\n\n{plan}\n",
            done + 1
        )
        .into_bytes(),
    };
    [
        report("a.md", 2022, "新建公园1座。".to_owned(), "改造老旧小区50个。"),
        report("b.md", 2023, format!("改造老旧小区{actual}个。"), "新建公园2座。"),
    ]
}

fn units() -> &'static Units {
    &duixian::lang::Pack::built_in()[0].quantity.units
}

fn quantity(bound: Bound, value: i64, scale: i64, unit: &str) -> Quantity {
    Quantity {
        bound,
        value: value.into(),
        high: None,
        scale: scale.into(),
        unit: unit.to_owned(),
        basis: Basis::Level,
        hedges: Vec::new(),
    }
}

/// A byte string broken at a few places.
fn broken(bytes: &[u8], flips: &[(Index, u8)], cut: Option<Index>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (index, by) in flips {
        if !bytes.is_empty() {
            let at = index.index(bytes.len());
            bytes[at] ^= by;
        }
    }
    if let Some(cut) = cut
        && !bytes.is_empty()
    {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numerals_round_trip(number in 0u64..=9_999_999_999_999) {
        prop_assert_eq!(parse(&format(number)), Some(number.into()), "{}", format(number));
        prop_assert_eq!(parse(&number.to_string()), Some(number.into()));
    }

    #[test]
    fn a_better_actual_never_worsens_the_outcome(
        value in 1i64..5000, actual in 0i64..9000, by in 0i64..900, lower: bool,
        bound in prop::sample::select(vec![Bound::Exactly, Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::About]),
        unit in prop::sample::select(vec!["个", "%", "元", "亩", "公里", "个百分点", ""]),
    ) {
        let target = quantity(bound, value, 1, unit);
        let lower = match bound {
            Bound::AtLeast | Bound::MoreThan => false,
            Bound::AtMost | Bound::LessThan => true,
            _ => lower,
        };
        let better = if lower { actual - by } else { actual + by };
        let of = |actual: i64| {
            let factor = units().lookup(unit).map_or(Decimal::ONE, |unit| unit.factor);
            compare(&target, units(), Decimal::from(actual) * factor, lower, &Policy::default())
        };
        prop_assert!(of(better) >= of(actual));
        prop_assert!(of(value) >= Outcome::Reached, "the figure itself is reached");
    }

    #[test]
    fn ten_thousand_yuan_and_yuan_agree(value in 1i64..1_000_000) {
        let scaled = base(&quantity(Bound::Exactly, value, 10_000, "元"), units());
        prop_assert_eq!(scaled, base(&quantity(Bound::Exactly, value * 10_000, 1, "元"), units()));
    }

    #[test]
    fn a_better_actual_never_worsens_the_mark(actual in 1u32..120, by in 0u32..60) {
        let of = |actual| {
            let ledger = checked(&answered(actual));
            let target = ledger.targets.iter().find(|target| target.quote.contains("改造老旧小区")).expect("the target");
            (rank(target.mark), target.mark)
        };
        let (low, high) = (of(actual), of(actual + by));
        prop_assert!(high.0 >= low.0, "{actual}: {low:?}, {}: {high:?}", actual + by);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), bom in prop::sample::select(vec!["", "utf8", "le", "be"])) {
        let mark: &[u8] = match bom { "utf8" => &[0xEF, 0xBB, 0xBF], "le" => &[0xFF, 0xFE], "be" => &[0xFE, 0xFF], _ => &[] };
        let input = Input { name: "x".to_owned(), bytes: [mark, bytes.as_slice()].concat() };
        let _ = pipeline::text(&input, &Options::default());
        let _ = pipeline::targets(&input, &Options::default());
        let _ = pipeline::check(&[input.clone(), input], &Options::default());
    }

    #[test]
    fn broken_reports_give_a_ledger_or_an_error(
        which in any::<Index>(), flips in prop::collection::vec((any::<Index>(), 1u8..), 0..12),
        cut in prop::option::of(any::<Index>()), side in 0usize..2,
    ) {
        let some = some();
        let (run, _) = &some[which.index(some.len())];
        let mut inputs = run.inputs.clone();
        inputs[side].bytes = broken(&inputs[side].bytes, &flips, cut);
        if let Ok(ledger) = pipeline::check(&inputs, &with_text()) {
            for target in &ledger.targets {
                is_exact(run, &ledger, &target.quote, &target.at);
                for said in &target.evidence {
                    is_exact(run, &ledger, &said.quote, &said.at);
                }
            }
            prop_assert_eq!(ledger.totals.extracted, ledger.targets.len());
        }
    }
}

#[test]
fn a_whole_report_cut_anywhere_gives_a_ledger_or_an_error() {
    let inputs =
        ["chenghu-2023.md", "chenghu-2024.md"].map(|name| crate::corpus::input(&seeds("reports").join(name)));
    for part in 1..12 {
        for side in 0..2 {
            let mut inputs = inputs.clone();
            let most = inputs[side].bytes.len();
            inputs[side].bytes.truncate(most * part / 12 + part);
            let _ = pipeline::check(&inputs, &Options::default());
        }
    }
}

#[test]
fn every_figure_of_a_ledger_is_a_decimal() {
    let decimal = |text: &str| text.parse::<Decimal>().is_ok();
    let good = |quantity: &QuantityEntry| {
        let high = quantity.high.as_deref().is_none_or(decimal);
        decimal(&quantity.value)
            && high
            && quantity.scale.parse::<Decimal>().is_ok_and(|scale| !scale.is_zero())
    };
    for (run, ledger) in ledgers() {
        for target in &ledger.targets {
            let said = target.evidence.iter().filter_map(|said| said.quantity.as_ref());
            for quantity in target.quantity.iter().chain(said) {
                assert!(good(quantity), "{}: {quantity:?}", run.name);
            }
        }
    }
}

#[test]
fn no_case_is_empty_and_reports_are_sealed() {
    let mut seals = BTreeMap::new();
    for (run, ledger) in ledgers() {
        // As anybody can redo it: the JSON with an empty seal.
        let unsealed = Ledger { seal: String::new(), ..ledger.clone() };
        assert_eq!(ledger.seal, sha256(json(&unsealed).as_bytes()), "{}", run.name);
        assert!(seals.insert(ledger.seal.as_str(), &run.name).is_none(), "{}: a seal twice", run.name);
    }
    assert!(fs::read_dir(seeds("cases")).expect("seeds/cases").count() > 50);
}
