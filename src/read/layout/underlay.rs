//! Large signs that lie under the text go: 草案 across the page, a large number behind a heading. What is set to be read keeps clear of
//! other text, so a large sign with small ones inside is none of it.

use super::{Sheet, Sign};
use std::collections::HashSet;

/// A sign is large from this many times the size of most signs on.
const LARGE: f64 = 1.8;
/// It lies under the text when so many signs stand inside.
const FEWEST_OVER: usize = 2;
/// What stands over it is at most this share of its size.
const SMALLER: f64 = 0.6;
/// How high a sign is above its base line, in sizes.
const HEIGHT: f64 = 0.85;
/// The middle of a sign is so high above its base line, in sizes.
const MIDDLE: f64 = 0.35;
/// A page with more large signs than this is a drawing.
const MOST: usize = 200;

/// The signs that lie under text on some page: what they say, where they stand and how large, in tenths of a point.
#[derive(Debug, Default)]
pub(super) struct Marks(HashSet<(String, [i64; 3])>);

impl Marks {
    /// Whether a sign is one of them: on a page with less text nothing may stand over it.
    pub(super) fn holds(&self, sign: &Sign) -> bool {
        !self.0.is_empty() && self.0.contains(&place(sign))
    }
}

fn place(sign: &Sign) -> (String, [i64; 3]) {
    (sign.text.clone(), [sign.x, sign.y, sign.size].map(|value| (value * 10.0).round() as i64))
}

/// The marks of all pages.
pub(super) fn marks(sheets: &[Sheet]) -> Marks {
    Marks(sheets.iter().flat_map(|sheet| under(&sheet.signs)).map(place).collect())
}

/// The signs of a page that lie under others.
fn under(signs: &[Sign]) -> Vec<&Sign> {
    let said = |sign: &&Sign| sign.size > 0.0 && !sign.text.trim().is_empty();
    let mut sizes: Vec<f64> = signs.iter().filter(said).map(|sign| sign.size).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(usual) = sizes.get(sizes.len() / 2) else { return Vec::new() };
    let large = |sign: &&Sign| sign.size >= usual * LARGE;
    let large: Vec<&Sign> = signs.iter().filter(said).filter(large).take(MOST + 1).collect();
    if large.len() > MOST {
        return Vec::new();
    }
    let lies_under = |sign: &Sign| {
        let inside = |other: &&Sign| {
            let (x, y) = (other.x + other.advance / 2.0, other.y - other.size * MIDDLE);
            other.size <= sign.size * SMALLER
                && (sign.x..=sign.x + sign.advance).contains(&x)
                && (sign.y - sign.size * HEIGHT..=sign.y).contains(&y)
        };
        signs.iter().filter(said).filter(inside).take(FEWEST_OVER).count() == FEWEST_OVER
    };
    let under: Vec<&Sign> = large.iter().copied().filter(|sign| lies_under(sign)).collect();
    // A mark is one word: where one of its signs lies under text, those beside it on its line belong to it.
    let beside = |sign: &&Sign| {
        let same = |a: f64, b: f64| (a - b).abs() < 0.1;
        under.iter().any(|mark| same(mark.size, sign.size) && same(mark.y, sign.y))
    };
    large.into_iter().filter(beside).collect()
}
