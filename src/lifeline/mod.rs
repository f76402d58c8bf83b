//! One promise through several reports. Comes in: the targets of consecutive plan halves with their verdicts. Goes out: which of them
//! are one promise made again, and what changed from one year to the next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of a promise in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The first report at hand that makes it.
    First,
    /// Made again with the same figure; of a thing, once more after it was met (a yearly task).
    Repeated,
    /// A thing promised again that was not reported met.
    Carried,
    /// Made again with more than the year before.
    Raised,
    /// Made again with less than the year before.
    Lowered,
    /// Made again by another yardstick: measure, scope, verb or bound changed.
    Redefined,
    /// Several promises made again as one.
    Merged,
    /// One promise made again as several.
    Split,
    /// Not reported met, and the next plan does not have it.
    Dropped,
    /// Reported met by a later report than the one that was due to.
    Delivered,
}

/// What is different in a promise made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// What is measured: 增长 and then 总量.
    Measure,
    /// Of what: 全省 and then 省级以上.
    Scope,
    /// The stage or act promised: 建成 and then 加快建设.
    Verb,
    /// The border: 以上 and then 左右.
    Bound,
}
