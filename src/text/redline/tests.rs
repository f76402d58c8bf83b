use super::*;
use proptest::prelude::*;

fn rarity(texts: [&str; 2]) -> Rarity {
    let all: Vec<_> = texts
        .iter()
        .flat_map(|text| sentences(text, Span::all(text)).into_iter().map(|span| grams(span.slice(text))))
        .collect();
    Rarity::new(all.iter())
}

/// The figures of a text, told simply: digits and points with the signs of `%万亿人所` that follow.
fn figures(text: &str) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let digit = c.is_ascii_digit();
        let goes_on = open && (digit || ".%万亿人所".contains(c));
        match all.last_mut() {
            Some(last) if goes_on => last.end = at + c.len_utf8(),
            _ if digit => all.push(Span::new(at, at + c.len_utf8())),
            _ => {}
        }
        open = digit || goes_on;
    }
    all
}

fn of(earlier: &str, later: &str) -> Vec<Paired> {
    let figures = [figures(earlier), figures(later)];
    let texts = [Text { text: earlier, figures: &figures[0] }, Text { text: later, figures: &figures[1] }];
    redline(texts, [&[Span::all(earlier)], &[Span::all(later)]], &rarity([earlier, later]))
}

/// A redline as a reader sees it: `[-removed-]{+added+}`, a stroke between sentences.
fn drawn(earlier: &str, later: &str) -> String {
    let mut lines = Vec::new();
    for paired in of(earlier, later) {
        let mut line = String::new();
        for piece in whole(&paired) {
            line += &match piece.change {
                Change::Kept => piece.later.slice(later).to_owned(),
                Change::Removed => format!("[-{}-]", piece.earlier.slice(earlier)),
                Change::Added => format!("{{+{}+}}", piece.later.slice(later)),
            };
        }
        lines.push(line);
    }
    lines.join("|")
}

/// The pieces of a sentence, also of one that stands alone or is the same.
fn whole(paired: &Paired) -> Vec<Piece> {
    let none = Span::new(0, 0);
    match (paired.earlier, paired.later) {
        _ if !paired.pieces.is_empty() => paired.pieces.clone(),
        (Some(earlier), Some(later)) => vec![Piece { change: Change::Kept, earlier, later }],
        (Some(earlier), None) => vec![Piece { change: Change::Removed, earlier, later: none }],
        (None, Some(later)) => vec![Piece { change: Change::Added, earlier: none, later }],
        (None, None) => Vec::new(),
    }
}

#[test]
fn a_figure_with_scale_and_unit_is_one_word_and_a_han_character_another() {
    assert_eq!(
        drawn("城镇新增就业1100万人以上，经济增长5.5%左右。", "城镇新增就业1200万人左右，经济增长5%左右。"),
        "城镇新增就业[-1100万人以上-]{+1200万人左右+}，经济增长[-5.5%-]{+5%+}左右。"
    );
    assert_eq!(drawn("深入推进改革。", "纵深推进改革。"), "[-深入-]{+纵深+}推进改革。");
}

#[test]
fn sentences_are_paired_before_words() {
    assert_eq!(
        drawn(
            "新建小学5所。改造老旧小区12个。建成区文化馆。",
            "改造老旧小区20个。建成区文化馆。开工建设体育公园。"
        ),
        "[-新建小学5所。-]|改造老旧小区[-12-]{+20+}个。|建成区文化馆。|{+开工建设体育公园。+}"
    );
}

#[test]
fn what_has_little_in_common_is_replaced_whole() {
    assert_eq!(
        drawn("推进乡村振兴，办好农村公路。", "扩大对外开放，培育外贸主体。"),
        "[-推进乡村振兴，办好农村公路。-]|{+扩大对外开放，培育外贸主体。+}"
    );
    let half = drawn(
        "推进乡村建设行动，改造农村厕所，办好农村公路。",
        "推进乡村建设行动，改造农村厕所，培育一批外贸新主体。",
    );
    assert_eq!(half, "推进乡村建设行动，改造农村厕所，[-办好农村公路。-]{+培育一批外贸新主体。+}");
}

#[test]
fn a_crumb_between_two_changes_is_not_kept() {
    let text = drawn("全力推进产业升级和数字转型，办好实事。", "着力抓好科技创新和绿色发展，办好实事。");
    assert!(!text.contains("]和["), "{text}");
}

#[test]
fn nothing_against_something() {
    assert_eq!(drawn("", "新建小学5所。"), "{+新建小学5所。+}");
    assert_eq!(drawn("新建小学5所。", ""), "[-新建小学5所。-]");
    assert_eq!(drawn("", ""), "");
    assert_eq!(drawn("。；", "。；"), "。；");
}

#[test]
fn a_text_beyond_all_measure_comes_to_an_end() {
    let earlier: String = (0..3000).map(|nth| format!("第{nth}件事办好，")).collect();
    let later: String = (0..3000).map(|nth| format!("第{nth}件事抓紧办，")).collect();
    assert_eq!(applied(&earlier, &later), later);
}

/// The earlier text with the redline applied to it.
fn applied(earlier: &str, later: &str) -> String {
    let redline = of(earlier, later);
    let take = |piece: Piece| match piece.change {
        Change::Kept => piece.earlier.slice(earlier),
        Change::Removed => "",
        Change::Added => piece.later.slice(later),
    };
    redline.iter().flat_map(whole).map(take).collect()
}

/// What the redline says that the earlier text was.
fn undone(earlier: &str, later: &str) -> String {
    let redline = of(earlier, later);
    let take = |piece: Piece| if piece.change == Change::Added { "" } else { piece.earlier.slice(earlier) };
    redline.iter().flat_map(whole).map(take).collect()
}

fn text() -> impl Strategy<Value = String> {
    let phrase = prop::sample::select(vec![
        "新建小学",
        "改造老旧小区",
        "5所",
        "12万人",
        "6.5%",
        "左右",
        "推进",
        "乡村",
        "，",
        "。",
        "；",
        "《",
        "》",
        "“",
        "\n",
        " ",
        "a1",
        "（",
        "①",
        "，新增就业",
        "。经济增长",
    ]);
    prop::collection::vec(phrase, 0..40).prop_map(|phrases| phrases.concat())
}

proptest! {
    #[test]
    fn applied_to_the_earlier_text_it_gives_the_later_one(earlier in text(), later in text()) {
        prop_assert_eq!(applied(&earlier, &later), later.clone());
        prop_assert_eq!(undone(&earlier, &later), earlier);
    }

    #[test]
    fn a_text_against_itself_changes_nothing(text in text()) {
        prop_assert!(of(&text, &text).iter().all(|paired| paired.earlier.is_some() && paired.later.is_some() && paired.pieces.is_empty()));
    }

    #[test]
    fn any_characters_come_through(earlier in "\\PC{0,60}", later in "\\PC{0,60}") {
        prop_assert_eq!(applied(&earlier, &later), later.clone());
        prop_assert_eq!(undone(&earlier, &later), earlier);
    }
}
