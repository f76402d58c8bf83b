//! The sections and paragraphs of one half against those of another. Comes in: two outlines. Goes out: which became which, each block
//! once on its side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which halves are set against each other, the earlier report's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Halves {
    /// What was promised, against what is promised now.
    PlanPlan,
    /// What was told, against what is told now.
    ReviewReview,
    /// What was promised, against what is told of it.
    PlanReview,
}

/// What became of a section or paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It stands there again, in the same order and under the same heading, where it has one.
    Same,
    /// The same in other words of its heading.
    Renamed,
    /// It stands under another section, or in another order.
    Moved,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// The later half has nothing of it.
    Dropped,
    /// The earlier half has nothing of it.
    New,
}
