//! Runs before the library is built: writes down which files the rules are made of, each with the SHA-256 of its text.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What of `src/` has no say in a verdict: the command line, the words of the interface, the renderers, what checks a ledger. Everything else
/// has, remarks and tests included, for a machine cannot tell which of it.
const WITHOUT_SAY: [&str; 4] = ["bin", "lang/labels", "render", "verify"];

/// The libraries that decode, fold and match, in their versions.
const LOCK: &str = "Cargo.lock";

fn main() {
    let mut files = vec![(LOCK.to_owned(), PathBuf::from(LOCK))];
    collect(Path::new("src"), "", &mut files);
    files.sort();
    let mut out = format!(
        "/// See `src/build.rs`.\npub const WITHOUT_SAY: [&str; {}] = {WITHOUT_SAY:?};\n",
        WITHOUT_SAY.len()
    );
    let _ = writeln!(out, "static RULE_FILES: [(&str, &str); {}] = [", files.len());
    for (name, path) in &files {
        println!("cargo::rerun-if-changed={}", path.display());
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let _ = writeln!(out, "    ({name:?}, \"{}\"),", hash(&bytes));
    }
    out.push_str("];\n");
    let directory = std::env::var_os("OUT_DIR").expect("cargo names a directory");
    let to = Path::new(&directory).join("rules.rs");
    fs::write(&to, out).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
}

/// The files below `directory` that have a say, by name.
fn collect(directory: &Path, under: &str, files: &mut Vec<(String, PathBuf)>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    for entry in entries {
        let path = entry.expect("an entry of src").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let name = format!("{under}{name}");
        if WITHOUT_SAY.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            // A new file in a directory changes the directory.
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, &format!("{name}/"), files);
        } else {
            files.push((name, path));
        }
    }
}

/// SHA-256 of a text with LF at the end of its lines, however it was checked out.
fn hash(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
