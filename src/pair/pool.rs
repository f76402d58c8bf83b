//! The claims of one review half, ready to be searched.

use crate::extract::claim::{Claim, Measure};
use crate::extract::clause::{Reading, Statement};
use crate::extract::measure::plain;
use crate::lang::Pack;
use crate::text::fold::fold;
use crate::text::similarity::{Gram, Grams, Numbered, Rarity, Weighed, grams};
use std::collections::HashMap;

/// A run that more claims hold than this finds too much to be worth following. Source: twice the clauses of the longest
/// review half at hand; it bounds the work on longer texts and changes nothing on those.
const MOST_HOLDING: usize = 2500;

/// How many of a target's rarest runs are followed. Source: the 99th percentile of runs in a target.
const MOST_FOLLOWED: usize = 60;

/// With so many runs of two characters that some claim holds, single characters are not followed.
const ENOUGH_PAIRS: usize = 3;

/// The claims with an index over their words.
#[derive(Debug)]
pub struct Pool<'a> {
    /// The review half.
    pub reading: &'a Reading,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Each claim's words, other names replaced.
    pub texts: Vec<String>,
    /// The runs of these words.
    pub words: Vec<Weighed>,
    /// For each pair of characters the sentences that hold it or stand under a heading that does, numbered in order.
    around: HashMap<Gram, Vec<u32>, Numbered>,
    /// For each claim the number of its sentence.
    sentence: Vec<u32>,
    /// The runs of what each figure of each claim measures.
    pub measures: Vec<Vec<Weighed>>,
    /// How this report would speak of a wider place than its own: 全省 in a county's.
    pub wider: Vec<String>,
    /// How rare each run is among the claims.
    pub rarity: Rarity,
    /// What each figure of each claim measures, other names replaced.
    pub measured: Vec<Vec<String>>,
    holding: HashMap<Gram, Vec<u32>, Numbered>,
}

impl<'a> Pool<'a> {
    /// Indexes `claims`.
    pub fn new(reading: &'a Reading, claims: Vec<Claim>, pack: &Pack) -> Self {
        let texts: Vec<String> = claims.iter().map(|claim| one_name(&claim.words, pack)).collect();
        let words: Vec<Grams> = texts.iter().map(|text| grams(text)).collect();
        let rarity = Rarity::new(words.iter());
        let mut holding: HashMap<Gram, Vec<u32>, Numbered> = HashMap::default();
        for (index, grams) in words.iter().enumerate() {
            for gram in grams {
                holding.entry(*gram).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        let weigh = |measure: &Measure| rarity.weigh(&grams(&one_name(&plain(&measure.words, pack), pack)));
        let named = |measure: &Measure| one_name(&measure.words, pack);
        let measured = claims.iter().map(|claim| claim.measures.iter().map(named).collect()).collect();
        let measures = claims.iter().map(|claim| claim.measures.iter().map(weigh).collect()).collect();
        let words = words.iter().map(|grams| rarity.weigh(grams)).collect();
        let mut around: HashMap<Gram, Vec<u32>, Numbered> = HashMap::default();
        let (mut sentence, mut last, mut number) = (Vec::with_capacity(claims.len()), None, 0);
        for claim in &claims {
            let statement = &reading.statements[claim.statement];
            let place = Some((statement.passage, statement.sentence));
            if last != place {
                number += u32::from(last.is_some());
                last = place;
                for pair in surroundings(reading, statement) {
                    around.entry(pair).or_default().push(number);
                }
            }
            sentence.push(number);
        }
        Self {
            reading,
            claims,
            texts,
            words,
            around,
            sentence,
            measures,
            wider: Vec::new(),
            rarity,
            measured,
            holding,
        }
    }

    /// For each sentence the share of `pairs` that it and the last heading above it hold, in thousandths of their weight.
    pub fn around(&self, pairs: &Grams) -> Vec<u32> {
        let pairs = self.rarity.weigh(pairs);
        let mut sums = vec![0_u64; self.sentence.last().map_or(0, |last| *last as usize + 1)];
        for (pair, weight) in &pairs.runs {
            for &sentence in self.around.get(pair).into_iter().flatten() {
                sums[sentence as usize] += u64::from(*weight);
            }
        }
        let share =
            |sum: u64| u32::try_from((sum * 1000).checked_div(pairs.total).unwrap_or(0)).unwrap_or(1000);
        sums.into_iter().map(share).collect()
    }

    /// The number of a claim's sentence.
    pub fn sentence(&self, claim: usize) -> usize {
        self.sentence[claim] as usize
    }

    /// The same as the report of `body` (甲县人民政府); a body that tells no level of government changes nothing.
    #[must_use]
    pub fn of_body(mut self, body: Option<&str>, pack: &Pack) -> Self {
        let body = body.map(fold).unwrap_or_default();
        let ends = &pack.outline.body_ends;
        let place =
            ends.iter().filter_map(|end| body.strip_suffix(end.as_str())).find(|place| !place.is_empty());
        let place = place.unwrap_or(&body);
        let scopes = &pack.judge.scopes;
        if let Some(own) = scopes.iter().position(|[end, _]| place.ends_with(end.as_str())) {
            let wider = scopes[..own].iter().map(|[_, word]| word).filter(|word| **word != scopes[own][1]);
            self.wider = wider.cloned().collect();
        }
        self
    }

    /// The claims that share most with `query`, best first, `most` at the most. `sums` is working space, all zero before and after.
    pub fn nearest(&self, query: &Weighed, most: usize, sums: &mut Vec<u64>) -> Vec<usize> {
        let mut lists: Vec<(Gram, &Vec<u32>, u32)> = query
            .runs
            .iter()
            .filter_map(|(gram, weight)| Some((*gram, self.holding.get(gram)?, *weight)))
            .filter(|(_, list, _)| list.len() <= MOST_HOLDING)
            .collect();
        // Runs of two characters find what single ones find, in far shorter lists; single ones serve only where there are few.
        if lists.iter().filter(|(gram, _, _)| is_pair(*gram)).count() >= ENOUGH_PAIRS {
            lists.retain(|(gram, _, _)| is_pair(*gram));
        }
        lists.sort_by_key(|(_, list, _)| list.len());
        lists.truncate(MOST_FOLLOWED);
        sums.resize(self.claims.len(), 0);
        let mut found: Vec<u32> = Vec::new();
        for (_, list, weight) in lists {
            for &claim in list {
                let sum = &mut sums[claim as usize];
                if *sum == 0 {
                    found.push(claim);
                }
                *sum += u64::from(weight);
            }
        }
        let best = |a: &u32, b: &u32| sums[*b as usize].cmp(&sums[*a as usize]).then(a.cmp(b));
        let mut kept = found.clone();
        if kept.len() > most {
            kept.select_nth_unstable_by(most, best);
            kept.truncate(most);
        }
        kept.sort_unstable_by(best);
        for claim in found {
            sums[claim as usize] = 0;
        }
        kept.into_iter().map(|claim| claim as usize).collect()
    }
}

/// The pairs of characters of a statement's sentence and of the last heading above it.
pub fn surroundings(reading: &Reading, statement: &Statement) -> Grams {
    let head = statement.section.map_or("", |section| reading.heads[section].as_str());
    let mut pairs = grams(&format!("{head}\n{}", reading.sentence(statement)));
    pairs.retain(|gram| is_pair(*gram));
    pairs
}

/// Whether a run has two characters.
fn is_pair(gram: Gram) -> bool {
    gram >> 32 != 0
}

/// `text` with every other name of a measure replaced by the one that stands for all.
pub fn one_name(text: &str, pack: &Pack) -> String {
    if !pack.judge.has_other_name(text) {
        return text.to_owned();
    }
    pack.judge.synonym.iter().fold(text.to_owned(), |text, synonym| synonym.replace(text))
}

/// The words that are looked for: `text` itself and its official other names.
pub fn forms(text: &str, pack: &Pack) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    let one = one_name(text, pack);
    for synonym in pack.judge.synonym.iter().filter(|synonym| one.contains(&synonym.name)) {
        for form in synonym.forms.iter().chain(std::iter::once(&synonym.name)) {
            let other = one.replace(&synonym.name, form);
            if !forms.contains(&other) {
                forms.push(other);
            }
        }
    }
    forms
}
