//! The words around a number: bounds, hedges, lists and what the figure measures. Comes in: numbers. Goes out: figures.

use super::scan::Found;
use super::{Figure, Page, breaks};
use crate::lang::quantity::{Lead, Near, QuantityCues, Says, Tables};
use crate::quantity::unit::{Dimension, Unit};
use crate::quantity::{Basis, Bound, Quantity};

/// A word some way before a number, by character index.
#[derive(Debug, Clone, Copy)]
struct Cue {
    start: usize,
    end: usize,
    near: Near,
}

/// The figures for these numbers, in order.
pub(super) fn dress(page: &Page, cues: &QuantityCues, found: &[Found]) -> Vec<Figure> {
    let (units, tables) = (&cues.units, cues.tables());
    let cues = marks(page, tables, found);
    let mut figures: Vec<Figure> = Vec::with_capacity(found.len());
    let mut clause = 0;
    // What the figure before said of its basis, for lists: 下降10.3%和9%.
    let mut carried: Option<Says> = None;
    for (index, number) in found.iter().enumerate() {
        let last_end = index.checked_sub(1).map_or(0, |before| found[before].end);
        let taken = if index == 0 { 0 } else { after(page, tables, last_end).1.min(number.start) };
        let broken = (last_end..number.start).rev().find(|at| page.char(*at).is_some_and(breaks));
        if let Some(at) = broken {
            clause = at + 1;
            carried = None;
        }
        let from = clause.max(taken);
        let within = |start: usize| {
            cues.iter().copied().filter(move |cue| cue.start >= start && cue.end <= number.start)
        };
        let joined = broken.is_none() && index > 0 && only_marks(page, tables, last_end, number.start);
        let dealt = within(clause).any(|cue| cue.near == Near::Dealt);
        let (lead, start, mut hedges) = before(page, tables, number.start, from);
        let (tail, end) = after(page, tables, number.end);
        let far = within(clause).filter(|cue| cue.near == Near::Hedge && cue.end <= start);
        let far: Vec<String> = far.map(|cue| page.chars[cue.start..cue.end].iter().collect()).collect();
        hedges.splice(0..0, far);
        hedges.dedup();
        let remote = within(from).find_map(|cue| match cue.near {
            Near::Bound(bound) => Some(bound),
            _ => None,
        });
        let mut bound = resolve(number.bound, lead, tail, remote);
        if joined && let Some(last) = figures.last_mut() {
            last.list = true;
            let shares = dealt || found[index - 1].shared;
            match tail {
                // 550万亩和75万亩以上: the bound after the last figure covers the one before.
                Some(tail) if shares && last.quantity.bound == Bound::Exactly => last.quantity.bound = tail,
                _ if bound == Bound::Exactly && shares && inherits(last.quantity.bound) => {
                    bound = last.quantity.bound;
                }
                _ => {}
            }
        }
        let near: Vec<Cue> = within(from).collect();
        // 压减一半 is a decline, whatever 一半 says by itself.
        let percent = is_percent(units.lookup(&number.unit));
        let heard = said(&near, percent);
        let moving = heard.filter(moves);
        let said = moving.or(number.says).or(heard).or(carried);
        carried = said;
        let (basis, falls) = basis(units.lookup(&number.unit), said);
        let starts = joined && figures.last().is_some_and(|last| last.from);
        figures.push(Figure {
            span: page.span(start, end),
            number: page.span(number.start, number.end),
            quantity: Quantity {
                bound,
                value: number.value,
                high: number.high,
                scale: number.scale,
                unit: number.unit.clone(),
                basis,
                hedges,
            },
            shared: number.shared,
            stands: None,
            list: joined || number.shared || (dealt && broken.is_none()),
            falls,
            scope: tables.scope.starting(&page.chars, end).is_some() && sized(units.lookup(&number.unit)),
            from: (starts || near.iter().any(|cue| cue.near == Near::From))
                && leads_on(page, tables, &found[index..]),
            each: near.iter().any(|cue| cue.near == Near::Each),
            rises: said == Some(Says::Rises),
            stock: said == Some(Says::Level) && !near.iter().any(|cue| makes(cue.near)),
        });
    }
    figures
}

/// Whether a unit measures sizes (money, area, length …) and does not count, rate or time things.
fn sized(unit: Option<&Unit>) -> bool {
    unit.is_some_and(|unit| {
        matches!(
            unit.dimension,
            Dimension::MoneyCny
                | Dimension::MoneyUsd
                | Dimension::MoneyOther
                | Dimension::Area
                | Dimension::Length
                | Dimension::Mass
                | Dimension::Volume
                | Dimension::Energy
                | Dimension::Power
                | Dimension::Capacity
        )
    })
}

/// Whether the next figure of a list takes this bound over.
fn inherits(bound: Bound) -> bool {
    !matches!(bound, Bound::Exactly | Bound::Range)
}

/// All cue words outside the numbers, in order.
fn marks(page: &Page, tables: &Tables, found: &[Found]) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut at = 0;
    for number in found {
        while at < number.start {
            match tables.near.starting(&page.chars, at) {
                Some((length, near)) => {
                    cues.push(Cue { start: at, end: at + length, near: *near });
                    at += length;
                }
                None => at += 1,
            }
        }
        at = number.end;
    }
    cues
}

/// The bound word, the start of the words that touch the number from before (not before `from`), and the hedges among them.
fn before(page: &Page, tables: &Tables, number: usize, from: usize) -> (Option<Bound>, usize, Vec<String>) {
    let (mut bound, mut start, mut hedges) = (None, number, Vec::new());
    let mut at = number;
    while let Some((length, lead)) = tables.before.ending(&page.chars, at) {
        if at - length < from {
            break;
        }
        at -= length;
        match lead {
            Lead::Bound(of) => {
                if bound.is_none_or(|already| already == Bound::Exactly) {
                    bound = Some(*of);
                }
                start = at;
            }
            Lead::Hedge => {
                hedges.insert(0, page.chars[at..at + length].iter().collect());
                start = at;
            }
            Lead::Filler => {}
        }
    }
    (bound, start, hedges)
}

/// The bound word right after the unit, and where it ends.
fn after(page: &Page, tables: &Tables, number: usize) -> (Option<Bound>, usize) {
    match tables.after.starting(&page.chars, number) {
        Some((length, Bound::About)) if page.char(number + length) == Some('游') => (None, number),
        Some((length, bound)) => (Some(*bound), number + length),
        None => (None, number),
    }
}

/// One bound out of the words on all sides: a range stays one, a word after beats one before (控制在5%左右 is about 5 %).
fn resolve(own: Bound, lead: Option<Bound>, tail: Option<Bound>, remote: Option<Bound>) -> Bound {
    match (own, lead, tail) {
        (Bound::Range, _, _) => own,
        (_, Some(Bound::MoreThan), Some(Bound::AtLeast)) => Bound::MoreThan,
        (_, _, Some(tail)) => tail,
        (Bound::Exactly, Some(Bound::Exactly) | None, None) => remote.unwrap_or(own),
        (Bound::Exactly, Some(lead), None) => lead,
        (_, Some(lead @ (Bound::AtMost | Bound::LessThan)), None) => lead,
        _ => own,
    }
}

/// Whether only a list mark stands between two numbers.
fn only_marks(page: &Page, tables: &Tables, from: usize, to: usize) -> bool {
    let (_, from) = after(page, tables, from);
    tables.list.starting(&page.chars, from).is_some_and(|(length, ())| from + length == to)
}

/// Whether the first of these numbers, or the list that it opens (由5%、3%分别降至…), leads on to an end point.
fn leads_on(page: &Page, tables: &Tables, found: &[Found]) -> bool {
    found.windows(2).find_map(|pair| {
        let listed = only_marks(page, tables, pair[0].end, pair[1].start);
        (!listed).then(|| goes_on(page, pair[0].end, pair[1].start))
    }) == Some(true)
}

/// Whether the sentence goes on from one number to the next and names an end point between them.
fn goes_on(page: &Page, from: usize, to: usize) -> bool {
    let between = page.chars.get(from..to).unwrap_or_default();
    !between.iter().any(|c| matches!(c, '。' | '；'))
        && between.iter().any(|c| matches!(c, '到' | '至' | '为'))
}

/// What the nearest word says of the basis. 新增 counts over a verb of making behind it (新增建设用地); of a percentage 增速 and 涨幅
/// count over a level behind them (涨幅控制在3%).
fn said(cues: &[Cue], percent: bool) -> Option<Says> {
    let mut says = cues.iter().rev().filter_map(|cue| match cue.near {
        Near::Says(says) => Some(says),
        _ => None,
    });
    let nearest = says.next()?;
    match nearest {
        Says::Made if says.any(|says| says == Says::Adds) => Some(Says::Adds),
        Says::Level if percent => says.find(|says| *says != Says::Level).filter(moves).or(Some(nearest)),
        _ => Some(nearest),
    }
}

/// Whether the word tells a move: up or down.
fn moves(says: &Says) -> bool {
    matches!(says, Says::Rises | Says::Falls)
}

/// Whether the word tells of something made or added.
fn makes(near: Near) -> bool {
    matches!(near, Near::Says(Says::Made | Says::Adds))
}

fn is_percent(unit: Option<&Unit>) -> bool {
    unit.is_some_and(|unit| unit.dimension == Dimension::Percent)
}

/// What the figure measures, by its unit and the word before it; and whether it is a decline.
fn basis(unit: Option<&Unit>, said: Option<Says>) -> (Basis, bool) {
    let dimension = unit.map(|unit| unit.dimension);
    let money = matches!(dimension, Some(Dimension::MoneyCny | Dimension::MoneyUsd | Dimension::MoneyOther));
    let basis = match (dimension, said) {
        (Some(Dimension::Point), _) => Basis::Change,
        (Some(Dimension::Percent), Some(Says::Rises | Says::Falls | Says::Adds)) => Basis::Growth,
        (Some(Dimension::Percent), _) => Basis::Share,
        (Some(Dimension::Doubling), _) => Basis::Growth,
        // 增长1.5倍 grows; 是上年的1.5倍 is a level.
        (Some(Dimension::Times), Some(Says::Rises | Says::Falls | Says::Adds)) => Basis::Growth,
        (_, Some(Says::Rises | Says::Falls | Says::Adds)) => Basis::Change,
        (_, Some(Says::Made)) if !money => Basis::Count,
        _ => Basis::Level,
    };
    (basis, said == Some(Says::Falls))
}
