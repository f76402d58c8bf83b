//! Figures of one measure that stand in both reports. Comes in: the halves of both, read, and their redlines. Goes out: which figure of the
//! earlier report is which of the later, and what became of the number. In doubt two figures are not of one measure.

use super::{Sentence, Side};
use crate::align::Halves;
use crate::extract::clause::{Reading, Statement, Time};
use crate::extract::figure::Figure;
use crate::extract::{claim, measure, target};
use crate::judge::ambition::kin;
use crate::lang::Pack;
use crate::outline::Half;
use crate::pair::pool::one_name;
use crate::policy::Policy;
use crate::quantity::Basis;
use crate::quantity::compare::{base, base_high};
use crate::quantity::unit::{Dimension, Units};
use crate::span::Span;
use crate::text::redline::likeness;
use crate::text::similarity::{Rarity, Weighed, grams};
use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It is larger now.
    Higher,
    /// It is smaller now.
    Lower,
    /// The number is the same, its bound is not: 以上, 左右.
    Bound,
    /// A range is one of the two, or a number is too large to reckon with.
    Other,
}

/// A figure of one report with what it measures.
#[derive(Debug, Clone)]
pub struct Said {
    /// The measure in a few words.
    pub subject: String,
    /// The clause, in the canonical text.
    pub quote: Span,
    /// The figure with the words of its bound, in the canonical text.
    pub words: Span,
    /// The figure.
    pub figure: Figure,
    /// What is counted, other names and acts aside.
    name: String,
    /// Which of the acts that bring nothing about yet its words say: 300 begun are no 500 finished.
    early: Vec<&'static str>,
    time: Time,
}

/// A figure of one measure in both reports.
#[derive(Debug)]
pub struct Pair {
    /// In which halves.
    pub halves: Halves,
    /// Earlier and later.
    pub sides: [Said; 2],
    /// What became of the number.
    pub turn: Turn,
    /// Later less earlier, scale applied, in the unit of the later figure.
    pub gap: Option<Decimal>,
    /// The unit of the gap: that of the later figure.
    pub unit: String,
}

/// The figures that stand in both reports.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Those that differ, in the order of the later report.
    pub changed: Vec<Pair>,
    /// How many do not.
    pub kept: usize,
}

/// Names that share so much of their weight are one where the sentences are one, too; in thousandths.
const NEARLY_ONE: u32 = 800;

/// The figures of one measure in both reports. `groups` are the redlines of the halves.
pub fn pairs(sides: [&Side<'_>; 2], redlines: &[&[Sentence]], packs: [&Pack; 2], policy: &Policy) -> Pairs {
    let sentences = Sentences::new(redlines);
    let mut found = Pairs::default();
    for (halves, half) in [(Halves::PlanPlan, Half::Plan), (Halves::ReviewReview, Half::Review)] {
        let said = [0, 1].map(|at| said(sides[at], half, packs[at], policy));
        let mut pairs = same(&said, &sentences, packs[1]);
        pairs.sort_by_key(|[_, later]| said[1][*later].words);
        for [earlier, later] in pairs {
            let sides = [said[0][earlier].clone(), said[1][later].clone()];
            let (turn, gap, unit) = turn(&sides, &packs[1].quantity.units);
            match turn {
                Some(turn) => found.changed.push(Pair { halves, sides, turn, gap, unit }),
                None => found.kept += 1,
            }
        }
    }
    found
}

/// Which sentence of one report is which of the other.
struct Sentences {
    /// For each side the spans, in order, each with the number of its pair.
    spans: [Vec<(Span, usize)>; 2],
}

impl Sentences {
    fn new(redlines: &[&[Sentence]]) -> Self {
        let both = redlines.iter().flat_map(|redline| redline.iter());
        let both: Vec<(Span, Span)> =
            both.filter_map(|sentence| Some((sentence.earlier?, sentence.later?))).collect();
        let side = |of: fn(&(Span, Span)) -> Span| {
            let mut spans: Vec<(Span, usize)> =
                both.iter().enumerate().map(|(nth, pair)| (of(pair), nth)).collect();
            spans.sort_unstable();
            spans
        };
        Self { spans: [side(|pair| pair.0), side(|pair| pair.1)] }
    }

    /// The number of the pair that a byte of one side stands in.
    fn at(&self, side: usize, byte: usize) -> Option<usize> {
        let spans = &self.spans[side];
        let next = spans.partition_point(|(span, _)| span.start <= byte);
        spans.get(next.checked_sub(1)?).filter(|(span, _)| byte < span.end).map(|(_, nth)| *nth)
    }
}

/// The figures of one half: of a plan half those that are promised, of a review half those that are told of the year.
fn said(side: &Side<'_>, half: Half, pack: &Pack, policy: &Policy) -> Vec<Said> {
    let reading = Reading::new(side.document, side.outline, half, pack, policy);
    let one = |statement: &Statement, figure: &Figure, subject: String, quote: Span, time: Time| {
        let name = kin::core(kin::listed(&subject, pack), pack);
        let words = reading.back(statement.passage, figure.span.cover(figure.number));
        let own = own_words(&reading, statement, figure);
        let early =
            EARLY.into_iter().filter(|kind| pack.judge.act.get(*kind).is_some_and(|cues| cues.any(&own)));
        let early = early.collect();
        let plain = !figure.from && !figure.scope && !pack.judge.generic.any(&name) && !name.is_empty();
        plain.then(|| Said { subject, quote, words, figure: figure.clone(), name, early, time })
    };
    if half == Half::Plan {
        let targets = target::targets(&reading, side.outline.plans, pack);
        let of = |target: target::Target| {
            let statement = &reading.statements[target.statement];
            one(statement, target.figure.as_ref()?, target.subject.clone(), target.quote, statement.time)
        };
        return targets.into_iter().filter_map(of).collect();
    }
    let mut all = Vec::new();
    for claim in claim::claims(&reading, side.outline.reviews, pack) {
        let statement = &reading.statements[claim.statement];
        for (measure, figure) in claim.measures.iter().zip(&statement.figures) {
            if !measure.part_counted && !measure.intended {
                let subject =
                    measure::subject_of_figure(&reading, claim.statement, statement.span, figure, pack);
                all.extend(one(statement, figure, subject, claim.quote, claim.time));
            }
        }
    }
    all
}

/// The words of a figure's own: from the figure before it in its clause to the next.
fn own_words(reading: &Reading, statement: &Statement, figure: &Figure) -> String {
    let others = || statement.figures.iter().map(|other| other.number);
    let start = others().filter(|other| other.end <= figure.number.start).map(|other| other.end).max();
    let end = others().filter(|other| other.start >= figure.number.end).map(|other| other.start).min();
    let before = Span::new(start.unwrap_or(statement.span.start), figure.number.start);
    // Behind the figure up to the next item, which has an act of its own: 开工742个、完工548个.
    let after = Span::new(figure.number.end, end.unwrap_or(statement.span.end));
    let after = reading.words(statement.passage, after).split('、').next().unwrap_or_default();
    format!("{}{after}", reading.words(statement.passage, before))
}

/// The kinds of acts of a pack that bring nothing about yet.
const EARLY: [&str; 3] = ["ask", "begin", "underway"];

/// What two figures must have in common besides their names.
type Kind = (Option<Dimension>, String, Basis, u8, Vec<&'static str>);

fn kind(said: &Said, units: &Units) -> Kind {
    let unit = &said.figure.quantity.unit;
    let dimension = units.lookup(unit).map(|unit| unit.dimension);
    let word = if dimension.is_none_or(|dimension| dimension == Dimension::Count) {
        unit.clone()
    } else {
        String::new()
    };
    (dimension, word, said.figure.quantity.basis, said.time as u8, said.early.clone())
}

/// Pairs of figures of one measure: the only ones of that name on both sides, or the only ones in two sentences that are one.
fn same(said: &[Vec<Said>; 2], sentences: &Sentences, pack: &Pack) -> Vec<[usize; 2]> {
    let units = &pack.quantity.units;
    let mut named: BTreeMap<(String, String), [Vec<usize>; 2]> = BTreeMap::new();
    for side in [0, 1] {
        for (at, one) in said[side].iter().enumerate() {
            let name = one_name(&one.name, pack);
            named.entry((name, format!("{:?}", kind(one, units)))).or_default()[side].push(at);
        }
    }
    let sentence = |side: usize, at: usize| sentences.at(side, said[side][at].words.start);
    let mut pairs = Vec::new();
    let mut used = [vec![false; said[0].len()], vec![false; said[1].len()]];
    for [earlier, later] in named.values() {
        if let ([one], [other]) = (earlier.as_slice(), later.as_slice()) {
            pairs.push([*one, *other]);
            continue;
        }
        for &one in earlier {
            let Some(here) = sentence(0, one) else { continue };
            let in_one = |side: usize, list: &[usize]| {
                let mut list = list.iter().copied().filter(|&at| sentence(side, at) == Some(here));
                list.next().filter(|_| list.next().is_none())
            };
            if let (Some(_), Some(other)) = (in_one(0, earlier), in_one(1, later)) {
                pairs.push([one, other]);
            }
        }
    }
    for [earlier, later] in &pairs {
        (used[0][*earlier], used[1][*later]) = (true, true);
    }
    pairs.extend(nearly(said, sentences, &used, units));
    pairs
}

/// Of what is left, in two sentences that are one: figures whose names are nearly one, each the only such of the other.
fn nearly(
    said: &[Vec<Said>; 2],
    sentences: &Sentences,
    used: &[Vec<bool>; 2],
    units: &Units,
) -> Vec<[usize; 2]> {
    let names = [0, 1].map(|side| said[side].iter().map(|one| grams(&one.name)).collect::<Vec<_>>());
    let rarity = Rarity::new(names.iter().flatten());
    let weighed = names.map(|names| names.iter().map(|name| rarity.weigh(name)).collect::<Vec<Weighed>>());
    let mut open: BTreeMap<usize, [Vec<usize>; 2]> = BTreeMap::new();
    for side in [0, 1] {
        for at in (0..said[side].len()).filter(|&at| !used[side][at]) {
            if let Some(sentence) = sentences.at(side, said[side][at].words.start) {
                open.entry(sentence).or_default()[side].push(at);
            }
        }
    }
    let alike = |one: usize, other: usize| {
        kind(&said[0][one], units) == kind(&said[1][other], units)
            && likeness(&weighed[0][one], &weighed[1][other]) >= NEARLY_ONE
    };
    let mut pairs = Vec::new();
    for [earlier, later] in open.values() {
        for &one in earlier {
            let likes: Vec<usize> = later.iter().copied().filter(|&other| alike(one, other)).collect();
            let [other] = likes[..] else { continue };
            if earlier.iter().filter(|&&also| alike(also, other)).count() == 1 {
                pairs.push([one, other]);
            }
        }
    }
    pairs
}

/// A gap has at most so many places: a third (三分之一) has no end.
const MOST_PLACES: u32 = 6;

/// What became of a number, later less earlier, and its unit; `None` where nothing changed.
fn turn(sides: &[Said; 2], units: &Units) -> (Option<Turn>, Option<Decimal>, String) {
    let quantity = |side: usize| &sides[side].figure.quantity;
    // As printed, where both fall (下降3% → 下降2.5%); a rise against a fall by their signs.
    let crossed = sides[0].figure.falls != sides[1].figure.falls;
    let reckoned = |side: usize| {
        let figure = &sides[side].figure;
        let sign = if crossed && figure.falls { -Decimal::ONE } else { Decimal::ONE };
        Some((base(&figure.quantity, units)? * sign, base_high(&figure.quantity, units)))
    };
    let unit = quantity(1).unit.clone();
    let factor = units.lookup(&unit).map_or(Decimal::ONE, |unit| unit.factor);
    let bounds = quantity(0).bound == quantity(1).bound;
    match (reckoned(0), reckoned(1)) {
        (Some((earlier, None)), Some((later, None))) => {
            let gap = later.checked_sub(earlier).and_then(|gap| gap.checked_div(factor));
            let gap = gap.map(|gap| gap.round_dp(MOST_PLACES));
            let turn = match later.cmp(&earlier) {
                std::cmp::Ordering::Greater => Some(Turn::Higher),
                std::cmp::Ordering::Less => Some(Turn::Lower),
                std::cmp::Ordering::Equal => (!bounds).then_some(Turn::Bound),
            };
            (turn, gap, unit)
        }
        (Some(earlier), Some(later)) if earlier == later && bounds => (None, None, unit),
        _ => (Some(Turn::Other), None, unit),
    }
}
