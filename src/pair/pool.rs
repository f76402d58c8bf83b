//! The claims of one review half, ready to be searched.

use crate::extract::claim::Claim;
use crate::extract::clause::Reading;
use crate::lang::Pack;
use crate::text::similarity::{Gram, Grams, Numbered, Rarity, Weighed, grams};
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
    pub words: Vec<Weighed>,
    /// The runs of what each figure of each claim measures.
    pub measures: Vec<Vec<Weighed>>,
    /// How rare each run is among the claims.
    pub rarity: Rarity,
    holding: HashMap<Gram, Vec<u32>, Numbered>,
}

impl<'a> Pool<'a> {
    /// Indexes `claims`.
    pub fn new(reading: &'a Reading, claims: Vec<Claim>, pack: &Pack) -> Self {
        let words: Vec<Grams> = claims.iter().map(|claim| grams(&one_name(&claim.words, pack))).collect();
        let rarity = Rarity::new(words.iter());
        let mut holding: HashMap<Gram, Vec<u32>, Numbered> = HashMap::default();
        for (index, grams) in words.iter().enumerate() {
            for gram in grams {
                holding.entry(*gram).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        let weigh = |measure: &String| rarity.weigh(&grams(&one_name(measure, pack)));
        let measures = claims.iter().map(|claim| claim.measures.iter().map(weigh).collect()).collect();
        let words = words.iter().map(|grams| rarity.weigh(grams)).collect();
        Self { reading, claims, words, measures, rarity, holding }
    }

    /// The claims that share most with `query`, best first, `most` at the most.
    pub fn nearest(&self, query: &Weighed, most: usize) -> Vec<usize> {
        let mut lists: Vec<(&Vec<u32>, u32)> = query
            .runs
            .iter()
            .filter_map(|(gram, weight)| Some((self.holding.get(gram)?, *weight)))
            .filter(|(list, _)| list.len() <= MOST_HOLDING)
            .collect();
        lists.sort_by_key(|(list, _)| list.len());
        lists.truncate(MOST_FOLLOWED);
        let mut found: HashMap<u32, u64, Numbered> = HashMap::default();
        for (list, weight) in lists {
            for &claim in list {
                *found.entry(claim).or_default() += u64::from(weight);
            }
        }
        let mut ranked: Vec<(u64, u32)> = found.into_iter().map(|(claim, weight)| (weight, claim)).collect();
        let best = |a: &(u64, u32), b: &(u64, u32)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > most {
            ranked.select_nth_unstable_by(most, best);
            ranked.truncate(most);
        }
        ranked.sort_unstable_by(best);
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
