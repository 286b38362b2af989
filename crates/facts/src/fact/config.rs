//! Configuration of any syntax as one kind of tree with lines: YAML, JSON, TOML, INI, `.env`, properties, HCL.

use serde::{Deserialize, Serialize};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The first line.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// The value.
    pub value: NodeValue,
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its text.
    pub text: String,
    /// Its line.
    pub line: u32,
}

/// The value of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeValue {
    /// Nothing: null, an empty value.
    Nothing,
    /// True or false.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// Text, cut at 2,000 characters. A tag of the syntax (`!Ref`) stands before it.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order; a key may come twice.
    Map(Vec<(Key, Node)>),
}

impl Node {
    /// The value under `key`, when this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            NodeValue::Map(members) => members.iter().find(|(k, _)| k.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The value along a path of keys.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text, when this is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as text: text, a number as written, `true` or `false`.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) | NodeValue::Number(text) => Some(text),
            NodeValue::Bool(true) => Some("true"),
            NodeValue::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The members of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    /// The members of a map; none for anything else.
    #[must_use]
    pub fn members(&self) -> &[(Key, Self)] {
        match &self.value {
            NodeValue::Map(members) => members,
            _ => &[],
        }
    }

    /// This node and every node below it, parents first, each with the key it stands under.
    pub fn walk(&self) -> impl Iterator<Item = (Option<&Key>, &Self)> {
        let mut stack = vec![(None, self)];
        std::iter::from_fn(move || {
            let (key, node) = stack.pop()?;
            match &node.value {
                NodeValue::List(items) => stack.extend(items.iter().rev().map(|item| (None, item))),
                NodeValue::Map(members) => {
                    stack.extend(members.iter().rev().map(|(k, value)| (Some(k), value)))
                }
                _ => {}
            }
            Some((key, node))
        })
    }
}
