//! Which section became which: against what a careful reader drew, and what must hold of any two texts.

use crate::corpus::{RUNS, input, ledgers, seeds};
use crate::support::snapshot;
use duixian::align::{How, Link, Side, align};
use duixian::outline::{Half, Outline};
use duixian::pipeline::{self, Input, Options};
use duixian::policy::AlignPolicy;
use duixian::read::{BlockKind, Document};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A drawing: `tests/it/align/*.toml`.
#[derive(Deserialize)]
struct Drawing {
    earlier: String,
    later: String,
    halves: Vec<Drawn>,
}

/// Two halves of it.
#[derive(Deserialize)]
struct Drawn {
    of: String,
    links: Vec<(usize, usize, How, String)>,
    dropped: Vec<usize>,
    new: Vec<usize>,
}

/// A report that was read.
type Read = (Document, Outline);

fn read(input: &Input) -> Option<Read> {
    pipeline::outline(input, &Options::default()).ok().map(|(document, outline, _)| (document, outline))
}

fn half(word: &str) -> Half {
    if word == "plan" { Half::Plan } else { Half::Review }
}

fn side((document, outline): &Read, half: Half) -> Side {
    Side::new(document, outline, half)
}

/// The blocks of a half that carry text.
fn blocks((document, outline): &Read, half: Half) -> Vec<usize> {
    let carries = |block: &usize| {
        outline.halves[*block] == half && document.blocks[*block].kind != BlockKind::Furniture
    };
    (0..document.blocks.len()).filter(carries).collect()
}

/// The first words of a block.
fn words((document, _): &Read, block: usize) -> String {
    document.slice(document.blocks[block].span).chars().take(16).collect()
}

#[test]
fn it_joins_what_a_careful_reader_joined() {
    let mut told = String::new();
    let mut all = (0, 0);
    for text in [include_str!("align/xinshi.toml"), include_str!("align/chenghu.toml")] {
        let drawing: Drawing = toml::from_str(text).expect("a drawing");
        let [earlier, later] = [&drawing.earlier, &drawing.later]
            .map(|name| read(&input(&seeds("reports").join(name))).expect("a report"));
        for drawn in &drawing.halves {
            let (one, other) = drawn.of.split_once('-').expect("two halves");
            let (one, other) = (half(one), half(other));
            let drawn_links: BTreeMap<(usize, usize), How> =
                drawn.links.iter().map(|(one, other, how, _)| ((*one, *other), *how)).collect();
            let all_drawn = |side: fn(&(usize, usize)) -> usize, alone: &[usize]| {
                let mut blocks: BTreeSet<usize> = drawn_links.keys().map(side).collect();
                blocks.extend(alone);
                blocks
            };
            let whole = [
                (all_drawn(|pair| pair.0, &drawn.dropped), blocks(&earlier, one)),
                (all_drawn(|pair| pair.1, &drawn.new), blocks(&later, other)),
            ];
            for (drawn, there) in whole {
                assert!(drawn.into_iter().eq(there), "{}: the drawing leaves a block out", drawing.earlier);
            }
            let links = align(&side(&earlier, one), &side(&later, other), &AlignPolicy::default());
            let joined: BTreeMap<(usize, usize), How> = links
                .iter()
                .flat_map(|link| link.earlier.iter().map(move |one| (one, link)))
                .flat_map(|(one, link)| link.later.iter().map(move |other| ((*one, *other), link.how)))
                .collect();
            let right = joined.keys().filter(|pair| drawn_links.contains_key(pair)).count();
            all = (all.0 + 2 * right, all.1 + joined.len() + drawn_links.len());
            let f1 = 2 * right * 1000 / (joined.len() + drawn_links.len());
            assert!(f1 >= 800, "{} {}: {f1}", drawing.earlier, drawn.of);
            let _ = writeln!(told, "{} {} F1 {}.{:03}", drawing.earlier, drawn.of, f1 / 1000, f1 % 1000);
            let differ = |told: &mut String, sign: char, pair: &(usize, usize)| {
                let (one, other) = (words(&earlier, pair.0), words(&later, pair.1));
                let _ = writeln!(told, "  {sign} {} {one} → {} {other}", pair.0, pair.1);
            };
            drawn_links
                .keys()
                .filter(|pair| !joined.contains_key(pair))
                .for_each(|pair| differ(&mut told, '-', pair));
            joined
                .keys()
                .filter(|pair| !drawn_links.contains_key(pair))
                .for_each(|pair| differ(&mut told, '+', pair));
            let moved = joined.iter().filter(|(_, how)| **how == How::Moved);
            for (pair, _) in moved {
                assert_eq!(drawn_links.get(pair), Some(&How::Moved), "{}: {pair:?} is not moved", drawn.of);
            }
        }
    }
    let f1 = all.0 * 1000 / all.1;
    assert!(f1 >= 930, "all: {f1}");
    let _ = writeln!(told, "all F1 {}.{:03}", f1 / 1000, f1 % 1000);
    snapshot("align-drawn", &told);
}

/// Every report under `seeds/`, read.
fn reports() -> impl Iterator<Item = Read> {
    RUNS.iter().flat_map(|run| &run.inputs).filter_map(read)
}

/// That a text set against itself is the same everywhere, and all the score there is.
fn is_identity(report: &Read) {
    for half in [Half::Review, Half::Plan] {
        let side = side(report, half);
        let links = align(&side, &side, &AlignPolicy::default());
        for link in &links {
            assert_eq!(
                (&link.earlier, link.how, link.parts.score()),
                (&link.later, How::Same, 1000),
                "{link:?}"
            );
        }
        let there: Vec<usize> = links.into_iter().flat_map(|link| link.earlier).collect();
        assert_eq!(there, blocks(report, half));
    }
}

/// That every block stands in a link: in one of its own, or in as many as its partners are parted into; that no two stand together twice,
/// and that those which belong to the same ones stand together.
fn is_whole(links: &[Link], there: [&[usize]; 2]) {
    let mut partners = [BTreeMap::<usize, BTreeSet<usize>>::new(), BTreeMap::new()];
    for link in links {
        for (&one, &other) in
            link.earlier.iter().flat_map(|one| link.later.iter().map(move |other| (one, other)))
        {
            assert!(partners[0].entry(one).or_default().insert(other), "twice: {link:?}");
            partners[1].entry(other).or_default().insert(one);
        }
    }
    for side in [0, 1] {
        let of = |link: &Link| [&link.earlier, &link.later][side].clone();
        let mut all: Vec<usize> = links.iter().flat_map(of).collect();
        all.sort_unstable();
        let alone = all.iter().filter(|block| !partners[side].contains_key(block)).count();
        assert_eq!(alone, there[side].len() - partners[side].len(), "one without partners stands there once");
        all.dedup();
        assert_eq!(all, there[side]);
        for link in links.iter().filter(|link| !link.earlier.is_empty() && !link.later.is_empty()) {
            let blocks = of(link);
            let own = &partners[side][&blocks[0]];
            let kin = partners[side].iter().filter(|(_, partners)| *partners == own).map(|(block, _)| *block);
            assert!(kin.eq(blocks), "{link:?}");
        }
    }
    for link in links {
        let count = |side: usize, blocks: &[usize]| {
            blocks.first().and_then(|block| partners[side].get(block)).map_or(0, BTreeSet::len)
        };
        let (were, became) = (count(1, &link.later), count(0, &link.earlier));
        let right = match link.how {
            How::Same | How::Moved => (were, became) == (1, 1),
            How::Renamed => were == became && were > 0,
            How::Merged => were > became && became > 0,
            How::Split => became > were && were > 0,
            How::Dropped => link.later.is_empty() && link.earlier.len() == 1,
            How::New => link.earlier.is_empty() && link.later.len() == 1,
        };
        assert!(right, "{link:?}: {were} and {became}");
    }
}

/// That the links of two halves are whole, and the other way round when the sides are exchanged.
fn is_whole_and_mirrors(one: (&Read, Half), other: (&Read, Half)) {
    let sides = [side(one.0, one.1), side(other.0, other.1)];
    let policy = AlignPolicy::default();
    let links = align(&sides[0], &sides[1], &policy);
    is_whole(&links, [&blocks(one.0, one.1), &blocks(other.0, other.1)]);
    let mut turned: Vec<Link> = align(&sides[1], &sides[0], &policy)
        .into_iter()
        .map(|link| Link { earlier: link.later, later: link.earlier, how: link.how.mirrored(), ..link })
        .collect();
    let mut links = links;
    let key = |link: &Link| (link.earlier.clone(), link.later.clone());
    links.sort_by_key(key);
    turned.sort_by_key(key);
    assert_eq!(links, turned);
}

#[test]
fn a_text_against_itself_is_the_same() {
    reports().for_each(|report| is_identity(&report));
}

#[test]
fn both_directions_say_the_same_and_no_block_is_lost() {
    for run in RUNS.iter() {
        let [Some(earlier), Some(later)] = [0, 1].map(|side| run.inputs.get(side).and_then(read)) else {
            continue;
        };
        for (one, other) in
            [(Half::Plan, Half::Plan), (Half::Review, Half::Review), (Half::Plan, Half::Review)]
        {
            is_whole_and_mirrors((&earlier, one), (&later, other));
        }
        is_whole_and_mirrors((&earlier, Half::Review), (&earlier, Half::Plan));
    }
}

#[test]
fn the_ledger_holds_all_three_pairs_of_halves() {
    use duixian::ledger::Halves;
    for (run, ledger) in ledgers() {
        let of = |halves: Halves| ledger.alignment.iter().filter(move |entry| entry.halves == halves);
        assert!(of(Halves::PlanReview).next().is_some(), "{}", run.name);
        assert!(ledger.alignment.iter().all(|entry| entry.reports == [0, 1]), "{}", run.name);
        assert!(ledger.alignment.is_sorted_by_key(|entry| (entry.reports, entry.halves)), "{}", run.name);
    }
}

#[test]
fn a_block_stands_in_several_links_where_what_it_belongs_to_belongs_to_others() {
    let [earlier, later] = ["chenghu-2023.md", "chenghu-2024.md"]
        .map(|name| read(&input(&seeds("reports").join(name))).expect("a report"));
    let sides = [side(&earlier, Half::Review), side(&later, Half::Review)];
    let links = align(&sides[0], &sides[1], &AlignPolicy::default());
    let of = |block: usize| -> Vec<(&[usize], &[usize], How)> {
        let holds = |link: &&Link| link.earlier.contains(&block);
        links.iter().filter(holds).map(|link| (&link.earlier[..], &link.later[..], link.how)).collect()
    };
    // 11 and 12 became 12, and 12 became 13, too; so it is with 18, 19, and 19 and 20.
    assert_eq!(of(11), [(&[11][..], &[12][..], How::Merged)]);
    assert_eq!(of(12), [(&[12][..], &[12][..], How::Renamed), (&[12], &[13], How::Split)]);
    assert_eq!(of(18), [(&[18][..], &[19][..], How::Split), (&[18], &[20], How::Renamed)]);
    assert_eq!(of(19), [(&[19][..], &[20][..], How::Merged)]);
}

/// A section whose heading, place and number change from year to year.
const CROSSING: [&str; 2] = [
    "# 示例区政府工作报告（虚构样本）\n\n## 一、2022年工作回顾\n\n新建公园1座。\n\n## 二、2023年主要任务\n\n\
     ### （一）做强做大制造业\n\n实施技术改造项目40个，培育智能工厂和数字车间，推动化工园区扩区，建设标准厂房，引进装备制造龙头企业，发展模具和轴承产业集群。\n\n\
     ### （二）办好人民满意的教育\n\n新建小学和幼儿园，扩大普通高中学位，实施教师交流轮岗，改善寄宿制学校食堂宿舍，推进职业院校产教融合，开展课后托管服务。\n\n\
     ### （三）建设水美乡村\n\n整治河道沟渠，修复湖泊湿地，完成灌区节水配套，加固病险水库，推广稻田养虾，打造沿河慢行绿道，落实河长湖长巡查制度。\n\n\
     ### （四）守牢安全底线\n\n排查燃气管网隐患，检查烟花爆竹企业，整治货车超载超限，建设应急避难场所，组建森林消防队伍，开展防汛演练和电动车充电治理。\n",
    "# 示例区政府工作报告（虚构样本）\n\n## 一、2023年工作回顾\n\n新建公园1座。\n\n## 二、2024年主要任务\n\n\
     ### （一）守牢安全底线\n\n继续排查燃气管网隐患，突击检查烟花爆竹企业，严格整治货车超载超限，新增应急避难场所，扩充森林消防队伍，组织防汛演练和电动车充电治理。\n\n\
     ### （二）建设制造强区\n\n实施技术改造项目50个，再培育一批智能工厂和数字车间，加快化工园区扩区，交付标准厂房，引进装备制造龙头企业，延伸模具和轴承产业集群。\n\n\
     ### （三）办好人民满意的教育\n\n续建小学和幼儿园，增加普通高中学位，深化教师交流轮岗，改善寄宿制学校食堂宿舍，推进职业院校产教融合，规范课后托管服务。\n\n\
     ### （四）打造长者友好城市\n\n发放高龄津贴，设立老年食堂助餐点，改造失能家庭卫浴扶手，培训养老护理员，举办书画棋牌比赛，开通敬老公交专线。\n",
];

#[test]
fn what_is_surely_moved_renamed_dropped_and_new_is_called_so() {
    let [earlier, later] = [0, 1].map(|at| {
        let input = Input { name: format!("{at}.md"), bytes: CROSSING[at].as_bytes().to_vec() };
        read(&input).expect("a report")
    });
    let policy = AlignPolicy::default();
    let links = align(&side(&earlier, Half::Plan), &side(&later, Half::Plan), &policy);
    let told: String = links
        .iter()
        .map(|link| {
            let of = |report: &Read, blocks: &[usize]| {
                blocks.iter().map(|&block| words(report, block)).collect::<Vec<_>>().join(" + ")
            };
            format!("{:?}: {} → {}\n", link.how, of(&earlier, &link.earlier), of(&later, &link.later))
        })
        .collect();
    snapshot("align-moved", &told);
    let how = |heading: &str| {
        let of = |report: &Read, blocks: &[usize]| {
            blocks.iter().any(|&block| words(report, block).contains(heading))
        };
        links.iter().find(|link| of(&earlier, &link.earlier) || of(&later, &link.later)).map(|link| link.how)
    };
    assert_eq!(how("守牢安全"), Some(How::Moved));
    assert_eq!(how("做强做大"), Some(How::Renamed));
    assert_eq!(how("人民满意"), Some(How::Same));
    assert_eq!(how("水美乡村"), Some(How::Dropped));
    assert_eq!(how("长者友好"), Some(How::New));
}

/// A plan of two paragraphs on schools between others, each of characters of its own, so that what is said of schools is rare.
fn with_schools(year: u16, schools: [&str; 2]) -> String {
    let other = |from: u32| (from..from + 30).filter_map(char::from_u32).collect::<String>();
    let others: Vec<String> = (0..12).map(|number| other(0x5000 + 30 * number)).collect();
    let paragraphs =
        others[..6].iter().map(String::as_str).chain(schools).chain(others[6..].iter().map(String::as_str));
    let next = year + 1;
    format!(
        "# 示例区政府工作报告（虚构样本）\n\n## 一、{year}年工作回顾\n\n新建公园1座。\n\n## 二、{next}年主要任务\n\n{}\n",
        paragraphs.collect::<Vec<_>>().join("。\n\n")
    )
}

#[test]
fn several_stand_against_several_where_each_answers_each() {
    let [earlier, later] = [
        with_schools(
            2022,
            [
                "新建小学校舍，改造学校食堂，教师交流轮岗，扩大幼儿园学位",
                "改造小学校舍，新建学校食堂，教师培训轮岗，扩大幼儿园规模",
            ],
        ),
        with_schools(
            2023,
            [
                "续建小学校舍，修缮学校食堂，教师交流任教，增加幼儿园学位",
                "修缮小学校舍，续建学校食堂，教师轮岗支教，增加幼儿园班级",
            ],
        ),
    ]
    .map(|text| read(&Input { name: "x.md".to_owned(), bytes: text.into_bytes() }).expect("a report"));
    let links = align(&side(&earlier, Half::Plan), &side(&later, Half::Plan), &AlignPolicy::default());
    let schools =
        links.iter().find(|link| words(&earlier, link.earlier[0]).contains("小学")).expect("a link");
    assert_eq!((schools.earlier.len(), schools.later.len(), schools.how), (2, 2, How::Renamed), "{links:?}");
    assert!(links.iter().all(|link| link == schools || link.how == How::Same), "{links:?}");
}

/// Subjects of generated paragraphs.
const SUBJECTS: [&str; 8] =
    ["粮食生产", "中小学校", "污水处理", "高速公路", "养老机构", "工业园区", "文化广场", "各位代表！"];

/// A report of two halves, each with sections of paragraphs; a paragraph is a list of subjects.
fn generated() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec((0..SUBJECTS.len(), 0_u8..3), 1..4);
    let section = (0..SUBJECTS.len(), prop::collection::vec(paragraph, 0..4));
    let half = || prop::collection::vec(section.clone(), 0..4);
    (half(), half()).prop_map(|(review, plan)| {
        let mut text = "# 示例区政府工作报告（虚构样本）\n".to_owned();
        for (heading, sections) in [("一、2022年工作回顾", review), ("二、2023年主要任务", plan)]
        {
            let _ = write!(text, "\n## {heading}\n\n推进各项工作。\n");
            for (number, (subject, paragraphs)) in "一二三四".chars().zip(sections) {
                let _ = write!(text, "\n### （{number}）加强{}建设\n", SUBJECTS[subject]);
                for paragraph in paragraphs {
                    let sentence = |(subject, many): &(usize, u8)| match *many {
                        0 => SUBJECTS[*subject].to_owned(),
                        many => format!("继续做好{}工作，完成{many}处。", SUBJECTS[*subject]),
                    };
                    let _ = write!(text, "\n{}\n", paragraph.iter().map(sentence).collect::<String>());
                }
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_two_texts_keep_what_must_hold(one in generated(), other in generated()) {
        let read = |text: &str| read(&Input { name: "x.md".to_owned(), bytes: text.as_bytes().to_vec() });
        let (one, other) = (read(&one).expect("a report"), read(&other).expect("a report"));
        is_identity(&one);
        for (half, of) in [(Half::Plan, Half::Plan), (Half::Review, Half::Review), (Half::Plan, Half::Review)] {
            is_whole_and_mirrors((&one, half), (&other, of));
        }
    }
}
