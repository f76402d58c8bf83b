//! What a plan speaks of. Comes in: its clauses and targets, and the claims that may answer none of them. Goes out: which of these it speaks of all
//! the same.

use super::facts::statement;
use super::unpromised::{Candidate, Promised};
use crate::extract::claim::Measure;
use crate::extract::clause::Reading;
use crate::extract::target::{Kind, Target};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, weigh};
use crate::policy::Policy;
use std::collections::{HashMap, HashSet};

/// So many characters in a row name something, where few clauses of the plan hold them.
const NAMES: usize = 4;
/// More clauses hold only what says little: 高质量发展.
const MANY: u32 = 8;
/// So many say in a clause that opens a sentence what the figures behind it are of.
const TOPIC: usize = 6;
/// A word of two characters names something where no more clauses of either half hold it.
const FEW: u32 = 2;
/// So many characters at its end say what a name is a name of.
const NOUN: usize = 3;
/// So many characters behind a figure are its scale and its unit.
const UNIT: usize = 2;
/// So many in a row make it worth while to weigh an effort against a claim.
const HINTS: usize = 3;

/// The words of a plan that the candidates hold, too.
pub(super) struct Plan<'a> {
    promised: Promised<'a>,
    /// Its clauses.
    clauses: Vec<&'a str>,
    /// Runs that few clauses of the plan hold, so that they name something.
    names: HashSet<[char; NAMES]>,
    /// Runs that few clauses of the plan hold, of the systems and programmes that clauses before the candidates name.
    systems: HashSet<[char; NAMES]>,
    /// Runs that few clauses of the plan hold, of the clauses that open the sentences of the candidates.
    topics: HashSet<[char; TOPIC]>,
    /// Words of two characters that few clauses of either half hold.
    pairs: HashSet<[char; 2]>,
    /// The last characters of what a claim's figures count, where the plan holds them: 博物馆.
    nouns: HashSet<[char; NOUN]>,
    /// What each promised figure counts: the last two characters of its name, and its units.
    counted: HashMap<[char; 2], Vec<&'a str>>,
    /// For each headline (growth, jobs, prices …), whether the plan speaks of it.
    headlines: Vec<bool>,
}

impl<'a> Plan<'a> {
    /// The words that `promised` shares with the claims of `candidates`.
    pub(super) fn new(
        promised: Promised<'a>,
        candidates: &[Candidate],
        pool: &Pool<'_>,
        pack: &Pack,
    ) -> Self {
        let claims = candidates.iter().flat_map(Candidate::spoken);
        let words = claims.clone().map(|claim| pool.claims[claim].words.as_str());
        let efforts = candidates.iter().flat_map(|candidate| candidate.efforts.clone());
        let efforts: Vec<String> = efforts.map(|effort| system(effort, pool, pack)).collect();
        // Also what is no target says what the plan speaks of.
        let of = |reading: &'a Reading| reading.statements.iter().map(|here| reading.clause(here));
        let plan: Vec<&str> = of(promised.plan).collect();
        let review: Vec<&str> =
            pool.reading.statements.iter().map(|here| pool.reading.clause(here)).collect();
        let openings = || candidates.iter().filter_map(|candidate| opening(candidate, pool));
        let names = words.clone().flat_map(|words| runs(words).chain(turned(words, pack)));
        let names = names.chain(openings().flat_map(runs));
        let names = held(names, &plan, MANY);
        let systems = held(efforts.iter().flat_map(|words| runs(words)), &plan, FEW);
        let mut pairs = held(words.flat_map(|words| content(words, pack)), &plan, FEW);
        let told = held(pairs.iter().copied(), &review, FEW);
        pairs.retain(|pair| told.contains(pair));
        let headline = pack.restate.headline.patterns().iter();
        Self {
            promised,
            names,
            systems,
            topics: held(openings().flat_map(runs), &plan, FEW),
            pairs,
            nouns: held(claims.flat_map(|claim| nouns(claim, pool)), &plan, u32::MAX),
            counted: counted(promised.targets, pack),
            headlines: headline.map(|headline| plan.iter().any(|clause| headline.is_match(clause))).collect(),
            clauses: plan,
        }
    }

    /// Whether the plan has, under its own name, what the clauses before a candidate say that its figures belong to.
    pub(super) fn names(&self, candidate: &Candidate, pool: &Pool<'_>, pack: &Pack) -> bool {
        let named = |effort: usize| {
            let clause = pool.reading.clause(&pool.reading.statements[effort]);
            self.has_headline(clause, pack)
                || quoted(clause).any(|name| self.clauses.iter().any(|clause| clause.contains(name)))
                || runs(&system(effort, pool, pack)).any(|run| self.systems.contains(&run))
        };
        let opens = |clause: &str| {
            runs(clause).any(|run| self.topics.contains(&run))
                || candidate.leans
                    && (self.has_headline(clause, pack) || runs(clause).any(|run| self.names.contains(&run)))
        };
        candidate.efforts.clone().any(named) || opening(candidate, pool).is_some_and(opens)
    }

    /// Whether the plan speaks of one of the headlines that `words` hold.
    fn has_headline(&self, words: &str, pack: &Pack) -> bool {
        let mut headlines = self.headlines.iter().zip(pack.restate.headline.patterns());
        headlines.any(|(about, headline)| *about && headline.is_match(words))
    }

    /// Whether a claim with a figure shares a name, a headline, or the noun that is counted with a target.
    pub(super) fn speaks_of(&self, claim: usize, pool: &Pool<'_>, pack: &Pack) -> bool {
        let (words, units) = (&pool.claims[claim].words, &pack.quantity.units);
        let figures = &statement(pool, &pool.claims[claim]).figures;
        let counts = |unit: &&str| figures.iter().any(|own| units.comparable(unit, &own.quantity.unit));
        !figures.is_empty()
            && (runs(words).any(|noun| self.counted.get(&noun).is_some_and(|all| all.iter().any(counts)))
                || runs(words).chain(turned(words, pack)).any(|run| self.names.contains(&run))
                || nouns(claim, pool).iter().any(|noun| self.nouns.contains(noun))
                || content(words, pack).iter().any(|pair| self.pairs.contains(pair))
                || self.has_headline(words, pack))
    }

    /// The claims that an effort is about. Only efforts that share some words with a candidate are weighed.
    pub(super) fn efforts(
        &self,
        candidates: &[Candidate],
        pool: &Pool<'_>,
        pack: &Pack,
        policy: &Policy,
    ) -> HashSet<usize> {
        let claims = candidates.iter().flat_map(Candidate::spoken);
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

/// The ends of what the figures of a claim count.
fn nouns(claim: usize, pool: &Pool<'_>) -> Vec<[char; NOUN]> {
    let noun = |measure: &Measure| {
        let letters: Vec<char> = measure.words.chars().filter(|c| c.is_alphabetic()).collect();
        letters.last_chunk().copied()
    };
    pool.claims[claim].measures.iter().filter_map(noun).collect()
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

/// Those of `asked` that some of `texts` hold, but no more than `most`.
fn held<const LENGTH: usize>(
    asked: impl Iterator<Item = [char; LENGTH]>,
    texts: &[&str],
    most: u32,
) -> HashSet<[char; LENGTH]> {
    // For each how many texts hold it, and the last that does.
    let mut holding: HashMap<[char; LENGTH], (u32, usize)> = asked.map(|run| (run, (0, 0))).collect();
    for (number, text) in (1..).zip(texts) {
        for run in runs(text) {
            if let Some((count, last)) = holding.get_mut(&run)
                && *last != number
            {
                (*count, *last) = (*count + 1, number);
            }
        }
    }
    let few = |(run, (count, _)): (_, (u32, usize))| (1..=most).contains(&count).then_some(run);
    holding.into_iter().filter_map(few).collect()
}

/// The words of two characters that say what a claim is about: none of its acts, figures and units.
fn content(words: &str, pack: &Pack) -> Vec<[char; 2]> {
    let cues = pack.judge.nameless.patterns().iter();
    let named = cues.fold(words.to_owned(), |words, cue| cue.replace_all(&words, "\n").into_owned());
    let (mut found, mut last, mut behind) = (Vec::new(), None, UNIT);
    for c in named.chars() {
        behind = if c.is_ascii_digit() { 0 } else { behind + 1 };
        let here = Some(c).filter(|c| behind > UNIT && c.is_alphabetic());
        found.extend(last.zip(here).map(|(last, here)| [last, here]));
        last = here;
    }
    found
}

/// The names that the words right before a figure or a mark make when their halves are turned round: 劳务输出 of 输出劳务. Halves that say
/// nothing by themselves make none.
fn turned<'a>(words: &'a str, pack: &'a Pack) -> impl Iterator<Item = [char; NAMES]> + use<'a> {
    let stretches = words.split(|c: char| !c.is_alphabetic());
    let ends = stretches.filter_map(|stretch| {
        let (at, _) = stretch.char_indices().rev().nth(NAMES - 1)?;
        let end: Vec<char> = stretch.get(at..)?.chars().collect();
        <[char; NAMES]>::try_from(end).ok()
    });
    ends.filter(|end| {
        let named = pack.judge.nameless.without(&String::from_iter(end));
        named.chars().count() > 1 && !pack.judge.generic.any(&named)
    })
    .map(|[a, b, c, d]| [c, d, a, b])
}

/// The names in quotation marks.
fn quoted(words: &str) -> impl Iterator<Item = &str> {
    let names = words.split('“').skip(1).filter_map(|rest| Some(rest.split_once('”')?.0));
    names.filter(|name| name.chars().count() > 1)
}

/// The clause that opens the sentence of a candidate right before it.
fn opening<'a>(candidate: &Candidate, pool: &Pool<'a>) -> Option<&'a str> {
    candidate.opening.map(|opening| pool.reading.clause(&pool.reading.statements[opening]))
}

/// The words before 行动, 工程, 制度 … in a clause, which tell that system or programme from others.
fn system(statement: usize, pool: &Pool<'_>, pack: &Pack) -> String {
    let mut clause = pool.reading.clause(&pool.reading.statements[statement]);
    while let Some(verb) = pack.extract.verb.first(clause).filter(|verb| !verb.is_empty()) {
        clause = clause.get(verb.end..).unwrap_or_default();
    }
    let kinds = pack.restate.kind_of_effort.patterns().iter().flat_map(|kind| kind.find_iter(clause));
    let before =
        kinds.filter_map(|kind| clause.get(..kind.start())?.rsplit(|c: char| !c.is_alphabetic()).next());
    before.collect::<Vec<_>>().join("\n")
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
