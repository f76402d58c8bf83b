//! The page. Comes in: a view. Goes out: one HTML file whose security policy names its style and its script by their hashes,
//! so that nothing else in it can act.

use super::Setting;
use super::templates::Writer;
use super::view::{Builder, View};
use crate::error::Result;
use crate::ledger::Ledger;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use minijinja::value::{Serde, Value};
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What the page's template sees beside the view: what is rendered before the page. The page's head names the hashes of its style and
/// its script; the lists and the texts are made side by side, and forgotten as soon as they are written.
#[derive(Debug, Serialize)]
pub(super) struct Parts {
    style: Inline,
    script: Inline,
    /// The targets of each of the view's parts.
    lists: Vec<String>,
    /// The claims of each report that answer no target.
    claims_lists: Vec<String>,
    /// The text of each report; none where the ledger holds none.
    sources: Vec<String>,
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
    let (builder, writer) = (Builder::new(ledger, setting.labels), Writer::new(setting.templates)?);
    let view = View::by(&builder, setting);
    let base = Value::from(Serde(&view));
    let parts = parts(&writer, &builder, &view, &base)?;
    writer.write("report.html.j2", context! { ..parts.seen(), ..base }).map(String::into_bytes)
}

impl Parts {
    /// The same for a template, which prints the lists as they are.
    fn seen(self) -> Value {
        let Self { style, script, lists, claims_lists, sources } = self;
        let as_it_is =
            |texts: Vec<String>| texts.into_iter().map(Value::from_safe_string).collect::<Vec<Value>>();
        context! {
            style => Value::from(Serde(style)),
            script => Value::from(Serde(script)),
            lists => as_it_is(lists),
            claims_lists => as_it_is(claims_lists),
            sources => as_it_is(sources),
        }
    }
}

/// Renders what the page is put together from.
pub(super) fn parts(
    writer: &Writer<'_>,
    builder: &Builder<'_>,
    view: &View<'_>,
    base: &Value,
) -> Result<Parts> {
    let source = |report: usize| {
        let source = Value::from(Serde(builder.source(report)?));
        Some(writer.write("source.html.j2", context! { source, ..base.clone() }))
    };
    let lists = || {
        rayon::join(
            || writer.lists("list.html.j2", builder, view, base),
            || writer.claims("unpromised.html.j2", builder, base),
        )
    };
    let ((lists, claims), sources) =
        rayon::join(lists, || (0..view.reports.len()).into_par_iter().filter_map(source).collect::<Vec<_>>());
    Ok(Parts {
        style: inline(writer.write("style.css.j2", base.clone())?),
        script: inline(writer.write("script.js.j2", base.clone())?),
        lists: lists?,
        claims_lists: claims?,
        sources: sources.into_iter().collect::<Result<_>>()?,
    })
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
