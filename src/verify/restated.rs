//! Figures given differently, and claims that answer no target. Comes in: the ledger's entries and the reports. Goes out: sums that come out
//! otherwise, differences that rounding explains, places in the wrong half. Whether two figures measure the same, and whether one was
//! left out, is not asked here.

use super::fault::Faults;
use super::figures::{checked, quantity_of};
use super::sources::Source;
use super::sums::moves;
use crate::lang::Pack;
use crate::ledger::{Ledger, Place, QuantityEntry, Quoted, Restated, Restatement, Unpromised};
use crate::outline::Half;
use crate::quantity::compare::base;
use crate::quantity::rounding::{Interval, decimals, growth, growth_between, interval};
use crate::quantity::{Basis, Quantity};
use crate::span::Span;
use crate::text::fold::{Folded, fold};
use crate::text::sentence::sentences;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Decimal places of a growth between two levels.
const PLACES: u32 = 1;

/// Checks every figure given differently; how many sums were redone.
pub(super) fn restated(ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) -> usize {
    let figure = |said: &Quoted| {
        let figure = said.quantity.as_ref().and_then(|quantity| quantity.figure);
        (said.at.report, figure.map_or(said.at.start, |figure| figure.start))
    };
    let mut seen = BTreeSet::new();
    for (index, entry) in ledger.restated.iter().enumerate() {
        let at = format!("/restated/{index}");
        if !seen.insert((figure(&entry.first), figure(&entry.second), entry.kind)) {
            faults.add(&at, "it stands twice");
        }
        Check { at, entry, ledger, sources }.all(faults);
    }
    ledger.restated.len()
}

/// Checks every claim that answers no target.
pub(super) fn unpromised(ledger: &Ledger, sources: &[Option<Source>], faults: &mut Faults) {
    let mut last: Option<(usize, usize, Option<usize>)> = None;
    for (index, said) in ledger.unpromised.iter().enumerate() {
        let at = format!("/unpromised/{index}");
        in_review(&at, &said.at, sources, faults);
        checked(&at, &said.quote, &said.at, &said.quantity, sources, faults);
        let figure = said.quantity.figure.map(|figure| figure.start);
        let here = (said.at.report, said.at.end, figure);
        if last.replace(here).is_some_and(|last| last >= here && last.2.is_some()) {
            faults.add(&at, "it stands twice, or not in the order of the text");
        }
        let compared = |earlier: usize| ledger.targets.iter().any(|target| target.at.report == earlier);
        if !said.at.report.checked_sub(1).is_some_and(compared) {
            faults.add(&format!("{at}/at/report"), "no plan was compared with this report");
        }
        if let Some(target) = answered(ledger, said) {
            faults.add(&at, format!("it is evidence of /targets/{target}"));
        }
    }
}

/// The target that a claim is evidence of.
fn answered(ledger: &Ledger, said: &Unpromised) -> Option<usize> {
    let same = |at: &Place| (at.report, at.start, at.end) == (said.at.report, said.at.start, said.at.end);
    let used = |quantity: &Option<QuantityEntry>| {
        said.quantity.figure.is_some()
            && quantity.as_ref().is_some_and(|used| used.figure == said.quantity.figure)
    };
    ledger.targets.iter().position(|target| {
        target.evidence.iter().any(|evidence| {
            same(&evidence.at) || (evidence.at.report == said.at.report && used(&evidence.quantity))
        })
    })
}

fn in_review(at: &str, place: &Place, sources: &[Option<Source>], faults: &mut Faults) {
    if let Some(Some(source)) = sources.get(place.report)
        && !source.lies_in(Span { start: place.start, end: place.end }, Half::Review)
    {
        faults.add(&format!("{at}/at"), "it must stand in a review half");
    }
}

struct Check<'a> {
    at: String,
    entry: &'a Restated,
    ledger: &'a Ledger,
    sources: &'a [Option<Source>],
}

impl Check<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}/{field}", self.at)
    }

    fn all(&self, faults: &mut Faults) {
        let (first, second) = (&self.entry.first, &self.entry.second);
        let growth = self.entry.growth.as_ref();
        let quotes = [Some(("first", first)), Some(("second", second)), growth.map(|said| ("growth", said))];
        for (name, said) in quotes.into_iter().flatten() {
            in_review(&self.at(name), &said.at, self.sources, faults);
            match &said.quantity {
                Some(quantity) => {
                    checked(&self.at(name), &said.quote, &said.at, quantity, self.sources, faults);
                }
                None => faults.add(&self.at(&format!("{name}/quantity")), "the figure must be there"),
            }
        }
        if first.at.report >= second.at.report
            || growth.is_some_and(|said| said.at.report != second.at.report)
        {
            faults.add(
                &self.at,
                "the second figure, and the growth with it, must be of a later report than the first",
            );
        }
        self.years(faults);
        self.provisional(faults);
        match (self.entry.kind, growth) {
            (Restatement::Level, None) => self.levels(faults),
            (Restatement::GrowthAgainstLevels, Some(growth)) => self.growth(growth, faults),
            _ => faults
                .add(&self.at("growth"), "a growth stands there where one is spoken of, and nowhere else"),
        }
    }

    /// That the figures are of the years that they are said to be of.
    fn years(&self, faults: &mut Faults) {
        let reviews =
            |said: &Quoted| self.ledger.reports.get(said.at.report).and_then(|report| report.reviews);
        let (first, second) = (reviews(&self.entry.first), reviews(&self.entry.second));
        let year = self.entry.year;
        let right = match self.entry.kind {
            Restatement::Level => first == Some(year) && second.is_some_and(|second| second > year),
            Restatement::GrowthAgainstLevels => {
                second == Some(year) && first.and_then(|first| first.checked_add(1)) == Some(year)
            }
        };
        if !right {
            faults.add(&self.at("year"), "the reports do not look back on this year");
        }
    }

    fn provisional(&self, faults: &mut Faults) {
        let first = &self.entry.first;
        let (Some(Some(source)), Some(report)) =
            (self.sources.get(first.at.report), self.ledger.reports.get(first.at.report))
        else {
            return;
        };
        let given = report.delivered.as_deref().and_then(|date| date.split('-').next()?.parse::<u16>().ok());
        let early = given.zip(report.reviews).is_some_and(|(given, reviews)| given <= reviews);
        let block = source.document.block_at(first.at.start).map(|block| source.document.blocks[block].span);
        let folded = Folded::new(&source.document.text, block.unwrap_or_default());
        let quote = Span { start: first.at.start, end: first.at.end };
        let expected = &Pack::of(&source.outline.language).judge.expected;
        let mut around = sentences(&folded.text).into_iter().filter(|one| folded.back(*one).overlaps(quote));
        let right = early || around.any(|one| expected.any(one.slice(&folded.text)));
        faults.same(
            &self.at("provisional"),
            "the first report says otherwise",
            &self.entry.provisional,
            &right,
        );
    }

    /// The first level, the second one and the amounts that both round from, in the unit of the first.
    fn sides(&self, faults: &mut Faults) -> Option<[(Decimal, Interval, String); 2]> {
        let side = |said: &Quoted| {
            let source = self.sources.get(said.at.report)?.as_ref()?;
            let units = &Pack::of(&source.outline.language).quantity.units;
            let quantity = said.quantity.as_ref().and_then(quantity_of)?;
            let interval = interval(&quantity, printed(said, &quantity, source)?, units)?;
            let factor = units.lookup(&quantity.unit).map_or(Decimal::ONE, |unit| unit.factor);
            Some((base(&quantity, units)?, interval, factor, quantity))
        };
        let (first, second) = (side(&self.entry.first)?, side(&self.entry.second)?);
        let pack = Pack::of(&self.sources.get(self.entry.first.at.report)?.as_ref()?.outline.language);
        let moving = |quantity: &Quantity| quantity.basis == Basis::Growth;
        if !pack.quantity.units.comparable(&first.3.unit, &second.3.unit)
            || moving(&first.3)
            || moving(&second.3)
        {
            faults.add(&self.at, "the two are no levels of one unit");
            return None;
        }
        let unit = first.3.unit.clone();
        let amount = |base: Decimal| base.checked_div(first.2).map(|amount| amount.normalize());
        Some([(amount(first.0)?, first.1, unit.clone()), (amount(second.0)?, second.1, unit)])
    }

    fn levels(&self, faults: &mut Faults) {
        let Some([(from, there, unit), (to, here, _)]) = self.sides(faults) else { return };
        if !there.apart(here) {
            faults.add(&self.at, "rounding explains the difference");
        }
        self.sum(from, &[to], &unit, faults);
    }

    fn growth(&self, said: &Quoted, faults: &mut Faults) {
        let Some([(before, there, _), (now, here, _)]) = self.sides(faults) else { return };
        let Some(Some(source)) = self.sources.get(said.at.report) else { return };
        let pack = Pack::of(&source.outline.language);
        let Some(stated) = said.quantity.as_ref().and_then(quantity_of) else { return };
        if stated.basis != Basis::Growth {
            faults.add(&self.at("growth/quantity/basis"), "this is no growth");
        }
        let rounds = printed(said, &stated, source)
            .and_then(|decimals| interval(&stated, decimals, &pack.quantity.units));
        let Some((rounds, between)) = rounds.zip(growth_between(there, here)) else { return };
        let Some(from) = growth(before, now) else { return };
        let rate = stated.value.checked_mul(stated.scale).unwrap_or_default().normalize();
        // Whether it rises or falls, the ledger does not print where the quote has both words.
        let (rises, falls) = moves(pack, &said.quote);
        let signs: &[bool] = match (rises, falls) {
            (true, true) => &[false, true],
            (_, falls) => {
                if falls {
                    &[true]
                } else {
                    &[false]
                }
            }
        };
        let right: Vec<Decimal> = signs.iter().map(|falls| if *falls { -rate } else { rate }).collect();
        let stands = signs.iter().any(|falls| between.apart(if *falls { rounds.negative() } else { rounds }));
        if !stands {
            faults.add(&self.at, "rounding explains the difference");
        }
        self.sum(from.round_dp(PLACES).normalize(), &right, &stated.unit, faults);
    }

    /// That the printed numbers are these; `to` may be one of several.
    fn sum(&self, from: Decimal, to: &[Decimal], unit: &str, faults: &mut Faults) {
        faults.same(
            &self.at("from"),
            "the figures come to another number",
            &self.entry.from,
            &from.to_string(),
        );
        let said = to.iter().find(|to| to.to_string() == self.entry.to).or(to.first());
        let Some(to) = said else { return };
        faults.same(&self.at("to"), "the figures come to another number", &self.entry.to, &to.to_string());
        let gap = to.checked_sub(from).unwrap_or_default().normalize().to_string();
        faults.same(&self.at("gap"), "it must be the second less the first", &self.entry.gap, &gap);
        faults.same(&self.at("unit"), "the figures have another unit", self.entry.unit.as_str(), unit);
    }
}

/// How many decimals a figure is printed with.
fn printed(said: &Quoted, quantity: &Quantity, source: &Source) -> Option<u32> {
    let Some(place) = said.quantity.as_ref().and_then(|quantity| quantity.figure) else {
        return Some(quantity.value.scale());
    };
    let span = Span { start: place.start, end: place.end };
    span.fits(&source.document.text).then(|| decimals(&fold(span.slice(&source.document.text)))).flatten()
}
