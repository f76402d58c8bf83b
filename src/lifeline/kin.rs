//! Whether two promises are one, and what changed. Comes in: two targets whose names are alike. Goes out: the change, or nothing where
//! they promise two things; in doubt it is nothing, for “lowered” is an accusation.

use super::name::Named;
use super::{Change, Differs};
use crate::extract::figure::Figure;
use crate::extract::name::told_apart;
use crate::judge::Mark;
use crate::judge::ambition::acts::{EARLY, last_acts};
use crate::judge::stage;
use crate::lang::Pack;
use crate::pair::name::other_name;
use crate::pair::score::{contrast, rate_or, size_before};
use crate::quantity::compare::{base, base_high};
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound, Quantity};
use crate::span::Span;
use rust_decimal::Decimal;

/// What became of a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) change: Change,
    /// What is different, of [`Change::Redefined`]; the bound also where the figure changed with it.
    pub(super) differs: Vec<Differs>,
}

/// The change from `one` to `other`, the promise of a later year, `mark` being that of `one`; `None` where they are not one promise.
pub(super) fn turn(one: &Named<'_>, other: &Named<'_>, mark: Option<Mark>, pack: &Pack) -> Option<Turn> {
    if set_apart(one, other, pack) {
        return None;
    }
    match (&one.target.figure, &other.target.figure) {
        (Some(earlier), Some(later)) => of_figures((one, earlier), (other, later), pack),
        (None, None) => of_things(one, other, mark, pack),
        _ => None,
    }
}

/// Whether names, numbers or words that exclude each other tell the two apart.
fn set_apart(one: &Named<'_>, other: &Named<'_>, pack: &Pack) -> bool {
    let (ours, theirs) = (told_apart(&one.subject, pack), told_apart(&other.subject, pack));
    let turned = |word: &String| one.subject.contains(word.as_str()) != other.subject.contains(word.as_str());
    other_name(&ours, &other.subject, pack)
        || other_name(&theirs, &one.subject, pack)
        || contrast(contrasted(one), contrasted(other), pack).is_some_and(|group| !group.yardstick)
        || pack.judge.turns.iter().any(turned)
}

/// The words in which two promises can exclude each other; of a thing without its stage, which may change from year to year.
fn contrasted<'a>(of: &'a Named<'_>) -> &'a str {
    if of.target.figure.is_some() { &of.subject } else { &of.name }
}

fn of_figures(
    (one, earlier): (&Named<'_>, &Figure),
    (other, later): (&Named<'_>, &Figure),
    pack: &Pack,
) -> Option<Turn> {
    if !one.one_head(other) || rank(one, earlier) != rank(other, later) {
        return None;
    }
    let units = &pack.quantity.units;
    let (was, is) = (rate_or(&earlier.quantity, units), rate_or(&later.quantity, units));
    let mut differs = Vec::new();
    let rate = |quantity: &Quantity| {
        units.lookup(&quantity.unit).is_some_and(|unit| unit.dimension == Dimension::Percent)
    };
    if !units.comparable(&was.unit, &is.unit) {
        // Of a rate and an amount it may be one measure; 人 and 家 count two things.
        if rate(&was) == rate(&is) {
            return None;
        }
        differs.push(Differs::Measure);
    } else if basis(&was, earlier, one, pack) != basis(&is, later, other, pack)
        || earlier.falls != later.falls
    {
        differs.push(Differs::Measure);
    }
    if contrast(&one.subject, &other.subject, pack).is_some()
        || other_scope(one, other, pack)
        || size(one, earlier, pack) != size(other, later, pack)
    {
        differs.push(Differs::Scope);
    }
    match acts(one, earlier, other, later, pack) {
        Acts::Two => return None,
        Acts::Other => differs.push(Differs::Verb),
        Acts::One => {}
    }
    if !differs.is_empty() {
        return Some(Turn { change: Change::Redefined, differs });
    }
    let low = base(&is, units)?.cmp(&base(&was, units)?);
    let high = |quantity: &Quantity| base_high(quantity, units).or_else(|| base(quantity, units));
    let high = high(&is)?.cmp(&high(&was)?);
    let bound = if one_border(was.bound, is.bound) { Vec::new() } else { vec![Differs::Bound] };
    let change = match (low.is_eq() && high.is_eq(), low.is_ge() && high.is_ge(), low.is_le() && high.is_le())
    {
        (true, ..) if bound.is_empty() => Change::Repeated,
        (false, true, _) => Change::Raised,
        (false, _, true) => Change::Lowered,
        _ => Change::Redefined,
    };
    let differs = if change == Change::Redefined && bound.is_empty() { vec![Differs::Bound] } else { bound };
    Some(Turn { change, differs })
}

/// The place of a figure among those of its clause that are no list: of 33个24393套 each counts something else, and in 5个园区收入超过100亿元
/// the second is of each.
fn rank(of: &Named<'_>, figure: &Figure) -> Option<usize> {
    of.target.rank.filter(|_| !figure.list).map(|(rank, _)| rank)
}

/// How a figure is meant, as far as two figures can differ in it.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    Rate,
    Share,
    Made,
    Stock,
    Amount,
}

fn basis(quantity: &Quantity, figure: &Figure, of: &Named<'_>, pack: &Pack) -> Meant {
    let stands = figure.stock || pack.judge.so_far.any(of.clause());
    match quantity.basis {
        Basis::Growth => Meant::Rate,
        Basis::Share => Meant::Share,
        _ if stands => Meant::Stock,
        Basis::Change | Basis::Count => Meant::Made,
        Basis::Level => Meant::Amount,
    }
}

/// Whether two borders are one: a bare figure is a floor or a ceiling by what it measures, which the words need not say.
fn one_border(was: Bound, is: Bound) -> bool {
    let side = |bound: Bound| match bound {
        Bound::MoreThan => Bound::AtLeast,
        Bound::LessThan => Bound::AtMost,
        bound => bound,
    };
    let said = |bound: Bound| matches!(bound, Bound::AtLeast | Bound::AtMost | Bound::Exactly);
    let (was, is) = (side(was), side(is));
    was == is || ((was == Bound::Exactly || is == Bound::Exactly) && said(was) && said(is))
}

/// Whether only one side says how wide it reaches, or speaks of a part of the place.
fn other_scope(one: &Named<'_>, other: &Named<'_>, pack: &Pack) -> bool {
    let judge = &pack.judge;
    judge.scope.values().any(|cues| cues.any(&one.subject) != cues.any(&other.subject))
        || judge.part_of_place.any(&one.subject) != judge.part_of_place.any(&other.subject)
}

/// The size that the things counted have: 亿元以上项目.
fn size(of: &Named<'_>, figure: &Figure, pack: &Pack) -> Option<Decimal> {
    let figures = &of.plan.statements[of.target.statement].figures;
    let index = figures.iter().position(|other| other.number == figure.number)?;
    size_before(figures, index).and_then(|size| base(size, &pack.quantity.units))
}

/// What is done on both sides.
enum Acts {
    One,
    /// Asked for or begun on one side only, or more is done on one.
    Other,
    /// Two things: 新建, 改造.
    Two,
}

fn acts(one: &Named<'_>, earlier: &Figure, other: &Named<'_>, later: &Figure, pack: &Pack) -> Acts {
    let before = |of: &Named<'_>, figure: &Figure| {
        let statement = &of.plan.statements[of.target.statement];
        let end = figure.number.start.max(statement.span.start);
        last_acts(of.quote(), of.plan.words(statement.passage, Span::new(statement.span.start, end)), pack)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let (ours, theirs) = (before(one, earlier), before(other, later));
    let early = |acts: &[String]| EARLY.map(|act| acts.iter().any(|other| other == act));
    let all = |ours: &[String], theirs: &[String]| ours.iter().all(|act| theirs.contains(act));
    if early(&ours) != early(&theirs) {
        Acts::Other
    } else if !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|act| theirs.contains(act)) {
        Acts::Two
    } else if ours.is_empty() || theirs.is_empty() || (all(&ours, &theirs) && all(&theirs, &ours)) {
        Acts::One
    } else {
        Acts::Other
    }
}

/// The acts that make another thing of what they are done to.
const MAKING: [&str; 3] = ["build", "renew", "close"];

fn of_things(one: &Named<'_>, other: &Named<'_>, mark: Option<Mark>, pack: &Pack) -> Option<Turn> {
    let stage =
        |of: &Named<'_>| stage::promised(of.quote(), pack).map(|stage| (stage.is_push(), stage.order));
    let making = |of: &Named<'_>| -> Vec<&str> {
        last_acts(of.quote(), "", pack).into_iter().filter(|act| MAKING.contains(act)).collect()
    };
    let (ours, theirs) = (making(one), making(other));
    if !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|act| theirs.contains(act)) {
        return None;
    }
    let (was, is) = (stage(one), stage(other));
    // What only one side gives a stage, and what both push, is one.
    if let (Some((pushed, was)), Some((pushes, is))) = (was, is)
        && was != is
        && !(pushed && pushes)
    {
        return Some(Turn { change: Change::Redefined, differs: vec![Differs::Verb] });
    }
    Some(Turn { change: again(mark), differs: Vec::new() })
}

/// What a thing promised again is after a year that ended with this mark.
pub(super) fn again(mark: Option<Mark>) -> Change {
    match mark {
        Some(Mark::Missed | Mark::NotMentioned) => Change::Carried,
        Some(Mark::Met) | None => Change::Repeated,
    }
}
