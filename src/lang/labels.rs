//! The words of the interface. Comes in: the short name of a language. Goes out: a table of labels, which the
//! renderers are handed as a plain value. Every file under `labels/` has exactly the same keys.

use std::sync::OnceLock;
use toml::Table;

/// The interface languages by short name, with their files.
const FILES: &[(&str, &str)] =
    &[("zh", include_str!("labels/zh.toml")), ("en", include_str!("labels/en.toml"))];

/// The short names of the languages that the interface speaks, in order of their files.
pub fn interfaces() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The labels of one interface language; `None` for a language without a file.
pub fn labels(language: &str) -> Option<&'static Table> {
    static TABLES: OnceLock<Vec<(&str, Table)>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        FILES.iter().filter_map(|(name, text)| Some((*name, text.parse::<Table>().ok()?))).collect()
    });
    tables.iter().find(|(name, _)| *name == language).map(|(_, table)| table)
}

/// The labels for readers of `language`; English where that language has none.
pub fn labels_or_english(language: &str) -> &'static Table {
    static EMPTY: OnceLock<Table> = OnceLock::new();
    labels(language).or_else(|| labels("en")).unwrap_or_else(|| EMPTY.get_or_init(Table::new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn leaves(table: &Table, prefix: &str, into: &mut BTreeMap<String, String>) {
        for (key, value) in table {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::Table(inner) => leaves(inner, &path, into),
                toml::Value::String(text) => {
                    into.insert(path, text.clone());
                }
                other => {
                    into.insert(path, other.type_str().to_owned());
                }
            }
        }
    }

    fn of(language: &str) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        leaves(labels(language).expect("the file parses"), "", &mut all);
        all
    }

    fn placeholders(text: &str) -> Vec<String> {
        let mut found: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn every_language_has_the_same_keys() {
        let zh: Vec<String> = of("zh").into_keys().collect();
        for language in interfaces() {
            assert_eq!(of(language).into_keys().collect::<Vec<_>>(), zh, "{language}");
        }
    }

    #[test]
    fn every_language_fills_the_same_places() {
        let zh = of("zh");
        for (key, text) in of("en") {
            assert_eq!(placeholders(&text), placeholders(&zh[&key]), "{key}");
        }
    }

    #[test]
    fn an_unknown_language_is_answered_in_english() {
        assert!(labels("xx").is_none());
        assert_eq!(labels_or_english("xx"), labels_or_english("en"));
    }

    #[test]
    fn every_number_of_the_policy_has_a_word() {
        let policy = serde_json::to_value(crate::policy::Policy::default()).expect("JSON");
        for language in interfaces() {
            let words = of(language);
            for (name, value) in policy.as_object().expect("an object") {
                assert!(words.contains_key(&format!("policy.{name}")), "{language}: policy.{name}");
                for part in value.as_object().into_iter().flat_map(serde_json::Map::keys) {
                    assert!(
                        words.contains_key(&format!("policy_part.{part}")),
                        "{language}: policy_part.{part}"
                    );
                }
            }
        }
    }
}
