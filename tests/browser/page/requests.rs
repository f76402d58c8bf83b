//! One file: it asks for nothing, and its policy lets nothing else in.

use duixian_browser::pages::{self, Made};
use duixian_browser::tab::Tab;

/// Uses everything that the page offers.
const USE_ALL: &str = "(() => {
    document.querySelectorAll('details').forEach(details => details.open = true);
    for (const field of document.querySelectorAll('#filter input, #filter select')) {
        if (field.type === 'checkbox') field.click();
        else if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1;
        else field.value = '学校';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    document.querySelector('#filter [type=reset]')?.click();
    document.querySelectorAll('button').forEach(button => button.click());
    // Not all: after 200 ways within a page the browser wants a rest.
    const links = [...document.querySelectorAll('a[href^=\"#\"]')];
    links.filter((_, at) => at % Math.ceil(links.length / 50) === 0).forEach(link => link.click());
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
})()";

#[test]
fn the_page_asks_for_nothing_but_itself_and_complains_of_nothing() {
    for (made, ledger) in [
        (Made::ZH, pages::district()),
        (Made::EN, pages::district()),
        (Made::ZH, pages::list()),
        (Made::ZH, pages::empty()),
        (Made::SHEET, pages::district()),
    ] {
        let url = made.of(ledger);
        let tab = Tab::at(&url);
        tab.value(USE_ALL);
        let asked: Vec<String> = tab
            .events("Network.requestWillBeSent")
            .iter()
            .map(|event| event["request"]["url"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(asked, [url]);
        assert_eq!(tab.complaints(), [""; 0]);
    }
}

#[test]
fn the_policy_lets_in_nothing_that_is_not_the_page() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    let policy = tab.text("document.querySelector('meta[http-equiv=\"Content-Security-Policy\"]').content");
    let rules: Vec<&str> = policy.split(';').map(str::trim).collect();
    for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'"] {
        assert!(rules.contains(&rule), "{rule} is not in {policy}");
    }
    for rule in rules.iter().filter(|rule| rule.starts_with("style-src") || rule.starts_with("script-src")) {
        assert!(rule.split(' ').skip(1).all(|source| source.starts_with("'sha256-")), "{rule}");
    }
    assert!(rules.iter().any(|rule| rule.starts_with("script-src")), "{policy}");
    // What an attacker would try: the policy is not only written down but holds.
    tab.value(
        "window.refused = [];
        addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
        document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.invalid/x.png' }));
        document.body.setAttribute('style', 'color: red');
        document.body.setAttribute('onclick', 'window.ran = true');
        document.body.click();",
    );
    tab.becomes("refused.sort()", vec!["img-src", "script-src-attr", "script-src-elem", "style-src-attr"]);
    assert!(!tab.is("window.ran"));
}

#[test]
fn nothing_is_styled_or_scripted_in_an_attribute() {
    let tab = Tab::at(&Made::ZH.of(pages::district()));
    let attributes = "[...document.querySelectorAll('*')].flatMap(element => element.getAttributeNames())
        .filter(name => name === 'style' || name.startsWith('on'))";
    assert_eq!(tab.list(attributes), [""; 0]);
}
