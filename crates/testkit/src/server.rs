//! A static server on this machine that remembers every request: what `cargo xtask serve` runs, and what browser tests
//! ask afterwards "what did the page fetch?".
//!
//! It sends no special header but the content type, because the product promises to work on a host that sends none. It
//! listens on the loopback address only.

use beredd_model::RepoPath;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tiny_http::{Header, Response};

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The folder is not there.
    #[error("there is nothing to serve in {}: build it first", .0.display())]
    NoFolder(PathBuf),
    /// The port could not be had.
    #[error("port {port} of this machine cannot be listened on: {cause}")]
    NoPort {
        /// The port that was asked for; 0 means any.
        port: u16,
        /// What the system says.
        cause: String,
    },
}

/// One request, as it was answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// `GET`, `HEAD`, …
    pub method: String,
    /// The path and query as sent.
    pub url: String,
    /// The status of the answer.
    pub status: u16,
}

/// A running server; it stops when dropped.
pub struct Server {
    inner: Arc<tiny_http::Server>,
    log: Arc<Mutex<Vec<Request>>>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` on `port` of the loopback address; port 0 takes any free one.
    ///
    /// # Errors
    /// [`ServerError`] when the folder is missing or the port is taken.
    pub fn start(folder: &Path, port: u16) -> Result<Self, ServerError> {
        if !folder.is_dir() {
            return Err(ServerError::NoFolder(folder.to_owned()));
        }
        let no_port = |cause: String| ServerError::NoPort { port, cause };
        let inner = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port))
            .map_err(|cause| no_port(cause.to_string()))?;
        let address = inner.server_addr().to_ip().ok_or_else(|| no_port("not an IP address".to_owned()))?;
        let (inner, log) = (Arc::new(inner), Arc::new(Mutex::new(Vec::new())));
        let thread = std::thread::spawn({
            let (inner, log, folder) = (Arc::clone(&inner), Arc::clone(&log), folder.to_owned());
            move || inner.incoming_requests().for_each(|request| answer(request, &folder, &log))
        });
        Ok(Self { inner, log, address, thread: Some(thread) })
    }

    /// The address of the page, with a final slash.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every request so far, in the order of the answers.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A server thread that panicked has nothing more to serve: returning is all there is to do.
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.inner.unblock();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn answer(request: tiny_http::Request, folder: &Path, log: &Mutex<Vec<Request>>) {
    let (method, url) = (request.method().to_string(), request.url().to_owned());
    let found = file_for(&url).and_then(|path| Some((File::open(folder.join(path.as_str())).ok()?, path)));
    let is_file = found.as_ref().is_some_and(|(file, _)| file.metadata().is_ok_and(|about| about.is_file()));
    let status = if is_file { 200 } else { 404 };
    log.lock().unwrap_or_else(PoisonError::into_inner).push(Request { method, url, status });
    let sent = match found {
        Some((file, path)) if is_file => request
            .respond(Response::from_file(file).with_header(content_type(&path)).with_header(no_store())),
        _ => request.respond(Response::from_string("not found\n").with_status_code(404)),
    };
    // The browser may have gone away meanwhile; nobody is left to be told.
    drop(sent);
}

/// The file a URL names; nothing when it would leave the folder. Percent signs are not decoded: no file here needs them.
fn file_for(url: &str) -> Option<RepoPath> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let named = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    RepoPath::parse(named.trim_start_matches('/')).ok()
}

fn content_type(path: &RepoPath) -> Header {
    let guess = mime_guess::from_path(path.as_str()).first_or_octet_stream();
    let value = match guess.type_() {
        mime_guess::mime::TEXT => format!("{guess}; charset=utf-8"),
        _ => guess.to_string(),
    };
    header("Content-Type", &value)
}

/// A rebuilt page must not meet yesterday's worker.
fn no_store() -> Header {
    header("Cache-Control", "no-store")
}

#[expect(
    clippy::expect_used,
    reason = "both parts are ASCII by construction: a constant name and a registered media type"
)]
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("an ASCII header")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_come_with_their_type_and_every_request_is_remembered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let server = Server::start(folder, 0).unwrap();
        let answer = get(&server, "/src/lib.rs?x=1");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("pub use zipped::zip_of;"));
        assert!(get(&server, "/../xtask/Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(get(&server, "/src").starts_with("HTTP/1.1 404"));
        let statuses: Vec<(String, u16)> = server.requests().into_iter().map(|r| (r.url, r.status)).collect();
        assert_eq!(
            statuses,
            [("/src/lib.rs?x=1".into(), 200), ("/../xtask/Cargo.toml".into(), 404), ("/src".into(), 404)]
        );
    }

    #[test]
    fn browsers_are_told_what_they_need_to_run_wasm() {
        let value = |name: &str| content_type(&RepoPath::parse(name).unwrap()).value.to_string();
        assert_eq!(value("page_bg.wasm"), "application/wasm");
        assert_eq!(value("page.js"), "text/javascript; charset=utf-8");
        assert_eq!(value("base.css"), "text/css; charset=utf-8");
        assert_eq!(value("index.html"), "text/html; charset=utf-8");
    }

    #[test]
    fn a_missing_folder_is_a_sentence() {
        let missing = Path::new("/no/such/folder");
        let error = Server::start(missing, 0).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("there is nothing to serve in /no/such/folder: build it first"));
    }
}
