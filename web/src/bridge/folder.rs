//! Folders that were dropped or chosen, walked to the files in them. Nothing is read here: what crosses to the workers is
//! names and handles.

use super::dropped::whole_bytes;
use js_sys::{Array, Function, JsString, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// What no audit looks into, as on the command line.
const GIT: &str = ".git";
/// The most files that are walked to: with more than an archive may list, the audit says so and the rest is not needed.
const FILES_MOST: usize = 200_001;

/// A folder, and the files in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Folder {
    /// Its name.
    pub(crate) name: String,
    /// Paths below it, and the file of each; nothing where the browser gives none, so that it is named as unread.
    files: Vec<(String, Option<File>)>,
}

impl Folder {
    /// The folder behind an entry that was dropped.
    pub(crate) async fn walked(root: FileSystemDirectoryEntry) -> Self {
        let mut folder = Self { name: root.name(), files: Vec::new() };
        let mut open = vec![(String::new(), root)];
        while let Some((above, directory)) = open.pop() {
            let reader = directory.create_reader();
            loop {
                let batch =
                    called(|done, failed| reader.read_entries_with_callback_and_callback(done, failed));
                let Ok(batch) = batch.await.and_then(JsCast::dyn_into::<Array>) else {
                    folder.files.push((above.trim_end_matches('/').to_owned(), None));
                    break;
                };
                if batch.length() == 0 || folder.files.len() > FILES_MOST {
                    break;
                }
                // Asked for at once: one after the other, a large tree would take minutes.
                let (mut paths, handles) = (Vec::new(), Array::new());
                for entry in batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>) {
                    let path = format!("{above}{}", entry.name());
                    if entry.is_file() {
                        handles.push(&file_of(entry.unchecked_into()));
                        paths.push(path);
                    } else if entry.name() != GIT {
                        open.push((format!("{path}/"), entry.unchecked_into()));
                    }
                }
                let answers = JsFuture::from(Promise::all_settled(&handles)).await;
                let answers = answers.and_then(JsCast::dyn_into::<Array>).unwrap_or_default();
                let file =
                    |answer: JsValue| Reflect::get(&answer, &JsString::from("value")).ok()?.dyn_into().ok();
                folder.files.extend(paths.into_iter().zip(answers.iter().map(file)));
            }
        }
        folder
    }

    /// The folder that these files were chosen with; nothing where they were chosen one by one.
    pub(crate) fn chosen(files: &[File]) -> Option<Self> {
        let mut folder = Self::default();
        for file in files.iter().take(FILES_MOST) {
            let path = Reflect::get(file, &JsString::from("webkitRelativePath")).ok()?.as_string()?;
            let (name, path) = path.split_once('/')?;
            name.clone_into(&mut folder.name);
            if !path.split('/').any(|part| part == GIT) {
                folder.files.push((path.to_owned(), Some(file.clone())));
            }
        }
        (!folder.files.is_empty()).then_some(folder)
    }

    /// Several folders as one, each below its own name; one alone as it is.
    pub(crate) fn joined(mut folders: Vec<Self>) -> Option<Self> {
        if folders.len() < 2 {
            return folders.pop();
        }
        let name = folders.first().map(|folder| folder.name.clone()).unwrap_or_default();
        let files = folders.into_iter().flat_map(|folder| {
            let below = folder.name;
            folder.files.into_iter().map(move |(path, file)| (format!("{below}/{path}"), file))
        });
        Some(Self { name, files: files.collect() })
    }

    /// Its files alone.
    pub(crate) fn into_files(self) -> Vec<File> {
        self.files.into_iter().filter_map(|(_, file)| file).collect()
    }

    /// The bytes of its files.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().flat_map(|(_, file)| file).map(whole_bytes).fold(0, u64::saturating_add)
    }

    /// As it crosses to a worker: its name, the paths, the files.
    pub(super) fn packed(&self) -> Array {
        let paths: Array = self.files.iter().map(|(path, _)| JsString::from(path.as_str())).collect();
        let files: Array = self.files.iter().map(|(_, file)| JsValue::from(file.clone())).collect();
        Array::of3(&JsString::from(self.name.as_str()), &paths, &files)
    }
}

/// The file behind an entry, once the browser gives it.
fn file_of(entry: FileSystemFileEntry) -> Promise {
    Promise::new(&mut |done, failed| entry.file_with_callback_and_callback(&done, &failed))
}

/// A call that answers through one of two functions.
async fn called(call: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if let Err(why) = call(&done, &failed) {
            drop(failed.call1(&JsValue::UNDEFINED, &why));
        }
    });
    JsFuture::from(promise).await
}
