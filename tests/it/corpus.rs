//! The reports under `seeds/`, read and checked once and shared by the tests.

use duixian::error::Error;
use duixian::ledger::Ledger;
use duixian::pipeline::{self, Input, Options};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One pair of reports and what the program makes of it.
pub(crate) struct Run {
    /// The directory's name; `chenghu` for the pair of whole reports.
    pub(crate) name: String,
    /// The earlier and the later report.
    pub(crate) inputs: Vec<Input>,
    /// The ledger, with the texts.
    pub(crate) ledger: Result<Ledger, Error>,
    /// What is expected of it, as TOML.
    pub(crate) expected: String,
}

/// Every case and the invented pair, in order of their names.
pub(crate) static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
    let mut directories: Vec<PathBuf> = (fs::read_dir(seeds("cases")).expect("seeds/cases"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    directories.sort();
    let case = |directory: &PathBuf| {
        let name = directory.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        run(name, [side(directory, "earlier"), side(directory, "later")], &directory.join("case.toml"))
    };
    let mut runs: Vec<Run> = directories.iter().map(case).collect();
    let whole = ["chenghu-2023.md", "chenghu-2024.md"].map(|name| seeds("reports").join(name));
    runs.push(run("chenghu".to_owned(), whole, &seeds("reports/chenghu.expect.toml")));
    runs
});

/// The ledgers of [`RUNS`] that came about.
pub(crate) fn ledgers() -> impl Iterator<Item = (&'static Run, &'static Ledger)> {
    RUNS.iter().filter_map(|run| run.ledger.as_ref().ok().map(|ledger| (run, ledger)))
}

/// Options under which the ledger holds the texts.
pub(crate) fn with_text() -> Options {
    Options { with_text: true, ..Options::default() }
}

/// A file as the pipeline takes it, named without its directory.
pub(crate) fn input(path: &Path) -> Input {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
    Input { name, bytes: fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
}

/// A path under `seeds/`.
pub(crate) fn seeds(under: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(under)
}

fn run(name: String, paths: [PathBuf; 2], expected: &Path) -> Run {
    let inputs: Vec<Input> = paths.iter().map(|path| input(path)).collect();
    let ledger = pipeline::check(&inputs, &with_text());
    let expected =
        fs::read_to_string(expected).unwrap_or_else(|error| panic!("{}: {error}", expected.display()));
    Run { name, inputs, ledger, expected }
}

/// The one file of `directory` whose name without extension is `stem`.
fn side(directory: &Path, stem: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = (fs::read_dir(directory).expect("a case"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_stem().is_some_and(|name| name == stem))
        .collect();
    assert_eq!(found.len(), 1, "{}: one file {stem}.* is wanted", directory.display());
    found.remove(0)
}
