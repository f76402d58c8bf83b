//! What a document or a style says of a run or a paragraph. Comes in: the elements `rPr` and `pPr`. Goes out: their values, each
//! only where it is said.

use super::{Part, Space, Tag};
use crate::read::xml::Piece;

/// How a run looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether it is bold.
    pub(super) bold: Option<bool>,
    /// Its size in half points.
    pub(super) size: Option<u32>,
    /// Whether it is hidden.
    pub(super) hidden: Option<bool>,
    /// The family of its font for Chinese.
    pub(super) face: Option<Face>,
    /// The style of its characters.
    pub(super) style: Option<String>,
    /// Whether a change that is tracked takes it away; said of the mark that ends a paragraph.
    pub(super) gone: bool,
}

/// Families of fonts that set headings apart in Chinese documents (GB/T 9704: 黑体 and 楷体 over a body in 仿宋).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Strong strokes, as bold as bold: 黑体, 小标宋.
    Strong,
    /// Written strokes: 楷体.
    Written,
    /// Those of the body: 仿宋, 宋体 and all others.
    Plain,
}

impl Face {
    fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if any(&["黑", "标宋", "simhei", "heiti", "biaosong"]) && !any(&["雅黑", "等线"]) {
            Self::Strong
        } else if any(&["楷", "kai"]) {
            Self::Written
        } else {
            Self::Plain
        }
    }
}

impl Look {
    /// This look with what `over` says instead where it says something.
    pub(super) fn with(&self, over: &Self) -> Self {
        Self {
            bold: over.bold.or(self.bold),
            size: over.size.or(self.size),
            hidden: over.hidden.or(self.hidden),
            face: over.face.or(self.face),
            style: over.style.clone().or_else(|| self.style.clone()),
            gone: over.gone,
        }
    }

    /// Takes in what one element inside `rPr` says.
    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "b" => self.bold = Some(is_on(tag)),
            "sz" => self.size = tag.number("val"),
            "vanish" | "specVanish" => self.hidden = Some(is_on(tag)),
            "rFonts" => self.face = tag.get("eastAsia").map(|name| Face::of(&name)),
            "rStyle" => self.style = tag.get("val"),
            "del" | "moveFrom" => self.gone = true,
            _ => {}
        }
    }
}

/// Whether an element without a value or with one that says so is on.
fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// How a paragraph is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its style.
    pub(super) style: Option<String>,
    /// Its level in the outline, from 0; 9 is the body.
    pub(super) outline: Option<u8>,
    /// Its list; 0 is none.
    pub(super) list: Option<i64>,
    /// Its level in the list, from 0.
    pub(super) level: Option<usize>,
    /// Whether it is centred.
    pub(super) centred: Option<bool>,
    /// Whether its first line is indented.
    pub(super) indent: Option<bool>,
    /// Whether it is the large first letter of the next paragraph.
    pub(super) dropped: bool,
    /// How the mark looks that ends it.
    pub(super) mark: Look,
}

impl Shape {
    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "pStyle" => self.style = tag.get("val"),
            "outlineLvl" => self.outline = tag.number("val"),
            "numId" => self.list = tag.number("val"),
            "ilvl" => self.level = tag.number("val"),
            "jc" => self.centred = tag.get("val").map(|value| value == "center"),
            "ind" => {
                let first = [tag.number::<f64>("firstLineChars"), tag.number("firstLine")];
                self.indent = first.into_iter().flatten().next().map(|width| width > 0.0);
            }
            "framePr" => self.dropped = tag.get("dropCap").is_some_and(|kind| kind != "none"),
            _ => {}
        }
    }
}

/// Reads the `rPr` that was opened last, past its end.
pub(super) fn run(xml: &mut Part<'_>) -> Result<Look, String> {
    let mut look = Look::default();
    inside(xml, |tag| {
        look.take(tag);
        false
    })?;
    Ok(look)
}

/// Reads the `pPr` that was opened last, past its end.
pub(super) fn paragraph(xml: &mut Part<'_>) -> Result<Shape, String> {
    let mut shape = Shape::default();
    let mut mark = Look::default();
    let mut in_mark = None;
    let outside = xml.depth();
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if is_former(&tag) => xml.skip()?,
            Piece::Open(tag) if tag.space == Space::Word && tag.name() == "rPr" => {
                in_mark = Some(xml.depth())
            }
            Piece::Open(tag) if tag.space != Space::Word => {}
            Piece::Open(tag) if in_mark.is_some() => mark.take(&tag),
            Piece::Open(tag) => shape.take(&tag),
            Piece::Close if xml.depth() < outside => break,
            Piece::Close if in_mark.is_some_and(|depth| xml.depth() < depth) => in_mark = None,
            _ => {}
        }
    }
    shape.mark = mark;
    Ok(shape)
}

/// Shows `take` every element of Word inside the one that was opened last, up to its end; what stood before a tracked change is
/// left out, and so is what is inside an element of which `take` says so.
pub(super) fn inside(xml: &mut Part<'_>, mut take: impl FnMut(&Tag<'_>) -> bool) -> Result<(), String> {
    let outside = xml.depth();
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if is_former(&tag) => xml.skip()?,
            Piece::Open(tag) if tag.space == Space::Word && take(&tag) => xml.skip()?,
            Piece::Close if xml.depth() < outside => break,
            _ => {}
        }
    }
    Ok(())
}

/// Whether an element holds what stood before a tracked change: `rPrChange`, `pPrChange` and the like.
pub(super) fn is_former(tag: &Tag<'_>) -> bool {
    tag.space == Space::Word && (tag.name().ends_with("PrChange") || tag.name() == "numberingChange")
}
