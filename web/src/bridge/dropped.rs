//! What was dropped at once: an archive, files that belong beside it, a policy, saved audits.

use super::folder::Folder;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::File;

/// How names of archives end.
const ARCHIVES: [&str; 5] = [".zip", ".tar", ".tar.gz", ".tgz", ".whl"];

/// What a reader hands in, before it is sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HandedIn {
    /// Files one by one.
    pub(crate) files: Vec<File>,
    /// Folders.
    pub(crate) folders: Vec<Folder>,
}

/// What is to be audited or opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Main {
    /// An archive, or a saved audit.
    File(File),
    /// A folder.
    Folder(Folder),
}

/// What was dropped at once, each in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dropped {
    /// What is to be audited or opened; nothing where only a policy was dropped.
    pub(crate) main: Option<Main>,
    /// What belongs beside it: results of tests, measurements.
    pub(crate) beside: Vec<File>,
    /// The policy to audit it by.
    pub(crate) policy: Option<File>,
}

impl Main {
    /// Its name.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(file) => file.name(),
            Self::Folder(folder) => folder.name.clone(),
        }
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::File(file) => whole_bytes(file),
            Self::Folder(folder) => folder.bytes(),
        }
    }
}

impl Dropped {
    /// Sorts what was handed in by what it is. The archive is known by its name; what is in a folder beside one belongs beside
    /// it. Without an archive the folder is what is to be audited; without either, the largest file is taken for the archive,
    /// and a file that is alone for what it is.
    pub(crate) fn of(handed_in: HandedIn) -> Self {
        let (mut policies, mut rest): (Vec<File>, Vec<File>) =
            handed_in.files.into_iter().partition(|file| ends_with(file, &[".toml"]));
        let archive = rest.iter().position(|file| ends_with(file, &ARCHIVES)).map(|place| rest.remove(place));
        let main = match (archive, Folder::joined(handed_in.folders)) {
            (Some(archive), folder) => {
                rest.extend(folder.into_iter().flat_map(Folder::into_files));
                Some(Main::File(archive))
            }
            (None, Some(folder)) => Some(Main::Folder(folder)),
            (None, None) => {
                let largest = rest.iter().enumerate().max_by_key(|(_, file)| whole_bytes(file));
                let largest = largest.map(|(place, _)| place);
                largest.map(|place| Main::File(rest.remove(place)))
            }
        };
        Self { main, beside: rest, policy: policies.pop() }
    }

    /// What is to be audited and what lies beside it, the first first.
    pub(super) fn files(&self) -> Array {
        let main = self.main.iter().map(|main| match main {
            Main::File(file) => JsValue::from(file.clone()),
            Main::Folder(folder) => folder.packed().into(),
        });
        main.chain(self.beside.iter().cloned().map(JsValue::from)).collect()
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
