//! Claims that answer no target. Comes in: the claims of a review half, and how near each came to each target of the plan before. Goes
//! out: the figures of the year that no target asked for.

use super::facts::{Level, figure, statement};
use crate::extract::clause::{Reading, Time};
use crate::extract::figure::Figure;
use crate::extract::target::{Kind, Target};
use crate::judge::ambition::{is_of_term, of_a_term};
use crate::lang::Pack;
use crate::pair::Pairing;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, weigh};
use crate::policy::Policy;
use crate::span::Span;
use crate::text::sentence;
use rayon::prelude::*;
use regex::Regex;
use std::collections::{HashMap, HashSet};

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

/// The figures of `pool`, each by its claim and its place in the statement's figures, that tell of the year and that no target is
/// about: their claim is no evidence, and no target, effort included, would take it for its topic. In the order of the text.
pub fn unpromised(
    promised: Promised<'_>,
    pool: &Pool<'_>,
    pack: &Pack,
    policy: &Policy,
) -> Vec<(usize, usize)> {
    let about = about(promised, pool, pack, policy);
    let terms = of_a_term(pool, pack);
    let problems = of_problems(pool.reading, pack);
    let mut found = Vec::new();
    // Whether the claim before in the sentence was answered, or has an entry: what only goes on about it is none of its own.
    let mut told = false;
    for (index, claim) in pool.claims.iter().enumerate() {
        let here = statement(pool, claim);
        let carried = claim.quote.start < pool.reading.back(here.passage, here.span).start;
        if about[index] || (carried && told) {
            told = true;
            continue;
        }
        told = false;
        if claim.time != Time::Year || problems[here.passage] {
            continue;
        }
        for figure in 0..here.figures.len() {
            let level = Level { claim: index, figure };
            let of_term = terms[index] && is_of_term(pool, index, figure);
            if !of_term && is_achieved(pool, level, pack) && names_anew(pool, level, pack) {
                found.push((index, figure));
                told = true;
            }
        }
    }
    found
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
    if extract.describes_before.any(before)
        || [&extract.describes_after, &pack.restate.counts_off].iter().any(|cues| cues.any(after))
    {
        return false;
    }
    !(figure.from || figure.scope || measure.part_counted || measure.intended)
        && ![&cues.cost, &cues.so_far, &cues.intended].iter().any(|cues| cues.any(&measure.words))
        && ![&cues.admitted, &cues.stalled, &cues.pending, &cues.hoped].iter().any(|cues| cues.any(clause))
}

/// Whether the words of a figure name something else than the figure before it in its clause.
fn names_anew(pool: &Pool<'_>, level: Level, pack: &Pack) -> bool {
    let here = statement(pool, &pool.claims[level.claim]);
    let Some(last) = level.figure.checked_sub(1).map(|last| &here.figures[last]) else { return true };
    let own = &here.figures[level.figure];
    let between =
        pool.reading.words(here.passage, Span::new(last.number.end, own.number.start.max(last.number.end)));
    let named = pack
        .judge
        .nameless
        .patterns()
        .iter()
        .fold(between.to_owned(), |words, cue| cue.replace_all(&words, "").into_owned());
    named.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_NAME
}

/// Fewer characters between two figures name nothing new: 占, 的.
const LEAST_NAME: usize = 2;

/// For each passage, whether it tells of problems.
fn of_problems(reading: &Reading, pack: &Pack) -> Vec<bool> {
    let opens = |text: &str| {
        let first = sentence::sentences(text).first().copied().unwrap_or_default();
        pack.outline.problems.any(first.slice(text))
    };
    reading.passages.iter().map(|passage| opens(&passage.folded.text)).collect()
}

/// For each claim, whether a target is about it.
fn about(promised: Promised<'_>, pool: &Pool<'_>, pack: &Pack, policy: &Policy) -> Vec<bool> {
    let mut about = vec![false; pool.claims.len()];
    promised.used.iter().for_each(|claim| about[*claim] = true);
    let efforts: Vec<&Target> =
        promised.targets.iter().filter(|target| target.kind == Kind::Effort).collect();
    let weighed =
        |space: &mut Space, target: &&Target| weigh(target, promised.plan, pool, space, pack, policy);
    let efforts: Vec<Pairing> = efforts.par_iter().map_init(Space::default, weighed).collect();
    let of = |target: &Target| {
        if target.figure.is_some() { policy.pair.topic_figure } else { policy.pair.topic_thing }
    };
    let judged =
        promised.targets.iter().zip(promised.pairings).map(|(target, pairing)| (of(target), pairing));
    for (least, pairing) in judged.chain(efforts.iter().map(|pairing| (policy.pair.topic_thing, pairing))) {
        let near = pairing.matches.iter().filter(|found| found.score >= least);
        near.for_each(|found| about[found.claim] = true);
    }
    let plan = Plan::new(promised, pack, policy);
    for (claim, about) in pool.claims.iter().zip(&mut about) {
        let figures = &statement(pool, claim).figures;
        *about = *about || plan.speaks_of(&claim.words, figures, pack);
    }
    about
}

/// Four characters in a row.
type Run = [char; 4];

/// The words of a plan: what a claim may not share if no target is to be about it.
struct Plan {
    /// Runs that few targets hold, so that they name something.
    runs: HashSet<Run>,
    /// What each promised figure counts: the last two characters of its name, and its unit.
    counted: Vec<(String, String)>,
    /// For each headline (growth, jobs, prices …), whether a target is about it.
    headlines: Vec<bool>,
}

impl Plan {
    fn new(promised: Promised<'_>, pack: &Pack, policy: &Policy) -> Self {
        let mut holding: HashMap<Run, u32> = HashMap::new();
        let mut headlines = vec![false; pack.restate.headline.len()];
        for target in promised.targets {
            let statement = &promised.plan.statements[target.statement];
            let words =
                format!("{}\n{}", promised.plan.words(statement.passage, target.span), target.subject);
            runs(&words).for_each(|run| *holding.entry(run).or_default() += 1);
            for (about, headline) in headlines.iter_mut().zip(pack.restate.headline.patterns()) {
                *about = *about || headline.is_match(&words);
            }
        }
        let counted = promised.targets.iter().filter_map(|target| {
            let letters: Vec<char> = target.subject.chars().filter(|c| c.is_alphabetic()).collect();
            let noun: String = letters.get(letters.len().checked_sub(2)?..)?.iter().collect();
            Some((noun, target.figure.as_ref()?.quantity.unit.clone()))
        });
        let counted = counted.filter(|(noun, _)| !pack.judge.generic.any(noun)).collect();
        let runs =
            holding.into_iter().filter(|(_, targets)| *targets <= policy.pair.rare).map(|(run, _)| run);
        Self { runs: runs.collect(), counted, headlines }
    }

    /// Whether these words of a claim share a rare run, a headline, or the noun that is counted with a target.
    fn speaks_of(&self, words: &str, figures: &[Figure], pack: &Pack) -> bool {
        let units = &pack.quantity.units;
        let counts = |(noun, unit): &(String, String)| {
            words.contains(noun.as_str())
                && figures.iter().any(|figure| units.comparable(unit, &figure.quantity.unit))
        };
        if figures.is_empty() || self.counted.iter().any(counts) {
            return !figures.is_empty();
        }
        let headline = |(about, cue): (&bool, &Regex)| *about && cue.is_match(words);
        self.headlines.iter().zip(pack.restate.headline.patterns()).any(headline)
            || runs(words).any(|run| self.runs.contains(&run))
    }
}

/// The runs of four letters or Han characters of a text, each once.
fn runs(text: &str) -> impl Iterator<Item = Run> {
    let chars: Vec<char> = text.chars().collect();
    let run = |run: &[char]| -> Option<Run> {
        run.iter().all(|c| c.is_alphabetic()).then(|| run.try_into().ok()).flatten()
    };
    chars.windows(4).filter_map(run).collect::<HashSet<Run>>().into_iter()
}
