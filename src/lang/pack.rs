//! The shape of a pack file. One struct for each stage that reads cues.

use super::cue::Cues;
use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use std::sync::OnceLock;

/// A language pack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The language's short name: zh.
    pub language: String,
    /// The language's own name: 中文.
    pub name: String,
    /// Cues for reading: what is site chrome.
    pub read: ReadCues,
    /// Cues for the outline: headings, halves, dates.
    pub outline: OutlineCues,
    /// Words around figures: units, bounds, hedges, what a figure measures.
    #[serde(default)]
    pub quantity: super::quantity::QuantityCues,
}

/// Cues of the read stage. Each is matched against one folded line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadCues {
    /// A line that is site chrome wherever it stands (share buttons, print, font size).
    pub chrome: Cues,
}

/// Cues of the outline stage. Each is matched against one folded heading or block.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutlineCues {
    /// A heading that opens the review half.
    pub review_head: Cues,
    /// A heading that opens the plan half.
    pub plan_head: Cues,
}

/// The packs that are built in, by file.
const BUILT_IN: &[(&str, &str)] = &[("zh.toml", include_str!("packs/zh.toml"))];

impl Pack {
    /// Reads a pack from TOML. Errors name the line.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|cause| {
            Error::new(ErrorKind::Pack, file, format!("the language pack does not parse: {cause}"))
        })
    }

    /// The built-in packs, in order of their file names.
    pub fn built_in() -> &'static [Pack] {
        static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
        PACKS
            .get_or_init(|| BUILT_IN.iter().filter_map(|(file, text)| Pack::parse(file, text).ok()).collect())
    }
}
