//! `tool.rules`: the number that stands for all that a verdict depends on. A file that decides and is not in it is a fault.

use duixian::ledger::build::sha256;
use duixian::pipeline::{WITHOUT_SAY, rule_files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A text with LF at the end of its lines.
fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a text").replace("\r\n", "\n")
}

/// Every file below `directory` by its path from `root`, with the SHA-256 of its text.
fn on_disk(directory: &Path, root: &Path, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            on_disk(&path, root, into);
        } else {
            let parts: Vec<&str> =
                path.strip_prefix(root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
            into.insert(parts.join("/"), sha256(text(&path).as_bytes()));
        }
    }
}

#[test]
fn every_file_that_has_a_say_is_in_the_number_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut disk = BTreeMap::new();
    on_disk(&root.join("src"), &root.join("src"), &mut disk);
    disk.retain(|name, _| !WITHOUT_SAY.iter().any(|without| Path::new(name).starts_with(without)));
    disk.insert("Cargo.lock".to_owned(), sha256(text(&root.join("Cargo.lock")).as_bytes()));
    let built: BTreeMap<String, String> =
        rule_files().iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect();
    assert_eq!(built.keys().collect::<Vec<_>>(), disk.keys().collect::<Vec<_>>());
    let stale: Vec<&String> = disk.keys().filter(|name| built[*name] != disk[*name]).collect();
    assert!(stale.is_empty(), "the program was built with other texts of {stale:?}");
    for stage in
        ["text", "quantity", "lang", "read", "outline", "extract", "align", "pair", "judge", "ledger"]
    {
        let prefix = format!("{stage}/");
        assert!(built.keys().any(|name| name.starts_with(&prefix)), "{stage}");
    }
    for file in ["policy.rs", "pipeline.rs", "lang/packs/zh.toml", "lang/packs/zh.deliverable.tsv"] {
        assert!(built.contains_key(file), "{file}");
    }
}

#[test]
fn what_is_outside_the_number_is_used_by_nothing_inside() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo.lock names packages, not modules.
    for (name, _) in rule_files().iter().filter(|(name, _)| *name != "Cargo.lock") {
        let text = text(&root.join("src").join(name));
        // The words of the interface are handed out by labels.rs alone; build.rs says what has no say.
        let own = ["lang/labels.rs", "build.rs"].contains(name);
        for word in ["crate::render", "lang::labels", "labels::", "/bin/", "/render/", "/templates/"] {
            let line = text.lines().find(|line| line.contains(word) && !line.trim_start().starts_with("//"));
            let tested =
                text.find("#[cfg(test)]").is_some_and(|tests| text.find(word).is_some_and(|at| at > tests));
            assert!(own || line.is_none() || tested, "{name}: {line:?}");
        }
    }
}
