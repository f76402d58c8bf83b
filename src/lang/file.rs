//! Reading a pack file. Comes in: TOML. Goes out: what it holds, or an error that names the line.

use crate::error::{Error, ErrorKind, Result, line};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use toml::Table;
use toml::de::{DeTable, DeValue};

/// Reads `text` as a `T`; `file` is the name for errors. It goes through a plain table: read from the text itself, every structure of the
/// packs would be compiled four times, half a megabyte of program.
///
/// # Errors
/// When `text` is no TOML, or does not fit; with the line.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    let fault = |line: Option<usize>, message: &str| {
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        Error::new(ErrorKind::Pack, file, format!("{line}the language pack does not parse: {message}"))
    };
    let table: Table = text
        .parse()
        .map_err(|cause: toml::de::Error| fault(cause.span().map(|at| line(text, &at)), cause.message()))?;
    serde_path_to_error::deserialize(table)
        .map_err(|cause| fault(line_of(text, cause.path()), cause.inner().message()))
}

/// The line, from 1, where the innermost thing of a path that the text has begins.
fn line_of(text: &str, path: &Path) -> Option<usize> {
    let root = DeTable::parse(text).ok()?;
    let mut table = Some(root.get_ref());
    let mut array = None;
    let mut last = None;
    for step in path.iter() {
        let value = match (step, table, array) {
            (Segment::Map { key }, Some(of), _) => {
                let Some((name, value)) = of.get_key_value(key.as_str()) else { break };
                last = Some(name.span());
                value
            }
            (Segment::Seq { index }, _, Some(of)) => {
                let of: &toml::de::DeArray<'_> = of;
                let Some(value) = of.get(*index) else { break };
                last = Some(value.span());
                value
            }
            _ => break,
        };
        (table, array) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(inner)),
            _ => (None, None),
        };
    }
    last.map(|at| line(text, &at))
}
