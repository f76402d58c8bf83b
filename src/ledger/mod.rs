//! The public data model (waist 2). Comes in: verdicts. Goes out: the ledger that every renderer, scorer and
//! spreadsheet reads. Nothing after it decides anything. Names and values are a contract: additions keep `/1`.

pub mod alignment;
pub mod build;
pub mod diff;
pub mod lifelines;
pub mod schema;
mod years;

pub use crate::extract::target::Kind;
pub use crate::judge::ambition::Relation;
pub use crate::judge::{Confidence, Mark, Reason};
pub use crate::pair::Refused;
pub use years::{
    AlignmentEntry, Change, Differs, Halves, How, Lifeline, LifelineEntry, Restated, Restatement, Step,
    Unpromised,
};

use crate::outline::Half;
use crate::policy::Policy;
use crate::quantity::{Basis, Bound};
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema's name and version.
pub const SCHEMA: &str = "duixian-ledger/1";

/// The whole ledger of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Ledger {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Which program and rules made it.
    pub tool: Tool,
    /// SHA-256, lower-case hex, of this ledger's compact JSON without this field: UTF-8, no white space between the parts,
    /// keys, numbers and escapes as they stand in the file. Take the seal's line out of the file, and every line break and
    /// blank outside of strings, and hash what is left.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub seal: String,
    /// The reports, in the order given.
    pub reports: Vec<ReportEntry>,
    /// The targets, in the order of the reports and of their text.
    pub targets: Vec<Target>,
    /// Sections and paragraphs of one report against those of the next.
    pub alignment: Vec<AlignmentEntry>,
    /// Promises that more than one plan makes, or that a later report than the one that was due reports kept, in the order of their
    /// first.
    #[serde(default)]
    pub lifelines: Vec<Lifeline>,
    /// Figures given differently in two reports.
    pub restated: Vec<Restated>,
    /// Claims with a figure, of review halves that were compared with a plan, that answer no target.
    pub unpromised: Vec<Unpromised>,
    /// The counts.
    pub totals: Totals,
    /// What could not be read or had to be guessed.
    pub notices: Vec<NoticeEntry>,
}

/// Which program and rules made a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Tool {
    /// Always `duixian`.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// SHA-256 of all that a verdict depends on: the packs and tables, the policy, the program's code from reading to this
    /// ledger, and the versions of its libraries. Two ledgers with the same number were judged by the same rules.
    pub rules: String,
    /// The values that were applied.
    pub policy: Policy,
}

/// One report that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct ReportEntry {
    /// The file's name without its directory.
    pub name: String,
    /// SHA-256 of the input bytes.
    pub sha256: String,
    /// The title as written.
    pub title: Option<String>,
    /// The public body, as written.
    pub body: Option<String>,
    /// The date of delivery, ISO 8601.
    pub delivered: Option<String>,
    /// The year looked back on.
    pub reviews: Option<u16>,
    /// The year looked ahead to.
    pub plans: Option<u16>,
    /// The language's short name.
    pub language: String,
    /// Where the review half lies; null when there is none.
    pub review_half: Option<Range>,
    /// Where the plan half lies; null when there is none.
    pub plan_half: Option<Range>,
    /// Whether the text seems to hold the whole report.
    pub complete: bool,
    /// The canonical text; left out with `--no-text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The blocks over it; left out with `--no-text`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockEntry>,
}

/// UTF-8 byte offsets into a report's canonical text, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Range {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One block of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct BlockEntry {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// `heading`, `paragraph`, `item`, `table` or `furniture`.
    pub kind: String,
    /// The heading's level in the outline, from 1; null for what is no heading.
    pub level: Option<u8>,
    /// The page, from 1; null where the format has none.
    pub page: Option<u32>,
    /// Which way it looks.
    pub half: Half,
}

/// A place in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Place {
    /// Index into `reports`.
    pub report: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The page, from 1; null where the format has none.
    pub page: Option<u32>,
    /// The paragraph's number in the canonical text, from 1, headings counted.
    pub paragraph: usize,
    /// The headings above it, outermost first.
    pub section: Vec<String>,
}

/// A quantity as the ledger prints it: decimals are strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct QuantityEntry {
    /// The border.
    pub bound: Bound,
    /// The number as written, before the scale.
    pub value: String,
    /// The upper number of a range.
    pub high: Option<String>,
    /// The multiplier.
    pub scale: String,
    /// The unit as written.
    pub unit: String,
    /// What is measured.
    pub basis: Basis,
    /// Hedges as written.
    pub hedges: Vec<String>,
    /// Where the number stands with its scale and unit, without bound and hedge: `1200万人` in `1200万人以上`, `5%` in `5%左右`. In
    /// the report that the quote beside it is from; null where it does not stand in one piece (`10` in `10、20公里`).
    #[serde(default)]
    pub figure: Option<Range>,
}

/// One target with its verdict. `mark` to `lenient` are null and `evidence` is empty of an effort, where only one report was
/// read, and where nothing was found in a text that is incomplete; then `search` says what was searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Target {
    /// for_year and 8 hex digits: the same at every run.
    pub key: String,
    /// The year that the earlier report reviews.
    pub set_in: Option<u16>,
    /// The year that the target is for.
    pub for_year: Option<u16>,
    /// What kind of commitment.
    pub kind: Kind,
    /// The exact words of the earlier report.
    pub quote: String,
    /// The measure or thing, in a few words.
    pub subject: String,
    /// Where the quote stands.
    pub at: Place,
    /// The figure, of a quantified target.
    pub quantity: Option<QuantityEntry>,
    /// The verdict; null where there is none.
    pub mark: Option<Mark>,
    /// Why.
    pub reason: Option<Reason>,
    /// The rule that decided.
    pub rule: Option<String>,
    /// Whether a second reader could differ.
    pub confidence: Option<Confidence>,
    /// What a strict reader would say.
    pub strict: Option<Mark>,
    /// What a lenient reader would say.
    pub lenient: Option<Mark>,
    /// The arithmetic, of a judged figure.
    pub standing: Option<Standing>,
    /// What the later report says, best first, 1 to 3, a clause each.
    pub evidence: Vec<Evidence>,
    /// Why, in the later report's own words, what is missed fell short; null where it does not say beside the evidence, and for
    /// every other mark.
    #[serde(default)]
    pub stated_reason: Option<Quoted>,
    /// Passages that were looked at and refused, best first.
    pub candidates: Vec<Candidate>,
    /// The search behind a not_mentioned, and behind what an incomplete text leaves without a mark.
    pub search: Option<Search>,
    /// A quantified target against what the same report gives for the year before; null for every other.
    pub ambition: Option<Ambition>,
    /// The target through the reports: itself and every promise that it goes back to or that goes back to it, in the order of the
    /// years. Empty of an effort, and where only one report was read.
    pub lifeline: Vec<LifelineEntry>,
    /// A person's decision; null until rulings exist.
    pub ruling: Option<serde_json::Value>,
}

/// Target, actual and what lies between, in base units (万元 as 元).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Standing {
    /// The promised number, scale applied.
    pub target: String,
    /// The reported number, scale applied.
    pub actual: String,
    /// Actual less target.
    pub gap: String,
    /// The unit of all three.
    pub unit: String,
    /// Quotes that the sum needed beyond the evidence.
    pub derived: Vec<Quoted>,
}

/// A quote and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Quoted {
    /// The exact words.
    pub quote: String,
    /// Where.
    pub at: Place,
    /// The figure that the sum took from it.
    #[serde(default)]
    pub quantity: Option<QuantityEntry>,
}

/// A target against the actual of the year before, from the review half of the same report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Ambition {
    /// How the promised figure stands to the actual, the desired direction taken into account.
    pub relation: Relation,
    /// What the review half says; null for `no_baseline` only.
    pub actual: Option<Actual>,
}

/// What a report says of the year that it looks back on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Actual {
    /// The exact words of the review half.
    pub quote: String,
    /// Where.
    pub at: Place,
    /// Its figure.
    pub quantity: QuantityEntry,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Evidence {
    /// The exact words of the later report's review half.
    pub quote: String,
    /// Where.
    pub at: Place,
    /// The figure that was compared, or that the sum took as the level of the year; null where there is none.
    pub quantity: Option<QuantityEntry>,
    /// How well it fits, 0 to 1, two decimals.
    pub score: f64,
    /// What the score is made of: signed parts by name, three decimals, those that are 0 left out. They add up to it before it
    /// is kept between 0 and 1 and rounded (half up) to two decimals.
    pub why: BTreeMap<String, f64>,
}

/// A passage that was looked at and refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Candidate {
    /// The exact words.
    pub quote: String,
    /// Where.
    pub at: Place,
    /// How well it fits, 0 to 1, two decimals.
    pub score: f64,
    /// Why not.
    pub refused: Refused,
}

/// What was searched before a target was called not mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Search {
    /// Index into `reports`.
    pub report: usize,
    /// First byte searched.
    pub start: usize,
    /// One past the last byte searched.
    pub end: usize,
    /// SHA-256 of the text searched.
    pub sha256: String,
    /// Whether that is the whole review half.
    pub complete: bool,
    /// The words looked for, synonyms included.
    pub forms: Vec<String>,
}

/// The counts. `checkable` = quantified + deliverable = met + missed + not_mentioned + unjudged is the denominator of the marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Totals {
    /// All targets, effort included.
    pub extracted: usize,
    /// Effort targets.
    pub effort: usize,
    /// Quantified and deliverable targets.
    pub checkable: usize,
    /// Marked met.
    pub met: usize,
    /// Marked missed.
    pub missed: usize,
    /// Marked not_mentioned.
    pub not_mentioned: usize,
    /// Checkable without a mark: only one report was read, or nothing was found in a text that is incomplete.
    #[serde(default)]
    pub unjudged: usize,
    /// Counts by reason; every reason that occurs.
    pub by_reason: BTreeMap<String, usize>,
    /// Counts by kind; all three.
    pub by_kind: BTreeMap<String, usize>,
    /// Counts by plan section of level 3 (or the half when it has none), in the order of the text.
    pub by_section: Vec<SectionTotals>,
    /// Counts by mark as a strict reader would have them.
    pub strict: BTreeMap<String, usize>,
    /// Counts by mark as a lenient reader would have them.
    pub lenient: BTreeMap<String, usize>,
    /// Claims with a figure that answer no target.
    #[serde(default)]
    pub unpromised: usize,
}

/// The counts of one plan section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct SectionTotals {
    /// Index into `reports`.
    pub report: usize,
    /// The headings, outermost first.
    pub section: Vec<String>,
    /// Quantified and deliverable targets.
    pub checkable: usize,
    /// Effort targets.
    pub effort: usize,
    /// Marked met.
    pub met: usize,
    /// Marked missed.
    pub missed: usize,
    /// Marked not_mentioned.
    pub not_mentioned: usize,
    /// Checkable without a mark: only one report was read, or nothing was found in a text that is incomplete.
    #[serde(default)]
    pub unjudged: usize,
}

/// A notice as the ledger prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct NoticeEntry {
    /// The kind, in snake case.
    pub kind: crate::notice::NoticeKind,
    /// `info` or `warning`.
    pub severity: crate::notice::Severity,
    /// In English, whole.
    pub message: String,
    /// The words that fill the interface's sentence for this kind.
    pub args: BTreeMap<String, String>,
    /// The report it is about (by its place, or as a whole).
    pub report: Option<usize>,
    /// Where, if about a place.
    pub at: Option<Place>,
}
