//! A policy as a file. Comes in: TOML. Goes out: a policy whose every number lies in its range, or an error that names the line;
//! and the other way a file with a remark to each number. Names, remarks and ranges come from the schema of [`Policy`].

use super::Policy;
use crate::error::{Error, ErrorKind, Result, line, nearest};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Remarks are broken after so many characters.
const WIDTH: usize = 100;

/// What a file says of itself at its beginning.
const HEAD: &str = "A file for --policy. A number that is left out keeps the value given here. \
                    Decimals may also be written without quotes.";

/// What stands before a range.
const RANGE: &str = "Range: ";

impl Policy {
    /// Reads a policy from TOML; what it leaves out keeps the default. `file` is the name for errors.
    ///
    /// # Errors
    /// When `text` is no TOML, names what there is not, or a number is of the wrong kind or outside its range.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let fault = |message: String| Error::new(ErrorKind::Policy, file, message);
        let table = DeTable::parse(text).map_err(|cause| {
            let line = cause.span().map(|span| format!("line {}: ", line(text, &span))).unwrap_or_default();
            fault(format!("{line}is no TOML: {}", cause.message()))
        })?;
        let schema = schema();
        let reader = Reader { text, names: names(&schema, "") };
        let read = reader.group(table.get_ref(), &schema, "").map_err(fault)?;
        let policy: Self = serde_json::from_value(Value::Object(read))
            .map_err(|cause| fault(format!("cannot be read: {cause}")).caused_by(cause))?;
        let (near, far) = (policy.pair.near_ratio, policy.pair.far_ratio);
        if near > far {
            return Err(fault(format!(
                "pair.near_ratio is {near} and pair.far_ratio {far}: a figure cannot be near and far off; give a near_ratio of at \
                 most the far_ratio"
            )));
        }
        Ok(policy)
    }

    /// The policy as TOML, each number with what it means and its range. [`Policy::parse`] reads it back to an equal one.
    pub fn to_toml(&self) -> String {
        let schema = schema();
        let mut out = String::new();
        remark(&mut out, schema["description"].as_str().unwrap_or_default());
        remark(&mut out, HEAD);
        let values = serde_json::to_value(self).unwrap_or_default();
        print(&mut out, &values, &schema, "");
        out
    }
}

/// The schema of a policy, its groups inside it; a test of the ledger's schemas holds it against the types.
fn schema() -> Value {
    serde_json::from_str(include_str!("schema.json")).unwrap_or_default()
}

/// The numbers of a group by name, or nothing where `schema` is that of a number.
fn fields(schema: &Value) -> Option<&Map<String, Value>> {
    schema["properties"].as_object()
}

/// A name inside a group: `pair.cover`.
fn inside(group: &str, name: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{group}.{name}") }
}

/// The names of all numbers and groups, in order.
fn names(schema: &Value, group: &str) -> Vec<String> {
    let of = |(name, schema): (&String, &Value)| {
        let path = inside(group, name);
        let inner = names(schema, &path);
        std::iter::once(path).chain(inner).collect::<Vec<_>>()
    };
    fields(schema).into_iter().flatten().flat_map(of).collect()
}

/// The range of a number in words: `from 0 to 1`, `more than 1, at most 1000`.
fn range(schema: &Value) -> String {
    let most = &schema["maximum"];
    match (&schema["exclusiveMinimum"], &schema["minimum"]) {
        (Value::Null, least) => format!("from {least} to {most}"),
        (above, _) => format!("more than {above}, at most {most}"),
    }
}

/// Whether a number lies in its range.
fn fits(number: Decimal, schema: &Value) -> bool {
    let border = |name: &str| schema[name].as_i64().map(Decimal::from);
    border("minimum").is_none_or(|least| number >= least)
        && border("exclusiveMinimum").is_none_or(|above| number > above)
        && border("maximum").is_none_or(|most| number <= most)
}

/// Reads the groups of one file.
struct Reader<'a> {
    text: &'a str,
    names: Vec<String>,
}

impl Reader<'_> {
    /// The numbers of one group, decimals as strings, as serde reads them; or what is wrong with the first that is wrong.
    fn group(&self, table: &DeTable<'_>, schema: &Value, group: &str) -> Result<Map<String, Value>, String> {
        let mut read = Map::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let path = inside(group, name);
            let Some(field) = fields(schema).and_then(|fields| fields.get(name)) else {
                return Err(self.unknown(&path, name, line(self.text, &key.span())));
            };
            let value = match (fields(field), value.get_ref().as_table()) {
                (Some(_), Some(inner)) => Value::Object(self.group(inner, field, &path)?),
                (Some(_), None) => {
                    let line = line(self.text, &value.span());
                    return Err(format!(
                        "line {line}, {path}: is a group of numbers; write [{path}] above them"
                    ));
                }
                (None, _) => self.number(value, field).map_err(|found| {
                    let (line, range) = (line(self.text, &value.span()), range(field));
                    let kind = if field["type"] == "integer" { "a whole number" } else { "a number" };
                    format!("line {line}, {path}: is {found}; give {kind}, {range}")
                })?,
            };
            read.insert(name.to_owned(), value);
        }
        Ok(read)
    }

    /// One number, or what was found in its place.
    fn number(&self, value: &Spanned<DeValue<'_>>, schema: &Value) -> Result<Value, String> {
        let found = || self.text.get(value.span()).unwrap_or_default().to_owned();
        let whole = schema["type"] == "integer";
        let number = match value.get_ref() {
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(Decimal::from)
            }
            DeValue::Float(number) if !whole => Decimal::from_str(number.as_str()).ok(),
            DeValue::String(number) if !whole => Decimal::from_str(number).ok(),
            _ => None,
        };
        let number = number.filter(|number| fits(*number, schema)).ok_or_else(found)?;
        Ok(if whole { i64::try_from(number).map_err(|_| found())?.into() } else { number.to_string().into() })
    }

    /// What to say of a name that there is not: the one most like it, in whatever group.
    fn unknown(&self, path: &str, name: &str, line: usize) -> String {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let ends: Vec<String> = self.names.iter().map(|known| last(known)).collect();
        let near = nearest(name, ends.iter().map(String::as_str));
        let near = near.and_then(|near| self.names.iter().find(|known| last(known) == near));
        let near = near.map(|near| format!("did you mean {near}? ")).unwrap_or_default();
        format!("line {line}, {path}: there is no such number; {near}`duixian policy` prints them all")
    }
}

/// Writes the numbers of a group, then the groups in it.
fn print(out: &mut String, values: &Value, schema: &Value, group: &str) {
    let (groups, numbers): (Vec<_>, Vec<_>) =
        fields(schema).into_iter().flatten().partition(|(_, field)| fields(field).is_some());
    for (name, field) in numbers {
        out.push('\n');
        remark(out, field["description"].as_str().unwrap_or_default());
        remark(out, &format!("{RANGE}{}", range(field)));
        // A string or a whole number is written alike in JSON and in TOML.
        let _ = writeln!(out, "{name} = {}", values[name]);
    }
    for (name, field) in groups {
        out.push('\n');
        remark(out, field["description"].as_str().unwrap_or_default());
        let path = inside(group, name);
        let _ = writeln!(out, "[{path}]");
        print(out, &values[name], field, &path);
    }
}

/// Writes a remark, its lines not longer than [`WIDTH`] where blanks allow.
fn remark(out: &mut String, text: &str) {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH && line.len() > 1 {
            let _ = writeln!(out, "{line}");
            line.truncate(1);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let error = Policy::parse("my.toml", text).expect_err(text);
        assert_eq!(error.kind, ErrorKind::Policy);
        error.to_string()
    }

    #[test]
    fn what_is_left_out_keeps_the_default() {
        assert_eq!(Policy::parse("", "").unwrap(), Policy::default());
        let policy = Policy::parse("", "about_points = 0.3\n[pair]\naccept_miss = 600\n").unwrap();
        assert_eq!(policy.about_points, Decimal::new(3, 1));
        assert_eq!(
            (policy.pair.accept_miss, policy.pair.accept_figure),
            (600, Policy::default().pair.accept_figure)
        );
    }

    #[test]
    fn the_printed_policy_is_read_back_digit_by_digit() {
        let mut policy = Policy { about_share: Decimal::new(1250, 4), ..Policy::default() };
        policy.pair.other_time = -7;
        let read = Policy::parse("", &policy.to_toml()).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), serde_json::to_string(&policy).unwrap());
    }

    #[test]
    fn decimals_are_read_as_they_are_written() {
        for written in ["0.07", "\"0.07\"", "\"0.070\"", "0.070"] {
            let policy = Policy::parse("", &format!("about_share = {written}")).unwrap();
            assert_eq!(policy.about_share, Decimal::new(7, 2), "{written}");
        }
        assert_eq!(Policy::parse("", "about_share = 1").unwrap().about_share, Decimal::ONE);
        assert_eq!(Policy::parse("", "most_bytes = 0x10_0000").unwrap().most_bytes, 1 << 20);
    }

    #[test]
    fn an_error_names_the_line_and_what_to_do() {
        for (text, said) in [
            ("\nabout_share = \n", "my.toml: line 2: is no TOML: "),
            ("about_share = -0.1", "line 1, about_share: is -0.1; give a number, from 0 to 1"),
            ("\n\nabout_share = \"1.5\"", "line 3, about_share: is \"1.5\"; give a number, from 0 to 1"),
            ("about_points = \"half\"", "line 1, about_points: is \"half\"; give a number, from 0 to 100"),
            ("about_points = nan", "is nan; give a number"),
            ("about_points = true", "is true; give a number"),
            ("most_bytes = 0", "line 1, most_bytes: is 0; give a whole number, from 1024 to 268435456"),
            ("most_bytes = 99999999999999", "is 99999999999999; give a whole number"),
            ("most_candidates = 2.5", "is 2.5; give a whole number, from 1 to 1000"),
            (
                "[pair]\nnear_ratio = 1",
                "line 2, pair.near_ratio: is 1; give a number, more than 1, at most 1000",
            ),
            (
                "[pair]\naccept_miss = 1001",
                "line 2, pair.accept_miss: is 1001; give a whole number, from 0 to 1000",
            ),
            ("[pair]\nfar_off = 10", "line 2, pair.far_off: is 10; give a whole number, from -1000 to 0"),
            ("pair = 3", "line 1, pair: is a group of numbers; write [pair] above them"),
            (
                "about_share = 0.1\nabout_shares = 0.1",
                "line 2, about_shares: there is no such number; did you mean about_share?",
            ),
            ("cover = 700", "line 1, cover: there is no such number; did you mean pair.cover?"),
            (
                "[pair]\nxyz = 700",
                "line 2, pair.xyz: there is no such number; `duixian policy` prints them all",
            ),
            ("[pair]\nnear_ratio = 9", "pair.near_ratio is 9 and pair.far_ratio 8: "),
            ("about_share = 0.1\nabout_share = 0.2", "line 2: is no TOML: "),
        ] {
            let error = error(text);
            assert!(error.starts_with("my.toml: ") && error.contains(said), "{text}\n{error}\n{said}");
        }
    }

    #[test]
    fn every_number_has_a_remark_and_a_range_that_its_type_holds() {
        let schema = schema();
        let defaults = serde_json::to_value(Policy::default()).unwrap();
        for path in names(&schema, "") {
            let pointer = format!("/{}", path.replace('.', "/"));
            let field =
                schema.pointer(&format!("/properties/{}", path.replace('.', "/properties/"))).unwrap();
            assert!(field["description"].as_str().is_some_and(|text| text.ends_with('.')), "{path}");
            if fields(field).is_some() {
                continue;
            }
            let plain = defaults.pointer(&pointer).unwrap().to_string();
            let default = Decimal::from_str(plain.trim_matches('"')).unwrap();
            assert!(fits(default, field), "{path}: {default} is not {}", range(field));
            for border in ["minimum", "exclusiveMinimum", "maximum"].map(|name| &field[name]) {
                let Some(border) = border.as_i64().map(Decimal::from) else { continue };
                let text = if fits(border, field) { border } else { border + Decimal::new(1, 3) };
                // Whatever lies in the range can be read, near and far ratio each with the other's room left.
                let room = if path == "pair.far_ratio" {
                    "pair.near_ratio = 1.001\n"
                } else {
                    "pair.far_ratio = 1000\n"
                };
                let whole = format!("{path} = {text}\n{room}");
                Policy::parse("", &whole).unwrap_or_else(|error| panic!("{whole}{error}"));
            }
            assert!(field["maximum"].is_i64(), "{path} has no range");
        }
    }
}
