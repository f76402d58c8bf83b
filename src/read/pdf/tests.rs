//! Small PDFs, written here, and what is read of them.

use super::*;
use crate::policy::Policy;
use crate::read::line::Line;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A PDF in the making: its objects, in order from 1. The first is the catalog, the second the list of pages.
struct Writer {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

/// A font that the file does not hold, with codes of this encoding.
fn font(encoding: &str) -> String {
    let inner = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>";
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /{encoding} /DescendantFonts [{inner}] >>"
    )
}

/// Text in the codes of UniGB-UCS2-H.
fn ucs2(text: &str) -> String {
    let units: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<{}>", units.concat())
}

/// A line of text in a size at a place.
fn at(x: f64, y: f64, size: f64, text: &str) -> String {
    format!("BT /F {size} Tf {x} {y} Td {} Tj ET\n", ucs2(text))
}

impl Writer {
    fn new() -> Self {
        Self { objects: vec![Vec::new(), Vec::new()], pages: Vec::new() }
    }

    fn object(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    fn stream(&mut self, dict: &str, bytes: &[u8]) -> usize {
        let mut object = format!("<< {dict} /Length {} >>\nstream\n", bytes.len()).into_bytes();
        object.extend_from_slice(bytes);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// A page with this content; `more` stands in its dictionary, `resources` in its resources, where font F is given.
    fn page(&mut self, content: &str, font: &str, resources: &str, more: &str) -> &mut Self {
        let content = self.stream("", content.as_bytes());
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F {font} >> {resources} >> {more} >>"
        );
        let page = self.object(page);
        self.pages.push(page);
        self
    }

    fn file(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
        self.objects[1] =
            format!("<< /Type /Pages /Count {} /Kids [{}] >>", self.pages.len(), kids.join(" ")).into_bytes();
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            places.push(file.len());
            file.extend(format!("{} 0 obj\n", index + 1).bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let table = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
        file.extend(
            format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1)
                .bytes(),
        );
        file
    }
}

fn read_by(bytes: &[u8], policy: &Policy) -> Result<Taken, String> {
    take(&File { name: "甲.pdf", bytes, policy })
}

fn one_page(content: &str) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.page(content, &font("UniGB-UCS2-H"), "", "");
    writer.file()
}

fn texts(taken: &Taken) -> Vec<&str> {
    taken.lines.iter().map(|line: &Line| line.text.as_str()).collect()
}

fn text_of(bytes: &[u8]) -> String {
    texts(&read_by(bytes, &Policy::default()).unwrap()).join("|")
}

const SENTENCE: &str = "全年新建学校２所，改造道路３条，群众生活水平不断提高。";

#[test]
fn fonts_that_the_file_does_not_hold_are_read_by_their_encoding() {
    for text in [SENTENCE, "县长阿里木·买买提作报告，𠮷林路建成。"] {
        assert_eq!(text_of(&one_page(&at(60.0, 700.0, 16.0, text))), text);
    }
    let mut writer = Writer::new();
    let (codes, ..) = encoding_rs::GB18030.encode("新建学校2所。");
    let codes: Vec<String> = codes.iter().map(|byte| format!("{byte:02x}")).collect();
    writer.page(&format!("BT /F 16 Tf 60 700 Td <{}> Tj ET", codes.concat()), &font("GBK-EUC-H"), "", "");
    assert_eq!(text_of(&writer.file()), "新建学校2所。");
    // By the number of the sign in the collection: 4559 is 一 in Adobe-GB1.
    let mut writer = Writer::new();
    writer.page("BT /F 16 Tf 60 700 Td <11CF> Tj ET", &font("Identity-H"), "", "");
    assert_eq!(text_of(&writer.file()).chars().count(), 1);
}

#[test]
fn a_font_that_is_none_of_several_bytes_is_not_read_as_one() {
    // It names signs of several bytes, and says that it is plain.
    let mut writer = Writer::new();
    let plain = font("UniGB-UCS2-H").replace("/Type0", "/TrueType");
    writer.page(&at(60.0, 700.0, 16.0, SENTENCE), &plain, "", "");
    let said = read_by(&writer.file(), &Policy::default()).map(|taken| taken.lines.len());
    assert!(!said.as_ref().is_err_and(|why| why.contains("damaged")), "{said:?}");
}

#[test]
fn a_table_of_the_font_goes_first_and_its_radicals_become_characters() {
    let mut writer = Writer::new();
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
               3 beginbfchar <0001> <2FBC> <0002> <65B0> <0003> <00660069> endbfchar endcmap end end";
    let map = writer.stream("", map.as_bytes());
    let told = font("Identity-H").replace("/Encoding", &format!("/ToUnicode {map} 0 R /Encoding"));
    writer.page("BT /F 16 Tf 60 700 Td <000100020003> Tj ET", &told, "", "");
    assert_eq!(text_of(&writer.file()), "高新fi");
}

#[test]
fn a_font_that_tells_nothing_is_named_and_much_of_it_is_an_error() {
    let silent = font("Identity-H").replace("(GB1)", "(Identity)");
    let two = format!("{} /G {silent}", font("UniGB-UCS2-H"));
    let text = |lines: usize| {
        (0..lines).map(|line| at(60.0, 700.0 - 24.0 * line as f64, 16.0, SENTENCE)).collect::<String>()
    };
    let mut writer = Writer::new();
    writer.page(&format!("{}BT /G 16 Tf 60 100 Td <00010002> Tj ET", text(8)), &two, "", "");
    let taken = read_by(&writer.file(), &Policy::default()).unwrap();
    assert!(!taken.whole && texts(&taken).join("").ends_with("\u{fffd}\u{fffd}"), "{:?}", texts(&taken));
    assert_eq!(taken.notices[0].kind, NoticeKind::UnreadableFont);
    assert_eq!(
        (taken.notices[0].args["count"].as_str(), taken.notices[0].args["pages"].as_str()),
        ("2", "1")
    );
    let mut writer = Writer::new();
    writer.page(&format!("{}BT /G 16 Tf 60 100 Td <00010002> Tj ET", text(1)), &two, "", "");
    let error = read_by(&writer.file(), &Policy::default()).unwrap_err();
    assert!(error.contains("2 of the 29 signs (page 1)") && error.contains("OCR"), "{error}");
}

#[test]
fn pages_that_are_pictures_are_named_and_empty_ones_are_not() {
    let picture = "q 600 0 0 800 0 0 cm /P Do Q";
    let image = |writer: &mut Writer| {
        let image = writer.stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"x",
        );
        format!("/XObject << /P {image} 0 R >>")
    };
    let mut writer = Writer::new();
    let resources = image(&mut writer);
    let song = font("UniGB-UCS2-H");
    writer
        .page(&at(60.0, 700.0, 16.0, SENTENCE), &song, "", "")
        .page(picture, &song, &resources, "")
        .page(picture, &song, &resources, "");
    writer.page("", &song, "", "");
    let taken = read_by(&writer.file(), &Policy::default()).unwrap();
    assert_eq!((taken.whole, taken.notices.len()), (false, 1));
    assert!(
        taken.notices[0].message.starts_with("page 2-3 holds pictures and no text"),
        "{}",
        taken.notices[0].message
    );
    let mut writer = Writer::new();
    let resources = image(&mut writer);
    writer.page(picture, &song, &resources, "");
    assert!(
        read_by(&writer.file(), &Policy::default()).unwrap_err().contains("page 1 hold pictures and no text")
    );
    let mut writer = Writer::new();
    writer.page("", &song, "", "");
    assert!(read_by(&writer.file(), &Policy::default()).unwrap_err().contains("no text and no pictures"));
}

#[test]
fn a_text_drawn_again_or_behind_a_picture_stands_once() {
    let bold = at(60.0, 700.0, 16.0, SENTENCE) + &at(60.3, 700.0, 16.0, SENTENCE);
    assert_eq!(text_of(&one_page(&bold)), SENTENCE);
    let layer = format!("3 Tr {}", at(60.0, 700.0, 16.0, SENTENCE));
    assert_eq!(text_of(&one_page(&layer)), SENTENCE);
    assert_eq!(text_of(&one_page(&format!("{} q {} Q", at(60.0, 702.0, 15.0, SENTENCE), layer))), SENTENCE);
}

#[test]
fn what_is_not_seen_or_set_across_is_no_text() {
    let across = format!("q .7 .7 -.7 .7 200 200 cm {} Q\n", at(0.0, 0.0, 40.0, "内部资料"));
    let outside = at(60.0, 900.0, 16.0, "页外");
    let clipped = format!("q 0 0 50 50 re W n {} Q\n", at(60.0, 400.0, 16.0, "剪去"));
    assert_eq!(
        text_of(&one_page(&format!("{across}{outside}{clipped}{}", at(60.0, 700.0, 16.0, SENTENCE)))),
        SENTENCE
    );
}

#[test]
fn a_turned_page_is_read_upright() {
    let song = font("UniGB-UCS2-H");
    let two = "第一行文字在上面。";
    let mut writer = Writer::new();
    let content =
        format!("q 0 1 -1 0 600 0 cm {}{} Q", at(60.0, 500.0, 16.0, two), at(60.0, 400.0, 16.0, SENTENCE));
    writer.page(&content, &song, "", "/Rotate 90").page(&content, &song, "", "");
    let taken = read_by(&writer.file(), &Policy::default()).unwrap();
    assert_eq!(texts(&taken), [two, SENTENCE, two, SENTENCE]);
    assert_eq!(
        taken.lines.iter().map(|line| line.page).collect::<Vec<_>>(),
        [Some(1), Some(1), Some(2), Some(2)]
    );
}

/// Pages of a text without a break, thirty characters a line.
fn run_on(lines: usize) -> String {
    (0..lines).map(|line| at(60.0, 700.0 - 24.0 * line as f64, 16.0, &"建设改造完成".repeat(5))).collect()
}

#[test]
fn no_sentence_runs_over_a_page_that_is_a_picture_or_lost() {
    let song = font("UniGB-UCS2-H");
    let read = |writer: Writer| -> Vec<(Option<u32>, Vec<u32>)> {
        let taken = read_by(&writer.file(), &Policy::default()).unwrap();
        taken.lines.iter().map(|line| (line.page, line.turns.iter().map(|turn| turn.1).collect())).collect()
    };
    let found = |pages: &[(u32, &[u32])]| -> Vec<(Option<u32>, Vec<u32>)> {
        pages.iter().map(|(page, turns)| (Some(*page), turns.to_vec())).collect()
    };
    let mut writer = Writer::new();
    writer.page(&run_on(12), &song, "", "").page("", &song, "", "").page(&run_on(12), &song, "", "");
    assert_eq!(read(writer), found(&[(1, &[3])]));
    let mut pictured = Writer::new();
    let image = pictured.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    let resources = format!("/XObject << /P {image} 0 R >>");
    pictured
        .page(&run_on(12), &song, "", "")
        .page("q 600 0 0 800 0 0 cm /P Do Q", &song, &resources, "")
        .page(&run_on(12), &song, "", "");
    assert_eq!(read(pictured), found(&[(1, &[]), (3, &[])]));
    // The tree of pages names one that is not there.
    let mut lost = Writer::new();
    lost.page(&run_on(12), &song, "", "").page(&run_on(12), &song, "", "").page(&run_on(12), &song, "", "");
    lost.pages.insert(2, 90);
    assert_eq!(read(lost), found(&[(1, &[2]), (3, &[])]));
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn the_limits_hold() {
    let song = font("UniGB-UCS2-H");
    let mut policy = Policy::default();
    (policy.read.most_pages, policy.read.most_characters, policy.read.most_nested) = (3, 1000, 20);
    let refused = |writer: Writer, said: &str| {
        let error = read_by(&writer.file(), &policy).unwrap_err();
        assert!(error.contains(said), "{said}: {error}");
    };
    let small =
        Policy { read: ReadPolicy { most_unpacked: 100_000, ..policy.read.clone() }, ..policy.clone() };
    let mut writer = Writer::new();
    for _ in 0..4 {
        writer.page("", &song, "", "");
    }
    refused(writer, "4 pages, more than the 3");

    let mut writer = Writer::new();
    writer.page(&at(60.0, 700.0, 1.0, &"建".repeat(1001)).repeat(2), &song, "", "/MediaBox [0 0 2000 800]");
    refused(writer, "page 1: the file has more than 1000 characters");

    let mut writer = Writer::new();
    writer.page(&"q ".repeat(50), &song, "", "");
    refused(writer, "more than 20 deep");

    // Content inside content; content that draws itself the library does not find.
    let mut writer = Writer::new();
    let first = writer.objects.len() + 1;
    for step in 1..30 {
        let next = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {} 0 R >> >>",
            first + step
        );
        writer.stream(&next, b"/X Do");
    }
    writer.page("/X Do", &song, &format!("/XObject << /X {first} 0 R >>"), "");
    refused(writer, "more than 20 deep");

    // Content that draws twice what draws twice, and so on.
    let mut writer = Writer::new();
    let first = writer.objects.len() + 1;
    for step in 1..18 {
        let next = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X {} 0 R >> >>",
            first + step
        );
        writer.stream(&next, b"/X Do /X Do");
    }
    writer.stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", b"n");
    writer.page("/X Do", &song, &format!("/XObject << /X {first} 0 R >>"), "");
    refused(writer, "again and again");

    // Much in little: as content, as a font's table, and as a part that the library unpacks by itself.
    let bomb = packed(&vec![b' '; 4_000_000]);
    for dict in ["/Filter /FlateDecode", "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"] {
        let mut writer = Writer::new();
        let bomb = writer.stream(dict, &bomb);
        writer.page("", &song, &format!("/XObject << /X {bomb} 0 R >>"), "");
        let error = read_by(&writer.file(), &small).unwrap_err();
        assert!(error.contains("unpack to more than 100000 bytes"), "{error}");
    }
    let mut writer = Writer::new();
    writer.page(
        &at(60.0, 700.0, 16.0, SENTENCE),
        &song.replace("/Encoding", "/FirstChar 4000000000 /LastChar 4000000001 /Widths [1] /Encoding"),
        "",
        "",
    );
    refused(writer, "fonts that do not say");
}

#[test]
fn damage_is_told() {
    let whole = one_page(&at(60.0, 700.0, 16.0, SENTENCE));
    let taken = read_by(&whole[..whole.len() - 120], &Policy::default()).unwrap();
    assert_eq!((taken.whole, taken.notices[0].kind), (false, NoticeKind::DamagedFile));
    assert_eq!(texts(&taken), [SENTENCE]);
    for bytes in [&b"%PDF-1.7\n"[..], b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"] {
        assert!(read_by(bytes, &Policy::default()).unwrap_err().contains("damaged"));
    }
    let mut packed = packed(at(60.0, 700.0, 16.0, SENTENCE).as_bytes());
    let middle = packed.len() - 8;
    packed.truncate(middle);
    let mut writer = Writer::new();
    let content = writer.stream("/Filter /FlateDecode", &packed);
    let song = font("UniGB-UCS2-H");
    writer.page(&at(60.0, 700.0, 16.0, SENTENCE), &song, "", "").page(
        "",
        &song,
        "",
        &format!("/Contents {content} 0 R"),
    );
    let page = writer.pages[1] - 1;
    writer.objects[page] = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F {song} >> >> >>").into_bytes();
    let taken = read_by(&writer.file(), &Policy::default()).unwrap();
    assert_eq!((taken.whole, taken.notices[0].kind), (false, NoticeKind::DamagedPage));
    assert_eq!(taken.notices[0].args["pages"], "2");
}

#[test]
fn ranges_are_short() {
    assert_eq!(ranges(&[1, 3, 4, 5, 9]), "1, 3-5, 9");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_damage_makes_it_panic(flips in proptest::collection::vec((0_usize..2000, proptest::num::u8::ANY), 1..12)) {
        let mut bytes = one_page(&at(60.0, 700.0, 16.0, SENTENCE));
        for (place, byte) in flips {
            let length = bytes.len();
            bytes[place % length] = byte;
        }
        let policy = Policy::default();
        let _ = read(&bytes, &policy.read, &AtomicUsize::new(0));
    }
}
