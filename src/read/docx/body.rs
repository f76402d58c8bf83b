//! The body of a document to drafts: what a reader sees in print, in order. Comes in: the pieces of a part. Goes out: paragraphs
//! and rows, the notes apart. One stack of frames, no recursion: the depth of a file costs no stack of the machine.

use super::draft::{Draft, Seen};
use super::field::{Field, is_contents};
use super::lists::{Label, Lists};
use super::look::{self, Face, Look, Shape};
use super::open::Open;
use super::styles::{Comes, Styles};
use super::table::{Merge, Table};
use super::unread::Unread;
use super::{Part, Space, Tag, symbol, unread};
use crate::policy::ReadPolicy;
use crate::read::MOST_LINES;
use crate::read::xml::Piece;
use std::collections::HashMap;
use std::rc::Rc;

/// A size in half points where nothing says one: Word's own.
const USUAL_SIZE: u32 = 20;
/// Fields stand at most so deep inside each other.
const MOST_FIELDS: usize = 100;
/// A field's code is looked at so far, in bytes.
const LONGEST_CODE: usize = 200;

/// What an open element is.
enum Frame {
    /// Nothing but what is inside it.
    Plain,
    Paragraph,
    Run,
    Table,
    Row,
    Cell(Merge),
    /// A box beside the text.
    Boxed,
    /// Several versions of one thing; whether one was taken.
    Versions(bool),
    /// A frame of content: whether it is the table of contents, and whether it holds nothing but a request to fill it in.
    Framed {
        contents: bool,
        empty: bool,
    },
    /// What is inside the table of contents.
    Contents,
    /// A note, with its identifier.
    Note(String),
}

/// Paragraphs in a row: the body, a cell, a box, a note.
#[derive(Default)]
struct Flow {
    done: Vec<Draft>,
    open: Option<Open>,
    /// A paragraph whose end is not there, so that the next one goes on with it.
    carried: Option<Open>,
    /// What stands in boxes that hang on the open paragraph.
    hanging: Vec<Draft>,
}

/// Reads the parts of a document one after the other.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    lists: Lists,
    known: HashMap<Option<String>, Rc<Comes>>,
    frames: Vec<Frame>,
    flows: Vec<Flow>,
    runs: Vec<Look>,
    tables: Vec<Table>,
    fields: Vec<Field>,
    /// How many tables of contents are open.
    contents: usize,
    /// How many characters may still be read, and how many at first.
    left: usize,
    most: usize,
    lines: usize,
    /// The notes that the text has not referred to so far, by kind and identifier.
    notes: HashMap<String, Vec<Draft>>,
    /// The words of the notes that the text refers to, in order.
    pub(super) called: Vec<Draft>,
    /// What could not be read.
    pub(super) unread: Unread,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, lists: Lists, limits: &ReadPolicy) -> Self {
        Self {
            styles,
            lists,
            known: HashMap::new(),
            frames: Vec::new(),
            flows: Vec::new(),
            runs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            contents: 0,
            left: limits.most_characters,
            most: limits.most_characters,
            lines: 0,
            notes: HashMap::new(),
            called: Vec::new(),
            unread: Unread::default(),
        }
    }

    /// Reads a part: what is no note is given back.
    pub(super) fn read(&mut self, xml: &mut Part<'_>) -> Result<Vec<Draft>, String> {
        self.flows = vec![Flow::default()];
        self.frames.clear();
        self.fields.clear();
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) => {
                    if xml.names(&tag, Space::Relations) {
                        self.unread.refers.insert(unread::ANY);
                    }
                    if let Some(frame) = self.open(&tag, xml)? {
                        self.frames.push(frame);
                    }
                }
                Piece::Close => self.close()?,
                Piece::Words(_) => {}
            }
        }
        self.end_flow()
    }

    /// Takes an element in: its frame, or `None` when it was read up to its end.
    fn open(&mut self, tag: &Tag<'_>, xml: &mut Part<'_>) -> Result<Option<Frame>, String> {
        match tag.space {
            Space::Word => return self.open_word(tag, xml),
            Space::Versions if tag.name() == "AlternateContent" => return Ok(Some(Frame::Versions(false))),
            Space::Versions => {
                if let Some(Frame::Versions(taken)) = self.frames.last_mut()
                    && std::mem::replace(taken, true)
                {
                    xml.skip()?;
                    return Ok(None);
                }
            }
            Space::Math if tag.name() == "t" => {
                let words = xml.words()?;
                self.push(words.trim())?;
                return Ok(None);
            }
            Space::Math | Space::Relations => {}
            Space::Other => self.unread.see(tag),
        }
        Ok(Some(Frame::Plain))
    }

    fn open_word(&mut self, tag: &Tag<'_>, xml: &mut Part<'_>) -> Result<Option<Frame>, String> {
        let in_run = matches!(self.frames.last(), Some(Frame::Run));
        let mut over = true;
        match tag.name() {
            "p" => {
                self.begin_paragraph()?;
                return Ok(Some(Frame::Paragraph));
            }
            "r" => {
                let look = self.flow().open.as_ref().map(|open| open.comes.look.clone()).unwrap_or_default();
                self.runs.push(look);
                return Ok(Some(Frame::Run));
            }
            "tbl" => {
                self.begin_table()?;
                return Ok(Some(Frame::Table));
            }
            "tr" if matches!(self.structure(), Some(Frame::Table)) => {
                self.tables.last_mut().into_iter().for_each(Table::begin_row);
                return Ok(Some(Frame::Row));
            }
            "tc" if matches!(self.structure(), Some(Frame::Row)) => {
                // The tab before it counts as a character.
                self.count(1)?;
                self.flows.push(Flow::default());
                return Ok(Some(Frame::Cell(Merge::default())));
            }
            "txbxContent" => {
                self.flows.push(Flow::default());
                return Ok(Some(Frame::Boxed));
            }
            "sdt" => return Ok(Some(Frame::Framed { contents: false, empty: false })),
            "sdtContent" => match self.frames.last() {
                Some(Frame::Framed { empty: true, .. }) => xml.skip()?,
                Some(Frame::Framed { contents: true, .. }) => {
                    self.contents += 1;
                    return Ok(Some(Frame::Contents));
                }
                _ => over = false,
            },
            "fldSimple" if tag.get("instr").is_some_and(|code| is_contents(&code)) => {
                self.contents += 1;
                return Ok(Some(Frame::Contents));
            }
            "footnote" | "endnote" => {
                let id = tag.get("id").unwrap_or_default();
                if tag.get("type").is_none_or(|kind| kind == "normal") {
                    self.flows.push(Flow::default());
                    return Ok(Some(Frame::Note(format!("{} {id}", tag.name()))));
                }
                xml.skip()?;
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = if tag.name() == "footnoteReference" { "footnotes" } else { "endnotes" };
                self.unread.refers.insert(kind);
                let id = format!(
                    "{} {}",
                    tag.name().trim_end_matches("Reference"),
                    tag.get("id").unwrap_or_default()
                );
                self.called.extend(self.notes.remove(&id).unwrap_or_default());
                xml.skip()?;
            }
            "pPr" => {
                let shape = look::paragraph(xml)?;
                if matches!(self.frames.last(), Some(Frame::Paragraph)) {
                    self.shape(shape);
                }
            }
            "rPr" => {
                let said = look::run(xml)?;
                if in_run {
                    self.look(&said);
                }
            }
            "trPr" | "tcPr" | "sdtPr" => self.properties(tag.name() == "sdtPr", xml)?,
            "t" => {
                let kept = tag.get("space").is_some_and(|space| space == "preserve");
                let words = xml.words()?.replace(['\r', '\n'], " ");
                self.push(if kept { &words } else { words.trim_matches(' ') })?;
            }
            "sym" => {
                let sign =
                    symbol::sign(&tag.get("font").unwrap_or_default(), &tag.get("char").unwrap_or_default());
                xml.skip()?;
                self.push(&sign)?;
            }
            "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" if in_run => {
                let sign = match tag.name() {
                    "tab" | "ptab" => "\t",
                    "noBreakHyphen" => "-",
                    _ => "\n",
                };
                xml.skip()?;
                self.push(sign)?;
            }
            "instrText" => {
                let words = xml.words()?;
                if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                    field.code.extend(words.chars().take(LONGEST_CODE.saturating_sub(field.code.len())));
                }
            }
            "fldChar" => {
                self.field(tag.get("fldCharType").as_deref());
                xml.skip()?;
            }
            "hyperlink" if tag.get("anchor").is_some_and(|anchor| anchor.starts_with("_Toc")) => {
                self.flow().open.iter_mut().for_each(|open| open.links = true);
                over = false;
            }
            "altChunk" => {
                self.unread.objects += 1;
                xml.skip()?;
            }
            // Taken away by tracked changes; the reading over a sign; what is never printed.
            "del" | "moveFrom" | "delText" | "delInstrText" | "rt" | "rubyPr" | "tblPr" | "tblPrEx" => {
                xml.skip()?;
            }
            _ if look::is_former(tag) => xml.skip()?,
            _ => over = false,
        }
        Ok((!over).then_some(Frame::Plain))
    }

    fn close(&mut self) -> Result<(), String> {
        match self.frames.pop() {
            Some(Frame::Paragraph) => self.end_paragraph()?,
            Some(Frame::Run) => {
                self.runs.pop();
            }
            Some(Frame::Contents) => self.contents = self.contents.saturating_sub(1),
            Some(Frame::Table) => {
                let lines = self.tables.pop().map(Table::lines).unwrap_or_default();
                self.flow().done.extend(lines);
            }
            Some(Frame::Row) => self.tables.last_mut().into_iter().for_each(Table::end_row),
            Some(Frame::Cell(merge)) => {
                let words = self.end_flow()?;
                if let Some(table) = self.tables.last_mut() {
                    table.cell(merge, words);
                }
            }
            Some(Frame::Boxed) => {
                let words = self.end_flow()?;
                let flow = self.flow();
                let hangs = flow.open.is_some();
                if hangs { &mut flow.hanging } else { &mut flow.done }.extend(words);
            }
            Some(Frame::Note(id)) => {
                let words = self.end_flow()?;
                self.notes.insert(id, words);
            }
            _ => {}
        }
        Ok(())
    }

    /// The innermost frame that is part of a table's or the text's structure.
    fn structure(&self) -> Option<&Frame> {
        let plain = |frame: &&Frame| {
            matches!(frame, Frame::Plain | Frame::Versions(_) | Frame::Framed { .. } | Frame::Contents)
        };
        self.frames.iter().rev().find(|frame| !plain(frame))
    }

    fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        self.flows.last_mut().expect("one was pushed")
    }

    /// Ends the innermost flow and gives its lines.
    fn end_flow(&mut self) -> Result<Vec<Draft>, String> {
        self.end_paragraph()?;
        self.end_carried()?;
        let mut flow = self.flows.pop().unwrap_or_default();
        flow.done.append(&mut flow.hanging);
        Ok(flow.done)
    }

    fn begin_paragraph(&mut self) -> Result<(), String> {
        // A paragraph inside a paragraph is no valid file; both are read.
        self.end_paragraph()?;
        let comes = self.comes(None);
        let flow = self.flow();
        let carried = flow.carried.take().unwrap_or_default();
        flow.open = Some(Open { comes, shape: Shape::default(), ..carried });
        Ok(())
    }

    fn begin_table(&mut self) -> Result<(), String> {
        self.end_paragraph()?;
        self.end_carried()?;
        self.tables.push(Table::default());
        Ok(())
    }

    /// What a style comes to.
    fn comes(&mut self, style: Option<&str>) -> Rc<Comes> {
        let id = style.or_else(|| self.styles.usual()).map(str::to_owned);
        let styles = self.styles;
        Rc::clone(self.known.entry(id.clone()).or_insert_with(|| Rc::new(styles.paragraph(id.as_deref()))))
    }

    fn shape(&mut self, shape: Shape) {
        let comes = self.comes(shape.style.as_deref());
        // A style can number its paragraphs and make headings of them; where it is not to be found, nobody knows.
        if shape.style.is_some() {
            self.unread.refers.insert("styles");
        }
        if let Some(open) = &mut self.flow().open {
            open.shape = shape;
            open.comes = comes;
        }
    }

    fn look(&mut self, said: &Look) {
        let styles = self.styles;
        let Some(look) = self.runs.last_mut() else { return };
        if let Some(style) = &said.style {
            *look = look.with(&styles.characters(style));
        }
        *look = look.with(said);
    }

    /// Reads what is said of a row, a cell or a frame of content.
    fn properties(&mut self, framed: bool, xml: &mut Part<'_>) -> Result<(), String> {
        let (frame, table) = (self.frames.last_mut(), self.tables.last_mut());
        let mut plain = Frame::Plain;
        let frame = frame.unwrap_or(&mut plain);
        let mut none = Table::default();
        let table = table.unwrap_or(&mut none);
        look::inside(xml, |tag| {
            match (&mut *frame, tag.name()) {
                (Frame::Row, "del") => table.drop_row(),
                (Frame::Row, "gridBefore") => table.indent_row(tag.number("val").unwrap_or(0)),
                (Frame::Cell(merge), "gridSpan") => merge.span = tag.number("val").unwrap_or(1),
                (Frame::Cell(merge), "vMerge") => {
                    merge.down = Some(tag.get("val").is_none_or(|value| value != "restart"));
                }
                (Frame::Cell(merge), "hMerge") => {
                    merge.across = tag.get("val").is_none_or(|value| value != "restart")
                }
                (Frame::Cell(merge), "cellDel") => merge.gone = true,
                (Frame::Framed { contents, .. }, "docPartGallery") => {
                    *contents |=
                        tag.get("val").is_some_and(|value| value.eq_ignore_ascii_case("table of contents"));
                }
                (Frame::Framed { empty, .. }, "showingPlcHdr") => *empty = true,
                _ => {}
            }
            framed && tag.name() == "rPr"
        })
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") if self.fields.len() < MOST_FIELDS => {
                self.fields.push(Field { code: String::new(), result: false });
            }
            Some("separate") => self.fields.last_mut().into_iter().for_each(|field| field.result = true),
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Counts characters that were read.
    fn count(&mut self, characters: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(characters).ok_or_else(|| {
            format!("the text has more than {} characters, which no report has; split the file", self.most)
        })?;
        Ok(())
    }

    /// Adds words to the open paragraph, as the run looks.
    fn push(&mut self, words: &str) -> Result<(), String> {
        let usual = Look::default();
        let look = self.runs.last().unwrap_or(&usual);
        // What a field comes to inside the code of another is part of that code.
        let around = self.fields.split_last().map_or(&[][..], |(_, around)| around);
        if words.is_empty() || look.hidden == Some(true) || around.iter().any(|field| !field.result) {
            return Ok(());
        }
        let seen = Seen {
            bold: look.bold == Some(true),
            size: look.size.unwrap_or(USUAL_SIZE),
            face: look.face.unwrap_or(Face::Plain),
        };
        self.count(words.chars().count())?;
        let open = self.flow().open.get_or_insert_default();
        let start = open.text.len();
        open.text.push_str(words);
        match open.looks.last_mut() {
            Some((range, last)) if *last == seen => range.end = open.text.len(),
            _ => open.looks.push((start..open.text.len(), seen)),
        }
        Ok(())
    }

    fn end_carried(&mut self) -> Result<(), String> {
        if let Some(mut open) = self.flow().carried.take() {
            open.shape.mark = Look::default();
            open.shape.dropped = false;
            // Its number, if it has one, was put in front when it was carried.
            open.shape.list = Some(0);
            self.flow().open = Some(open);
            self.end_paragraph()?;
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), String> {
        let listed = self.contents > 0 || self.fields.iter().any(Field::is_contents);
        // A code goes on over no paragraph's end; one that seems to was never closed.
        self.fields.retain(|field| field.result);
        let Some(mut open) = self.flow().open.take() else { return Ok(()) };
        let mark = &open.shape.mark;
        let silent = open.text.trim().is_empty();
        let hidden = mark.hidden == Some(true);
        let carried = mark.gone || open.shape.dropped || (hidden && !silent);
        let mut bullet = false;
        if !(mark.gone || open.shape.dropped || (hidden && silent)) {
            match self.label(&open) {
                Some(Label::Number(label)) if !silent => {
                    self.count(label.chars().count() + 1)?;
                    open.put_in_front(&label);
                }
                Some(Label::Bullet) => bullet = true,
                _ => {}
            }
        }
        let flow = self.flow();
        if carried {
            flow.carried = Some(open);
            return Ok(());
        }
        let contents = open.is_entry(listed);
        let mut hanging = std::mem::take(&mut flow.hanging);
        if silent || contents {
            flow.done.append(&mut hanging);
            return Ok(());
        }
        flow.done.push(open.into_draft(bullet));
        hanging.iter_mut().for_each(|draft| draft.beside = true);
        flow.done.append(&mut hanging);
        self.lines += 1;
        if self.lines > MOST_LINES {
            return Err(format!(
                "the text has more than {MOST_LINES} paragraphs, which no report has; split the file"
            ));
        }
        Ok(())
    }

    /// What is printed in front of a paragraph.
    fn label(&mut self, open: &Open) -> Option<Label> {
        let (own, style) = (&open.shape, &open.comes.shape);
        let list = own.list.or(style.list).filter(|list| *list != 0)?;
        if !open.text.trim().is_empty() {
            self.unread.refers.insert("numbering");
        }
        let lists = open.comes.lists.as_deref().filter(|_| own.list.is_none());
        self.lists.next(list, own.level.or(style.level), lists, self.styles)
    }
}
