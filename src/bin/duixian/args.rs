//! The arguments as they are written on the command line. What they come to is worked out in `settings`.

use crate::guard;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use duixian::lang::labels::interfaces;
use duixian::pipeline::rules;
use duixian::policy::Policy;
use duixian::render::{DIFFS, OUTPUTS, Output};
use duixian::text::shown::turns;
use std::ffi::OsStr;
use std::path::PathBuf;

/// Pairs the targets of one annual report with the claims of the next and says of each: met, missed or not mentioned.
///
/// It compares what two reports say. A mark speaks of the report's account, not of what happened.
#[derive(Debug, Parser)]
#[command(name = "duixian", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit: 0 done; 1 findings, only with --fail-on; 2 usage, input or internal error.")]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set the targets of each report against the next report's account
    Check(CheckArgs),
    /// List the targets of one report, without marks
    Targets(TargetsArgs),
    /// Set a report against the next one: sections, figures, redline
    Diff(DiffArgs),
    /// Print the text as the tool read it
    Text(TextArgs),
    /// Print the section tree with halves, years and why
    Outline(OutlineArgs),
    /// Say why a target got its mark, or what a judging rule does
    Explain(ExplainArgs),
    /// Check a published ledger against the reports that it was made from
    Verify(VerifyArgs),
    /// List the language packs and test every cue by its examples
    Packs,
    /// Print the numbers that decide, each with its range, as a file for --policy
    Policy,
    /// Print the JSON Schema of the ledger, or of a comparison
    Schema(SchemaArgs),
    /// Write the embedded templates into a directory, to be changed
    Templates(TemplatesArgs),
    /// Print a completion file for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or that of a command
    Man(ManArgs),
    /// Read one file for another process of this program
    #[command(name = guard::APART, hide = true)]
    ReadApart,
}

/// `check`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = format!("Reports are given in the order of their years. With more than two, adjacent ones are paired. {}", limits())
)]
pub(crate) struct CheckArgs {
    /// The reports, earliest first: text, Markdown, HTML, DOCX, OFD or PDF; `-` is standard input
    #[arg(required = true, num_args = 2.., value_name = "REPORT")]
    pub(crate) reports: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
    /// Exit with 1 if a target has this mark
    #[arg(long, value_name = "MARK", value_delimiter = ',')]
    pub(crate) fail_on: Vec<FailOn>,
}

/// `targets`.
#[derive(Debug, ClapArgs)]
#[command(after_help = limits())]
pub(crate) struct TargetsArgs {
    /// The report: text, Markdown, HTML, DOCX, OFD or PDF; `-` is standard input
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What `check` and `targets` share.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    #[arg(short, long, value_name = "FILE", help = output_help(OUTPUTS))]
    pub(crate) output: Vec<PathBuf>,
    /// Write this format to standard output
    #[arg(short, long, value_name = "FORMAT", value_parser = formats(OUTPUTS))]
    pub(crate) format: Option<String>,
    #[command(flatten)]
    pub(crate) shared: Shared,
    /// Who publishes the page: with --url, the page describes itself to search engines (JSON-LD)
    #[arg(long, value_name = "NAME", requires = "url", value_parser = publisher)]
    pub(crate) publisher: Option<String>,
    /// Where the page will stand, as http://… or https://…
    #[arg(long, value_name = "URL", requires = "publisher", value_parser = address)]
    pub(crate) url: Option<String>,
    /// Leave the reports' text and blocks out of the ledger
    #[arg(long)]
    pub(crate) no_text: bool,
}

/// What every command that compares or reads for its targets shares.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Shared {
    /// The language of the interface [default: the reports' language]
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub(crate) ui: Option<String>,
    /// Leave out the mark that says this is a draft
    #[arg(long)]
    pub(crate) r#final: bool,
    /// Take templates from this directory in place of the embedded ones of the same names, as `duixian templates` writes them
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// The year that each report looks back on, for reports that do not say; another one than a report says is an error
    #[arg(long, value_name = "YEAR,YEAR", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1949..=2999))]
    pub(crate) years: Vec<u16>,
    /// Take the numbers that decide (tolerances, thresholds, limits) from this file, as `duixian policy` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Colours in what a terminal gets
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Colour,
}

/// `diff`.
#[derive(Debug, ClapArgs)]
#[command(after_help = limits())]
pub(crate) struct DiffArgs {
    /// The earlier report: text, Markdown, HTML, DOCX, OFD or PDF; `-` is standard input
    #[arg(value_name = "EARLIER")]
    pub(crate) earlier: PathBuf,
    /// The report of the next year
    #[arg(value_name = "LATER")]
    pub(crate) later: PathBuf,
    #[arg(short, long, value_name = "FILE", help = output_help(DIFFS))]
    output: Vec<PathBuf>,
    /// Write this format to standard output
    #[arg(short, long, value_name = "FORMAT", value_parser = formats(DIFFS))]
    format: Option<String>,
    #[command(flatten)]
    shared: Shared,
}

impl DiffArgs {
    /// What it shares with `check`; a comparison always holds its texts.
    pub(crate) fn common(&self) -> Common {
        Common {
            output: self.output.clone(),
            format: self.format.clone(),
            shared: self.shared.clone(),
            publisher: None,
            url: None,
            no_text: false,
        }
    }
}

/// `schema`.
#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// Of which file
    #[arg(value_name = "OF", default_value = "ledger")]
    pub(crate) of: SchemaOf,
}

/// The files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// What `check` and `targets` write
    Ledger,
    /// What `diff` writes
    Diff,
}

/// `text`.
#[derive(Debug, ClapArgs)]
#[command(after_help = limits())]
pub(crate) struct TextArgs {
    /// The report: text, Markdown, HTML, DOCX, OFD or PDF; `-` is standard input
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,
    /// Take the limits from this file, as `duixian policy` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
}

/// `outline`.
#[derive(Debug, ClapArgs)]
#[command(after_help = limits())]
pub(crate) struct OutlineArgs {
    /// The report: text, Markdown, HTML, DOCX, OFD or PDF; `-` is standard input
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,
    /// How to print the tree
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TreeFormat,
    /// The language of the interface [default: the report's language]
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub(crate) ui: Option<String>,
    /// Take the limits from this file, as `duixian policy` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
}

/// `explain`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Without arguments it lists the rules.")]
#[command(override_usage = "duixian explain [OPTIONS] LEDGER KEY\n       duixian explain [RULE]")]
pub(crate) struct ExplainArgs {
    /// A ledger in JSON (`-` is standard input), or a rule's name, as `figure.exceeded`
    #[arg(value_name = "LEDGER|RULE", value_parser = RuleName, hide_possible_values = true)]
    pub(crate) of: Option<String>,
    /// The key of a target, as `2024-7f3a9c21`, or as much of its beginning as no other key shares
    #[arg(value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// The language of the interface [default: the reports' language]
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub(crate) ui: Option<String>,
}

/// `verify`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Every fault is a line: where, what is wrong, what the ledger has and what is right. Exit: 0 no fault, 2 faults."
)]
pub(crate) struct VerifyArgs {
    /// The ledger, as `-o FILE.json` wrote it; `-` is standard input
    #[arg(value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// The reports, in any order and under any names: they are told by their SHA-256
    #[arg(required = true, value_name = "REPORT")]
    pub(crate) reports: Vec<PathBuf>,
}

/// `templates`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "What a template may name is written into README.md beside them. Files that are there already are not overwritten."
)]
pub(crate) struct TemplatesArgs {
    /// The directory; it is made if it is not there
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
}

/// `completions`.
#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// `man`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "To read a page: duixian man check | man -l -")]
pub(crate) struct ManArgs {
    /// The command whose page is printed [default: the page of the program]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// The formats of a section tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreeFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The marks that `--fail-on` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// The later report's own words fall short
    Missed,
    /// The later report does not say
    NotMentioned,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The limits on a file, for the help.
fn limits() -> String {
    let policy = Policy::default();
    let read = &policy.read;
    format!(
        "A file may have at most {} MiB, {} pages, {} characters, {} MiB when unpacked, and elements {} deep inside each other; reading it \
         may take {} seconds, and a PDF {} MiB of memory. `duixian policy` prints these limits, --policy changes them.",
        policy.most_bytes >> 20,
        read.most_pages,
        read.most_characters,
        read.most_unpacked >> 20,
        read.most_nested,
        read.most_seconds,
        read.most_memory >> 20
    )
}

/// What `--output` does, with the endings of the formats from their table.
fn output_help<Of>(outputs: &[Output<Of>]) -> String {
    let endings = outputs.iter().filter(|output| !output.extensions.is_empty());
    let endings: Vec<String> = endings
        .map(|output| {
            output.extensions.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" or ")
        })
        .collect();
    format!(
        "Write to this file, the format by its extension ({}); may be repeated; `-` is standard output",
        endings.join(", ")
    )
}

/// The names of the output formats, from their table.
fn formats<Of>(outputs: &[Output<Of>]) -> PossibleValuesParser {
    let value = |output: &Output<Of>| PossibleValue::new(output.name).help(output.about);
    PossibleValuesParser::new(outputs.iter().map(value))
}

/// Offers a shell the names of the rules. Whether there is such a rule, the command says, with the name most like it.
#[derive(Debug, Clone)]
struct RuleName;

impl TypedValueParser for RuleName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(rules().into_iter().map(|rule| PossibleValue::new(rule.name))))
    }
}

/// The name of a publisher: something that is seen.
fn publisher(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(|c| c.is_control() || turns(c)) {
        return Err("a name in plain characters is wanted".to_owned());
    }
    Ok(name.to_owned())
}

/// The address of a page on the web, without a user's name and without a fragment, which is for the targets.
fn address(address: &str) -> Result<String, String> {
    let rest = ["http://", "https://"].iter().find_map(|scheme| {
        let begin = address.get(..scheme.len())?;
        begin.eq_ignore_ascii_case(scheme).then(|| address.get(scheme.len()..)).flatten()
    });
    let Some(rest) = rest else {
        return Err("an address that begins with http:// or https:// is wanted".to_owned());
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let no = |c: char| c.is_whitespace() || c.is_control() || turns(c) || "\"<>\\^`{|}".contains(c);
    if host.is_empty() || host.starts_with(':') || host.contains('@') || address.contains(no) {
        return Err(
            "the address is not one of a page on the web, as https://example.org/report.html".to_owned()
        );
    }
    if rest.contains('#') {
        return Err("an address without # is wanted: what follows it is for the targets".to_owned());
    }
    Ok(address.to_owned())
}

/// The languages that the interface speaks, from their files.
fn languages() -> PossibleValuesParser {
    PossibleValuesParser::new(interfaces())
}
