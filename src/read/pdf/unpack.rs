//! Packed parts of a file, within the policy's limits. What one stream unpacks to is counted while it is unpacked, and before the
//! library is given the file, every stream in it that could burst the limit is counted, for the library itself counts nothing.

use crate::policy::ReadPolicy;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

/// Deflate packs at most so many bytes into one.
const MOST_PACKED: u64 = 1032;
/// The other way of packing at most so many.
const MOST_PACKED_OLD: u64 = 2800;
/// So many bytes are unpacked at a time.
const STEP: usize = 1 << 16;
/// So many bytes before a stream are looked at for what it is.
const LONGEST_DICT: usize = 2000;
/// One character of content takes at most so many drawing steps: a page that draws more draws the same again and again.
const STEPS_PER_CHARACTER: usize = 25;

/// What a stream unpacked to.
pub(super) struct Unpacked {
    /// The bytes, as far as they could be had.
    pub(super) bytes: Vec<u8>,
    /// Whether these are all.
    pub(super) whole: bool,
}

/// What is left of the limits.
pub(super) struct Budget {
    policy: ReadPolicy,
    unpacked: u64,
    signs: usize,
    steps: usize,
}

impl Budget {
    /// All of what the policy allows.
    pub(super) fn new(policy: &ReadPolicy) -> Self {
        Self { policy: policy.clone(), unpacked: 0, signs: 0, steps: 0 }
    }

    /// How deep things may stand inside each other.
    pub(super) fn deepest(&self) -> usize {
        self.policy.most_nested
    }

    /// What to say when they stand deeper.
    pub(super) fn too_deep(&self) -> String {
        format!(
            "parts of the page stand more than {} deep inside each other, which no report has",
            self.deepest()
        )
    }

    /// Takes one sign.
    pub(super) fn sign(&mut self) -> Result<(), String> {
        self.signs += 1;
        if self.signs <= self.policy.most_characters {
            return Ok(());
        }
        Err(format!("the file has more than {} characters; split it", self.policy.most_characters))
    }

    /// Takes one step of drawing.
    pub(super) fn step(&mut self) -> Result<(), String> {
        self.steps += 1;
        if self.steps <= self.policy.most_characters.saturating_mul(STEPS_PER_CHARACTER) {
            return Ok(());
        }
        Err("the pages draw the same parts again and again, as no report does; print the file to a new PDF and give that".to_owned())
    }

    /// Unpacks a stream.
    ///
    /// # Errors
    /// More bytes than are left.
    pub(super) fn unpack(&mut self, stream: &Stream<'_>) -> Result<Unpacked, String> {
        let left = self.policy.most_unpacked.saturating_sub(self.unpacked);
        let plain = [&b"DecodeParms"[..], b"DP", b"F"].iter().all(|key| !stream.dict().contains_key(key));
        let raw = stream.raw_data();
        let unpacked = match stream.filters().as_slice() {
            [Filter::FlateDecode] if plain => inflate(&raw, left),
            [Filter::Ascii85Decode, Filter::FlateDecode] if plain => inflate(&from_ascii(&raw), left),
            // What is packed in a rare way or twice is left to the library where it cannot burst the limit.
            filters
                if filters.is_empty() || (raw.len() as u64).saturating_mul(most_packed(filters)) <= left =>
            {
                Some(match stream.decoded_data() {
                    Ok(bytes) => Unpacked { bytes: bytes.into_owned(), whole: true },
                    Err(_) => Unpacked { bytes: Vec::new(), whole: false },
                })
            }
            _ => None,
        };
        let unpacked = unpacked.ok_or_else(|| self.too_much())?;
        self.unpacked += unpacked.bytes.len() as u64;
        if self.unpacked > self.policy.most_unpacked {
            return Err(self.too_much());
        }
        Ok(unpacked)
    }

    /// Whether a stream that the library is going to unpack stays within what is left.
    pub(super) fn fits(&mut self, stream: &Stream<'_>) -> bool {
        self.unpack(stream).is_ok()
    }

    fn too_much(&self) -> String {
        too_much(self.policy.most_unpacked)
    }
}

/// How many bytes one byte can become at most.
fn most_packed(filters: &[Filter]) -> u64 {
    filters.iter().fold(1, |most, filter| {
        most.saturating_mul(match filter {
            Filter::FlateDecode => MOST_PACKED,
            Filter::LzwDecode => MOST_PACKED_OLD,
            Filter::RunLengthDecode => 64,
            _ => 1,
        })
    })
}

/// The bytes that stand in five characters for four.
fn from_ascii(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    for &c in text {
        match c {
            b'~' => break,
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(c - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(word(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(word(&group).to_be_bytes().into_iter().take(kept));
    }
    bytes
}

fn word(group: &[u32]) -> u32 {
    group.iter().fold(0, |word: u32, digit| word.wrapping_mul(85).wrapping_add(*digit))
}

fn too_much(most: u64) -> String {
    format!(
        "the packed parts of the file unpack to more than {most} bytes, which no report has; print it to a new PDF and give that"
    )
}

/// Unpacks; `None` when there is more than `most`.
fn inflate(packed: &[u8], most: u64) -> Option<Unpacked> {
    let zlib = run(packed, true, most)?;
    if zlib.bytes.is_empty() && !zlib.whole {
        return run(packed, false, most);
    }
    Some(zlib)
}

fn run(packed: &[u8], header: bool, most: u64) -> Option<Unpacked> {
    let mut state = Decompress::new(header);
    let mut bytes = Vec::new();
    loop {
        let at = usize::try_from(state.total_in()).ok()?;
        let from = bytes.len();
        bytes.reserve(STEP.max(from));
        let rest = packed.get(at..).unwrap_or_default();
        let status = state.decompress_vec(rest, &mut bytes, FlushDecompress::None);
        if bytes.len() as u64 > most {
            return None;
        }
        let still = bytes.len() == from && state.total_in() == at as u64;
        match status {
            // What follows the end of the packed bytes is of no matter.
            Ok(Status::StreamEnd) => return Some(Unpacked { bytes, whole: true }),
            Ok(_) if !still => {}
            // Bytes that are not packed right, or that end too early.
            _ => return Some(Unpacked { bytes, whole: false }),
        }
    }
}

/// Counts what a stream unpacks to without keeping it, up to `most` and a little.
fn count(packed: &[u8], most: u64) -> u64 {
    let mut state = Decompress::new(true);
    let mut room = vec![0; STEP];
    while state.total_out() <= most {
        let (before, read) = (state.total_out(), state.total_in());
        let rest = usize::try_from(read).ok().and_then(|read| packed.get(read..)).unwrap_or_default();
        match state.decompress(rest, &mut room, FlushDecompress::None) {
            Ok(Status::Ok) if state.total_out() > before || state.total_in() > read => {}
            _ => break,
        }
    }
    state.total_out()
}

/// Whether the packed streams of a file stay within the limit: what they unpack to in all, where they could burst it.
///
/// # Errors
/// What is too much.
pub(super) fn check(file: &[u8], policy: &ReadPolicy) -> Result<(), String> {
    let most = policy.most_unpacked;
    if (file.len() as u64).saturating_mul(MOST_PACKED) <= most {
        return Ok(());
    }
    let mut total = 0_u64;
    let mut at = 0;
    while let Some(found) = find(file, b"stream", at) {
        at = found + 6;
        let head = file.get(at..at + 2).unwrap_or_default();
        at += if head == b"\r\n" {
            2
        } else {
            usize::from(head.first().is_some_and(|byte| matches!(byte, b'\n' | b'\r')))
        };
        let end = find(file, b"endstream", at).unwrap_or(file.len());
        let packed = file.get(at..end).unwrap_or_default();
        // Only streams that begin as packed ones do, and no pictures: those are never unpacked.
        if packed.first().is_some_and(|byte| byte & 0x0f == 8) && !is_picture(file, found) {
            total += count(packed, most.saturating_sub(total));
            if total > most {
                return Err(too_much(most));
            }
        }
        at = if end < file.len() { end + 9 } else { end };
    }
    Ok(())
}

/// Whether the stream whose keyword stands at `at` is a picture, by the dictionary before it.
fn is_picture(file: &[u8], at: usize) -> bool {
    let before = file.get(at.saturating_sub(LONGEST_DICT)..at).unwrap_or_default();
    let start = before.windows(5).rposition(|window| {
        window == b" obj\n" || window == b" obj\r" || window == b" obj<" || window == b" obj "
    });
    let dict = before.get(start.unwrap_or(0)..).unwrap_or_default();
    let has = |what: &[u8]| find(dict, what, 0).is_some();
    has(b"/Image") && has(b"/Width") && !has(b"/First")
}

/// Where `what` stands in `file` from `from` on.
fn find(file: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let first = *what.first()?;
    let mut at = from;
    loop {
        at += file.get(at..)?.iter().position(|byte| *byte == first)?;
        if file.get(at..)?.starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}
