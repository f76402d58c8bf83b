//! The number that stands for the rules: two ledgers with the same `tool.rules` were judged by the same packs, tables, code,
//! libraries and policy.

use crate::ledger::build::sha256_of;
use crate::policy::Policy;
use include_dir::{Dir, include_dir};
use rust_decimal::Decimal;
use serde_json::Value;
use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

/// The stages, as they were when the program was built. Not `src/` as a whole: then a change of the command line would build the
/// library anew.
static STAGES: [(&str, Dir<'_>); 11] = [
    ("extract", include_dir!("$CARGO_MANIFEST_DIR/src/extract")),
    ("judge", include_dir!("$CARGO_MANIFEST_DIR/src/judge")),
    ("lang", include_dir!("$CARGO_MANIFEST_DIR/src/lang")),
    ("ledger", include_dir!("$CARGO_MANIFEST_DIR/src/ledger")),
    ("outline", include_dir!("$CARGO_MANIFEST_DIR/src/outline")),
    ("pair", include_dir!("$CARGO_MANIFEST_DIR/src/pair")),
    ("pipeline", include_dir!("$CARGO_MANIFEST_DIR/src/pipeline")),
    ("policy", include_dir!("$CARGO_MANIFEST_DIR/src/policy")),
    ("quantity", include_dir!("$CARGO_MANIFEST_DIR/src/quantity")),
    ("read", include_dir!("$CARGO_MANIFEST_DIR/src/read")),
    ("text", include_dir!("$CARGO_MANIFEST_DIR/src/text")),
];

/// What lies beside the stages, and the libraries that decode, fold and match.
const BESIDE: [(&str, &str); 7] = [
    ("error.rs", include_str!("../error.rs")),
    ("lib.rs", include_str!("../lib.rs")),
    ("notice.rs", include_str!("../notice.rs")),
    ("pipeline.rs", include_str!("../pipeline.rs")),
    ("policy.rs", include_str!("../policy.rs")),
    ("span.rs", include_str!("../span.rs")),
    ("Cargo.lock", include_str!("../../Cargo.lock")),
];

/// What of `src/` has no say in a verdict: the command line, the words of the interface, the renderers, what checks a ledger. Everything else has,
/// remarks and tests included, for a machine cannot tell which of it.
pub const WITHOUT_SAY: [&str; 4] = ["bin", "lang/labels", "render", "verify"];

/// The files that the rules are made of, with their texts, by name: those of `src/` but [`WITHOUT_SAY`], and `Cargo.lock`.
pub fn rule_files() -> Vec<(String, Cow<'static, str>)> {
    let mut files: Vec<(String, Cow<'static, str>)> =
        BESIDE.iter().map(|(name, text)| ((*name).to_owned(), unix(text.as_bytes()))).collect();
    STAGES.iter().for_each(|(stage, directory)| collect(stage, directory, &mut files));
    files.retain(|(name, _)| !WITHOUT_SAY.iter().any(|without| Path::new(name).starts_with(without)));
    files.sort();
    files
}

fn collect(stage: &str, directory: &Dir<'static>, files: &mut Vec<(String, Cow<'static, str>)>) {
    for file in directory.files() {
        let parts: Vec<Cow<'_, str>> = file.path().iter().map(|part| part.to_string_lossy()).collect();
        files.push((format!("{stage}/{}", parts.join("/")), unix(file.contents())));
    }
    directory.dirs().for_each(|inner| collect(stage, inner, files));
}

/// A text with LF at the end of its lines, however it was checked out.
fn unix(bytes: &'static [u8]) -> Cow<'static, str> {
    match String::from_utf8_lossy(bytes) {
        text if text.contains('\r') => text.replace("\r\n", "\n").into(),
        text => text,
    }
}

/// SHA-256 over all that a verdict depends on: the packs, the tables, the code from reading to the ledger, the libraries, and the
/// policy. Equal policies give the same number, however their decimals are written.
pub fn rules_hash(policy: &Policy) -> String {
    static BUILT: OnceLock<String> = OnceLock::new();
    let built = BUILT.get_or_init(|| digest(&rule_files()));
    let mut policy = serde_json::to_value(policy).unwrap_or_default();
    normalize(&mut policy);
    sha256_of([built.as_bytes(), policy.to_string().as_bytes()].into_iter())
}

/// SHA-256 over names and texts, each with its length before it, so that none can run into the next.
fn digest(files: &[(String, Cow<'_, str>)]) -> String {
    let parts = files.iter().flat_map(|(name, text)| [name.as_str(), text]);
    let framed = parts.flat_map(|part| [part.len().to_string() + "\0", part.to_owned()]);
    let framed: Vec<String> = framed.collect();
    sha256_of(framed.iter().map(String::as_bytes))
}

/// Writes every decimal the one shortest way: 0.10 as 0.1.
fn normalize(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(normalize),
        Value::String(text) => {
            if let Ok(number) = text.parse::<Decimal>() {
                *text = number.normalize().to_string();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &'static str)]) -> Vec<(String, Cow<'static, str>)> {
        all.iter().map(|(name, text)| ((*name).to_owned(), unix(text.as_bytes()))).collect()
    }

    #[test]
    fn a_changed_a_renamed_and_a_moved_line_change_the_number() {
        let one = digest(&files(&[("judge/a.rs", "x\n"), ("judge/b.rs", "y\n")]));
        for other in [
            &[("judge/a.rs", "x\n"), ("judge/b.rs", "z\n")][..],
            &[("judge/a.rs", "x\n"), ("judge/c.rs", "y\n")],
            &[("judge/a.rs", "x\ny\n"), ("judge/b.rs", "")],
            &[("judge/a.rs", "x\n")],
        ] {
            assert_ne!(digest(&files(other)), one, "{other:?}");
        }
    }

    #[test]
    fn line_endings_do_not_change_the_number() {
        let of = |text| digest(&files(&[("pair/a.rs", text)]));
        assert_eq!(of("x\r\ny\r\n"), of("x\ny\n"));
    }

    #[test]
    fn equal_policies_have_the_same_number_and_others_another() {
        let policy = Policy::default();
        let mut same = policy.clone();
        same.about_share.rescale(6);
        assert_eq!(same, policy);
        assert_eq!(rules_hash(&same), rules_hash(&policy));
        let mut other = policy.clone();
        other.pair.accept_miss += 1;
        assert_ne!(rules_hash(&other), rules_hash(&policy));
    }
}
