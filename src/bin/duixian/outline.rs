//! `duixian outline`: the section tree, for people or as JSON.

use crate::args::{OutlineArgs, TreeFormat};
use crate::exit::Exit;
use crate::{guard, input, output, policy, settings};
use anyhow::Result;
use duixian::outline::{Half, Outline};
use duixian::pipeline;
use duixian::read::Document;
use duixian::span::Span;
use duixian::text::shown::shown;
use serde_json::{Value, json};
use toml::Table;

/// Prints the tree.
pub(crate) fn run(args: &OutlineArgs) -> Result<Exit> {
    let options = guard::options(policy::of(args.policy.as_deref())?);
    let input = input::read(&args.report, options.policy.most_bytes)?;
    let (document, outline, notices) = pipeline::outline(&input, &options)?;
    output::notices(&document.name, &notices);
    let printed = match args.format {
        TreeFormat::Text => tree(&document, &outline, settings::words(args.ui.as_deref(), &outline.language)),
        TreeFormat::Json => serde_json::to_string_pretty(&as_json(&document, &outline))? + "\n",
    };
    let printed = match args.format {
        TreeFormat::Text => shown(&printed),
        TreeFormat::Json => printed.as_str().into(),
    };
    output::to_stdout(printed.as_bytes())?;
    Ok(Exit::Done)
}

/// The tree: what the report says of itself, then one heading a line, indented by level, with its half and why.
fn tree(document: &Document, outline: &Outline, labels: &Table) -> String {
    let say = |table: &str, key: &str| {
        let word = labels.get(table).and_then(|table| table.get(key)).and_then(toml::Value::as_str);
        word.unwrap_or(key).to_owned()
    };
    let unknown = say("report", "unknown");
    let colon = say("page", "colon");
    let mut out = String::new();
    let facts = [
        ("title", outline.title.clone()),
        ("body", outline.body.clone()),
        ("delivered", outline.delivered.clone()),
    ];
    for (key, value) in facts {
        let value = value.unwrap_or_else(|| unknown.clone());
        out.push_str(&format!("{}{colon}{value}\n", say("report", key)));
    }
    for (key, year, half) in
        [("reviews", outline.reviews, outline.review_half), ("plans", outline.plans, outline.plan_half)]
    {
        let year = year.map_or_else(|| unknown.clone(), |year| year.to_string());
        let range = half.map_or_else(|| unknown.clone(), |span| format!("{}..{}", span.start, span.end));
        out.push_str(&format!("{}{colon}{year} [{range}]\n", say("outline", key)));
    }
    out.push('\n');
    for section in &outline.sections {
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        let head = document.slice(section.head).split_whitespace().collect::<Vec<_>>().join(" ");
        let half = say("outline", half_name(section.half));
        let term = if section.term { say("outline", "term") } else { String::new() };
        let why = reasons(&section.why, labels).join(&say("page", "separator"));
        let why = if why.is_empty() { String::new() } else { format!("{}{why}", say("outline", "because")) };
        out.push_str(&format!("{indent}{head}  [{half}{term}{why}]\n"));
    }
    out
}

/// The phrases of a section's `why` in the interface's words; a phrase that the interface lacks stays as it is.
fn reasons<'a>(why: &'a str, labels: &'a Table) -> Vec<&'a str> {
    let words = labels.get("outline_why").and_then(toml::Value::as_table);
    let mut said = Vec::new();
    let mut rest = why;
    while !rest.is_empty() {
        // A phrase can hold a comma; the longest one fits best.
        let ends = rest.match_indices(", ").map(|(at, _)| at).chain([rest.len()]);
        let phrases = ends.filter_map(|end| rest.split_at_checked(end));
        let known = |phrase: &str| words.and_then(|words| words.get(phrase)).and_then(toml::Value::as_str);
        let found = phrases.filter_map(|(phrase, after)| Some((known(phrase)?, after))).last();
        let (word, after) = found.unwrap_or_else(|| rest.split_once(", ").unwrap_or((rest, "")));
        said.push(word);
        rest = after.trim_start_matches(", ");
    }
    said
}

fn half_name(half: Half) -> &'static str {
    match half {
        Half::Review => "review",
        Half::Plan => "plan",
        Half::None => "none",
    }
}

fn range(span: Span) -> Value {
    json!({"start": span.start, "end": span.end})
}

/// The same for programs. Offsets are bytes of the text that `duixian text` prints.
fn as_json(document: &Document, outline: &Outline) -> Value {
    let sections: Vec<Value> = (outline.sections.iter())
        .map(|section| {
            json!({"level": section.level, "head": document.slice(section.head), "at": range(section.head),
                "run_in": section.run_in, "span": range(section.span), "parent": section.parent,
                "half": section.half, "term": section.term, "why": section.why})
        })
        .collect();
    json!({"name": document.name, "sha256": document.sha256, "complete": document.complete,
        "title": outline.title, "body": outline.body, "delivered": outline.delivered, "reviews": outline.reviews,
        "plans": outline.plans, "language": outline.language, "review_half": outline.review_half.map(range),
        "plan_half": outline.plan_half.map(range), "sections": sections})
}
