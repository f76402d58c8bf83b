//! The styles of a document. Comes in: the part with the styles. Goes out: what a paragraph or run of a style looks like, with
//! all that the style is based on.

use super::look::{self, Look, Shape};
use super::{Part, Space};
use crate::read::xml::Piece;
use std::collections::HashMap;

/// A style is based on at most so many others in a row; more, or a ring, is a fault of the file.
const LONGEST_CHAIN: usize = 50;

/// What a style is for, as far as reading goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// What stands below the title.
    Subtitle,
    /// A heading of this level, from 1.
    Heading(u8),
    /// A line of the table of contents, or its heading.
    Contents,
}

/// More styles than this no program writes; Word shows some 400.
const MOST: usize = 20_000;

/// One style as the part states it.
#[derive(Debug, Default)]
struct Style {
    based: Option<String>,
    name: String,
    look: Look,
    shape: Shape,
}

/// What a style comes to.
#[derive(Debug, Clone, Default)]
pub(super) struct Comes {
    /// How its runs look.
    pub(super) look: Look,
    /// How its paragraphs are set.
    pub(super) shape: Shape,
    /// What it is for.
    pub(super) role: Option<Role>,
    /// The style in its chain that names the list, by which the list finds the level.
    pub(super) lists: Option<String>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: HashMap<String, Style>,
    /// What holds where no style says anything.
    base: Look,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read(xml: &mut Part<'_>) -> Result<Self, String> {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        let mut inner = 0;
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.space != Space::Word => {}
                Piece::Open(tag) if tag.name() == "style" => {
                    let id = tag.get("styleId").unwrap_or_default();
                    let default = matches!(tag.get("default").as_deref(), Some("1" | "true" | "on"));
                    if default && tag.get("type").is_none_or(|kind| kind == "paragraph") {
                        styles.usual = Some(id.clone());
                    }
                    inner = xml.depth();
                    if styles.all.len() >= MOST {
                        return Err(xml.error(&format!("it holds more than {MOST} styles")));
                    }
                    current = Some((id, Style::default()));
                }
                // Those of parts of a table (its first row) are of no use here.
                Piece::Open(tag) if tag.name() == "tblStylePr" => xml.skip()?,
                Piece::Open(tag) if tag.name() == "rPr" => {
                    let look = look::run(xml)?;
                    match &mut current {
                        Some((_, style)) => style.look = look,
                        None => styles.base = styles.base.with(&look),
                    }
                }
                Piece::Open(tag) if tag.name() == "pPr" => {
                    let shape = look::paragraph(xml)?;
                    if let Some((_, style)) = &mut current {
                        style.shape = shape;
                    }
                }
                Piece::Open(tag) => {
                    if let Some((_, style)) = &mut current {
                        match tag.name() {
                            "name" => style.name = tag.get("val").unwrap_or_default().trim().to_lowercase(),
                            "basedOn" => style.based = tag.get("val"),
                            _ => {}
                        }
                    }
                }
                Piece::Close if xml.depth() < inner => {
                    if let Some((id, style)) = current.take() {
                        styles.all.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of paragraphs that name none.
    pub(super) fn usual(&self) -> Option<&str> {
        self.usual.as_deref()
    }

    /// The list of a style, as it states it itself.
    pub(super) fn list(&self, id: &str) -> Option<i64> {
        self.all.get(id)?.shape.list
    }

    /// What a style comes to, on the ground of what holds where no style says anything.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Comes {
        let mut comes = self.chain(id);
        comes.look = self.base.with(&comes.look);
        comes
    }

    /// How characters of a style look, as far as the style says so.
    pub(super) fn characters(&self, id: &str) -> Look {
        self.chain(Some(id)).look
    }

    fn chain(&self, id: Option<&str>) -> Comes {
        let mut comes = Comes::default();
        let mut body = false;
        let mut next = id;
        for _ in 0..LONGEST_CHAIN {
            let Some((id, style)) = next.and_then(|id| self.all.get_key_value(id)) else { break };
            let shape = &mut comes.shape;
            comes.look = style.look.with(&comes.look);
            if shape.list.is_none() && style.shape.list.is_some() {
                comes.lists = Some(id.clone());
                shape.list = style.shape.list;
            }
            shape.level = shape.level.or(style.shape.level);
            shape.centred = shape.centred.or(style.shape.centred);
            shape.indent = shape.indent.or(style.shape.indent);
            if comes.role.is_none() && !body {
                // The nearest word counts: a style for the body can be based on one for headings.
                body = style.shape.outline == Some(9);
                let level =
                    style.shape.outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
                comes.role =
                    named(&style.name).or_else(|| named(&id.to_lowercase())).or(level).filter(|_| !body);
            }
            next = style.based.as_deref();
        }
        comes
    }
}

/// What a style is for, by its name or identifier in lower case.
fn named(name: &str) -> Option<Role> {
    let level = |rest: &str| rest.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level));
    match name {
        "title" | "标题" | "文档标题" | "总标题" | "大标题" => return Some(Role::Title),
        "subtitle" | "副标题" => return Some(Role::Subtitle),
        "toc heading" | "toc标题" | "table of figures" | "tocheading" => return Some(Role::Contents),
        _ => {}
    }
    if let Some(rest) =
        ["heading", "标题", "überschrift", "titre"].iter().find_map(|head| name.strip_prefix(head))
    {
        return level(rest).map(Role::Heading);
    }
    if ["toc", "目录", "contents"]
        .iter()
        .filter_map(|head| name.strip_prefix(head))
        .any(|rest| level(rest).is_some())
    {
        return Some(Role::Contents);
    }
    let nth = name.strip_suffix("级标题").or_else(|| name.strip_suffix("级标题样式"))?;
    let counted = "一二三四五六七八九".chars().zip(1..).find(|(c, _)| nth.strip_prefix(*c) == Some(""));
    counted.map(|(_, level)| level).or_else(|| level(nth)).map(Role::Heading)
}
