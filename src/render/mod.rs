//! Renderers. Comes in: a `Ledger` (waist 2) and the words of the interface. Goes out: bytes of one file.
//! Nothing here decides or counts anew: what is printed stands in the ledger.

mod columns;
mod csv;
mod diff;
#[cfg(test)]
mod documented;
mod figure;
mod json;
mod linked;
mod markdown;
mod overrides;
mod page;
#[cfg(test)]
pub(crate) mod sample;
mod sheet;
mod templates;
mod terminal;
mod view;
mod width;
mod words;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use overrides::{Templates, embedded};

use crate::error::Result;
use crate::ledger::Ledger;
use crate::ledger::diff::Diff;
use toml::Table;

/// What a renderer needs beyond the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The words of the interface.
    pub labels: &'a Table,
    /// The columns of the terminal; only the summary looks at it.
    pub width: usize,
    /// Whether the summary may use colours.
    pub colour: bool,
    /// Whether what is written says that it is a draft.
    pub draft: bool,
    /// Who publishes the page, for machines that read it.
    pub publisher: Option<&'a str>,
    /// Where the page will stand, `http` or `https`, without a fragment.
    pub url: Option<&'a str>,
    /// Templates that stand in place of the embedded ones.
    pub templates: Option<&'a Templates>,
}

impl<'a> Setting<'a> {
    /// A draft in these words, for a terminal of 80 columns without colours, by nobody, with the embedded templates.
    pub fn new(labels: &'a Table) -> Self {
        Self { labels, width: 80, colour: false, draft: true, publisher: None, url: None, templates: None }
    }
}

/// One output format of a ledger, or of another waist.
#[derive(Debug)]
pub struct Output<Of: 'static = Ledger> {
    /// The name for `-f`.
    pub name: &'static str,
    /// What it is, in a few English words, for the help.
    pub about: &'static str,
    /// The file extensions for `-o`, without the dot, in lower case; none for what is only shown.
    pub extensions: &'static [&'static str],
    /// Writes it.
    pub render: fn(&Of, &Setting<'_>) -> Result<Vec<u8>>,
}

/// Every output format. To add one: a file or a template, and a row.
pub const OUTPUTS: &[Output] = &[
    Output {
        name: "html",
        about: "One self-contained page",
        extensions: &["html", "htm"],
        render: page::render,
    },
    Output {
        name: "md",
        about: "GitHub-flavoured Markdown",
        extensions: &["md", "markdown"],
        render: templates::markdown,
    },
    Output {
        name: "sheet",
        about: "A page to print: a question for each target missed or not mentioned",
        extensions: &[],
        render: sheet::render,
    },
    Output { name: "json", about: "The ledger itself", extensions: &["json"], render: json::render },
    Output { name: "csv", about: "A table, one row a target", extensions: &["csv"], render: csv::render },
    #[cfg(feature = "xlsx")]
    Output {
        name: "xlsx",
        about: "A workbook: targets, totals, notices",
        extensions: &["xlsx"],
        render: xlsx::render,
    },
    Output {
        name: "text",
        about: "The summary that a terminal gets",
        extensions: &[],
        render: terminal::render,
    },
];

/// Every output format of a comparison.
pub const DIFFS: &[Output<Diff>] = &[
    Output {
        name: "html",
        about: "One self-contained page",
        extensions: &["html", "htm"],
        render: diff::html,
    },
    Output {
        name: "md",
        about: "GitHub-flavoured Markdown",
        extensions: &["md", "markdown"],
        render: diff::markdown,
    },
    Output { name: "json", about: "The comparison itself", extensions: &["json"], render: json::diff },
    Output { name: "text", about: "What a terminal gets", extensions: &[], render: terminal::diff },
];

/// The output format of a ledger of that name.
pub fn by_name(name: &str) -> Option<&'static Output> {
    named(OUTPUTS, name)
}

/// The one of `outputs` of that name.
pub fn named<Of>(outputs: &'static [Output<Of>], name: &str) -> Option<&'static Output<Of>> {
    outputs.iter().find(|output| output.name == name)
}

/// The one of `outputs` for a file extension, in any case.
pub fn by_extension<Of>(outputs: &'static [Output<Of>], extension: &str) -> Option<&'static Output<Of>> {
    outputs.iter().find(|output| output.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// Why one target of the ledger got its mark, in plain words; `rule` is what its rule says of itself, in English. Empty for a
/// target that is not there.
///
/// # Errors
/// A fault of the template.
pub fn explain(ledger: &Ledger, target: usize, labels: &Table, rule: Option<&str>) -> Result<String> {
    let target = ledger.targets.get(target);
    let view = target.map(|target| view::Explained::new(ledger, target, labels, rule));
    view.map_or_else(|| Ok(String::new()), |view| templates::explain(&view))
}

/// The sentence for a notice in the words of the interface.
pub fn notice_text(ledger: &Ledger, index: usize, labels: &Table) -> String {
    ledger
        .notices
        .get(index)
        .map(|notice| view::notice_text(words::Words::new(labels), notice))
        .unwrap_or_default()
}
