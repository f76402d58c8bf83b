//! What a reported figure leaves open. Comes in: the claim that fits best and its figure. Goes out: whether the promise may have been
//! kept all the same.

use super::opposite;
use crate::extract::figure::Figure;
use crate::extract::measure::subject;
use crate::judge::Case;
use crate::judge::ambition::{names_nothing, other_act, other_scope};
use crate::pair::Match;
use crate::pair::name::renamed;
use crate::pair::pool::one_name;
use crate::quantity::compare::base;
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound};
use crate::span::Span;
use rust_decimal::Decimal;

/// Whether a figure that lies outside the bound leaves open that the promise was kept: it fits too loosely, a better one went to
/// another target, it says only a floor (100多家), it is one of several that add up, or it measures another thing by its size.
pub(super) fn open(case: &Case<'_>, best: &Match, said: &Figure) -> bool {
    let (pair, units) = (&case.policy.pair, &case.pack.quantity.units);
    let Some(promised) = case.target.figure.as_ref().map(|figure| &figure.quantity) else { return true };
    let claim = &case.pool.claims[best.claim];
    let measured = best.figure.and_then(|figure| claim.measures.get(figure));
    let renamed = measured.is_some_and(|measured| {
        renamed(&one_name(&case.target.subject, case.pack), &one_name(&measured.words, case.pack), case.pack)
    });
    if best
        .figure
        .is_none_or(|figure| loose(case, best.claim, figure) || tells_more(case, best.claim, figure))
    {
        return true;
    }
    // Most of what it shares with the promise stands away from the figure, and it moves the other way.
    let turned = case.target.figure.as_ref().is_some_and(|figure| opposite(figure, said));
    if turned && best.parts.sentence > best.parts.cover {
        return true;
    }
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
    // 新增46家 and 增加46家 say nothing of how many there are.
    let stock = case.target.figure.as_ref().is_some_and(|figure| {
        let touched = figure.span.start < figure.number.start && promised.hedges.is_empty();
        figure.stock || said.rises || (touched && promised.bound == Bound::Exactly)
    });
    if stock && promised.basis == Basis::Level && said.quantity.basis == Basis::Change {
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
    let adds_up = (best.cover < pair.whole || case.target.listed.is_some())
        && figures.iter().filter(like).count() > 1
        && all.try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one)).is_some_and(|sum| sum >= wanted);
    let far = actual.checked_mul(pair.far_miss).is_some_and(|most| most < wanted);
    adds_up || (far && best.score < pair.accept_far)
}

/// Whether a count is one of the promised thing without what narrows it (造林 for 成片造林): where even that falls short, the promise does.
fn wider_name(case: &Case<'_>, best: &Match) -> bool {
    let figure = case.target.figure.as_ref();
    let made = figure.is_some_and(|figure| matches!(figure.quantity.basis, Basis::Count | Basis::Change));
    let measured = best.figure.and_then(|figure| case.pool.claims[best.claim].measures.get(figure));
    let name = measured.is_some_and(|measured| {
        let words = subject(&measured.words, case.pack);
        // 新建, 改造 say what is done with it.
        let act = case.pack.extract.verb.first(&words).map_or(0, |act| act.end);
        let name = words.get(act..).unwrap_or_default();
        name.chars().count() >= 2 && case.target.subject.contains(name)
    });
    made && name
}

/// Whether a figure tells what projects cost in all (总投资), and the promise does not.
pub(super) fn costs(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let cost = &case.pack.judge.cost;
    cost.any(&case.pool.claims[claim].measures[figure].words) && !cost.any(case.quote())
}

/// Whether the words of a figure and of the promise leave open that they measure the same: the promise names nothing (重点项目), or
/// only one side says how wide it reaches (省级, 限上, 农村居民), or they tell of two acts (完成, 开工).
pub(super) fn loose(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    names_nothing(case) || other_scope(case, claim, figure) || other_act(case, claim, figure)
}

/// Whether the figure counts the examples before it and nothing made (甲、乙等6个前期项目进展较快): there may be others.
pub(super) fn examples(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let reading = case.pool.reading;
    let statement = &reading.statements[case.pool.claims[claim].statement];
    let said = &statement.figures[figure];
    let before = Span::new(statement.span.start, said.number.start.max(statement.span.start));
    let before = reading.words(statement.passage, before);
    case.pack.extract.list_end.any(before) && !case.pack.extract.verb.any(before)
}

/// Whether the figure only counts those of which another figure is told: 296个重点项目完成投资98亿元.
fn tells_more(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let reading = case.pool.reading;
    let statement = &reading.statements[case.pool.claims[claim].statement];
    let (said, next) = (&statement.figures[figure], statement.figures.get(figure + 1));
    let counts = |figure: &Figure| {
        case.pack
            .quantity
            .units
            .lookup(&figure.quantity.unit)
            .is_some_and(|unit| unit.dimension == Dimension::Count)
    };
    let before = Span::new(statement.span.start, said.span.start.max(statement.span.start));
    let opens = reading.words(statement.passage, before).chars().count() <= LONGEST_OPENING;
    opens && counts(said) && next.is_some_and(|next| !counts(next) && !next.list)
}

/// Before a figure that opens its clause stand at most so many characters: 其中.
const LONGEST_OPENING: usize = 2;
