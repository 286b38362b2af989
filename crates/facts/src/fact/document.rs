//! Prose with structure: Markdown and its like.

use beredd_model::Lines;
use serde::{Deserialize, Serialize};

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Fenced and indented code.
    pub code_blocks: Vec<CodeBlock>,
    /// Links and images.
    pub links: Vec<Link>,
    /// Items of lists.
    pub list_items: Vec<ListItem>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Running text.
    pub paragraphs: Vec<Paragraph>,
}

/// A heading and its section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// From the heading to the line before the next heading of the same or a higher level.
    pub section: Lines,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The first word of the fence's info string, lower case; empty when there is none.
    pub language: String,
    /// Where, fences included.
    pub lines: Lines,
    /// Its text, cut at 4,000 characters.
    pub text: String,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// As written.
    pub target: String,
    /// Its text, or the image's alternative text.
    pub text: String,
    /// Where.
    pub line: u32,
    /// Whether it is an image.
    pub is_image: bool,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// Whether the list counts.
    pub is_ordered: bool,
    /// Where.
    pub line: u32,
    /// Its text without markup, cut at 400 characters.
    pub text: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Where.
    pub lines: Lines,
    /// The cells of its head.
    pub head: Vec<String>,
    /// The cells of its rows, cut at 200 rows.
    pub rows: Vec<Vec<String>>,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Where.
    pub lines: Lines,
    /// Its text without markup, cut at 1,000 characters.
    pub text: String,
}
