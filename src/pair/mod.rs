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
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a passage was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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
    /// What unit, basis, time and rank add or take away.
    pub fit: i32,
    /// Whether the figure is said of each of several subjects, so that it may answer several promises.
    pub shared: bool,
    /// Why it cannot be judged against the target; `None` when it can.
    pub refused: Option<Refused>,
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
    let weighed = |sums: &mut Vec<u64>, target: &Target| match target.kind {
        Kind::Effort => Pairing::default(),
        Kind::Quantified | Kind::Deliverable => score::weigh(target, plan, pool, sums, pack, policy),
    };
    let mut pairings: Vec<Pairing> = targets.par_iter().map_init(Vec::new, weighed).collect();
    assign::settle(&mut pairings, policy);
    pairings
}
