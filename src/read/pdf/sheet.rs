//! What a page draws to the sheet that the layout reads: every text once, upright, without marks set at an angle.

use super::walk::{Drawn, Glyph};
use crate::read::layout::{Rule, Sheet, Sign};
use kurbo::{Point, Vec2};
use std::collections::HashMap;

/// A text drawn again within this share of its size is a shadow or a false bold.
const DOUBLED: f64 = 0.2;
/// Text within so many degrees of level is level; OCR sets it along a page that lay askew. Marks across a page are set at 30 and more.
const ASKEW: f64 = 12.0;
/// Text that is turned against the rest of its page is kept from so many signs on: fewer are marks in the margin.
const FEWEST_TURNED: usize = 8;
/// When the file calls more than this share of a page furniture, it does not mean it.
const MOST_FURNITURE: f64 = 0.4;

/// One page.
#[derive(Debug)]
pub(super) struct Seen {
    /// Its signs and rules.
    pub(super) sheet: Sheet,
    /// How many signs it has that are no blanks.
    pub(super) signs: usize,
    /// How many of them no font tells.
    pub(super) unknown: usize,
}

/// Which way text runs, in quarter turns clockwise; `None` when across.
fn quarter(pen: Vec2) -> Option<u8> {
    if pen.hypot2() == 0.0 {
        return Some(0);
    }
    let degrees = pen.atan2().to_degrees().rem_euclid(360.0);
    let nearest = (degrees / 90.0).round();
    ((degrees - nearest * 90.0).abs() <= ASKEW).then_some(nearest as u8 % 4)
}

/// A point of a page of that size as it stands when the page is turned so that text of this quarter runs level.
fn turned(point: Point, quarter: u8, width: f64, height: f64) -> Point {
    match quarter {
        1 => Point::new(point.y, width - point.x),
        2 => Point::new(width - point.x, height - point.y),
        3 => Point::new(height - point.y, point.x),
        _ => point,
    }
}

/// The sheet of a page of that size.
pub(super) fn sheet(drawn: Drawn, width: f64, height: f64) -> Seen {
    let lost = drawn.unreadable;
    let glyphs = once(drawn.glyphs);
    let said = |glyph: &&Glyph| glyph.text.as_ref().is_none_or(|text| !text.trim().is_empty());
    let signs = lost + glyphs.iter().filter(said).count();
    let unknown = lost + glyphs.iter().filter(|glyph| glyph.text.is_none()).count();
    let furniture = glyphs.iter().filter(said).filter(|glyph| glyph.furniture).count();
    let marked = furniture as f64 <= MOST_FURNITURE * signs as f64;

    let mut counts = [0_usize; 4];
    let quarters: Vec<Option<u8>> = glyphs.iter().map(|glyph| quarter(glyph.pen)).collect();
    quarters.iter().flatten().for_each(|quarter| counts[usize::from(*quarter)] += 1);
    let main = (0..4_u8).rev().max_by_key(|quarter| counts[usize::from(*quarter)]).unwrap_or_default();
    let (sheet_width, sheet_height) = if main % 2 == 1 { (height, width) } else { (width, height) };

    let lean = lean(&glyphs, &quarters, main);
    let mut sheet = Sheet { width: sheet_width, height: sheet_height, ..Sheet::default() };
    for (glyph, quarter) in glyphs.into_iter().zip(quarters) {
        let Some(quarter) = quarter else { continue };
        if quarter != main && counts[usize::from(quarter)] < FEWEST_TURNED {
            continue;
        }
        let mut at = turned(glyph.at, quarter, width, height);
        if quarter == main {
            at.y -= at.x * lean;
        } else {
            // Below the page, so that it is read after the rest.
            at.y += sheet_height;
        }
        sheet.signs.push(Sign {
            text: glyph.text.unwrap_or_else(|| "\u{fffd}".to_owned()),
            x: at.x,
            y: at.y,
            advance: glyph.pen.hypot(),
            size: glyph.size,
            bold: glyph.bold,
            furniture: marked && glyph.furniture,
        });
    }
    sheet.rules = drawn
        .rules
        .iter()
        .map(|rule| {
            let (from, to) = (
                turned(Point::new(rule.x0, rule.y0), main, width, height),
                turned(Point::new(rule.x1, rule.y1), main, width, height),
            );
            Rule { x0: from.x.min(to.x), y0: from.y.min(to.y), x1: from.x.max(to.x), y1: from.y.max(to.y) }
        })
        .collect();
    Seen { sheet, signs, unknown }
}

/// How far the lines of a page sink for every point to the right: the middle of all, for a page that lay askew.
fn lean(glyphs: &[Glyph], quarters: &[Option<u8>], main: u8) -> f64 {
    let straight = main == 0 && glyphs.iter().all(|glyph| glyph.pen.y == 0.0);
    if straight {
        return 0.0;
    }
    let mut leans: Vec<f64> = glyphs
        .iter()
        .zip(quarters)
        .filter(|(glyph, quarter)| **quarter == Some(main) && glyph.pen.hypot2() > 0.0)
        .map(|(glyph, _)| (glyph.pen.atan2() - f64::from(main) * std::f64::consts::FRAC_PI_2).tan())
        .collect();
    leans.sort_by(f64::total_cmp);
    leans.get(leans.len() / 2).copied().unwrap_or_default()
}

/// The glyphs without those that stand on the same place twice, and without those of an OCR layer over text.
fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    // By character and place; a place is a cell of ten points.
    let cell = |point: Point| ((point.x / 10.0).floor() as i64, (point.y / 10.0).floor() as i64);
    let around = |(x, y): (i64, i64)| (-1..=1).flat_map(move |dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
    let mixed = glyphs.iter().any(|glyph| glyph.hidden) && glyphs.iter().any(|glyph| !glyph.hidden);
    let mut shown: HashMap<(i64, i64), Vec<(Point, f64)>> = HashMap::new();
    if mixed {
        for glyph in glyphs
            .iter()
            .filter(|glyph| !glyph.hidden && glyph.text.as_ref().is_none_or(|text| !text.trim().is_empty()))
        {
            let middle = glyph.at + glyph.pen / 2.0;
            shown.entry(cell(middle)).or_default().push((middle, glyph.size));
        }
    }
    let mut covered = vec![false; glyphs.len()];
    if mixed {
        // A line of the layer lies over text when most of its signs do: the two are not set alike.
        let alike = |a: &Glyph, b: &Glyph| a.hidden && b.hidden && (a.at.y - b.at.y).abs() < a.size * 0.1;
        let mut from = 0;
        for run in glyphs.chunk_by(alike) {
            let over = |glyph: &&Glyph| {
                let middle = glyph.at + glyph.pen / 2.0;
                let near =
                    |(other, size): &(Point, f64)| (*other - middle).hypot() < size.max(glyph.size) * 0.6;
                around(cell(middle)).any(|cell| shown.get(&cell).is_some_and(|signs| signs.iter().any(near)))
            };
            if run[0].hidden && run.iter().filter(over).count() * 2 > run.len() {
                covered[from..from + run.len()].fill(true);
            }
            from += run.len();
        }
    }
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut places: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (glyph, covered) in glyphs.into_iter().zip(covered) {
        if covered {
            continue;
        }
        let reach = (glyph.size * DOUBLED).min(glyph.pen.hypot() * 0.5);
        let again = |index: &usize| {
            let other = &kept[*index];
            other.text == glyph.text
                && (other.size - glyph.size).abs() < glyph.size * 0.1
                && (other.at - glyph.at).hypot() < reach
        };
        let place = cell(glyph.at);
        if glyph.text.is_some()
            && around(place).any(|cell| places.get(&cell).is_some_and(|there| there.iter().any(again)))
        {
            continue;
        }
        places.entry(place).or_default().push(kept.len());
        kept.push(glyph);
    }
    kept
}
