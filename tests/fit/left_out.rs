//! Checks a pair with tables from a directory, for measuring them on a pair they were not fitted on.
//!
//! `cargo run --release --example left_out -- DIRECTORY EARLIER LATER [POLICY.toml]` prints the ledger.

use duixian::extract::kind::{Tables, Weights, measure_with};
use duixian::pipeline::{Input, Options, check};
use duixian::policy::Policy;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, earlier, later, policy @ ..] = arguments.as_slice() else {
        return Err("usage: left_out DIRECTORY EARLIER LATER [POLICY.toml]".into());
    };
    let policy = match policy {
        [file, ..] => Policy::parse(file, &std::fs::read_to_string(file)?)?,
        [] => Policy::default(),
    };
    let table = |name: &str| {
        std::fs::read_to_string(Path::new(directory).join(name)).map(|text| Weights::parse(&text))
    };
    let tables = Tables { deliverable: table("zh.deliverable.tsv")?, separate: table("zh.separate.tsv")? };
    measure_with(tables).map_err(|_| "the built-in tables are in use already")?;
    let input = |name: &String| std::fs::read(name).map(|bytes| Input { name: name.clone(), bytes });
    let ledger = check(&[input(earlier)?, input(later)?], &Options { policy, ..Options::default() })?;
    println!("{}", serde_json::to_string(&ledger)?);
    Ok(())
}
