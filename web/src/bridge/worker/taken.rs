//! What was handed in, as sources of bytes: an archive or a folder, with files beside it.

use crate::words;
use beredd_audit::{Budget, Folder, Joined, Layout, Opened, PlainFile, Source, SourceError, open};
use beredd_model::Text;
use js_sys::{Array, Uint8Array};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileReaderSync};

/// An archive or a folder, with what lies beside it.
pub(super) type Taken = Joined<Opened<Main>, Slices>;

/// What is audited.
pub(super) enum Main {
    /// An archive.
    Archive(Slices),
    /// A folder.
    Folder(Folder<ReadFile>),
}

/// How a file of a folder is read: which, from where, into what.
type ReadFile = Box<dyn Fn(&PlainFile, u64, &mut [u8]) -> Result<(), SourceError>>;

/// Opens what was handed in within these limits, and says its name. The first is a file, or a folder as `[name, paths, files]`.
pub(super) fn taken(files: &Array, budget: &Budget) -> Result<(String, Taken), Text> {
    let garbled = |_| words::worker_garbled();
    let reader = FileReaderSync::new().map_err(garbled)?;
    let slices = |file: &File| Slices {
        file: file.clone(),
        reader: reader.clone(),
        len: super::super::dropped::whole_bytes(file),
    };
    let mut files = files.iter();
    let main = files.next().ok_or_else(words::worker_garbled)?;
    let (name, main) = match main.dyn_into::<File>() {
        Ok(file) => (file.name(), Main::Archive(slices(&file))),
        Err(main) => folder(&main.dyn_into::<Array>().map_err(garbled)?, slices).map_err(garbled)?,
    };
    let opened = open(main, budget).map_err(|why| why.text())?;
    let beside = files.filter_map(|file| file.dyn_into::<File>().ok());
    Ok((name, Joined::new(opened, beside.map(|file| (file.name(), slices(&file))).collect())))
}

fn folder(packed: &Array, slices: impl Fn(&File) -> Slices) -> Result<(String, Main), JsValue> {
    let name = packed.get(0).as_string().ok_or(JsValue::NULL)?;
    let (paths, files): (Array, Array) = (packed.get(1).dyn_into()?, packed.get(2).dyn_into()?);
    let (mut plain, mut sources) = (Vec::new(), BTreeMap::new());
    for (path, file) in paths.iter().zip(files.iter()) {
        let Some(path) = path.as_string() else { continue };
        // What the browser would not hand over has a byte that cannot be read, so that it is named and never taken for empty.
        let source = file.dyn_into::<File>().ok().map(|file| slices(&file));
        let bytes = source.as_ref().map_or(1, Source::len);
        plain.push(PlainFile { name: path.clone(), bytes, is_symlink: false });
        sources.insert(path, source);
    }
    let read = move |file: &PlainFile, offset: u64, buffer: &mut [u8]| match sources.get(&file.name) {
        Some(Some(source)) => source.read_at(offset, buffer),
        _ => Err(SourceError::Host("the browser does not hand the file over".to_owned())),
    };
    Ok((name, Main::Folder(Folder::new(plain, Box::new(read)))))
}

impl Main {
    fn source(&self) -> &dyn Source {
        match self {
            Self::Archive(source) => source,
            Self::Folder(source) => source,
        }
    }
}

impl Source for Main {
    fn len(&self) -> u64 {
        self.source().len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.source().read_at(offset, buffer)
    }

    fn layout(&self) -> Layout<'_> {
        self.source().layout()
    }
}

/// A file of the browser's as a source of bytes.
pub(super) struct Slices {
    file: File,
    reader: FileReaderSync,
    len: u64,
}

impl Slices {
    fn slice(&self, from: u64, to: u64) -> Result<Uint8Array, JsValue> {
        let part = self.file.slice_with_f64_and_f64(number(from), number(to))?;
        let buffer: JsValue = self.reader.read_as_array_buffer(&part)?.into();
        Ok(Uint8Array::new(&buffer))
    }
}

impl Source for Slices {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        let end = offset.saturating_add(u64::try_from(buffer.len()).unwrap_or(u64::MAX));
        let out_of_range = SourceError::OutOfRange { offset, end, len: self.len };
        if end > self.len {
            return Err(out_of_range);
        }
        let bytes = self.slice(offset, end).map_err(|why| SourceError::Host(format!("{why:?}")))?;
        if usize::try_from(bytes.length()) != Ok(buffer.len()) {
            return Err(out_of_range);
        }
        bytes.copy_to(buffer);
        Ok(())
    }
}

/// A whole number as the browser's kind of number: exact below 2^53, and no file is larger.
fn number(whole: u64) -> f64 {
    whole.to_string().parse().unwrap_or(f64::INFINITY)
}
