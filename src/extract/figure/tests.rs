use super::*;
use crate::quantity::{Basis, Bound};
use proptest::prelude::*;

fn found(text: &str) -> Vec<Figure> {
    figures(&crate::text::fold::fold(text), &Pack::built_in()[0])
}

/// Figures as sign, value, upper value, scale and unit.
fn said(text: &str) -> String {
    let one = |figure: &Figure| {
        let q = &figure.quantity;
        let sign = match q.bound {
            Bound::Exactly => "=",
            Bound::AtLeast => "≥",
            Bound::MoreThan => ">",
            Bound::AtMost => "≤",
            Bound::LessThan => "<",
            Bound::About => "≈",
            Bound::Range => "~",
        };
        let high = q.high.map(|high| format!("..{high}")).unwrap_or_default();
        let scale =
            if q.scale == rust_decimal::Decimal::ONE { String::new() } else { format!("*{}", q.scale) };
        format!("{sign}{}{high}{scale}{}", q.value.normalize(), q.unit)
    };
    found(text).iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_examples_of_the_pack_hold() {
    let pack = &Pack::built_in()[0];
    for text in &pack.quantity.yes {
        assert!(!said(text).is_empty(), "{text}");
    }
    for text in &pack.quantity.no {
        assert_eq!(said(text), "", "{text}");
    }
}

#[test]
fn figures_are_read() {
    for (text, want) in [
        ("", ""),
        ("新认定高新技术企业不少于 20 家", "≥20家"),
        ("覆盖率稳定在 95% 以上", "≥95%"),
        ("力争达80%以上", "≥80%"),
        ("农村垃圾、污水有效治理实现三个100%", "=100%"),
        ("16家综合零售企业商品零售额增长42.3%", "=16家 =42.3%"),
        ("零售额增幅均超过20%", ">20%"),
        ("实现全流程 90 个工作日办结", "=90个工作日"),
        ("564 个事项进驻，其中 97.9%即办", "=564个 =97.9%"),
        ("新认定高新技术企业 30 家，总数达 169 家", "=30家 =169家"),
        ("科技合作项目 50 余个", ">50个"),
        ("拆除违法建设 76 处 13.48 万平方米、广告牌匾 99 处", "=76处 =13.48*10000平方米 =99处"),
        ("PM2.5、PM10 平均浓度同比分别下降 10.3%和 9%", "=10.3% =9%"),
        ("排查各类隐患 3.88 万\n处", "=3.88*10000处"),
        ("引入世界500强等22个总部类项目", "=22个"),
        ("为 80 岁以上老人发放津贴 1542.68 万元", "=1542.68*10000元"),
        ("占比分别提升至 50.06% 和 84.31%", "=50.06% =84.31%"),
        ("学科类培训机构压减 100%", "=100%"),
        ("解决民生诉求 1.2 万余件", ">1.2*10000件"),
        ("畜禽出栏量14万头（只）", "=14*10000头（只）"),
        ("3个千亩特色园区", "=3个"),
        ("新建口袋公园3—5个", "~3..5个"),
        ("增长5%-6%", "~5..6%"),
        ("培育1至2个品牌", "~1..2个"),
        ("投入8000万至1亿元", "~8000..10000*10000元"),
        ("新增就业1200万以上", "≥1200*10000"),
        ("产值达1.3万亿元", "=1.3*1000000000000元"),
        ("装机600万千瓦以上", "≥600*10000千瓦"),
        ("改造两座桥梁、三条道路、十二个小区", "=2座 =3条 =12个"),
        ("增长百分之五", "=5%"),
        ("三分之二的村达标", "=66.666666666666666666666666667%"),
        ("超过七成", ">7成"),
        ("总量翻两番", "=2番"),
        ("过半企业", ">50%"),
        ("新增10、20公里", "=10公里 =20公里"),
        ("30多亿元", ">30*100000000元"),
        ("涨幅控制在3%左右", "≈3%"),
        ("失业率控制在5.5%以内", "≤5.5%"),
        ("不足3%", "<3%"),
        ("近9.8万亿元", "≈9.8*1000000000000元"),
        ("分别播种550万亩和75万亩以上", "≥550*10000亩 ≥75*10000亩"),
        ("产量分别达到510万吨、380万吨", "≥510*10000吨 ≥380*10000吨"),
        ("每人每年补助380元", "=380元"),
        ("压缩至3个月", "≤3个月"),
        ("沙化面积净减少1.6万、3.8万、3.3万亩", "=1.6*10000亩 =3.8*10000亩 =3.3*10000亩"),
        ("14亿多人民", ">14*100000000"),
        ("翻一番", "=1番"),
        ("上限为不高于40", "≤40"),
        ("惠及群众30余万", ">30*10000"),
        ("新建一所小学", "=1所"),
        ("培育百家企业", "=100家"),
        ("至少建成2所医院", "≥2所"),
        ("新签约20个项目", "=20个"),
        ("1亿2000万元", "=1.2*100000000元"),
    ] {
        assert_eq!(said(text), want, "{text}");
    }
}

#[test]
fn names_and_dates_are_no_figures() {
    for text in [
        "2021年12月29日",
        "2021—2025 年",
        "十九届六中全会、二十大、十五届二次会议",
        "“3+1”与“1+3”主导产业",
        "7454 家属院、3088 路",
        "24 小时免费开放",
        "世界500强",
        "建党100周年",
        "30 年政策",
        "“十件民生实事”",
        "两轴六片区、四大行动、三大城市群、三个提升",
        "5G、2.0、PM2.5、C919",
        "一批项目、一系列举措、一站式服务、进一步、第一",
        "五家渠、第十二师、六十户、丑马一号、红十字会",
        "10分钟如厕圈",
        "千方百计、万达广场、百姓",
        "第3个、每万人、前10名",
        "八项规定、零部件、十分重要、十次全会、两位数",
        "两个大局、三五家、七八个",
        "3A级景区、5A级",
        "10万吨级码头",
        "签约亿元以上的项目",
        "劣五类水体",
    ] {
        assert_eq!(said(text), "", "{text}");
    }
}

#[test]
fn spans_take_in_the_words_that_touch() {
    let text = "机扫率力争达80%以上";
    let figure = &found(text)[0];
    assert_eq!(figure.span.slice(text), "力争达80%以上");
    assert_eq!(figure.number.slice(text), "80%");
    assert_eq!(figure.quantity.hedges, ["力争"]);
}

#[test]
fn the_basis_comes_from_the_words_before() {
    let basis = |text: &str| found(text)[0].quantity.basis;
    assert_eq!(basis("财政收入增长5%"), Basis::Growth);
    assert_eq!(basis("城镇新增就业1200万人"), Basis::Change);
    assert_eq!(basis("占比提高2个百分点"), Basis::Change);
    assert_eq!(basis("覆盖率达到95%"), Basis::Share);
    assert_eq!(basis("新建小学2所"), Basis::Count);
    assert_eq!(basis("总数达169家"), Basis::Level);
    assert_eq!(basis("完成投资300亿元"), Basis::Level);
    assert!(found("浓度分别下降10%和9%").iter().all(|figure| figure.falls && figure.list));
}

#[test]
fn a_starting_point_is_marked() {
    let both = found("标准从40元提高到45元");
    assert!(both[0].from && !both[1].from);
}

#[test]
fn sizes_are_marked_as_scope() {
    let both = found("超10亿元企业5家");
    assert!(both[0].scope && !both[1].scope);
    assert!(!found("完成投资10亿元")[0].scope);
}

proptest! {
    #[test]
    fn figures_keep_order_and_fit_the_text(
        text in "([0-9]{1,3}|[一二三十百万亿两半零]|[个家元%亩]|分别|不少于|增长|到|翻番|分之|[、，。“”—+.,余多第]|以上|左右){0,24}",
    ) {
        let mut last = 0;
        for figure in figures(&text, &Pack::built_in()[0]) {
            prop_assert!(figure.span.fits(&text) && figure.number.fits(&text));
            prop_assert!(figure.span.contains(figure.number) && !figure.number.is_empty());
            prop_assert!(figure.span.start >= last, "{}", text);
            prop_assert!(!figure.quantity.scale.is_zero());
            last = figure.span.end;
        }
    }
}
