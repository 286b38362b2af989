//! The page, by what a person sees and does. Elements are named by their `data-testid`.

use super::driver::{Browser, Session};
use anyhow::{Context, Result, bail};
use base64::Engine;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// How long to wait for a state before a test is lost. Generous: nothing here measures speed.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs before any script of the page: collects what must not happen, and every state the page goes through. `__mark` is how
/// many of them were seen when the last file was handed in; `__saved` keeps
/// what the page gives to be saved, which would otherwise land in a folder.
const WATCH: &str = "
window.__faults = [];
window.__states = [];
window.__mark = 0;
window.__blobs = new Map();
window.__saved = [];
{
  const address = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => { const made = address(blob); __blobs.set(made, blob); return made; };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) { __saved.push([this.download, __blobs.get(this.href)]); dispatchEvent(new Event('saved')); } else { click.call(this); }
  };
}
new MutationObserver((all) => all.forEach(() => __states.push(document.documentElement.dataset.state)))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
addEventListener('securitypolicyviolation', (e) => __faults.push(`policy: ${e.effectiveDirective} ${e.blockedURI}`));
addEventListener('error', (e) => __faults.push(`error: ${e.message}`));
addEventListener('unhandledrejection', (e) => __faults.push(`rejection: ${e.reason}`));
";

/// What the page is at, as `<html data-state>` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is loaded.
    Empty,
    /// An archive is being read.
    Working,
    /// An audit is shown.
    Ready,
    /// Something could not be read; the page says what.
    Error,
}

impl State {
    /// The word in the document.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Working => "working",
            Self::Ready => "ready",
            Self::Error => "error",
        }
    }
}

/// An open page.
pub struct Page {
    session: Session,
    browser: Browser,
}

impl Page {
    pub(super) fn new(session: Session, browser: Browser) -> Result<Self> {
        let page = Self { session, browser };
        if browser == Browser::Chromium {
            page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }))?;
        }
        Ok(page)
    }

    /// Goes to an address.
    ///
    /// # Errors
    /// When the browser cannot be told; likewise for every method here.
    pub fn go(&self, address: &str) -> Result<()> {
        self.block(async |client| client.goto(address).await)?;
        if self.browser == Browser::Firefox {
            // It has no way to run a script first; what happened until now is not seen, the state it led to is.
            self.run(&format!("{WATCH} __states.push(document.documentElement.dataset.state)"), &[])?;
        }
        Ok(())
    }

    /// Reloads the page and waits until it can take an archive.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn reload(&self) -> Result<()> {
        self.block(async |client| client.refresh().await)?;
        self.wait_until(State::Empty)?;
        self.text("drop").map(drop)
    }

    /// Goes to a page of the program: `overview`, `gaps`, …
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn turn_to(&self, route: &str) -> Result<()> {
        self.run("location.hash = '#/' + arguments[0]", &[json!(route)]).map(drop)
    }

    /// Waits for a state, and for the work on the last file to end. Stops at once when that ends in error and something
    /// else was awaited.
    ///
    /// # Errors
    /// With what the page says, when the state does not come.
    pub fn wait_until(&self, state: State) -> Result<()> {
        let script = "
const [wanted, done] = arguments;
const look = () => {
  const since = __states.slice(__mark);
  const last = since.at(-1);
  const is_over = wanted === 'empty' || since.includes('working');
  if (is_over && [wanted, 'error'].includes(last)) { watch.disconnect(); done(last); }
};
const watch = new MutationObserver(look);
watch.observe(document.documentElement, { attributes: true });
look();";
        let seen = self.run_async(script, &[json!(state.word())]);
        match seen {
            Ok(word) if word == state.word() => Ok(()),
            Ok(_) => bail!("waited for '{}', the page is in error and shows: {}", state.word(), self.body()?),
            Err(cause) => Err(cause).with_context(|| {
                let shown = self.body().unwrap_or_default();
                format!(
                    "waited for '{}' in vain; faults: {:?}; the page shows: {shown}",
                    state.word(),
                    self.faults()
                )
            }),
        }
    }

    /// Waits until the page's workers listen, and it says which program they are: from then on it asks the network for nothing.
    ///
    /// # Errors
    /// When no worker comes up.
    pub fn wait_for_workers(&self) -> Result<()> {
        self.text("program").map(drop).context("the page's workers never came up")
    }

    /// Drops a file on the page, as from the desktop.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn drop_file(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let script = "
const [name, bytes] = arguments;
window.__mark = __states.length;
const dataTransfer = new DataTransfer();
dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
const target = document.querySelector('[data-testid=drop]') ?? document.body;
for (const type of ['dragenter', 'dragover', 'drop']) {
  target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer }));
}";
        self.run(script, &[json!(name), json!(bytes)]).map(drop)
    }

    /// Drops files and folders of this machine on the page, as the desktop does: folders are folders.
    ///
    /// # Errors
    /// As [`Self::go`]; in Firefox, which has no way to do so.
    pub fn drop_paths(&self, paths: &[&Path]) -> Result<()> {
        self.run("window.__mark = __states.length", &[])?;
        let files: Vec<&str> = paths.iter().filter_map(|path| path.to_str()).collect();
        let data = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 200, "y": 200, "data": data });
            self.devtools("Input.dispatchDragEvent", event)?;
        }
        Ok(())
    }

    /// Chooses a file on this machine in the page's file input.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn choose_file(&self, file: &Path) -> Result<()> {
        self.run("window.__mark = __states.length", &[])?;
        self.choose_file_in("file-input", file)
    }

    /// Chooses a folder on this machine in the page's input for folders.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn choose_folder(&self, folder: &Path) -> Result<()> {
        self.run("window.__mark = __states.length", &[])?;
        self.choose_file_in("folder-input", folder)
    }

    /// Chooses a file on this machine in a file input.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn choose_file_in(&self, name: &str, file: &Path) -> Result<()> {
        let path = file.to_str().context("a path that is not UTF-8")?;
        self.block(async |client| client.find(Locator::Css(&by(name))).await?.send_keys(path).await)
    }

    /// Asks for the bundled sample.
    ///
    /// # Errors
    /// When its button cannot be clicked.
    pub fn take_sample(&self) -> Result<()> {
        self.run("window.__mark = __states.length", &[])?;
        self.click("sample-button")
    }

    /// Clicks an element as a person does: it must be visible.
    ///
    /// # Errors
    /// When it is not there or cannot be clicked.
    pub fn click(&self, name: &str) -> Result<()> {
        let found = self.block(async |client| client.find(Locator::Css(&by(name))).await?.click().await);
        found.with_context(|| format!("'{name}' cannot be clicked"))
    }

    /// Waits for an element and gives its visible text.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn text(&self, name: &str) -> Result<String> {
        let selector = by(name);
        let text = self.block(async |client| {
            client.wait().at_most(PATIENCE).for_element(Locator::Css(&selector)).await?.text().await
        });
        text.with_context(|| {
            format!("'{name}' does not appear; the page shows: {}", self.body().unwrap_or_default())
        })
    }

    /// The visible texts of every element of a name, in the order of the document.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn texts(&self, name: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)";
        Ok(serde_json::from_value(self.run(script, &[json!(by(name))])?)?)
    }

    /// The visible text of the whole page.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn body(&self) -> Result<String> {
        let text = self.run("return document.body.innerText", &[])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What an element's `data-` attribute says.
    ///
    /// # Errors
    /// When the element does not appear.
    pub fn data(&self, name: &str, attribute: &str) -> Result<String> {
        self.text(name)?;
        let script = "return document.querySelector(arguments[0]).dataset[arguments[1]] ?? ''";
        let value = self.run(script, &[json!(by(name)), json!(attribute)])?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// How many elements match a selector within a named one.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn count(&self, name: &str, selector: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(`${arguments[0]} ${arguments[1]}`).length";
        let count = self.run(script, &[json!(by(name)), json!(selector)])?;
        count.as_u64().context("a count was expected")
    }

    /// Waits until the page has drawn what it was last told: two frames.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn settle(&self) -> Result<()> {
        let script =
            "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.run_async(script, &[]).map(drop)
    }

    /// Clicks a button that saves a file, and gives the file as text.
    ///
    /// # Errors
    /// When the button is not there or saves nothing.
    pub fn download(&self, name: &str) -> Result<String> {
        self.text(name)?;
        let script = "
const [selector, done] = arguments;
// Most files are written by a worker, and saved when it has answered.
addEventListener('saved', () => __saved.at(-1)[1].text().then(done), { once: true });
document.querySelector(selector).click();";
        let text = self.run_async(script, &[json!(by(name))])?;
        text.as_str().map(str::to_owned).with_context(|| format!("'{name}' saves nothing"))
    }

    /// Presses keys one after the other, as on a keyboard, wherever the focus is.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn press(&self, keys: &str) -> Result<()> {
        let actions = keys.chars().fold(KeyActions::new("keyboard".to_owned()), |actions, value| {
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.block(async move |client| client.perform_actions(actions).await)?;
        self.settle()
    }

    /// Presses Tab until the element of this name has the focus.
    ///
    /// # Errors
    /// When it never gets there: it cannot be reached by keyboard alone.
    pub fn tab_to(&self, name: &str) -> Result<()> {
        let script = "return document.activeElement?.dataset.testid ?? ''";
        for _ in 0..400 {
            if self.run(script, &[])? == name {
                return Ok(());
            }
            self.press(&char::from(Key::Tab).to_string())?;
        }
        bail!("'{name}' is not reached by pressing Tab")
    }

    /// What axe finds on the page as it stands that is serious or critical: rule and element, one text each.
    ///
    /// # Errors
    /// When axe is not there or does not run.
    pub fn barriers(&self) -> Result<Vec<String>> {
        if self.run("return typeof axe", &[])? == "undefined" {
            let axe = std::fs::read_to_string(super::from_environment("BEREDD_AXE")?)?;
            self.run(&axe, &[])?;
        }
        let script = "
const [done] = arguments;
axe.run(document, { resultTypes: ['violations'] }).then((result) => done(result.violations
  .filter((found) => ['serious', 'critical'].includes(found.impact))
  .flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html.slice(0, 200)} (${node.any[0]?.message ?? ''})`))),
  (error) => done([`axe failed: ${error}`]));";
        Ok(serde_json::from_value(self.run_async(script, &[])?)?)
    }

    /// Addresses the page has fetched, its own blobs aside.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn fetched(&self) -> Result<Vec<String>> {
        let script = "return performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith('blob:'))";
        Ok(serde_json::from_value(self.run(script, &[])?)?)
    }

    /// What must not have happened: violations of the policy, errors nobody caught.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn faults(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.run("return window.__faults", &[])?)?)
    }

    /// Looks at the page as on a device: width in CSS pixels, light or dark as the system would say.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn look_as(&self, width: u32, scheme: &str) -> Result<()> {
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size)?;
        // Nothing moves: a colour on its way to another is neither, and would be judged as it happens to stand.
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", features).map(drop)
    }

    /// A photograph of the whole page, as PNG.
    ///
    /// # Errors
    /// As [`Self::go`].
    pub fn photograph(&self) -> Result<Vec<u8>> {
        let answer = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true }))?;
        let data = answer.get("data").and_then(Value::as_str).context("the browser gave no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.block(async |client| client.execute(script, arguments.to_vec()).await)
    }

    /// Runs a script that answers through its last argument, and gives the answer.
    ///
    /// # Errors
    /// When it throws, or never answers.
    pub fn run_async(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.block(async |client| client.execute_async(script, arguments.to_vec()).await)
    }

    fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let command = DevTools { body: json!({ "cmd": command, "params": parameters }).to_string() };
        self.block(async move |client| client.issue_cmd(command).await)
    }

    fn block<T>(
        &self,
        work: impl AsyncFnOnce(&Client) -> Result<T, fantoccini::error::CmdError>,
    ) -> Result<T> {
        Ok(self.session.runtime.block_on(work(&self.session.client))?)
    }
}

fn by(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// A command of Chromium's own, which WebDriver has no word for.
#[derive(Debug)]
struct DevTools {
    body: String,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.clone()))
    }
}
