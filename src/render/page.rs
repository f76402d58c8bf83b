//! The page. Comes in: a view. Goes out: one HTML file whose security policy names its style and its script by their hashes,
//! so that nothing else in it can act.

use super::Setting;
use super::templates::written;
use super::view::View;
use crate::error::Result;
use crate::ledger::Ledger;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The view with the parts that are rendered before the page, because the page's head names their hashes.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    #[serde(flatten)]
    view: View<'a>,
    style: Inline,
    script: Inline,
}

/// What stands between `<style>` and `</style>`, or `<script>` and `</script>`.
#[derive(Debug, Serialize)]
pub(super) struct Inline {
    pub(super) text: String,
    /// As a security policy writes it: `sha256-…`.
    pub(super) hash: String,
}

/// The ledger as one self-contained page.
pub(super) fn render(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("report.html.j2", &view(ledger, setting)?, setting.templates).map(String::into_bytes)
}

/// What the page's template may name.
pub(super) fn view<'a>(ledger: &'a Ledger, setting: &Setting<'a>) -> Result<Page<'a>> {
    let (view, own) = (View::new(ledger, setting), setting.templates);
    let style = inline(written("style.css.j2", &view, own)?);
    let script = inline(written("script.js.j2", &view, own)?);
    Ok(Page { view, style, script })
}

/// A style or a script with its hash.
pub(super) fn inline(text: String) -> Inline {
    // A browser hashes what it has parsed, and parsing turns every other line break into a line feed.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())));
    Inline { text, hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_security_policy() {
        // The example of the specification: https://www.w3.org/TR/CSP3/#grammardef-hash-source
        assert_eq!(
            inline("alert('Hello, world.');".to_owned()).hash,
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
        assert_eq!(inline("a\r\nb\rc".to_owned()).text, "a\nb\nc");
    }
}
