//! PDF as the systems of Chinese offices write it: fonts that are not in the file, known by name, and text in GBK or UCS-2.

use super::page::{self, Page, SHEET, Setting};
use super::report::Part;
use encoding_rs::GBK;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How the signs of a font are coded.
struct Coding {
    /// The name of its character map.
    map: &'static str,
    /// The half-width glyphs of the Adobe-GB1 collection that the map leads to.
    half_width: &'static str,
    /// The code of a text.
    code: fn(&str) -> Vec<u8>,
    /// Whether the file says which characters the codes are.
    told: bool,
}

const GBK_EUC: Coding = Coding { map: "GBK-EUC-H", half_width: "814 939", code: gbk, told: false };
const UNI_GB: Coding = Coding { map: "UniGB-UCS2-H", half_width: "1 95", code: ucs2, told: false };

fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = GBK.encode(text);
    assert!(!lost, "the report keeps to GBK");
    bytes.into_owned()
}

fn ucs2(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// One column, GBK, no word on which characters the codes are.
pub(crate) fn gbk_one_column(parts: &[Part]) -> Vec<u8> {
    file(parts, &page::DOCUMENT, &GBK_EUC)
}

/// One column, UCS-2, no word on which characters the codes are.
pub(crate) fn uni_one_column(parts: &[Part]) -> Vec<u8> {
    file(parts, &page::DOCUMENT, &UNI_GB)
}

/// Two columns, UCS-2, with a table of the characters.
pub(crate) fn told_two_columns(parts: &[Part]) -> Vec<u8> {
    file(parts, &page::GAZETTE, &Coding { told: true, ..UNI_GB })
}

/// Objects 1 to 9 are the catalog, the pages and two fonts with what belongs to them; two objects follow for each page.
const FIRST_PAGE: usize = 10;

fn file(parts: &[Part], setting: &Setting, coding: &Coding) -> Vec<u8> {
    let pages = page::pages(parts, setting);
    let kids: String = (0..pages.len()).map(|index| format!("{} 0 R ", FIRST_PAGE + 2 * index)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
    ];
    for (number, name, flags, weight) in [(3, "SimSun", 4, 400), (6, "SimSun,Bold", 0x4_0004, 700)] {
        let told = if coding.told { " /ToUnicode 9 0 R" } else { "" };
        let (map, half) = (coding.map, coding.half_width);
        objects.push(format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name}-{map} /Encoding /{map} /DescendantFonts [{} 0 R]{told} >>",
            number + 1
        ));
        objects.push(format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) \
             /Supplement 2 >> /DW 1000 /W [{half} 500] /FontDescriptor {} 0 R >>",
            number + 2
        ));
        objects.push(format!(
            "<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [0 -150 1000 860] /ItalicAngle 0 /Ascent 860 \
             /Descent -140 /CapHeight 683 /StemV {} /FontWeight {weight} >>",
            weight / 5
        ));
    }
    objects.push(stream(&characters(parts)));
    for (index, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Resources << /Font << /F1 3 0 R /F2 6 0 R >> >> /Contents {} 0 R >>",
            SHEET.0,
            SHEET.1,
            FIRST_PAGE + 2 * index + 1
        ));
        objects.push(stream(&content(lines, index + 1, coding)));
    }
    assemble(&objects)
}

fn stream(text: &str) -> String {
    format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len())
}

/// The objects with their table.
fn assemble(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let at = out.len();
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1);
    out.extend(format!("{table}{trailer}").into_bytes());
    out
}

/// Header, text and footer of one page.
fn content(lines: &Page, number: usize, coding: &Coding) -> String {
    let [header, footer] = page::furniture(number);
    let mut out = String::new();
    for line in [&header].into_iter().chain(lines).chain([&footer]) {
        let (x, y) = (line.x, SHEET.1 - line.y);
        let _ = write!(out, "BT {:.3} Tc 1 0 0 1 {x:.2} {y:.2} Tm", line.spread);
        for (text, bold) in &line.runs {
            let font = if *bold { "F2" } else { "F1" };
            let _ = write!(out, " /{font} {} Tf <", line.size);
            (coding.code)(text).iter().for_each(|byte| {
                let _ = write!(out, "{byte:02X}");
            });
            out += "> Tj";
        }
        out += " ET\n";
    }
    out
}

/// A map from UCS-2 codes to the characters that they are.
fn characters(parts: &[Part]) -> String {
    let furniture = format!("{}{}0123456789", page::HEADER, page::footer(0));
    let text: String = parts.iter().map(Part::text).chain([furniture]).collect();
    let used: Vec<char> = text.chars().collect::<BTreeSet<char>>().into_iter().collect();
    let mut out = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        .to_owned();
    for chunk in used.chunks(100) {
        let _ = writeln!(out, "{} beginbfchar", chunk.len());
        for c in chunk {
            let _ = writeln!(out, "<{0:04X}> <{0:04X}>", u32::from(*c));
        }
        out += "endbfchar\n";
    }
    out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
}
