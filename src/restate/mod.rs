//! Figures that two reports give differently. Comes in: the claims of consecutive reports. Goes out: the same measure of the same year
//! with two values, and growth that does not follow from the two levels.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How two reports differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Restatement {
    /// The level of one year is given with two values.
    Level,
    /// The growth that the later report states is not the one between the two levels.
    GrowthAgainstLevels,
}
