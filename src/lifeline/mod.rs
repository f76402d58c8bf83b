//! One promise through several reports. Comes in: the targets of consecutive plan halves with their marks. Goes out: which of them
//! are one promise made again, and what changed from one year to the next. Effort targets are left out: they name nothing that could
//! be told from its like.
//!
//! The way: `name` says what each target is called, `shelf` finds those of an earlier plan that are called alike, `kin` tells whether
//! two are one promise and what changed, `link` gives each promise its one before, `chain` follows them through the years, `late`
//! looks once more for what was not reported met.

mod chain;
mod kin;
mod late;
mod link;
mod name;
mod shelf;

pub use chain::{Life, Moment, Says, lives};
pub use late::{Later, late};

use crate::extract::clause::Reading;
use crate::extract::target::Target;
use crate::judge::Mark;
use crate::span::Span;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of a promise in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The first report at hand that makes it.
    First,
    /// Made again with the same figure; of a thing, once more after it was met (a yearly task), or with no report between that says.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
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

/// The plan half of one report with what became of its targets.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The report's index.
    pub report: usize,
    /// The year that it looks ahead to.
    pub year: Option<u16>,
    /// Whether the whole half is there and was read.
    pub whole: bool,
    /// The half.
    pub reading: &'a Reading,
    /// Its targets, in the order of the text.
    pub targets: &'a [Target],
    /// The mark of each; all `None` where no report was compared with it.
    pub marks: Vec<Option<Mark>>,
    /// For each whether it was met plainly.
    pub sure: Vec<bool>,
    /// For each where the report after next says that it was done.
    pub late: Vec<Option<Late>>,
}

/// Where a later report than the one that was due says that a thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// The report's index.
    pub report: usize,
    /// The claim, in its canonical text.
    pub quote: Span,
}
