//! `duixian templates`, and the directory that `--templates` names.

use crate::args::TemplatesArgs;
use crate::exit::Exit;
use crate::{input, output};
use anyhow::{Context, Result, bail};
use duixian::render::{Templates, embedded};
use std::fs;
use std::path::{Path, PathBuf};

/// How the name of a template ends. What else is in a directory is left alone.
const ENDING: &str = ".j2";
/// What a template may name.
const README: (&str, &str) = ("README.md", include_str!("../../../templates/README.md"));

/// Writes the embedded templates, and what they may name, into a directory. Overwrites nothing.
pub(crate) fn run(args: &TemplatesArgs) -> Result<Exit> {
    let directory = &args.directory;
    let files: Vec<(PathBuf, Vec<u8>)> = (embedded().chain([README]))
        .map(|(name, source)| (directory.join(name), source.as_bytes().to_vec()))
        .collect();
    let there: Vec<String> = (files.iter())
        .filter(|(path, _)| fs::symlink_metadata(path).is_ok())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !there.is_empty() {
        bail!("{}: there already, and not overwritten; give another directory", there.join(", "));
    }
    fs::create_dir_all(directory)
        .with_context(|| format!("{}: the directory cannot be made", directory.display()))?;
    output::write_all(&files)?;
    Ok(Exit::Done)
}

/// The templates of a directory as they were read.
#[derive(Debug)]
pub(crate) struct Files {
    directory: PathBuf,
    files: Vec<(PathBuf, String, String)>,
}

impl Files {
    /// The files that were read.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(path, ..)| path.as_path())
    }

    /// The same for the library, which refuses what cannot stand in for an embedded template.
    pub(crate) fn checked(self) -> Result<Templates> {
        let sources = self.files.into_iter().map(|(_, name, source)| (name, source)).collect();
        Ok(Templates::new(self.directory.display().to_string(), sources)?)
    }
}

/// Reads every template of a directory, in order of the names.
pub(crate) fn read(directory: &Path) -> Result<Files> {
    let name = directory.display();
    let entries = fs::read_dir(directory)
        .with_context(|| format!("{name}: cannot be read; --templates wants a directory of templates"))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("{name}: cannot be read"))?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ENDING)) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
            bail!("{}: is no file; --templates takes files only", path.display());
        }
        let file = input::read_a("template", &path, Templates::MOST_BYTES as u64)?;
        let source = String::from_utf8(file.bytes)
            .with_context(|| format!("{}: is not UTF-8; save the template as UTF-8", file.name))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((path, name, source));
    }
    Ok(Files { directory: directory.to_owned(), files })
}
