//! What damaged files are answered with: an error that names the file, or a document; never a panic, and never less text than
//! there was without a word about it where a whole page or the body is gone.

use super::damaged::{Damaged, ways};
use super::make::{Family, MAKERS, Maker};
use super::{is_read, made, maker, report};
use crate::input::refused;
use crate::support::pair;
use duixian::error::ErrorKind;
use duixian::notice::{Notices, Severity};
use duixian::outline::outline;
use duixian::policy::{Policy, ReadPolicy};
use duixian::read::read;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many ways at the least.
const FEWEST_WAYS: usize = 24;

/// Reads a damaged file. True for a document, false for an error; what is wrong with the answer is the error here.
fn answer(name: &str, damaged: &Damaged) -> Result<bool, String> {
    let policy =
        Policy { read: ReadPolicy { most_unpacked: 8 << 20, ..ReadPolicy::default() }, ..Policy::default() };
    let mut notices = Notices::new();
    let document = match read(name, &damaged.bytes, &policy, &mut notices) {
        Ok(document) => document,
        Err(error) => {
            let named = error.kind == ErrorKind::Input && error.file == name && error.message.len() > 10;
            return if named { Ok(false) } else { Err(format!("an error of no use: {error:?}")) };
        }
    };
    let mut end = 0;
    for block in &document.blocks {
        if !block.span.fits(&document.text) || block.span.is_empty() || block.span.start < end {
            return Err(format!("a block that is none: {block:?}"));
        }
        end = block.span.end;
    }
    if damaged.told && document.complete && notices.iter().all(|notice| notice.severity != Severity::Warning)
    {
        return Err(format!("{} characters read as if nothing were missing", document.text.chars().count()));
    }
    outline(&document, &policy, &mut notices);
    Ok(true)
}

/// Some pages of the report in one format, damaged in every way.
fn damages(maker: &Maker) -> Vec<Damaged> {
    let parts: Vec<_> = report(0).into_iter().take(24).collect();
    ways(maker.family, &(maker.make)(&parts))
}

#[test]
fn a_damaged_file_is_an_error_or_a_document() {
    let mut wrong = Vec::new();
    for maker in MAKERS.iter().filter(|maker| maker.family != Family::Text) {
        let all = damages(maker);
        let different: HashSet<&[u8]> = all.iter().map(|damaged| damaged.bytes.as_slice()).collect();
        assert!(different.len() >= FEWEST_WAYS, "{}: {} ways", maker.name, different.len());
        let (mut read, mut refused) = (0, 0);
        for damaged in &all {
            match catch_unwind(AssertUnwindSafe(|| answer(maker.name, damaged))) {
                Ok(Ok(true)) => read += 1,
                Ok(Ok(false)) => refused += 1,
                Ok(Err(why)) => wrong.push(format!("{}, {}: {why}", maker.name, damaged.how)),
                Err(_) => wrong.push(format!("{}, {}: a panic", maker.name, damaged.how)),
            }
        }
        assert!(read > 0 && refused > 0, "{}: {read} read, {refused} refused", maker.name);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_damaged_file_is_refused_by_name_and_nothing_is_written() {
    let directory = pair();
    let here = directory.path();
    for (of, how, words) in [
        ("styled.docx", "word/document.xml is cut off", &[][..]),
        ("styled.docx", "cut off after 30 bytes", &[]),
        ("runs.ofd", "Doc_0/Document.xml is missing", &[]),
        ("runs.ofd", "cut off after 30 bytes", &[]),
        ("gbk.pdf", "cut off after 30 bytes", &[]),
        ("gbk.pdf", "locked by nobody", &[]),
        ("editor.html", "cut off inside the head", &["no text"]),
    ] {
        let maker = maker(of);
        let damaged = damages(maker).into_iter().find(|damaged| damaged.how == how);
        let damaged = damaged.unwrap_or_else(|| panic!("{how} is no damage"));
        std::fs::write(here.join(of), damaged.bytes).expect("a file");
        for said in [refused(here, of, "later.md"), refused(here, "earlier.md", of)] {
            let (_, said) = said.split_once('\n').expect("the command stands first");
            let reason = said.trim().strip_prefix(&format!("duixian: error: {of}: ")).unwrap_or_default();
            assert!(
                reason.len() > 10 && words.iter().all(|word| reason.contains(word)),
                "{of}, {how}: {said}"
            );
        }
    }
}

#[test]
fn what_is_damaged_was_whole_before() {
    for maker in MAKERS.iter().filter(|maker| is_read(maker)) {
        let whole = Damaged { how: String::new(), bytes: made(maker, 0).bytes, told: false };
        assert_eq!(answer(maker.name, &whole), Ok(true), "{}", maker.name);
    }
}
