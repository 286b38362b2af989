//! Nodes out of a stream of YAML events, without recursion.

use crate::fact::{Key, Node, NodeValue};
use crate::readers::tree::{Budget, MAX_DEPTH, cost, key, last_line, node, plain_value, text_value};
use crate::readers::yaml::template;
use saphyr_parser::{ScalarStyle, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// Whether reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Go,
    Stop,
}

/// Collects documents.
#[derive(Debug)]
pub(super) struct Builder {
    documents: Vec<Node>,
    open: Vec<Frame>,
    root: Option<Node>,
    anchors: BTreeMap<usize, (Node, usize)>,
    budget: Budget,
    is_template: bool,
}

/// A list or map whose end has not been seen.
#[derive(Debug)]
struct Frame {
    line: u32,
    tag: Option<String>,
    anchor: usize,
    /// The key that waits for its value; in a map only.
    pending: Option<Key>,
    contents: Contents,
}

#[derive(Debug)]
enum Contents {
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

impl Builder {
    /// With `is_template`, stand-ins for template actions are turned back into what was written.
    pub(super) const fn new(is_template: bool) -> Self {
        Self {
            documents: Vec::new(),
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            budget: Budget::new(),
            is_template,
        }
    }

    /// A scalar.
    pub(super) fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        anchor: usize,
        line: u32,
        end_line: u32,
    ) -> Step {
        if !self.budget.take(text.len() / 32 + 1) {
            return self.stop();
        }
        let restored = if self.is_template { template::restore(text) } else { text.to_owned() };
        let value = match tag {
            Some(tag) if !tag.is_yaml_core_schema() => {
                text_value(&format!("{}{} {restored}", tag.handle, tag.suffix))
            }
            Some(tag) if tag.suffix == "str" => text_value(&restored),
            _ if style == ScalarStyle::Plain => plain_value(&restored),
            _ => text_value(&restored),
        };
        self.add(node(line, end_line, value), anchor, Some(&restored));
        Step::Go
    }

    /// The start of a list, or of a map.
    pub(super) fn open(&mut self, is_map: bool, tag: Option<&Tag>, anchor: usize, line: u32) -> Step {
        if self.open.len() >= MAX_DEPTH || !self.budget.take(1) {
            return self.stop();
        }
        let tag =
            tag.filter(|tag| !tag.is_yaml_core_schema()).map(|tag| format!("{}{}", tag.handle, tag.suffix));
        let contents = if is_map { Contents::Map(Vec::new()) } else { Contents::List(Vec::new()) };
        self.open.push(Frame { line, tag, anchor, pending: None, contents });
        Step::Go
    }

    /// The end of the innermost list or map; `end_line` where it has a closing bracket.
    pub(super) fn close(&mut self, end_line: Option<u32>) -> Step {
        let Some(frame) = self.open.pop() else { return Step::Go };
        let anchor = frame.anchor;
        let finished = self.finish_frame(frame, end_line);
        self.add(finished, anchor, None);
        Step::Go
    }

    /// A copy of what an anchor named; nothing where there is no such anchor or no budget for it.
    pub(super) fn alias(&mut self, anchor: usize, line: u32) -> Step {
        let copy = match self.anchors.get(&anchor) {
            Some((original, cost)) if self.budget.take(*cost) => Some(original.value.clone()),
            _ => None,
        };
        if copy.is_none() && !self.budget.take(1) {
            return self.stop();
        }
        let value = copy.unwrap_or(NodeValue::Nothing);
        let text = match &value {
            NodeValue::Text(text) | NodeValue::Number(text) => Some(text.clone()),
            _ => None,
        };
        self.add(node(line, line, value), 0, text.as_deref());
        Step::Go
    }

    /// The end of a document.
    pub(super) fn end_document(&mut self) {
        while !self.open.is_empty() {
            self.close(None);
        }
        self.documents.extend(self.root.take());
        self.anchors.clear();
    }

    /// Drops the document that was being read.
    pub(super) fn abandon(&mut self) {
        self.open.clear();
        self.root = None;
    }

    /// The documents, and whether something was left out.
    pub(super) fn finish(mut self) -> (Vec<Node>, bool) {
        self.end_document();
        (self.documents, self.budget.is_spent())
    }

    fn stop(&mut self) -> Step {
        self.budget.overdraw();
        Step::Stop
    }

    /// Puts a finished node where it belongs. `as_key` is its text, should it be a key.
    fn add(&mut self, finished: Node, anchor: usize, as_key: Option<&str>) {
        if anchor > 0 {
            self.remember(anchor, &finished);
        }
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(finished);
            return;
        };
        match &mut frame.contents {
            Contents::List(items) => items.push(finished),
            Contents::Map(members) => match frame.pending.take() {
                Some(name) => members.push((name, finished)),
                None => frame.pending = Some(key(as_key.unwrap_or("?"), finished.line)),
            },
        }
    }

    /// Anchors are copies as well: nested ones would otherwise cost the square of the file.
    fn remember(&mut self, anchor: usize, finished: &Node) {
        let cost = cost(finished);
        if self.budget.take(cost) {
            self.anchors.insert(anchor, (finished.clone(), cost));
        }
    }

    fn finish_frame(&mut self, frame: Frame, end_line: Option<u32>) -> Node {
        let line = frame.line;
        let (value, last) = match frame.contents {
            Contents::List(items) => {
                let last = last_line(items.iter(), line);
                (NodeValue::List(items), last)
            }
            Contents::Map(mut members) => {
                if let Some(name) = frame.pending {
                    let at = name.line;
                    members.push((name, node(at, at, NodeValue::Nothing)));
                }
                let last = last_line(members.iter().map(|(_, value)| value), line);
                (NodeValue::Map(self.merge(members)), last)
            }
        };
        let finished = node(line, end_line.unwrap_or(last), value);
        match frame.tag {
            Some(tag) => node(line, finished.end_line, NodeValue::Map(vec![(key(&tag, line), finished)])),
            None => finished,
        }
    }

    /// Applies `<<`: members that the map does not have itself, earlier sources first.
    fn merge(&mut self, members: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
        if !members.iter().any(|(name, _)| name.text == "<<") {
            return members;
        }
        let (sources, mut own): (Vec<_>, Vec<_>) =
            members.into_iter().partition(|(name, _)| name.text == "<<");
        let mut known: BTreeSet<String> = own.iter().map(|(name, _)| name.text.clone()).collect();
        for (_, source) in sources {
            let maps = match source.value {
                NodeValue::List(items) => items,
                _ => vec![source],
            };
            for map in maps {
                let NodeValue::Map(inherited) = map.value else { continue };
                for (name, value) in inherited {
                    if known.insert(name.text.clone()) {
                        own.push((name, value));
                    }
                }
            }
        }
        own
    }
}
