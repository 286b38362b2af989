//! What was dropped at once: an archive, files that belong beside it, a policy, saved audits.

use web_sys::File;

/// How names of archives end.
const ARCHIVES: [&str; 5] = [".zip", ".tar", ".tar.gz", ".tgz", ".whl"];

/// Files dropped at once, each in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dropped {
    /// What is to be audited or opened; nothing where only a policy was dropped.
    pub(crate) main: Option<File>,
    /// What belongs beside it: results of tests, measurements.
    pub(crate) beside: Vec<File>,
    /// The policy to audit it by.
    pub(crate) policy: Option<File>,
}

impl Dropped {
    /// Sorts files by what they are. The archive is known by its name; without one, the largest file is taken for it, and a
    /// file that is alone is taken for what it is.
    pub(crate) fn of(files: Vec<File>) -> Self {
        let (mut policies, mut rest): (Vec<File>, Vec<File>) =
            files.into_iter().partition(|file| ends_with(file, &[".toml"]));
        let place = rest.iter().position(|file| ends_with(file, &ARCHIVES));
        let largest =
            rest.iter().enumerate().max_by_key(|(_, file)| whole_bytes(file)).map(|(place, _)| place);
        let main = place.or(largest).map(|place| rest.remove(place));
        Self { main, beside: rest, policy: policies.pop() }
    }

    /// The archive and what lies beside it, the archive first.
    pub(super) fn files(&self) -> js_sys::Array {
        self.main.iter().chain(&self.beside).collect()
    }
}

fn ends_with(file: &File, ends: &[&str]) -> bool {
    let name = file.name().to_lowercase();
    ends.iter().any(|end| name.ends_with(end))
}

/// The size of a file; browsers count it in whole numbers below 2^53.
pub(super) fn whole_bytes(file: &File) -> u64 {
    format!("{:.0}", file.size()).parse().unwrap_or(0)
}
