//! The ways in which files are damaged, the same at every run: downloads cut off, disks that lose bytes, programs that write
//! wrong lengths, parts that are missing, and files made to harm.

use super::make::Family;
use super::make::archive::archive;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// One damaged file.
pub(crate) struct Damaged {
    /// What was done to it.
    pub(crate) how: String,
    /// What is left.
    pub(crate) bytes: Vec<u8>,
    /// Whether so much of the text must be missing that it may not be read as if nothing were.
    pub(crate) told: bool,
}

fn damaged(how: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Damaged {
    Damaged { how: how.into(), bytes: bytes.into(), told: false }
}

fn told(how: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Damaged {
    Damaged { told: true, ..damaged(how, bytes) }
}

/// Every way for a file of this family.
pub(crate) fn ways(family: Family, whole: &[u8]) -> Vec<Damaged> {
    let mut ways = bytes(whole);
    ways.extend(match family {
        Family::Docx => packed(whole, "word/document.xml"),
        Family::Ofd => packed(whole, "Doc_0/Pages/Page_1/Content.xml"),
        Family::Html => html(&String::from_utf8_lossy(whole)),
        Family::Pdf => pdf(whole),
        Family::Text => Vec::new(),
    });
    ways
}

/// A row of numbers that looks like chance and is always the same (Knuth's multiplier).
fn numbers(mut seed: u64) -> impl Iterator<Item = usize> {
    std::iter::repeat_with(move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    })
}

/// What can happen to the bytes of any file.
fn bytes(whole: &[u8]) -> Vec<Damaged> {
    let len = whole.len();
    let mut ways = Vec::new();
    for end in [5, 30, len / 8, len / 4, len / 2, len / 4 * 3, len / 8 * 7, len - 1] {
        ways.push(damaged(format!("cut off after {end} bytes"), &whole[..end]));
    }
    for flips in [1, 8, 64, 512] {
        let mut bytes = whole.to_vec();
        let mut next = numbers(flips);
        for _ in 0..flips {
            let (at, bit) = (next.next().unwrap_or_default() % len, next.next().unwrap_or_default() % 8);
            bytes[at] ^= 1 << bit;
        }
        ways.push(damaged(format!("{flips} bits flipped"), bytes));
    }
    let (third, half) = (len / 3, len / 2);
    let mut blank = whole.to_vec();
    blank[half..len.min(half + 512)].fill(0);
    ways.push(damaged("512 bytes are zero", blank));
    ways.push(damaged("the middle is missing", [&whole[..third], &whole[2 * third..]].concat()));
    ways.push(damaged("the middle stands twice", [&whole[..2 * third], &whole[third..]].concat()));
    ways.push(damaged("the halves are swapped", [&whole[half..], &whole[..half]].concat()));
    ways.push(damaged("the file stands twice", [whole, whole].concat()));
    ways.push(damaged("rubbish before it", [b"\r\n\0\xff rubbish ", whole].concat()));
    ways.push(damaged("rubbish behind it", [whole, &[0xff; 3000]].concat()));
    let text = whole.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte });
    ways.push(damaged("sent as text, its line breaks changed", text.collect::<Vec<u8>>()));
    ways
}

/// `whole` with the first `most` places of `from` replaced.
fn replaced(whole: &[u8], from: &[u8], to: &[u8], most: usize) -> Vec<u8> {
    let (mut out, mut rest, mut count) = (Vec::new(), whole, 0);
    while let Some(at) = rest.windows(from.len()).position(|window| window == from).filter(|_| count < most) {
        out.extend(&rest[..at]);
        out.extend(to);
        rest = &rest[at + from.len()..];
        count += 1;
    }
    assert!(count > 0, "the file holds no {}", String::from_utf8_lossy(from));
    out.extend(rest);
    out
}

/// Damage to an archive and its parts; the text stands in the part `main`.
fn packed(whole: &[u8], main: &str) -> Vec<Damaged> {
    let mut zip = ZipArchive::new(Cursor::new(whole)).expect("a whole archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a whole part");
        parts.push((part.name().expect("a name").into_owned(), bytes));
    }
    let with = |name: &str, bytes: Vec<u8>| {
        let part = |(other, own): &(String, Vec<u8>)| {
            (other.clone(), if other == name { bytes.clone() } else { own.clone() })
        };
        archive(&parts.iter().map(part).collect::<Vec<_>>())
    };
    let mut ways = Vec::new();
    // What the text of a DOCX refers to: its styles, numbers and notes, and where they are.
    let beside = ["styles.xml", "numbering.xml", "footnotes.xml"].map(|name| format!("word/{name}"));
    let refers = parts.iter().any(|(name, _)| beside.contains(name));
    for (name, own) in &parts {
        let rest: Vec<_> = parts.iter().filter(|(other, _)| other != name).cloned().collect();
        let text = name == main || beside.contains(name) || (refers && name.starts_with("word/_rels/"));
        let cut = own[..own.len() / 2].to_vec();
        ways.push(Damaged { told: text, ..damaged(format!("{name} is missing"), archive(&rest)) });
        ways.push(Damaged { told: text, ..damaged(format!("{name} is empty"), with(name, Vec::new())) });
        ways.push(Damaged { told: text, ..damaged(format!("{name} is cut off"), with(name, cut)) });
        ways.push(Damaged {
            told: text,
            ..damaged(format!("{name} is rubbish"), with(name, vec![0xfe; 999]))
        });
    }
    let own = &parts.iter().find(|(name, _)| name == main).expect("the text is there").1;
    let own = String::from_utf8_lossy(own).into_owned();
    let (head, body) = own.split_once("?>").expect("XML");
    let (deep, bomb) = ("<w:p>".repeat(100_000), "建".repeat(6 << 20));
    let laughs: String =
        (1..20).map(|n| format!("<!ENTITY a{n} \"&a{0};&a{0};&a{0};&a{0};\">", n - 1)).collect();
    let laughs = format!("{head}?><!DOCTYPE x [<!ENTITY a0 \"建\">{laughs}]>{}", body.replace("建", "&a19;"));
    let utf16: Vec<u8> = format!("\u{feff}{}", own.replace("UTF-8", "UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (how, text) in [
        ("elements 100,000 deep", format!("{head}?>{deep}").into_bytes()),
        ("a text that unpacks to 18 MiB", format!("{head}?>{}", body.replacen("建", &bomb, 1)).into_bytes()),
    ] {
        ways.push(told(how, with(main, text)));
    }
    for (how, text) in [
        ("entities that grow", laughs.into_bytes()),
        ("its text in UTF-16", utf16),
        ("its text in GBK", encoding_rs::GBK.encode(&own).0.into_owned()),
        ("ends of elements missing", own.replace("</", "<").into_bytes()),
        ("numbers without bounds", own.replace("=\"2", "=\"-99999999999999999999").into_bytes()),
        ("no numbers", own.replace("=\"1", "=\"NaN").into_bytes()),
        ("another name space", own.replace("xmlns", "xmlnz").into_bytes()),
    ] {
        ways.push(damaged(how, with(main, text)));
    }
    let (local, central, last) = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06");
    // Version, flags, method; then in the central directory one more version before them.
    let field = |sign: &[u8; 4], at: usize, to: &[u8]| {
        let mut bytes = whole.to_vec();
        let places: Vec<usize> =
            whole.windows(4).enumerate().filter(|(_, window)| window == sign).map(|(at, _)| at).collect();
        for place in places {
            if let Some(bytes) = bytes.get_mut(place + at..place + at + to.len()) {
                bytes.copy_from_slice(to);
            }
        }
        bytes
    };
    ways.push(damaged("no central directory", &whole[..whole.len() - 22]));
    ways.push(told("parts are said to be locked", field(central, 8, &[1, 0])));
    ways.push(told("parts are said to be packed in another way", field(central, 10, &[12, 0])));
    ways.push(damaged("wrong check sums", field(central, 16, &[1, 2, 3, 4])));
    ways.push(damaged("packed sizes without bounds", field(central, 20, &[0xff, 0xff, 0xff, 0x7f])));
    ways.push(damaged("sizes without bounds", field(central, 24, &[0xff, 0xff, 0xff, 0x7f])));
    ways.push(damaged("sizes of nothing", field(central, 24, &[0; 4])));
    ways.push(damaged("parts said to be elsewhere", field(central, 42, &[0xff, 0xff, 0, 0])));
    ways.push(damaged("every part is the first", field(central, 42, &[0; 4])));
    ways.push(damaged("wrong names before the parts", field(local, 26, &[0xff, 0xff])));
    ways.push(damaged("more parts than there are", field(last, 10, &[0xff, 0x7f])));
    ways.push(damaged("names that lead out of the archive", replaced(whole, b"/", b"\\", 999)));
    ways
}

/// Damage to a web page.
fn html(whole: &str) -> Vec<Damaged> {
    let inside = |text: &str| whole.replacen("各位代表：", &format!("各位代表：{text}"), 1).into_bytes();
    let n = 30_000;
    let cut = |at: &str| whole.split_once(at).map_or(whole, |(before, _)| before).to_owned();
    vec![
        damaged("elements 30,000 deep", inside(&"<div>".repeat(n))),
        damaged("tables 30,000 deep", inside(&"<table><tr><td>".repeat(n))),
        damaged("bold 30,000 times", inside(&"<b><p>".repeat(n))),
        damaged("frames in frames", inside(&"<iframe><object><embed>".repeat(n / 10))),
        damaged("drawings in drawings", inside(&"<svg><foreignObject>".repeat(n / 10))),
        damaged("a comment without end", inside("<!-- ")),
        damaged("a script without end", inside("<script>")),
        damaged("a style without end", inside("<style>")),
        damaged("a text field without end", inside("<textarea>")),
        damaged("all is plain text from here", inside("<plaintext>")),
        damaged("a quote without end", inside("<p class=\"")),
        damaged("a select without end", inside("<select><option>")),
        damaged("characters that are none", inside("&#0;&#x110000;&#xd800;&#99999999999999999999;&nosuch;&")),
        damaged("zero bytes", inside("\0\0\0")),
        damaged("an attribute of a megabyte", inside(&format!("<p style=\"{}\">", "a".repeat(1 << 20)))),
        damaged(
            "ten thousand attributes",
            inside(&format!("<p {}>", (0..10_000).map(|n| format!("a{n} ")).collect::<String>())),
        ),
        damaged(
            "said to be UTF-16",
            whole.replace("utf-8", "utf-16").replace("gb2312", "utf-16").into_bytes(),
        ),
        damaged(
            "said to be in no known encoding",
            whole.replace("utf-8", "x-none").replace("gb2312", "x-none").into_bytes(),
        ),
        damaged("cut off inside an element", cut(" style=").into_bytes()),
        damaged("cut off inside the head", cut("</title>").into_bytes()),
        damaged("no end of any element", whole.replace("</", "<").into_bytes()),
        damaged("no sign begins an element", whole.replace("<p", "&lt;p").into_bytes()),
        damaged("two pages in one", format!("{whole}{whole}").into_bytes()),
        damaged("frames instead of a body", whole.replacen("<body", "<frameset><body", 1).into_bytes()),
    ]
}

/// Damage to a PDF. Objects 1 and 2 are the catalog and the list of pages; 12 and 13 are the second page and its text.
fn pdf(whole: &[u8]) -> Vec<Damaged> {
    let swap = |from: &str, to: &str| replaced(whole, from.as_bytes(), to.as_bytes(), 999);
    let text = |from: &str, to: &str| replaced(whole, from.as_bytes(), to.as_bytes(), 1);
    let n = 60_000;
    let mut ways = vec![
        told("the text of a page is missing", swap("/Contents 13 0 R", "/Contents 999 0 R")),
        told("cut off behind the middle", &whole[..whole.len() / 8 * 5]),
        told("a page is missing", swap(" 12 0 R ", " 999 0 R ")),
        told("no fonts", swap("/Font <<", "/Fond <<")),
    ];
    for (how, bytes) in [
        ("no table of objects", swap("xref\n", "xxxx\n")),
        ("the table said to be elsewhere", swap("startxref\n", "startxref\n9")),
        ("no catalog", swap("/Root 1 0 R", "/Root 999 0 R")),
        ("no trailer", swap("trailer", "tra1ler")),
        ("a trailer that follows itself", swap("/Root 1 0 R", "/Root 1 0 R /Prev 15")),
        ("pages in a circle", text("/Kids [", "/Kids [2 0 R 1 0 R ")),
        ("a page that is its own parent", swap("/Parent 2 0 R", "/Parent 10 0 R")),
        ("pages without end", text("/Count ", "/Count 99999999")),
        ("pages less than none", text("/Count ", "/Count -")),
        ("lengths of nothing", swap("/Length ", "/Length 0 % ")),
        ("lengths without bounds", swap("/Length ", "/Length 99999999")),
        ("lengths in a circle", swap("/Length ", "/Length 13 0 R % ")),
        ("no ends of streams", swap("endstream", "endstraem")),
        ("no ends of objects", swap("endobj", "endojb")),
        ("a filter that does not fit", swap("<< /Length", "<< /Filter /FlateDecode /Length")),
        ("a filter that is none", swap("<< /Length", "<< /Filter [/None /Crypt] /Length")),
        ("locked by nobody", swap("/Root 1 0 R", "/Root 1 0 R /Encrypt << /Filter /Standard /V 9 >>")),
        ("arrays 60,000 deep", text("/Kids [", &format!("/Deep {} /Kids [", "[".repeat(n)))),
        ("arrays 60,000 deep in a text", text("BT ", &format!("{} BT ", "[".repeat(n)))),
        ("states kept without end", text("BT ", &format!("{}BT ", "q ".repeat(n)))),
        ("a map of characters that is none", swap("-H /Desc", "-X /Desc")),
        ("a font in a circle", swap("/DescendantFonts [4 0 R]", "/DescendantFonts [3 0 R]")),
        ("widths that are none", swap("/W [", "/W [[[1 2] 9 -5 (x) 99999999999 1 ] ")),
        ("letters of no size", swap(" Tf <", " 0 mul 0 Tf <")),
        ("letters without bounds", swap(" Tm", "e38 Tm")),
        ("a sheet of no size", swap("/MediaBox [0 0 595.3 841.9]", "/MediaBox [0 0 0 0]")),
        ("a sheet without bounds", swap("595.3 841.9", "1e300 -1e300")),
        ("a sheet on its side", swap("/Type /Page ", "/Type /Page /Rotate 91 ")),
        ("half signs", swap("> Tj", "8> Tj")),
        ("signs that are none", swap(" Tf <", " Tf <FFFFZZ")),
        ("texts without end", swap("> Tj", " Tj")),
    ] {
        ways.push(damaged(how, bytes));
    }
    ways
}
