//! What the targets share: reading under small limits, what must hold of every document, and archives around XML.

use duixian::notice::Notices;
use duixian::outline::outline;
use duixian::policy::{Policy, ReadPolicy};
use duixian::read::{Document, read};
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Limits so small that a bomb of a few bytes is refused within the time that a run has.
fn policy() -> Policy {
    let read = ReadPolicy {
        most_pages: 20,
        most_characters: 100_000,
        most_unpacked: 1 << 20,
        most_nested: 100,
        ..ReadPolicy::default()
    };
    Policy { most_bytes: 1 << 20, read, ..Policy::default() }
}

/// Reads `bytes`, sees that the document is sound, and takes its outline.
pub fn reads(name: &str, bytes: &[u8]) {
    let (policy, mut notices) = (policy(), Notices::new());
    let Ok(document) = read(name, bytes, &policy, &mut notices) else { return };
    sound(&document);
    let outline = outline(&document, &policy, &mut notices);
    assert_eq!(outline.halves.len(), document.blocks.len());
    for section in &outline.sections {
        assert!(section.span.fits(&document.text) && section.head.fits(&document.text), "{section:?}");
    }
    for notice in &notices {
        assert!(notice.span.is_none_or(|at| at.fits(&document.text)), "{notice:?}");
    }
}

/// What holds of every document: blocks in order with only line breaks between, bold inside them, pages in order.
fn sound(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.fits(&document.text) && !block.span.is_empty(), "{block:?}");
        assert!(document.text.get(end..block.span.start).is_some_and(|gap| gap.chars().all(|c| c == '\n')));
        for bold in &block.bold {
            assert!(
                bold.fits(&document.text) && block.span.start <= bold.start && bold.end <= block.span.end
            );
        }
        end = block.span.end;
    }
    assert_eq!(end, document.text.len());
    assert!(document.pages.is_sorted_by_key(|page| page.at));
    for page in &document.pages {
        assert!(document.text.is_char_boundary(page.at) && page.page > 0, "{page:?}");
    }
}

/// `bytes` behind `head`, unless they say themselves that they are of the format: what is behind a head must not move there.
pub fn headed(head: &str, own: &[u8], bytes: &[u8]) -> Vec<u8> {
    let head = if bytes.starts_with(own) { &[] } else { head.as_bytes() };
    [head, bytes].concat()
}

/// An archive: `bytes` as they are when they are one, else the parts `names` with the pieces of `bytes` between zero bytes in them,
/// beside the parts `fixed`. Behind a sound archive the reader of XML is reached, which flipped bytes in an archive never do.
pub fn archive(fixed: &[(&str, &str)], names: &[&str], bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let pieces = bytes.splitn(names.len(), |&byte| byte == 0);
    let parts =
        fixed.iter().map(|(name, text)| (*name, text.as_bytes())).chain(names.iter().copied().zip(pieces));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("names differ");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}
