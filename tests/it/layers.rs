//! The architecture as a test: which stage may import which. Reads `src/` and fails on an import against the arrows.

use std::fs;
use std::path::{Path, PathBuf};

/// The base: what every stage may import.
const BASE: &[&str] = &["span", "notice", "error", "policy"];

/// Each module of the library and what it may import, itself and (where `true`) the base left out.
const MAY: &[(&str, bool, &[&str])] = &[
    ("span", false, &[]),
    ("error", false, &[]),
    ("policy", false, &["error"]),
    ("notice", false, &["span"]),
    ("text", true, &[]),
    ("quantity", true, &[]),
    ("lang", true, &["text", "quantity"]),
    ("read", true, &["text", "lang"]),
    ("outline", true, &["text", "lang", "read"]),
    ("extract", true, &["text", "quantity", "lang", "read", "outline"]),
    ("align", true, &["text", "lang", "read", "outline"]),
    ("pair", true, &["text", "quantity", "lang", "extract"]),
    ("judge", true, &["text", "quantity", "lang", "extract", "pair"]),
    ("lifeline", true, &["text", "quantity", "lang", "read", "outline", "extract", "pair", "judge"]),
    ("restate", true, &["text", "quantity", "lang", "read", "outline", "extract", "pair", "judge"]),
    ("diff", true, &["text", "quantity", "lang", "read", "outline", "extract", "align", "pair", "judge"]),
    (
        "ledger",
        true,
        &[
            "text", "quantity", "read", "outline", "extract", "align", "pair", "judge", "lifeline",
            "restate", "diff",
        ],
    ),
    ("render", false, &["ledger", "text", "error", "span"]),
    ("verify", true, &["text", "quantity", "lang", "read", "outline", "ledger"]),
    (
        "pipeline",
        true,
        &[
            "text", "quantity", "lang", "read", "outline", "extract", "align", "pair", "judge", "lifeline",
            "restate", "diff", "ledger", "verify",
        ],
    ),
];

/// Files are split before they grow beyond this many lines.
const MOST_LINES: usize = 600;

/// Every Rust file under `directory`, in order.
fn files(directory: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path of a file below `src`, its parts without `.rs` and `mod`.
fn modules(file: &Path) -> Vec<String> {
    let under = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a file of src");
    let parts = under.with_extension("");
    let parts = parts.iter().map(|part| part.to_str().expect("a plain name").to_owned());
    parts.filter(|part| part != "mod").collect()
}

/// The lines that ship: without comments, and without the tests at the end of the file.
fn shipped(text: &str) -> Vec<(usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = (1..lines.len())
        .find(|&at| lines[at - 1].trim() == "#[cfg(test)]" && lines[at].starts_with("mod tests {"));
    let end = tests.unwrap_or(lines.len());
    let code = |line: &&str| !line.trim_start().starts_with("//");
    lines
        .into_iter()
        .take(end)
        .enumerate()
        .filter(|(_, line)| code(line))
        .map(|(at, line)| (at + 1, line))
        .collect()
}

/// The modules at the top of the library that a line names: `crate::x`, `crate::{x, y::z}`, or as many `super::` as lead there.
fn named(line: &str, depth: usize) -> Vec<String> {
    let up = "super::".repeat(depth);
    let roots = ["crate::".to_owned(), if depth > 0 { up } else { "\u{0}".to_owned() }];
    let mut names = Vec::new();
    for root in &roots {
        for (_, rest) in line.match_indices(root.as_str()).map(|(at, _)| line.split_at(at + root.len())) {
            let group = rest.strip_prefix('{').map(|group| group.split('}').next().unwrap_or_default());
            let heads = group.map_or_else(|| vec![rest], |group| group.split(',').collect());
            let name = |head: &str| -> String {
                head.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            };
            names.extend(heads.into_iter().map(name).filter(|name| !name.is_empty() && name != "super"));
        }
    }
    names
}

/// What of `src/` is no stage: the picture, the program, and what runs before the library is built.
const NO_STAGE: &[&str] = &["lib", "bin", "build"];

/// What is wrong with one file, one line each.
fn faults(file: &str, modules: &[String], text: &str) -> Vec<String> {
    let Some(stage) = modules.first().filter(|stage| !NO_STAGE.contains(&stage.as_str())) else {
        return Vec::new();
    };
    let Some((_, base, may)) = MAY.iter().find(|(name, ..)| name == stage) else {
        return vec![format!("{file}: the table of tests/it/layers.rs does not know `{stage}`")];
    };
    let mut faults = Vec::new();
    for (number, line) in shipped(text) {
        for name in named(line, modules.len()) {
            let known = MAY.iter().any(|(known, ..)| *known == name);
            let allowed =
                name == *stage || may.contains(&name.as_str()) || (*base && BASE.contains(&name.as_str()));
            if name == "bin" || (known && !allowed) {
                let mut list = may.to_vec();
                list.extend(if *base { BASE } else { &[] });
                faults.push(format!(
                    "{file}:{number}: `{}` names `{name}`, but {stage} may import only {list:?}",
                    line.trim()
                ));
            }
        }
    }
    faults
}

#[test]
fn imports_follow_the_arrows() {
    let mut all = Vec::new();
    for file in files("src") {
        let text = fs::read_to_string(&file).expect("a source file");
        let modules = modules(&file);
        if modules.last().is_some_and(|last| last == "tests") {
            continue;
        }
        all.extend(faults(&file.display().to_string(), &modules, &text));
    }
    assert!(all.is_empty(), "imports against the arrows:\n{}", all.join("\n"));
}

#[test]
fn what_is_verified_is_not_made_by_the_same_code() {
    for file in files("src/verify") {
        let text = fs::read_to_string(&file).expect("a source file");
        let made = shipped(&text).into_iter().filter(|(_, line)| line.contains("ledger::build")).count();
        assert_eq!(made, 0, "{}: the ledger's builder is what is checked", file.display());
    }
}

#[test]
fn every_module_of_the_library_is_in_the_table() {
    for file in files("src") {
        let first = modules(&file).remove(0);
        let known = NO_STAGE.contains(&first.as_str()) || MAY.iter().any(|(name, ..)| *name == first);
        assert!(known, "{first} is missing in the table");
    }
}

#[test]
fn a_wrong_import_is_seen() {
    let of = |stage: &str, text: &str| {
        faults("x.rs", &stage.split('/').map(str::to_owned).collect::<Vec<_>>(), text).len()
    };
    assert_eq!(of("render/json", "use crate::ledger::Ledger;\nuse crate::judge::Mark;\n"), 1);
    assert_eq!(of("read", "fn f() { crate::outline::x() }\n"), 1);
    assert_eq!(of("text/fold", "use crate::{span::Span, pair};\n"), 1);
    assert_eq!(of("text/fold", "use super::super::judge::Mark;\n"), 1);
    assert_eq!(of("span", "use crate::error::Error;\n"), 1);
    assert_eq!(
        of("span", "// crate::error\n#[cfg(test)]\nmod tests {\n    use crate::error::Error;\n}\n"),
        0
    );
    assert_eq!(of("pair/score", "use crate::text::similarity;\nuse super::Match;\n"), 0);
    assert_eq!(of("unheard", ""), 1);
}

#[test]
fn files_stay_readable_and_finished() {
    for file in files("src").into_iter().chain(files("tests")) {
        if file.components().any(|part| part.as_os_str() == "target") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines; split it", file.display());
        for (number, line) in text.lines().enumerate() {
            for word in ["todo", "unimplemented"] {
                let call = format!("{word}!(");
                assert!(!line.contains(&call), "{}:{}: {}", file.display(), number + 1, line.trim());
            }
        }
    }
}
