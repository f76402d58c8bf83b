//! `duixian explain`: what a judging rule does.

use crate::args::ExplainArgs;
use crate::exit::Exit;
use crate::output;
use anyhow::{Result, bail};
use duixian::error::nearest;
use duixian::pipeline::{self, RuleDoc};

/// Prints one rule, or the list of all.
pub(crate) fn run(args: &ExplainArgs) -> Result<Exit> {
    let rules = pipeline::rules();
    let Some(name) = &args.rule else {
        output::to_stdout(list(&rules).as_bytes())?;
        return Ok(Exit::Done);
    };
    let Some(rule) = rules.iter().find(|rule| rule.name == name.as_str()) else {
        let known: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        let near = nearest(name, known.iter().copied())
            .map(|near| format!("did you mean {near}? "))
            .unwrap_or_default();
        bail!("there is no rule {name}; {near}The rules are: {}", known.join(", "));
    };
    let text = format!(
        "{}\nreason: {}\nmark: {}\n\n{}\n",
        rule.name,
        word(rule.reason),
        word(rule.reason.mark()),
        rule.doc.trim()
    );
    output::to_stdout(text.as_bytes())?;
    Ok(Exit::Done)
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
