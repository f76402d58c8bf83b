//! Tests of the outline on invented reports, one trap each.

use super::*;
use crate::read::read;

fn outlined(source: &str) -> (Document, Outline, Vec<NoticeKind>) {
    let mut notices = Notices::new();
    let policy = Policy::default();
    let document = read("甲.txt", source.as_bytes(), &policy, &mut notices).unwrap();
    let outline = outline(&document, &policy, &mut notices);
    let kinds = notices.iter().map(|notice| notice.kind).collect();
    (document, outline, kinds)
}

fn heads(document: &Document, outline: &Outline) -> Vec<String> {
    outline
        .sections
        .iter()
        .map(|section| format!("{} {}", section.level, document.slice(section.head)))
        .collect()
}

fn opens(document: &Document, half: Option<Span>) -> String {
    half.map_or_else(String::new, |half| document.slice(half).chars().take(8).collect())
}

const FILL: &str = "坚持稳中求进，全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高，社会大局保持和谐稳定。";

#[test]
fn the_seed_is_outlined_as_a_person_would() {
    let (document, outline, notices) = outlined(include_str!("../../seeds/reports/xinshi-2021.md"));
    assert_eq!(notices, []);
    assert_eq!((outline.reviews, outline.plans), (Some(2021), Some(2022)));
    assert_eq!(outline.delivered.as_deref(), Some("2021-12-29"));
    assert_eq!(outline.body.as_deref(), Some("新市区人民政府"));
    let count = |level| outline.sections.iter().filter(|section| section.level == level).count();
    assert_eq!((count(1), count(2), count(3), count(4), count(5)), (1, 2, 10, 34, 14));
    let find = |head: &str| {
        outline.sections.iter().find(|section| document.slice(section.head).starts_with(head)).unwrap()
    };
    assert!(document.slice(find("创新实现新跃升").span).contains("深化产学研合作"));
    assert!(document.slice(find("五、用情用力").span).contains("双拥"));
    assert!(!document.slice(find("五、用情用力").span).contains("在肯定成绩"));
    assert!(document.slice(outline.review_half.unwrap()).contains("在肯定成绩"));
    assert!(!document.slice(outline.plan_half.unwrap()).contains("星光不问赶路人"));
    for whole in [
        "22个总部类",
        "现代化水平",
        "3.88 万处",
        "“双减”工作",
        "力争全年开展 50 个",
        "“1+3”主导产业",
        "义务教育集团化办学",
    ] {
        assert!(document.text.contains(whole), "{whole}");
    }
}

#[test]
fn numbering_makes_the_levels() {
    let (document, outline, _) = outlined(&format!(
        "政府工作报告\n——2023年1月5日在甲县第十七届人民代表大会第二次会议上\n各位代表：\n现在，我代表县人民政府，向大会报告工作。\n\
         一、2022年工作回顾\n{FILL}\n（一）产业提质。{FILL}\n在肯定成绩的同时，我们也清醒看到，还有不少困难。{FILL}\n\
         二、2023年重点工作\n今年是关键之年。{FILL}\n（一）抓项目。{FILL}\n三、加强自身建设\n{FILL}\n各位代表，让我们为美好明天而奋斗！"
    ));
    assert_eq!(
        heads(&document, &outline),
        [
            "1 政府工作报告",
            "2 一、2022年工作回顾",
            "3 （一）产业提质",
            "2 二、2023年重点工作",
            "3 （一）抓项目",
            "2 三、加强自身建设"
        ]
    );
    assert_eq!(outline.body.as_deref(), Some("甲县人民政府"));
    assert!(!document.slice(outline.sections[2].span).contains("清醒"));
    assert_eq!(outline.sections[5].half, Half::Plan);
    assert_eq!(outline.halves.last(), Some(&Half::None));
}

#[test]
fn a_term_section_opens_the_plan_half() {
    let (document, outline, notices) = outlined(&format!(
        "2022年1月28日在甲县第十八届人民代表大会第一次会议上\n各位代表：\n过去五年工作回顾\n{FILL}\n今后五年工作任务\n{FILL}\n今年政府工作重点\n2022年是关键之年。{FILL}\n\
         一、聚焦产业\n（一）优化布局。{FILL}\n附：名词解释\n1.两新：指新产业、新业态。"
    ));
    assert_eq!(opens(&document, outline.plan_half), "今后五年工作任务");
    let terms: Vec<_> = outline.sections.iter().map(|section| (section.level, section.term)).collect();
    assert_eq!(terms.get(..5).unwrap(), [(2, true), (2, true), (2, false), (3, false), (4, false)]);
    assert!(notices.contains(&NoticeKind::TermReview));
    assert_eq!((outline.reviews, outline.plans), (Some(2021), Some(2022)));
    assert_eq!(outline.halves.last(), Some(&Half::None));
}

#[test]
fn without_a_plan_heading_the_text_shows_the_border() {
    let (document, outline, notices) = outlined(&format!(
        "各位代表：\n一、2002年工作回顾和2003年工作的总体要求\n{FILL}\n{FILL}\n在肯定成绩的同时，我们清醒地看到困难不少。{FILL}\n\
         各位代表！2003年，我们将迎来建区十周年。{FILL}\n二、促进农业发展\n{FILL}"
    ));
    assert_eq!(opens(&document, outline.plan_half), "各位代表！200");
    assert!(notices.contains(&NoticeKind::GuessedHalf));
    assert_eq!(outline.plans, Some(2003));
}

#[test]
fn a_heading_glued_to_its_paragraph_is_found() {
    let (document, outline, notices) = outlined(&format!(
        "标题：二0一三年政府工作报告\n各位代表：现在，我代表市人民政府，向大会作工作报告。\n一、2012年政府工作回顾过去的一年，{FILL}\n（一）项目成效显著。{FILL}\n\
         二、2013年的目标任务和重点工作2013年是关键之年，{FILL}"
    ));
    assert_eq!(
        heads(&document, &outline),
        [
            "1 二0一三年政府工作报告",
            "2 一、2012年政府工作回顾",
            "3 （一）项目成效显著",
            "2 二、2013年的目标任务和重点工作"
        ]
    );
    assert!(notices.contains(&NoticeKind::GuessedLevel));
}

#[test]
fn a_report_on_one_line_has_halves_and_sections() {
    for (source, years) in [
        (include_str!("../../seeds/cases/single-line-report/earlier.txt"), (2023, 2024)),
        (include_str!("../../seeds/cases/single-line-report/later.txt"), (2024, 2025)),
    ] {
        let (document, outline, notices) = outlined(source);
        assert_eq!(
            heads(&document, &outline),
            [
                "1 （虚构文本，供测试用）政府工作报告".to_owned(),
                format!("2 一、{}年工作回顾", years.0),
                format!("2 二、{}年主要工作", years.1),
                "3 （一）聚焦主业，增强发展动能".to_owned(),
                "3 （二）持续转变作风".to_owned(),
            ]
        );
        assert_eq!((outline.reviews, outline.plans), (Some(years.0), Some(years.1)));
        assert!(outline.delivered.is_some() && notices.contains(&NoticeKind::GuessedLevel));
        assert!(!document.slice(outline.plan_half.unwrap()).contains("让我们"));
    }
}

#[test]
fn headings_without_a_number_between_the_sentences_of_one_line_are_found() {
    let (document, outline, _) = outlined(&format!(
        "各位代表：现在，我代表甲市人民政府，向大会报告工作。2023年工作回顾2023年是奋进之年。{FILL}（一）产业提质。{FILL}（二）民生改善。{FILL}\
         我们将在今后工作中努力加以解决。2024年工作安排建议2024年是关键之年。{FILL}一、抓项目。{FILL}各位代表！让我们为美好明天而奋斗！"
    ));
    let of_level = |level| outline.sections.iter().filter(move |section| section.level == level);
    assert_eq!(
        of_level(2).map(|section| document.slice(section.head)).collect::<Vec<_>>(),
        ["2023年工作回顾", "2024年工作安排建议"]
    );
    assert_eq!((outline.reviews, outline.plans), (Some(2023), Some(2024)));
    assert_eq!(opens(&document, outline.plan_half), "2024年工作安");
}

#[test]
fn a_section_on_two_terms_before_the_review_looks_back_and_its_look_ahead_is_left_out() {
    let (document, outline, _) = outlined(&format!(
        "各位代表：现在，我代表市人民政府，向大会作工作报告。\n一、“十二五”重大成就及“十三五”主要目标\n过去的五年，{FILL}\n\
         各位代表！“十三五”时期是决胜阶段。{FILL}\n各位代表！目标召唤我们。{FILL}\n二、2015年工作回顾\n{FILL}\n三、2016年重点工作\n{FILL}"
    ));
    let halves: Vec<_> = outline.sections.iter().map(|section| (section.half, section.term)).collect();
    assert_eq!(halves, [(Half::Review, true), (Half::Review, false), (Half::Plan, false)]);
    assert_eq!(opens(&document, outline.plan_half), "三、2016年重");
    let at = document.text.find("决胜").unwrap();
    assert_eq!(outline.halves[document.block_at(at).unwrap()], Half::None);
    assert_eq!((outline.reviews, outline.plans), (Some(2015), Some(2016)));
}

#[test]
fn what_a_section_on_two_terms_says_of_the_next_one_is_no_plan_of_the_year() {
    let (document, outline, _) = outlined(&format!(
        "各位代表：现在，我代表市人民政府，向大会作工作报告。\n一、2020年工作回顾\n{FILL}\n二、“十三五”时期成就和“十四五”主要目标\n过去的五年，{FILL}\n\
         “十四五”时期是决胜阶段。{FILL}\n——着力提升质量，做强产业。{FILL}{FILL}\n——着力推进改革，激发活力。{FILL}{FILL}\n——着力改善民生，增进福祉。{FILL}{FILL}\n三、2021年重点工作\n（一）稳增长\n{FILL}"
    ));
    let at = |text: &str| {
        let start = document.text.find(text).unwrap();
        outline
            .sections
            .iter()
            .find(|section| section.head.start <= start && start < section.head.end)
            .unwrap()
    };
    assert!(at("着力提升质量").term && at("着力推进改革").term);
    assert!(!at("三、2021年重点工作").term && !at("（一）稳增长").term);
}

#[test]
fn first_sentences_are_heads_only_where_several_look_alike() {
    let found = |paragraphs: &[&str]| {
        let body: Vec<String> = paragraphs.iter().map(|head| format!("{head}。{FILL}{FILL}")).collect();
        let (document, outline, _) = outlined(&format!(
            "2023年1月5日在甲县第十七届人民代表大会第二次会议上\n各位代表：\n一、2022年工作回顾\n{}\n二、2023年重点工作\n{FILL}",
            body.join("\n")
        ));
        outline
            .sections
            .iter()
            .filter(|section| section.run_in)
            .map(|section| document.slice(section.head).to_owned())
            .collect::<Vec<_>>()
    };
    let plain = ["创新动能持续增强", "城乡面貌持续改善", "民生福祉持续增进"];
    assert_eq!(found(&plain), plain);
    let commas = [
        "坚持创新引领，发展动能持续增强",
        "坚持城乡统筹，县域面貌持续改善",
        "坚持人民至上，民生福祉持续增进",
    ];
    assert_eq!(found(&commas), commas);
    let refrain = [
        "这一年，我们聚焦发展，实力更强",
        "这一年，我们转型升级，动能更足",
        "这一年，我们服务群众，生活更好",
    ];
    assert_eq!(found(&refrain), refrain);
    assert_eq!(
        found(&["过去一年，全县经济顶住了多轮疫情的冲击", "面对困难，各级干部冲在前面", "创新动能持续增强"]),
        [""; 0]
    );
    let told = [
        "过去一年，全县经济经受了冲击",
        "坚持创新引领，发展动能持续增强",
        "坚持城乡统筹，县域面貌持续改善",
        "坚持人民至上，民生福祉持续增进",
    ];
    assert_eq!(found(&told), told[1..]);
    let row = [
        "在困难面前，各级干部冲在前面",
        plain[0],
        plain[1],
        plain[2],
        "各方面工作都不轻松，成绩来之不易",
        "面对各种困难，我们深知，责任十分重大",
    ];
    assert_eq!(found(&row), plain);
    assert_eq!(found(&["全县财政收入翻了两番", "农民收入是十年前的三倍", "项目建设提质增速"]), [""; 0]);
}

#[test]
fn a_term_has_any_number_of_years() {
    for (head, term) in [
        ("一、过去六年的工作回顾", true),
        ("一、过去三年工作回顾", true),
        ("一、过去6年工作回顾", true),
        ("一、二〇〇六年工作回顾", false),
        ("一、2006年工作回顾", false),
        ("一、过去一年工作回顾", false),
    ] {
        let (_, outline, notices) = outlined(&format!(
            "2007年1月5日在甲县第二届人民代表大会第一次会议上\n各位代表：\n{head}\n{FILL}\n二、2007年工作安排\n{FILL}"
        ));
        assert_eq!(outline.sections[0].term, term, "{head}");
        assert_eq!(notices.contains(&NoticeKind::TermReview), term, "{head}");
    }
}

#[test]
fn an_annex_of_projects_belongs_to_the_plan() {
    let (_, outline, _) = outlined(&format!(
        "各位代表：\n一、2022年工作回顾\n{FILL}\n二、2023年工作安排\n{FILL}\n各位代表，让我们为美好明天而奋斗！\n附件：2023年十件民生实事\n1.新建幼儿园2所。\n2.改造道路5条。"
    ));
    assert_eq!(outline.halves.last(), Some(&Half::Plan));
}

/// A report with `plan` as its plan half and `after` behind the last words.
fn report(plan: &str, after: &str) -> String {
    format!(
        "2023年1月5日在甲县第十七届人民代表大会第二次会议上\n各位代表：\n一、2022年工作回顾\n{FILL}\n{FILL}\n\
         二、2023年工作安排\n{FILL}\n{plan}\n各位代表，让我们为美好明天而奋斗！\n{after}"
    )
}

fn half_of(document: &Document, outline: &Outline, words: &str) -> Half {
    outline.halves[document.block_at(document.text.find(words).unwrap()).unwrap()]
}

#[test]
fn every_form_of_an_annex_belongs_to_the_plan_with_all_its_items() {
    for (annex, sections) in [
        ("附件\n2023年十件民生实事\n1.新建幼儿园2所\n2.改造道路5条", 2),
        ("附件\n甲县2023年民生实事项目清单\n一、新建幼儿园2所。\n二、改造道路5条。", 2),
        ("附件：2023年十件民生实事\n一、新建幼儿园2所\n二、改造道路5条", 1),
        (
            "附件：2023年十件民生实事\n一、教育\n年内新建幼儿园2所，让孩子就近入园。\n二、道路\n年内改造道路5条，让群众出行方便。",
            3,
        ),
        ("附件1\n2023年十件民生实事\n新建幼儿园2所\n附件2\n指标说明\n改造道路5条", 2),
    ] {
        let (document, outline, _) = outlined(&report(FILL, annex));
        assert_eq!(half_of(&document, &outline, "新建幼儿园"), Half::Plan, "{annex}");
        let other = if annex.contains("指标说明") { Half::None } else { Half::Plan };
        assert_eq!(half_of(&document, &outline, "改造道路"), other, "{annex}");
        assert_eq!(half_of(&document, &outline, "让我们"), Half::None, "{annex}");
        let added = outline.sections.iter().filter(|section| {
            section.half == Half::Plan && section.head.start > document.text.find("让我们").unwrap()
        });
        assert_eq!(added.count(), sections, "{annex}");
    }
}

#[test]
fn a_glossary_under_any_heading_is_in_no_half() {
    for head in [
        "※名词解释※",
        "※注释※",
        "*名词解释",
        "【名词解释】",
        "[名词解释]",
        "名词解释：",
        "《政府工作报告》名词解释",
        "附件\n《政府工作报告》有关内容名词注释",
        "附件：\n名词解释",
    ] {
        let entries: Vec<String> =
            (1..9).map(|n| format!("{n}.两新{n}：指新产业和新业态，今年将新建园区5个。")).collect();
        let (document, outline, _) = outlined(&report(FILL, &format!("{head}\n{}", entries.join("\n"))));
        assert_eq!(half_of(&document, &outline, "两新1"), Half::None, "{head}");
        assert_eq!(half_of(&document, &outline, "让我们"), Half::None, "{head}");
        assert!(document.slice(outline.plan_half.unwrap()).ends_with("和谐稳定。"), "{head}");
    }
}

#[test]
fn lines_of_a_list_are_no_headings_and_headings_with_a_body_are() {
    let heads_of = |plan: &str| {
        let (document, outline, _) = outlined(&report(plan, ""));
        let heads = heads(&document, &outline);
        heads.into_iter().skip(2).collect::<Vec<_>>()
    };
    for list in [
        "今年重点做好：\n1.新建小学2所\n2.改造道路5条\n3.建成县图书馆",
        "今年重点做好：\n（一）新建小学2所\n（二）建成县图书馆",
        "今年重点做好：\n——新建小学2所\n——建成县图书馆",
        "今年重点做好：\n1.新建小学2所",
        "1.建成县图书馆\n2.开工县医院\n3.完成规划编制",
    ] {
        assert_eq!(heads_of(list), [""; 0], "{list}");
    }
    assert_eq!(
        heads_of(&format!("今年重点做好：\n（一）抓项目\n{FILL}\n（二）惠民生\n{FILL}")),
        ["3 （一）抓项目", "3 （二）惠民生"]
    );
    assert_eq!(
        heads_of(&format!("（一）抓项目\n1.新建小学2所\n{FILL}\n2.改造道路5条\n{FILL}")),
        ["3 （一）抓项目", "4 1.新建小学2所", "4 2.改造道路5条"]
    );
}

#[test]
fn a_section_that_says_nothing_of_time_goes_where_its_text_looks() {
    let source = |text: &str| {
        format!(
            "2023年1月5日在甲县第十七届人民代表大会第二次会议上\n各位代表：\n一、2022年工作回顾\n{FILL}\n\
             二、在绿色发展中走在前\n{text}\n三、2023年重点工作\n{FILL}"
        )
    };
    let (document, outline, notices) =
        outlined(&source(&format!("今年经济社会发展的主要预期目标是：{FILL}\n{FILL}")));
    assert_eq!(opens(&document, outline.plan_half), "二、在绿色发展中");
    assert!(!notices.contains(&NoticeKind::GuessedHalf));
    let (document, outline, notices) = outlined(&source(&format!("{FILL}\n今年是关键之年。{FILL}")));
    assert_eq!(opens(&document, outline.plan_half), "今年是关键之年。");
    assert!(notices.contains(&NoticeKind::GuessedHalf));
    let (document, outline, notices) = outlined(&source(FILL));
    assert_eq!(opens(&document, outline.plan_half), "三、2023年重");
    assert!(notices.contains(&NoticeKind::GuessedHalf));
}

#[test]
fn words_of_the_closing_inside_the_report_close_nothing() {
    let source = |last: &str| {
        format!(
            "2023年1月5日在甲县第十七届人民代表大会第二次会议上\n各位代表：\n一、2022年工作回顾\n{FILL}\n{FILL}\n{FILL}\n\
             二、2023年工作安排\n{FILL}\n为各项事业的进步而不懈奋斗。{FILL}\n新建小学2所。{FILL}\n{last}"
        )
    };
    for last in [
        "各位代表！我们要更加紧密地团结起来，把甲县建设得更加美好！",
        "各位代表！\n我们一定能够克服困难，把各项事业推向前进！",
    ] {
        let (document, outline, _) = outlined(&source(last));
        assert_eq!(half_of(&document, &outline, "不懈奋斗"), Half::Plan, "{last}");
        assert_eq!(half_of(&document, &outline, "新建小学"), Half::Plan, "{last}");
        assert_eq!(outline.halves.last(), Some(&Half::None), "{last}");
    }
}

#[test]
fn a_missing_half_is_said() {
    let (_, outline, notices) = outlined(&format!("各位代表：\n一、2016年工作回顾\n{FILL}\n{FILL}"));
    assert!(outline.review_half.is_some() && outline.plan_half.is_none());
    assert!(notices.contains(&NoticeKind::NoPlanHalf));
}

#[test]
fn every_scheme_of_every_pack_does_what_its_examples_say() {
    for pack in crate::lang::Pack::built_in() {
        for scheme in &pack.outline.scheme {
            assert!(scheme.yes.iter().all(|text| scheme.matches(text).is_some()), "{scheme:?}");
            assert!(scheme.no.iter().all(|text| scheme.matches(text).is_none()), "{scheme:?}");
        }
    }
}

#[test]
fn every_cue_does_what_its_examples_say() {
    for pack in crate::lang::Pack::built_in() {
        let (read, outline) = (&pack.read, &pack.outline);
        let lists = [
            ("chrome", &read.chrome),
            ("opening", &read.opening),
            ("first", &read.first),
            ("title", &read.title),
            ("no_title", &read.no_title),
            ("date", &read.date),
            ("abstract", &read.summary),
            ("speaker", &read.speaker),
            ("label", &read.label),
            ("after", &read.after),
            ("glued", &read.glued),
            ("fresh", &read.fresh),
            ("counted", &read.counted),
            ("rest", &read.rest),
            ("bare", &read.bare),
            ("heading", &read.heading),
            ("closing", &read.closing),
            ("review_head", &outline.review_head),
            ("plan_head", &outline.plan_head),
            ("ahead", &outline.ahead),
            ("term", &outline.term),
            ("year", &outline.year),
            ("look_ahead", &outline.look_ahead),
            ("problems", &outline.problems),
            ("tail", &outline.tail),
            ("address", &outline.address),
            ("closing", &outline.closing),
            ("rally", &outline.rally),
            ("closing_head", &outline.closing_head),
            ("glossary", &outline.glossary),
            ("attached", &outline.attached),
            ("annex", &outline.annex),
            ("glue", &outline.glue),
            ("weak_glue", &outline.weak_glue),
        ];
        let faults: Vec<String> = lists.into_iter().flat_map(|(name, cues)| cues.faults(name)).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

#[test]
fn an_item_without_a_number_heads_nothing() {
    let (document, outline, _) = outlined(&format!(
        "# 政府工作报告\n\n## 一、2023年工作回顾\n\n{FILL}\n\n## 二、2024年工作安排\n\n{FILL}\n\n- 实施十件民生实事\n- 办好一批小事\n\n{FILL}\n\n\
         - 抓好产业升级\n\n{FILL}\n\n- **建好园区**\n\n{FILL}\n\n- 城乡面貌全面提升。{FILL}\n- 民生保障全面加强。{FILL}\n- 改革开放全面深化。{FILL}\n\n\
         - **做优服务。**{FILL}\n\n- （一）抓项目\n\n{FILL}"
    ));
    assert_eq!(
        heads(&document, &outline),
        ["1 政府工作报告", "2 一、2023年工作回顾", "2 二、2024年工作安排", "4 做优服务", "3 （一）抓项目"]
    );
}
