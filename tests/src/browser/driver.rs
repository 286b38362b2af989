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

/// A running chromedriver; it ends when dropped, and its browsers with it.
pub(super) struct Driver {
    process: Child,
    address: String,
    chromium: PathBuf,
}

/// A browser window and the runtime that talks to it.
pub(super) struct Session {
    pub(super) runtime: Runtime,
    pub(super) client: Client,
}

impl Driver {
    /// Starts the driver on a port it chooses itself.
    pub(super) fn start(program: &Path, chromium: PathBuf) -> Result<Self> {
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let output = process.stdout.take().context("the driver has no output")?;
        let port = BufReader::new(output).lines().map_while(Result::ok).find_map(|line| port_in(&line));
        let port = port.context("the driver ended before it said which port it listens on")?;
        Ok(Self { process, address: format!("http://127.0.0.1:{port}"), chromium })
    }

    /// Opens a browser with a fresh profile.
    pub(super) fn session(&self) -> Result<Session> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let wishes = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": self.chromium, "args": FLAGS },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 120_000 },
        });
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

/// The port in `ChromeDriver was started successfully on port 41234.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}
