//! Which claims could answer which target. Comes in: targets of the earlier plan half, claims of the later review half.
//! Goes out: for each target its best claims with the parts of their scores, and why the others were refused. What the
//! claims mean for the target is left to judging.

pub mod assign;
pub mod name;
pub mod pool;
pub mod score;

use crate::extract::clause::Reading;
use crate::extract::target::{Kind, Target};
use crate::lang::Pack;
use crate::policy::Policy;
use pool::Pool;
use rayon::prelude::*;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a passage was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// Another unit.
    Unit,
    /// Another basis (growth against amount).
    Basis,
    /// Another year or a term of years.
    Year,
    /// Another place or level of government.
    Level,
    /// Another thing.
    Subject,
    /// Too little in common.
    Weak,
    /// Near enough, but another passage answers.
    Outranked,
}

/// One claim weighed for one target. All parts in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Index into the pool's claims.
    pub claim: usize,
    /// The figure of the claim that was compared, an index into its statement's figures.
    pub figure: Option<usize>,
    /// The whole score.
    pub score: i32,
    /// The share of the target's words that the claim holds.
    pub cover: i32,
    /// The share of the claim's words that the target holds.
    pub back: i32,
    /// What the score is made of.
    pub parts: Parts,
    /// Whether the figure is said of each of several subjects, so that it may answer several promises.
    pub shared: bool,
    /// Why it cannot be judged against the target; `None` when it can.
    pub refused: Option<Refused>,
}

/// What a score is made of, in thousandths: the parts add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// The target's words that the claim holds; of a figure, in the words that it measures.
    pub cover: i32,
    /// What the other words of the clause add to that.
    pub sentence: i32,
    /// The claim's words that the target holds.
    pub back: i32,
    /// The claim speaks of another year or of several.
    pub other_time: i32,
    /// The figure is near the promised one.
    pub near_by: i32,
    /// The figure is far off the promised one.
    pub far_off: i32,
    /// The claim has none of the target's rare words.
    pub unnamed: i32,
    /// The words in common are thin.
    pub thin: i32,
    /// The figures have the same place in their lists.
    pub same_rank: i32,
    /// The sentence holds a name in quotation marks that the promise of a thing holds.
    pub quoted: i32,
    /// What the headings and sentences around a thing and the claim share.
    pub around: i32,
}

impl Parts {
    /// Every part with the name that the ledger gives it.
    pub fn named(&self) -> [(&'static str, i32); 11] {
        [
            ("cover", self.cover),
            ("sentence", self.sentence),
            ("back", self.back),
            ("other_time", self.other_time),
            ("near_by", self.near_by),
            ("far_off", self.far_off),
            ("unnamed", self.unnamed),
            ("thin", self.thin),
            ("same_rank", self.same_rank),
            ("quoted", self.quoted),
            ("around", self.around),
        ]
    }

    /// What the parts add up to.
    pub fn sum(&self) -> i32 {
        self.named().iter().map(|(_, part)| part).sum()
    }
}

/// The claims weighed for one target, best first.
#[derive(Debug, Clone, Default)]
pub struct Pairing {
    /// The best claims, at most `policy.most_candidates`.
    pub matches: Vec<Match>,
    /// The words that were looked for, official other names included.
    pub forms: Vec<String>,
}

/// Weighs the claims of `pool` for every target.
pub fn pair(
    targets: &[Target],
    plan: &Reading,
    pool: &Pool<'_>,
    pack: &Pack,
    policy: &Policy,
) -> Vec<Pairing> {
    let weighed = |space: &mut score::Space, target: &Target| match target.kind {
        Kind::Effort => Pairing::default(),
        Kind::Quantified | Kind::Deliverable => score::weigh(target, plan, pool, space, pack, policy),
    };
    let mut pairings: Vec<Pairing> = targets.par_iter().map_init(score::Space::default, weighed).collect();
    assign::settle(&mut pairings, policy);
    pairings
}
