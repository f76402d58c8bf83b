//! DOCX to lines: what a reader sees in print. Comes in: the bytes of the file. Goes out: headings, paragraphs and rows of tables in
//! order; what is never printed (comments, changes taken back, hidden words, field codes) and what repeats (heads, feet, the
//! table of contents) is left out.

mod body;
mod draft;
mod field;
mod finish;
mod lists;
mod look;
mod numerals;
mod open;
mod styles;
mod symbol;
mod table;
#[cfg(test)]
mod tests;
mod unread;

use super::archive::{self, Archive};
use super::format::{File, Taken};
use super::text;
use super::xml::{self, Piece, Xml};
use crate::notice::{Notice, NoticeKind, Severity};
use crate::policy::Policy;
use body::Body;
use lists::Lists;
use std::collections::BTreeSet;
use styles::Styles;
use unread::Unread;

/// Where the body stands in nearly every file.
const USUAL_BODY: &str = "word/document.xml";
/// The part that says what each part is.
const TYPES: &str = "[Content_Types].xml";
/// What a file begins with that an office program locked, and what it holds then.
const LOCKED: (&[u8], &[u8]) = (b"\xd0\xcf\x11\xe0", b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");

/// Whose name an element bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Space {
    /// Word's, in the first or the strict form.
    Word,
    /// Formulas'.
    Math,
    /// That of several versions of one thing, for older and newer programs.
    Versions,
    /// That of attributes which name another part by its relation.
    Relations,
    /// Any other.
    #[default]
    Other,
}

impl Space {
    fn of(name: &str) -> Self {
        match name {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Versions,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Self::Relations,
            _ => Self::Other,
        }
    }
}

/// A part of the file that is being read.
type Part<'a> = Xml<'a, Space>;
/// An element's beginning.
type Tag<'a> = xml::Tag<'a, Space>;

/// Whether a file is a DOCX.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if bytes.starts_with(LOCKED.0) {
        return holds(LOCKED.1);
    }
    if !archive::sniff(bytes) {
        return false;
    }
    match Archive::open(bytes, &Policy::default().read) {
        Ok(mut archive) => main_part(&mut archive, &Policy::default()).is_ok_and(|part| part.is_some()),
        // A damaged one is best told what it was.
        Err(_) => holds(USUAL_BODY.as_bytes()),
    }
}

/// The lines of a DOCX.
pub(super) fn take(file: &File<'_>) -> Result<Taken, String> {
    if file.bytes.starts_with(LOCKED.0) {
        return Err(archive::locked());
    }
    let policy = file.policy;
    let mut archive = Archive::open(file.bytes, &policy.read)?;
    let main = main_part(&mut archive, policy)?.unwrap_or_else(|| USUAL_BODY.to_owned());
    let list = beside_relations(&main);
    let relations = relations(&mut archive, &list, policy)?;
    let target = |kind: &str| {
        let relation = relations.iter().find(|relation| relation.kind == kind && !relation.outside)?;
        Some(archive::beside(&main, &relation.target))
    };
    let (styles, numbering) = (target("styles"), target("numbering"));
    let notes = [target("footnotes"), target("endnotes")];
    let styles = match styles {
        Some(part) => read(&mut archive, &part, policy, Styles::read)?.unwrap_or_default(),
        None => Styles::default(),
    };
    let lists = match numbering {
        Some(part) => read(&mut archive, &part, policy, Lists::read)?.unwrap_or_default(),
        None => Lists::default(),
    };
    let mut body = Body::new(&styles, lists, &policy.read);
    for part in notes.into_iter().flatten() {
        read(&mut archive, &part, policy, |xml| body.read(xml))?;
    }
    let drafts = read(&mut archive, &main, policy, |xml| body.read(xml))?
        .ok_or_else(|| format!("the part {main}, which holds the text, is missing; get the file again"))?;
    let lines = text::cut_run_on(finish::lines(drafts, std::mem::take(&mut body.called)));
    if lines.is_empty() && body.unread.pictures > 0 {
        return Err("the file holds pictures and no text; turn them into text (OCR) first".to_owned());
    }
    let mut taken = Taken::whole(lines);
    note_unread(&mut taken, &body.unread);
    let missed = |kind: &str| {
        // Without the list of relations it is open which part is meant.
        if !archive.has(&list) {
            return Some(list.clone());
        }
        match target(kind) {
            Some(part) if archive.has(&part) => None,
            Some(part) => Some(part),
            None => (kind != unread::ANY).then(|| archive::beside(&main, &format!("{kind}.xml"))),
        }
    };
    note_missed(&mut taken, &body.unread.refers.iter().filter_map(|kind| missed(kind)).collect());
    Ok(taken)
}

/// Says what could not be read.
fn note_unread(taken: &mut Taken, unread: &Unread) {
    let count = unread.pages + unread.objects;
    if count > 0 {
        taken.whole = false;
        let message = format!(
            "{count} things that are no text were not read (pictures as large as a page, files inside the file, diagrams); if they \
             belong to the report, turn them into text and run again"
        );
        taken
            .notices
            .push(Notice::new(NoticeKind::PartNotRead, Severity::Warning, message).with("count", count));
    }
}

/// Says which parts the text refers to that are not there. What was lost with them nobody knows: numbers, notes, headings.
fn note_missed(taken: &mut Taken, parts: &BTreeSet<String>) {
    if parts.is_empty() {
        return;
    }
    taken.whole = false;
    let parts = parts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let message = format!(
        "the text refers to {parts}, not to be found in the file, so that numbers before paragraphs, notes or headings may be missing; \
         get the file again"
    );
    let notice = Notice::new(NoticeKind::PartNotRead, Severity::Warning, message);
    taken.notices.push(notice.with("why", "missing").with("parts", parts));
}

/// Reads a part; `None` when it is not there.
fn read<T>(
    archive: &mut Archive<'_>,
    part: &str,
    policy: &Policy,
    read: impl FnOnce(&mut Part<'_>) -> Result<T, String>,
) -> Result<Option<T>, String> {
    let Some(bytes) = archive.part(part)? else { return Ok(None) };
    let source = xml::decode(&bytes, part)?;
    read(&mut Xml::new(&source, part, policy.read.most_nested, Space::of)).map(Some)
}

/// What one part is to another.
struct Relation {
    /// The last word of its type, the same in the first and the strict form.
    kind: String,
    target: String,
    /// Whether the target is not in the file.
    outside: bool,
}

/// The part with the relations of a part.
fn beside_relations(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels")
}

/// The relations that a part lists; none when it is missing.
fn relations(archive: &mut Archive<'_>, part: &str, policy: &Policy) -> Result<Vec<Relation>, String> {
    let all = read(archive, part, policy, |xml| {
        let mut all = Vec::new();
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            let kind = tag.get("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default();
            if tag.name() == "Relationship"
                && matches!(kind, "officeDocument" | "styles" | "numbering" | "footnotes" | "endnotes")
            {
                all.push(Relation {
                    kind: kind.to_owned(),
                    target: tag.get("Target").unwrap_or_default(),
                    outside: tag.get("TargetMode").is_some_and(|mode| mode == "External"),
                });
            }
        }
        Ok(all)
    })?;
    Ok(all.unwrap_or_default())
}

/// The part that holds the body of a document of Word: the one that the file says is its main one, else the usual one.
fn main_part(archive: &mut Archive<'_>, policy: &Policy) -> Result<Option<String>, String> {
    // A list of relations that cannot be read leaves the usual part.
    let relations = relations(archive, "_rels/.rels", policy).unwrap_or_default();
    let main = relations.iter().filter(|relation| relation.kind == "officeDocument" && !relation.outside);
    for relation in main {
        let part = archive::beside("", &relation.target);
        if archive.has(&part) && is_word(archive, &part, policy)? {
            return Ok(Some(part));
        }
    }
    Ok(archive.has(USUAL_BODY).then(|| USUAL_BODY.to_owned()))
}

/// Whether the file says of a part that Word wrote it. One that says nothing is told by its folder.
fn is_word(archive: &mut Archive<'_>, part: &str, policy: &Policy) -> Result<bool, String> {
    let kind = read(archive, TYPES, policy, |xml| {
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            let named = tag
                .get("PartName")
                .is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part));
            if named {
                return Ok(tag.get("ContentType"));
            }
        }
        Ok(None)
    });
    Ok(kind.ok().flatten().flatten().map_or_else(
        || part.to_ascii_lowercase().starts_with("word/"),
        |kind| kind.contains("wordprocessingml") || kind.contains("ms-word"),
    ))
}
