//! Damaged DOCX files.

use super::{RELATIONS, TYPES, numbered, p, parts, r, root, styled, take_by, zip};
use crate::notice::NoticeKind;
use crate::policy::Policy;
use crate::read::archive::tests::pack;
use crate::read::format::{File, Taken};

/// The parts of a good file, one of them changed.
fn with(name: &'static str, text: impl Into<String>) -> Vec<(&'static str, String)> {
    let mut parts = parts(&format!("{}{}", styled("1", "一、回顾"), numbered(1, 0, "建成学校。")));
    parts.retain(|(part, _)| *part != name);
    parts.push((name, text.into()));
    parts
}

fn without(name: &str) -> Vec<u8> {
    let mut parts = with("x", "");
    parts.retain(|(part, _)| *part != name);
    zip(&parts)
}

#[test]
fn damaged_files_are_refused_with_the_part_or_read_honestly() {
    let good = zip(&with("x", ""));
    let body = "word/document.xml";
    let deep = format!("<w:body>{}", "<w:p>".repeat(60_000));
    let bomb = r#"<!DOCTYPE w [<!ENTITY a "啊啊啊啊"><!ENTITY b "&a;&a;">]>"#;
    let utf16: Vec<u8> =
        root("document", &p("", &r("甲"))).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(&root("document", &p("", &r("甲乙丙")))).0.into_owned();
    let raw = |bytes: &[u8]| {
        pack(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", RELATIONS.as_bytes()),
            (body, bytes),
        ])
    };
    let spans = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999999'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>\
        <w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let ring = root(
        "numbering",
        "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='num'/></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>",
    );
    let refused = [
        ("cut", good.get(..good.len() / 3).unwrap().to_vec(), "not loaded completely"),
        ("the body missing", without(body), "part word/document.xml"),
        (
            "the body cut",
            zip(&with(body, root("document", "<w:body><w:p>").replace("</w:document>", ""))),
            "word/document.xml is damaged at line",
        ),
        (
            "ends crossed",
            zip(&with(body, root("document", "<w:body><w:p></w:body></w:p>"))),
            "word/document.xml is damaged",
        ),
        ("no XML", zip(&with(body, "甲")), "word/document.xml is damaged"),
        ("an empty body", zip(&with(body, "")), "word/document.xml is damaged"),
        ("too deep", zip(&with(body, root("document", &deep))), "more than 500 deep"),
        (
            "styles cut",
            zip(&with("word/styles.xml", "<w:styles xmlns:w='u'><w:style>")),
            "word/styles.xml is damaged",
        ),
        ("another encoding than declared", raw(&gbk), "not in the encoding that it declares"),
        (
            "a bomb",
            raw(&[root("document", "<w:body>").into_bytes(), vec![b' '; 65 << 20]].concat()),
            "more than 67108864 bytes",
        ),
        ("endless text", zip(&parts(&p("", &r(&"甲".repeat(4_100_000))))), "more than 4000000 characters"),
        ("endless paragraphs", zip(&parts(&p("", &r("甲")).repeat(50_001))), "more than 50000 paragraphs"),
    ];
    for (what, bytes, why) in &refused {
        let said = super::super::take(&File { name: "甲.docx", bytes, policy: &Policy::default() })
            .map(|taken| taken.lines.len());
        let said = said.unwrap_err();
        assert!(said.contains(why), "{what}: {said}");
    }
    let read = [
        ("no list of relations", without("_rels/.rels"), "一、建成学校。"),
        ("no types", without("[Content_Types].xml"), "一、建成学校。"),
        ("no styles", without("word/styles.xml"), "一、建成学校。"),
        ("no lists", without("word/numbering.xml"), "建成学校。"),
        ("no relations of the body", without("word/_rels/document.xml.rels"), "建成学校。"),
        (
            "relations to nothing",
            zip(&with("_rels/.rels", RELATIONS.replace("word/document.xml", "gone.xml"))),
            "一、建成学校。",
        ),
        ("a ring of lists", zip(&with("word/numbering.xml", ring)), "建成学校。"),
        (
            "entities",
            zip(&with(
                body,
                bomb.to_owned()
                    + &root("document", &p("", &r("&b;建")))
                        .replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ""),
            )),
            "&b;建",
        ),
        ("UTF-16", raw(&utf16), "甲"),
        ("wide cells", zip(&parts(spans)), "甲\t乙"),
        (
            "a paragraph in a paragraph",
            zip(&parts(
                "<w:p><w:r><w:t>外</w:t></w:r><w:p><w:r><w:t>内</w:t></w:r></w:p><w:r><w:t>余</w:t></w:r></w:p>",
            )),
            "余",
        ),
        (
            "cells without a table",
            zip(&parts("<w:tc><w:tr><w:p><w:r><w:t>散</w:t></w:r></w:p></w:tr></w:tc>")),
            "散",
        ),
    ];
    for (what, bytes, last) in &read {
        let taken = take_by(bytes, &Policy::default()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(taken.lines.last().map(|line| line.text.as_str()), Some(*last), "{what}");
    }
    let empty = zip(&parts(""));
    assert!(crate::read::read("甲.docx", &empty, &Policy::default(), &mut Vec::new()).is_err());
}

#[test]
fn flipped_bytes_never_pass_for_text_of_the_report() {
    let good = zip(&with("x", ""));
    let told = take_by(&good, &Policy::default()).unwrap();
    let mut state = 20_240_109_u64;
    for _ in 0..300 {
        let mut bytes = good.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).unwrap() % bytes.len();
            bytes[at] ^= 1 << (state % 8);
        }
        // The check sum of each part guards the words; what is lost with a part (a number, a level) is no word.
        if let Ok(taken) =
            super::super::take(&File { name: "甲.docx", bytes: &bytes, policy: &Policy::default() })
        {
            let words = |taken: &Taken| taken.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
            assert!(
                words(&taken).iter().zip(words(&told)).all(|(found, good)| good.ends_with(found.as_str()))
            );
        }
    }
}

#[test]
fn a_part_that_the_text_refers_to_is_missed_and_no_other() {
    let plain = p("", &r("建成学校。"));
    let listed = numbered(1, 0, "建成学校。");
    let noted = p("", "<w:r><w:t>建成学校。</w:t><w:footnoteReference w:id='1'/></w:r>");
    let ended = p("", "<w:r><w:t>建成学校。</w:t><w:endnoteReference w:id='1'/></w:r>");
    let taken_back =
        p("", "<w:r><w:t>建成学校。</w:t></w:r><w:del><w:r><w:footnoteReference w:id='1'/></w:r></w:del>");
    let linked = p(
        "",
        "<w:hyperlink xmlns:q='http://purl.oclc.org/ooxml/officeDocument/relationships' q:id='r9'><w:r><w:t>建成学校。</w:t></w:r></w:hyperlink>",
    );
    let bookmark = p("", "<w:bookmarkStart w:id='0' w:name='x'/><w:r><w:t>建成学校。</w:t></w:r>");
    let none = p("<w:numPr><w:numId w:val='0'/></w:numPr>", &r("建成学校。"));
    let empty = format!("{plain}{}", numbered(1, 0, ""));
    let (numbers, notes, styles) = ("word/numbering.xml", "word/footnotes.xml", "word/styles.xml");
    let relations = "word/_rels/document.xml.rels";
    for (body, gone, missed) in [
        (&listed, &[numbers][..], numbers),
        (&styled("num", "建成学校。"), &[numbers], numbers),
        (&noted, &[notes], notes),
        (&ended, &[], "word/endnotes.xml"),
        (&styled("1", "建成学校。"), &[styles], styles),
        (&listed, &[relations], relations),
        (&noted, &[relations], relations),
        (&styled("num", "建成学校。"), &[relations], relations),
        (&linked, &[relations], relations),
        (&format!("{listed}{noted}"), &[numbers, notes], "word/footnotes.xml, word/numbering.xml"),
        (&format!("{listed}{noted}{linked}"), &[], ""),
        (&plain, &[numbers, notes, styles, relations], ""),
        (&none, &[numbers, relations], ""),
        (&empty, &[numbers, relations], ""),
        (&taken_back, &[notes, relations], ""),
        (&bookmark, &[relations], ""),
    ] {
        let mut parts = parts(body);
        parts.retain(|(part, _)| !gone.contains(part));
        let taken = take_by(&zip(&parts), &Policy::default()).unwrap();
        assert!(taken.lines[0].text.ends_with("建成学校。"));
        let said: Vec<_> =
            taken.notices.iter().map(|notice| (notice.kind, notice.args["parts"].as_str())).collect();
        let right: Vec<_> =
            Some((NoticeKind::PartNotRead, missed)).filter(|_| !missed.is_empty()).into_iter().collect();
        assert_eq!((taken.whole, said), (right.is_empty(), right), "{body} without {gone:?}");
    }
}
