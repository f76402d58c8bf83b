//! What of a document is no text and may show some: pictures, files inside the file, diagrams; and the other parts that the text
//! refers to, which must be there.

use super::Tag;
use std::collections::BTreeSet;

/// Any part that is named by its relation.
pub(super) const ANY: &str = "relations";

/// What could not be read.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// The width and height of the frame that is open, in centimetres.
    extent: (f64, f64),
    /// Pictures as large as a page.
    pub(super) pages: usize,
    /// All pictures.
    pub(super) pictures: usize,
    /// Files inside the file, and diagrams.
    pub(super) objects: usize,
    /// The kinds of parts that the text refers to, as relations name them, or [`ANY`].
    pub(super) refers: BTreeSet<&'static str>,
}

impl Unread {
    /// What of drawings and objects matters: how large pictures are and what else is in the file.
    pub(super) fn see(&mut self, tag: &Tag<'_>) {
        /// English metric units in a centimetre, and points.
        const UNITS: f64 = 360_000.0;
        const POINTS: f64 = 72.0 / 2.54;
        match tag.name() {
            "extent" => {
                let side = |name| tag.number::<f64>(name).unwrap_or(0.0) / UNITS;
                self.extent = (side("cx"), side("cy"));
            }
            "shape" => {
                let style = tag.get("style").unwrap_or_default();
                let side = |name: &str| {
                    let said = style.split(';').filter_map(|part| part.split_once(':'));
                    let value = said.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value);
                    value
                        .and_then(|value| value.trim().trim_end_matches("pt").parse::<f64>().ok())
                        .unwrap_or(0.0)
                };
                self.extent = (side("width") / POINTS, side("height") / POINTS);
            }
            "blip" | "imagedata" => {
                self.pictures += 1;
                // A scanned page: most of A4 (21 by 29.7 cm) without its margins.
                if self.extent.0 >= 13.0 && self.extent.1 >= 18.0 {
                    self.pages += 1;
                }
            }
            "OLEObject" => {
                let formula =
                    tag.get("ProgID").is_some_and(|program| program.to_lowercase().starts_with("equation"));
                self.objects += usize::from(!formula);
            }
            "relIds" => self.objects += 1,
            _ => {}
        }
    }
}
