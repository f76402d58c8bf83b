//! The published JSON Schemas. They are files, so that whoever changes the contract sees it; a test makes them anew from the types.

/// The schema of a ledger.
pub const LEDGER: &str = include_str!("schema/ledger.json");

/// The schema of a comparison of two reports.
pub const DIFF: &str = include_str!("schema/diff.json");

#[cfg(test)]
mod tests {
    use crate::ledger::Ledger;
    use crate::ledger::diff::Diff;
    use crate::policy::Policy;
    use schemars::generate::SchemaSettings;
    use schemars::{Schema, schema_for};
    use std::path::Path;

    /// Holds a schema against its file below `src/`; writes it there where snapshots are written anew.
    fn hold(file: &str, schema: &Schema) {
        // A line for everything, so that a change is seen, and no more than that: the program carries them.
        let lines = serde_json::to_string_pretty(schema).unwrap();
        let made: String = lines.lines().flat_map(|line| [line.trim_start(), "\n"]).collect();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(&path, &made).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        assert!(
            there == made,
            "src/{file} is not the schema of its type; INSTA_UPDATE=always writes it anew"
        );
    }

    #[test]
    fn each_schema_is_that_of_its_type() {
        hold("ledger/schema/ledger.json", &schema_for!(Ledger));
        hold("ledger/schema/diff.json", &schema_for!(Diff));
        // Its groups stand inside it: whoever reads a policy walks through both.
        let settings = SchemaSettings::default().with(|settings| settings.inline_subschemas = true);
        hold("policy/schema.json", &settings.into_generator().into_root_schema_for::<Policy>());
    }
}
