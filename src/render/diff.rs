//! A comparison as a page and as Markdown. Comes in: a [`Diff`]. Goes out: one HTML file whose security policy names its style by its hash
//! and which has no script, or one Markdown file.

use super::Setting;
use super::page::{Inline, inline};
use super::templates::written;
use super::view::diff::DiffView;
use crate::error::Result;
use crate::ledger::diff::Diff;
use serde::Serialize;

/// The view with its style, which is rendered first, because the page's head names its hash.
#[derive(Debug, Serialize)]
pub(super) struct DiffPage<'a> {
    #[serde(flatten)]
    view: DiffView<'a>,
    style: Inline,
}

/// The comparison as one self-contained page.
pub(super) fn html(diff: &Diff, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("diff.html.j2", &view(diff, setting)?, setting.templates).map(String::into_bytes)
}

/// What the page's template may name.
pub(super) fn view<'a>(diff: &'a Diff, setting: &Setting<'a>) -> Result<DiffPage<'a>> {
    let view = DiffView::new(diff, setting);
    let style = inline(written("diff.css.j2", &view, setting.templates)?);
    Ok(DiffPage { view, style })
}

/// The comparison as GitHub-flavoured Markdown.
pub(super) fn markdown(diff: &Diff, setting: &Setting<'_>) -> Result<Vec<u8>> {
    written("diff.md.j2", &DiffView::new(diff, setting), setting.templates).map(String::into_bytes)
}
