//! XML within the policy's limits, piece by piece. Comes in: the bytes of one part. Goes out: elements, their ends and words.
//! What a document type declares is never expanded, so no entity can blow up; names are told apart by their name space, never by
//! their prefix.

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// So many name spaces are known at one place; Word declares some 40.
const MOST_SPACES: usize = 500;
/// An encoding is declared within so many bytes.
const DECLARED_WITHIN: usize = 200;

/// The characters of a part, in UTF-8.
///
/// # Errors
/// Bytes that are not of the encoding that the part declares.
pub(super) fn decode<'a>(bytes: &'a [u8], part: &str) -> Result<Cow<'a, str>, String> {
    let wide = match bytes {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let encoding = match (wide, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding,
        (None, Ok(text)) => return Ok(Cow::Borrowed(text.trim_start_matches('\u{feff}'))),
        (None, Err(wrong)) => declared(bytes).filter(|encoding| *encoding != encoding_rs::UTF_8).ok_or_else(|| {
            let line = 1 + bytes.iter().take(wrong.valid_up_to()).filter(|byte| **byte == b'\n').count();
            format!("the part {part} is not in the encoding that it declares, from line {line} on; save the file anew")
        })?,
    };
    let (text, _, lost) = encoding.decode(bytes);
    if lost {
        return Err(format!(
            "the part {part} holds bytes that are not {}; save the file anew",
            encoding.name()
        ));
    }
    Ok(text)
}

/// The encoding that the first line of a part declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN))?;
    let head = head.split(|byte| *byte == b'>').next()?;
    let at = head.windows(8).position(|window| window == b"encoding")?;
    let mut quoted = head.get(at..)?.split(|byte| matches!(byte, b'"' | b'\''));
    Encoding::for_label(quoted.nth(1)?)
}

/// An element's beginning.
pub(super) struct Tag<'a, S> {
    /// Which name space it is of.
    pub(super) space: S,
    start: BytesStart<'a>,
}

impl<S> Tag<'_, S> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of the attribute of this name, whatever its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let attribute = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = quick_xml::escape::unescape(&attribute.value).ok();
        Some(value.map_or_else(|| attribute.value.clone().into_owned(), Cow::into_owned))
    }

    /// The number that is the value of the attribute of this name.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.trim().parse().ok()
    }
}

/// One piece of a part.
pub(super) enum Piece<'a, S> {
    /// An element begins; its end comes later even if it is empty.
    Open(Tag<'a, S>),
    /// The element that was opened last ends.
    Close,
    /// Words between.
    Words(Cow<'a, str>),
}

/// A part that is being read.
pub(super) struct Xml<'a, S> {
    reader: Reader<&'a [u8]>,
    source: &'a str,
    part: &'a str,
    depth: usize,
    most: usize,
    space: fn(&str) -> S,
    /// The prefixes known here, each with the depth at which it was declared.
    known: Vec<(usize, String, S)>,
    /// Whether an element was opened: a part without one is damaged.
    begun: bool,
}

impl<'a, S: Copy + Default> Xml<'a, S> {
    /// A reader of a part named `part`, whose elements stand at most `most` deep; `space` tells name spaces apart.
    pub(super) fn new(source: &'a str, part: &'a str, most: usize, space: fn(&str) -> S) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, source, part, depth: 0, most, space, known: Vec::new(), begun: false }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// What is no XML, elements that are not closed or stand too deep.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a, S>>, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.error(&error.to_string()))?;
            match event {
                Event::Start(start) => return self.open(start).map(Some),
                Event::End(_) => {
                    while self.known.last().is_some_and(|(depth, ..)| *depth >= self.depth) {
                        self.known.pop();
                    }
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Piece::Close));
                }
                Event::Text(text) => return Ok(Some(Piece::Words(text.into_inner()))),
                Event::CData(text) => return Ok(Some(Piece::Words(text.into_inner()))),
                Event::GeneralRef(name) => {
                    let known = match &*name {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => name.resolve_char_ref().ok().flatten(),
                    };
                    let words = known.map_or_else(|| format!("&{};", &*name), String::from);
                    return Ok(Some(Piece::Words(Cow::Owned(words))));
                }
                Event::Eof if self.depth > 0 || !self.begun => {
                    return Err(self.error("it ends before its elements do"));
                }
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Takes an element's beginning in.
    fn open(&mut self, start: BytesStart<'a>) -> Result<Piece<'a, S>, String> {
        self.begun = true;
        self.depth += 1;
        if self.depth > self.most {
            return Err(self.error(&format!("elements stand more than {} deep inside each other", self.most)));
        }
        if start.attributes_raw().contains("xmlns") {
            for attribute in start.attributes().with_checks(false).flatten() {
                let key = attribute.key.into_inner();
                let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
                let Some(prefix) = prefix else { continue };
                if self.known.len() >= MOST_SPACES {
                    return Err(self.error("more name spaces are declared than any program writes"));
                }
                self.known.push((self.depth, prefix.to_owned(), (self.space)(attribute.value.trim())));
            }
        }
        let prefix = start.name().into_inner().split_once(':').map_or("", |(prefix, _)| prefix);
        let space = self.space_of(prefix);
        Ok(Piece::Open(Tag { space, start }))
    }

    /// The name space of a prefix here.
    fn space_of(&self, prefix: &str) -> S {
        let known = self.known.iter().rev().find(|(_, known, _)| known == prefix);
        known.map(|(.., space)| *space).unwrap_or_default()
    }

    /// Whether an attribute of the element that was opened last is of this name space.
    pub(super) fn names(&self, tag: &Tag<'_, S>, space: S) -> bool
    where
        S: PartialEq,
    {
        tag.start.attributes().with_checks(false).flatten().any(|attribute| {
            let prefix = attribute.key.into_inner().split_once(':').map(|(prefix, _)| prefix);
            prefix.is_some_and(|prefix| prefix != "xmlns" && self.space_of(prefix) == space)
        })
    }

    /// Reads past the end of the element that was opened last.
    ///
    /// # Errors
    /// Those of [`Self::next`].
    pub(super) fn skip(&mut self) -> Result<(), String> {
        self.words().map(|_| ())
    }

    /// The words in the element that was opened last, past its end; those of elements inside are left out.
    ///
    /// # Errors
    /// Those of [`Self::next`].
    pub(super) fn words(&mut self) -> Result<String, String> {
        let outside = self.depth.saturating_sub(1);
        let mut words = String::new();
        while let Some(piece) = self.next()? {
            match piece {
                Piece::Words(more) if self.depth == outside + 1 => words.push_str(&more),
                Piece::Close if self.depth == outside => break,
                _ => {}
            }
        }
        Ok(words)
    }

    /// How deep the element that was opened last stands: the root is 1.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// What is said of a fault here.
    pub(super) fn error(&self, why: &str) -> String {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.source.len());
        let line = 1 + self.source.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
        format!(
            "the part {} is damaged at line {line}, byte {at} ({why}); get the file again or save it anew",
            self.part
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of the name space `urn:a`, and the words.
    fn read(source: &str) -> Result<String, String> {
        let mut xml = Xml::new(source, "p.xml", 50, |name| name == "urn:a");
        let mut said = String::new();
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.space => said.push_str(&format!("<{}>", tag.name())),
                Piece::Words(words) => said.push_str(&words),
                _ => {}
            }
        }
        Ok(said)
    }

    #[test]
    fn elements_are_known_by_their_name_space() {
        let source =
            "<q:a xmlns:q='urn:a'><b/><b xmlns='urn:a'><c/></b><b/><q:d xmlns:q='urn:b'/><q:e/></q:a>";
        assert_eq!(read(source).unwrap(), "<a><b><c><e>");
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb =
            "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><r>&b;甲&amp;&#x4e59; R&D</r>";
        assert_eq!(read(bomb).unwrap(), "&b;甲&乙 R&D");
    }

    #[test]
    fn faults_name_the_part_and_the_line() {
        let deep = "<a>".repeat(60_000);
        for (source, why) in [
            ("<a>\n<b></a>", "line 2"),
            ("<a>\n\n<b/>", "line 3, byte 9 (it ends before its elements do)"),
            ("", "line 1"),
            ("<a", "line 1"),
            (deep.as_str(), "more than 50 deep"),
        ] {
            let error = read(source).unwrap_err();
            assert!(error.contains("the part p.xml is damaged at line") && error.contains(why), "{error}");
        }
        let many: String = (0..600).map(|n| format!(" xmlns:p{n}='u'")).collect();
        assert!(read(&format!("<a{many}/>")).unwrap_err().contains("name spaces"));
    }

    #[test]
    fn the_encoding_is_the_declared_one_and_never_a_guess() {
        let text = "<?xml version='1.0' encoding='GBK'?><a>甲乙</a>";
        let (gbk, ..) = encoding_rs::GBK.encode(text);
        assert_eq!(decode(&gbk, "p").unwrap(), text);
        assert_eq!(decode(text.as_bytes(), "p").unwrap(), text);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, "p").unwrap(), text);
        let marked: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&marked, "p").unwrap(), text);
        let lying =
            encoding_rs::GBK.encode("<?xml version='1.0' encoding='UTF-8'?>\n<a>甲乙</a>").0.into_owned();
        assert!(decode(&lying, "p").unwrap_err().contains("from line 2 on"));
        assert!(decode(&[b'<', b'a', 0xff, 0xff], "p").is_err());
    }
}
