//! The ledger's file. Comes in: its bytes. Goes out: the ledger, and what is wrong with the bytes themselves.
//!
//! A ledger's file is one thing only: the JSON of its value, indented by two blanks, with a line break at the end, as `-o x.json`
//! writes it. Every byte that differs from that is a fault, blanks between the parts and other spellings of one string or number
//! included; so nothing can stand in a file that the checks behind do not see, no key twice and none unknown.

use super::Known;
use super::fault::{Fault, differ};
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::{Ledger, SCHEMA};
use crate::policy::Policy;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A ledger that was read, with what its bytes say of themselves.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// The same as plain JSON, with all that the file holds.
    pub value: Value,
    /// What is wrong with the bytes: the layout, the seal, fields that are unknown or missing.
    pub faults: Vec<Fault>,
    /// What the reader should know and is no fault.
    pub remarks: Vec<String>,
}

/// Reads a ledger.
///
/// # Errors
/// What is no UTF-8, no JSON, no ledger, or a ledger of another schema; with line and column.
pub fn open(name: &str, bytes: &[u8]) -> Result<Opened> {
    let fail = |message: String| Error::new(ErrorKind::Input, name, message);
    let text = std::str::from_utf8(bytes).map_err(|cause| {
        let (line, column) = place(bytes, cause.valid_up_to());
        fail(format!("line {line}, column {column}: this is no UTF-8; give the ledger as it was published"))
    })?;
    let broken = |cause: &serde_json::Error, what: &str| {
        let said = cause.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        fail(format!("line {}, column {}: {what}: {said}", cause.line(), cause.column()))
    };
    let value: Value = serde_json::from_str(text)
        .map_err(|cause| broken(&cause, "this is no JSON, or not the whole of it"))?;
    match value.get("schema").map(|schema| schema.as_str().unwrap_or_default()) {
        Some(SCHEMA) => {}
        Some(other) => {
            return Err(fail(format!("its schema is “{other}”, and this program reads {SCHEMA}")));
        }
        None => {
            return Err(fail(
                "this is no ledger: it has no `schema`; give a file that `duixian check … -o FILE.json` wrote".to_owned(),
            ));
        }
    }
    let ledger: Ledger =
        serde_json::from_str(text).map_err(|cause| broken(&cause, &format!("this does not fit {SCHEMA}")))?;
    let (mut faults, mut remarks) = (Vec::new(), Vec::new());
    faults.extend(layout(text, &value));
    if ledger.tool.name != "duixian" {
        faults.push(differ(
            "/tool/name".to_owned(),
            "another program's",
            ledger.tool.name.as_str(),
            "duixian",
        ));
    }
    faults.extend(seal(&value));
    let own = ledger.tool.version == env!("CARGO_PKG_VERSION");
    let again = serde_json::to_value(&ledger).unwrap_or_default();
    let found = fields(&value, &again);
    if own {
        faults.extend(found);
    } else {
        let said = found.iter().map(ToString::to_string);
        remarks.extend(said.map(|fault| format!("not checked, since another version wrote it: {fault}")));
    }
    Ok(Opened { ledger, value, faults, remarks })
}

/// Line and column, from 1, of a byte; columns are characters.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    (line, String::from_utf8_lossy(last).chars().count() + 1)
}

/// Where the bytes are not those that the value is written as.
fn layout(text: &str, value: &Value) -> Option<Fault> {
    let written = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    if written == text {
        return None;
    }
    let same = text.bytes().zip(written.bytes()).take_while(|(a, b)| a == b).count();
    let (line, column) = place(text.as_bytes(), same);
    let what = format!(
        "line {line}, column {column}: the file is not laid out as it was written: blanks, line breaks, a key given twice or \
         another spelling of the same value; take the file as it was published"
    );
    Some(Fault { place: String::new(), what, values: None })
}

/// The seal against the rest.
fn seal(value: &Value) -> Option<Fault> {
    let mut rest = value.as_object().cloned().unwrap_or_default();
    let seal = rest.shift_remove("seal").unwrap_or_default();
    let right = sha256(Value::Object(rest).to_string().as_bytes());
    (seal != right.as_str()).then(|| {
        differ("/seal".to_owned(), "the seal does not fit: the ledger was changed", &seal, &right.into())
    })
}

/// SHA-256 as lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Where the plain JSON has other fields, or fields in another order or written otherwise, than the ledger that was read from it.
fn fields(value: &Value, ledger: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    compare("", value, ledger, &mut faults);
    faults
}

fn compare(at: &str, value: &Value, ledger: &Value, faults: &mut Vec<Fault>) {
    let fault = |at: String, what: &str| Fault { place: at, what: what.to_owned(), values: None };
    match (value, ledger) {
        (Value::Object(there), Value::Object(here)) => {
            let before = faults.len();
            for (name, value) in there {
                let at = format!("{at}/{}", escaped(name));
                match here.get(name) {
                    Some(known) => compare(&at, value, known, faults),
                    None => faults.push(fault(at, "the schema knows no such field")),
                }
            }
            let missing = here.keys().filter(|name| !there.contains_key(*name));
            faults
                .extend(missing.map(|name| fault(format!("{at}/{}", escaped(name)), "the field is missing")));
            let names = |map: &Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            if faults.len() == before && names(there) != names(here) {
                faults
                    .push(fault(at.to_owned(), "the fields stand in another order than they are written in"));
            }
        }
        (Value::Array(there), Value::Array(here)) if there.len() == here.len() => {
            for (index, (there, here)) in there.iter().zip(here).enumerate() {
                compare(&format!("{at}/{index}"), there, here, faults);
            }
        }
        _ if value == ledger => {}
        _ => faults.push(differ(at.to_owned(), "this is written otherwise than it is read", value, ledger)),
    }
}

/// A name as a step of a JSON pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What to know of a ledger that another version or other rules made.
pub(super) fn origin(ledger: &Ledger, own: bool, known: &Known<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let tool = &ledger.tool;
    if !own {
        remarks.push(format!(
            "made by version {} of {}; this is {}, and checks what it knows",
            tool.version,
            tool.name,
            env!("CARGO_PKG_VERSION")
        ));
    }
    if tool.rules != (known.rules_hash)(&tool.policy) {
        remarks.push(format!(
            "made with other rules than this program's: {}; sums and marks are checked by the policy that the ledger prints",
            tool.rules
        ));
    }
    let policy = |policy: &Policy| serde_json::to_value(policy).unwrap_or_default();
    let mut changed = Vec::new();
    compare("", &policy(&tool.policy), &policy(&Policy::default()), &mut changed);
    let said = changed.into_iter().filter_map(|fault| fault.values.map(|values| (fault.place, values)));
    remarks.extend(said.map(|(place, [there, here])| {
        format!(
            "its policy has {there} for {}, where this program's own has {here}",
            place.trim_start_matches('/')
        )
    }));
    remarks
}
