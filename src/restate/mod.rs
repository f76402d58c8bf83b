//! What figures say beyond the verdicts. Comes in: the claims of the reports of a series. Goes out: the same measure of the same year
//! given with two values, growth that does not follow from the two levels, and claims that answer no target. A difference is no fault:
//! statistics are revised, by a census or as they become final; only that two reports differ is said, and only where rounding cannot
//! explain it.

mod facts;
mod plan;
mod same;
mod unpromised;

pub use unpromised::{Promised, unpromised};

use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::policy::Policy;
use facts::Facts;
use rayon::prelude::*;
use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How two reports differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Restatement {
    /// The level of one year is given with two values.
    Level,
    /// The growth that the later report states is not the one between the two levels.
    GrowthAgainstLevels,
}

/// One report of a series.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The claims of its review half.
    pub pool: &'a Pool<'a>,
    /// The year that it looks back on.
    pub reviews: Option<u16>,
    /// Whether it was given before that year was over.
    pub early: bool,
    /// Its language.
    pub pack: &'a Pack,
}

/// A figure of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Index into the reports.
    pub report: usize,
    /// Index into the pool's claims.
    pub claim: usize,
    /// Index into its statement's figures.
    pub figure: usize,
}

/// Two figures that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The measure, in a few words.
    pub subject: String,
    /// The year that is measured.
    pub year: u16,
    /// How they differ.
    pub kind: Restatement,
    /// What the earlier report says; of growth, the level of the year before.
    pub first: Told,
    /// What the later report says.
    pub second: Told,
    /// The stated growth.
    pub growth: Option<Told>,
    /// What the first figure gives, its scale applied; of growth, what lies between the levels, in percent.
    pub from: Decimal,
    /// What the second figure gives in the same unit; of growth, the stated one.
    pub to: Decimal,
    /// The unit of both.
    pub unit: String,
    /// Whether the first figure was provisional.
    pub provisional: bool,
}

/// The figures that two of these reports give differently, in the order of the later ones and of their text. Of several reports that
/// look back on one year the first one is what the others are set against.
pub fn restated(reports: &[Report<'_>], policy: &Policy) -> Vec<Difference> {
    let facts: Vec<Facts> = reports.par_iter().map(Facts::new).collect();
    let of_year = |year: u16| reports.iter().position(|report| report.reviews == Some(year));
    let of = |later: usize| same::differences(reports, &facts, later, &of_year, policy);
    let found: Vec<Vec<Difference>> = (0..reports.len()).into_par_iter().map(of).collect();
    found.into_iter().flatten().collect()
}
