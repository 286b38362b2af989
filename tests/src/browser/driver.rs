//! The driver's process, and the sessions it opens.

use anyhow::{Context, Result};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tokio::runtime::Runtime;

/// What keeps Chromium quiet: no screen, no first-run pages, nothing of its own on the network.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--window-size=1440,1000",
];

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, which most tests use.
    Chromium,
    /// Firefox.
    Firefox,
}

/// A running driver; it ends when dropped, and its browsers with it.
pub(super) struct Driver {
    process: Child,
    address: String,
    browser: Browser,
    binary: PathBuf,
}

/// A browser window and the runtime that talks to it.
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) client: Client,
}

impl Driver {
    /// Starts the driver on a port it chooses itself.
    pub(super) fn start(browser: Browser, program: &Path, binary: PathBuf) -> Result<Self> {
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let output = process.stdout.take().context("the driver has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port_in(&line));
        let port = port.context("the driver ended before it said which port it listens on")?;
        // What it says later must not fill the pipe, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, address: format!("http://127.0.0.1:{port}"), browser, binary })
    }

    /// Which browser it drives.
    pub(super) const fn browser(&self) -> Browser {
        self.browser
    }

    /// Opens a browser with a fresh profile.
    pub(super) fn session(&self) -> Result<Session> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let wishes = match self.browser {
            Browser::Chromium => json!({
                "browserName": "chrome",
                "goog:chromeOptions": { "binary": self.binary, "args": FLAGS },
                "goog:loggingPrefs": { "browser": "ALL" },
                "timeouts": { "script": 120_000 },
            }),
            Browser::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": { "binary": self.binary, "args": ["-headless", "-width=1440", "-height=1000"] },
                "timeouts": { "script": 120_000 },
            }),
        };
        let wishes: Capabilities = serde_json::from_value(wishes)?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = runtime
            .block_on(builder.capabilities(wishes).connect(&self.address))
            .context("the browser does not start under its driver")?;
        Ok(Session { runtime, client })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to be told.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.runtime.block_on(self.client.clone().close()));
    }
}

/// The port in `ChromeDriver was started successfully on port 41234.`, or in `… Listening on 127.0.0.1:41234`.
fn port_in(line: &str) -> Option<u16> {
    let chrome = line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.'));
    let firefox = line.split_once("Listening on 127.0.0.1:").map(|(_, port)| port.trim());
    chrome.or(firefox)?.parse().ok()
}
