//! A user's templates. Comes in: names and sources, which the program read from a directory. Goes out: the same, each known to stand
//! in place of an embedded one and to parse.

use super::templates::{TEMPLATES, environment, fault};
use crate::error::{Error, ErrorKind, Result, nearest};

/// Templates that stand in place of embedded ones of the same names.
#[derive(Debug)]
pub struct Templates {
    directory: String,
    sources: Vec<(String, String)>,
}

impl Templates {
    /// A source may have so many bytes: ten times the largest embedded one.
    pub const MOST_BYTES: usize = 1 << 20;

    /// The templates of `directory` (a name for errors), each with its file's name and its source.
    ///
    /// # Errors
    /// There is none, a name is not that of an embedded template, a source is longer than 1 MiB or does not parse.
    pub fn new(directory: impl Into<String>, sources: Vec<(String, String)>) -> Result<Self> {
        let templates = Self { directory: directory.into(), sources };
        if templates.sources.is_empty() {
            let said = format!("holds no template; those that it may hold are {}", names().join(", "));
            return Err(Error::new(ErrorKind::Template, templates.directory, said));
        }
        for (name, source) in &templates.sources {
            let wrong = |said: String| Err(Error::new(ErrorKind::Template, templates.file(name), said));
            let known = names();
            if !known.contains(&name.as_str()) {
                let meant = nearest(name, known.iter().copied())
                    .map_or_else(|| ".".to_owned(), |near| format!("; did you mean {near}?"));
                return wrong(format!(
                    "there is no template of that name to stand in for{meant} The templates are: {}",
                    known.join(", ")
                ));
            }
            if source.len() > Self::MOST_BYTES {
                return wrong(format!(
                    "is larger than {} MiB, the most for a template",
                    Self::MOST_BYTES >> 20
                ));
            }
        }
        environment(Some(&templates)).map_err(|cause| fault(&cause, Some(&templates)))?;
        Ok(templates)
    }

    /// The source that stands in place of the embedded template of that name.
    pub(super) fn source(&self, name: &str) -> Option<&str> {
        self.sources.iter().find(|(own, _)| own == name).map(|(_, source)| source.as_str())
    }

    /// The file of that name, as the user would name it.
    pub(super) fn file(&self, name: &str) -> String {
        let slash = if self.directory.ends_with(['/', std::path::MAIN_SEPARATOR]) { "" } else { "/" };
        format!("{}{slash}{name}", self.directory)
    }
}

/// The embedded templates that a user's may stand in for: name and source.
pub fn embedded() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEMPLATES.iter().copied()
}

fn names() -> Vec<&'static str> {
    embedded().map(|(name, _)| name).collect()
}
