//! Files that come from the page or go from it: the bundled sample, saved audits, downloads. None of them asks the network.

use super::pool::{parse, whole_bytes};
use crate::state::{Action, Loaded};
use crate::words;
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, Url};

/// The sample repository, zipped: the same bytes that the command line audits.
const SAMPLE: &[u8] = include_bytes!("../../assets/sample.zip");
const SAMPLE_NAME: &str = "sample.zip";
/// A saved audit larger than this is not one.
const SAVED_BYTES_MOST: u64 = 200_000_000;

/// The bundled sample as a file, as if it had been dropped.
pub(crate) fn sample() -> Option<File> {
    File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(SAMPLE)), SAMPLE_NAME).ok()
}

/// Whether a file calls itself a saved audit.
pub(crate) fn is_saved_audit(file: &File) -> bool {
    file.name().to_lowercase().ends_with(".json")
}

/// Opens a saved audit.
pub(crate) async fn open(file: File) -> Action {
    match read(&file).await {
        Some(json) => match parse(&json) {
            Ok(audit) => Action::Arrived(Rc::new(Loaded { audit, json, has_archive: false })),
            Err(_) => Action::Failed(words::not_an_audit(&file.name())),
        },
        None => Action::Failed(words::not_an_audit(&file.name())),
    }
}

/// An address, good for as long as the page is open, under which these bytes can be saved.
pub(crate) fn download_of(bytes: &[u8], media_type: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob =
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Lets go of such an address.
pub(crate) fn forget_download(address: &str) {
    // An address that is unknown is gone already.
    drop(Url::revoke_object_url(address));
}

async fn read(file: &File) -> Option<Vec<u8>> {
    if whole_bytes(file) > SAVED_BYTES_MOST {
        return None;
    }
    let buffer: JsValue = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(super::protocol::bytes_of(buffer.unchecked_ref()))
}
