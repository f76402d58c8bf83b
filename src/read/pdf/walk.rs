//! One page's content to signs with their places. Walks what the page draws and keeps text, rules and how much of the page pictures
//! cover; nothing is painted and no picture is unpacked. Text is read whatever its colour, for what lies under it is not known here;
//! text outside the page's visible box or outside what it is clipped to, and text in a hidden layer, is none.

use super::font::{Face, Fonts, Said};
use super::layers::Layers;
use super::unpack::Budget;
use crate::read::layout::Rule;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as Bytes};
use hayro_syntax::page::{Page, Resources};
use kurbo::{Affine, Point, Rect, Vec2};
use std::rc::Rc;

/// A page draws at most so many pieces of rules that are looked at.
const MOST_RULES: usize = 20_000;
/// A rule is at most so thick, in points.
const THICKEST: f64 = 3.0;
/// Content is drawn inside content at most so deep, whatever the policy allows: the walk takes stack for every level.
const DEEPEST: usize = 200;

/// What a page says, as its content draws it.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Its signs, in the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Its rules.
    pub(super) rules: Vec<Rule>,
    /// How much of the page pictures cover, 0 to 1; those that lie over others count twice, up to 1.
    pub(super) pictures: f64,
    /// How many curved shapes it fills: text as curves has hundreds.
    pub(super) curves: usize,
    /// How many signs are set in fonts that cannot be read at all.
    pub(super) unreadable: usize,
    /// Whether a part of the content could not be unpacked.
    pub(super) damaged: bool,
}

/// One sign as it is drawn.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says; `None` when its font does not tell.
    pub(super) text: Option<String>,
    /// The left end of its base line, in points from the upper left corner of the page.
    pub(super) at: Point,
    /// How far the pen moves on, in points.
    pub(super) pen: Vec2,
    /// The font's size, in points.
    pub(super) size: f64,
    /// Whether the font is bold.
    pub(super) bold: bool,
    /// Whether it is drawn without being painted, as the text over a scanned page.
    pub(super) hidden: bool,
    /// Whether the file says that it is no content of the page: a running head, a page number.
    pub(super) furniture: bool,
}

/// The state that `q` saves and `Q` brings back.
#[derive(Clone)]
struct State<'a> {
    place: Affine,
    clip: Rect,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    sign_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: i64,
    line_width: f64,
}

/// One marked stretch of content.
struct Marked {
    furniture: bool,
    visible: bool,
    /// The text that stands for what is drawn, and how many glyphs there were before.
    actual: Option<(String, usize)>,
}

/// The walk over one page.
pub(super) struct Walk<'w, 'a> {
    fonts: &'w mut Fonts<'a>,
    layers: &'w Layers,
    budget: &'w mut Budget,
    page: Rect,
    state: State<'a>,
    saved: Vec<State<'a>>,
    marks: Vec<Marked>,
    text: Affine,
    line: Affine,
    path: Path,
    depth: usize,
    drawn: Drawn,
}

/// The path under construction: its box, its straight pieces, and whether it has curves.
#[derive(Default)]
struct Path {
    bounds: Option<Rect>,
    pieces: Vec<(Point, Point)>,
    boxes: Vec<Rect>,
    start: Point,
    last: Point,
    curved: bool,
    clips: bool,
}

impl Path {
    fn reach(&mut self, point: Point) {
        let dot = Rect::from_points(point, point);
        self.bounds = Some(self.bounds.map_or(dot, |bounds| bounds.union(dot)));
    }
}

/// What a page draws.
///
/// # Errors
/// A page that would take more than the limits allow.
pub(super) fn walk<'a>(
    page: &Page<'a>,
    fonts: &mut Fonts<'a>,
    layers: &Layers,
    budget: &mut Budget,
) -> Result<Drawn, String> {
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let state = State {
        place: Affine::new(page.initial_transform(true).as_coeffs()),
        clip: sheet,
        face: None,
        size: 1.0,
        sign_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
        line_width: 1.0,
    };
    let mut walk = Walk {
        fonts,
        layers,
        budget,
        page: sheet,
        state,
        saved: Vec::new(),
        marks: Vec::new(),
        text: Affine::IDENTITY,
        line: Affine::IDENTITY,
        path: Path::default(),
        depth: 0,
        drawn: Drawn::default(),
    };
    let content = walk.content(page)?;
    walk.run(&content, page.resources())?;
    walk.drawn.pictures = walk.drawn.pictures.min(1.0);
    Ok(walk.drawn)
}

impl<'a> Walk<'_, 'a> {
    /// The content of a page, its parts one behind the other.
    fn content(&mut self, page: &Page<'a>) -> Result<Vec<u8>, String> {
        let raw = page.raw();
        let mut content = Vec::new();
        let parts: Vec<Option<Stream<'_>>> = if let Some(stream) = raw.get::<Stream<'_>>(&b"Contents"[..]) {
            vec![Some(stream)]
        } else if let Some(parts) = raw.get::<Array<'_>>(&b"Contents"[..]) {
            parts.iter::<Object<'_>>().map(Object::into_stream).collect()
        } else {
            // A page without content may be; one whose content is named and not there has lost it.
            self.drawn.damaged |= raw.contains_key(&b"Contents"[..]);
            Vec::new()
        };
        for part in parts {
            let Some(part) = part else {
                self.drawn.damaged = true;
                continue;
            };
            let unpacked = self.budget.unpack(&part)?;
            self.drawn.damaged |= !unpacked.whole;
            content.extend_from_slice(&unpacked.bytes);
            content.push(b'\n');
        }
        Ok(content)
    }

    fn visible(&self) -> bool {
        self.marks.last().is_none_or(|mark| mark.visible)
    }

    fn run(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), String> {
        let (saved, marks) = (self.saved.len(), self.marks.len());
        let mut ops = TypedIter::new(content);
        while let Some(op) = ops.next() {
            self.budget.step()?;
            match op {
                Op::SaveState(_) => {
                    if self.saved.len() >= self.budget.deepest() {
                        return Err(self.budget.too_deep());
                    }
                    self.saved.push(self.state.clone());
                }
                Op::RestoreState(_) if self.saved.len() > saved => {
                    self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
                }
                Op::Transform(t) => self.state.place *= affine([t.0, t.1, t.2, t.3, t.4, t.5]),
                Op::SetGraphicsState(name) => self.graphics(resources.get_ext_g_state(name.0)),
                Op::LineWidth(width) => self.state.line_width = width.0.as_f64(),
                Op::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.object(&stream, resources)?;
                    }
                }
                Op::InlineImage(_) => self.picture(),
                Op::BeginMarkedContent(mark) => self.mark(mark.0, None, resources)?,
                Op::BeginMarkedContentWithProperties(mark) => self.mark(mark.0, Some(mark.1), resources)?,
                Op::EndMarkedContent(_) if self.marks.len() > marks => self.end_mark(),
                Op::BeginText(_) => self.move_to(Affine::IDENTITY),
                Op::SetTextMatrix(t) => self.move_to(affine([t.0, t.1, t.2, t.3, t.4, t.5])),
                Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    self.state.leading = -by.1.as_f64();
                    self.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::CharacterSpacing(space) => self.state.sign_space = space.0.as_f64(),
                Op::WordSpacing(space) => self.state.word_space = space.0.as_f64(),
                Op::HorizontalScaling(stretch) => self.state.stretch = stretch.0.as_f64() / 100.0,
                Op::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
                Op::TextRise(rise) => self.state.rise = rise.0.as_f64(),
                Op::TextRenderingMode(mode) => self.state.mode = mode.0.as_i64(),
                Op::TextFont(font) => {
                    self.state.face =
                        resources.get_font(font.0).and_then(|dict| self.fonts.face(&dict, self.budget));
                    self.state.size = font.1.as_f64();
                }
                Op::ShowText(text) => self.show(text.0)?,
                Op::ShowTexts(texts) => {
                    for piece in texts.0.iter::<Object<'_>>() {
                        match piece {
                            Object::Number(by) => self.adjust(by.as_f64()),
                            Object::String(text) => self.show(&text)?,
                            _ => {}
                        }
                    }
                }
                Op::NextLineAndShowText(text) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.0)?;
                }
                Op::ShowTextWithParameters(text) => {
                    self.state.word_space = text.0.as_f64();
                    self.state.sign_space = text.1.as_f64();
                    self.next_line(0.0, -self.state.leading);
                    self.show(text.2)?;
                }
                op => self.draw(&op),
            }
        }
        while self.marks.len() > marks {
            self.end_mark();
        }
        if self.saved.len() > saved {
            self.saved.truncate(saved + 1);
            self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
        }
        Ok(())
    }

    /// Draws paths, of which only rules and clips matter.
    fn draw(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::RectPath(r) => {
                let corner = point(r.0, r.1);
                let other = corner + Vec2::new(r.2.as_f64(), r.3.as_f64());
                let bounds = self.state.place.transform_rect_bbox(Rect::from_points(corner, other));
                self.path.bounds = Some(self.path.bounds.map_or(bounds, |sofar| sofar.union(bounds)));
                self.path.boxes.push(bounds);
            }
            Op::MoveTo(to) => {
                self.path.last = self.state.place * point(to.0, to.1);
                self.path.start = self.path.last;
            }
            Op::LineTo(to) => self.line_to(self.state.place * point(to.0, to.1)),
            Op::ClosePath(_) => self.line_to(self.path.start),
            Op::CubicTo(to) => self.curve_to([point(to.0, to.1), point(to.2, to.3), point(to.4, to.5)]),
            Op::CubicStartTo(to) => self.curve_to([point(to.0, to.1), point(to.2, to.3), point(to.2, to.3)]),
            Op::CubicEndTo(to) => self.curve_to([point(to.0, to.1), point(to.2, to.3), point(to.2, to.3)]),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.path.clips = true,
            Op::StrokePath(_) => self.paint(true, false),
            Op::CloseAndStrokePath(_) => {
                self.line_to(self.path.start);
                self.paint(true, false);
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                self.paint(false, true);
            }
            Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_) => self.paint(true, true),
            Op::EndPath(_) => self.paint(false, false),
            _ => {}
        }
    }

    fn line_to(&mut self, to: Point) {
        if self.path.pieces.len() < MOST_RULES {
            self.path.pieces.push((self.path.last, to));
        }
        self.path.reach(self.path.last);
        self.path.reach(to);
        self.path.last = to;
    }

    fn curve_to(&mut self, points: [Point; 3]) {
        self.path.curved = true;
        self.path.reach(self.path.last);
        for point in points {
            self.path.last = self.state.place * point;
            self.path.reach(self.path.last);
        }
    }

    /// Ends a path: keeps the rules of what was painted, and clips.
    fn paint(&mut self, stroked: bool, filled: bool) {
        let path = std::mem::take(&mut self.path);
        if path.clips {
            let bounds = path.bounds.unwrap_or(Rect::ZERO);
            self.state.clip = self.state.clip.intersect(bounds);
        }
        if !(stroked || filled) || !self.visible() {
            return;
        }
        self.drawn.curves += usize::from(filled && path.curved);
        let thick = self.state.line_width * self.state.place.determinant().abs().sqrt();
        if stroked && thick <= THICKEST {
            let sides = |bounds: &Rect| {
                let corners = [
                    Point::new(bounds.x0, bounds.y0),
                    Point::new(bounds.x1, bounds.y0),
                    Point::new(bounds.x1, bounds.y1),
                    Point::new(bounds.x0, bounds.y1),
                ];
                [0, 1, 2, 3].map(|side| (corners[side], corners[(side + 1) % 4]))
            };
            let pieces: Vec<(Point, Point)> =
                path.boxes.iter().flat_map(sides).chain(path.pieces.iter().copied()).collect();
            for (from, to) in pieces {
                self.rule(Rect::from_points(from, to));
            }
        }
        if filled {
            let boxes = match path.bounds {
                Some(bounds) if !path.curved && path.boxes.is_empty() => vec![bounds],
                _ => path.boxes,
            };
            boxes.into_iter().for_each(|bounds| self.rule(bounds));
        }
    }

    /// Keeps a piece of a rule: upright or level, and thin.
    fn rule(&mut self, bounds: Rect) {
        let bounds = bounds.intersect(self.state.clip);
        let (width, height) = (bounds.width(), bounds.height());
        if width.min(height) <= THICKEST
            && width.max(height) > THICKEST
            && self.drawn.rules.len() < MOST_RULES
        {
            self.drawn.rules.push(Rule { x0: bounds.x0, y0: bounds.y0, x1: bounds.x1, y1: bounds.y1 });
        }
    }

    /// Sets what a dictionary of the graphics state sets, as far as it is about text.
    fn graphics(&mut self, dict: Option<Dict<'a>>) {
        let Some(dict) = dict else { return };
        if let Some(font) = dict.get::<Array<'a>>(&b"Font"[..]) {
            let mut parts = font.iter::<Object<'_>>();
            if let (Some(Object::Dict(font)), Some(Object::Number(size))) = (parts.next(), parts.next()) {
                self.state.face = self.fonts.face(&font, self.budget);
                self.state.size = size.as_f64();
            }
        }
        if let Some(width) = dict.get::<f32>(&b"LW"[..]) {
            self.state.line_width = f64::from(width);
        }
    }

    /// Draws an object: a picture, or content of its own.
    fn object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Result<(), String> {
        let dict = stream.dict();
        if !self.visible() || !self.layers.shows(dict, &b"OC"[..]) {
            return Ok(());
        }
        let kind = dict.get::<Name<'_>>(&b"Subtype"[..]);
        match kind.as_ref().map(|kind| kind.as_str()) {
            Some("Image") => self.picture(),
            Some("Form") => {
                if self.depth >= self.budget.deepest().min(DEEPEST) {
                    return Err(self.budget.too_deep());
                }
                let unpacked = self.budget.unpack(stream)?;
                self.drawn.damaged |= !unpacked.whole;
                let (state, text, line) = (self.state.clone(), self.text, self.line);
                let path = std::mem::take(&mut self.path);
                self.state.place *= Affine::new(
                    dict.get::<[f64; 6]>(&b"Matrix"[..]).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
                );
                if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>(&b"BBox"[..]) {
                    let bounds = self.state.place.transform_rect_bbox(Rect::from_points((x0, y0), (x1, y1)));
                    self.state.clip = self.state.clip.intersect(bounds);
                }
                let own = dict.get::<Dict<'a>>(&b"Resources"[..]).map(Resources::new);
                self.depth += 1;
                self.run(&unpacked.bytes, own.as_ref().unwrap_or(resources))?;
                self.depth -= 1;
                (self.state, self.text, self.line, self.path) = (state, text, line, path);
            }
            _ => {}
        }
        Ok(())
    }

    /// A picture over the unit square.
    fn picture(&mut self) {
        if self.visible() {
            let bounds = self.state.place.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
            let seen = bounds.intersect(self.state.clip).area() / self.page.area().max(1.0);
            self.drawn.pictures += if seen.is_finite() { seen } else { 0.0 };
        }
    }

    fn mark(
        &mut self,
        tag: &Name<'_>,
        properties: Option<&Object<'_>>,
        resources: &Resources<'a>,
    ) -> Result<(), String> {
        if self.marks.len() >= self.budget.deepest() {
            return Err(self.budget.too_deep());
        }
        let around = self.marks.last().map_or((false, true), |mark| (mark.furniture, mark.visible));
        let mut mark =
            Marked { furniture: around.0 || tag.as_str() == "Artifact", visible: around.1, actual: None };
        let dict = match properties {
            Some(Object::Name(name)) => {
                mark.visible &=
                    tag.as_str() != "OC" || self.layers.shows(&resources.properties, name.as_ref());
                resources.properties.get::<Dict<'_>>(name.as_ref())
            }
            Some(Object::Dict(dict)) => Some(dict.clone()),
            _ => None,
        };
        if let Some(actual) = dict.and_then(|dict| dict.get::<Bytes<'_>>(&b"ActualText"[..])) {
            mark.actual = Some((said(&actual), self.drawn.glyphs.len()));
        }
        self.marks.push(mark);
        Ok(())
    }

    /// Ends a marked stretch. The text that the file gives for it is taken where its fonts say nothing.
    fn end_mark(&mut self) {
        let Some(Marked { actual: Some((actual, from)), .. }) = self.marks.pop() else { return };
        let Some(glyphs) = self.drawn.glyphs.get_mut(from..) else { return };
        if !actual.is_empty() && glyphs.iter().any(|glyph| glyph.text.is_none()) {
            for (index, glyph) in glyphs.iter_mut().enumerate() {
                glyph.text = Some(if index == 0 { actual.clone() } else { String::new() });
            }
        }
    }

    fn move_to(&mut self, to: Affine) {
        (self.text, self.line) = (to, to);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.move_to(self.line * Affine::translate((x, y)));
    }

    /// Moves the pen by thousandths of the size.
    fn adjust(&mut self, by: f64) {
        let by = -by / 1000.0 * self.state.size;
        let upright = self.state.face.as_ref().is_some_and(|face| !face.horizontal());
        let by = if upright { Vec2::new(0.0, by) } else { Vec2::new(by * self.state.stretch, 0.0) };
        self.text *= Affine::translate(by);
    }

    fn show(&mut self, text: &Bytes<'_>) -> Result<(), String> {
        let bytes = text.as_bytes();
        let Some(face) = self.state.face.clone() else { return self.unreadable(bytes.len()) };
        let upright = !face.horizontal();
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = face.code(bytes, at);
            at += length.max(1);
            let (said, advance) = face.sign(code, length);
            let mut pen = advance * self.state.size + self.state.sign_space;
            if code == 32 && length == 1 {
                pen += self.state.word_space;
            }
            let pen = if upright { Vec2::new(0.0, pen) } else { Vec2::new(pen * self.state.stretch, 0.0) };
            let place = self.state.place * self.text;
            if self.visible() && *said != Said::Nothing {
                self.glyph(&face, &said, place, pen)?;
            }
            self.text *= Affine::translate(pen);
        }
        Ok(())
    }

    /// Counts what a font that cannot be read at all says: mostly one sign to two bytes.
    fn unreadable(&mut self, bytes: usize) -> Result<(), String> {
        for _ in 0..bytes.div_ceil(2) {
            if self.visible() {
                self.budget.sign()?;
                self.drawn.unreadable += 1;
            }
        }
        Ok(())
    }

    fn glyph(&mut self, face: &Face<'a>, said: &Said, place: Affine, pen: Vec2) -> Result<(), String> {
        let [a, b, c, d, ..] = place.as_coeffs();
        let at = place * Point::new(0.0, self.state.rise);
        let pen = Vec2::new(a * pen.x + c * pen.y, b * pen.x + d * pen.y);
        let up = Vec2::new(c * self.state.size, d * self.state.size);
        let size = up.hypot();
        if !(at.x.is_finite()
            && at.y.is_finite()
            && size.is_finite()
            && pen.x.is_finite()
            && pen.y.is_finite())
        {
            return Ok(());
        }
        let middle = at + pen / 2.0 + up * 0.3;
        // Half a point of play: boxes are rounded.
        if !self.state.clip.inflate(0.5, 0.5).contains(middle) {
            return Ok(());
        }
        self.budget.sign()?;
        let text = match said {
            Said::Text(text) => Some(text.clone()),
            Said::Nothing | Said::Unknown => None,
        };
        self.drawn.glyphs.push(Glyph {
            text,
            at,
            pen,
            size,
            bold: face.bold || self.state.mode == 2,
            hidden: matches!(self.state.mode, 3 | 7),
            furniture: self.marks.last().is_some_and(|mark| mark.furniture),
        });
        Ok(())
    }
}

fn point(x: Number, y: Number) -> Point {
    Point::new(x.as_f64(), y.as_f64())
}

fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}

/// A string of the file outside its content: UTF-16 with a mark, else Latin.
fn said(bytes: &Bytes<'_>) -> String {
    let bytes = bytes.as_bytes();
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(units) => encoding_rs::UTF_16BE.decode_without_bom_handling(units).0.into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
