//! A reported figure against the promised one.

use crate::extract::clause::Time;
use crate::judge::{Case, Decision, Mark, Reason, Rule, Sum};
use crate::pair::score::rate_or;
use crate::quantity::compare::{Outcome, base, compare};
use crate::quantity::{Bound, Quantity};
use rust_decimal::Decimal;

/// Outside the bound.
pub(super) const SHORT: Rule = Rule {
    name: "figure.short",
    reason: Reason::Short,
    doc: "The later review half gives a figure for the same measure, unit and basis, and it lies outside the promised bound \
          by more than the tolerance of 左右 / 约.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Short),
};

/// Inside the tolerance.
pub(super) const WITHIN_HEDGE: Rule = Rule {
    name: "figure.within_hedge",
    reason: Reason::WithinHedge,
    doc: "The promise is hedged by 左右 or 约, and the reported figure lies on the worse side of it but inside the printed \
          tolerance. A strict reader would say missed.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::WithinHedge),
};

/// At the figure.
pub(super) const REACHED: Rule = Rule {
    name: "figure.reached",
    reason: Reason::Reached,
    doc: "The reported figure equals the promised one, lies inside the promised range, or keeps under a promised ceiling.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Reached),
};

/// Beyond the figure.
pub(super) const EXCEEDED: Rule = Rule {
    name: "figure.exceeded",
    reason: Reason::Exceeded,
    doc: "The reported figure goes beyond the promised one in the desired direction. A produced figure without a bound word \
          is judged as a floor.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Exceeded),
};

/// The best claim whose figure may be compared, judged.
fn judged(case: &Case<'_>) -> Option<Decision> {
    let promised = case.target.figure.as_ref()?;
    let best =
        *case.pairing.matches.iter().find(|found| found.refused.is_none() && found.figure.is_some())?;
    if best.score < case.policy.pair.accept_figure {
        return None;
    }
    let claim = &case.pool.claims[best.claim];
    let said = &case.pool.reading.statements[claim.statement].figures[best.figure?];
    let lower = lower_is_better(case);
    let units = &case.pack.quantity.units;
    let (promised, said) = (rate_or(&promised.quantity, units), rate_or(&said.quantity, units));
    let sum = sum(case, &promised, &said)?;
    let outcome = compare(&promised, units, base(&said, units)?, lower, case.policy);
    let reason = match outcome {
        Outcome::Exceeded => Reason::Exceeded,
        Outcome::Reached => Reason::Reached,
        Outcome::WithinHedge => Reason::WithinHedge,
        Outcome::Short => Reason::Short,
    };
    if reason == Reason::Short && best.score < case.policy.pair.accept_miss {
        return None;
    }
    let mut decision = Decision { sum: Some(sum), ..Decision::sure(reason, &[best]) };
    if reason == Reason::WithinHedge {
        decision = decision.readings(Mark::Missed, Mark::Met);
    }
    if claim.time != Time::Year || best.score < case.policy.pair.accept_figure + 100 {
        decision = decision.check();
    }
    Some(decision)
}

/// Whether less is better: a ceiling, or a measure that the pack knows as such.
fn lower_is_better(case: &Case<'_>) -> bool {
    let figure = case.target.figure.as_ref();
    let falls = figure.is_some_and(|figure| figure.falls);
    let ceiling =
        figure.is_some_and(|figure| matches!(figure.quantity.bound, Bound::AtMost | Bound::LessThan));
    ceiling || (!falls && case.pack.judge.lower_is_better.any(&case.target.subject))
}

/// Both numbers in the target's unit, scales applied.
fn sum(case: &Case<'_>, promised: &Quantity, said: &Quantity) -> Option<Sum> {
    let units = &case.pack.quantity.units;
    let factor = units.lookup(&promised.unit).map_or(Decimal::ONE, |unit| unit.factor);
    Some(Sum {
        target: promised.value.checked_mul(promised.scale)?.normalize(),
        actual: base(said, units)?.checked_div(factor)?.normalize(),
        unit: promised.unit.clone(),
    })
}
