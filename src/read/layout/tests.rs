//! Sheets set here by hand, and the lines that come of them.

use super::*;
use crate::read::BlockKind;

/// The size of the body, and how far down the next line is.
const SIZE: f64 = 12.0;
const STEP: f64 = 18.0;

/// Adds a line of text: Chinese characters an em wide, others half of one.
fn set(sheet: &mut Sheet, x: f64, y: f64, size: f64, text: &str) {
    let mut x = x;
    for c in text.chars() {
        let advance = if square(c) || c == '\u{3000}' { size } else { size / 2.0 };
        sheet.signs.push(Sign { text: c.to_string(), x, y, advance, size, bold: false, furniture: false });
        x += advance;
    }
}

fn sheet() -> Sheet {
    Sheet { width: 600.0, height: 800.0, ..Sheet::default() }
}

/// Sets a paragraph in lines of so many characters from `y` on, its first line indented by two. Gives where the next line stands.
fn paragraph(sheet: &mut Sheet, x: f64, y: f64, width: usize, text: &str) -> f64 {
    let chars: Vec<char> = text.chars().collect();
    let (mut y, mut from, mut indent) = (y, 0, 2);
    while from < chars.len() {
        let to = (from + width - indent).min(chars.len());
        set(sheet, x + indent as f64 * SIZE, y, SIZE, &chars[from..to].iter().collect::<String>());
        (from, indent, y) = (to, 0, y + STEP);
    }
    y
}

fn texts(sheets: &[Sheet]) -> Vec<String> {
    lines(sheets).into_iter().map(|line| line.text).collect()
}

/// A sentence of so many characters, which the number tells from others.
fn sentence(number: usize, length: usize) -> String {
    let names = ["教育", "道路", "住房", "就业", "养老", "供水", "绿化", "文化", "医疗", "消防"];
    let body =
        format!("{}工作取得新进展，群众生活水平不断提高，城乡面貌持续改善，", names[number % names.len()]);
    let mut text: String = body.chars().cycle().take(length - 1).collect();
    text.push('。');
    text
}

#[test]
fn paragraphs_are_whole_across_lines_and_pages_and_know_where_a_page_begins() {
    let (mut one, mut two) = (sheet(), sheet());
    let (first, second, third) = (sentence(0, 70), sentence(1, 95), sentence(2, 50));
    let mut y = paragraph(&mut one, 60.0, 100.0, 30, &first);
    let chars: Vec<char> = second.chars().collect();
    y = paragraph(&mut one, 60.0, y, 30, &chars[..58].iter().collect::<String>());
    set(&mut one, 280.0, 770.0, 10.0, "— 1 —");
    assert!(y < 700.0);
    set(&mut two, 60.0, 100.0, SIZE, &chars[58..88].iter().collect::<String>());
    set(&mut two, 60.0, 100.0 + STEP, SIZE, &chars[88..].iter().collect::<String>());
    paragraph(&mut two, 60.0, 100.0 + 2.0 * STEP, 30, &third);
    set(&mut two, 280.0, 770.0, 10.0, "— 2 —");
    let lines = lines(&[one, two]);
    assert_eq!(
        lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
        [first.as_str(), &second, &third]
    );
    assert_eq!(lines.iter().map(|line| line.page).collect::<Vec<_>>(), [Some(1), Some(1), Some(2)]);
    let turn: usize = chars[..58].iter().map(|c| c.len_utf8()).sum();
    assert_eq!(lines[1].turns, [(turn, 2)]);
    assert!(lines.iter().all(|line| line.alone && line.indent));
}

#[test]
fn two_columns_are_read_one_after_the_other_and_a_title_above_both_first() {
    let mut page = sheet();
    set(&mut page, 210.0, 60.0, 20.0, "甲县政府工作报告");
    let all: Vec<String> = (0..8).map(|number| sentence(number, 43 + number)).collect();
    let mut y = 110.0;
    for text in &all[..4] {
        y = paragraph(&mut page, 60.0, y, 18, text);
    }
    y = 110.0;
    for text in &all[4..] {
        y = paragraph(&mut page, 310.0, y, 18, text);
    }
    let mut expected = vec!["甲县政府工作报告".to_owned()];
    expected.extend(all);
    assert_eq!(texts(&[page]), expected);
}

#[test]
fn furniture_goes_and_figures_of_the_report_stay() {
    let pages: Vec<Sheet> = (0..4)
        .map(|number| {
            let mut page = sheet();
            // Odd and even pages have heads of their own.
            set(
                &mut page,
                60.0,
                40.0,
                9.0,
                if number % 2 == 0 {
                    "甲县人民政府公报 2024年第3期"
                } else {
                    "政府工作报告"
                },
            );
            let y = paragraph(&mut page, 60.0, 100.0, 30, &sentence(number, 60 + number * 30));
            paragraph(&mut page, 60.0, y, 30, "全县粮食总产量达到");
            set(&mut page, 72.0, y + 2.0 * STEP, SIZE, "500");
            set(&mut page, 280.0, 770.0, 9.0, &format!("第{}页 共4页", number + 1));
            page
        })
        .collect();
    let read = texts(&pages);
    // The head of the odd pages stands on two pages of four only: too few to be sure.
    assert!(read.iter().all(|text| !text.contains('页')), "{read:?}");
    assert_eq!(read.iter().filter(|text| text.contains("500")).count(), 4, "{read:?}");
    let six: Vec<Sheet> = pages.iter().cycle().take(6).cloned().collect();
    assert!(texts(&six).iter().all(|text| !text.contains("公报") && !text.contains("工作报告")));
    assert_eq!(texts(&pages[..1]).iter().filter(|text| text.contains("公报")).count(), 1);
}

#[test]
fn a_note_mark_belongs_to_its_line_and_blanks_stand_where_words_are_apart() {
    let mut page = sheet();
    set(&mut page, 60.0, 100.0, SIZE, "新增“三区共建”项目");
    set(&mut page, 60.0 + 10.0 * SIZE, 94.0, 7.0, "[1]");
    set(&mut page, 60.0 + 10.9 * SIZE, 100.0, SIZE, "，建成２所。");
    // A quarter of an em between a figure and a character is mere spacing; between Latin words it is a blank.
    set(&mut page, 60.0, 160.0, SIZE, "投资");
    set(&mut page, 60.0 + 2.25 * SIZE, 160.0, SIZE, "12");
    set(&mut page, 60.0 + 3.5 * SIZE, 160.0, SIZE, "亿元。");
    set(&mut page, 60.0, 220.0, SIZE, "City");
    set(&mut page, 60.0 + 2.3 * SIZE, 220.0, SIZE, "Council");
    // A title spaced out.
    for (index, c) in "工作报告".chars().enumerate() {
        set(&mut page, 200.0 + 30.0 * index as f64, 40.0, 18.0, &c.to_string());
    }
    assert_eq!(
        texts(&[page]),
        ["工作报告", "新增“三区共建”项目[1]，建成２所。", "投资12亿元。", "City Council"]
    );
}

#[test]
fn large_and_bold_lines_are_headings_by_their_sizes() {
    let mut page = sheet();
    set(&mut page, 210.0, 60.0, 22.0, "甲县政府工作报告");
    set(&mut page, 84.0, 110.0, 16.0, "一、2023年工作回顾");
    set(&mut page, 84.0, 140.0, SIZE, "办好民生实事");
    for sign in page.signs.iter_mut().filter(|sign| sign.y == 140.0) {
        sign.bold = true;
    }
    paragraph(&mut page, 60.0, 165.0, 30, &sentence(3, 80));
    let marks: Vec<(BlockKind, Option<u8>)> =
        lines(&[page]).iter().map(|line| (line.kind, line.marked)).collect();
    let heading = BlockKind::Heading;
    assert_eq!(
        marks,
        [(heading, Some(1)), (heading, Some(2)), (heading, Some(3)), (BlockKind::Paragraph, None)]
    );
}

#[test]
fn tables_keep_their_cells_with_rules_and_without() {
    let rows = [["指标", "单位", "目标"], ["粮食产量", "亿斤", "130"], ["新增就业", "万人", "12以上"]];
    let table = |page: &mut Sheet| {
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                set(page, 70.0 + 100.0 * column as f64, 120.0 + 24.0 * row as f64, SIZE, cell);
            }
        }
    };
    let expected: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    let mut plain = sheet();
    table(&mut plain);
    let read = lines(&[plain]);
    assert_eq!(read.iter().map(|line| line.text.clone()).collect::<Vec<_>>(), expected);
    assert!(read.iter().all(|line| line.kind == BlockKind::Table));

    // With rules, and a cell wrapped over two lines, and two cells in one.
    let mut ruled = sheet();
    for y in [100.0, 124.0, 160.0, 184.0] {
        ruled.rules.push(Rule { x0: 60.0, y0: y, x1: 360.0, y1: y });
    }
    for (x, to) in [(60.0, 184.0), (160.0, 184.0), (260.0, 160.0), (360.0, 184.0)] {
        ruled.rules.push(Rule { x0: x, y0: 100.0, x1: x, y1: to });
    }
    for (x, y, text) in [
        (70.0, 116.0, "指标"),
        (170.0, 116.0, "单位"),
        (270.0, 116.0, "目标"),
        (62.0, 138.0, "居民人均可支配收"),
        (62.0, 154.0, "入"),
        (170.0, 146.0, "元"),
        (270.0, 146.0, "稳步增长"),
        (70.0, 176.0, "备注"),
        (170.0, 176.0, "以统计部门数据为准"),
    ] {
        set(&mut ruled, x, y, SIZE, text);
    }
    assert_eq!(
        texts(&[ruled]),
        ["指标\t单位\t目标", "居民人均可支配收入\t元\t稳步增长", "备注\t以统计部门数据为准"]
    );
}

#[test]
fn english_words_cut_at_the_end_of_a_line_are_whole_again() {
    let mut page = sheet();
    for (row, text) in
        ["The council completed afford\u{2010}", "able homes against a target of", "1,200 and cut emissions."]
            .iter()
            .enumerate()
    {
        let mut x = 60.0;
        for c in text.chars() {
            // Set to one width, as text in columns is.
            let advance = 220.0 / text.chars().count() as f64;
            page.signs.push(Sign {
                text: c.to_string(),
                x,
                y: 100.0 + row as f64 * 14.0,
                advance,
                size: 10.0,
                bold: false,
                furniture: false,
            });
            x += advance;
        }
    }
    assert_eq!(
        texts(&[page]),
        ["The council completed affordable homes against a target of 1,200 and cut emissions."]
    );
}

/// Pages of ten lines of thirty characters, with no indent; `more` adds what else a page has.
fn pages_of(text: &str, more: impl Fn(&mut Sheet, usize)) -> Vec<Sheet> {
    let chars: Vec<char> = text.chars().collect();
    let sheets = chars.chunks(300).enumerate().map(|(number, part)| {
        let mut page = sheet();
        for (row, line) in part.chunks(30).enumerate() {
            set(&mut page, 60.0, 100.0 + STEP * row as f64, SIZE, &line.iter().collect::<String>());
        }
        more(&mut page, number);
        page
    });
    sheets.collect()
}

#[test]
fn a_note_at_the_foot_of_a_page_cuts_no_sentence_and_is_read_on_its_page() {
    let text = sentence(0, 640);
    let sheets = pages_of(&text, |page, number| {
        if number < 2 {
            set(page, 60.0, 640.0, 9.0, &format!("[{}] 指第{}批重点项目。", number + 1, number + 7));
            set(page, 60.0, 655.0, 9.0, if number == 0 { "② 指一项试点。" } else { "③ 指两张清单。" });
        }
    });
    let lines = lines(&sheets);
    let read: Vec<(&str, Option<u32>)> = lines.iter().map(|line| (line.text.as_str(), line.page)).collect();
    assert_eq!(
        read,
        [
            (text.as_str(), Some(1)),
            ("[1] 指第7批重点项目。", Some(1)),
            ("② 指一项试点。", Some(1)),
            ("[2] 指第8批重点项目。", Some(2)),
            ("③ 指两张清单。", Some(2)),
        ]
    );
    assert_eq!(lines[0].turns.iter().map(|turn| turn.1).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn nothing_goes_on_over_a_page_that_was_not_read() {
    let text = sentence(0, 400);
    for apart in [false, true] {
        let mut sheets = pages_of(&text, |_, _| ());
        sheets.insert(1, Sheet { apart, ..sheet() });
        sheets[2].apart = apart;
        let pages: Vec<Option<u32>> = lines(&sheets).iter().map(|line| line.page).collect();
        assert_eq!(pages, if apart { vec![Some(1), Some(3)] } else { vec![Some(1)] });
    }
}

#[test]
fn a_mark_under_the_text_is_no_text_on_any_page() {
    let text = sentence(0, 330);
    let sheets = pages_of(&text, |page, _| {
        set(page, 150.0, 220.0, 90.0, "草案");
        // At the height of a line, to the side of it.
        set(page, 60.0, 280.0, 60.0, "征求意见");
    });
    assert_eq!(texts(&sheets), [text]);
    // A title is none.
    let mut page = sheet();
    set(&mut page, 200.0, 80.0, 36.0, "工作报告");
    paragraph(&mut page, 60.0, 100.0, 30, &sentence(1, 80));
    assert_eq!(texts(&[page]), ["工作报告", &sentence(1, 80)]);
}

#[test]
fn numbers_beside_the_lines_go_and_those_of_table_rows_stay() {
    for every in [1, 3] {
        let text = sentence(0, 290);
        let sheets = pages_of(&text, |page, _| {
            for row in (every - 1..10).step_by(every) {
                set(page, 30.0, 100.0 + STEP * row as f64, 8.0, &(row + 1).to_string());
            }
        });
        assert_eq!(texts(&sheets), [text]);
    }
    let mut page = sheet();
    for (row, thing) in ["学校", "医院", "公园", "道路"].iter().enumerate() {
        set(&mut page, 60.0, 100.0 + STEP * row as f64, SIZE, &(row + 1).to_string());
        set(&mut page, 120.0, 100.0 + STEP * row as f64, SIZE, thing);
        set(&mut page, 220.0, 100.0 + STEP * row as f64, SIZE, "2所");
    }
    assert_eq!(texts(&[page])[0], "1\t学校\t2所");
}

#[test]
fn heads_of_a_short_file_go_and_the_title_below_stays() {
    // Odd and even pages have heads of their own.
    let text = sentence(0, 1100);
    let sheets = pages_of(&text, |page, number| {
        set(page, 60.0, 50.0, 9.0, ["甲县政府工作报告", "会议文件（三）"][number % 2]);
        set(page, 280.0, 770.0, 9.0, ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"][number]);
        if number == 0 {
            set(page, 200.0, 80.0, 20.0, "甲县政府工作报告");
        }
    });
    assert_eq!(texts(&sheets), ["甲县政府工作报告", &text]);
}

#[test]
fn lines_spread_to_the_margin_and_latin_words_are_no_table() {
    let mut page = sheet();
    for (row, text) in
        ["全县建成学校二所", "医院三家群众满意", "道路五条全部通车", "公园一处。"].iter().enumerate()
    {
        for (index, c) in text.chars().enumerate() {
            set(&mut page, 60.0 + 16.0 * index as f64, 100.0 + STEP * row as f64, SIZE, &c.to_string());
        }
    }
    // Blanks of Latin words stand below each other by accident.
    let mut latin = sheet();
    for (row, text) in
        ["The city built homes", "and its parks opened", "for all new families."].iter().enumerate()
    {
        for (index, c) in text.chars().enumerate() {
            set(&mut latin, 60.0 + 6.0 * index as f64, 100.0 + STEP * row as f64, SIZE, &c.to_string());
        }
    }
    for page in [page, latin] {
        let read = lines(&[page]);
        assert!(read.iter().all(|line| line.kind != BlockKind::Table), "{read:?}");
    }
}

#[test]
fn headings_of_one_length_are_each_their_own() {
    let mut page = sheet();
    for (row, text) in
        ["一、经济平稳增长", "二、民生不断改善", "三、改革", "四、城乡面貌焕然一新"].iter().enumerate()
    {
        set(&mut page, 84.0, 100.0 + STEP * row as f64, SIZE, text);
    }
    assert_eq!(texts(&[page]).len(), 4);
}

proptest::proptest! {
    #[test]
    fn no_places_make_it_panic(places in proptest::collection::vec((-50.0..700.0_f64, -50.0..900.0_f64, 0.0..40.0_f64, "[一a1 。（\u{3000}]{0,2}"), 0..60)) {
        let signs = places.iter().map(|(x, y, size, text)| Sign { text: text.clone(), x: *x, y: *y, advance: size / 2.0, size: *size, bold: *x > 300.0, furniture: false });
        let rules = places.chunks(2).filter(|pair| pair.len() == 2).map(|pair| Rule { x0: pair[0].0, y0: pair[0].1, x1: pair[0].0 + pair[1].0.abs(), y1: pair[0].1 + 1.0 });
        let page = Sheet { signs: signs.collect(), rules: rules.collect(), ..sheet() };
        let visible: usize = page.signs.iter().filter(|sign| sign.size > 0.0 && !sign.text.trim().is_empty()).count();
        let read = lines(&[page.clone(), page]);
        assert!(visible == 0 || !read.is_empty());
    }
}
