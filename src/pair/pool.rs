//! The claims of one review half, ready to be searched.

use crate::extract::claim::Claim;
use crate::extract::clause::Reading;
use crate::lang::Pack;
use crate::text::similarity::{Gram, Grams, Rarity, grams};
use std::collections::HashMap;

/// A run that more claims hold than this finds too much to be worth following. Source: twice the clauses of the longest
/// review half at hand; it bounds the work on longer texts and changes nothing on those.
const MOST_HOLDING: usize = 2500;

/// How many of a target's rarest runs are followed. Source: the 99th percentile of runs in a target.
const MOST_FOLLOWED: usize = 60;

/// The claims with an index over their words.
#[derive(Debug)]
pub struct Pool<'a> {
    /// The review half.
    pub reading: &'a Reading,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// The runs of each claim's words, other names replaced.
    pub words: Vec<Grams>,
    /// The runs of what each figure of each claim measures.
    pub measures: Vec<Vec<Grams>>,
    /// How rare each run is among the claims.
    pub rarity: Rarity,
    holding: HashMap<Gram, Vec<u32>>,
}

impl<'a> Pool<'a> {
    /// Indexes `claims`.
    pub fn new(reading: &'a Reading, claims: Vec<Claim>, pack: &Pack) -> Self {
        let words: Vec<Grams> = claims.iter().map(|claim| grams(&one_name(&claim.words, pack))).collect();
        let measures = claims
            .iter()
            .map(|claim| claim.measures.iter().map(|measure| grams(&one_name(measure, pack))).collect())
            .collect();
        let rarity = Rarity::new(words.iter());
        let mut holding: HashMap<Gram, Vec<u32>> = HashMap::new();
        for (index, grams) in words.iter().enumerate() {
            for (gram, _) in grams {
                holding.entry(*gram).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        Self { reading, claims, words, measures, rarity, holding }
    }

    /// The claims that share most with `query`, best first, `most` at the most.
    pub fn nearest(&self, query: &Grams, most: usize) -> Vec<usize> {
        let mut lists: Vec<(&Vec<u32>, u64)> = query
            .iter()
            .filter_map(|(gram, _)| self.holding.get(gram).map(|list| (list, self.rarity.weight(*gram))))
            .filter(|(list, _)| list.len() <= MOST_HOLDING)
            .collect();
        lists.sort_by_key(|(list, _)| list.len());
        lists.truncate(MOST_FOLLOWED);
        let mut found: HashMap<u32, u64> = HashMap::new();
        for (list, weight) in lists {
            for &claim in list {
                *found.entry(claim).or_default() += weight;
            }
        }
        let mut ranked: Vec<(u64, u32)> = found.into_iter().map(|(claim, weight)| (weight, claim)).collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(most);
        ranked.into_iter().map(|(_, claim)| claim as usize).collect()
    }
}

/// `text` with every other name of a measure replaced by the one that stands for all.
pub fn one_name(text: &str, pack: &Pack) -> String {
    let mut text = text.to_owned();
    for synonym in &pack.judge.synonym {
        for form in &synonym.forms {
            if text.contains(form.as_str()) && !text.contains(&synonym.name) {
                text = text.replace(form.as_str(), &synonym.name);
            }
        }
    }
    text
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
