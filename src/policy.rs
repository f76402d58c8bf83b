//! The numbers that decide: tolerances, thresholds, limits. A value printed in a report is the value that was applied.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every number that a verdict depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// 左右 / 约 on an amount: this share of the value, from 0 to 1. Source: the annotation guide's 10 %.
    #[schemars(with = "String")]
    pub about_share: Decimal,
    /// 左右 / 约 on a rate in percent: this many points. Source: the annotation guide's 0.5 points.
    #[schemars(with = "String")]
    pub about_points: Decimal,
    /// Largest input file in bytes.
    pub most_bytes: u64,
    /// Longest sentence that is read, in bytes; longer ones are left out with a notice.
    pub most_sentence: usize,
    /// How many claims of the later report are scored for one target.
    pub most_candidates: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            about_share: Decimal::new(10, 2),
            about_points: Decimal::new(5, 1),
            most_bytes: 256 << 20,
            most_sentence: 20_000,
            most_candidates: 12,
        }
    }
}
