//! Places in a text. Comes in: byte offsets. Goes out: slices that cannot lie between characters.
//! The only file that slices a `&str` by bytes.

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets into one text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The span that covers the whole of `text`.
    pub fn all(text: &str) -> Self {
        Self::new(0, text.len())
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span moved right by `by` bytes.
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text at this span. A span outside `text`, or one that cuts a character, gives the empty string.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the span lies inside `text` and on character boundaries.
    pub fn fits(self, text: &str) -> bool {
        self.end <= text.len() && text.is_char_boundary(self.start) && text.is_char_boundary(self.end)
    }

    /// The span without the characters at both ends for which `drop` holds.
    pub fn trim(self, text: &str, drop: impl Fn(char) -> bool) -> Self {
        let inside = self.slice(text);
        let front = inside.len() - inside.trim_start_matches(&drop).len();
        let rest = inside.trim_matches(&drop).len();
        Self::new(self.start + front, self.start + front + rest)
    }

    /// The span without white space at both ends.
    pub fn trim_space(self, text: &str) -> Self {
        self.trim(text, char::is_whitespace)
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_cuts_a_character_is_empty() {
        assert_eq!(Span::new(0, 1).slice("兑现"), "");
        assert_eq!(Span::new(0, 3).slice("兑现"), "兑");
        assert!(!Span::new(1, 3).fits("兑现"));
    }

    #[test]
    fn trim_keeps_the_place() {
        let text = "　 新建2所 ";
        let span = Span::all(text).trim_space(text);
        assert_eq!(span.slice(text), "新建2所");
        assert_eq!(span.start, 4);
    }
}
