//! Keys and counts, made anew from the targets.

use super::fault::Faults;
use super::file::sha256;
use crate::ledger::{Kind, Ledger, Mark, SectionTotals, Target, Totals};
use crate::text::fold::fold;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many headings tell a section of the counts: the half and what is below it.
const SECTION_DEPTH: usize = 2;

/// The key of every target: the year, and 8 hex digits over quote, subject and number among equal ones; no two alike.
pub(super) fn keys(ledger: &Ledger, faults: &mut Faults) {
    let mut equal: BTreeMap<(Option<u16>, String, String), usize> = BTreeMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, target) in ledger.targets.iter().enumerate() {
        let at = format!("/targets/{index}/key");
        let words = (target.for_year, fold(&target.quote), fold(&target.subject));
        let nth = equal.entry(words.clone()).or_default();
        let right = key(target.for_year, &words.1, &words.2, *nth);
        *nth += 1;
        faults.same(&at, "year, quote and subject give another key", &target.key, &right);
        if let Some(first) = seen.insert(&target.key, index) {
            faults.add(&at, format!("/targets/{first} has the same key"));
        }
    }
}

/// The key of the n-th of equal folded words of one year, from 0.
pub(super) fn key(year: Option<u16>, quote: &str, subject: &str, nth: usize) -> String {
    let hash = sha256(format!("{quote}\0{subject}\0{nth}").as_bytes());
    let digits: String = hash.chars().take(8).collect();
    format!("{:04}-{digits}", year.unwrap_or_default())
}

/// The totals.
pub(super) fn totals(ledger: &Ledger, faults: &mut Faults) {
    let right = Totals { unpromised: ledger.unpromised.len(), ..counted(&ledger.targets) };
    let json = |totals: &Totals| serde_json::to_value(totals).unwrap_or_default();
    let (there, here) = (json(&ledger.totals), json(&right));
    for (name, count) in here.as_object().into_iter().flatten() {
        let said = there.get(name).cloned().unwrap_or_default();
        faults.same(&format!("/totals/{name}"), "the targets come to another count", &said, count);
    }
}

/// The name of a value in the ledger.
fn name(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How often each value occurs among the targets that are no efforts.
fn tally<T: Serialize>(targets: &[Target], of: impl Fn(&Target) -> Option<T>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for value in targets.iter().filter(|target| target.kind != Kind::Effort).filter_map(of) {
        *counts.entry(name(value)).or_default() += 1;
    }
    counts
}

fn counted(targets: &[Target]) -> Totals {
    let kind = |kind: Kind| targets.iter().filter(|target| target.kind == kind).count();
    let checkable = |target: &&Target| target.kind != Kind::Effort;
    let marked = |mark: Option<Mark>| targets.iter().filter(checkable).filter(|t| t.mark == mark).count();
    let mut sections: Vec<SectionTotals> = Vec::new();
    for target in targets {
        let section: Vec<String> = target.at.section.iter().take(SECTION_DEPTH).cloned().collect();
        let same = |known: &SectionTotals| known.report == target.at.report && known.section == section;
        let index = sections.iter().position(same).unwrap_or_else(|| {
            let report = target.at.report;
            sections.push(SectionTotals { report, section: section.clone(), ..SectionTotals::default() });
            sections.len() - 1
        });
        let counts = &mut sections[index];
        let count = match (target.kind, target.mark) {
            (Kind::Effort, _) => &mut counts.effort,
            (_, Some(Mark::Met)) => &mut counts.met,
            (_, Some(Mark::Missed)) => &mut counts.missed,
            (_, Some(Mark::NotMentioned)) => &mut counts.not_mentioned,
            (_, None) => &mut counts.unjudged,
        };
        *count += 1;
        counts.checkable += usize::from(target.kind != Kind::Effort);
    }
    let kinds = [Kind::Quantified, Kind::Deliverable, Kind::Effort];
    Totals {
        extracted: targets.len(),
        effort: kind(Kind::Effort),
        checkable: targets.len() - kind(Kind::Effort),
        met: marked(Some(Mark::Met)),
        missed: marked(Some(Mark::Missed)),
        not_mentioned: marked(Some(Mark::NotMentioned)),
        unjudged: marked(None),
        by_reason: tally(targets, |target| target.reason),
        by_kind: kinds.map(|of| (name(of), kind(of))).into(),
        by_section: sections,
        strict: tally(targets, |target| target.strict),
        lenient: tally(targets, |target| target.lenient),
        ..Totals::default()
    }
}

/// That fields which nothing fills yet are empty, so that nothing can be slipped in there.
pub(super) fn unfilled(ledger: &Ledger, faults: &mut Faults) {
    let what = "nothing fills this field yet";
    for (index, target) in ledger.targets.iter().enumerate() {
        if target.ruling.is_some() {
            faults.add(&format!("/targets/{index}/ruling"), what);
        }
    }
}
