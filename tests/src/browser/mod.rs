//! A browser with the built page in it, as a person would use it.
//!
//! `cargo xtask test` builds the page, finds the browser and its driver, and says where they are through the environment.
//! Everything here is synchronous and waits for states, never for time.

mod driver;
mod page;

pub use driver::Browser;
pub use page::{Page, State};

pub use fantoccini::key::Key;

use anyhow::{Context, Result, anyhow, ensure};
use beredd_testkit::Server;
use driver::Driver;
use std::env;
use std::path::PathBuf;

/// Every page of an audit, as its address says it.
pub const ROUTES: [&str; 9] =
    ["overview", "gaps", "roadmap", "checks", "agents", "files", "compare", "profile", "export"];

/// The built page on a server of its own, and a browser to open it in. Everything ends when it is dropped.
pub struct Stage {
    server: Server,
    driver: Driver,
}

impl Stage {
    /// Starts the server and the driver.
    ///
    /// # Errors
    /// When the page is not built or a program is missing: the sentence says how to get it.
    pub fn set() -> Result<Self> {
        Self::set_in(Browser::Chromium)
    }

    /// Starts the server and the driver of a browser.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub fn set_in(browser: Browser) -> Result<Self> {
        let dist = from_environment("BEREDD_DIST")?;
        ensure!(
            dist.join("index.html").is_file(),
            "there is no page in {}: `cargo xtask dist` builds it",
            dist.display()
        );
        let (binary, program) = match browser {
            Browser::Chromium => ("BEREDD_CHROMIUM", "BEREDD_CHROMEDRIVER"),
            Browser::Firefox => ("BEREDD_FIREFOX", "BEREDD_GECKODRIVER"),
        };
        let driver = Driver::start(browser, &from_environment(program)?, from_environment(binary)?)?;
        Ok(Self { server: Server::start(&dist, 0)?, driver })
    }

    /// Opens the page and waits until it can take an archive.
    ///
    /// # Errors
    /// When the browser does not start or the page does not come up.
    pub fn open(&self) -> Result<Page> {
        self.open_at(&self.server.address())
    }

    /// Opens the page at another address, as [`Self::open`] does.
    ///
    /// # Errors
    /// As there.
    pub fn open_at(&self, address: &str) -> Result<Page> {
        let page = Page::new(self.driver.session()?, self.driver.browser())?;
        page.go(address)?;
        page.wait_until(State::Empty)?;
        page.wait_for_workers()?;
        Ok(page)
    }

    /// Opens the release that is one file, from the disk.
    ///
    /// # Errors
    /// When it is not built, or as [`Self::open`].
    pub fn open_one_file(&self) -> Result<Page> {
        let file = from_environment("BEREDD_DIST")?.with_file_name("beredd.html");
        ensure!(file.is_file(), "there is no {}: `cargo xtask dist` builds it", file.display());
        let address =
            url::Url::from_file_path(&file).map_err(|()| anyhow!("{} is no full path", file.display()))?;
        self.open_at(address.as_str())
    }

    /// What the page has fetched from its server so far, queries and all.
    #[must_use]
    pub fn requests(&self) -> Vec<beredd_testkit::Request> {
        self.server.requests()
    }
}

/// The path in an environment variable that `cargo xtask test` sets.
///
/// # Errors
/// When it is not set.
pub fn from_environment(name: &str) -> Result<PathBuf> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    value
        .map(PathBuf::from)
        .with_context(|| format!("{name} is not set: run browser tests with `cargo xtask test`"))
}
