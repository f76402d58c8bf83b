//! What a reader sees of a DOCX, and what is said of a damaged one. All reports here are invented.

mod damaged;
mod shape;

use crate::policy::Policy;
use crate::read::archive::tests::pack;
use crate::read::format::{File, Taken};
use crate::read::line::Line;
use crate::read::{BlockKind, Document};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
    <Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="/word/numbering.xml"/>
    <Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>"#;
/// Two headings in a chain, a plain style based on a heading, a numbered and a bulleted list, lines of contents, bold letters.
const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
    <w:style w:type="paragraph" w:styleId="s"><w:name w:val="Subtitle"/></w:style>
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
    <w:style w:type="paragraph" w:styleId="body"><w:name w:val="标题后正文"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="second"><w:name w:val="二级标题"/></w:style>
    <w:style w:type="paragraph" w:styleId="num"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="x"><w:name w:val="环一"/><w:basedOn w:val="y"/></w:style>
    <w:style w:type="paragraph" w:styleId="y"><w:name w:val="环二"/><w:basedOn w:val="x"/></w:style>"#;
const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl></w:abstractNum>
    <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pStyle w:val="num"/></w:lvl></w:abstractNum>
    <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>"#;
const NOTES: &str = r#"<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="1"><w:p><w:r><w:footnoteRef/><w:t>“双争”指争先进位、争创一流。</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="2"><w:p><w:r><w:t>没有人提到的注。</w:t></w:r></w:p></w:footnote>"#;

fn root(name: &str, inner: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wp="urn:wp" xmlns:a="urn:a" xmlns:o="urn:o">{inner}</w:{name}>"#
    )
}

/// The parts of a whole file with this body.
fn parts(body: &str) -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/_rels/document.xml.rels", PARTS.to_owned()),
        ("word/document.xml", root("document", &format!("<w:body>{body}<w:sectPr/></w:body>"))),
        ("word/styles.xml", root("styles", STYLES)),
        ("word/numbering.xml", root("numbering", NUMBERING)),
        ("word/footnotes.xml", root("footnotes", NOTES)),
    ]
}

fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    pack(&parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

fn take_by(bytes: &[u8], policy: &Policy) -> Result<Taken, String> {
    assert!(super::sniff(bytes));
    super::take(&File { name: "甲.docx", bytes, policy })
}

fn take(body: &str) -> Taken {
    take_by(&zip(&parts(body)), &Policy::default()).unwrap()
}

fn lines(body: &str) -> Vec<Line> {
    take(body).lines
}

fn texts(body: &str) -> Vec<String> {
    lines(body).into_iter().map(|line| line.text).collect()
}

/// A run of words.
fn r(words: &str) -> String {
    format!("<w:r><w:t>{words}</w:t></w:r>")
}

/// A paragraph of these properties and runs.
fn p(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

/// A paragraph of this style.
fn styled(style: &str, words: &str) -> String {
    p(&format!(r#"<w:pStyle w:val="{style}"/>"#), &r(words))
}

fn numbered(list: u8, level: u8, words: &str) -> String {
    p(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), &r(words))
}

#[test]
fn words_are_those_that_are_printed() {
    for (runs, printed) in [
        ("<w:r><w:t>建成</w:t></w:r><w:r><w:t xml:space='preserve'> 2 所</w:t></w:r>", "建成 2 所"),
        (
            "<w:ins><w:r><w:t>新建</w:t></w:r></w:ins><w:del><w:r><w:delText>拆除</w:delText></w:r></w:del>",
            "新建",
        ),
        (
            "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>",
            "新",
        ),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>公开</w:t></w:r>",
            "公开",
        ),
        (
            "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>现在</w:t></w:r>",
            "现在",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r>\
             <w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>2024年</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "2024年",
        ),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>没有收尾的域</w:t></w:r>", "没有收尾的域"),
        ("<w:fldSimple w:instr='AUTHOR'><w:r><w:t>张三</w:t></w:r></w:fldSimple>", "张三"),
        (
            "<w:hyperlink w:anchor='x'><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag>",
            "链接标签",
        ),
        (
            "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>",
            "控件",
        ),
        (
            "<w:r><w:t>请</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt>",
            "请",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "汉",
        ),
        (
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:softHyphen/><w:t>丁</w:t></w:r>",
            "甲 乙-丙丁",
        ),
        ("<w:r><w:t>增长</w:t><w:sym w:font='Symbol' w:char='F0B3'/><w:t>5%</w:t></w:r>", "增长≥5%"),
        (
            "<w:r><w:t>前</w:t></w:r><w:commentRangeStart w:id='1'/><w:r><w:commentReference w:id='1'/></w:r><w:r><w:t>后</w:t></w:r>",
            "前后",
        ),
        ("<w:r><w:t>R&amp;D&#x3002;</w:t></w:r>", "R&D。"),
        ("<w:r><w:lastRenderedPageBreak/><w:t>\n  缩进的源码\n</w:t></w:r>", "缩进的源码"),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath><w:r><w:t>万亩</w:t></w:r>", "a+b万亩"),
        (
            "<w:bookmarkStart w:id='0' w:name='_GoBack'/><w:proofErr w:type='gramStart'/><w:r><w:t>甲</w:t></w:r>",
            "甲",
        ),
    ] {
        assert_eq!(texts(&p("", runs)), [printed], "{runs}");
    }
}

#[test]
fn a_paragraph_whose_end_is_taken_away_goes_on() {
    let gone = p("<w:rPr><w:del/></w:rPr>", &r("新建学校"));
    assert_eq!(texts(&format!("{gone}{}", p("", &r("两所。")))), ["新建学校两所。"]);
    let drop = p("<w:framePr w:dropCap='drop'/>", &r("今"));
    assert_eq!(texts(&format!("{drop}{}", p("", &r("年，工作有力。")))), ["今年，工作有力。"]);
    // The end of the text ends it, too.
    assert_eq!(texts(&gone), ["新建学校"]);
}

#[test]
fn a_line_break_parts_sentences_and_joins_a_heading() {
    let broken =
        "<w:r><w:t>建成学校。</w:t><w:br/><w:t>修通道路。</w:t><w:br w:type='page'/><w:t>完。</w:t></w:r>";
    assert_eq!(texts(&p("", broken)), ["建成学校。", "修通道路。", "完。"]);
    let title =
        "<w:r><w:t>甲县人民政府</w:t><w:br/><w:t>工作报告</w:t><w:br/><w:t>（2024年1月9日）</w:t></w:r>";
    assert_eq!(texts(&p(r#"<w:pStyle w:val="t"/>"#, title)), ["甲县人民政府工作报告", "（2024年1月9日）"]);
}

#[test]
fn boxes_are_read_once_and_notes_come_last_as_no_part_of_the_report() {
    let boxed = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", p("", &r(words)));
    let both = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        boxed("框中的话"),
        boxed("框中的话")
    );
    let called = "<w:r><w:footnoteReference w:id='1'/></w:r>";
    let body = format!(
        "{}{}",
        p("", &format!("{}{both}{}{called}", r("开展"), r("“双争”行动。"))),
        p("", &r("末段。"))
    );
    let found = lines(&body);
    let texts: Vec<_> = found.iter().map(|line| (line.text.as_str(), line.kind, line.alone)).collect();
    assert_eq!(
        texts,
        [
            ("开展“双争”行动。", BlockKind::Paragraph, false),
            ("框中的话", BlockKind::Paragraph, true),
            ("末段。", BlockKind::Paragraph, false),
            ("“双争”指争先进位、争创一流。", BlockKind::Furniture, true),
        ]
    );
}

#[test]
fn the_table_of_contents_is_left_out_and_nothing_else() {
    let entry = |words: &str| {
        p(
            "",
            &format!(
                "<w:hyperlink w:anchor='_Toc1'><w:r><w:t>{words}</w:t><w:tab/><w:t>3</w:t></w:r></w:hyperlink>"
            ),
        )
    };
    let frame = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>{}{}{}</w:sdtContent></w:sdt>",
        p("", &r("目　录")),
        entry("一、回顾"),
        p("", &r("这一段被误放进目录的控件里，仍是报告的正文，不能丢。"))
    );
    let field = format!(
        "{}{}{}",
        p(
            "",
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>二、安排……4</w:t></w:r>"
        ),
        entry("（一）产业"),
        p("", "<w:r><w:fldChar w:fldCharType='end'/></w:r>")
    );
    let body = format!("{frame}{field}{}{}", styled("TOC1", "一、回顾3"), styled("1", "一、回顾"));
    assert_eq!(texts(&body), ["这一段被误放进目录的控件里，仍是报告的正文，不能丢。", "一、回顾"]);
}

#[test]
fn what_is_no_text_is_said() {
    let picture =
        |size: &str| p("", &format!("<w:r><w:drawing><wp:extent {size}/><a:blip/></w:drawing></w:r>"));
    let text = p("", &r("建成学校。"));
    let small = take(&format!("{text}{}", picture("cx='3600000' cy='3600000'")));
    assert!(small.whole && small.notices.is_empty());
    for unread in [
        picture("cx='5400000' cy='7560000'"),
        "<w:altChunk/>".to_owned(),
        p("", "<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"),
    ] {
        let taken = take(&format!("{text}{unread}"));
        assert!(!taken.whole && taken.notices.len() == 1, "{unread}");
    }
    let formula = p("", "<w:r><w:object><o:OLEObject ProgID='Equation.3'/></w:object></w:r>");
    assert!(take(&format!("{text}{formula}")).whole);
    let scanned = take_by(&zip(&parts(&picture("cx='5400000' cy='7560000'"))), &Policy::default());
    assert!(scanned.unwrap_err().contains("OCR"));
}

#[test]
fn other_prefixes_strict_files_templates_and_other_places_are_read() {
    let strict = r#"<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:r><d:t>严格</d:t></d:r></d:p></d:body></d:document>"#;
    let types = TYPES
        .replace("/word/document.xml", "/内容/main.xml")
        .replace("wordprocessingml.document", "wordprocessingml.template");
    let relations = RELATIONS
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace("word/document.xml", "/内容/main.xml");
    let file =
        [("[Content_Types].xml", types), ("_rels/.rels", relations), ("内容/main.xml", strict.to_owned())];
    assert_eq!(take_by(&zip(&file), &Policy::default()).unwrap().lines[0].text, "严格");

    let sheet = [
        (
            "[Content_Types].xml",
            TYPES.replace("wordprocessingml", "spreadsheetml").replace("word/document", "xl/workbook"),
        ),
        ("_rels/.rels", RELATIONS.replace("word/document", "xl/workbook")),
        ("xl/workbook.xml", "<workbook/>".to_owned()),
    ];
    assert!(!super::sniff(&zip(&sheet)));
    let locked = [&b"\xd0\xcf\x11\xe0"[..], b"....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
    assert!(take_by(&locked, &Policy::default()).unwrap_err().contains("password"));
    assert!(!super::sniff(b"\xd0\xcf\x11\xe0 an old document"));
}

#[test]
fn a_sentence_cut_by_the_enter_key_and_a_report_in_one_paragraph_are_whole() {
    let read = |body: &str| -> Vec<String> {
        let bytes = zip(&parts(body));
        let document: Document =
            crate::read::read("甲.docx", &bytes, &Policy::default(), &mut Vec::new()).unwrap();
        document.blocks.iter().map(|block| document.slice(block.span).to_owned()).collect()
    };
    let long = "全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高。";
    let cut =
        [p("", &r(long)), p("", &r("提高治理能力现代")), p("", ""), p("", &r("化水平。")), p("", &r(long))]
            .concat();
    assert_eq!(read(&cut)[1], "提高治理能力现代化水平。");
    let body = format!(
        "各位代表：现在，我报告工作。一、2023年工作回顾 过去一年，{}二、2024年工作安排 今年，{}",
        long.repeat(4),
        long.repeat(4)
    );
    let found = read(&p("", &r(&body)));
    assert!(found.iter().any(|block| block.starts_with("二、2024年工作安排")), "{found:?}");
}
