//! Files that come from the page or go from it: the bundled sample, saved audits, downloads. None of them asks the network.

use super::dropped::whole_bytes;
use crate::state::{Action, Loaded};
use crate::words;
use beredd_model::{Audit, Text};
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

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
            Ok(audit) => Action::Arrived(Rc::new(Loaded::new(audit, json, false))),
            Err(_) => Action::Failed(words::not_an_audit(&file.name())),
        },
        None => Action::Failed(words::not_an_audit(&file.name())),
    }
}

/// The text of a policy file; nothing where it cannot be read.
pub(crate) async fn policy_of(file: File) -> Option<String> {
    let most = u64::try_from(beredd_plan::policy::MOST_BYTES).unwrap_or(u64::MAX);
    // One byte more than is read is enough to be told that it is too long.
    let bytes = if whole_bytes(&file) > most.saturating_mul(2) { None } else { read(&file).await }?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Saves these bytes as a file of this name. The browser takes them from the page's memory; nothing is asked of the network.
pub(crate) fn save(name: &str, media_type: &str, bytes: &[u8]) {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind);
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.as_ref().and_then(|document| document.create_element("a").ok());
    let link = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let (Ok(address), Some(link), Some(body)) =
        (address, link, document.and_then(|document| document.body()))
    else {
        return; // a browser without memory for a file has said so by now
    };
    link.set_href(&address);
    link.set_download(name);
    link.set_class_name("sr-only");
    drop(body.append_child(&link));
    link.click();
    link.remove();
    // The browser has the blob by then; an address that is unknown is gone already.
    let forget = Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    if let Some(window) = web_sys::window() {
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 10_000));
    }
}

async fn read(file: &File) -> Option<Vec<u8>> {
    if whole_bytes(file) > SAVED_BYTES_MOST {
        return None;
    }
    let buffer: JsValue = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(super::protocol::bytes_of(buffer.unchecked_ref()))
}

/// Reads `audit.json`.
pub(super) fn parse(json: &[u8]) -> Result<Audit, Text> {
    let text = std::str::from_utf8(json).map_err(|why| Text::same(&why.to_string()))?;
    beredd_report::parse_json(text).map_err(|why| Text::same(&why.to_string()))
}

/// What has happened when a worker gives the bytes of `audit.json`.
pub(super) fn arrived(json: Vec<u8>) -> Action {
    match parse(&json) {
        Ok(audit) => Action::Arrived(Rc::new(Loaded::new(audit, json, true))),
        Err(why) => Action::Failed(why),
    }
}
