//! Claims that answer no target. Comes in: the claims of a review half, and how near each came to each target of the plan before. Goes
//! out: the figures of the year that no target asked for.

use super::facts::{Level, figure, statement};
use super::plan::Plan;
use crate::extract::clause::{Reading, Statement, Time};
use crate::extract::figure::Figure;
use crate::extract::target::Target;
use crate::judge::ambition::{is_of_term, of_a_term};
use crate::lang::Pack;
use crate::pair::Pairing;
use crate::pair::pool::Pool;
use crate::policy::Policy;
use crate::quantity::compare::base;
use crate::quantity::unit::Dimension;
use crate::span::Span;
use crate::text::sentence;
use rust_decimal::Decimal;
use std::ops::Range;

/// What a plan promised, and what its targets found in the review half of the next report.
#[derive(Debug, Clone, Copy)]
pub struct Promised<'a> {
    /// The targets.
    pub targets: &'a [Target],
    /// The plan half that they stand in.
    pub plan: &'a Reading,
    /// The claims weighed for each.
    pub pairings: &'a [Pairing],
    /// The claims that are evidence of some target, indexes into the pool's claims.
    pub used: &'a [usize],
}

/// Figures that tell of the year, and what they must not be promised by.
pub(super) struct Candidate {
    /// Their claim, and those before it that it carries on: where a target is about one of these, it is about all.
    pub(super) claims: Range<usize>,
    /// Indexes into the figures of the last of these claims.
    figures: Vec<usize>,
    /// The clauses right before that name what these figures belong to: 全面落实“河长制”，巡河率达100%. Indexes into the reading's statements.
    pub(super) efforts: Range<usize>,
    /// The clause right before that opens their sentence and says what they are of: 继续淘汰落后产能，关停小火电30万千瓦.
    pub(super) opening: Option<usize>,
    /// Whether that clause alone says what they measure: 提高最低收购价，提价幅度超过20%.
    pub(super) leans: bool,
    /// The claim that says what money was raised for: 筹措资金500万元，解决饮水安全问题.
    purpose: Option<usize>,
}

impl Candidate {
    /// The claims one of which a target may be about.
    pub(super) fn spoken(&self) -> impl Iterator<Item = usize> + Clone + use<> {
        self.claims.clone().chain(self.purpose)
    }
}

/// The figures of `pool`, each by its claim and its place in the statement's figures, that tell of the year and that no target is
/// about: their claim is no evidence, and no target, effort included, would take it for its topic. In the order of the text.
pub fn unpromised(
    promised: Promised<'_>,
    pool: &Pool<'_>,
    pack: &Pack,
    policy: &Policy,
) -> Vec<(usize, usize)> {
    let answered = answered(promised, pool.claims.len(), policy);
    let mut candidates = candidates(pool, pack);
    candidates.retain(|candidate| !candidate.spoken().any(|claim| answered[claim]));
    let plan = Plan::new(promised, &candidates, pool, pack);
    candidates.retain(|candidate| {
        let spoken = candidate.spoken().any(|claim| plan.speaks_of(claim, pool, pack));
        !(spoken || plan.names(candidate, pool, pack))
    });
    let near = plan.efforts(&candidates, pool, pack, policy);
    candidates.retain(|candidate| !candidate.spoken().any(|claim| near.contains(&claim)));
    let figures = |one: &Candidate| -> Vec<(usize, usize)> {
        one.figures.iter().map(|figure| (one.claims.end - 1, *figure)).collect()
    };
    candidates.iter().flat_map(figures).collect()
}

/// For each claim, whether it is evidence of a target or near enough to be its topic.
fn answered(promised: Promised<'_>, claims: usize, policy: &Policy) -> Vec<bool> {
    let mut answered = vec![false; claims];
    promised.used.iter().for_each(|claim| answered[*claim] = true);
    for (target, pairing) in promised.targets.iter().zip(promised.pairings) {
        let least = if target.figure.is_some() { policy.pair.topic_figure } else { policy.pair.topic_thing };
        let near = pairing.matches.iter().filter(|found| found.score >= least);
        near.for_each(|found| answered[found.claim] = true);
    }
    answered
}

/// The figures that tell of the year; of claims that carry each other on only those of the first that has any.
fn candidates(pool: &Pool<'_>, pack: &Pack) -> Vec<Candidate> {
    let terms = of_a_term(pool, pack);
    let problems = of_problems(pool.reading, pack);
    let carried = |index: usize| {
        let (claim, here) = (&pool.claims[index], statement(pool, &pool.claims[index]));
        claim.quote.start < pool.reading.back(here.passage, here.span).start
    };
    let pursues =
        |opening: usize| pack.restate.pursues.any(pool.reading.clause(&pool.reading.statements[opening]));
    let mut found: Vec<Candidate> = Vec::new();
    let mut first = 0;
    for (index, claim) in pool.claims.iter().enumerate() {
        if !carried(index) {
            first = index;
        }
        let told = found.last().is_some_and(|last| last.claims.end > first);
        let here = statement(pool, claim);
        if told || claim.time != Time::Year || here.figures.is_empty() || problems[here.passage] {
            continue;
        }
        let achieved = |figure: &usize| {
            let level = Level { claim: index, figure: *figure };
            !(terms[index] && is_of_term(pool, index, *figure))
                && is_achieved(pool, level, pack)
                && names_anew(pool, level, first < index, pack)
        };
        let figures: Vec<usize> = (0..here.figures.len()).filter(achieved).collect();
        if !figures.is_empty() {
            let claims = first..index + 1;
            let leans = pack.restate.leans.any(pool.reading.clause(statement(pool, &pool.claims[first])));
            let opening = opening(pool, first).filter(|opening| leans || pursues(*opening));
            let (efforts, purpose) = (efforts(pool, first, pack), purpose(pool, index, pack));
            found.push(Candidate { claims, figures, efforts, opening, leans, purpose });
        }
    }
    found
}

/// The clauses right before a claim, in its sentence and without figures, that name a system or a programme. They must open the sentence:
/// amid others, such a clause is one more of a list. A name in quotation marks holds anywhere.
fn efforts(pool: &Pool<'_>, claim: usize, pack: &Pack) -> Range<usize> {
    let end = pool.claims[claim].statement;
    let here = statement(pool, &pool.claims[claim]);
    let names = |statement: &&Statement| {
        (statement.passage, statement.sentence) == (here.passage, here.sentence)
            && statement.figures.is_empty()
            && pack.restate.effort.any(pool.reading.clause(statement))
    };
    let start = end - pool.reading.statements[..end].iter().rev().take_while(names).count();
    let opens = |statement: &Statement| statement.nth == 0;
    let quotes = |statement: &Statement| pool.reading.clause(statement).contains('“');
    match pool.reading.statements[start..end].first() {
        Some(first) if opens(first) => start..end,
        _ => end - usize::from(start < end && quotes(&pool.reading.statements[end - 1]))..end,
    }
}

/// The clause right before a claim, where it opens the sentence and has no figure.
fn opening(pool: &Pool<'_>, claim: usize) -> Option<usize> {
    let here = pool.claims[claim].statement;
    let before = here.checked_sub(1)?;
    let statement = &pool.reading.statements[before];
    let same = (statement.passage, statement.sentence)
        == (pool.reading.statements[here].passage, pool.reading.statements[here].sentence);
    (same && statement.nth == 0 && statement.figures.is_empty()).then_some(before)
}

/// The claim right behind one that tells of money and nothing else, in its sentence.
fn purpose(pool: &Pool<'_>, claim: usize, pack: &Pack) -> Option<usize> {
    let here = statement(pool, &pool.claims[claim]);
    let next = statement(pool, pool.claims.get(claim + 1)?);
    let [figure] = here.figures.as_slice() else { return None };
    let before = pool.reading.words(here.passage, Span::new(here.span.start, figure.span.start));
    let goes_on = (next.passage, next.sentence) == (here.passage, here.sentence);
    (goes_on && pack.restate.means.any(before)).then_some(claim + 1)
}

/// Whether a figure is something that came of the year: no base, size, cost, plan or part of the year, and nothing that was not reached.
fn is_achieved(pool: &Pool<'_>, level: Level, pack: &Pack) -> bool {
    let claim = &pool.claims[level.claim];
    let (figure, measure) = (figure(pool, level), &claim.measures[level.figure]);
    let clause = pool.reading.clause(statement(pool, claim));
    let cues = &pack.judge;
    let text = &pool.reading.passages[statement(pool, claim).passage].folded.text;
    let before = Span::new(statement(pool, claim).span.start, figure.number.start).slice(text);
    let after = Span::new(figure.number.start, statement(pool, claim).span.end).slice(text);
    let extract = &pack.extract;
    let counts_off = [&extract.describes_after, &pack.restate.counts_off];
    let only_subject = || before.is_empty() && pack.restate.whole_group.any(after);
    if [&extract.describes_before, &pack.restate.describes].iter().any(|cues| cues.any(before))
        || counts_off.iter().any(|cues| cues.any(after))
        || only_subject()
        || exceeds_whole(figure, before, pack)
    {
        return false;
    }
    let other = figure.from || figure.scope || measure.part_counted || measure.intended;
    let measured = [&cues.cost, &cues.intended];
    let told = [&cues.so_far, &cues.admitted, &cues.stalled, &cues.pending, &cues.hoped];
    !(other
        || measured.iter().any(|cues| cues.any(&measure.words))
        || told.iter().any(|cues| cues.any(clause)))
}

/// Whether a share of a whole is more than the whole, so that the source lost its decimal point: 破案率9800%.
fn exceeds_whole(figure: &Figure, before: &str, pack: &Pack) -> bool {
    let unit = pack.quantity.units.lookup(&figure.quantity.unit);
    unit.is_some_and(|unit| unit.dimension == Dimension::Percent)
        && base(&figure.quantity, &pack.quantity.units).is_some_and(|share| share > Decimal::ONE_HUNDRED)
        && pack.restate.of_whole.any(before)
}

/// Whether the words of a figure name something: of the first of a clause all around it, of the others something else than the one
/// before. What only goes on about the sentence (完成投资3亿元, 办结率100%) names nothing; where a subject was `carried` over, that does.
fn names_anew(pool: &Pool<'_>, level: Level, carried: bool, pack: &Pack) -> bool {
    let here = statement(pool, &pool.claims[level.claim]);
    let own = &here.figures[level.figure];
    let words = |from: usize, to: usize| pool.reading.words(here.passage, Span::new(from, to.max(from)));
    // Where a change starts from says nothing of its own: 由80家增加到95家.
    let before = here.figures[..level.figure].iter().rposition(|last| !last.from);
    let words = match before {
        Some(last) => words(here.figures[last].number.end, own.number.start).to_owned(),
        None if carried => return true,
        None => {
            let next = here.figures.get(level.figure + 1).map_or(here.span.end, |next| next.number.start);
            [words(here.span.start, own.span.start), words(own.span.end, next)].concat()
        }
    };
    let named = pack.judge.nameless.without(&words);
    let letters: String = named.chars().filter(|c| c.is_alphabetic()).collect();
    let goes_on = || pack.judge.generic.any(&letters) || pack.restate.goes_on.any(&letters);
    letters.chars().count() >= LEAST_NAME && !goes_on()
}

/// Fewer characters name nothing: 占, 的.
const LEAST_NAME: usize = 2;

/// For each passage, whether it tells of problems.
fn of_problems(reading: &Reading, pack: &Pack) -> Vec<bool> {
    let opens = |text: &str| {
        let first = sentence::sentences(text).first().copied().unwrap_or_default();
        pack.outline.problems.any(first.slice(text))
    };
    reading.passages.iter().map(|passage| opens(&passage.folded.text)).collect()
}
