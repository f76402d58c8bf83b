//! A zip archive in memory, its parts within the policy's limits. Comes in: the bytes of a file. Goes out: unpacked parts by name.
//! Nothing is written to a disk, so no name can do harm; what a header says of a size is not believed but counted.

use crate::policy::ReadPolicy;
use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// More parts than this no report has: 2,000 pages with some ten parts each.
const MOST_PARTS: usize = 30_000;
/// What stands before each entry of the list of parts.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Whether a file is a zip archive.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An archive whose parts can be unpacked.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part is, by its name as [`key`] writes it.
    parts: HashMap<String, usize>,
    /// How many bytes may still be unpacked.
    left: u64,
    /// How many could be unpacked at first.
    most: u64,
}

impl<'a> Archive<'a> {
    /// Reads the list of parts.
    ///
    /// # Errors
    /// A damaged list, one that names a part twice, or one that is longer than any report's.
    pub(super) fn open(bytes: &'a [u8], limits: &ReadPolicy) -> Result<Self, String> {
        if bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).count() > MOST_PARTS {
            return Err(format!(
                "the archive has more than {MOST_PARTS} parts, which no report has; save it anew"
            ));
        }
        let damaged = |why: String| {
            format!("the archive is damaged or was not loaded completely ({why}); get it again")
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
        if zip.has_duplicate_names() {
            return Err(
                "the archive names one part twice, so that it is open which is meant; open it in its program and save it anew"
                    .to_owned(),
            );
        }
        let mut parts = HashMap::new();
        for index in 0..zip.len() {
            let name = zip.name_for_index(index).and_then(Result::ok);
            // Of two names that differ only in case the first is taken, as always.
            name.map(|name| parts.entry(key(&name)).or_insert(index));
        }
        Ok(Self { zip, parts, left: limits.most_unpacked, most: limits.most_unpacked })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// Unpacks a part; `None` when there is none of this name.
    ///
    /// # Errors
    /// A part that is damaged, locked, packed in an unknown way, or too large.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(&index) = self.parts.get(&key(name)) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|error| refused(name, &error))?;
        let mut bytes = Vec::new();
        let read = part.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > self.left {
            let most = self.most;
            return Err(format!(
                "the parts of the file unpack to more than {most} bytes, the last being {name}; no report is so large"
            ));
        }
        read.map_err(|error| format!("the part {name} is damaged ({error}); get the file again"))?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// What is wrong with a part that cannot be unpacked.
fn refused(name: &str, error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => locked(),
        ZipError::InvalidPassword => locked(),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            format!(
                "the part {name} is packed in a way that is not read ({error}); open the file in its program and save it anew"
            )
        }
        _ => format!("the part {name} is damaged ({error}); get the file again"),
    }
}

/// What is said of a file that a password locks.
pub(super) fn locked() -> String {
    "the file is locked with a password; open it in its program, take the password off and save it anew"
        .to_owned()
}

/// A part's name by which it is found: programs write it with either slash, in any case, with or without a slash in front.
fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\'])
        .chars()
        .map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() })
        .collect()
}

/// The name of the part that `base` calls `target`: beside it, or from the root when it begins with a slash.
pub(super) fn beside(base: &str, target: &str) -> String {
    let target = target.trim().replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { base };
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::policy::Policy;
    use std::io::Write as _;
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// An archive of these parts.
    pub(in crate::read) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn limits(most_unpacked: u64) -> ReadPolicy {
        ReadPolicy { most_unpacked, ..Policy::default().read }
    }

    #[test]
    fn a_part_is_found_whatever_the_case_and_the_slashes() {
        let bytes = pack(&[("Word\\Document.xml", b"<w/>"), ("a", b"")]);
        let mut archive = Archive::open(&bytes, &limits(100)).unwrap();
        for name in ["word/document.xml", "/Word/Document.XML", "WORD\\document.xml"] {
            assert!(archive.has(name));
            assert_eq!(archive.part(name).unwrap().unwrap(), b"<w/>");
        }
        assert_eq!(archive.part("b").unwrap(), None);
    }

    #[test]
    fn what_is_unpacked_is_counted_over_all_parts() {
        let zeros = vec![b'0'; 3 << 20];
        let bytes = pack(&[("a", &zeros), ("b", &zeros)]);
        assert!(bytes.len() < 20_000);
        let mut archive = Archive::open(&bytes, &limits(4 << 20)).unwrap();
        assert!(archive.part("a").is_ok());
        let error = archive.part("b").unwrap_err();
        assert!(error.contains("more than 4194304 bytes") && error.contains("being b;"), "{error}");
    }

    #[test]
    fn a_size_that_a_header_states_is_not_believed() {
        let mut bytes = pack(&[("part", &[b'7'; 100_000])]);
        // The unpacked size in the list of parts: it says 10, the part has more.
        let entry = bytes.windows(4).position(|window| window == ENTRY).unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&10_u32.to_le_bytes());
        let part = Archive::open(&bytes, &limits(1000)).unwrap().part("part");
        assert!(part.is_err(), "{part:?}");
    }

    #[test]
    fn damaged_locked_and_doubled_parts_are_named() {
        let error = |bytes: &[u8]| match Archive::open(bytes, &limits(1 << 20)) {
            Ok(mut archive) => archive.part("part").unwrap_err(),
            Err(error) => error,
        };
        let good = pack(&[("part", "一二三四五六七八九十".repeat(50).as_bytes()), ("othr", b"x")]);
        let mut flipped = good.clone();
        flipped[50] ^= 0x55;
        assert!(error(&flipped).contains("the part part is damaged"), "{}", error(&flipped));
        let cut = good.get(..good.len() / 2).unwrap();
        assert!(error(cut).contains("not loaded completely"), "{}", error(cut));
        let mut locked = good.clone();
        let entry = locked.windows(4).position(|window| window == ENTRY).unwrap();
        locked[entry + 8] |= 1;
        locked[6] |= 1;
        assert!(error(&locked).contains("locked with a password"), "{}", error(&locked));
        let twice: Vec<u8> = String::from_utf8_lossy(&[]).bytes().chain(good.iter().copied()).collect();
        let mut twice = twice;
        while let Some(at) = twice.windows(4).position(|window| window == b"othr") {
            twice[at..at + 4].copy_from_slice(b"part");
        }
        assert!(error(&twice).contains("names one part twice"), "{}", error(&twice));
    }

    #[test]
    fn a_target_is_beside_its_base_or_below_the_root() {
        assert_eq!(beside("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(beside("word/document.xml", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(beside("Doc_0/Pages/Page_0/Content.xml", "../../Res\\a.xml"), "Doc_0/Res/a.xml");
        assert_eq!(beside("a.xml", "../../../b.xml"), "b.xml");
    }
}
