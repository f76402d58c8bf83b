//! What the arguments come to: outputs with their formats, the interface's words, colours and width.

use crate::args::{Colour, Common};
use crate::guard;
use crate::input::DASH;
use crate::output;
use crate::policy;
use crate::templates;
use anyhow::{Context, Result, bail};
use duixian::lang::labels::labels_or_english;
use duixian::ledger::{Ledger, NoticeEntry, ReportEntry};
use duixian::pipeline::Options;
use duixian::render::{Output, Setting, Templates, named};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use toml::Table;

/// The format that standard output gets where nothing is said.
const SUMMARY: &str = "text";
/// The summary's width where no terminal says another.
const USUAL_WIDTH: usize = 80;
/// The summary is not wider than this: longer lines are hard to read.
const MOST_WIDTH: usize = 120;

/// Resolved arguments of a command that writes a ledger, or another waist.
#[derive(Debug)]
pub(crate) struct Settings<Of: 'static = Ledger> {
    files: Vec<(PathBuf, &'static Output<Of>)>,
    stdout: Option<&'static Output<Of>>,
    ui: Option<String>,
    colour: bool,
    width: usize,
    draft: bool,
    publisher: Option<String>,
    url: Option<String>,
    templates: Option<Templates>,
    /// For the library.
    pub(crate) options: Options,
}

impl<Of> Settings<Of> {
    /// Works the arguments out and refuses outputs that cannot be, before anything is read. `outputs` are the formats there are.
    pub(crate) fn new(common: &Common, inputs: &[&Path], outputs: &'static [Output<Of>]) -> Result<Self> {
        let (dashes, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
            common.output.iter().partition(|path| path.as_os_str() == DASH);
        if dashes.len() > 1 {
            bail!("standard output (-) is given twice as output");
        }
        let paths: Vec<PathBuf> = files.into_iter().cloned().collect();
        let policy = common.shared.policy.as_deref();
        if policy.is_some_and(|policy| policy.as_os_str() == DASH && inputs.contains(&policy)) {
            bail!("standard input (-) is given as report and as policy; give one of them as a file");
        }
        let templates = common.shared.templates.as_deref().map(templates::read).transpose()?;
        let overriding = templates.iter().flat_map(templates::Files::paths);
        let read: Vec<&Path> = inputs.iter().copied().chain(policy).chain(overriding).collect();
        output::refuse(&paths, &read)?;
        let files = paths
            .into_iter()
            .map(|path| output::format_of(&path, outputs).map(|format| (path, format)))
            .collect::<Result<Vec<_>>>()?;
        let unsaid = (files.is_empty() || !dashes.is_empty()).then_some(SUMMARY);
        let stdout = common.format.as_deref().or(unsaid);
        let stdout =
            stdout.map(|name| named(outputs, name).context("an output format lacks its row")).transpose()?;
        if !common.shared.years.is_empty() && common.shared.years.len() != inputs.len() {
            bail!(
                "--years names {} for {}; give one year for each report",
                common.shared.years.len(),
                inputs.len()
            );
        }
        let options = Options {
            with_text: !common.no_text,
            years: common.shared.years.clone(),
            ..guard::options(policy::of(policy)?)
        };
        Ok(Self {
            files,
            stdout,
            ui: common.shared.ui.clone(),
            colour: colour(common.shared.color),
            width: columns(),
            draft: !common.shared.r#final,
            publisher: common.publisher.clone(),
            url: common.url.clone(),
            templates: templates.map(templates::Files::checked).transpose()?,
            options,
        })
    }

    /// Renders every output, then writes them: files first, then standard output.
    /// `language` is that of the reports.
    pub(crate) fn write(&self, of: &Of, language: &str) -> Result<()> {
        let setting = Setting {
            width: self.width,
            colour: self.colour,
            draft: self.draft,
            publisher: self.publisher.as_deref(),
            url: self.url.as_deref(),
            templates: self.templates.as_ref(),
            ..Setting::new(words(self.ui.as_deref(), language))
        };
        let mut files = Vec::with_capacity(self.files.len());
        for (path, format) in &self.files {
            files.push((path.clone(), (format.render)(of, &setting)?));
        }
        let shown = self.stdout.map(|format| (format.render)(of, &setting)).transpose()?;
        output::write_all(&files)?;
        shown.map_or(Ok(()), |bytes| output::to_stdout(&bytes))
    }
}

/// Says the notices about `reports` on standard error, in English.
pub(crate) fn say_notices(reports: &[ReportEntry], notices: &[NoticeEntry]) {
    for notice in notices {
        let report = notice.report.or(notice.at.as_ref().map(|at| at.report));
        let file = report.and_then(|report| reports.get(report)).map_or("", |report| report.name.as_str());
        output::notice(notice.severity, file, &notice.message);
    }
}

/// The words of the interface: those asked for, or those of the reports' language.
pub(crate) fn words(asked: Option<&str>, language: &str) -> &'static Table {
    labels_or_english(asked.unwrap_or(language))
}

fn colour(when: Colour) -> bool {
    match when {
        Colour::Always => true,
        Colour::Never => false,
        // https://no-color.org: any value but an empty one.
        Colour::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
            !refused && !dumb && std::io::stdout().is_terminal()
        }
    }
}

fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let found = if std::io::stdout().is_terminal() { terminal().or(asked) } else { asked };
    found.unwrap_or(USUAL_WIDTH).min(MOST_WIDTH)
}
