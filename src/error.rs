//! The one error type of the library: a kind, the file it was about, and what caused it; the line it was about, and the word
//! that was most likely meant.

use std::fmt;

/// What kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The input is empty, binary, too large, or cannot be decoded.
    Input,
    /// The reports do not fit together: a half is missing, or the years do not follow.
    Pair,
    /// A language pack does not parse or its examples fail.
    Pack,
    /// A policy does not parse, or a number lies outside its range.
    Policy,
    /// A template does not parse or names what is not there.
    Template,
    /// A fault of the program itself.
    Internal,
}

/// A failure that ends the work. Its text names the file and says what to do.
#[derive(Debug)]
pub struct Error {
    /// What kind.
    pub kind: ErrorKind,
    /// The file it was about, as the user named it; empty when about none.
    pub file: String,
    /// What is wrong and what to do.
    pub message: String,
    /// What caused it.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A failure about `file`.
    pub fn new(kind: ErrorKind, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, file: file.into(), message: message.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.file.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.file, self.message)
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What the library's functions give.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A name at least this like the one asked for is offered; 1 is the same name.
const LIKE: f32 = 0.6;

/// The number, from 1, of the line of `text` where a span begins.
pub fn line(text: &str, span: &std::ops::Range<usize>) -> usize {
    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
}

/// How like two names are, from 0 to 1 for the same.
pub fn likeness(one: &str, other: &str) -> f32 {
    similar::TextDiff::from_chars(one, other).ratio()
}

/// The known name most like `asked`, if any is like enough: for “did you mean”.
pub fn nearest<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = known.into_iter().max_by(|a, b| likeness(asked, a).total_cmp(&likeness(asked, b)))?;
    (likeness(asked, best) >= LIKE).then_some(best)
}
