//! Every ledger of the tests, and every comparison, against the schema that `duixian schema` prints, by a validator of JSON Schema that is
//! none of ours.

use crate::corpus::{RUNS, ledgers};
use crate::support::{pair, run};
use duixian::ledger::Ledger;
use duixian::pipeline::{self, Options};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The schema of the ledger as the program prints it.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| printed("ledger"));

/// That of a comparison.
static DIFF: LazyLock<Validator> = LazyLock::new(|| printed("diff"));

fn printed(of: &str) -> Validator {
    let printed = run(pair().path(), &["schema", of]).stdout;
    let schema: Value = serde_json::from_str(&printed).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema), "the schema is one of its draft");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The places of a ledger that the schema refuses.
fn faults(ledger: &Value) -> Vec<String> {
    SCHEMA.iter_errors(ledger).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn valid(name: &str, ledger: &Ledger) {
    let ledger = serde_json::to_value(ledger).expect("JSON");
    let faults = faults(&ledger);
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

#[test]
fn every_ledger_of_the_seeds_is_valid() {
    assert!(ledgers().count() > 10);
    for (run, ledger) in ledgers() {
        valid(&run.name, ledger);
        if let Ok(lean) = pipeline::check(&run.inputs, &Options::default()) {
            valid(&run.name, &lean);
        }
    }
}

#[test]
fn targets_of_one_report_are_valid() {
    for run in RUNS.iter() {
        for input in &run.inputs {
            if let Ok(ledger) = pipeline::targets(input, &Options::default()) {
                valid(&format!("{} {}", run.name, input.name), &ledger);
            }
        }
    }
}

#[test]
fn what_the_program_writes_is_valid() {
    let directory = pair();
    let later = std::fs::read_to_string(directory.path().join("later.md")).expect("a report");
    let last = later.replace("2023", "2024").replace("2022", "2023").replace("第三次", "第四次");
    std::fs::write(directory.path().join("last.md"), last).expect("a third report");
    for args in [
        &["check", "earlier.md", "later.md", "last.md"][..],
        &["check", "earlier.md", "later.md", "--no-text"],
        &["targets", "later.md", "--no-text"],
        &["targets", "later.md"],
    ] {
        let ended = run(directory.path(), &[args, &["-f", "json"]].concat());
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.stderr);
        let ledger: Value = serde_json::from_str(&ended.stdout).expect("JSON");
        assert_eq!(faults(&ledger), Vec::<String>::new(), "{args:?}");
    }
}

#[test]
fn every_comparison_of_the_seeds_is_valid_and_a_wrong_one_is_refused() {
    let mut count = 0;
    for run in RUNS.iter() {
        let Ok(diff) = pipeline::diff(&run.inputs[0], &run.inputs[1], &Options::default()) else { continue };
        let mut value = serde_json::to_value(&diff).expect("JSON");
        let faults: Vec<String> = DIFF.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", run.name);
        count += 1;
        for (path, wrong) in [
            ("/schema", json!(1)),
            ("/alignment/0/how", json!("gone")),
            ("/alignment/0/earlier", json!("1")),
            ("/alignment/0/redline", json!(null)),
            ("/totals/kept", json!(-1)),
        ] {
            let right = value.pointer(path).cloned().unwrap_or_else(|| panic!("{path}"));
            *value.pointer_mut(path).expect("it is there") = wrong;
            assert!(!DIFF.is_valid(&value), "{path}");
            *value.pointer_mut(path).expect("it is there") = right;
        }
    }
    assert!(count > 10, "{count}");
}

#[test]
fn a_wrong_ledger_is_refused() {
    let (_, ledger) = ledgers().find(|(run, _)| run.name == "chenghu").expect("the invented pair");
    let right = serde_json::to_value(ledger).expect("JSON");
    let judged =
        ledger.targets.iter().position(|target| target.quantity.is_some() && !target.evidence.is_empty());
    let target = format!("/targets/{}", judged.expect("a judged target with a figure"));
    for (path, wrong) in [
        ("/schema", json!(1)),
        ("/reports", json!({})),
        ("/reports/0/sha256", json!(null)),
        ("/reports/0/reviews", json!("2021")),
        ("/totals/met", json!(-1)),
        ("/reports/0/complete", json!("yes")),
        ("TARGET/mark", json!("kept")),
        ("TARGET/reason", json!("broken")),
        ("TARGET/kind", json!("promise")),
        ("TARGET/quantity/value", json!(20)),
        ("TARGET/at/start", json!(0.5)),
        ("TARGET/evidence/0/score", json!("high")),
    ] {
        let path = path.replace("TARGET", &target);
        let mut ledger = right.clone();
        *ledger.pointer_mut(&path).unwrap_or_else(|| panic!("{path} is there")) = wrong;
        let faults = faults(&ledger);
        assert!(!faults.is_empty(), "{path}: {faults:?}");
    }
    for lacking in ["seal", "targets", "totals", "notices"] {
        let mut ledger = right.clone();
        ledger.as_object_mut().expect("an object").remove(lacking);
        assert!(!faults(&ledger).is_empty(), "{lacking}");
    }
}
