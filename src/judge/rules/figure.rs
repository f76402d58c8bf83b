//! A reported figure against the promised one.

use crate::extract::clause::Time;
use crate::extract::figure::Figure;
use crate::extract::measure::{bare, subject};
use crate::judge::{Case, Decision, Mark, Reason, Rule, Sum};
use crate::lang::Pack;
use crate::pair::Match;
use crate::pair::name::renamed;
use crate::pair::pool::one_name;
use crate::pair::score::rate_or;
use crate::quantity::compare::{Outcome, base, base_high, compare};
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

/// The best claim whose figure may be compared, judged; `None` when there is none, or when it leaves open on which side of the
/// bound it lies.
pub(super) fn judged(case: &Case<'_>) -> Option<Decision> {
    let figure = case.target.figure.as_ref()?;
    let best =
        *case.pairing.matches.iter().find(|found| found.refused.is_none() && found.figure.is_some())?;
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
    let reason = match low {
        _ if below => Reason::Short,
        Outcome::Exceeded => Reason::Exceeded,
        Outcome::Reached => Reason::Reached,
        Outcome::WithinHedge => Reason::WithinHedge,
        Outcome::Short => Reason::Short,
    };
    let mut decision = Decision { sum: Some(sum), ..Decision::sure(reason, &[best]) };
    let floor = reason == Reason::Short && actual.bound == Bound::MoreThan;
    if reason == Reason::WithinHedge || below || floor {
        decision = decision.readings(Mark::Missed, Mark::Met);
    }
    let measured = &claim.measures[best.figure?].words;
    if !short && (wider || level_left_out(&case.target.subject, measured, case.pack)) {
        decision = decision.readings(Mark::NotMentioned, Mark::Met);
    }
    let plain = claim.time == Time::Year
        && best.score >= case.policy.pair.accept_figure + case.policy.pair.sure_margin
        && !case.pack.judge.expected.any(case.clause(best.claim));
    Some(if plain { decision } else { decision.check() })
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

/// Whether a figure that lies outside the bound leaves open that the promise was kept: it fits too loosely, a better one went to
/// another target, it says only a floor (100多家), it is one of several that add up, or it measures another thing by its size.
fn open(case: &Case<'_>, best: &Match, said: &Figure) -> bool {
    let (pair, units) = (&case.policy.pair, &case.pack.quantity.units);
    let Some(promised) = case.target.figure.as_ref().map(|figure| &figure.quantity) else { return true };
    let claim = &case.pool.claims[best.claim];
    let measured = best.figure.and_then(|figure| claim.measures.get(figure));
    let renamed = measured.is_some_and(|measured| {
        renamed(&one_name(&case.target.subject, case.pack), &one_name(&measured.words, case.pack), case.pack)
    });
    let lost = |found: &&Match| found.refused.is_some() && found.figure.is_some() && found.score > best.score;
    let least = if wider_name(case, best) { pair.accept_figure } else { pair.accept_miss };
    if best.score < least
        || best.back < pair.back_miss
        || renamed
        || case.pairing.matches.iter().find(lost).is_some()
    {
        return true;
    }
    let (Some(wanted), Some(actual)) = (base(promised, units), base(&said.quantity, units)) else {
        return true;
    };
    // 达到280吨 reports 280; 280吨以上 and 超过280吨 report a floor.
    let floor = said.quantity.bound == Bound::MoreThan
        || (said.quantity.bound == Bound::AtLeast && said.span.end > said.number.end);
    if floor && (Decimal::ONE + pair.floor_open).checked_mul(actual).is_none_or(|most| most >= wanted) {
        return true;
    }
    let counted = matches!(promised.basis, Basis::Count | Basis::Change | Basis::Level);
    let percent = units.lookup(&promised.unit).is_some_and(|unit| unit.dimension == Dimension::Percent);
    if !counted || percent {
        return false;
    }
    let figures = &case.pool.reading.statements[case.pool.claims[best.claim].statement].figures;
    let like = |other: &&Figure| {
        other.quantity.unit == said.quantity.unit
            && other.quantity.basis == said.quantity.basis
            && !other.from
    };
    let mut all = figures.iter().filter(like).filter_map(|other| base(&other.quantity, units));
    let adds_up = best.cover < pair.whole
        && figures.iter().filter(like).count() > 1
        && all.try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one)).is_some_and(|sum| sum >= wanted);
    let far = actual.checked_mul(pair.far_miss).is_some_and(|most| most < wanted);
    adds_up || (far && best.score < pair.accept_far)
}

/// Whether a count is one of the promised thing without what narrows it (造林 for 成片造林): where even that falls short, the promise does.
fn wider_name(case: &Case<'_>, best: &Match) -> bool {
    let made = case
        .target
        .figure
        .as_ref()
        .is_some_and(|figure| matches!(figure.quantity.basis, Basis::Count | Basis::Change));
    let measured = best.figure.and_then(|figure| case.pool.claims[best.claim].measures.get(figure));
    let name = measured.map(|measured| bare(&subject(&measured.words, case.pack), case.pack));
    made && name.is_some_and(|name| name.chars().count() >= 2 && case.target.subject.contains(&name))
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
