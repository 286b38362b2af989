//! What page and workers say to each other: two closed enums, over structured clone.
//!
//! A `File` crosses as a handle, never as its bytes. Lists of entries, shards of facts, the finished audit and what is written of
//! it cross as `ArrayBuffer`s.

use super::Reached;
use crate::state::{Fingerprint, Form};
use beredd_model::{Date, Lang, Place, Policy, Program, Text};
use js_sys::{Array, ArrayBuffer};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::preserve;
use wasm_bindgen::{JsCast, JsValue};

/// What the page asks of a worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum In {
    /// Say which program and which catalogue this is.
    Introduce,
    /// Say the SHA-256 of each of these programs, which have these names.
    Fingerprint(Vec<String>, #[serde(with = "preserve")] Array),
    /// Read the archive's list, leave aside what need not be read, and share the rest out in this many parts.
    Survey(HandedOver, u32),
    /// Read these entries of what was handed over under this number, and say what they contain.
    Extract(u32, HandedOver, #[serde(with = "preserve")] ArrayBuffer),
    /// Keep this shard for the judgement.
    Gather(#[serde(with = "preserve")] ArrayBuffer),
    /// This entry cannot be read without harm: name it as a problem.
    Crashed(#[serde(with = "preserve")] ArrayBuffer),
    /// Judge what was gathered.
    Judge,
    /// Judge it again, on other terms.
    JudgeBy(Terms),
    /// Read the lines at this place of the surveyed archive.
    Read(Place),
    /// Write an audit in one of its forms.
    Write(Box<Draft>),
}

/// An audit to be written, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// Counts what is to be written, so that the answer finds its file.
    pub(crate) number: u32,
    /// In which form.
    pub(crate) form: Form,
    /// In which language.
    pub(crate) lang: Lang,
    /// The policy to bring it under, where the reader has changed the one it was made by.
    pub(crate) policy: Option<Policy>,
    /// The bytes of its `audit.json`.
    #[serde(with = "preserve")]
    pub(crate) json: ArrayBuffer,
}

/// What is audited, as it crosses.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct HandedOver {
    /// The archive and what lies beside it; the archive is the first.
    #[serde(with = "preserve")]
    pub(crate) files: Array,
    /// The text of a policy file that came with them, whose limits count.
    pub(crate) policy: Option<String>,
}

/// Terms to judge by that a reader has chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// The text of a policy file; nothing for the policy that the repository itself leads to.
    pub(crate) policy: Option<String>,
    /// Whether to audit as an outsider would.
    pub(crate) is_auditor: bool,
    /// The day of the audit, where the reader has given one.
    pub(crate) today: Option<Date>,
}

/// What a worker answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Out {
    /// It has started and listens.
    Ready,
    /// Which program it is, as its audits will say.
    Introduced(Program),
    /// The checksums of the programs.
    Fingerprints(Vec<Fingerprint>),
    /// The survey: what is to be read, in parts.
    Listing(Vec<Parcel>),
    /// How far it has come in its part.
    Progress(Reached),
    /// What its part contains.
    Shard(#[serde(with = "preserve")] ArrayBuffer),
    /// The audit, as the bytes of `audit.json`.
    Audit(#[serde(with = "preserve")] ArrayBuffer),
    /// Lines of a file, the first with this number; nothing where a line holds a secret.
    Excerpt(Place, u32, Vec<Option<String>>),
    /// These lines cannot be had, and why.
    NoExcerpt(Place, Text),
    /// The draft of this number, written.
    Written(u32, #[serde(with = "preserve")] ArrayBuffer),
    /// The draft of this number cannot be written, and why.
    NotWritten(u32, Text),
    /// It cannot go on, and why.
    Broken(Text),
}

/// A part of the archive on its way to an extractor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Parcel {
    /// How much it holds.
    pub(crate) holds: Reached,
    /// Its entries, as `postcard` writes them.
    #[serde(with = "preserve")]
    pub(crate) entries: ArrayBuffer,
}

impl In {
    /// The message as a value that can be posted.
    ///
    /// # Errors
    /// When the value cannot be made; the browser is then out of memory.
    pub(crate) fn pack(&self) -> Result<JsValue, JsValue> {
        Ok(serde_wasm_bindgen::to_value(self)?)
    }

    /// Reads a posted value.
    ///
    /// # Errors
    /// When it is no message of this protocol.
    pub(crate) fn unpack(value: JsValue) -> Result<Self, JsValue> {
        Ok(serde_wasm_bindgen::from_value(value)?)
    }

    /// The buffers that move with the message instead of being copied. Lists of entries stay with the page, which needs
    /// them again when a worker dies over them.
    pub(crate) fn moved(&self) -> Array {
        match self {
            Self::Gather(shard) => Array::of1(shard),
            Self::Write(draft) => Array::of1(&draft.json),
            Self::Fingerprint(_, programs) => programs.clone(),
            Self::Introduce
            | Self::Survey(..)
            | Self::Extract(..)
            | Self::Crashed(_)
            | Self::Judge
            | Self::JudgeBy(_)
            | Self::Read(_) => Array::new(),
        }
    }
}

impl Out {
    /// The message as a value that can be posted.
    ///
    /// # Errors
    /// When the value cannot be made; the browser is then out of memory.
    pub(crate) fn pack(&self) -> Result<JsValue, JsValue> {
        Ok(serde_wasm_bindgen::to_value(self)?)
    }

    /// Reads a posted value.
    ///
    /// # Errors
    /// When it is no message of this protocol.
    pub(crate) fn unpack(value: JsValue) -> Result<Self, JsValue> {
        Ok(serde_wasm_bindgen::from_value(value)?)
    }

    /// The buffers that move with the message instead of being copied.
    pub(crate) fn moved(&self) -> Array {
        match self {
            Self::Listing(parcels) => parcels.iter().map(|parcel| parcel.entries.clone()).collect(),
            Self::Shard(bytes) | Self::Audit(bytes) | Self::Written(_, bytes) => Array::of1(bytes),
            Self::Ready
            | Self::Introduced(_)
            | Self::Fingerprints(_)
            | Self::Progress(_)
            | Self::Excerpt(..)
            | Self::NoExcerpt(..)
            | Self::NotWritten(..)
            | Self::Broken(_) => Array::new(),
        }
    }
}

/// Bytes as a buffer of their own, ready to be moved.
pub(crate) fn buffer_of(bytes: &[u8]) -> ArrayBuffer {
    js_sys::Uint8Array::from(bytes).buffer().unchecked_into()
}

/// The bytes of a buffer.
pub(crate) fn bytes_of(buffer: &ArrayBuffer) -> Vec<u8> {
    js_sys::Uint8Array::new(buffer).to_vec()
}
