//! Fields: what Word computes from a code.

/// A field: a code and what it comes to.
pub(super) struct Field {
    /// Its code, as far as it matters.
    pub(super) code: String,
    /// Whether the code is over.
    pub(super) result: bool,
}

impl Field {
    /// Whether it makes a table of contents and stands in it.
    pub(super) fn is_contents(&self) -> bool {
        self.result && is_contents(&self.code)
    }
}

/// Whether the code of a field makes a table of contents.
pub(super) fn is_contents(code: &str) -> bool {
    code.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("toc"))
}
