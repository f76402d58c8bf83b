//! The number that stands for the rules: two ledgers with the same `tool.rules` were judged by the same packs, tables, code,
//! libraries and policy.

use crate::ledger::build::sha256_of;
use crate::policy::Policy;
use rust_decimal::Decimal;
use serde_json::Value;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The files that the rules are made of, as they were when the program was built, by name: those of `src/` but [`WITHOUT_SAY`], and
/// `Cargo.lock`; each with the SHA-256 of its text.
pub fn rule_files() -> &'static [(&'static str, &'static str)] {
    &RULE_FILES
}

/// SHA-256 over all that a verdict depends on: the packs, the tables, the code from reading to the ledger, the libraries, and the
/// policy. Equal policies give the same number, however their decimals are written.
pub fn rules_hash(policy: &Policy) -> String {
    static BUILT: OnceLock<String> = OnceLock::new();
    let built = BUILT.get_or_init(|| digest(rule_files()));
    let mut policy = serde_json::to_value(policy).unwrap_or_default();
    normalize(&mut policy);
    sha256_of([built.as_bytes(), policy.to_string().as_bytes()].into_iter())
}

/// SHA-256 over names and numbers, each with its length before it, so that none can run into the next.
fn digest(files: &[(&str, &str)]) -> String {
    let parts = files.iter().flat_map(|(name, hash)| [*name, *hash]);
    let framed: Vec<String> = parts.map(|part| format!("{}\0{part}", part.len())).collect();
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

    #[test]
    fn a_changed_a_renamed_and_a_moved_line_change_the_number() {
        let one = digest(&[("judge/a.rs", "x"), ("judge/b.rs", "y")]);
        for other in [
            &[("judge/a.rs", "x"), ("judge/b.rs", "z")][..],
            &[("judge/a.rs", "x"), ("judge/c.rs", "y")],
            &[("judge/a.rs", "xjudge/b.rs"), ("", "y")],
            &[("judge/a.rs", "x")],
        ] {
            assert_ne!(digest(other), one, "{other:?}");
        }
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
