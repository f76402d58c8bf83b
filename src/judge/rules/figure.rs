//! A reported figure against the promised one.

mod open;

use open::{costs, examples, loose, open};

use crate::extract::clause::Time;
use crate::extract::figure::Figure;
use crate::judge::{Case, Decision, Mark, Reason, Rule, Sum};
use crate::lang::Pack;
use crate::pair::pool::one_name;
use crate::pair::score::rate_or;
use crate::quantity::compare::{Outcome, base, base_high, compare, tolerance};
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound, Quantity};
use crate::span::Span;
use rust_decimal::Decimal;

/// Outside the bound.
pub(super) const SHORT: Rule = Rule {
    name: "figure.short",
    reason: Reason::Short,
    doc: "The later review half gives a figure for the same measure, unit and basis, and it lies outside the promised bound \
          by more than the tolerance of 左右 / 约. A count of the thing without what narrows it (造林 for 成片造林) is one, too.",
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
    doc: "The reported figure equals the promised one, lies inside the promised range, or stays on the \
          better side of a hedged figure for a measure of which neither more nor less is better (prices).",
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

/// The best claim whose figure may be compared, judged; `None` when there is none, or when it leaves open on which side of the
/// bound it lies.
pub(super) fn judged(case: &Case<'_>) -> Option<Decision> {
    let figure = case.target.figure.as_ref()?;
    let mut compared = case.pairing.matches.iter().filter(|found| found.refused.is_none());
    let best =
        *compared.find(|found| found.figure.is_some_and(|figure| !costs(case, found.claim, figure)))?;
    if best.score < case.policy.pair.accept_figure {
        return None;
    }
    let claim = &case.pool.claims[best.claim];
    let reading = case.pool.reading;
    let statement = &reading.statements[claim.statement];
    let said = &statement.figures[best.figure?];
    let lower = lower_is_better(case);
    let units = &case.pack.quantity.units;
    let promised = rate_or(&figure.quantity, units);
    let mut actual = rate_or(&said.quantity, units);
    if opposite(figure, said) {
        actual.value = -actual.value;
        actual.high = None;
    }
    let sum = sum(case, &promised, &actual)?;
    let low = compare(&promised, units, base(&actual, units)?, lower, case.policy);
    let high = base_high(&actual, units).map(|high| compare(&promised, units, high, lower, case.policy));
    let short = low == Outcome::Short;
    if high.is_some_and(|high| (high == Outcome::Short) != short) || (short && open(case, &best, said)) {
        return None;
    }
    // A figure many times the promised one most likely measures something wider.
    let wider = !short && far_beyond(case, &actual);
    if wider && best.score < case.policy.pair.accept_far {
        return None;
    }
    let touching = reading.words(statement.passage, Span::new(said.span.start, said.number.start));
    let nearly = case.pack.judge.nearly.any(touching) || actual.bound == Bound::LessThan;
    let below = nearly && !lower && low == Outcome::Reached && sum.actual == sum.target;
    // 接近300 misses 300 by its words alone, and needs as near a fit as every miss.
    if below && (best.score < case.policy.pair.accept_miss || loose(case, best.claim, best.figure?)) {
        return None;
    }
    let reason = match low {
        _ if below => Reason::Short,
        // About so much of what is steered (prices), where neither more nor less is better.
        Outcome::Exceeded if promised.bound == Bound::About && steered(case) => Reason::Reached,
        Outcome::Exceeded => Reason::Exceeded,
        Outcome::Reached => Reason::Reached,
        Outcome::WithinHedge => Reason::WithinHedge,
        Outcome::Short => Reason::Short,
    };
    // What 7%以上 and 7%左右 leave open, readers decide differently.
    let floor = actual.bound == Bound::MoreThan
        || (actual.bound == Bound::AtLeast && said.span.end > said.number.end);
    let kept = case.pack.judge.plan_kept.any(case.clause(best.claim))
        || case.pack.judge.plan_kept.any(case.after(best.claim));
    let around = actual.bound == Bound::About
        && reason == Reason::Reached
        && sum.actual == sum.target
        && matches!(promised.bound, Bound::AtLeast | Bound::MoreThan);
    let mut decision = Decision { sum: Some(sum), ..Decision::sure(reason, &[best]) };
    if reason == Reason::WithinHedge || below || around || (reason == Reason::Short && (floor || kept)) {
        decision = decision.readings(Mark::Missed, Mark::Met);
    }
    let measured = &claim.measures[best.figure?].words;
    let short = reason == Reason::Short;
    if !short
        && (wider
            || loose(case, best.claim, best.figure?)
            || level_left_out(&case.target.subject, measured, case.pack))
    {
        decision = decision.readings(Mark::NotMentioned, Mark::Met);
    }
    let plain = claim.time == Time::Year
        && !(short && examples(case, best.claim, best.figure?))
        && best.score >= case.policy.pair.accept_figure + case.policy.pair.sure_margin
        && !case.pack.judge.left_out.any(case.before(best.claim))
        && !case.pack.judge.expected.any(case.clause(best.claim))
        && !(steered(case) && far_from_about(case, &promised, &actual));
    Some(if plain { decision } else { decision.check() })
}

/// Whether the measure is one that is steered, and of which neither more nor less is plainly better.
pub(in crate::judge) fn steered(case: &Case<'_>) -> bool {
    case.pack.judge.steered.any(&one_name(&case.target.subject, case.pack))
}

/// Whether a figure lies outside of what 左右 allows, on whichever side.
fn far_from_about(case: &Case<'_>, promised: &Quantity, actual: &Quantity) -> bool {
    let units = &case.pack.quantity.units;
    let apart =
        base(actual, units).zip(base(promised, units)).map(|(actual, wanted)| (actual - wanted).abs());
    promised.bound == Bound::About
        && apart.is_some_and(|apart| apart > tolerance(promised, units, case.policy))
}

/// Whether a figure that is no rate is more than `far_ratio` times the promised one.
fn far_beyond(case: &Case<'_>, actual: &Quantity) -> bool {
    let units = &case.pack.quantity.units;
    let Some(promised) = case.target.figure.as_ref().map(|figure| rate_or(&figure.quantity, units)) else {
        return false;
    };
    let rate = units.lookup(&promised.unit).is_some_and(|unit| unit.dimension == Dimension::Percent);
    let ratio = base(actual, units)
        .zip(base(&promised, units))
        .and_then(|(actual, wanted)| actual.checked_div(wanted));
    !rate && ratio.is_some_and(|ratio| ratio > case.policy.pair.far_ratio)
}

/// Whether the promise names a level of government (省级) that the report of the figure leaves out: it may count the others too.
fn level_left_out(target: &str, measured: &str, pack: &Pack) -> bool {
    let left_out = |[promised, said]: &[String; 2]| {
        target.contains(promised.as_str()) && !measured.contains(said.as_str())
    };
    pack.judge.levels.iter().any(left_out)
}

/// Whether promise and report move in opposite directions: 增长6%, 下降1.2%.
pub(in crate::judge) fn opposite(promised: &Figure, said: &Figure) -> bool {
    let moves = |figure: &Figure| matches!(figure.quantity.basis, Basis::Growth | Basis::Change);
    moves(promised) && moves(said) && promised.falls != said.falls
}

/// Whether less is better: a ceiling, or a measure that the pack knows as such.
pub(in crate::judge) fn lower_is_better(case: &Case<'_>) -> bool {
    let figure = case.target.figure.as_ref();
    let falls = figure.is_some_and(|figure| figure.falls);
    let ceiling =
        figure.is_some_and(|figure| matches!(figure.quantity.bound, Bound::AtMost | Bound::LessThan));
    ceiling || (!falls && case.pack.judge.lower_is_better.any(&one_name(&case.target.subject, case.pack)))
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
