//! A font of the file: what each code says, how wide it is, and whether the font is bold. The file's own table (ToUnicode) goes first;
//! where it says nothing, the code itself does when its encoding is a known one (GBK-EUC-H, UniGB-UCS2-H), then the number of the
//! sign in a known collection (Adobe-GB1). A font that says it in none of these ways stays unread: nothing is guessed from shapes.

use super::blank;
use super::character::plain;
use super::unpack::Budget;
use encoding_rs::{BIG5, Encoding, GB18030};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_font::{CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Widths are given in thousandths of the size.
const UNITS: f64 = 1000.0;
/// A font from this weight on is bold, of 400 for a plain one: the usual scale from 100 to 900.
const BOLD: f64 = 600.0;
/// The flag of a font whose codes follow no common encoding.
const SYMBOLIC: u32 = 1 << 2;
/// The flag of a font that is to be set bold.
const FORCE_BOLD: u32 = 1 << 18;
/// A font has at most so many codes; a table of widths that counts further is no table.
const MOST_CODES: u32 = 0x1_0000;
/// Where a font keeps its shapes.
const SHAPES: [&str; 3] = ["FontFile", "FontFile2", "FontFile3"];
/// What the name of a bold font holds, in lower case; Hei is the stroke that Chinese offices set headings in.
const BOLD_NAMES: &[&str] = &["bold", "black", "heavy", "demi", "simhei", "heiti", "fzhei", "黑体", "hei-"];
/// The same in the names of fonts that are not.
const PLAIN_NAMES: &[&str] = &["microhei", "yahei", "zenhei"];

/// What one code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// These characters.
    Text(String),
    /// Nothing: no sign stands there.
    Nothing,
    /// The font does not say it.
    Unknown,
}

/// How a code is turned into characters without a table of the file.
enum Codes {
    /// The codes are characters of this encoding.
    Encoded(&'static Encoding),
    /// The codes are UTF-16.
    Utf16,
    /// The codes are numbers of signs, by this encoding, in a collection that the second table turns into characters.
    Collection(Box<[CMap; 2]>),
    /// Not at all.
    Unsaid,
}

/// One font.
pub(super) struct Face<'a> {
    font: Font<'a>,
    codes: Codes,
    /// Whether what the library says of its codes can be believed.
    trusted: bool,
    /// Whether the file holds the shapes.
    embedded: bool,
    /// Whether the font is bold.
    pub(super) bold: bool,
    seen: RefCell<HashMap<u32, (Rc<Said>, f64)>>,
}

impl<'a> Face<'a> {
    /// The next code in `bytes` from `at`, and how many bytes it has.
    pub(super) fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        // The library knows the codes that have a sign in a collection; of UTF-16 the others are characters, too (·).
        let utf16 = matches!(self.codes, Codes::Utf16).then(|| utf16(bytes.get(at..).unwrap_or_default()));
        utf16.flatten().unwrap_or_else(|| self.font.read_code(bytes, at))
    }

    /// Whether the font is set from left to right.
    pub(super) fn horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    /// What a code of so many bytes says, and how wide it is, in sizes of the font.
    pub(super) fn sign(&self, code: u32, length: usize) -> (Rc<Said>, f64) {
        if let Some(seen) = self.seen.borrow().get(&code) {
            return seen.clone();
        }
        let advance = self.font.code_advance(code);
        let advance = if self.horizontal() { advance.x } else { advance.y };
        let sign = (Rc::new(self.said(code, length)), advance / UNITS);
        self.seen.borrow_mut().insert(code, sign.clone());
        sign
    }

    fn said(&self, code: u32, length: usize) -> Said {
        let glyph = self.font.glyph(self.font.map_code(code), code);
        if self.trusted {
            let told = match &glyph {
                FontGlyph::Outline(glyph) => glyph.as_unicode(),
                FontGlyph::Type3(glyph) => glyph.as_unicode(),
            };
            let told = told.and_then(|told| match told {
                BfString::Char(c) => plain(&c.to_string()),
                BfString::String(text) => plain(&text),
            });
            if let Some(text) = told {
                return Said::Text(text);
            }
        }
        if let Some(text) = self.codes.text(code, length).and_then(|text| plain(&text)) {
            return Said::Text(text);
        }
        match &glyph {
            FontGlyph::Outline(glyph) if self.embedded && glyph.outline().elements().is_empty() => {
                Said::Nothing
            }
            _ => Said::Unknown,
        }
    }
}

impl Codes {
    /// What a code of a font with several bytes to a code says.
    fn text(&self, code: u32, length: usize) -> Option<String> {
        let bytes = code.to_be_bytes();
        let bytes = bytes.get(bytes.len().saturating_sub(length)..)?;
        match self {
            Self::Encoded(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(|text| text.into_owned()),
            Self::Utf16 => {
                let units: Vec<u16> = bytes
                    .chunks(2)
                    .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                    .collect();
                String::from_utf16(&units).ok()
            }
            Self::Collection(maps) => {
                let [encoding, characters] = maps.as_ref();
                let cid = (1..=4).find_map(|length| encoding.lookup_cid_code(code, length))?;
                match characters.lookup_bf_string(cid)? {
                    BfString::Char(c) => Some(c.to_string()),
                    BfString::String(text) => Some(text),
                }
            }
            Self::Unsaid => None,
        }
    }

    /// How the codes of a composite font speak.
    fn of(font: &Dict<'_>, inner: &Dict<'_>) -> Self {
        let name = font.get::<Name<'_>>(&b"Encoding"[..]);
        let name = name.as_ref().map(|name| name.as_str()).unwrap_or_default();
        if name.starts_with("GBK") || name.starts_with("GB-EUC") || name.starts_with("GBpc") {
            return Self::Encoded(GB18030);
        }
        if name.starts_with("ETen") || name.starts_with("B5pc") || name.starts_with("HKscs") {
            return Self::Encoded(BIG5);
        }
        if name.contains("-UCS2-") || name.contains("-UTF16-") {
            return Self::Utf16;
        }
        let encoding = match font.get::<Object<'_>>(&b"Encoding"[..]) {
            Some(Object::Name(name)) => match CMapName::from_bytes(&name) {
                CMapName::IdentityH | CMapName::IdentityV => Some(CMap::identity_h()),
                name => load_embedded(name).and_then(|data| CMap::parse(data, load_embedded)),
            },
            Some(Object::Stream(stream)) => {
                stream.decoded_data().ok().and_then(|data| CMap::parse(&data, load_embedded))
            }
            _ => None,
        };
        let family = encoding
            .as_ref()
            .and_then(|encoding| {
                encoding.metadata().character_collection.as_ref().map(|it| it.family.clone())
            })
            .filter(|family| family.ucs2_cmap().is_some())
            .or_else(|| {
                let info = inner.get::<Dict<'_>>(&b"CIDSystemInfo"[..])?;
                let (registry, ordering) =
                    (info.get::<Bytes<'_>>(&b"Registry"[..])?, info.get::<Bytes<'_>>(&b"Ordering"[..])?);
                Some(CidFamily::from_registry_ordering(&registry, &ordering))
            });
        let characters = family
            .and_then(|family| family.ucs2_cmap())
            .and_then(load_embedded)
            .and_then(|data| CMap::parse(data, load_embedded));
        match (encoding, characters) {
            (Some(encoding), Some(characters)) => Self::Collection(Box::new([encoding, characters])),
            _ => Self::Unsaid,
        }
    }
}

/// The first code of a text in UTF-16 and how many bytes it has; `None` where less than one is left.
fn utf16(bytes: &[u8]) -> Option<(u32, usize)> {
    let unit = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let first = unit(0)?;
    match unit(2) {
        Some(low @ 0xDC00..=0xDFFF) if (0xD800..0xDC00).contains(&first) => Some((first << 16 | low, 4)),
        _ => Some((first, 2)),
    }
}

/// The fonts of a file, each read once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    faces: HashMap<usize, Option<Rc<Face<'a>>>>,
    shapes: FontResolverFn,
    maps: CMapResolverFn,
}

impl<'a> Fonts<'a> {
    /// No fonts yet.
    pub(super) fn new() -> Self {
        let blank: FontData = blank::font();
        Self {
            cache: FontCache::new(),
            faces: HashMap::new(),
            shapes: Arc::new(move |_| Some((blank.clone(), 0))),
            maps: Arc::new(load_embedded),
        }
    }

    /// The font that a dictionary describes; `None` when it cannot be read at all.
    pub(super) fn face(&mut self, dict: &Dict<'a>, budget: &mut Budget) -> Option<Rc<Face<'a>>> {
        // Every dictionary stands at one place in memory as long as the file is open.
        let key = dict.data().as_ptr() as usize;
        if let Some(face) = self.faces.get(&key) {
            return face.clone();
        }
        let face = self.load(dict, budget).map(Rc::new);
        self.faces.insert(key, face.clone());
        face
    }

    fn load(&self, dict: &Dict<'a>, budget: &mut Budget) -> Option<Face<'a>> {
        let kind = dict.get::<Name<'_>>(&b"Subtype"[..]);
        let kind = kind.as_ref().map(|kind| kind.as_str()).unwrap_or_default();
        // Only such a font has codes of several bytes, whatever else it names.
        let composite = (kind == "Type0").then(|| dict.get::<Array<'_>>(&b"DescendantFonts"[..])).flatten();
        let inner = composite.and_then(|inner| inner.iter::<Dict<'_>>().next());
        let holder = inner.as_ref().unwrap_or(dict);
        let sheet = holder.get::<Dict<'_>>(&b"FontDescriptor"[..]).unwrap_or_default();
        let packed = [(dict, "ToUnicode"), (dict, "Encoding"), (holder, "CIDToGIDMap")].into_iter();
        let mut packed = packed.chain(SHAPES.iter().map(|key| (&sheet, *key)));
        if !sane(dict, holder)
            || !packed
                .all(|(dict, key)| dict.get::<Stream<'_>>(key).is_none_or(|stream| budget.fits(&stream)))
        {
            return None;
        }
        let font = self.cache.font(dict, &self.shapes, &self.maps)?;
        let embedded = SHAPES.iter().any(|key| sheet.contains_key(key));
        let flags = sheet.get::<u32>(&b"Flags"[..]).unwrap_or_default();
        let told = dict.contains_key(&b"ToUnicode"[..]);
        // Without any encoding the codes of a part of a TrueType font are mere numbers, which the library would take for ASCII.
        let numbered =
            kind == "TrueType" && embedded && flags & SYMBOLIC != 0 && !dict.contains_key(&b"Encoding"[..]);
        let codes = if inner.is_some() { Codes::of(dict, holder) } else { Codes::Unsaid };
        Some(Face {
            font,
            trusted: match &inner {
                Some(_) => told,
                None => told || !numbered,
            },
            codes,
            embedded,
            bold: bold(dict, &sheet, flags),
            seen: RefCell::default(),
        })
    }
}

/// Whether a font is bold by its weight, its flags or its name.
fn bold(dict: &Dict<'_>, sheet: &Dict<'_>, flags: u32) -> bool {
    if flags & FORCE_BOLD != 0
        || sheet.get::<f32>(&b"FontWeight"[..]).is_some_and(|weight| f64::from(weight) >= BOLD)
    {
        return true;
    }
    let name = dict.get::<Name<'_>>(&b"BaseFont"[..]);
    let name = name.map(|name| decoded_name(&name)).unwrap_or_default().to_lowercase();
    BOLD_NAMES.iter().any(|bold| name.contains(bold)) && !PLAIN_NAMES.iter().any(|plain| name.contains(plain))
}

/// The name of a font, which Chinese programs write in GBK.
fn decoded_name(name: &Name<'_>) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(name).0.into_owned(),
    }
}

/// Whether a font's tables of widths are of a size that the library can be given.
fn sane(dict: &Dict<'_>, holder: &Dict<'_>) -> bool {
    if dict.get::<i64>(&b"FirstChar"[..]).is_some_and(|first| !(0..256).contains(&first)) {
        return false;
    }
    ["W", "W2"].iter().all(|key| {
        let Some(widths) = holder.get::<Array<'_>>(key) else { return true };
        widths.iter::<Object<'_>>().all(|object| match object {
            // A range counts from one number to the next: no number may lie beyond the codes.
            Object::Number(number) => number.as_f64() < f64::from(MOST_CODES),
            _ => true,
        })
    })
}
