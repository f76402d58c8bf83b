//! PDF to lines. Comes in: the bytes of a file. Goes out: its lines in reading order, or why there are none. The library parses the
//! file and its fonts; what the pages say is collected here sign by sign and handed to the layout. Nothing is guessed: pages that are
//! pictures and signs that no font tells are notices, and an error when they are much of the file. Comments and stamps on a page
//! are no text of the report.

mod blank;
mod character;
mod font;
mod layers;
mod sheet;
#[cfg(test)]
mod tests;
mod tree;
mod unpack;
mod walk;

use super::format::{File, Taken};
use super::layout;
use crate::notice::{Notice, NoticeKind, Severity};
use crate::policy::ReadPolicy;
use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use sheet::Seen;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use unpack::Budget;

/// The stack for reading, in bytes: a hostile file nests what no report does, and a stack that bursts ends the program.
const STACK: usize = 64 << 20;
/// A page with a picture of at least this share of it and hardly a sign is a picture of text.
const PICTURE: f64 = 0.05;
/// So many signs on such a page are a page number and a stamp, not its text, when the picture covers half the page.
const FEWEST_SIGNS: usize = 30;
/// A page that fills so many curved shapes and has no sign has its text as curves.
const FEWEST_CURVES: usize = 150;
/// One unreadable sign in so many ends the work: what is left is no report.
const ONE_UNKNOWN_IN: usize = 20;
/// So many bytes at the end of a file hold its end mark.
const END_WITHIN: usize = 2048;

/// The lines of a PDF.
///
/// # Errors
/// A file that is locked, damaged beyond reading, without text, of fonts that cannot be read, or larger than the policy allows.
pub(super) fn take(file: &File<'_>) -> Result<Taken, String> {
    let policy = &file.policy.read;
    unpack::check(file.bytes, policy)?;
    let page = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || read(file.bytes, policy, &page))
            .map_err(|error| format!("no thread to read the file in could be started: {error}"))?;
        reading.join().unwrap_or_else(|_| {
            Err(match page.load(Ordering::Relaxed) {
                0 => format!("the structure of the file is damaged so that it cannot be read; {AGAIN}"),
                page => format!("page {page} is damaged so that the file cannot be read; {AGAIN}"),
            })
        })
    })
}

/// What to do with a damaged file.
const AGAIN: &str =
    "get the file again from its source, or open it in a PDF program and print it to a new PDF";

fn read(bytes: &[u8], policy: &ReadPolicy, page: &AtomicUsize) -> Result<Taken, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| why(&error).to_owned())?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(format!("the file has no pages that can be found; {AGAIN}"));
    }
    if pages.len() > policy.most_pages as usize {
        return Err(format!(
            "the file has {} pages, more than the {} that are read; split it",
            pages.len(),
            policy.most_pages
        ));
    }
    let mut fonts = font::Fonts::new();
    let layers = layers::Layers::of(pdf.xref());
    let mut budget = Budget::new(policy);
    let mut found = Found::default();
    let mut sheets = Vec::with_capacity(pages.len());
    for (index, one) in pages.iter().enumerate() {
        let number = index + 1;
        page.store(number, Ordering::Relaxed);
        let drawn = walk::walk(one, &mut fonts, &layers, &mut budget)
            .map_err(|why| format!("page {number}: {why}"))?;
        let (width, height) = one.render_dimensions();
        let (pictures, curves, damaged) = (drawn.pictures, drawn.curves, drawn.damaged);
        let seen = sheet::sheet(drawn, f64::from(width), f64::from(height));
        found.page(number, &seen, pictures, curves, damaged);
        sheets.push(seen.sheet);
    }
    for number in found.without.iter().chain(&found.damaged) {
        // What the page itself says and what follows it goes on from no other page.
        sheets.iter_mut().skip(number - 1).take(2).for_each(|sheet: &mut layout::Sheet| sheet.apart = true);
    }
    for index in tree::lost_before(pdf.xref(), pages.len()) {
        sheets[index].apart = true;
    }
    found.lost_pages = declared(&pdf).is_some_and(|declared| declared > pages.len());
    found.cut = !bytes
        .get(bytes.len().saturating_sub(END_WITHIN)..)
        .unwrap_or_default()
        .windows(5)
        .any(|end| end == b"%%EOF");
    page.store(0, Ordering::Relaxed);
    found.check(pages.len())?;
    let mut taken = Taken::whole(layout::lines(&sheets));
    found.tell(&mut taken);
    Ok(taken)
}

/// Why a file cannot be opened.
fn why(error: &LoadPdfError) -> &'static str {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "the file is locked with a password; remove it (open the file with the password and save it without) and run again"
        }
        LoadPdfError::Decryption(_) => {
            "the file is locked in a way that is not read; open it in a PDF program and print it to a new PDF"
        }
        LoadPdfError::Invalid => {
            "this is no PDF that can be read, or it is damaged: neither its table of contents nor a page can be found; get the file again from its source, or open it in a PDF program and print it to a new PDF"
        }
    }
}

/// How many pages the file says it has.
fn declared(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    catalog.get::<Dict<'_>>(&b"Pages"[..])?.get::<usize>(&b"Count"[..]).filter(|count| *count < 100_000)
}

/// What was found of all pages.
#[derive(Debug, Default)]
struct Found {
    signs: usize,
    unknown: usize,
    unknown_on: Vec<usize>,
    without: Vec<usize>,
    damaged: Vec<usize>,
    lost_pages: bool,
    cut: bool,
}

impl Found {
    fn page(&mut self, number: usize, seen: &Seen, pictures: f64, curves: usize, damaged: bool) {
        self.signs += seen.signs;
        self.unknown += seen.unknown;
        if seen.unknown > 0 {
            self.unknown_on.push(number);
        }
        let bare = seen.signs == 0 && (pictures >= PICTURE || curves >= FEWEST_CURVES);
        if bare || (seen.signs < FEWEST_SIGNS && pictures >= 0.5) {
            self.without.push(number);
        }
        if damaged {
            self.damaged.push(number);
        }
    }

    /// Whether there is text enough to go on.
    fn check(&self, pages: usize) -> Result<(), String> {
        if self.unknown * ONE_UNKNOWN_IN > self.signs {
            return Err(format!(
                "{} of the {} signs (page {}) are set in fonts that do not say which characters they are, so that the text cannot be read; turn the file into text (OCR) first",
                self.unknown,
                self.signs,
                ranges(&self.unknown_on)
            ));
        }
        if self.signs == 0 || self.without.len() == pages {
            return Err(if !self.without.is_empty() {
                format!(
                    "page {} hold pictures and no text; turn the file into text (OCR) first",
                    ranges(&self.without)
                )
            } else if !self.damaged.is_empty() || self.cut || self.lost_pages {
                format!("the file is damaged, and no text is left in it; {AGAIN}")
            } else {
                "the file holds no text and no pictures; give a report".to_owned()
            });
        }
        Ok(())
    }

    /// Tells what is missing.
    fn tell(&self, taken: &mut Taken) {
        let mut warn = |kind, pages: &[usize], message: String| {
            taken.whole = false;
            taken.notices.push(Notice::new(kind, Severity::Warning, message).with("pages", ranges(pages)));
        };
        if !self.without.is_empty() {
            let pages = ranges(&self.without);
            warn(
                NoticeKind::PageWithoutText,
                &self.without,
                format!("page {pages} holds pictures and no text: turn it into text (OCR) and run again"),
            );
        }
        if !self.damaged.is_empty() {
            let pages = ranges(&self.damaged);
            warn(
                NoticeKind::DamagedPage,
                &self.damaged,
                format!("page {pages} is damaged, and some of its text may be missing; {AGAIN}"),
            );
        }
        if self.unknown > 0 {
            let message = format!(
                "{} signs on page {} are set in a font that does not say which characters they are; they stand as U+FFFD",
                self.unknown,
                ranges(&self.unknown_on)
            );
            taken.whole = false;
            let notice = Notice::new(NoticeKind::UnreadableFont, Severity::Warning, message);
            taken.notices.push(notice.with("count", self.unknown).with("pages", ranges(&self.unknown_on)));
        }
        if self.lost_pages || self.cut {
            taken.whole = false;
            let message = format!("the file is damaged: a part of it is missing, and pages with it; {AGAIN}");
            taken.notices.push(Notice::new(NoticeKind::DamagedFile, Severity::Warning, message));
        }
    }
}

/// Numbers in order as a reader writes them: 3-7, 9.
fn ranges(numbers: &[usize]) -> String {
    let mut text = String::new();
    let mut index = 0;
    while let Some(&first) = numbers.get(index) {
        let length =
            numbers[index..].iter().enumerate().take_while(|(step, number)| **number == first + step).count();
        let _ = write!(text, "{}{first}", if index > 0 { ", " } else { "" });
        if length > 1 {
            let _ = write!(text, "-{}", first + length - 1);
        }
        index += length;
    }
    text
}
