//! The interface words as the renderers use them. Comes in: a table of labels. Goes out: words and filled sentences.

use serde::Serialize;
use toml::{Table, Value};

/// A table of labels with look-up by dotted path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    table: &'a Table,
}

impl<'a> Words<'a> {
    /// The words of `table`.
    pub(super) fn new(table: &'a Table) -> Self {
        Self { table }
    }

    /// The value at a dotted path.
    pub(super) fn value(&self, path: &str) -> Option<&'a Value> {
        let mut parts = path.split('.');
        let mut value = self.table.get(parts.next()?)?;
        for part in parts {
            value = value.as_table()?.get(part)?;
        }
        Some(value)
    }

    /// The word at a dotted path, if the table has it.
    pub(super) fn find(&self, path: &str) -> Option<&'a str> {
        self.value(path)?.as_str()
    }

    /// The word at a dotted path; the path itself where the table lacks it, so that the lack is seen.
    pub(super) fn say(&self, path: &str) -> String {
        self.find(path).unwrap_or(path).to_owned()
    }

    /// The word for a serialised value: `say_of("mark", Mark::Met)` is the word at `mark.met`.
    pub(super) fn say_of(&self, table: &str, value: impl Serialize) -> String {
        let name = name_of(value);
        self.say(&format!("{table}.{name}"))
    }

    /// The sentence at a dotted path with its `{places}` filled.
    pub(super) fn fill(&self, path: &str, args: &[(&str, &str)]) -> String {
        fill(self.find(path).unwrap_or(path), args)
    }
}

/// The name under which a value is serialised (`NotMentioned` as `not_mentioned`); empty for what is no word.
pub(super) fn name_of(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `pattern` with every `{name}` that `args` knows replaced; what is put in is not looked at again.
pub(super) fn fill(pattern: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, tail)| Some((args.iter().find(|(key, _)| *key == name)?.1, tail)));
        match known {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A quote as it stands inside quotation marks of ours: its own become the inner ones.
pub(super) fn nested(quote: &str) -> String {
    quote.replace('“', "‘").replace('”', "’")
}

/// Whether `args` has a value for every `{name}` of `pattern`.
pub(super) fn fills(pattern: &str, args: &[(&str, &str)]) -> bool {
    let names = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names.into_iter().all(|(name, _)| args.iter().any(|(key, _)| *key == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Mark;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{a}、{b}{", &[("a", "{b}"), ("b", "乙")]), "{b}、乙{");
        assert_eq!(fill("{c}", &[("a", "甲")]), "{c}");
    }

    #[test]
    fn marks_inside_marks_are_the_inner_ones() {
        assert_eq!(nested("实施“十大工程”"), "实施‘十大工程’");
        assert_eq!(nested("建成"), "建成");
    }

    #[test]
    fn a_lacking_word_is_seen() {
        let table: Table = "[mark]\nmet = '成'".parse().unwrap();
        let words = Words::new(&table);
        assert_eq!(words.say_of("mark", Mark::Met), "成");
        assert_eq!(words.say_of("mark", Mark::NotMentioned), "mark.not_mentioned");
    }
}
