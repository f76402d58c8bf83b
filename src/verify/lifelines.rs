//! Promises through the years: that every step is a promise of a plan half or stands in a later review half, that what is called
//! raised is more by the arithmetic, that what is called carried, dropped or delivered late was not reported met, and that each target
//! tells the same life as the lifelines. Whether two promises are one is not asked here.

use super::counts;
use super::fault::Faults;
use super::figures::{checked, quantity_of};
use super::quotes::unread;
use super::sources::Source;
use super::sums::rate_or;
use crate::lang::Pack;
use crate::ledger::{Change, Differs, Kind, Ledger, Lifeline, LifelineEntry, Mark, Place, Step, Target};
use crate::outline::Half;
use crate::quantity::compare::{base, base_high};
use crate::quantity::{Bound, Quantity};
use crate::span::Span;
use crate::text::fold::fold;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// So many equal words of one year are looked through for the key of a promise that is no target of the ledger.
const MOST_EQUAL: usize = 50;

/// Checks every lifeline, and that of every target.
pub(super) fn lifelines(ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    let targets: BTreeMap<&str, &Target> =
        ledger.targets.iter().map(|target| (target.key.as_str(), target)).collect();
    let book = Book { ledger, sources, targets };
    let mut lines: BTreeMap<&str, &Lifeline> = BTreeMap::new();
    for (index, line) in ledger.lifelines.iter().enumerate() {
        let at = format!("/lifelines/{index}");
        book.line(&at, line, faults);
        for key in line.steps.iter().filter_map(|step| step.key.as_deref()) {
            if lines.insert(key, line).is_some() {
                faults.add(&at, format!("{key} stands in two places"));
            }
        }
    }
    for (index, target) in ledger.targets.iter().enumerate() {
        book.short(&format!("/targets/{index}/lifeline"), target, lines.get(target.key.as_str()), faults);
    }
}

/// A promise that a step tells of: its report and, where it is one of the ledger, its target.
type Promise<'a> = (usize, Option<&'a Target>, &'a Step);

struct Book<'a> {
    ledger: &'a Ledger,
    sources: &'a [Option<Source>],
    targets: BTreeMap<&'a str, &'a Target>,
}

impl<'a> Book<'a> {
    fn line(&self, at: &str, line: &'a Lifeline, faults: &mut Faults) {
        let mut before: Vec<Promise<'a>> = Vec::new();
        let mut reports: Vec<usize> = Vec::new();
        for (index, step) in line.steps.iter().enumerate() {
            let at = format!("{at}/steps/{index}");
            let nth = match (step.change, &step.at) {
                (Change::Dropped, _) => {
                    let year =
                        |report: usize| self.ledger.reports.get(report + 1).and_then(|next| next.plans);
                    let open = |(report, target, _): &&Promise<'a>| {
                        target.is_some_and(not_met) && year(*report) == step.for_year
                    };
                    self.dropped(&at, step, before.iter().rfind(open).or(before.last()), faults);
                    reports.len()
                }
                (Change::Delivered, _) => {
                    self.delivered(&at, step, &before, faults);
                    reports.len()
                }
                (_, Some(place)) => {
                    if reports.last().is_none_or(|last| *last < place.report) {
                        reports.push(place.report);
                    } else if reports.last() > Some(&place.report) {
                        faults.add(&at, "the promise before it is of a later report");
                    }
                    let promise = self.promise(&at, step, place, faults);
                    self.change(&at, &promise, &before, faults);
                    before.push(promise);
                    if step.change == Change::First { 1 } else { reports.len() }
                }
                (_, None) => {
                    faults.add(&at, "a promise has words and a place");
                    continue;
                }
            };
            faults.same(&format!("{at}/nth"), "the reports before it come to another count", &step.nth, &nth);
        }
        // Only where promises of one year go on in one, the second can be a first.
        let firsts = line.steps.iter().filter(|step| step.change == Change::First).count();
        let parted = before.windows(2).any(|pair| pair[0].0 == pair[1].0);
        if before.first().is_some_and(|(.., step)| step.change != Change::First) || (firsts > 1 && !parted) {
            faults.add(at, "the first promise, and no other, is the first");
        }
        let late = line.steps.iter().any(|step| step.change == Change::Delivered);
        if before.len() < 2 && !late {
            faults.add(at, "it is promised once and no more is told of it");
        }
        if let Some((_, target, step)) = before.last() {
            let quote = step.quote.as_deref().unwrap_or_default();
            match target {
                Some(target) => {
                    let what = "its last promise is called otherwise";
                    faults.same(&format!("{at}/subject"), what, &line.subject, &target.subject);
                }
                None => {
                    let key = |nth| counts::key(step.for_year, &fold(quote), &fold(&line.subject), nth);
                    if !(0..MOST_EQUAL).any(|nth| step.key.as_deref() == Some(key(nth).as_str())) {
                        faults.add(
                            &format!("{at}/subject"),
                            "year, quote and subject give no key like that of its last promise",
                        );
                    }
                }
            }
        }
    }

    /// A promise, and what the ledger says of it as a target.
    fn promise(&self, at: &str, step: &'a Step, place: &Place, faults: &mut Faults) -> Promise<'a> {
        let report = place.report;
        self.lies(at, place, Half::Plan, "a promise must stand in the plan half", faults);
        let plans = self.ledger.reports.get(report).and_then(|entry| entry.plans);
        let what = "it is not the year of its report";
        faults.same(&format!("{at}/for_year"), what, &step.for_year, &plans);
        let target = step.key.as_deref().and_then(|key| self.targets.get(key).copied());
        match target {
            Some(target) => {
                let what = "the target says otherwise";
                let quote = step.quote.as_deref().unwrap_or_default();
                faults.same(&format!("{at}/quote"), what, quote, &target.quote);
                faults.same(&format!("{at}/at"), what, place, &target.at);
                faults.same(&format!("{at}/quantity"), what, &step.quantity, &target.quantity);
            }
            None => {
                if step.key.is_none() || self.ledger.targets.iter().any(|target| target.at.report == report) {
                    faults.add(&format!("{at}/key"), "there is no such target");
                }
                if let Some(entry) = &step.quantity {
                    let quote = step.quote.as_deref().unwrap_or_default();
                    checked(at, quote, place, entry, self.sources, faults);
                }
            }
        }
        (report, target, step)
    }

    /// What changed against the promises before it.
    fn change(&self, at: &str, promise: &Promise<'a>, before: &[Promise<'a>], faults: &mut Faults) {
        let (report, _, step) = promise;
        let at = format!("{at}/change");
        let differs = match step.change {
            Change::Redefined => !step.differs.is_empty(),
            Change::Raised | Change::Lowered => step.differs.iter().all(|what| *what == Differs::Bound),
            _ => step.differs.is_empty(),
        };
        if !differs {
            faults.add(&at, "that allows no such differences");
        }
        let earlier: Vec<&Promise<'a>> = before.iter().filter(|(other, ..)| other < report).collect();
        if step.change == Change::First {
            return;
        }
        // Where a line is one all along, the promise before it is the one it goes back to.
        let plain = |pair: &[&Promise<'a>]| pair[0].0 != pair[1].0;
        let one = earlier.windows(2).all(plain) && earlier.len() == before.len();
        let near = if one { &earlier[earlier.len().saturating_sub(1)..] } else { &earlier[..] };
        let fits = near.iter().any(|other| self.follows(other, promise));
        if !fits {
            faults.add(&at, "the promise before it allows no such change");
        }
    }

    /// Whether a promise can have changed so from another.
    fn follows(&self, (_, target, other): &Promise<'a>, (report, _, step): &Promise<'a>) -> bool {
        let unmet = target.is_some_and(not_met);
        let figures = step.quantity.is_some() && other.quantity.is_some();
        match step.change {
            Change::Merged | Change::Split | Change::Redefined => true,
            Change::Carried => step.quantity.is_none() && other.quantity.is_none() && unmet,
            Change::Repeated if !figures => step.quantity.is_none() && other.quantity.is_none() && !unmet,
            Change::Repeated | Change::Raised | Change::Lowered => {
                let Some(Some(source)) = self.sources.get(*report) else { return true };
                let units = &Pack::of(&source.outline.language).quantity.units;
                let read = |step: &Step| step.quantity.as_ref().and_then(quantity_of);
                let Some((was, is)) = read(other).zip(read(step)) else { return true };
                let (was, is) = (rate_or(was, units), rate_or(is, units));
                let ends = |quantity: &Quantity| -> Option<[Decimal; 2]> {
                    let low = base(quantity, units)?;
                    Some([low, base_high(quantity, units).unwrap_or(low)])
                };
                let Some((was_ends, is_ends)) = ends(&was).zip(ends(&is)) else { return false };
                let more = is_ends[0] >= was_ends[0] && is_ends[1] >= was_ends[1] && is_ends != was_ends;
                let less = is_ends[0] <= was_ends[0] && is_ends[1] <= was_ends[1] && is_ends != was_ends;
                let loose = |bound: Bound| matches!(bound, Bound::About | Bound::Range);
                units.comparable(&was.unit, &is.unit)
                    && match step.change {
                        Change::Raised => more,
                        Change::Lowered => less,
                        _ => is_ends == was_ends && loose(was.bound) == loose(is.bound),
                    }
            }
            Change::First | Change::Dropped | Change::Delivered => false,
        }
    }

    fn dropped(&self, at: &str, step: &Step, last: Option<&Promise<'a>>, faults: &mut Faults) {
        if step.quote.is_some() || step.at.is_some() || step.key.is_some() || step.quantity.is_some() {
            faults.add(at, "of what is not there nothing can be quoted");
        }
        match last.and_then(|(.., step)| step.key.as_deref()).and_then(|key| self.targets.get(key)) {
            Some(target) => self.lacks(at, target, step.for_year, faults),
            None => faults.add(at, "only a target of the ledger can be dropped"),
        }
    }

    /// That the next plan, read whole, can be said not to have a target.
    fn lacks(&self, at: &str, target: &Target, year: Option<u16>, faults: &mut Faults) {
        if !not_met(target) {
            faults.add(at, "what was reported met, or was not looked for, cannot be dropped");
        }
        let next = target.at.report.saturating_add(1);
        let Some(entry) = self.ledger.reports.get(next) else {
            faults.add(at, "behind the last plan there is none that could lack it");
            return;
        };
        faults.same(&format!("{at}/for_year"), "the next plan is for another year", &year, &entry.plans);
        let Some(Some(source)) = self.sources.get(next) else { return };
        let most = self.ledger.tool.policy.most_sentence;
        if !source.document.complete || !unread(source, Half::Plan, most).is_empty() {
            faults.add(at, "the next plan was not read whole");
        }
        let name = fold(&target.subject);
        let held = |block: Span| fold(source.document.slice(block)).contains(&name);
        if source.blocks(Half::Plan).any(held) {
            faults.add(at, "the next plan has the very words");
        }
    }

    fn delivered(&self, at: &str, step: &Step, before: &[Promise<'a>], faults: &mut Faults) {
        let (Some(place), Some(_), None) = (&step.at, &step.quote, &step.key) else {
            faults.add(at, "a later report's words with their place belong here, and no key");
            return;
        };
        self.lies(at, place, Half::Review, "it must stand in the review half of a later report", faults);
        let reviews = self.ledger.reports.get(place.report).and_then(|entry| entry.reviews);
        let what = "it is not the year that its report looks back on";
        faults.same(&format!("{at}/for_year"), what, &step.for_year, &reviews);
        let due = |(report, target, _): &Promise<'a>| {
            let thing = |target: &&Target| target.kind == Kind::Deliverable && not_met(target);
            target.as_ref().is_some_and(thing) && *report + 1 < place.report
        };
        if !before.iter().any(due) {
            faults.add(at, "no thing was promised before that an earlier report left open");
        }
    }

    fn lies(&self, at: &str, place: &Place, half: Half, what: &str, faults: &mut Faults) {
        if let Some(Some(source)) = self.sources.get(place.report)
            && !source.lies_in(Span::new(place.start, place.end), half)
        {
            faults.add(&format!("{at}/at"), what);
        }
    }

    /// The short form of one target.
    fn short(&self, at: &str, target: &Target, line: Option<&&Lifeline>, faults: &mut Faults) {
        let alone = self.ledger.reports.len() < 2 || target.kind == Kind::Effort;
        let right: Vec<LifelineEntry> = match line {
            Some(line) => line.steps.iter().map(entry).collect(),
            None if alone => Vec::new(),
            None => {
                let first = LifelineEntry {
                    for_year: target.for_year,
                    key: Some(target.key.clone()),
                    change: Change::First,
                };
                let dropped = target.lifeline.get(1).filter(|entry| entry.change == Change::Dropped);
                if let Some(entry) = dropped {
                    self.lacks(&format!("{at}/1"), target, entry.for_year, faults);
                }
                let dropped = dropped.map(|entry| LifelineEntry { key: None, ..entry.clone() });
                std::iter::once(first).chain(dropped).collect()
            }
        };
        faults.same(at, "the lifelines tell another life", &target.lifeline, &right);
    }
}

fn entry(step: &Step) -> LifelineEntry {
    LifelineEntry { for_year: step.for_year, key: step.key.clone(), change: step.change }
}

/// Whether a target was looked for and not reported met.
fn not_met(target: &Target) -> bool {
    matches!(target.mark, Some(Mark::Missed | Mark::NotMentioned))
}
