//! A web page to lines.

use super::line::Line;
use crate::policy::Policy;

/// Whether a text is a web page.
pub(super) fn sniff(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The lines of a web page.
pub(super) fn lines(_text: &str, _policy: &Policy) -> Result<Vec<Line>, String> {
    Err("not read yet".to_owned())
}
