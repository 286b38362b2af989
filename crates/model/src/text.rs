//! Words for people, in both languages at once.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A language the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Swedish.
    Sv,
}

impl Lang {
    /// Both languages, in the order of their codes.
    pub const ALL: [Self; 2] = [Self::En, Self::Sv];

    /// The BCP 47 code: `en` or `sv`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
        }
    }
}

/// One message in every language; a missing language does not compile.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    /// English.
    pub en: Cow<'static, str>,
    /// Swedish.
    pub sv: Cow<'static, str>,
}

impl Text {
    /// A fixed message, usable in a `static`.
    #[must_use]
    pub const fn fixed(en: &'static str, sv: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), sv: Cow::Borrowed(sv) }
    }

    /// A message made at run time, for instance with a count in it.
    #[must_use]
    pub fn made(en: impl Into<String>, sv: impl Into<String>) -> Self {
        Self { en: Cow::Owned(en.into()), sv: Cow::Owned(sv.into()) }
    }

    /// The same words in every language: a name, a path, a symbol.
    #[must_use]
    pub fn same(words: &str) -> Self {
        Self::made(words, words)
    }

    /// The message in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Sv => &self.sv,
        }
    }
}
