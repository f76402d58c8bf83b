//! `duixian explain`: why a target of a ledger got its mark, or what a judging rule does.

use crate::args::ExplainArgs;
use crate::exit::Exit;
use crate::{input, output, settings};
use anyhow::{Result, bail};
use duixian::error::{likeness, nearest};
use duixian::ledger::Ledger;
use duixian::notice::Severity;
use duixian::pipeline::{self, RuleDoc};
use duixian::policy::Policy;
use duixian::{render, verify};
use std::path::Path;

/// So many keys are offered for one that is unknown, and named of those that a beginning leaves open.
const MOST_OFFERED: usize = 5;

/// Explains a target of a ledger; with one argument a rule; with none, lists the rules.
pub(crate) fn run(args: &ExplainArgs) -> Result<Exit> {
    let rules = pipeline::rules();
    let text = match (&args.of, &args.key) {
        (Some(ledger), Some(key)) => verdict(Path::new(ledger), key, args.ui.as_deref(), &rules)?,
        (Some(name), None) => rule(name, &rules)?,
        _ => list(&rules),
    };
    output::to_stdout(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Why the target of that key got its mark.
fn verdict(path: &Path, key: &str, ui: Option<&str>, rules: &[RuleDoc]) -> Result<String> {
    let file = input::read(path, Policy::default().most_bytes * input::LEDGER)?;
    let opened = verify::open(&file.name, &file.bytes)?;
    for fault in &opened.faults {
        let said = format!("{fault}; run `duixian verify` on it");
        output::notice(Severity::Warning, &file.name, &said);
    }
    let index = find(&file.name, &opened.ledger, key)?;
    let target = &opened.ledger.targets[index];
    let report = opened.ledger.reports.get(target.at.report);
    let labels = settings::words(ui, report.map_or("", |report| report.language.as_str()));
    let rule = rules.iter().find(|rule| Some(rule.name) == target.rule.as_deref());
    Ok(render::explain(&opened.ledger, index, labels, rule.map(|rule| rule.doc))?)
}

/// The one target with that key, or with a key that begins so.
fn find(name: &str, ledger: &Ledger, key: &str) -> Result<usize> {
    let keys: Vec<&str> = ledger.targets.iter().map(|target| target.key.as_str()).collect();
    if let Some(index) = keys.iter().position(|known| *known == key) {
        return Ok(index);
    }
    let begin: Vec<usize> = (0..keys.len()).filter(|index| keys[*index].starts_with(key)).collect();
    match begin.as_slice() {
        [index] => Ok(*index),
        [] => {
            let mut near = keys.clone();
            near.sort_by(|a, b| likeness(key, b).total_cmp(&likeness(key, a)));
            near.truncate(MOST_OFFERED);
            if near.is_empty() {
                bail!("{name}: there is no key {key}; the ledger has no targets");
            }
            bail!("{name}: there is no key {key}; the nearest are {}", near.join(", "))
        }
        many => {
            let named: Vec<&str> = many.iter().take(MOST_OFFERED).map(|index| keys[*index]).collect();
            let count = many.len();
            bail!("{name}: {count} keys begin with {key}, among them {}; give more of it", named.join(", "))
        }
    }
}

/// What one rule does.
fn rule(name: &str, rules: &[RuleDoc]) -> Result<String> {
    let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
        if Path::new(name).is_file() {
            bail!("{name}: is a file; to explain one of its verdicts, give the key of the target behind it");
        }
        let known: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        let near = nearest(name, known.iter().copied())
            .map(|near| format!("did you mean {near}? "))
            .unwrap_or_default();
        bail!("there is no rule {name}; {near}The rules are: {}", known.join(", "));
    };
    let (reason, mark) = (word(rule.reason), word(rule.reason.mark()));
    Ok(format!("{}\nreason: {reason}\nmark: {mark}\n\n{}\n", rule.name, rule.doc.trim()))
}

/// One line a rule: its name, its reason, the first sentence of what it does.
fn list(rules: &[RuleDoc]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line = |rule: &RuleDoc| {
        let first = rule.doc.trim().lines().next().unwrap_or_default();
        format!("{:width$}  {:12}  {first}\n", rule.name, word(rule.reason))
    };
    rules.iter().map(line).collect()
}

/// The name under which a value stands in the ledger.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
