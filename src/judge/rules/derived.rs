//! A promised growth against two levels: what the later report gives for the year, and what the earlier one gave for the year before.

use super::figure::lower_is_better;
use crate::extract::clause::Time;
use crate::extract::figure::Figure;
use crate::judge::{Case, Decision, Level, Mark, Reason, Rule, Sum};
use crate::pair::name::renamed;
use crate::pair::pool::{Pool, one_name};
use crate::pair::score::rate_or;
use crate::pair::{Match, Refused};
use crate::quantity::compare::{Outcome, base, compare};
use crate::quantity::rounding::growth;
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound, Quantity};
use crate::text::similarity::{grams, shared};
use rust_decimal::Decimal;

/// The levels show less growth than promised.
pub(super) const SHORT: Rule = Rule {
    name: "derived.short",
    reason: Reason::Short,
    doc: "A growth is promised, the later review half gives only a level, and the earlier review half gives the level of the year \
          before in the same words and unit: the growth between the two lies outside the promised bound. Always to be checked, \
          since official growth may be in constant prices; a lenient reader would say not mentioned.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Short),
};

/// The levels show about the promised growth.
pub(super) const WITHIN_HEDGE: Rule = Rule {
    name: "derived.within_hedge",
    reason: Reason::WithinHedge,
    doc: "As derived.short, and the growth between the two levels lies inside the tolerance of 左右 / 约.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::WithinHedge),
};

/// The levels show the promised growth.
pub(super) const REACHED: Rule = Rule {
    name: "derived.reached",
    reason: Reason::Reached,
    doc: "As derived.short, and the growth between the two levels just meets the promise.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Reached),
};

/// The levels show more than the promised growth.
pub(super) const EXCEEDED: Rule = Rule {
    name: "derived.exceeded",
    reason: Reason::Exceeded,
    doc: "As derived.short, and the growth between the two levels goes beyond the promise.",
    decide: |case| judged(case).filter(|decision| decision.reason == Reason::Exceeded),
};

/// Decimal places of a derived rate: as many as reports print.
const PLACES: u32 = 1;

/// The claim that speaks of a promised growth's measure, with figures of another unit or basis only.
fn level_claim(case: &Case<'_>) -> Option<Match> {
    let units = &case.pack.quantity.units;
    let promised = rate_or(&case.target.figure.as_ref()?.quantity, units);
    let percent = units.lookup(&promised.unit).is_some_and(|unit| unit.dimension == Dimension::Percent);
    let good = |found: &&Match| {
        matches!(found.refused, Some(Refused::Unit | Refused::Basis))
            && found.figure.is_none()
            && found.score >= case.policy.pair.accept_figure
    };
    case.pairing.matches.iter().find(good).copied().filter(|_| percent && promised.basis == Basis::Growth)
}

fn judged(case: &Case<'_>) -> Option<Decision> {
    let found = level_claim(case)?;
    let figure = case.target.figure.as_ref()?;
    let units = &case.pack.quantity.units;
    let promised = rate_or(&figure.quantity, units);
    let now = level(case, case.pool, found.claim)?;
    let past = level_before(case, now)?;
    let figures = &case.pool.reading.statements[case.pool.claims[found.claim].statement].figures;
    let found = Match { figure: figures.iter().position(|figure| figure == now), ..found };
    let (now, before) = (base(&now.quantity, units)?, base(&past.quantity, units)?);
    let growth = growth(before, now)?;
    let most = case.policy.pair.most_change;
    if now > before.checked_mul(most)? || before > now.checked_mul(most)? {
        return None;
    }
    let growth = if figure.falls { -growth } else { growth }.round_dp(PLACES).normalize();
    let reason = match compare(&promised, units, growth, lower_is_better(case), case.policy) {
        Outcome::Exceeded => Reason::Exceeded,
        Outcome::Reached => Reason::Reached,
        Outcome::WithinHedge => Reason::WithinHedge,
        Outcome::Short => Reason::Short,
    };
    let sum = Sum {
        target: promised.value.checked_mul(promised.scale)?.normalize(),
        actual: growth,
        unit: promised.unit.clone(),
    };
    let decision =
        Decision { sum: Some(sum), derived: Some(past), ..Decision::sure(reason, &[found]) }.check();
    Some(match reason {
        Reason::Short => decision.readings(Mark::Missed, Mark::NotMentioned),
        _ => decision.readings(Mark::NotMentioned, Mark::Met),
    })
}

/// The one level that a claim gives for the target's measure.
fn level<'a>(case: &Case<'_>, pool: &Pool<'a>, claim: usize) -> Option<&'a Figure> {
    let stated = &pool.claims[claim];
    if stated.time != Time::Year {
        return None;
    }
    let figures = &pool.reading.statements[stated.statement].figures;
    let is_level = |quantity: &Quantity| {
        let unit = case.pack.quantity.units.lookup(&quantity.unit);
        unit.is_some_and(|unit| {
            !matches!(
                unit.dimension,
                Dimension::Percent | Dimension::Point | Dimension::Times | Dimension::Doubling
            )
        }) && matches!(quantity.basis, Basis::Level | Basis::Count)
            // 突破1000亿元 is no level to reckon from; 达到 is.
            && matches!(quantity.bound, Bound::Exactly | Bound::AtLeast)
    };
    let subject = one_name(&case.target.subject, case.pack);
    let mut levels = figures.iter().zip(&stated.measures).filter(|(figure, measure)| {
        is_level(&figure.quantity)
            && !figure.from
            && !figure.list
            && !measure.part_counted
            && !measure.intended
            && !renamed(&subject, &one_name(&measure.words, case.pack), case.pack)
    });
    let (figure, _) = levels.next()?;
    levels.next().is_none().then_some(figure)
}

/// Where the earlier review half gives the level of the same measure for the year before, and what it is; more than nothing.
fn level_before(case: &Case<'_>, now: &Figure) -> Option<Level> {
    let (past, units, weights) = (case.past, &case.pack.quantity.units, &case.policy.pair);
    let query = past.rarity.weigh(&grams(&one_name(&case.target.subject, case.pack)));
    let near = past.nearest(&query, case.policy.most_candidates, &mut Vec::new());
    let weight = |claim: &usize| {
        let shared = shared(&query, &past.words[*claim]);
        let share = |share: u32, weight: i32| i32::try_from(share).unwrap_or(0) * weight;
        (share(shared.cover, weights.cover) + share(shared.back, weights.back)) / 1000
    };
    let fits = |claim: &usize| {
        let figure = level(case, past, *claim)
            .filter(|figure| units.comparable(&figure.quantity.unit, &now.quantity.unit))?;
        Some((weight(claim), *claim, figure, base(&figure.quantity, units)?))
    };
    let (score, claim, figure, amount) =
        near.iter().filter_map(fits).max_by_key(|(score, claim, ..)| (*score, std::cmp::Reverse(*claim)))?;
    (score >= case.policy.pair.accept_figure && amount > Decimal::ZERO).then(|| Level {
        quote: past.claims[claim].quote,
        quantity: figure.quantity.clone(),
        stands: figure.stands,
    })
}
