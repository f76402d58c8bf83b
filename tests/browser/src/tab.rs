//! One tab of the browser, with cookies, clipboard permission and window of its own. All its methods panic with a word on what
//! went wrong: they are for tests.

use crate::chromium::chromium;
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Held by every tab, and by one alone where time is measured.
static MACHINE: RwLock<()> = RwLock::new(());

/// How the machine is shared.
#[expect(dead_code, reason = "held, not read")]
enum Share {
    Others(RwLockReadGuard<'static, ()>),
    Nobody(RwLockWriteGuard<'static, ()>),
}

/// A tab, closed when dropped. A test has one at a time.
pub struct Tab {
    session: String,
    context: String,
    _share: Share,
}

impl Tab {
    /// An empty tab.
    pub fn new() -> Self {
        Self::sharing(Share::Others(MACHINE.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// The only tab, while nothing else is tested.
    pub fn alone() -> Self {
        Self::sharing(Share::Nobody(MACHINE.write().unwrap_or_else(PoisonError::into_inner)))
    }

    /// A tab that shows `url`.
    pub fn at(url: &str) -> Self {
        let tab = Self::new();
        tab.go(url);
        tab
    }

    fn sharing(share: Share) -> Self {
        let of_browser = |method: &str, parameters: Value, field: &str| -> String {
            let answer = chromium().call("", method, parameters).unwrap_or_else(|error| panic!("{error}"));
            answer[field].as_str().expect("an id").to_owned()
        };
        let context = of_browser("Target.createBrowserContext", json!({}), "browserContextId");
        let blank = json!({"url": "about:blank", "browserContextId": context, "newWindow": true});
        let target = of_browser("Target.createTarget", blank, "targetId");
        let attach = json!({"targetId": target, "flatten": true});
        let session = of_browser("Target.attachToTarget", attach, "sessionId");
        let tab = Self { session, context, _share: share };
        for domain in ["Page", "Runtime", "Network", "Log", "Audits"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab.call("Emulation.setFocusEmulationEnabled", json!({"enabled": true}));
        tab.size(1280, 800, 1.0);
        tab
    }

    /// Calls a method of the protocol.
    pub fn call(&self, method: &str, parameters: Value) -> Value {
        chromium().call(&self.session, method, parameters).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The parameters of all events of that name so far.
    pub fn events(&self, method: &str) -> Vec<Value> {
        chromium().events(&self.session, method)
    }

    /// Goes to `url` and waits until it is loaded; a change of the fragment alone loads nothing.
    pub fn go(&self, url: &str) {
        let before = chromium().count(&self.session);
        if self.call("Page.navigate", json!({"url": url}))["loaderId"].is_string() {
            chromium().event(&self.session, "Page.loadEventFired", before);
        }
    }

    /// Loads the page anew.
    pub fn reload(&self) {
        let before = chromium().count(&self.session);
        self.call("Page.reload", json!({}));
        chromium().event(&self.session, "Page.loadEventFired", before);
    }

    /// The value of a JavaScript expression, as if a person had caused it; a promise is waited for.
    pub fn value(&self, expression: &str) -> Value {
        let answer = self.call(
            "Runtime.evaluate",
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true}),
        );
        if let Some(fault) = answer.get("exceptionDetails") {
            panic!("{expression}\n{}", fault["exception"]["description"].as_str().unwrap_or("threw"));
        }
        answer["result"]["value"].clone()
    }

    /// The same as a text; empty where it is none.
    pub fn text(&self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_default().to_owned()
    }

    /// The same as a list of texts.
    pub fn list(&self, expression: &str) -> Vec<String> {
        let value = self.value(expression);
        value
            .as_array()
            .into_iter()
            .flatten()
            .map(|item| item.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The same as a number.
    pub fn number(&self, expression: &str) -> f64 {
        self.value(expression).as_f64().unwrap_or(f64::NAN)
    }

    /// Whether an expression is true.
    pub fn is(&self, expression: &str) -> bool {
        self.value(&format!("Boolean({expression})")) == true
    }

    /// Waits, frame by frame, until an expression is true.
    pub fn until(&self, expression: &str) {
        let look = format!(
            "new Promise((done, fail) => {{
                const end = performance.now() + 5000;
                const look = () => {{
                    if ({expression}) done();
                    else if (performance.now() > end) fail(new Error('waited in vain'));
                    else requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        self.value(&look);
    }

    /// Waits, frame by frame, until an expression has this value.
    pub fn becomes(&self, expression: &str, expected: impl Into<Value>) {
        let expected: Value = expected.into();
        let look = format!(
            "new Promise(done => {{
                const [end, wanted] = [performance.now() + 5000, JSON.stringify({expected})];
                const look = () => {{
                    const value = {expression};
                    if (JSON.stringify(value) === wanted || performance.now() > end) done(value);
                    else requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        assert_eq!(self.value(&look), expected, "{expression}");
    }

    /// Lets the page read and write the clipboard.
    pub fn allow_clipboard(&self) {
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        let parameters = json!({"permissions": permissions, "browserContextId": self.context});
        chromium().call("", "Browser.grantPermissions", parameters).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Clicks in the middle of the first element that the selector finds, where a mouse would.
    pub fn click(&self, selector: &str) {
        let place = self.value(&format!(
            "(() => {{
                const element = document.querySelector({});
                element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const box = element.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()",
            json!(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            self.call(
                "Input.dispatchMouseEvent",
                json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1}),
            );
        }
    }

    /// Presses and releases a key: a letter or sign, or `Tab`, `Shift+Tab`, `Escape`, `Enter`, `Control+k` …
    pub fn press(&self, key: &str) {
        let (modifiers, name) = match key.split_once('+') {
            Some(("Alt", name)) => (1, name),
            Some(("Control", name)) => (2, name),
            Some(("Shift", name)) => (8, name),
            _ => (0, key),
        };
        let number = match name {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "/" => 191,
            name => name.chars().next().map_or(0, |letter| letter.to_ascii_uppercase() as u32),
        };
        let text = match name {
            "Enter" => "\r",
            name if name.len() == 1 && modifiers == 0 => name,
            _ => "",
        };
        let mut event = json!({"type": "keyDown", "key": name, "modifiers": modifiers, "windowsVirtualKeyCode": number, "text": text});
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        event["text"] = "".into();
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Types a text into what has the focus.
    pub fn type_text(&self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// The window's size in CSS pixels, and how many of the screen's pixels each takes: a zoom of 400 % is 4.
    pub fn size(&self, width: u32, height: u32, scale: f64) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false}),
        );
    }

    /// What the reader prefers: `("prefers-color-scheme", "dark")` and the like.
    pub fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// The page as a PDF, on the paper that it asks for.
    pub fn pdf(&self) -> Vec<u8> {
        let answer =
            self.call("Page.printToPDF", json!({"preferCSSPageSize": true, "printBackground": true}));
        BASE64_STANDARD.decode(answer["data"].as_str().expect("a PDF")).expect("base64")
    }

    /// Writes what the window shows as a PNG.
    pub fn shot(&self, path: &Path) {
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let bytes = BASE64_STANDARD.decode(answer["data"].as_str().expect("a picture")).expect("base64");
        std::fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Everything that the browser complained of: the console, uncaught errors, violations of the security policy.
    pub fn complaints(&self) -> Vec<String> {
        ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded"]
            .into_iter()
            .flat_map(|method| self.events(method))
            .map(|event| event.to_string())
            .collect()
    }
}

impl Default for Tab {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ =
            chromium().call("", "Target.disposeBrowserContext", json!({"browserContextId": self.context}));
    }
}
