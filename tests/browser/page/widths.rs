//! Usable on a telephone and enlarged four times: nothing has to be read by scrolling sideways.

use duixian_browser::pages::{self, Made};
use duixian_browser::tab::Tab;

/// What sticks out to the right, of elements that do not scroll by themselves.
const OUTSIDE: &str = "[...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 8).map(one => one.outerHTML.slice(0, 160))";

#[test]
fn nothing_is_wider_than_the_window() {
    for made in [Made::ZH, Made::EN, Made::SHEET] {
        for ledger in [pages::district(), pages::list(), pages::empty()] {
            let tab = Tab::at(&made.of(ledger));
            tab.value("document.querySelectorAll('details').forEach(details => details.open = true)");
            // 1280 pixels at 400 % are 320 CSS pixels of four each.
            for (width, height, scale) in
                [(320, 568, 1.0), (320, 200, 4.0), (390, 844, 3.0), (1280, 800, 1.0)]
            {
                tab.size(width, height, scale);
                let wide = tab
                    .number("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
                assert!(
                    wide <= 0.0,
                    "{made:?} {width} px × {scale}: {wide} px too wide: {:#?}",
                    tab.list(OUTSIDE)
                );
            }
        }
    }
}

#[test]
fn letters_can_be_made_twice_as_large() {
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    tab.size(1280, 800, 1.0);
    let height = |tab: &Tab| tab.number("document.querySelector('article.t').getBoundingClientRect().height");
    let before = height(&tab);
    // As the browser's own setting for the size of letters does.
    tab.call("DOM.enable", serde_json::json!({}));
    tab.call("CSS.enable", serde_json::json!({}));
    let frame = tab.call("Page.getFrameTree", serde_json::json!({}))["frameTree"]["frame"]["id"].clone();
    let sheet =
        tab.call("CSS.createStyleSheet", serde_json::json!({"frameId": frame}))["styleSheetId"].clone();
    let text = "html { font-size: 200% !important }";
    tab.call("CSS.setStyleSheetText", serde_json::json!({"styleSheetId": sheet, "text": text}));
    tab.until("getComputedStyle(document.documentElement).fontSize === '32px'");
    assert!(height(&tab) > before * 1.5, "letters do not follow the reader's setting");
    let wide = tab.number("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
    assert!(wide <= 0.0, "{wide} px too wide: {:#?}", tab.list(OUTSIDE));
}

#[test]
fn motion_stops_where_the_reader_wants_none() {
    let tab = Tab::new();
    tab.prefer(&[("prefers-reduced-motion", "reduce")]);
    tab.go(&Made::ZH.of(pages::small()));
    let moving = "[document.documentElement, ...document.querySelectorAll('*')].filter(one => {
        const style = getComputedStyle(one);
        return style.scrollBehavior === 'smooth' || style.animationName !== 'none'
            || style.transitionDuration.split(',').some(time => parseFloat(time) > 0.01);
    }).map(one => one.tagName)";
    assert_eq!(tab.list(moving), [""; 0]);
}
