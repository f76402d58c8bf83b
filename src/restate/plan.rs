//! What a plan speaks of. Comes in: its targets, and the claims that may answer none of them. Goes out: which of these a target is about
//! all the same.

use super::facts::statement;
use super::unpromised::{Candidate, Promised};
use crate::extract::target::{Kind, Target};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, weigh};
use crate::policy::Policy;
use std::collections::{HashMap, HashSet};

/// So many characters in a row name something, where few targets hold them.
const NAMES: usize = 4;
/// So many in a row make it worth while to weigh an effort against a claim.
const HINTS: usize = 3;

/// The words of a plan that the candidates hold, too.
pub(super) struct Plan<'a> {
    promised: Promised<'a>,
    /// Runs that few targets hold, so that they name something.
    names: HashSet<[char; NAMES]>,
    /// What each promised figure counts: the last two characters of its name, and its units.
    counted: HashMap<[char; 2], Vec<&'a str>>,
    /// For each headline (growth, jobs, prices …), whether a target is about it.
    headlines: Vec<bool>,
}

impl<'a> Plan<'a> {
    /// The words that `promised` shares with the claims of `candidates`.
    pub(super) fn new(
        promised: Promised<'a>,
        candidates: &[Candidate],
        pool: &Pool<'_>,
        pack: &Pack,
        policy: &Policy,
    ) -> Self {
        let claims = || candidates.iter().flat_map(|candidate| candidate.claims.clone());
        let mut holding: HashMap<[char; NAMES], u32> =
            claims().flat_map(|claim| runs(&pool.claims[claim].words)).map(|run| (run, 0)).collect();
        let mut whole = String::new();
        let mut held = HashSet::new();
        for target in promised.targets {
            let from = whole.len();
            for words in [words(promised, target), &target.subject] {
                whole.push_str(words);
                whole.push('\n');
            }
            held.clear();
            for run in runs(whole.get(from..).unwrap_or_default()) {
                if let Some(targets) = holding.get_mut(&run)
                    && held.insert(run)
                {
                    *targets += 1;
                }
            }
        }
        let few = |(run, targets): (_, u32)| (1..=policy.pair.rare).contains(&targets).then_some(run);
        let headline = pack.restate.headline.patterns().iter();
        Self {
            promised,
            names: holding.into_iter().filter_map(few).collect(),
            counted: counted(promised.targets, pack),
            headlines: headline.map(|headline| headline.is_match(&whole)).collect(),
        }
    }

    /// Whether a claim with a figure shares a name, a headline, or the noun that is counted with a target.
    pub(super) fn speaks_of(&self, claim: usize, pool: &Pool<'_>, pack: &Pack) -> bool {
        let (words, units) = (&pool.claims[claim].words, &pack.quantity.units);
        let figures = &statement(pool, &pool.claims[claim]).figures;
        let counts = |unit: &&str| figures.iter().any(|own| units.comparable(unit, &own.quantity.unit));
        let headline = self.headlines.iter().zip(pack.restate.headline.patterns());
        !figures.is_empty()
            && (runs(words).any(|noun| self.counted.get(&noun).is_some_and(|all| all.iter().any(counts)))
                || runs(words).any(|run| self.names.contains(&run))
                || headline.into_iter().any(|(about, headline)| *about && headline.is_match(words)))
    }

    /// The claims that an effort is about. Only efforts that share some words with a candidate are weighed.
    pub(super) fn efforts(
        &self,
        candidates: &[Candidate],
        pool: &Pool<'_>,
        pack: &Pack,
        policy: &Policy,
    ) -> HashSet<usize> {
        let claims = candidates.iter().flat_map(|candidate| candidate.claims.clone());
        let hints: HashSet<[char; HINTS]> =
            claims.flat_map(|claim| runs(&pool.claims[claim].words)).collect();
        let hinted = |target: &&Target| {
            target.kind == Kind::Effort && runs(&target.subject).any(|run| hints.contains(&run))
        };
        let mut space = Space::default();
        let mut weighed = |target: &Target| {
            let found = weigh(target, self.promised.plan, pool, &mut space, pack, policy).matches;
            found.into_iter().filter(|found| found.score >= policy.pair.topic_thing).map(|found| found.claim)
        };
        self.promised.targets.iter().filter(hinted).flat_map(|target| weighed(target)).collect()
    }
}

/// The folded words of a target.
fn words<'a>(promised: Promised<'a>, target: &Target) -> &'a str {
    promised.plan.words(promised.plan.statements[target.statement].passage, target.span)
}

/// The nouns that the promised figures count, each with its units.
fn counted<'a>(targets: &'a [Target], pack: &Pack) -> HashMap<[char; 2], Vec<&'a str>> {
    let mut counted: HashMap<[char; 2], Vec<&str>> = HashMap::new();
    for target in targets {
        let Some(figure) = &target.figure else { continue };
        let mut letters = target.subject.chars().rev().filter(|c| c.is_alphabetic());
        let Some(noun) = letters.next().and_then(|last| Some([letters.next()?, last])) else { continue };
        let units = counted.entry(noun).or_default();
        if !units.contains(&figure.quantity.unit.as_str()) {
            units.push(&figure.quantity.unit);
        }
    }
    counted.retain(|noun, _| !pack.judge.generic.any(&String::from_iter(noun)));
    counted
}

/// The stretches of so many letters or Han characters of a text.
fn runs<const LENGTH: usize>(text: &str) -> impl Iterator<Item = [char; LENGTH]> {
    let mut last = ['\0'; LENGTH];
    text.chars().filter_map(move |c| {
        last.rotate_left(1);
        if let Some(end) = last.last_mut() {
            *end = c;
        }
        last.iter().all(|c| c.is_alphabetic()).then_some(last)
    })
}
