//! One page's content to signs. Comes in: the part of a page or a template. Goes out: each character with its place.

use super::document::Shared;
use super::{Page, Part, Tag};
use crate::read::layout::{Sheet, Sign};
use crate::read::xml::Piece;

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// A page, a letter and a step are less than this many millimetres; more is a fault of the file.
const FARTHEST: f64 = 10_000.0;
/// So many strokes on a page may be letters that were turned into strokes.
const MANY_STROKES: usize = 200;
/// A font is bold from this weight on (GB/T 33190: 400 is usual, 700 bold).
const BOLD: f64 = 600.0;
/// A step this many times wider than the sign leaves a gap; less is spacing.
const WIDEST_STEP: f64 = 1.6;
/// The sign that programs write where they know a glyph and not its character.
const PLACEHOLDER: char = '\u{a4}';

/// How many characters may still be read.
pub(super) struct Limits {
    /// How many are left.
    pub(super) characters: usize,
    /// How many there were at first.
    pub(super) most: usize,
}

impl Limits {
    /// Counts characters that were read.
    pub(super) fn count(&mut self, characters: usize) -> Result<(), String> {
        self.characters = self.characters.checked_sub(characters).ok_or_else(|| {
            format!("the pages hold more than {} characters, which no report has; split the file", self.most)
        })?;
        Ok(())
    }
}

/// What the part of a page holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The page, its signs in millimetres.
    pub(super) page: Page,
    /// Its width and height in millimetres, if it states them.
    pub(super) size: Option<(f64, f64)>,
    /// The templates that it is based on.
    pub(super) templates: Vec<String>,
}

/// An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy)]
struct Map([f64; 6]);

impl Map {
    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// A text object that is being read.
#[derive(Debug)]
struct Object {
    left: f64,
    top: f64,
    map: Map,
    size: f64,
    bold: bool,
    /// Whether glyphs are named that may have no character.
    glyphs: bool,
    /// Where the last text code began.
    at: (f64, f64),
    /// How deep it stands.
    depth: usize,
}

impl Object {
    fn new(tag: &Tag<'_>, shared: &Shared, depth: usize) -> Self {
        let boundary = numbers(&tag.get("Boundary").unwrap_or_default());
        let map = numbers(&tag.get("CTM").unwrap_or_default());
        let size = number(tag.get("Size")).filter(|size| *size > 0.0).unwrap_or(0.0);
        let weight = number(tag.get("Weight")).unwrap_or(0.0);
        let bold = weight >= BOLD || tag.get("Font").is_some_and(|font| shared.bold.contains(&font));
        Self {
            left: boundary.first().copied().unwrap_or(0.0),
            top: boundary.get(1).copied().unwrap_or(0.0),
            map: Map(map.try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])),
            size,
            bold,
            glyphs: false,
            at: (0.0, 0.0),
            depth,
        }
    }

    /// Adds the signs of one text code; gives how many do not say which characters they are.
    fn signs(&mut self, tag: &Tag<'_>, words: &str, signs: &mut Vec<Sign>) -> usize {
        let (mut x, mut y) =
            (number(tag.get("X")).unwrap_or(self.at.0), number(tag.get("Y")).unwrap_or(self.at.1));
        self.at = (x, y);
        let (across, down) = (tag.get("DeltaX").unwrap_or_default(), tag.get("DeltaY").unwrap_or_default());
        let (mut across, mut down) = (Steps::new(&across), Steps::new(&down));
        let [a, b, c, d, ..] = self.map.0;
        let (wide, high) = (a.hypot(b), c.hypot(d));
        let mut unreadable = 0;
        for sign in words.chars().filter(|c| !matches!(c, '\n' | '\r')) {
            let (step, fall) = (across.next(), down.next());
            let usual = if sign.is_ascii() { self.size / 2.0 } else { self.size };
            let (place, base) = self.map.point(x, y);
            let moved = step.unwrap_or(if fall.is_some() { 0.0 } else { usual });
            x = near(x + moved);
            y = near(y + fall.unwrap_or(0.0));
            if is_unreadable(sign) || (sign == PLACEHOLDER && self.glyphs) {
                unreadable += 1;
                continue;
            }
            let reach = step.filter(|step| (0.0..=usual * WIDEST_STEP).contains(step)).unwrap_or(usual);
            signs.push(Sign {
                text: sign.to_string(),
                x: near(place + self.left),
                y: near(base + self.top),
                advance: near(reach * wide),
                size: near(self.size * high),
                bold: self.bold,
                furniture: false,
            });
        }
        unreadable
    }
}

/// Whether a character says nothing: one in private use, or the sign for what could not be said.
fn is_unreadable(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The steps from sign to sign; `g 3 10` stands for 10 10 10. However many it stands for, one is given at a time.
struct Steps<'a> {
    parts: std::str::SplitWhitespace<'a>,
    again: u64,
    last: Option<f64>,
}

impl<'a> Steps<'a> {
    fn new(written: &'a str) -> Self {
        Self { parts: written.split_whitespace(), again: 0, last: None }
    }

    /// The next step; the last one again when no more are written, `None` when none ever was.
    fn next(&mut self) -> Option<f64> {
        if self.again > 0 {
            self.again -= 1;
            return self.last;
        }
        let Some(part) = self.parts.next() else { return self.last };
        let value = if part.eq_ignore_ascii_case("g") {
            let count = self.parts.next().and_then(|count| count.parse::<u64>().ok()).unwrap_or(1);
            self.again = count.saturating_sub(1);
            self.parts.next()
        } else {
            Some(part)
        };
        self.last = Some(number(value.map(str::to_owned)).unwrap_or(0.0));
        self.last
    }
}

/// A number that a page can hold.
fn number(written: Option<String>) -> Option<f64> {
    written?.trim().parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < FARTHEST)
}

/// A number kept where a page can hold it.
fn near(number: f64) -> f64 {
    if number.is_finite() { number.clamp(-FARTHEST, FARTHEST) } else { 0.0 }
}

/// Numbers with blanks or commas between.
fn numbers(written: &str) -> Vec<f64> {
    let parts = written.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    parts.take(6).map(|part| number(Some(part.to_owned())).unwrap_or(0.0)).collect()
}

/// The width and height of a box `x y width height`.
pub(super) fn extent(written: &str) -> Option<(f64, f64)> {
    match numbers(written).as_slice() {
        [_, _, width, height, ..] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    }
}

/// Reads the part of a page or a template.
pub(super) fn read(xml: &mut Part<'_>, shared: &Shared, limits: &mut Limits) -> Result<Content, String> {
    let mut content = Content::default();
    let mut object: Option<Object> = None;
    let mut strokes = 0;
    while let Some(piece) = xml.next()? {
        let tag = match piece {
            Piece::Open(tag) => tag,
            Piece::Close if object.as_ref().is_some_and(|object| xml.depth() < object.depth) => {
                object = None;
                continue;
            }
            _ => continue,
        };
        if tag.get("Visible").is_some_and(|visible| visible == "false" || visible == "0") {
            xml.skip()?;
            continue;
        }
        let page = &mut content.page;
        match tag.name() {
            "PhysicalBox" => content.size = extent(&xml.words()?),
            "Template" => {
                content.templates.extend(tag.get("TemplateID").filter(|id| !content.templates.contains(id)))
            }
            "TextObject" => object = Some(Object::new(&tag, shared, xml.depth())),
            "CGTransform" => object.iter_mut().for_each(|object| object.glyphs = true),
            "TextCode" => {
                let words = xml.words()?;
                limits.count(words.chars().count())?;
                // One outside a text object has no size; it is read all the same.
                let mut loose = None;
                let object = object.as_mut().unwrap_or_else(|| loose.insert(Object::new(&tag, shared, 0)));
                page.unreadable += object.signs(&tag, &words, &mut page.sheet.signs);
            }
            "ImageObject" => page.pictured = true,
            "PathObject" => strokes += 1,
            "CompositeObject" => {
                page.drawings +=
                    usize::from(tag.get("ResourceID").is_some_and(|id| shared.worded.contains(&id)));
            }
            // What is drawn inside a shape or a clip is none of the text.
            "Clips" | "Actions" => xml.skip()?,
            _ => {}
        }
    }
    content.page.pictured |= strokes >= MANY_STROKES;
    Ok(content)
}

/// Turns the millimetres of a page into points and leaves out what stands off it: nobody sees it in print.
pub(super) fn place(sheet: &mut Sheet, width: f64, height: f64) {
    (sheet.width, sheet.height) = (width * POINTS, height * POINTS);
    sheet
        .signs
        .retain(|sign| (-width..2.0 * width).contains(&sign.x) && (-height..2.0 * height).contains(&sign.y));
    for sign in &mut sheet.signs {
        sign.x *= POINTS;
        sign.y *= POINTS;
        sign.advance *= POINTS;
        sign.size *= POINTS;
    }
}
