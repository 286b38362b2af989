//! A static server on this machine that remembers every request: what `cargo xtask serve` runs, and what browser tests
//! ask afterwards "what did the page fetch?".
//!
//! It sends no special header but the content type, because the product promises to work on a host that sends none. It
//! listens on the loopback address only, answers GET and HEAD, and closes each connection after one answer. It is our own
//! because `tiny_http` 0.12 was tried and now and then left one of a browser's parallel connections without a thread,
//! for ever; and what is left to do without keep-alive is to read one line.

use beredd_model::RepoPath;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Bytes of a request's head that are read; browsers send about one kilobyte.
const MOST_HEAD: u64 = 64 * 1024;

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
        cause: io::Error,
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

/// A running server; it stops listening when dropped.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    folder: PathBuf,
    log: Mutex<Vec<Request>>,
    is_over: AtomicBool,
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
        let no_port = |cause| ServerError::NoPort { port, cause };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(no_port)?;
        let address = listener.local_addr().map_err(no_port)?;
        let shared =
            Shared { folder: folder.to_owned(), log: Mutex::default(), is_over: AtomicBool::new(false) };
        let shared = Arc::new(shared);
        let thread = thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.listen(&listener)
        });
        Ok(Self { shared, address, thread: Some(thread) })
    }

    /// The address of the page, with a final slash.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every request so far, in the order of the answers.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        self.shared.is_over.store(true, Ordering::SeqCst);
        // The listener wakes for a connection, and then sees that it is over.
        if TcpStream::connect(self.address).is_ok()
            && let Some(thread) = self.thread.take()
        {
            drop(thread.join());
        }
    }
}

impl Shared {
    /// A thread for each connection: browsers open some in advance and send nothing on them for a while.
    fn listen(self: Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            if self.is_over.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else { continue };
            let shared = Arc::clone(&self);
            // A browser that goes away in the middle is nobody's fault, and nobody is left to be told.
            thread::spawn(move || drop(shared.answer(&stream)));
        }
    }

    fn answer(&self, mut stream: &TcpStream) -> io::Result<()> {
        let mut head = BufReader::new(stream.take(MOST_HEAD)).lines();
        let Some(first) = head.next().transpose()? else { return Ok(()) };
        // The rest of the head is read and dropped: closing with unread bytes would reset the connection.
        for line in head {
            if line?.is_empty() {
                break;
            }
        }
        let mut words = first.split(' ');
        let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let file =
            file_for(url).and_then(|path| Some((std::fs::read(self.folder.join(path.as_str())).ok()?, path)));
        let (status, content_type, body) = match file {
            _ if method != "GET" && method != "HEAD" => (405, "text/plain".to_owned(), Vec::new()),
            Some((content, path)) => (200, content_type(&path), content),
            None => (404, "text/plain".to_owned(), b"not found\n".to_vec()),
        };
        let request = Request { method: method.to_owned(), url: url.to_owned(), status };
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        // `no-store`: a rebuilt page must not meet yesterday's worker.
        write!(
            stream,
            "HTTP/1.1 {status} \r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        if method == "HEAD" { Ok(()) } else { stream.write_all(&body) }
    }
}

/// The file a URL names; nothing when it would leave the folder. Percent signs are not decoded: no file here needs them.
fn file_for(url: &str) -> Option<RepoPath> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let named = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    RepoPath::parse(named.trim_start_matches('/')).ok()
}

fn content_type(path: &RepoPath) -> String {
    let guess = mime_guess::from_path(path.as_str()).first_or_octet_stream();
    match guess.type_() {
        mime_guess::mime::TEXT => format!("{guess}; charset=utf-8"),
        _ => guess.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &Server, line: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_come_with_their_type_and_every_request_is_remembered() {
        let server = Server::start(Path::new(env!("CARGO_MANIFEST_DIR")), 0).unwrap();
        let answer = ask(&server, "GET /src/lib.rs?x=1");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("pub use zipped::zip_of;"));
        assert!(!ask(&server, "HEAD /src/lib.rs").contains("zip_of"));
        assert!(ask(&server, "GET /../xtask/Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "GET /src").starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "POST /src/lib.rs").starts_with("HTTP/1.1 405"));
        let log: Vec<(String, u16)> = server.requests().into_iter().map(|r| (r.url, r.status)).collect();
        let urls = ["/src/lib.rs?x=1", "/src/lib.rs", "/../xtask/Cargo.toml", "/src", "/src/lib.rs"];
        assert_eq!(
            log,
            urls.map(str::to_owned).into_iter().zip([200, 200, 404, 404, 405]).collect::<Vec<_>>()
        );
    }

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() {
        let server = Server::start(Path::new(env!("CARGO_MANIFEST_DIR")), 0).unwrap();
        let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        assert!(ask(&server, "GET /Cargo.toml").starts_with("HTTP/1.1 200"));
        assert_eq!(silent.len(), 20);
    }

    #[test]
    fn browsers_are_told_what_they_need_to_run_wasm() {
        let value = |name: &str| content_type(&RepoPath::parse(name).unwrap());
        assert_eq!(value("page_bg.wasm"), "application/wasm");
        assert_eq!(value("page.js"), "text/javascript; charset=utf-8");
        assert_eq!(value("base.css"), "text/css; charset=utf-8");
        assert_eq!(value("index.html"), "text/html; charset=utf-8");
    }

    #[test]
    fn a_missing_folder_is_a_sentence() {
        let error = Server::start(Path::new("/no/such/folder"), 0).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("there is nothing to serve in /no/such/folder: build it first"));
    }
}
