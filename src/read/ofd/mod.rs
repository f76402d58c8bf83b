//! OFD (GB/T 33190) to lines. Comes in: the bytes of the file. Goes out: what `layout` makes of the signs on its pages; stamps,
//! signatures, remarks and attached files are left out, what stands on the template of a page is furniture.

mod document;
mod page;
#[cfg(test)]
mod tests;

use super::archive::{self, Archive};
use super::format::{File, Taken};
use super::layout::{self, Sheet};
use super::xml::{self, Xml};
use crate::notice::{Notice, NoticeKind, Severity};
use crate::policy::Policy;

/// The part with which every file begins.
const ROOT: &str = "OFD.xml";
/// The part that lists what is encrypted (GM/T 0099).
const ENCRYPTED: &str = "Encryptions.xml";
/// So many pages are named in a notice; the others are counted.
const MOST_NAMED: usize = 20;

/// A part that is being read. Elements are told by their names alone: their name space was written in several ways.
type Part<'a> = Xml<'a, ()>;
/// An element's beginning.
type Tag<'a> = xml::Tag<'a, ()>;

/// Whether a file is an OFD.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    if !archive::sniff(bytes) {
        return false;
    }
    match Archive::open(bytes, &Policy::default().read) {
        Ok(archive) => archive.has(ROOT),
        // A damaged one is best told what it was.
        Err(_) => bytes.windows(ROOT.len()).any(|window| window == ROOT.as_bytes()),
    }
}

/// The lines of an OFD.
pub(super) fn take(file: &File<'_>) -> Result<Taken, String> {
    let mut archive = Archive::open(file.bytes, &file.policy.read)?;
    let pages = document::pages(&mut archive, file.policy)?;
    let sheets = sheets(&pages);
    if sheets.iter().all(|sheet| sheet.signs.is_empty()) {
        return Err(if pages.iter().any(|page| page.pictured) {
            "the file holds pictures and no text; turn them into text (OCR) first".to_owned()
        } else {
            "the file holds no text; give a report".to_owned()
        });
    }
    let mut taken = Taken::whole(layout::lines(&sheets));
    notices(&mut taken, &pages);
    Ok(taken)
}

/// One page as it was read.
#[derive(Debug, Default)]
struct Page {
    sheet: Sheet,
    /// Whether it shows a picture, or so many strokes that they may be letters.
    pictured: bool,
    /// Signs that do not say which characters they are.
    unreadable: usize,
    /// Drawings with words that were not read.
    drawings: usize,
}

impl Page {
    /// Whether it is a picture of text.
    fn silent(&self) -> bool {
        self.pictured && self.sheet.signs.iter().all(|sign| sign.furniture)
    }
}

/// The pages for `layout`: where all words stand on templates, these are the report.
fn sheets(pages: &[Page]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = pages.iter().map(|page| page.sheet.clone()).collect();
    if sheets.iter().flat_map(|sheet| &sheet.signs).all(|sign| sign.furniture) {
        sheets.iter_mut().flat_map(|sheet| &mut sheet.signs).for_each(|sign| sign.furniture = false);
    }
    for (index, _) in pages.iter().enumerate().filter(|(_, page)| page.silent()) {
        // What follows a page that was not read goes on from no other.
        sheets.iter_mut().skip(index).take(2).for_each(|sheet| sheet.apart = true);
    }
    sheets
}

/// Says what could not be read.
fn notices(taken: &mut Taken, pages: &[Page]) {
    let numbers = |which: fn(&Page) -> bool| -> Vec<usize> {
        (1..).zip(pages).filter(|(_, page)| which(page)).map(|(number, _)| number).collect()
    };
    let named = |numbers: &[usize]| {
        let mut named: Vec<String> = numbers.iter().take(MOST_NAMED).map(ToString::to_string).collect();
        if numbers.len() > MOST_NAMED {
            named.push("…".to_owned());
        }
        named.join(", ")
    };
    let silent = numbers(Page::silent);
    if !silent.is_empty() {
        let silent = named(&silent);
        let message =
            format!("page {silent} holds pictures and no text; turn it into text (OCR) and run again");
        let notice = Notice::new(NoticeKind::PageWithoutText, Severity::Warning, message);
        taken.notices.push(notice.with("pages", silent));
    }
    let unreadable = numbers(|page| page.unreadable > 0);
    if !unreadable.is_empty() {
        let count: usize = pages.iter().map(|page| page.unreadable).sum();
        let on = named(&unreadable);
        let message = format!(
            "{count} signs on page {on} do not say which characters they are and were left out; turn the file into text (OCR) \
             and run again"
        );
        let notice = Notice::new(NoticeKind::UnreadableFont, Severity::Warning, message);
        taken.notices.push(notice.with("count", count).with("pages", on));
    }
    let drawings: usize = pages.iter().map(|page| page.drawings).sum();
    if drawings > 0 {
        let message = format!(
            "{drawings} drawings with words were not read; add their words if they belong to the report"
        );
        let notice = Notice::new(NoticeKind::PartNotRead, Severity::Warning, message);
        taken.notices.push(notice.with("count", drawings));
    }
    taken.whole = taken.notices.is_empty();
}

/// Reads a part that must be there.
fn read<T>(
    archive: &mut Archive<'_>,
    part: &str,
    policy: &Policy,
    read: impl FnOnce(&mut Part<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let bytes = archive
        .part(part)?
        .ok_or_else(|| format!("the part {part} is missing in the file; get the file again"))?;
    let source = xml::decode(&bytes, part)?;
    read(&mut Xml::new(&source, part, policy.read.most_nested, |_| ()))
}
