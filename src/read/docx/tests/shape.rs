//! Headings, lists and tables of a DOCX.

use super::{lines, numbered, p, r, styled, texts};
use crate::read::BlockKind;

#[test]
fn styles_make_headings_by_name_level_and_what_they_are_based_on() {
    let body = [
        styled("t", "政府工作报告"),
        styled("s", "2024年1月9日"),
        styled("1", "一、回顾"),
        styled("own", "二、安排"),
        styled("second", "（一）产业"),
        styled("body", "这是正文"),
        styled("x", "样式成环"),
        p("<w:outlineLvl w:val='2'/>", &r("三级")),
        p("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", &r("不是标题")),
        styled("1", "（二）民生。新建学校2所，改造医院1家。"),
    ];
    let found: Vec<_> = lines(&body.concat())
        .into_iter()
        .map(|line| (line.text, line.kind, line.marked, line.alone))
        .collect();
    let heading = |text: &str, level| (text.to_owned(), BlockKind::Heading, Some(level), true);
    let plain = |text: &str, alone| (text.to_owned(), BlockKind::Paragraph, None, alone);
    assert_eq!(
        found,
        [
            heading("政府工作报告", 1),
            plain("2024年1月9日", true),
            heading("一、回顾", 1),
            heading("二、安排", 1),
            heading("（一）产业", 2),
            plain("这是正文", false),
            plain("样式成环", false),
            heading("三级", 3),
            plain("不是标题", false),
            plain("（二）民生。新建学校2所，改造医院1家。", false),
        ]
    );
}

#[test]
fn large_bold_or_strong_paragraphs_are_headings_too() {
    let run = |look: &str, words: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>");
    let long = "全年完成投资一百二十亿元，新建中小学校二所，城乡面貌持续改善，群众生活水平不断提高。";
    let body = [
        p("<w:jc w:val='center'/>", &run("<w:b/><w:sz w:val='44'/>", "甲县政府工作报告")),
        p("<w:jc w:val='center'/>", &run("<w:b/>", "（2024年1月9日）")),
        p("", &run("<w:b/>", "各位代表：")),
        p("", &run("<w:sz w:val='32'/>", "一、2023年工作回顾")),
        p("", &run("<w:rFonts w:eastAsia='楷体'/>", "（一）经济稳中有进")),
        p("", &format!("{}{}", run("<w:rFonts w:eastAsia='黑体'/>", "产业升级。"), r(long))),
        p("", &run("<w:rStyle w:val='strong'/>", "民生改善")),
        p("", &format!("{}{}", run("<w:b/>", "城乡"), r("面貌"))),
        p("", &r(&long.repeat(3))),
    ];
    let found = lines(&body.concat());
    let headings: Vec<_> = found.iter().filter_map(|line| Some((line.text.as_str(), line.marked?))).collect();
    assert_eq!(
        headings,
        [("甲县政府工作报告", 1), ("一、2023年工作回顾", 2), ("（一）经济稳中有进", 3), ("民生改善", 3)]
    );
    let run_in = &found[5];
    assert_eq!(run_in.text.get(run_in.bold[0].clone()), Some("产业升级。"));
}

#[test]
fn where_all_is_bold_bold_says_nothing() {
    let bold = |words: &str| p("", &format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>"));
    let found = lines(&format!("{}{}", bold("建成学校两所"), bold("全年完成投资十二亿元，新建道路五条。")));
    assert!(found.iter().all(|line| line.kind == BlockKind::Paragraph && line.bold.is_empty()));
}

#[test]
fn numbers_are_printed_in_front_and_bullets_are_not() {
    let body = [
        numbered(1, 0, "回顾"),
        numbered(1, 1, "产业"),
        numbered(1, 2, "5个园区"),
        numbered(1, 1, "民生"),
        numbered(1, 0, "安排"),
        numbered(1, 1, "重新起头"),
        numbered(4, 1, "另起"),
        numbered(4, 1, "接着"),
        styled("num", "5个公园"),
        styled("num", "医院"),
        p("<w:pStyle w:val='num'/><w:numPr><w:numId w:val='0'/></w:numPr>", &r("无号")),
        numbered(3, 0, "办好实事"),
        numbered(9, 0, "没有这个列表"),
        numbered(1, 0, ""),
        numbered(1, 0, "空段也计数"),
    ];
    let found: Vec<_> = lines(&body.concat()).into_iter().map(|line| (line.text, line.kind)).collect();
    let texts: Vec<_> = found.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "一、回顾",
            "（一）产业",
            "1.1.1 5个园区",
            "（二）民生",
            "二、安排",
            "（一）重新起头",
            "（七）另起",
            "（八）接着",
            "3. 5个公园",
            "4.医院",
            "无号",
            "办好实事",
            "没有这个列表",
            "四、空段也计数",
        ]
    );
    let items: Vec<_> =
        found.iter().filter(|(_, kind)| *kind == BlockKind::Item).map(|(text, _)| text).collect();
    assert_eq!(items, ["办好实事"]);
}

#[test]
fn a_row_of_a_table_is_a_line_and_merged_cells_speak_once() {
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{words}</w:tc>");
    let plain = |words: &str| cell("", &p("", &r(words)));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = |rows: &[String]| format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat());
    let body = table(&[
        row(&[plain("指标"), plain("单位"), plain("目标")]),
        row(&[
            cell("<w:gridSpan w:val='2'/>", &format!("{}{}", p("", &r("新增就业")), p("", &r("（万人）")))),
            plain("1.2"),
        ]),
        row(&[cell("<w:vMerge w:val='restart'/>", &p("", &r("民生"))), plain("学校"), plain("2所")]),
        row(&[cell("<w:vMerge/>", &p("", &r("看不见"))), plain("医院"), plain("1家")]),
        row(&[cell("<w:vMerge/>", "<w:p/>"), plain("公园"), cell("<w:hMerge/>", &p("", &r("看不见")))]),
        row(&[plain("收入"), plain(""), plain("6%")]),
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", plain("删去的行")),
    ]);
    let found = lines(&format!("{}{body}{}", p("", &r("表前")), p("", &r("表后"))));
    let texts: Vec<_> = found.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "表前",
            "指标\t单位\t目标",
            "新增就业 （万人）\t1.2",
            "民生\t学校\t2所",
            "医院\t1家",
            "公园",
            "收入\t\t6%",
            "表后"
        ]
    );
    assert!(found[1..7].iter().all(|line| line.kind == BlockKind::Table && line.alone));

    // One that goes on with nothing begins; a table inside a table comes after its row.
    let loose = table(&[row(&[cell("<w:vMerge/>", &p("", &r("甲"))), plain("乙")])]);
    let inner = table(&[row(&[plain("外"), cell("", &format!("{}{loose}{}", p("", &r("内")), p("", "")))])]);
    assert_eq!(self::texts(&inner), ["外\t内", "甲\t乙"]);

    // A table that only frames the text.
    let long = "全年完成投资一百二十亿元，新建中小学校二所，城乡面貌持续改善，群众生活水平不断提高，各项事业全面进步。";
    let framed = table(&[row(&[cell("", &format!("{}{}", p("", &r(long)), styled("1", "二、安排")))])]);
    let found = lines(&framed);
    assert_eq!((found[0].kind, found[1].kind, found.len()), (BlockKind::Paragraph, BlockKind::Heading, 2));
    let page = format!("{}{}", p("", &r(long)), p("", &r(long)));
    let framed = table(&[row(&[plain("成就"), cell("", &page)])]);
    assert!(lines(&framed).iter().all(|line| line.kind == BlockKind::Paragraph));
}
