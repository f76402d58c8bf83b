//! The arithmetic of a verdict, redone from the quantities that the ledger prints: the promised number, the reported one in the
//! promised unit (or the growth between two levels), the gap, and on which side of the bound they lie under the ledger's policy.

use super::fault::Faults;
use super::figures::quantity_of;
use super::sources::Source;
use crate::lang::Pack;
use crate::lang::quantity::Says;
use crate::ledger::{Reason, Standing, Target};
use crate::policy::Policy;
use crate::quantity::compare::{Outcome, as_rate, base, base_high, compare};
use crate::quantity::unit::{Dimension, Units};
use crate::quantity::{Basis, Bound, Quantity};
use crate::text::fold::fold;
use rust_decimal::Decimal;

/// Decimal places of a growth between two levels, as reports print it.
const PLACES: u32 = 1;

/// A tolerance, as a share or in points, is not larger than this.
const MOST_TOLERANCE: u32 = 100;

/// Checks the standing of a target; whether there was a sum.
pub(super) fn target(
    at: &str,
    target: &Target,
    policy: &Policy,
    sources: &[Option<Source>],
    faults: &mut Faults,
) -> bool {
    let at = format!("{at}/standing");
    let sense = |number: Decimal| (Decimal::ZERO..=Decimal::from(MOST_TOLERANCE)).contains(&number);
    if !sense(policy.about_share) || !sense(policy.about_points) {
        faults.add("/tool/policy", "no tolerance is below 0 or so large");
        return false;
    }
    let rule = target.rule.as_deref().unwrap_or_default();
    let compares = matches!(
        target.reason,
        Some(Reason::Exceeded | Reason::Reached | Reason::WithinHedge | Reason::Short)
    );
    let Some(standing) = &target.standing else {
        if compares {
            faults.add(&at, "a figure was compared, so the sum must be there");
        }
        return false;
    };
    if !compares && target.reason != Some(Reason::Admitted) {
        faults.add(&at, "only a figure that was compared has a sum");
        return true;
    }
    let language = sources.get(target.at.report).and_then(Option::as_ref);
    let Some(pack) = language.map(|source| Pack::of(&source.outline.language)) else { return true };
    let units = &pack.quantity.units;
    let first = target.evidence.first();
    let Some((promised, said)) = (target.quantity.as_ref().and_then(quantity_of))
        .zip(first.and_then(|first| first.quantity.as_ref()).and_then(quantity_of))
    else {
        faults.add(&at, "the quantities that it is made of are missing");
        return true;
    };
    let sum = Sum { at: &at, target, standing, promised: rate_or(promised, units), units, pack, policy };
    if rule.starts_with("derived.") {
        sum.derived(&said, faults)
    } else {
        sum.compared(&said, faults)
    }
    true
}

/// The words of rising and falling in a text: whether there is one of each.
pub(super) fn moves(pack: &Pack, text: &str) -> (bool, bool) {
    let text = fold(text);
    let has = |wanted: Says| {
        let words = pack.quantity.basis.iter().filter(|list| list.means == wanted);
        words.flat_map(|list| &list.words).any(|word| text.contains(word.as_str()))
    };
    (has(Says::Rises), has(Says::Falls))
}

/// Whether less is better: of a ceiling, and of a measure that the pack knows as such, unless the promise is one of falling. Which
/// it is, the ledger does not print where its quote has both, and then either may be.
pub(super) fn directions(promised: &Quantity, target: &Target, pack: &Pack) -> &'static [bool] {
    let ceiling = matches!(promised.bound, Bound::AtMost | Bound::LessThan);
    let known = pack.judge.lower_is_better.any(&target.subject);
    let falls = moves(pack, &target.quote).1;
    match (ceiling, known, falls) {
        (true, ..) => &[true],
        (_, false, _) => &[false],
        (_, true, false) => &[true],
        (_, true, true) => &[true, false],
    }
}

/// The quantity, doublings and times of growth as a rate.
pub(super) fn rate_or(quantity: Quantity, units: &Units) -> Quantity {
    as_rate(&quantity, units).unwrap_or(quantity)
}

struct Sum<'a> {
    at: &'a str,
    target: &'a Target,
    standing: &'a Standing,
    promised: Quantity,
    units: &'a Units,
    pack: &'a Pack,
    policy: &'a Policy,
}

impl Sum<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}/{field}", self.at)
    }

    /// A reported figure against the promised one.
    fn compared(&self, said: &Quantity, faults: &mut Faults) {
        if !self.standing.derived.is_empty() {
            faults.add(&self.at("derived"), "a reported figure needs no other quote");
        }
        let said = rate_or(said.clone(), self.units);
        if !self.units.comparable(&self.promised.unit, &said.unit) {
            faults.same(&self.at("unit"), "the units cannot be compared", &said.unit, &self.promised.unit);
            return;
        }
        let factor = self.units.lookup(&self.promised.unit).map_or(Decimal::ONE, |unit| unit.factor);
        let Some(amount) = base(&said, self.units) else {
            faults.add(&self.at("actual"), "the number is too large");
            return;
        };
        let turned = self.turned(&said, faults);
        let signed = if turned { -amount } else { amount };
        let Some(actual) = signed.checked_div(factor) else { return };
        if !self.numbers(actual.normalize(), faults) || self.target.reason == Some(Reason::Admitted) {
            return;
        }
        let outcomes = self.outcomes(signed);
        let high = base_high(&said, self.units).filter(|_| !turned);
        if let Some(high) = high
            && !self.outcomes(high).iter().any(|high| outcomes.iter().any(|low| short(*low) == short(*high)))
        {
            faults
                .add(&self.at("actual"), "the two ends of the reported range lie on two sides of the bound");
        }
        let equal = self.standing.actual == self.standing.target;
        let quote = self.target.evidence.first().map(|first| fold(&first.quote)).unwrap_or_default();
        let at_word = quote
            .char_indices()
            .any(|(at, _)| quote.get(at..).is_some_and(|rest| self.pack.judge.nearly.any(rest)));
        let less = said.bound == Bound::LessThan;
        let mut reasons: Vec<Reason> = outcomes.iter().map(|outcome| reason(*outcome)).collect();
        // Of a measure that is steered about a figure neither side is better.
        if self.promised.bound == Bound::About && reasons.contains(&Reason::Exceeded) {
            reasons.push(Reason::Reached);
        }
        // 接近300 and 不到300 do not reach 300.
        if equal && reasons.contains(&Reason::Reached) && (at_word || less) {
            reasons.push(Reason::Short);
        }
        self.agrees(&reasons, faults);
    }

    /// Whether the reported figure moves against the promised one, so that it counts below nothing. The ledger prints a decline
    /// as a positive quantity; the words of both quotes must bear the sign out.
    fn turned(&self, said: &Quantity, faults: &mut Faults) -> bool {
        let moving = |quantity: &Quantity| matches!(quantity.basis, Basis::Growth | Basis::Change);
        let negative = self.standing.actual.starts_with('-') != said.value.is_sign_negative();
        let (rises, falls) = moves(self.pack, &self.target.quote);
        let quote = self.target.evidence.first().map_or("", |first| first.quote.as_str());
        let (said_rises, said_falls) = moves(self.pack, quote);
        let both = moving(&self.promised) && moving(said);
        let against = both
            && ((rises && !falls && said_falls && !said_rises)
                || (falls && !rises && said_rises && !said_falls));
        if negative && !(both && (falls || said_falls)) && !said.value.is_zero() {
            faults.add(&self.at("actual"), "no word says that the figure moves against the promise");
            return false;
        }
        if !negative && against && !said.value.is_zero() {
            faults.add(&self.at("actual"), "the figure moves against the promise and must have a minus");
            return true;
        }
        negative
    }

    /// The growth between two levels against the promised one.
    fn derived(&self, now: &Quantity, faults: &mut Faults) {
        let level = |quantity: &Quantity| {
            let unit = self.units.lookup(&quantity.unit).map(|unit| unit.dimension);
            let rate = matches!(
                unit,
                None | Some(Dimension::Percent | Dimension::Point | Dimension::Times | Dimension::Doubling)
            );
            !rate && matches!(quantity.basis, Basis::Level | Basis::Count)
        };
        let [before] = self.standing.derived.as_slice() else {
            faults.add(&self.at("derived"), "the one level of the year before must be there");
            return;
        };
        let Some(before) = before.quantity.as_ref().and_then(quantity_of) else {
            faults.add(&self.at("derived/0/quantity"), "the level of the year before must be there");
            return;
        };
        if !level(now) || !level(&before) || !self.units.comparable(&now.unit, &before.unit) {
            faults.add(self.at, "the two quantities are no levels in one unit");
            return;
        }
        let ratio = base(now, self.units).zip(base(&before, self.units));
        let ratio = ratio.and_then(|(now, before)| now.checked_div(before));
        let Some(growth) =
            ratio.and_then(|ratio| ratio.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED))
        else {
            faults.add(&self.at("actual"), "there is no growth from nothing");
            return;
        };
        let most = self.policy.pair.most_change;
        if ratio
            .is_some_and(|ratio| ratio > most || ratio.checked_mul(most).is_some_and(|by| by < Decimal::ONE))
        {
            faults.add(self.at, format!("the levels differ by more than {most} times"));
        }
        let growth = growth.round_dp(PLACES).normalize();
        let falls = moves(self.pack, &self.target.quote).1 && self.standing.actual != growth.to_string();
        let growth = if falls { (-growth).normalize() } else { growth };
        if self.numbers(growth, faults) {
            let reasons: Vec<Reason> = self.outcomes(growth).iter().map(|outcome| reason(*outcome)).collect();
            self.agrees(&reasons, faults);
        }
    }

    /// The printed numbers and the unit; whether they are right.
    fn numbers(&self, actual: Decimal, faults: &mut Faults) -> bool {
        let (standing, promised) = (self.standing, &self.promised);
        let target = promised.value.checked_mul(promised.scale).unwrap_or_default().normalize();
        let gap = actual.checked_sub(target).unwrap_or_default().normalize();
        let what = "it does not follow from the quantities";
        let right = [
            faults.same(&self.at("target"), what, &standing.target, &target.to_string()),
            faults.same(&self.at("actual"), what, &standing.actual, &actual.to_string()),
            faults.same(&self.at("gap"), "it is not actual less target", &standing.gap, &gap.to_string()),
            faults.same(&self.at("unit"), "it is not the promised unit", &standing.unit, &promised.unit),
        ];
        right == [true; 4]
    }

    /// Where an amount in base units lies, for each direction that may be the better one.
    fn outcomes(&self, actual: Decimal) -> Vec<Outcome> {
        let lower = directions(&self.promised, self.target, self.pack);
        lower.iter().map(|lower| compare(&self.promised, self.units, actual, *lower, self.policy)).collect()
    }

    /// That the reason is one that the sum allows.
    fn agrees(&self, reasons: &[Reason], faults: &mut Faults) {
        let Some(said) = self.target.reason else { return };
        if !reasons.contains(&said) {
            let at = self.at.trim_end_matches("/standing").to_owned() + "/reason";
            let right = reasons.first().copied().unwrap_or(said);
            faults.same(&at, "the sum gives another reason", &said, &right);
        }
    }
}

fn short(outcome: Outcome) -> bool {
    outcome == Outcome::Short
}

fn reason(outcome: Outcome) -> Reason {
    match outcome {
        Outcome::Exceeded => Reason::Exceeded,
        Outcome::Reached => Reason::Reached,
        Outcome::WithinHedge => Reason::WithinHedge,
        Outcome::Short => Reason::Short,
    }
}
