//! What the program could not read or had to guess. Comes in: events of any stage. Goes out: a list that reaches the reader of the report.

use crate::span::Span;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of thing was guessed or left out. The interface words of each kind are in `labels/*.toml` under `[notice]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The encoding was not declared and is a guess. Args: `encoding`.
    GuessedEncoding,
    /// Some bytes could not be decoded and stand as U+FFFD. Args: `count`, `encoding`.
    UndecodedBytes,
    /// Pages hold pictures and no text. Args: `pages`.
    PageWithoutText,
    /// Signs of a font that does not say which characters they are stand as U+FFFD. Args: `count`, `pages`.
    UnreadableFont,
    /// Things in the file that may show text were not read: pictures as large as a page, files inside it. Args: `count`; or
    /// parts that the text refers to are not there: `why` (`missing`), `parts`.
    PartNotRead,
    /// Pages are damaged, and some of their text may be missing. Args: `pages`.
    DamagedPage,
    /// The file is damaged, and a part of it is missing.
    DamagedFile,
    /// The body stood twice in the file; the second copy was left out. Args: `characters`.
    RepeatedBody,
    /// The text stops inside a sentence, or lacks the usual closing.
    CutOff,
    /// A heading level was guessed. Args: `heading`.
    GuessedLevel,
    /// The border between the halves was guessed, no heading says it. Args: `text`.
    GuessedHalf,
    /// No review half was found.
    NoReviewHalf,
    /// No plan half was found.
    NoPlanHalf,
    /// The year that a half speaks of was guessed. Args: `half`, `year`.
    GuessedYear,
    /// The report does not say its years; that which it reviews was given. Args: `reviews`.
    GivenYear,
    /// The two reports seem to be of different bodies. Args: `earlier`, `later`.
    DifferentBodies,
    /// A body goes by another name from this report on. Args: `earlier`, `later`.
    BodyRenamed,
    /// The report before looks back on the same year. Args: `earlier`, `later` (files), `year`.
    SameYear,
    /// No report looks back on years between this one and the one before. Args: `earlier`, `later` (files), `years`.
    YearMissing,
    /// A pair of a series was left out. Args: `earlier`, `later`, `why` (`years`, `no_plan_half`, `no_review_half` or
    /// `same_file`), and with `years` also `plans`, `reviews`.
    PairLeftOut,
    /// A sentence was too long and was left unread. Args: `characters`.
    SentenceTooLong,
    /// The review half closes a term of several years. Args: `years`.
    TermReview,
}

/// How much the reader should care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// May change a verdict.
    Warning,
}

/// One notice, about one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What kind.
    pub kind: NoticeKind,
    /// How much it matters.
    pub severity: Severity,
    /// The same in English, whole: what, where, and what to do.
    pub message: String,
    /// The words that fill the interface's sentence for this kind.
    pub args: BTreeMap<String, String>,
    /// Where in the canonical text, if it is about a place.
    pub span: Option<Span>,
}

impl Notice {
    /// A notice without arguments and place.
    pub fn new(kind: NoticeKind, severity: Severity, message: impl Into<String>) -> Self {
        Self { kind, severity, message: message.into(), args: BTreeMap::new(), span: None }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.args.insert(key.to_owned(), value.to_string());
        self
    }

    /// The same with a place in the canonical text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

/// The collector that every stage pushes to.
pub type Notices = Vec<Notice>;
