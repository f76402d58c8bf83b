//! What several reports say together: sections aligned, promises through the years, figures restated, claims that answer no target.

use super::{Place, QuantityEntry, Quoted};
pub use crate::align::{Halves, How};
pub use crate::lifeline::{Change, Differs};
pub use crate::restate::Restatement;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Blocks of one half against blocks of another: each of the earlier ones belongs to each of the later ones. Of the halves compared every
/// two blocks that belong together stand in exactly one entry, and every block that carries text and belongs to none in one of its own.
/// Blocks of a side that belong to the same ones stand together; a block stands in several entries where what it belongs to belongs to
/// others, too. The block of a heading stands for its whole section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct AlignmentEntry {
    /// The earlier and the later report, indexes into `reports`.
    pub reports: [usize; 2],
    /// Which halves.
    pub halves: Halves,
    /// Blocks of the earlier report, indexes into its `blocks`; empty for `new`.
    pub earlier: Vec<usize>,
    /// Blocks of the later report, indexes into its `blocks`; empty for `dropped`.
    pub later: Vec<usize>,
    /// What became of them.
    pub how: How,
    /// How alike they are, 0 to 1, two decimals; 0 for `dropped` and `new`.
    pub score: f64,
    /// What the score is made of: signed parts by name, three decimals, those that are 0 left out.
    pub why: BTreeMap<String, f64>,
}

/// One year of a target's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct LifelineEntry {
    /// The year that the promise is for; of `delivered`, the year that the report which says so looks back on.
    pub for_year: Option<u16>,
    /// The target's key; null for `dropped` and `delivered`.
    pub key: Option<String>,
    /// What became of it.
    pub change: Change,
}

/// A promise that more than one plan makes, or that a later report than the one that was due reports kept: one row of the table of years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Lifeline {
    /// The measure or thing, as its last promise calls it.
    pub subject: String,
    /// Its promises in the order of the reports; several of one year where it was split or before it was merged.
    pub steps: Vec<Step>,
}

/// One promise of a lifeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Step {
    /// The year that the promise is for.
    pub for_year: Option<u16>,
    /// The target's key. The promises of the last report's plan have one too, though they are no targets of this ledger.
    pub key: Option<String>,
    /// What changed from the promise before.
    pub change: Change,
    /// The how-manieth of the reports at hand it is that makes it, from 1; always 1 of `first`; of `dropped` and `delivered` how many
    /// had made it.
    pub nth: usize,
    /// What is different, of `redefined`; of `raised` and `lowered` the bound, where it changed too.
    pub differs: Vec<Differs>,
    /// The exact words; of `delivered`, those of the later review half; null for `dropped`.
    pub quote: Option<String>,
    /// Where; null for `dropped`.
    pub at: Option<Place>,
    /// Its figure, where it has one.
    pub quantity: Option<QuantityEntry>,
}

/// A figure that two reports give differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Restated {
    /// The measure, in a few words.
    pub subject: String,
    /// The year that is measured.
    pub year: u16,
    /// How they differ.
    pub kind: Restatement,
    /// What the earlier report says; for `growth_against_levels` the level of the year before.
    pub first: Quoted,
    /// What the later report says.
    pub second: Quoted,
    /// The stated growth, of `growth_against_levels`.
    pub growth: Option<Quoted>,
    /// The value that follows from the first quote, in base units; of `growth_against_levels` the growth between the levels, in percent.
    pub from: String,
    /// The value that the second quote, or the stated growth, gives, in the same unit.
    pub to: String,
    /// `to` less `from`.
    pub gap: String,
    /// The unit of all three.
    pub unit: String,
    /// Whether the first figure was provisional: 预计, or given before its year was over.
    pub provisional: bool,
}

/// A claim with a figure that answers no target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Unpromised {
    /// The exact words of the review half.
    pub quote: String,
    /// Where.
    pub at: Place,
    /// Its figure.
    pub quantity: QuantityEntry,
}
