//! The figures of a review half that can be set against those of another report. Comes in: its claims. Goes out: the levels of the year
//! that it looks back on, each with the growth stated right behind it, and what it says of years before.

use super::Report;
use crate::extract::claim::Claim;
use crate::extract::clause::{Statement, Time};
use crate::extract::figure::Figure;
use crate::extract::target::years;
use crate::judge::ambition::{is_of_term, of_a_term};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound};
use crate::span::Span;

/// A level: the claim, and the figure in its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) claim: usize,
    pub(super) figure: usize,
}

/// What one report gives.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// For each claim, whether it tells of a term of several years without saying so itself.
    pub(super) terms: Vec<bool>,
    /// Levels of the year with the growth from the year before.
    pub(super) grown: Vec<(Level, Level)>,
    /// Levels of years before, with the year.
    pub(super) before: Vec<(Level, u16)>,
}

impl Facts {
    pub(super) fn new(report: &Report<'_>) -> Self {
        let Some(reviews) = report.reviews else { return Self::default() };
        let pool = report.pool;
        let mut facts = Self { terms: of_a_term(pool, report.pack), ..Self::default() };
        for (index, claim) in pool.claims.iter().enumerate() {
            let figures = &pool.reading.statements[claim.statement].figures;
            for figure in 0..figures.len() {
                let level = Level { claim: index, figure };
                if !is_level(pool, level, report.pack) {
                    continue;
                }
                if let Some(year) = year_before(report, &facts.terms, level, reviews) {
                    facts.before.push((level, year));
                } else if is_own(report, &facts.terms, level, reviews)
                    && let Some(growth) = growth_behind(report, level)
                {
                    facts.grown.push((level, growth));
                }
            }
        }
        facts
    }
}

/// The statement of a claim.
pub(super) fn statement<'a>(pool: &Pool<'a>, claim: &Claim) -> &'a Statement {
    &pool.reading.statements[claim.statement]
}

/// The figure of a level.
pub(super) fn figure<'a>(pool: &Pool<'a>, level: Level) -> &'a Figure {
    &statement(pool, &pool.claims[level.claim]).figures[level.figure]
}

/// Whether a figure is an amount, a stock or a share, as it was, with no bound: no rate of growth, no rank, no size of another thing.
fn is_level(pool: &Pool<'_>, level: Level, pack: &Pack) -> bool {
    let (claim, figure) = (&pool.claims[level.claim], figure(pool, level));
    let (quantity, measure) = (&figure.quantity, &claim.measures[level.figure]);
    let Some(unit) = pack.quantity.units.lookup(&quantity.unit) else { return false };
    let rate = matches!(unit.dimension, Dimension::Percent);
    let other = matches!(unit.dimension, Dimension::Point | Dimension::Times | Dimension::Doubling);
    let basis = if rate { quantity.basis == Basis::Share } else { quantity.basis != Basis::Growth };
    // 达到100亿元 is 100亿元; 100亿元以上 is open.
    let plain = quantity.bound == Bound::Exactly
        || (quantity.bound == Bound::AtLeast && figure.span.end == figure.number.end);
    basis
        && !other
        && plain
        && quantity.high.is_none()
        && !(figure.scope || figure.each || figure.rises || measure.part_counted || measure.intended)
        && !pack.judge.cost.any(&measure.words)
        && !pack.restate.loose.any(&measure.words)
}

/// Whether a level is one of the year that the report looks back on.
pub(super) fn is_own(report: &Report<'_>, terms: &[bool], level: Level, reviews: u16) -> bool {
    let claim = &report.pool.claims[level.claim];
    let clause = report.pool.reading.clause(statement(report.pool, claim));
    claim.time == Time::Year
        && !figure(report.pool, level).from
        && !(terms[level.claim] && is_of_term(report.pool, level.claim, level.figure))
        && years(clause).iter().all(|year| *year == reviews)
        && is_level(report.pool, level, report.pack)
}

/// The year before the one of the report that a level is of: the one that its clause names before it, or the last where it is what a
/// change of the one year starts from (由80家增加到95家).
fn year_before(report: &Report<'_>, terms: &[bool], level: Level, reviews: u16) -> Option<u16> {
    let (pool, pack) = (report.pool, report.pack);
    let claim = &pool.claims[level.claim];
    let (statement, figure) = (statement(pool, claim), figure(pool, level));
    let before = words_before(pool, level);
    let named = years(before);
    if let Some(year) = named.last() {
        let sign = format!("{year}年");
        let at = before.rfind(&sign)?;
        let from = before.get(..at)?.char_indices().rev().nth(1).map_or(0, |(from, _)| from);
        let opens = !figure.from && pack.restate.since.any(before.get(from..)?);
        return (named.len() == 1 && *year < reviews && !opens).then_some(*year);
    }
    let clause = pool.reading.clause(statement);
    let sentence = pool.reading.sentence(statement);
    let one_year = claim.time == Time::Year
        && statement.time == Time::Year
        && !terms[level.claim]
        && !pack.judge.cumulative.any(sentence)
        && !pack.judge.so_far.any(clause)
        && years(sentence).iter().all(|year| *year == reviews);
    (figure.from && one_year).then(|| reviews - 1)
}

/// The folded words of a level's clause before it, from the figure before it on.
pub(super) fn words_before<'a>(pool: &Pool<'a>, level: Level) -> &'a str {
    let here = statement(pool, &pool.claims[level.claim]);
    let start = here.figures[..level.figure].last().map_or(here.span.start, |last| last.number.end);
    pool.reading.words(here.passage, Span::new(start, here.figures[level.figure].number.start.max(start)))
}

/// The growth that is stated right behind a level, and of it.
fn growth_behind(report: &Report<'_>, level: Level) -> Option<Level> {
    let (pool, pack) = (report.pool, report.pack);
    let claim = &pool.claims[level.claim];
    let (here, own) = (statement(pool, claim), figure(pool, level));
    let next = if level.figure + 1 < here.figures.len() {
        Level { figure: level.figure + 1, ..level }
    } else {
        Level { claim: level.claim + 1, figure: 0 }
    };
    let other = pool.claims.get(next.claim)?;
    let there = statement(pool, other);
    if there.passage != here.passage
        || there.sentence != here.sentence
        || other.statement > claim.statement + 1
    {
        return None;
    }
    let growth = there.figures.get(next.figure)?;
    let rate = pack.quantity.units.lookup(&growth.quantity.unit)?.dimension == Dimension::Percent;
    let plain = growth.quantity.bound == Bound::Exactly && growth.quantity.high.is_none();
    let between =
        pool.reading.words(here.passage, Span::new(own.number.end, growth.number.start.max(own.number.end)));
    let words = pool.reading.words(here.passage, Span::new(here.span.start, there.span.end));
    (rate
        && plain
        && growth.quantity.basis == Basis::Growth
        && !(growth.list || own.list)
        && pack.restate.grows.any(between)
        && !pack.restate.own_base.any(words)
        && !pack.restate.own_base.any(&claim.words)
        && !pack.judge.cumulative.any(words))
    .then_some(next)
}
