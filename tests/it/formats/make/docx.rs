//! DOCX: once with styles, numbers that Word counts, tracked changes, header, footer, a footnote and a table with merged cells;
//! once with nothing but bold and large letters and the title in a text box.

use super::archive::{XML, archive, escaped};
use super::page::HEADER;
use super::report::{Kind, Part, Run};

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\"";

/// The words of every footnote.
pub(crate) const FOOTNOTE: &str = "本报告所列指标均为虚构。";
/// The rows of the table; the second cell of the first row is two wide, the first cell of the second row two high.
pub(crate) const TABLE: [[&str; 3]; 3] =
    [["编号", "释义所在页码", ""], ["第一类", "甲", "十八页"], ["", "乙", "十九页"]];

/// With styles and all that Word adds to them.
pub(crate) fn styled(parts: &[Part]) -> Vec<u8> {
    let mut body = String::new();
    let (mut list, mut paragraphs, mut notes) = (1, 0, 0);
    for part in parts {
        let (_, words) = part.numbered();
        let whole = [(words, false)];
        let (shape, words) = match part.kind {
            Kind::Title => ("<w:pStyle w:val=\"a3\"/>".to_owned(), runs(&whole, "")),
            Kind::Front => ("<w:jc w:val=\"center\"/>".to_owned(), runs(&part.runs, "")),
            Kind::Chapter => {
                list += 1;
                ("<w:pStyle w:val=\"1\"/>".to_owned(), runs(&whole, ""))
            }
            Kind::Section => ("<w:pStyle w:val=\"2\"/>".to_owned(), runs(&whole, "")),
            Kind::Entry => (
                format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>"),
                runs(&whole, ""),
            ),
            Kind::Note => (String::new(), runs(&part.runs, "")),
            Kind::Paragraph => {
                paragraphs += 1;
                let words = if paragraphs % 3 == 0 {
                    notes += 1;
                    changed(&part.runs, notes)
                } else {
                    runs(&part.runs, "")
                };
                ("<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>".to_owned(), words)
            }
        };
        body += &paragraph(&shape, &words);
        if part.kind == Kind::Chapter {
            body += &removed("今年新建小学99所。");
        }
    }
    body += &table();
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
        <w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";
    let number = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>— 1 —</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let note = |note| {
        format!(
            "<w:footnote w:id=\"{note}\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{FOOTNOTE}</w:t></w:r></w:p></w:footnote>"
        )
    };
    let footnotes = format!(
        "<w:footnotes {SPACES}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>{}</w:footnotes>",
        (1..=notes).map(note).collect::<String>()
    );
    file(
        &format!("{body}{section}"),
        &[
            ("styles", STYLES.replace("{SPACES}", SPACES)),
            ("numbering", numbering(list)),
            ("footnotes", footnotes),
            (
                "header",
                format!(
                    "<w:hdr {SPACES}>{}</w:hdr>",
                    paragraph("", &runs(&[(HEADER.to_owned(), false)], ""))
                ),
            ),
            ("footer", format!("<w:ftr {SPACES}>{}</w:ftr>", paragraph("<w:jc w:val=\"center\"/>", number))),
        ],
    )
}

/// With headings that are only bold and large, their numbers typed, and the title in a text box.
pub(crate) fn unstyled(parts: &[Part]) -> Vec<u8> {
    let mut body = String::new();
    for part in parts {
        let whole = [(part.text(), false)];
        let (shape, words) = match part.kind {
            Kind::Title => (
                String::new(),
                boxed(&paragraph("<w:jc w:val=\"center\"/>", &runs(&whole, "<w:b/><w:sz w:val=\"44\"/>"))),
            ),
            Kind::Front => ("<w:jc w:val=\"center\"/>".to_owned(), runs(&whole, "<w:sz w:val=\"32\"/>")),
            Kind::Chapter => {
                ("<w:jc w:val=\"center\"/>".to_owned(), runs(&whole, "<w:b/><w:sz w:val=\"36\"/>"))
            }
            Kind::Section => (INDENT.to_owned(), runs(&whole, "<w:b/><w:sz w:val=\"34\"/>")),
            _ => (INDENT.to_owned(), runs(&part.runs, "<w:sz w:val=\"32\"/>")),
        };
        body += &paragraph(&shape, &words);
        if part.heading() {
            body += "<w:p/>";
        }
    }
    file(&body, &[])
}

const INDENT: &str = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>";

fn paragraph(shape: &str, words: &str) -> String {
    format!("<w:p><w:pPr>{shape}</w:pPr>{words}</w:p>")
}

/// Runs as Word cuts them: figures apart from Han characters, marks of the spelling checker between.
fn runs(runs: &[Run], look: &str) -> String {
    let mut out = String::new();
    for (text, bold) in runs {
        let bold = if *bold { "<w:b/><w:bCs/>" } else { "" };
        let signs: Vec<char> = text.chars().collect();
        for signs in signs.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
            let words = escaped(&signs.iter().collect::<String>());
            out += &format!(
                "<w:r><w:rPr>{bold}{look}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r><w:proofErr w:type=\"gramEnd\"/>"
            );
        }
    }
    out
}

const WHO: &str = "w:id=\"9\" w:author=\"某某\" w:date=\"2024-01-01T00:00:00Z\"";

/// Runs whose last one was put in with changes tracked in the place of another, with the footnote `note` inside it.
fn changed(all: &[Run], note: usize) -> String {
    let (last, before) = all.split_last().expect("a paragraph has words");
    let signs: Vec<char> = last.0.chars().collect();
    let (front, back) = signs.split_at(signs.len() / 2);
    let half = |signs: &[char]| runs(&[(signs.iter().collect(), last.1)], "");
    format!(
        "{}<w:del {WHO}><w:r><w:delText>原定新建小学98所，</w:delText></w:r></w:del>\
         <w:ins {WHO}>{}<w:r><w:footnoteReference w:id=\"{note}\"/></w:r>{}</w:ins>",
        runs(before, ""),
        half(front),
        half(back)
    )
}

/// A paragraph that was taken away with changes tracked.
fn removed(words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr><w:del {WHO}><w:r><w:delText>{words}</w:delText></w:r></w:del></w:p>"
    )
}

/// A text box, once for new programs and once more for old ones.
fn boxed(content: &str) -> String {
    format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><a:graphic>\
         <a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:txbx>\
         <w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r>"
    )
}

fn table() -> String {
    let cell = |shape: &str, words: &str| {
        let words = if words.is_empty() { String::new() } else { runs(&[(words.to_owned(), false)], "") };
        format!("<w:tc><w:tcPr>{shape}</w:tcPr>{}</w:tc>", paragraph("", &words))
    };
    let [first, second, third] = &TABLE;
    let rows = [
        cell("", first[0]) + &cell("<w:gridSpan w:val=\"2\"/>", first[1]),
        cell("<w:vMerge w:val=\"restart\"/>", second[0]) + &cell("", second[1]) + &cell("", second[2]),
        cell("<w:vMerge/>", third[0]) + &cell("", third[1]) + &cell("", third[2]),
    ];
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    format!("<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>")
}

const STYLES: &str = "<w:styles {SPACES}>\
<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"a\"/><w:rPr><w:b/><w:sz w:val=\"44\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr>\
<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"a\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>\
<w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>";

/// The list of the headings (list 1: halves without a number, sections 一、 that begin anew in each half) and one list for the
/// entries behind each of the other headings.
fn numbering(lists: usize) -> String {
    let level = |at: u8, format: &str, text: &str, style: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{style}<w:suff w:val=\"nothing\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let headings = level(0, "none", "", "<w:pStyle w:val=\"1\"/>")
        + &level(1, "chineseCountingThousand", "%2、", "<w:pStyle w:val=\"2\"/>");
    let entries = level(0, "decimal", "%1.", "");
    let lists: String = (2..=lists)
        .map(|list| {
            format!(
                "<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
            )
        })
        .collect();
    format!(
        "<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"multilevel\"/>{headings}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{entries}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>{lists}</w:numbering>"
    )
}

/// The archive around the body and the parts beside it, each named by its kind.
fn file(body: &str, beside: &[(&str, String)]) -> Vec<u8> {
    let office = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let kind =
        |name: &str| format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{office}.{name}+xml\"/>");
    let kinds: String = beside.iter().map(|(name, _)| kind(name)).collect();
    let relations: String = beside
        .iter()
        .enumerate()
        .map(|(index, (name, _))| {
            format!(
                "<Relationship Id=\"rId{}\" Type=\"{relation}/{name}\" Target=\"{name}.xml\"/>",
                index + 1
            )
        })
        .collect();
    let mut files = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/word/document.xml\" ContentType=\"{office}.document.main+xml\"/>{kinds}</Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relation}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml".to_owned(),
            format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/_rels/document.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>"),
        ),
    ];
    files.extend(beside.iter().map(|(name, text)| (format!("word/{name}.xml"), text.clone())));
    archive(
        &files
            .into_iter()
            .map(|(name, text)| (name, format!("{XML}{text}").into_bytes()))
            .collect::<Vec<_>>(),
    )
}
