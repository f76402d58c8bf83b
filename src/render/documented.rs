//! Holds `templates/README.md` to what templates see: every name with its type, and no other.

use super::overrides::embedded;
use super::templates::Writer;
use super::view::{Builder, View};
use super::{Setting, diff, page, sample, sheet};
use crate::ledger::{Ledger, Relation};
use minijinja::value::Serde;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const README: &str = include_str!("../../templates/README.md");

/// The names of each part with their types.
fn parts() -> BTreeMap<&'static str, BTreeMap<&'static str, &'static str>> {
    let part = |section: &'static str| {
        let name = section.lines().next().unwrap_or_default();
        let rows = section.lines().filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let name = cells.next()?.strip_suffix('`')?;
            let kind = cells.next()?;
            assert!(cells.next().is_some_and(|meaning| meaning.len() > 3), "{name} has no meaning");
            Some((name, kind))
        });
        (name, rows.collect())
    };
    README.split("\n## ").skip(1).map(part).collect()
}

/// What was found: names that lack, and names that occurred.
#[derive(Default)]
struct Found {
    faults: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl Found {
    /// Compares a value with the type that is written for it.
    fn value(&mut self, path: &str, value: &Value, kind: &str) {
        let (kind, none) = kind.strip_suffix(" or none").map_or((kind, false), |kind| (kind, true));
        let fits = match (value, kind.strip_prefix("list of ")) {
            (Value::Null, _) => none,
            (Value::Array(items), Some(kind)) => {
                items.iter().for_each(|item| self.value(path, item, kind));
                true
            }
            (_, Some(_)) => false,
            (Value::String(_), None) => kind == "string",
            (Value::Number(_), None) => kind == "number",
            (Value::Bool(_), None) => kind == "bool",
            (Value::Object(_), None) if ["labels", "ledger"].contains(&kind) => true,
            (Value::Object(fields), None) => {
                self.part(kind, fields);
                true
            }
            (Value::Array(_), None) => false,
        };
        if !fits {
            self.faults.insert(format!("{path} is no {kind}: {value:.60}"));
        }
    }

    fn part(&mut self, name: &str, fields: &serde_json::Map<String, Value>) {
        let known = parts();
        let Some(rows) = known.get(name) else {
            self.faults.insert(format!("there is no part {name}"));
            return;
        };
        for (field, value) in fields {
            let path = format!("{name}.{field}");
            match rows.get(field.as_str()) {
                Some(kind) => self.value(&path, value, kind),
                None => {
                    self.faults.insert(format!("{path} is missing, as: | `{field}` | … | … |"));
                }
            }
            self.seen.insert(path);
        }
    }
}

/// Ledgers in which everything occurs.
fn ledgers() -> Vec<Ledger> {
    let mut full = sample::ledger();
    full.totals.unjudged = 1;
    let evidence = full.targets[0].evidence[0].clone();
    full.targets[0].ambition = Some(crate::ledger::Ambition {
        relation: Relation::AboveLastActual,
        actual: serde_json::from_value(
            json!({"quote": evidence.quote, "at": evidence.at, "quantity": full.targets[0].quantity}),
        )
        .ok(),
    });
    sample::give_lifelines(&mut full);
    sample::give_given(&mut full);
    let mut whole = sample::ledger();
    sample::give_texts(&mut whole);
    whole.reports[0].blocks[0].page = Some(1);
    let mut measured = sample::empty();
    let last: Value = serde_json::from_str(include_str!("accuracy.json")).unwrap();
    measured.tool.rules = last["rules"].as_str().unwrap().to_owned();
    vec![full, whole, sample::ledger(), sample::empty(), measured]
}

#[test]
fn every_name_that_a_template_may_use_is_written_down_and_no_other() {
    let mut found = Found::default();
    for ledger in ledgers() {
        for address in [None, Some("https://example.org/")] {
            let setting = Setting { publisher: address, url: address, ..Setting::new(sample::labels("en")) };
            let builder = Builder::new(&ledger, setting.labels);
            let view = View::by(&builder, &setting);
            let base = minijinja::Value::from(Serde(&view));
            let parts = page::parts(&Writer::new(None).unwrap(), &builder, &view, &base).unwrap();
            for seen in [json!(view), json!(parts)] {
                found.part("view", seen.as_object().unwrap());
            }
            for part in &view.parts {
                let seen = json!({"part": part, "list": builder.list(part.report)});
                found.part("view", seen.as_object().unwrap());
            }
            for claims in builder.claims() {
                found.part("view", json!({"claims": claims}).as_object().unwrap());
            }
            for source in (0..ledger.reports.len()).filter_map(|report| builder.source(report)) {
                found.part("view", json!({"source": source}).as_object().unwrap());
            }
            let view = serde_json::to_value(sheet::view(&ledger, &setting).unwrap()).unwrap();
            found.part("sheet", view.as_object().unwrap());
        }
    }
    for of in [sample::diff::diff(), sample::diff::nothing()] {
        let view = diff::view(&of, &Setting::new(sample::labels("en"))).unwrap();
        found.part("diff", serde_json::to_value(view).unwrap().as_object().unwrap());
    }
    assert!(found.faults.is_empty(), "templates/README.md: {:#?}", found.faults);
    let written = parts()
        .into_iter()
        .flat_map(|(part, rows)| rows.into_keys().map(move |name| format!("{part}.{name}")));
    let stale: Vec<String> = written.filter(|name| !found.seen.contains(name)).collect();
    assert!(stale.is_empty(), "templates/README.md names what is not there: {stale:#?}");
}

#[test]
fn every_template_is_written_down_and_no_other() {
    let head = README.split("\n## ").next().unwrap();
    let rows: Vec<&str> =
        head.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let known: Vec<&str> = embedded().map(|(name, _)| name).collect();
    assert_eq!(rows, known);
}

#[test]
fn limits_are_those_applied() {
    let million = super::templates::MOST_FUEL / 1_000_000;
    let nested = super::templates::MOST_NESTED;
    for said in [format!("{nested} deep"), format!("{million} million steps"), "1 MiB".to_owned()] {
        assert!(README.replace('\n', " ").contains(&said), "{said}");
    }
}
